"""All tables of the backend, for the migrations: importing this module imports the `model` of every feature."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import MetaData

from backend.kit import idempotency, keycheck
from backend.kit.db import Base

for _path in sorted(Path(__file__).parent.glob("*/model.py")):
    import_module(f"backend.{_path.parent.name}.model")

metadata: MetaData = Base.metadata
"""The tables of `kit` and of every feature."""

__all__ = ["idempotency", "keycheck", "metadata"]
