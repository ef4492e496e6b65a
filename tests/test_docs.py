"""The documents keep step: with each other, with the Makefile, with the files they name."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def commands(text: str) -> list[str]:
    """Return the commands in code blocks and the first column of tables, in order."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()] + re.findall(r"^\| `(.*?)`", text, re.M)


def outline(text: str) -> list[str]:
    """Return what both languages share: levels of headings, pictures and the targets of links."""
    lines = re.findall(r"^(#+) ", text, re.M) + re.findall(r"\]\((.*?)\)", text)
    return [line for line in lines if line not in ("README.md", "README.zh-CN.md")]


def make_targets() -> list[str]:
    return re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)


def test_both_readmes_have_the_same_commands_and_outline() -> None:
    english, chinese = (path.read_text(encoding="utf-8") for path in READMES)
    assert commands(english) == commands(chinese)
    assert outline(english) == outline(chinese)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_readme_names_every_make_target(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    assert [target for target in make_targets() if f"`make {target}" not in text] == []


def test_every_make_target_named_in_a_document_exists() -> None:
    named = {
        (path.name, target)
        for path in DOCUMENTS
        for target in re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))
    }
    assert [pair for pair in sorted(named) if pair[1] not in make_targets()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_no_two_decisions_have_one_number() -> None:
    numbers = [path.name[:4] for path in ROOT.glob("docs/decisions/[0-9]*.md")]
    assert sorted(numbers) == sorted(set(numbers))
