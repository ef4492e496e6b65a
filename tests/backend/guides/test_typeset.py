"""Paper is set in a process of its own: what typst takes in memory goes away with it, and so does what goes wrong."""

from pathlib import Path

import psutil
import pytest

from backend.guides.paper import Press
from backend.guides.typeset import NotSet, typeset
from backend.org.service import OrganisationService


def test_a_booklet_leaves_no_memory_behind(press: Press, organisation: OrganisationService) -> None:
    own = psutil.Process()
    before = own.memory_info().rss
    press.booklet(organisation.get_station("yuanba-02"))
    assert own.memory_info().rss - before < 100 * 2**20


def test_data_are_never_markup_and_faults_are_told(tmp_path: Path) -> None:
    template = tmp_path / "one.typ"
    template.write_text('#json(bytes(sys.inputs.data)).at("text")', encoding="utf-8")
    assert typeset(template, tmp_path, '{"text": "#panic()"}').startswith(b"%PDF")
    with pytest.raises(NotSet, match="text"):
        typeset(template, tmp_path, "{}")
