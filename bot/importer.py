"""Turns the catalogue into Rasa training data: every utterance an example of `ask_item`.

Stands beside `RasaFileImporter` in `config.yml`; writes no files. The item's id travels in the
example's metadata, so that 141 items are one intent, one rule and one action. `data/held_out.tsv`
comes along, marked `held_out`: these queries set the thresholds and teach nothing else.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import catalog
from bot.nlu.item_classifier import ASK_ITEM, OUT_OF_SCOPE

NOT_HERE_YET = "not-here-yet"
"""Topic of actions/topics.yml."""
HELD_OUT = Path(__file__).resolve().parent.parent / "data" / "held_out.tsv"
SEVERAL = "multi"
"""Style of queries that need several items at once: no single answer is right, so they set no threshold."""


class Example(Message):
    """A message that is quick to tell apart and to copy: Rasa does both again and again with all of them."""

    def fingerprint(self) -> str:
        """Return a hash of what the message holds, as Rasa's own, without its walk through every value."""
        if self._cached_fingerprint is None:
            held = json.dumps(self.data, sort_keys=True, default=vars)
            self._cached_fingerprint = sha256(held.encode()).hexdigest()[:32]
        return self._cached_fingerprint

    def __deepcopy__(self, _: dict[int, Any]) -> Example:
        """Copy what can be set; the values themselves are never changed."""
        return Example(self.data)


class CatalogueImporter(TrainingDataImporter):
    """Reads `catalog/`; fails with the catalogue's own list of problems when it is broken."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **kwargs: Any,
    ) -> None:
        self._catalogue = catalog.shipped()

    def get_nlu_data(self, language: str | None = "zh") -> TrainingData:
        """Return one example for every utterance and every title, with the item or life event in its metadata."""
        examples = []
        for item in self._catalogue.items.values():
            for text in dict.fromkeys((item.title, item.name, *item.utterances)):
                examples.append(Example({TEXT: text, INTENT: ASK_ITEM, METADATA: {"item": item.id}}))
        for event in self._catalogue.events.values():
            for text in dict.fromkeys((f"{event.title}一件事", *event.utterances)):
                examples.append(Example({TEXT: text, INTENT: ASK_ITEM, METADATA: {"event": event.id}}))
        learnt = {example.get(TEXT) for example in examples}
        # An utterance that somebody adds to the catalogue is no longer held out.
        apart = [query for query in held_out(HELD_OUT) if query.get(TEXT) not in learnt]
        return TrainingData(training_examples=[*examples, *self._not_here_yet(), *apart])

    def _not_here_yet(self) -> list[Message]:
        """Return the names of listed items that have no file yet: better no answer than a neighbour's."""
        missing = (row for row in self._catalogue.listed.values() if row["id"] not in self._catalogue.items)
        return [
            Example(
                {TEXT: row[key], INTENT: OUT_OF_SCOPE, METADATA: {"topic": NOT_HERE_YET, "kind": row["id"]}}
            )
            for row in missing
            for key in ("plain", "name")
        ]

    def get_domain(self) -> Domain:
        """The domain is written by hand in `domain.yml`."""
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """The rules are written by hand in `data/rules/`."""
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        """Conversation tests are files of their own."""
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        """The pipeline is written by hand in `config.yml`."""
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        """Nothing is configured automatically."""
        return None


def held_out(path: Path) -> list[Message]:
    """Return the queries of a file of `query TAB item ids or - TAB style`, marked in their metadata."""
    messages = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        text, label, style = line.split("\t")
        if style == SEVERAL:
            continue
        items = [] if label == "-" else label.split(",")
        intent = ASK_ITEM if items else OUT_OF_SCOPE
        messages.append(Example({TEXT: text, INTENT: intent, METADATA: {"held_out": items}}))
    return messages
