"""Speed of the guides of a running system: search as one types, posters, the booklet."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from pypinyin import lazy_pinyin

import catalog

STATION = "yuanba-01"


def measure(url: str) -> list[tuple[str, str]]:
    """Return the rows of the table about guides. Every sheet of paper is made for the first time."""
    with httpx.Client(base_url=url, trust_env=False, timeout=120) as client:
        rows = [_search(client)]
        rows.append(("page of a guide: p50 / p95", _said(_times(client, _pages()))))
        papers = {
            "poster, one code, A4": f"/paper/posters.pdf?guides=homestead&per=1&s={STATION}",
            "posters of everything, twelve codes a sheet, A3": f"/paper/posters.pdf?size=a3&s={STATION}",
            "one-page guide": f"/paper/guides/homestead.pdf?s={STATION}",
            "booklet of everything": f"/paper/booklet.pdf?s={STATION}",
        }
        for what, path in papers.items():
            rows.append((what, f"{_times(client, [path])[0]:.2f} s"))
    return rows


def _search(client: httpx.Client) -> tuple[str, str]:
    items = catalog.shipped().items.values()
    titles = [item.title for item in items]
    words = (
        titles + ["".join(lazy_pinyin(title)) for title in titles] + [item.utterances[-1] for item in items]
    )
    times = _times(client, (f"/api/v1/guides/search?q={word[:100]}" for word in words))
    return (f"search over {len(items)} items: p50 / p95", _said(times))


def _pages() -> Iterator[str]:
    return (f"/g/{item_id}?s={STATION}" for item_id in catalog.shipped().items)


def _times(client: httpx.Client, paths: Iterator[str] | list[str]) -> list[float]:
    """Return the seconds of each answer."""
    times: list[float] = []
    for path in paths:
        with _timed(times):
            client.get(path).raise_for_status()
    return times


@contextmanager
def _timed(times: list[float]) -> Iterator[None]:
    start = time.perf_counter()
    yield
    times.append(time.perf_counter() - start)


def _said(times: list[float]) -> str:
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"{statistics.median(times) * 1000:.0f} / {p95 * 1000:.0f} ms"
