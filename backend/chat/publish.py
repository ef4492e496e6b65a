"""Writes the messages' JSON schemas to tests/contracts: `python -m backend.chat.publish`, after changing messages.py."""

import json
from pathlib import Path

from backend.chat.messages import published

CONTRACTS = Path(__file__).parents[2] / "tests" / "contracts"

if __name__ == "__main__":
    for name, schema in published().items():
        (CONTRACTS / name).write_text(
            json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
