"""The Rasa bot: understanding (`nlu/`), training data (`importer.py`) and Rasa's run-time parts."""
