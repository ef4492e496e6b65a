"""The backend of 村能办: the gateway of the chat and the approval backend. `app.py` wires its parts together."""
