"""Vectors are looked up before they are computed, and nobody can tell which of the two it was."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.embedding import Embedder
from bot.nlu.vectors import CachedEmbedder


class CountingEmbedder:
    """Random unit vectors, the same for the same text; remembers what it was asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        vectors = np.stack([np.random.default_rng(sum(map(ord, text))).normal(size=384) for text in texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


def cached(embedder: Embedder, folder: Path) -> CachedEmbedder:
    return CachedEmbedder(embedder, folder / "own", folder / "shipped")


def test_rounding_hardly_moves_a_vector(embedder: CountingEmbedder, tmp_path: Path) -> None:
    texts = ["修房子", "上户口"]
    exact = CountingEmbedder().embed(texts)
    rounded = cached(embedder, tmp_path).embed(texts)
    assert rounded.dtype == np.float32
    assert (exact * rounded).sum(1) == pytest.approx([1, 1], abs=1e-3)
    assert exact @ exact.T == pytest.approx(rounded @ rounded.T, abs=1e-3)


def test_what_was_kept_is_not_computed_again(embedder: CountingEmbedder, tmp_path: Path) -> None:
    first = cached(embedder, tmp_path)
    vectors = first.embed(["修房子", "上户口", "修房子"])
    first.keep()
    again = cached(embedder, tmp_path).embed(["上户口", "修房子"])
    assert embedder.asked == ["修房子", "上户口"]
    assert np.array_equal(again, vectors[[1, 0]])


def test_shipped_vectors_are_used_and_own_ones_added(embedder: CountingEmbedder, tmp_path: Path) -> None:
    release = CachedEmbedder(embedder, tmp_path / "shipped", tmp_path / "none")
    shipped = release.embed(["修房子"])
    release.keep()
    here = cached(embedder, tmp_path)
    both = here.embed(["修房子", "上户口"])
    here.keep()
    assert embedder.asked == ["修房子", "上户口"]
    assert np.array_equal(both[0], shipped[0])
    assert np.array_equal(cached(embedder, tmp_path).embed(["上户口"])[0], both[1])
    assert embedder.asked == ["修房子", "上户口"]


def test_only_what_was_asked_for_is_kept(embedder: CountingEmbedder, tmp_path: Path) -> None:
    first = cached(embedder, tmp_path)
    first.embed(["修房子", "上户口"])
    first.keep()
    second = cached(embedder, tmp_path)
    second.embed(["上户口"])
    second.keep()
    cached(embedder, tmp_path).embed(["修房子"])
    assert embedder.asked == ["修房子", "上户口", "修房子"]


def test_another_embedder_has_other_vectors(embedder: CountingEmbedder, tmp_path: Path) -> None:
    first = cached(embedder, tmp_path)
    first.embed(["修房子"])
    first.keep()
    other = CountingEmbedder()
    other.name = "other"
    cached(other, tmp_path).embed(["修房子"])
    assert other.asked == ["修房子"]
