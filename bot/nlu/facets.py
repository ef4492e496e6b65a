"""What about an item is asked (papers, time, cost ...) and which of the offered ones is meant.

Reads normalised text; patterns come from `catalog/words/facets.yml` and are stored with the model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.nlu.text_normalizer import bare

_NUMBER = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
_FIRST, _MIDDLE, _LAST, _ALL = 1, 2, -1, 0
_ORDINAL = re.compile(
    r"^(?:那?就?先?我?先?(?:要|选|办|说|看|讲|问|弄|搞|点|就|说的是|就是|是)?)"
    r"(?:第?(?P<digit>[1-8])|第(?P<word>[一二两三四五六七八])"
    r"|(?P<first>头一|头(?=[个样件项种])|打头那|上头那|上面那|最上(?:头|面)的?那?)"
    r"|(?P<middle>(?:最?中间|当中)的?那?)"
    r"|(?P<last>最后(?:一|那|那一|头那|面那)?|末尾那?|[后下](?:头|面)那|最[后下底](?:头|面|下)的?那?|倒数第一))"
    r"(?:个|项|种|样|条|行)?(?:说|办|看|讲|吧|嘛|哈|那个|那项|那种|的)?$"
)
_EVERY = re.compile(
    r"^(?:我|这|就)*(?:[两二三四几][个样件项种]|全部?)?(?:都|全|一起)(?:要|想|需要)?(?:要|办|看|问|说|讲)(?:下|一下|嘛|哈)?$"
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
    """Return 1..8 for "第二个", "2", "头一个", -1 for "最后一个", 0 for "两个都要", None where nothing is counted."""
    words = bare(text)
    if _EVERY.match(words):
        return _ALL
    match = _ORDINAL.match(words)
    if not match:
        return None
    if match["digit"]:
        return int(match["digit"])
    if match["word"]:
        return _NUMBER[match["word"]]
    return _FIRST if match["first"] else _MIDDLE if match["middle"] else _LAST
