"""The resident's page is light: a first visit costs less than 200 kB, everything is ours."""

import gzip
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
FILES = sorted(path for folder in ("chat", "shared") for path in (WEB / folder).rglob("*") if path.is_file())


def test_all_files_together_stay_under_200_kilobytes() -> None:
    assert sum(len(gzip.compress(path.read_bytes())) for path in FILES) < 200_000


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.suffix == ".html"], ids=lambda path: path.name
)
def test_pages_have_no_inline_script_or_style(path: Path) -> None:
    page = path.read_text("utf-8")
    assert "<style" not in page
    assert "style=" not in page
    assert "onclick=" not in page
    assert page.count("<script") == page.count('<script type="module" src="/assets/')
