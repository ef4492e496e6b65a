"""Search by plain words, in memory: the fallback of the chat and the search box, without Rasa.

A question is compared with each guide twice: by BM25 over the characters and character pairs of all its texts
(Robertson & Zaragoza 2009; pairs do for Chinese what words do elsewhere), and by the Dice overlap of pairs with its
single most similar title or utterance. Dialect words mean what the catalogue's list says they mean, in questions and
texts alike. Pinyin, and slips into characters that sound alike, are heard by sounds.py.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any, Self

from backend.items.sounds import Sounds
from catalog.text import comparable, sayings

_K1, _B = 7.0, 0.5
"""Tried on utterances kept from the index: 70 of 100 find their item first, with the usual 1.2 only 63."""
_INCIDENTAL = 0.5
"""What is taken off every count: a word said but once ("火车" in a hundred utterances) tells half as much."""
_PHRASE_WEIGHT = 20.0
_TITLE_WORTH, _BUSY_WORTH = 1.5, 1.75
"""A bare noun that many guides share ("医保") means one whose title is little else, and of these a busy one."""
_SOUND_WEIGHT = 40.0
_PARTS = 1000
"""Weights of terms are kept in whole thousandths: their sum is the same in any order, here and in a browser."""
_ABOUT, _ENOUGH, _NEAR = 0.7, 40.0, 0.4
"""A guide is about the words when it scores this share of what fitting words would score at least, or enough for
words of any length: long ones say much besides. It also scores this share of the best guide.
tests/backend/items/test_searches.py measures what that finds."""
NAMED = 22.0
"""From this score on words name an item: 98 of 100 utterances that the index does not know reach it, and of 100
sentences that ask for nothing ("要钱不", "好的") at most one. tests/backend/items/test_search.py measures it."""
_LONGEST_SPELT = 8
"""Characters of an utterance that is found by its sound: nobody types whole sentences in pinyin."""
_WISH = re.compile(r"^我[要想]")


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found of a guide: titles, `texts` with how much each counts, `utterances` as people say it.

    `busy` are the guides that most people ask for. They are those with a rhyme, which is written for such ones only.
    """

    id: str
    titles: tuple[str, ...]
    utterances: tuple[str, ...]
    texts: tuple[tuple[str, float], ...] = ()
    busy: bool = False

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Return what can be found of an item or a life event of the catalogue."""
        plain = data["plain"]
        titles = (plain["title"], data["name"]) if "name" in data else (data["title"],)
        texts = [(plain["difference"], 2.0)]
        if "department" in data:
            texts.append((data["department"], 1.0))
        texts += [(question["q"], 0.5) for question in data["questions"]]
        return cls(data["id"], titles, tuple(sayings(data)), tuple(texts), busy="rhyme" in plain)


class Index:
    """An immutable index over a few hundred guides; building takes about a second."""

    def __init__(self, documents: Iterable[Document], dialect: Mapping[str, str] | None = None) -> None:
        self._dialect = dict(dialect or {})
        longest_first = sorted(self._dialect, key=len, reverse=True)
        self._spoken = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
        self._lengths: dict[str, float] = {}
        self._phrases: list[tuple[str, int, float]] = []
        self._phrase_terms: dict[str, list[int]] = defaultdict(list)
        counts: dict[str, dict[str, float]] = defaultdict(dict)
        spelt: dict[int, str] = {}
        for document in documents:
            self._count(document, counts)
            self._add_titles(document, spelt)
            self._add_utterances(document, spelt)
        self._weights = {term: self._weigh(found) for term, found in counts.items()}
        self._sounds = Sounds(spelt)

    def search(self, words: str, limit: int) -> list[tuple[str, float]]:
        """Return up to `limit` (guide id, score) that are about the words, best first; for words of no guide none.

        Scores compare only within one search.
        """
        plain = self._plain(words)
        floor = min(_ABOUT * (self._expected(plain) + _PHRASE_WEIGHT), _ENOUGH)
        found = (
            self._by_sound(self._sounds.typed(plain))
            or {guide: score for guide, score in self._by_words(plain).items() if score >= floor}
            or self._by_sound(self._sounds.alike(plain))
        )
        near = _NEAR * max(found.values(), default=0.0)
        return _best({guide: score for guide, score in found.items() if score >= near}, limit)

    def rank(self, words: str, limit: int) -> list[tuple[str, float]]:
        """Return the `limit` most similar guides, however little that is: for callers with a floor of their own."""
        plain = self._plain(words)
        return _best(self._by_sound(self._sounds.typed(plain)) or self._by_words(plain), limit)

    def as_data(self) -> dict[str, Any]:
        """Return everything a search needs as plain lists, for web/guide/search-local.js, which adds up the same.

        `terms`: term -> [document, weight in `parts`, ...]; `phrases`: [document, pairs, worth] each; `pairs`: term
        -> [phrase, ...]; `sounds`: see `Sounds.as_data`. Documents and phrases are counted from 0.
        """
        ids = list(self._lengths)
        numbers = {guide: number for number, guide in enumerate(ids)}
        return {
            "ids": ids,
            "terms": {
                term: [part for guide, weight in found.items() for part in (numbers[guide], weight)]
                for term, found in self._weights.items()
            },
            "phrases": [[numbers[guide], size, worth] for guide, size, worth in self._phrases],
            "pairs": dict(self._phrase_terms),
            "sounds": self._sounds.as_data(),
            "dialect": self._dialect,
            "parts": _PARTS,
            "phraseWeight": _PHRASE_WEIGHT,
            "soundWeight": _SOUND_WEIGHT,
            "about": _ABOUT,
            "enough": _ENOUGH,
            "near": _NEAR,
        }

    def _plain(self, words: str) -> str:
        return self._spoken.sub(lambda found: self._dialect[found.group()], comparable(words))

    def _count(self, document: Document, counts: Mapping[str, dict[str, float]]) -> None:
        """Count the terms of a document; `counts` (term -> document -> how often, by weight) grows."""
        length = 0.0
        titles = ((title, 3.0) for title in document.titles)
        spoken = ((utterance, 1.0) for utterance in document.utterances)
        for text, weight in (*titles, *document.texts, *spoken):
            for term in _terms(self._plain(text)):
                counts[term][document.id] = counts[term].get(document.id, 0.0) + weight
                length += weight
        self._lengths[document.id] = length

    def _add_titles(self, document: Document, spelt: dict[int, str]) -> None:
        """Take in the titles, as they stand and in plain words; a title is also found by one character of it."""
        worth = _BUSY_WORTH if document.busy else _TITLE_WORTH
        for title in document.titles:
            spelt[len(self._phrases)] = comparable(title)
            short = _WISH.sub("", title)
            for words in dict.fromkeys((comparable(short), self._plain(short))):
                own = _pairs(words)
                self._add_phrase(document.id, own | set(words), len(own), worth)

    def _add_utterances(self, document: Document, spelt: dict[int, str]) -> None:
        for utterance in document.utterances:
            if len(utterance) <= _LONGEST_SPELT:
                spelt[len(self._phrases)] = comparable(utterance)
            own = _pairs(self._plain(utterance))
            self._add_phrase(document.id, own, len(own), 1.0)

    def _add_phrase(self, guide: str, terms: Set[str], size: int, worth: float) -> None:
        for term in terms:
            self._phrase_terms[term].append(len(self._phrases))
        self._phrases.append((guide, size, worth))

    def _rarity(self, having: int) -> float:
        """Return how much a term tells that `having` guides have (the IDF of BM25)."""
        return math.log(1 + (len(self._lengths) - having + 0.5) / (having + 0.5))

    def _weigh(self, found: Mapping[str, float]) -> dict[str, int]:
        """Return what a term says for each guide that has it, in `_PARTS`: BM25."""
        rarity = self._rarity(len(found))
        average = sum(self._lengths.values()) / len(self._lengths)
        weights = {}
        for guide, count in found.items():
            norm = _K1 * (1 - _B + _B * self._lengths[guide] / average)
            told = max(count - _INCIDENTAL, _INCIDENTAL * count)
            weights[guide] = round(_PARTS * rarity * told * (_K1 + 1) / (told + norm))
        return weights

    def _expected(self, plain: str) -> float:
        """Return what a guide scores by terms that speaks of every term of the words, about once."""
        terms = _terms(plain)
        return sum(round(_PARTS * self._rarity(len(self._weights.get(term, ())))) for term in terms) / _PARTS

    def _by_words(self, plain: str) -> dict[str, float]:
        scores = self._by_terms(_terms(plain))
        for guide, score in self._by_phrase(_pairs(plain)).items():
            scores[guide] = scores.get(guide, 0.0) + score
        return scores

    def _by_terms(self, terms: Set[str]) -> dict[str, float]:
        scores: Counter[str] = Counter()
        for term in terms:
            scores.update(self._weights.get(term, {}))
        return {guide: score / _PARTS for guide, score in scores.items()}

    def _by_phrase(self, pairs: Set[str]) -> dict[str, float]:
        shared: Counter[int] = Counter()
        for pair in pairs:
            shared.update(self._phrase_terms.get(pair, ()))
        best: dict[str, float] = {}
        for number, count in shared.items():
            guide, size, worth = self._phrases[number]
            best[guide] = max(best.get(guide, 0.0), _PHRASE_WEIGHT * worth * 2 * count / (size + len(pairs)))
        return best

    def _by_sound(self, phrases: Iterable[tuple[int, float]]) -> dict[str, float]:
        best: dict[str, float] = {}
        for number, share in phrases:
            guide, _, worth = self._phrases[number]
            best[guide] = max(best.get(guide, 0.0), _SOUND_WEIGHT * worth * share)
        return best


def _best(scores: Mapping[str, float], limit: int) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]


def _pairs(plain: str) -> set[str]:
    return {plain[i : i + 2] for i in range(len(plain) - 1)} or {plain}


def _terms(plain: str) -> set[str]:
    return (_pairs(plain) | set(plain)) if plain else set()
