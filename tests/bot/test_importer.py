"""The catalogue as training data."""

import copy
from pathlib import Path

import pytest

import catalog
from bot import importer
from bot.importer import CatalogueImporter, Example


def test_every_utterance_carries_its_item() -> None:
    examples = CatalogueImporter().get_nlu_data().training_examples
    learnt = [e for e in examples if "item" in e.get("metadata")]
    said = {(e.get("text"), e.get("metadata")["item"]) for e in learnt}
    for item in catalog.load().items.values():
        assert {(text, item.id) for text in (item.title, item.name, *item.utterances)} <= said
    assert {e.get("intent") for e in learnt} == {"ask_item"}


def test_held_out_queries_are_marked_and_stand_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taught = catalog.load().items["dibao"].utterances[0]
    queries = importer.HELD_OUT.read_text("utf-8")
    (tmp_path / "held_out.tsv").write_text(f"{queries}{taught}\tdibao\tplain\n", "utf-8")
    monkeypatch.setattr(importer, "HELD_OUT", tmp_path / "held_out.tsv")
    examples = CatalogueImporter().get_nlu_data().training_examples
    held_out = [e for e in examples if "held_out" in e.get("metadata")]
    learnt = {e.get("text") for e in examples if "item" in e.get("metadata")}
    assert len(held_out) > 300
    assert learnt & {e.get("text") for e in held_out} == set()
    for example in held_out:
        assert (example.get("intent") == "ask_item") == bool(example.get("metadata")["held_out"])


def test_examples_are_told_apart_and_copied_as_rasas_own() -> None:
    example = Example({"text": "我要修房子", "metadata": {"item": "homestead"}})
    copied = copy.deepcopy(example)
    assert copied == example
    copied.set("normalized", "我要建房子")
    assert copied != example
    assert example.get("normalized") is None


def test_listed_items_without_a_file_are_not_mistaken_for_their_neighbours() -> None:
    examples = CatalogueImporter().get_nlu_data().training_examples
    missing = [e for e in examples if e.get("metadata").get("topic") == "not-here-yet"]
    shipped = catalog.load()
    assert len(missing) == 2 * (len(shipped.listed) - len(shipped.items))
    assert {e.get("intent") for e in missing} <= {"out_of_scope"}


def test_importer_brings_nothing_but_examples() -> None:
    importer = CatalogueImporter()
    assert not importer.get_stories().story_steps
    assert importer.get_config() == {}


def test_life_events_are_learnt_beside_the_items() -> None:
    examples = CatalogueImporter().get_nlu_data().training_examples
    learnt = {(e.get("text"), e.get("metadata")["event"]) for e in examples if "event" in e.get("metadata")}
    events = catalog.load().events.values()
    assert {(text, event.id) for event in events for text in event.utterances} <= learnt
