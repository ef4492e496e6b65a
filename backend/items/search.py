"""Search by plain words, in memory: the fallback of the chat and the search box, without Rasa.

A question is compared with each item twice: by BM25 over the characters and character pairs of all its texts
(Robertson & Zaragoza 2009; pairs do for Chinese what words do elsewhere), and by the Dice overlap of pairs with its
single most similar utterance. Latin letters also match the initials of the pinyin ("xfz" finds 修房子). Dialect
words mean what the catalogue's list says they mean, in questions and texts alike.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from pypinyin import Style, lazy_pinyin

from catalog.text import comparable, sayings

_K1, _B = 5.0, 0.5
"""Tried on utterances kept from the index: 70 of 100 find their item first, with the usual 1.2 only 63."""
_DICE_WEIGHT = 20.0
_INITIALS_WEIGHT = 20.0
_PARTS = 1000
"""Weights of terms are kept in whole thousandths: their sum is the same in any order, here and in a browser."""
NAMED = 22.0
"""From this score on words name an item: 97 of 100 utterances that the index does not know reach it, and of 100
sentences that ask for nothing ("要钱不", "好的") at most one. tests/backend/items/test_search.py measures it."""
_LATIN = re.compile(r"[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found of an item: `texts` with how much each counts, `utterances` as people say it."""

    id: str
    texts: tuple[tuple[str, float], ...]
    utterances: tuple[str, ...]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Return what can be found of an item or a life event of the catalogue."""
        plain = data["plain"]
        titles = [plain["title"], data["name"]] if "name" in data else [data["title"]]
        texts = [(title, 3.0) for title in titles] + [(plain["difference"], 2.0)]
        if "department" in data:
            texts.append((data["department"], 1.0))
        texts += [(question["q"], 0.5) for question in data["questions"]]
        return cls(data["id"], tuple(texts), tuple(sayings(data)))


class Index:
    """An immutable index over a few hundred items; building takes well under a second."""

    def __init__(self, documents: Iterable[Document], dialect: Mapping[str, str] | None = None) -> None:
        self._dialect = dict(dialect or {})
        longest_first = sorted(self._dialect, key=len, reverse=True)
        self._spoken = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
        self._lengths: dict[str, float] = {}
        self._initials: dict[str, set[str]] = {}
        self._phrases: list[tuple[str, int]] = []
        self._phrase_terms: dict[str, list[int]] = defaultdict(list)
        counts: dict[str, dict[str, float]] = defaultdict(dict)
        for document in documents:
            self._add(document, counts)
        self._weights = {term: self._weigh(found) for term, found in counts.items()}

    def search(self, words: str, limit: int) -> list[tuple[str, float]]:
        """Return up to `limit` (item id, score), best first; scores compare only within one search."""
        plain = self._plain(words)
        scores: dict[str, float] = defaultdict(float)
        for source in (self._by_terms(plain), self._by_phrase(plain), self._by_initials(plain)):
            for item_id, score in source.items():
                scores[item_id] += score
        return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]

    def _plain(self, words: str) -> str:
        return self._spoken.sub(lambda found: self._dialect[found.group()], comparable(words))

    def _add(self, document: Document, counts: Mapping[str, dict[str, float]]) -> None:
        """Take in a document; `counts` (term -> document -> how often, by weight) grows."""
        length = 0.0
        spoken = ((utterance, 1.0) for utterance in document.utterances)
        for text, weight in (*document.texts, *spoken):
            for term in _terms(self._plain(text)):
                counts[term][document.id] = counts[term].get(document.id, 0.0) + weight
                length += weight
        self._lengths[document.id] = length
        phrases = [text for text, _ in document.texts[:2]] + list(document.utterances)
        self._initials[document.id] = {
            "".join(lazy_pinyin(comparable(text), style=Style.FIRST_LETTER)) for text in phrases
        }
        for phrase in map(self._plain, phrases):
            pairs = _pairs(phrase)
            for pair in pairs:
                self._phrase_terms[pair].append(len(self._phrases))
            self._phrases.append((document.id, len(pairs)))

    def _weigh(self, found: Mapping[str, float]) -> dict[str, int]:
        """Return what a term says for each item that has it, in `_PARTS`: BM25."""
        rarity = math.log(1 + (len(self._lengths) - len(found) + 0.5) / (len(found) + 0.5))
        average = sum(self._lengths.values()) / len(self._lengths)
        weights = {}
        for item_id, count in found.items():
            norm = _K1 * (1 - _B + _B * self._lengths[item_id] / average)
            weights[item_id] = round(_PARTS * rarity * count * (_K1 + 1) / (count + norm))
        return weights

    def _by_terms(self, plain: str) -> Mapping[str, float]:
        scores: Counter[str] = Counter()
        for term in _terms(plain):
            scores.update(self._weights.get(term, {}))
        return {item_id: score / _PARTS for item_id, score in scores.items()}

    def as_data(self) -> dict[str, Any]:
        """Return everything a search needs as plain lists, for web/guide/search-local.js, which adds up the same.

        `terms`: term -> [document, weight in `parts`, ...]; `phrases`: [document, pairs] each; `pairs`: pair ->
        [phrase, ...]; `initials`: those of each document. Documents and phrases are counted from 0.
        """
        ids = list(self._lengths)
        numbers = {item_id: number for number, item_id in enumerate(ids)}
        return {
            "ids": ids,
            "terms": {
                term: [part for item_id, weight in found.items() for part in (numbers[item_id], weight)]
                for term, found in self._weights.items()
            },
            "phrases": [[numbers[item_id], size] for item_id, size in self._phrases],
            "pairs": dict(self._phrase_terms),
            "initials": [sorted(self._initials[item_id]) for item_id in ids],
            "dialect": self._dialect,
            "parts": _PARTS,
            "diceWeight": _DICE_WEIGHT,
            "initialsWeight": _INITIALS_WEIGHT,
        }

    def _by_phrase(self, plain: str) -> Mapping[str, float]:
        pairs = _pairs(plain)
        shared: Counter[int] = Counter()
        for pair in pairs:
            shared.update(self._phrase_terms.get(pair, ()))
        best: dict[str, float] = {}
        for number, count in shared.items():
            item_id, size = self._phrases[number]
            best[item_id] = max(best.get(item_id, 0.0), 2 * count / (size + len(pairs)))
        return {item_id: _DICE_WEIGHT * dice for item_id, dice in best.items()}

    def _by_initials(self, plain: str) -> Mapping[str, float]:
        if not _LATIN.fullmatch(plain):
            return {}
        return {
            item_id: _INITIALS_WEIGHT * max(len(plain) / len(initials) for initials in matching)
            for item_id, known in self._initials.items()
            if (matching := [initials for initials in known if plain in initials])
        }


def _pairs(plain: str) -> set[str]:
    return {plain[i : i + 2] for i in range(len(plain) - 1)} or {plain}


def _terms(plain: str) -> set[str]:
    return (_pairs(plain) | set(plain)) if plain else set()
