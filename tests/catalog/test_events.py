"""One list of papers for a life event, and what doing its items together saves."""

from typing import Any

from catalog.cards import asked_by, saving_text
from catalog.events import merge_papers, saving, visits

PAPERS = {"id-card": {"name": "身份证", "names": ["身份证"]}}


def paper(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "original": 1, "copies": 0, "shared": False, "source": "自己带", **more}


def item(item_id: str, value: int, unit: str, visits: int, *materials: dict[str, Any]) -> dict[str, Any]:
    choices = [{"id": "new"}, {"id": "old"}]
    return {
        "id": item_id,
        "situations": [{"id": "build", "choices": choices}],
        "materials": list(materials),
        "time": {"promised": {"value": value, "unit": unit}},
        "visits": {"count": visits},
    }


ITEMS = {
    "land": item(
        "land", 10, "working_days", 1,
        paper("户主身份证", paper="id-card"),
        paper("退地承诺书", when={"build": ["old"]}, form="承诺书"),
        paper("合同", copies=1),
    ),
    "power": item("power", 7, "days", 1, paper("用电人身份证", paper="id-card"), paper("合 同", source="村上开")),
    "deed": item("deed", 1, "months", 2, paper("权利人身份证", paper="id-card", copies=2)),
}  # fmt: skip
EVENT: dict[str, Any] = {
    "stages": [
        {
            "items": [{"item": "land", "why": "", "answers": {"build": "new"}}, {"item": "power", "why": ""}],
        },
        {
            "items": [{"item": "deed", "why": "", "only_if": "要卖的"}, {"item": "moon", "why": ""}],
        },
    ]
}


def _with_deed(**more: Any) -> dict[str, Any]:
    """The event with other marks on its last item but one."""
    deed, moon = EVENT["stages"][1]["items"]
    return {"stages": [EVENT["stages"][0], {"items": [{**deed, **more}, moon]}]}


def test_each_paper_stands_once() -> None:
    merged = merge_papers(EVENT, ITEMS, PAPERS)
    assert [(found.name, len(found.asked_by)) for found in merged] == [("身份证", 3), ("合同", 2)]
    assert merged[0].copies == 0, "what only some hand in does not decide"
    assert merged[1].sources == ["自己带", "村上开"]


def test_answers_of_the_event_leave_out_what_others_need() -> None:
    assert "退地承诺书" not in {found.name for found in merge_papers(EVENT, ITEMS, PAPERS)}
    undecided = {"stages": [{"items": [{"item": "land", "why": ""}]}]}
    maybe = {found.name: found.maybe for found in merge_papers(undecided, ITEMS, PAPERS)}
    assert maybe == {"户主身份证": False, "退地承诺书": True, "合同": False}


def test_what_not_everybody_needs_is_only_maybe() -> None:
    optional = {"stages": [EVENT["stages"][1]]}
    assert [found.maybe for found in merge_papers(optional, ITEMS, PAPERS)] == [True]


def test_saving_counts_what_everybody_needs() -> None:
    found = saving(EVENT, ITEMS, PAPERS)
    assert (found.visits_apart, found.visits_together) == (2, 1)
    assert (found.days_apart, found.days_together) == (15, 10)
    assert (found.papers_apart, found.papers_together) == (4, 2)
    assert found.given == ()


def test_saving_counts_the_usual_case_and_names_it() -> None:
    found = saving(_with_deed(usual=True), ITEMS, PAPERS)
    assert found.given == ("要卖的",)
    assert (found.visits_apart, found.visits_together) == (4, 3)
    assert (found.papers_apart, found.papers_together) == (5, 2)


def test_saving_goes_by_what_the_answers_make_of_the_promise() -> None:
    found = saving(_with_deed(usual=True, promised={"value": 0, "unit": "minutes"}), ITEMS, PAPERS)
    assert (found.days_apart, found.days_together) == (15, 10)


def test_saving_counts_only_what_people_bring() -> None:
    looked_up = {**paper("户籍信息"), "original": 0}
    items = {"land": item("land", 1, "days", 1, paper("身份证"), paper("申请表", form="表"), looked_up)}
    found = saving({"stages": [{"items": [{"item": "land", "why": ""}]}]}, items, PAPERS)
    assert (found.papers_apart, found.papers_together) == (1, 1)


def test_a_stage_takes_the_way_of_its_longest_item() -> None:
    assert [visits(stage, ITEMS) for stage in EVENT["stages"]] == [1, 2]
    assert visits({"items": [{"item": "moon"}]}, ITEMS) == 0


def test_a_paper_goes_by_the_only_word_that_is_used_for_it() -> None:
    alone = {"stages": [{"items": [{"item": "power", "why": ""}]}]}
    assert merge_papers(alone, ITEMS, PAPERS)[0].name == "用电人身份证"


def test_what_an_earlier_item_gives_need_not_be_looked_for() -> None:
    licence = item("licence", 1, "working_days", 1, paper("身份证"))
    food = item("food", 8, "working_days", 1, paper("营业执照", paper="licence"), paper("布局图"))
    stages = [
        {"items": [{"item": "licence", "why": ""}]},
        {"items": [{"item": "food", "why": ""}]},
    ]
    items = {"licence": licence, "food": food}
    papers = {"licence": {"name": "营业执照", "names": ["营业执照"], "made_by": ["licence"]}}
    made = {found.name: found.made for found in merge_papers({"stages": stages}, items, papers)}
    assert made == {"身份证": False, "布局图": False, "营业执照": True}
    assert saving({"stages": stages}, items, papers).papers_together == 2
    backwards = {"stages": stages[::-1]}
    assert not any(found.made for found in merge_papers(backwards, items, papers))


def test_the_sentence_names_the_case_it_counts() -> None:
    everybody = saving_text(saving(EVENT, ITEMS, PAPERS))
    assert everybody.startswith("一样一样办，一般要跑2回")
    assert everybody.endswith("要带的材料，4样并成2样。")
    assert saving_text(saving(_with_deed(usual=True), ITEMS, PAPERS)).startswith("好比要卖的：一样一样办")
    alone = {"stages": [{"items": [{"item": "land", "why": "", "only_if": "要修的", "usual": True}]}]}
    assert saving_text(saving(alone, ITEMS, PAPERS)) == "", "one thing done by itself saves nothing"


def test_a_note_names_few_items() -> None:
    assert asked_by(["修房子", "安电"], of=2) == "样样都要"
    assert asked_by(["修房子"], of=1) == "办：修房子"
    assert asked_by(["修房子", "安电", "安水"], of=4) == "办：修房子；安电；安水"
    assert asked_by(["修房子", "安电", "安水", "砍树"], of=5) == "办：修房子；安电等4样"
