"""A broken catalogue is refused with every problem named as `file: key: problem`."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import catalog
from catalog.loader import ROOT

ITEM = "items/town/homestead.yml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue with one good item."""
    for name in ("organisation", "schema", "words"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("items.tsv", "papers.yml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "items/town").mkdir(parents=True)
    shutil.copy(ROOT / ITEM, tmp_path / ITEM)
    return tmp_path


def problems(folder: Path) -> list[str]:
    with pytest.raises(catalog.CatalogueError) as caught:
        catalog.load(folder)
    return caught.value.problems


def change(folder: Path, edit: Callable[[dict], object]) -> list[str]:
    """Edit the item and return the problems that loading then reports."""
    data = yaml.safe_load((folder / ITEM).read_text(encoding="utf-8"))
    edit(data)
    (folder / ITEM).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return problems(folder)


def test_good_item_loads(folder: Path) -> None:
    loaded = catalog.load(folder)
    assert list(loaded.items) == ["homestead"]
    assert loaded.items["homestead"].title == "我要修房子"


def test_fingerprint_follows_every_file(folder: Path) -> None:
    before = catalog.load(folder).fingerprint
    assert catalog.load(folder).fingerprint == before
    with (folder / "words/fillers.yml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert catalog.load(folder).fingerprint != before


def test_folded_lines_leave_no_blank_between_characters(folder: Path) -> None:
    assert "， " not in catalog.load(folder).items["homestead"].data["plain"]["answer"]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda d: d.update(colour="red"), f"{ITEM}: file: Additional properties"),
        (lambda d: d["plain"].pop("answer"), f"{ITEM}: plain: 'answer' is a required property"),
        (lambda d: d["time"]["promised"].update(value="ten"), f"{ITEM}: time.promised.value: 'ten' is not"),
        (lambda d: d.update(basis=[]), f"{ITEM}: basis: [] should be non-empty"),
        (lambda d: d.update(id="house"), f"{ITEM}: id: house is not in items.tsv"),
        (lambda d: d.update(level="village"), f"{ITEM}: level: is village, the folder says town"),
        (lambda d: d["neighbours"][0].update(item="castle"), f"{ITEM}: neighbours.0.item: castle is not in"),
        (lambda d: d["materials"][4]["when"].update(build=["fly"]), "fly is not a choice of build"),
        (lambda d: d["materials"][4].update(when={"moon": ["full"]}), "moon is not an earlier situation"),
        (lambda d: d["materials"].append(dict(d["materials"][0])), "the id application stands 2 times"),
        (lambda d: d["fee"].update(free=False), f"{ITEM}: fee: is not free and has no rows"),
        (lambda d: d["basis"][0].update(law="中华人民共和国物权法"), "basis.0.law: 物权法 is repealed"),
        (
            lambda d: d["materials"][0].update(name="亲属关系证明", source="村民委员会开具"),
            "the village may not be asked for 亲属关系证明",
        ),
        (lambda d: d["utterances"].append("我要修房子！！"), "stands in homestead too"),
        (lambda d: d["materials"][0].update(paper="stone"), "materials.0.paper: stone is not in papers.yml"),
        (lambda d: d["materials"][0].update(one_of="form"), "materials.0.one_of: form has only this one"),
        (
            lambda d: d["utterances"].append({"text": "想修又想补贴", "shared_with": ["castle"]}),
            "“想修又想补贴” does not stand in castle",
        ),
        (lambda d: d["time"]["promised"].update(value=40), "is longer than the statutory limit"),
        (lambda d: d["situations"][0]["choices"][0].update(leads_to="homestead"), "is not another item"),
    ],
)
def test_fault_is_named(folder: Path, edit: Callable[[dict], object], expected: str) -> None:
    assert any(expected in problem for problem in change(folder, edit))


def test_all_problems_are_listed_at_once(folder: Path) -> None:
    def edit(data: dict) -> None:
        data["colour"] = "red"
        del data["fee"]
        data["level"] = "moon"

    assert len(change(folder, edit)) == 3


