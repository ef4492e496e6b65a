"""`python -m catalog.check`: checks the shipped catalogue and prints every problem and every remark.

Problems are what no start would accept (`catalog.loader`). Remarks are texts that say another figure than the
structured fields (`catalog.agreement`) or that are hard to read (`catalog.reading`): the system runs with them,
but this command fails.
"""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from catalog import agreement, checks, reading
from catalog.events import entries
from catalog.loader import load
from catalog.model import Catalogue, CatalogueError, Item, LifeEvent


def main() -> int:
    """Return 0 and a line of counts, or 1 after one line a problem or remark."""
    try:
        catalogue = load()
    except CatalogueError as error:
        print("\n".join(error.problems))
        print(f"{len(error.problems)} problems in the catalogue")
        return 1
    found = remarks(catalogue)
    if found:
        print("\n".join(found))
    stations = len(catalogue.organisation.stations)
    utterances = sum(len(item.utterances) for item in catalogue.items.values())
    utterances += sum(len(event.utterances) for event in catalogue.events.values())
    print(
        f"{len(catalogue.items)} items, {len(catalogue.events)} life events, {utterances} utterances, "
        f"{stations} stations: no problem, {len(found)} remarks"
    )
    return 1 if found else 0


def remarks(catalogue: Catalogue) -> list[str]:
    """Return every remark as `id: key: remark`."""
    found = checks.one_sided({item.id: item.data for item in catalogue.items.values()})
    everything: list[Item | LifeEvent] = [*catalogue.items.values(), *catalogue.events.values()]
    for entry in everything:
        found += [f"{entry.id}: {key}: {text}" for key, text in remarks_on(entry.data, catalogue)]
    return found


def remarks_on(data: Mapping[str, Any], catalogue: Catalogue) -> Iterator[reading.Remark]:
    """Yield the remarks on one item or life event, whether or not it is the one in `catalogue`."""
    if "stages" in data:
        items = [entry["item"] for entry in entries(data)]
        own = [catalogue.items[item_id].data for item_id in items if item_id in catalogue.items]
        yield from _text_remarks(data, [data, *own], catalogue)
    else:
        yield from _text_remarks(data, [data], catalogue)
        yield from reading.item_remarks(data)


def _text_remarks(
    data: Mapping[str, Any], facts: list[Mapping[str, Any]], catalogue: Catalogue
) -> Iterator[reading.Remark]:
    yield from reading.text_remarks(data, catalogue.words.get("official", ()))
    idioms = [word["say"] for word in catalogue.words.get("numerals", ())]
    yield from agreement.problems(reading.plain_texts(data), facts, catalogue.papers, idioms)


if __name__ == "__main__":
    sys.exit(main())
