"""docs/operating.md names every error code and every figure of the backend."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from backend.cases.routes import CASES_OPENED
from backend.chat.service import CHAT_ANSWERS
from backend.kit import metrics
from backend.kit.errors import BackendError

ROOT = Path(__file__).resolve().parents[2]
for path in (ROOT / "backend").glob("*/*.py"):
    import_module(
        f"backend.{path.parent.name}.{path.stem}" if path.parent.name != "migrations" else "backend"
    )


def kinds(parent: type[BackendError] = BackendError) -> list[type[BackendError]]:
    found = []
    for kind in parent.__subclasses__():
        found += [kind, *kinds(kind)]
    return found


@pytest.fixture(scope="module")
def operating() -> str:
    return (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.code)
def test_every_error_code_is_documented(kind, operating):
    assert re.search(rf"\| `{kind.code}` \| {kind.status} \|", operating)


def test_no_two_errors_share_a_code():
    codes = [kind.code for kind in kinds()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("metric", [metrics.REQUESTS, metrics.SECONDS, CASES_OPENED, CHAT_ANSWERS], ids=str)
def test_every_figure_is_documented(metric, operating):
    assert f"`{metric.describe()[0].name}" in operating
