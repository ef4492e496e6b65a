"""Leave-one-out scores are exactly what training without the sentence would give."""

import numpy as np
import pytest

from bot.nlu import ridge

PENALTY = 0.7


@pytest.fixture
def problem() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows (12, 5), one-hot targets (12, 3), weights (12,)."""
    source = np.random.default_rng(7)
    rows = source.normal(size=(12, 5))
    return rows, np.eye(3)[source.integers(0, 3, 12)], source.uniform(0.5, 2.0, 12)


def scores_without(index: int, rows: np.ndarray, targets: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the scores of one sentence by a system that never saw it."""
    kept = np.arange(len(rows)) != index
    system = rows[kept] @ rows[kept].T + np.diag(PENALTY / weights[kept])
    return rows[index] @ rows[kept].T @ np.linalg.solve(system, targets[kept])


@pytest.mark.parametrize("trials", [12, 4, 1])
def test_left_out_scores(problem: tuple[np.ndarray, np.ndarray, np.ndarray], trials: int) -> None:
    rows, targets, weights = problem
    _, left_out = ridge.solve_kernel(rows @ rows.T, targets, weights, PENALTY, trials)
    assert left_out.shape == (trials, 3)
    for place, index in enumerate(range(len(rows) - trials, len(rows))):
        assert left_out[place] == pytest.approx(scores_without(index, *problem), abs=1e-3)


def test_coefficients_solve_the_system(problem: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    rows, targets, weights = problem
    dual, _ = ridge.solve_kernel(rows @ rows.T, targets, weights, PENALTY, 1)
    system = rows @ rows.T + np.diag(PENALTY / weights)
    assert system @ dual == pytest.approx(targets, abs=1e-4)


@pytest.mark.parametrize("count", [12, 900])
def test_only_the_lower_triangle_is_read_and_it_stays(count: int) -> None:
    source = np.random.default_rng(3)
    rows = source.normal(size=(count, 5)).astype(np.float32)
    targets, weights = np.eye(3)[source.integers(0, 3, count)], np.ones(count)
    dual, left_out = ridge.solve_kernel(rows @ rows.T, targets, weights, PENALTY, 4)
    kernel = np.tril(rows @ rows.T) + np.triu(np.full((count, count), 9.0, np.float32), 1)
    again = [ridge.solve_kernel(kernel, targets, weights, PENALTY, 4) for _ in range(2)]
    assert np.array_equal(np.tril(kernel), np.tril(rows @ rows.T))
    for other_dual, other_left_out in again:
        assert other_dual == pytest.approx(dual)
        assert other_left_out == pytest.approx(left_out)


def test_temperature_sharpens_what_is_sure() -> None:
    labels = np.arange(3).repeat(20)
    sure = np.eye(3)[labels] * 0.9
    unsure = sure * 0.2 + np.random.default_rng(1).normal(scale=0.3, size=sure.shape)
    assert ridge.fit_temperature(sure, labels) > ridge.fit_temperature(unsure, labels)