def test_broken_yaml_names_the_line(folder: Path) -> None:
    (folder / ITEM).write_text("id: homestead\nplain: [unclosed\n", encoding="utf-8")
    assert problems(folder)[0].startswith(f"{ITEM}: line ")


def test_key_that_stands_twice_is_refused(folder: Path) -> None:
    text = (folder / ITEM).read_text(encoding="utf-8")
    (folder / ITEM).write_text(text + "\nid: homestead\n", encoding="utf-8")
    assert "stands twice" in problems(folder)[0]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00bad", b"- just\n- a list\n", b"42"])
def test_file_that_is_no_item_is_refused(folder: Path, content: bytes) -> None:
    (folder / ITEM).write_bytes(content)
    assert all(problem.startswith(f"{ITEM}: ") for problem in problems(folder))


def test_same_id_in_two_files(folder: Path) -> None:
    (folder / "items/village").mkdir()
    shutil.copy(folder / ITEM, folder / "items/village/homestead.yml")
    found = problems(folder)
    assert any("stands in" in problem for problem in found)


def test_station_of_an_unknown_town(folder: Path) -> None:
    path = folder / "organisation/stations.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data[0]["town"] = "atlantis"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert "atlantis is not a town" in problems(folder)[0]


def test_only_a_town_leaves_the_decision_to_the_district(folder: Path) -> None:
    path = folder / ITEM
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["kind"]["decides"] = "district"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert catalog.load(folder).items["homestead"].data["kind"]["decides"] == "district"
    path.write_text(yaml.safe_dump({**data, "level": "village"}, allow_unicode=True), encoding="utf-8")
    assert f"{ITEM}: kind.decides: is district for items of towns only" in problems(folder)


def test_a_station_names_a_sub_centre_of_its_own_town(folder: Path) -> None:
    path = folder / "organisation/stations.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    first, station_id = data[0], data[0]["id"]
    towns = yaml.safe_load((folder / "organisation/towns.yml").read_text(encoding="utf-8"))
    offices = {town["id"]: [office["name"] for office in town["sub_centres"]] for town in towns}
    own = offices.pop(first["town"])[0]
    first["sub_centre"] = own
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert catalog.load(folder).organisation.stations[station_id]["sub_centre"] == own
    other = next(names[0] for names in offices.values() if names)
    first["sub_centre"] = other
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert problems(folder) == [
        f"organisation/stations.yml: 0.sub_centre: {other} is not a sub-centre of {first['town']}"
    ]


@pytest.mark.parametrize("name", ["items.tsv", "organisation/towns.yml", "organisation/district.yml"])
def test_an_empty_file_is_said(folder: Path, name: str) -> None:
    (folder / name).write_text("", encoding="utf-8")
    assert f"{name}: file: is empty" in problems(folder)


def test_empty_folder(tmp_path: Path) -> None:
    assert "items: file: there is not one item" in problems(tmp_path)


EVENT = "events/life-house.yml"


@pytest.fixture
def event() -> dict:
    """A small life event of the one good item."""
    plain = {
        "answer": "修房子这一件事，先批地基，再动工，修好了再办房产证，村上窗口一次给您说清楚，收齐了一起往上报。",
        "read_aloud": "修房子先批后建，村上窗口一次给您说清楚，资料收齐了一起往上报，您不用一样一样地跑。",
        "difference": "从批地到拿证一起办",
    }
    return {
        "id": "life-house",
        "version": 1,
        "title": "修房子",
        "theme": "housing",
        "plain": plain,
        "stages": [
            {
                "name": "动工以前",
                "when": "想修房子的时候",
                "items": [{"item": "homestead", "why": "先批后建", "answers": {"build": "new"}}],
            }
        ],
        "questions": [{"q": f"第{index}问？", "a": "有人给您说清楚。"} for index in range(3)],
        "utterances": [f"从头到尾修房子的第{index}种说法" for index in range(30)],
        "confirm_locally": [],
        "review": {"status": "reference", "date": "2026-11-23", "by": "村能办编写组", "readings": []},
    }


