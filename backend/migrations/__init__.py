"""The database's history, run by alembic. How to add a step: docs/operating.md."""
