"""The questions that an item answers itself (“一个月能领好多？”), found again in what a resident asks about it.

Pure: item and sentence go in. Whether a sentence is asked about that item is decided by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions.replies import Item
from catalog.text import comparable

_SAME = {
    "几多": "多少",
    "好多": "多少",
    "为啥": "为什么",
    "啥子": "什么",
    "啥": "什么",
    "咋个": "怎么",
    "啷个": "怎么",
    "咋": "怎么",
    "没得": "没有",
    "莫得": "没有",
    "每个月": "一个月",
    "每月": "一个月",
}
"""Words that mean the same in what people ask and in what is written."""
_HOW_MUCH = re.compile(r"(?:多少|标准)(?![天年次岁人亩个户份页张])")
_MONEY = re.compile(r"钱|[领补发得拿赔贷取交付报给出花救租还]|津贴|标准|多少$")
_PAID = re.compile(r"[交付出花押收罚租还]|要(?:多少|给)|(?<!丧葬)费")
_GOT = re.compile(r"[领补发拿赔贷取救报津]|得到|能给")
_APART = ("罚", "利", "首付", "税", "体检", "押", "为")
"""What a sum is asked for, or why: both sentences name it, or neither."""
ALIKE, PAIRS = 0.6, 2
"""Share of the shorter sentence's character pairs, and how many that do not merely name the item, from which on two
sentences ask the same."""
SAID = 6
"""Characters from which on a sentence that asks for no sum can be one of an item's questions."""


def find(item: Item, text: str) -> Mapping[str, str] | None:
    """Return the item's own question that `text` asks, or None."""
    said, named = _plain(text), _pairs(_plain(item["plain"]["title"] + item["name"]))
    asked = [(entry, _plain(entry["q"])) for entry in item["questions"]]
    alike = [(_alike(said, words, named), entry) for entry, words in asked]
    if not _sum(said):
        if len(said) < SAID:
            return None
        alike = [(share, entry) for share, entry in alike if share >= ALIKE]
    else:
        alike = [
            (share, entry)
            for (share, entry), (_, words) in zip(alike, asked, strict=True)
            if _same(said, words)
        ]
    found: Mapping[str, str] | None = max(alike, key=lambda pair: pair[0])[1] if alike else None
    return found


def asks_what_one_gets(text: str) -> bool:
    """Whether a sentence asks for the sum that people are given, and not for what they pay."""
    said = _plain(text)
    return _sum(said) and bool(_GOT.search(said)) and not _PAID.search(said)


def _sum(said: str) -> bool:
    return bool(_HOW_MUCH.search(said) and _MONEY.search(said))


def _same(said: str, asked: str) -> bool:
    """Whether two sentences that ask for a sum ask for the same one."""
    if not _sum(asked) or any((word in said) != (word in asked) for word in _APART):
        return False
    paid, got = bool(_PAID.search(asked)), bool(_GOT.search(asked))
    return (paid or not _PAID.search(said)) and (got or not paid or not _GOT.search(said))


def _alike(said: str, asked: str, named: set[str]) -> float:
    shared = _pairs(said) & _pairs(asked)
    shorter = min(len(_pairs(said)), len(_pairs(asked)))
    return len(shared) / shorter if len(shared - named) >= PAIRS else 0.0


def _pairs(words: str) -> set[str]:
    return {words[start : start + 2] for start in range(len(words) - 1)}


def _plain(text: str) -> str:
    words = comparable(text)
    for said, means in _SAME.items():
        words = words.replace(said, means)
    return words
