"""The two kinds of contents that go out and come back: items and life events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from catalog.exchange import event_tables, tables
from catalog.exchange.columns import Form
from catalog.model import Catalogue, Item, LifeEvent

ITEMS = Form(
    name="事项",
    id_heading="事项编号",
    tables=tables.TABLES,
    title=("plain", "title"),
    schema="item",
    listed={"level": "层级", "department": "部门", "name": "事项名称"},
)
EVENTS = Form(
    name="一件事", id_heading="一件事编号", tables=event_tables.TABLES, title=("title",), schema="event"
)
FORMS = (ITEMS, EVENTS)


def form_of(entry_id: str) -> Form:
    """Return the form of an item or a life event; an event's id begins with `life-` and an item's never does."""
    return EVENTS if entry_id.startswith("life-") else ITEMS


def entries_of(form: Form, catalogue: Catalogue) -> Mapping[str, Item | LifeEvent]:
    """Return what the catalogue has of this form, by id."""
    return catalogue.events if form is EVENTS else catalogue.items


def known_ids(form: Form, catalogue: Catalogue) -> set[str]:
    """Return the ids that may be imported: the items of the district's list, the life events that there are."""
    return set(catalogue.events if form is EVENTS else catalogue.listed)


def file_of(form: Form, data: Mapping[str, Any]) -> Path:
    """Return where the file stands in the catalogue's folder."""
    name = f"{data['id']}.yml"
    return Path("events", name) if form is EVENTS else Path("items", data["level"], name)


def counted(ids: Iterable[str]) -> str:
    """Return how many of each form there are: `2 个事项、1 个一件事`."""
    counts = Counter(form_of(entry_id).name for entry_id in ids)
    return "、".join(f"{counts[form.name]} 个{form.name}" for form in FORMS if counts[form.name])
