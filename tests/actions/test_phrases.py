"""The words: every key is used, every used key exists, nothing half-width or unfilled reaches a person."""

from __future__ import annotations

import re
from pathlib import Path

import catalog
from actions.phrases import phrases, themes

ROOT = Path(__file__).parents[2]
BUILT = ("affirm_", "chip_label_", "chip_village", "chip_town", "chip_district", "facet_", "review_", "unit_")
"""Beginnings of keys that are put together at run time."""


def test_code_and_phrases_know_the_same_keys() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "actions").glob("*.py"))
    quoted = set(re.findall(r'"([a-z_]+)"', source))
    asked = set(re.findall(r'say\(\s*"([a-z_]+)"', source))
    assert asked <= set(phrases())
    assert {key for key in phrases() if not key.startswith(BUILT)} <= quoted


def test_labels_fit_on_a_button() -> None:
    titles = [item.title for item in catalog.load().items.values()]
    for key, words in phrases().items():
        if key.startswith("label_"):
            assert len(words.replace("{title}", min(titles, key=len))) <= 24, key


def test_themes_name_items_of_the_district() -> None:
    listed = {
        line.split("\t")[0] for line in (ROOT / "catalog/items.tsv").read_text("utf-8").splitlines()[1:]
    }
    listed |= {path.stem for path in (ROOT / "catalog/events").glob("*.yml")}
    for name, theme in themes().items():
        assert set(theme["items"]) <= listed, name