def write_event(folder: Path, data: dict) -> None:
    (folder / "events").mkdir()
    (folder / EVENT).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def test_two_stages_of_one_name(folder: Path, event: dict) -> None:
    write_event(folder, {**event, "stages": event["stages"] * 2})
    assert f"{EVENT}: stages: two stages have the name 动工以前" in problems(folder)


def test_life_event_loads(folder: Path, event: dict) -> None:
    write_event(folder, event)
    loaded = catalog.load(folder).events["life-house"]
    assert loaded.items == ("homestead",)
    assert len(loaded.utterances) == 30


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda d: d.update(id="house"), "id: 'house' does not match"),
        (lambda d: d["stages"][0]["items"][0].update(item="castle"), "castle is not in items.tsv"),
        (lambda d: d["stages"].append(d["stages"][0]), "homestead stands 2 times"),
        (
            lambda d: d["stages"][0]["items"][0].update(answers={"build": "fly"}),
            "fly is not a choice of build",
        ),
        (lambda d: d["utterances"].append("我要修房子"), "stands in homestead too"),
    ],
)
def test_fault_of_a_life_event_is_named(
    folder: Path, event: dict, edit: Callable[[dict], object], expected: str
) -> None:
    edit(event)
    write_event(folder, event)
    assert any(problem.startswith(EVENT) and expected in problem for problem in problems(folder))


def test_utterance_that_both_items_list_as_shared(folder: Path, event: dict) -> None:
    path = folder / ITEM
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["utterances"].append({"text": "修房子全套", "shared_with": ["life-house"]})
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    event["utterances"].append({"text": "修房子，全套", "shared_with": ["homestead"]})
    write_event(folder, event)
    assert "修房子全套" in catalog.load(folder).items["homestead"].utterances


NOTICES = "organisation/notices.yml"


def announce(folder: Path, *changes: dict[str, object]) -> None:
    """Put these notices in the place of the shipped ones; each is a good one with its changes."""
    good = {
        "id": "power",
        "title": "停电通知",
        "text": "明天上午停电。",
        "from": "2026-11-01",
        "until": "2026-11-30",
    }
    notices = [good | change for change in changes]
    (folder / NOTICES).write_text(yaml.safe_dump(notices, allow_unicode=True), encoding="utf-8")


def test_notices_load_in_their_order(folder: Path) -> None:
    here = {"id": "here", "guide": "homestead", "towns": ["yuanba"], "stations": ["weizi-10"]}
    announce(folder, {}, here, {"id": "day", "from": "2026-11-30"})
    loaded = catalog.load(folder).organisation.notices
    assert [notice["id"] for notice in loaded] == ["power", "here", "day"]


def test_no_notice_is_no_fault(folder: Path) -> None:
    announce(folder)
    assert catalog.load(folder).organisation.notices == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"guide": "castle"}, "0: castle is not known"),
        ({"towns": ["atlantis"]}, "0: atlantis is not known"),
        ({"stations": ["atlantis-01"]}, "0: atlantis-01 is not known"),
        ({"towns": []}, "0.towns: [] should be non-empty"),
        ({"until": "2026-10-31"}, "0.until: is before from"),
        ({"until": "2026-13-45"}, "0.until: "),
        ({"until": "2026-02-30"}, "0.until: "),
        ({"from": "tomorrow"}, "0.from: "),
        ({"colour": "red"}, "0: Additional properties"),
        ({"title": "长" * 17}, "0.title: "),
        ({"text": "长" * 81}, "0.text: "),
    ],
)
def test_fault_of_a_notice_is_named(folder: Path, change: dict[str, object], expected: str) -> None:
    announce(folder, change)
    assert any(problem.startswith(f"{NOTICES}: {expected}") for problem in problems(folder)), problems(folder)


def test_two_notices_of_one_id(folder: Path) -> None:
    announce(folder, {}, {})
    assert problems(folder) == [f"{NOTICES}: power: the id stands 2 times"]
