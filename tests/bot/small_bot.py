"""A tiny trained bot for tests: the real domain and rules, keywords instead of the real understanding."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import structlog

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")

ROOT = Path(__file__).parents[2]
CONFIG = """
recipe: default.v1
assistant_id: small
language: zh
pipeline:
  - name: KeywordIntentClassifier
"""
NLU = """
version: "3.1"
nlu:
  - intent: ask_ability
    examples: |
      - 你会做啥
  - intent: ask_identity
    examples: |
      - 你是哪个
"""


def train(folder: Path) -> str:
    """Train in about two seconds; return the path of the model."""
    from rasa.model_training import train as train_model

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    policies = (ROOT / "config.yml").read_text("utf-8").partition("policies:")[2].partition("\n\n")[0]
    (folder / "config.yml").write_text(f"{CONFIG}policies:{policies}\n", "utf-8")
    (folder / "nlu.yml").write_text(NLU, "utf-8")
    result = train_model(
        str(ROOT / "domain.yml"),
        str(folder / "config.yml"),
        [str(folder / "nlu.yml"), str(ROOT / "data" / "rules")],
        output=str(folder),
        force_training=True,
    )
    assert result.model
    return result.model
