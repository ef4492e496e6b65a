"""The custom actions: what the assistant does once a sentence is understood.

An action reads the talk, asks the backend over HTTP, and says something. It imports `catalog` for
the one reading of situations, never `bot` or `backend`. Words live in `phrases.yml` and `topics.yml`.
"""
