"""`make eval QUERIES="a.tsv b.tsv"`: how well the trained model understands labelled queries.

Runs in the bot's environment, through Rasa's own agent, so that it measures what residents get.
Lines are `query TAB item id(s) or - TAB style`. The last line of standard output is one JSON
object (format: docs/understanding.md). Lines whose items are not in the catalogue yet stand apart.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import catalog
from tools.model import MODELS, fingerprint

ABSENT = "absent"
MULTI = "multi"
WORST = 20


@dataclass(frozen=True)
class Query:
    """One labelled line; `items` is empty for what is out of scope."""

    text: str
    items: tuple[str, ...]
    style: str


@dataclass
class Tally:
    """Counts of one style."""

    n: int = 0
    top1: int = 0
    top3: int = 0
    answered: int = 0
    offered: int = 0
    refused: int = 0
    wrong: int = 0
    found: float = 0.0

    def as_shares(self, multi: bool) -> dict[str, float]:
        """Return the counts as shares of n."""
        names = ["top1", "top3", "answered", "offered", "refused", "wrong"]
        shares = {name: round(getattr(self, name) / self.n, 4) for name in names}
        return {"n": self.n, **shares, **({"found": round(self.found / self.n, 4)} if multi else {})}


@dataclass
class Result:
    """Everything a run found."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)


def read_queries(paths: Iterable[Path]) -> list[Query]:
    """Return the labelled lines of all files; a first line that starts with `query` is a heading."""
    queries = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or (number == 1 and line.startswith("query\t")):
                continue
            fields = line.split("\t")
            if len(fields) != 3:
                raise SystemExit(f"{path.name}: line {number}: three fields are needed, {len(fields)} found")
            text, label, style = fields
            queries.append(Query(text, () if label == "-" else tuple(label.split(",")), style))
    return queries


def count(
    result: Result,
    query: Query,
    parsed: dict[str, Any],
    known: set[str],
    members: Mapping[str, Sequence[str]],
) -> None:
    """Add one parsed query to the tallies. A life event offers all its `members`."""
    understanding = parsed.get("understanding") or {}
    ranked = [entry["id"] for entry in understanding.get("items", [])]
    offered = {*ranked, *members.get(understanding.get("event") or "", ())}
    intent = parsed["intent"]["name"]
    decision = understanding.get("decision") if intent == "ask_item" else "refuse"
    if query.items and not set(query.items) & known:
        style, wanted = ABSENT, ()
    else:
        style, wanted = query.style, tuple(item for item in query.items if item in known)
    tally = result.tallies[style]
    tally.n += 1
    tally.answered += decision == "answer"
    tally.offered += decision == "offer"
    tally.refused += decision == "refuse"
    if not wanted:
        tally.wrong += decision == "answer"
        return
    right = bool(ranked) and ranked[0] in wanted
    tally.top1 += right
    tally.top3 += bool(set(ranked) & set(wanted))
    tally.wrong += decision == "answer" and not right
    tally.found += len(offered & set(wanted)) / len(wanted)
    if not right:
        result.confusions[(wanted[0], ranked[0] if ranked else intent)] += 1


async def evaluate(model: Path, queries: list[Query], loaded: catalog.Catalogue) -> Result:
    """Parse every query as the server would."""
    from rasa.core.agent import load_agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    agent = await load_agent(str(model))
    result = Result()
    members = {event.id: event.items for event in loaded.events.values()}
    await agent.parse_message("预热")
    for query in queries:
        start = time.perf_counter()
        parsed = await agent.parse_message(query.text)
        result.milliseconds.append((time.perf_counter() - start) * 1000)
        count(result, query, parsed, set(loaded.items), members)
    return result


def report(result: Result) -> dict[str, Any]:
    """Print the tables and return the closing object."""
    columns = ["n", "top1", "top3", "answered", "offered", "refused", "wrong", "found"]
    print("style".ljust(12) + "".join(column.rjust(10) for column in columns))
    styles = {}
    for style, tally in sorted(result.tallies.items()):
        styles[style] = tally.as_shares(style == MULTI)
        cells = [str(styles[style].get(column, "")).rjust(10) for column in columns]
        print(style.ljust(12) + "".join(cells))
    print("\nmost frequent confusions (wanted -> got)")
    for (wanted, got), times in result.confusions.most_common(WORST):
        print(f"  {times:3d}  {wanted} -> {got}")
    p50, p95 = np.percentile(result.milliseconds, [50, 95])
    print(f"\nmilliseconds a query: p50 {p50:.1f}, p95 {p95:.1f}")
    return {"styles": styles, "ms_p50": round(float(p50), 1), "ms_p95": round(float(p95), 1)}


def main(arguments: list[str]) -> int:
    """Evaluate the model in service, that of the present files, on the named lines."""
    if not arguments:
        print('Usage: make eval QUERIES="a.tsv b.tsv"')
        return 2
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    model = MODELS / f"{fingerprint()}.tar.gz"
    if not model.exists():
        print("There is no model of these files: run `make train` first.")
        return 1
    missing = [name for name in arguments if not Path(name).is_file()]
    if missing:
        print(f"No such file: {', '.join(missing)}")
        return 2
    queries = read_queries(map(Path, arguments))
    result = asyncio.run(evaluate(model, queries, catalog.load()))
    closing = report(result)
    print(json.dumps(closing, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
