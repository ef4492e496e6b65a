"""What about an item is asked (papers, time, cost ...) and which of the offered ones is meant.

Reads normalised text; patterns come from `catalog/words/facets.yml` and are stored with the model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.nlu.text_normalizer import bare

_NUMBER = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "头": 1, "首": 1}
_LAST = -1
_ORDINAL = re.compile(
    r"^(?:我?(?:要|选|办|就|说的是|是)?)?"
    r"(?:第?(?P<digit>[1-8])|第(?P<word>[一二两三四五六七八])|(?P<first>头)一|(?P<last>最后(?:一|那|那一)?|末尾(?:那)?))"
    r"(?:个|项|种|样|条|行)?(?:吧|嘛|哈|那个|那项|那种|的)?$"
)


class FacetFinder:
    """Finds facets by patterns, in the order in which they are asked."""

    def __init__(self, patterns: Mapping[str, Sequence[str]]) -> None:
        self.patterns = {facet: list(found) for facet, found in patterns.items()}
        self._compiled = {facet: re.compile("|".join(found)) for facet, found in self.patterns.items()}

    def find(self, text: str) -> list[str]:
        """Return the facets of a normalised sentence, by place; at one place the longer match first."""
        words = bare(text)
        found = []
        for facet, pattern in self._compiled.items():
            match = pattern.search(words)
            if match:
                found.append((match.start(), -(match.end() - match.start()), facet))
        return [facet for _, _, facet in sorted(found)]


def find_ordinal(text: str) -> int | None:
    """Return 1..8 for "第二个", "2", "头一个", -1 for "最后一个", None where nothing is counted."""
    match = _ORDINAL.match(bare(text))
    if not match:
        return None
    if match["digit"]:
        return int(match["digit"])
    if match["last"]:
        return _LAST
    return _NUMBER[match["word"] or match["first"]]
