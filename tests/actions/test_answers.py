"""Which answer a typed sentence means, in the words of people who do not read buttons."""

from __future__ import annotations

import pytest

from actions import answers
from tests.actions.fake_backend import shipped_items

WHERE = ["农村的", "城里的"]
HOUSE = ["新选地方修房子", "老房子拆了原地重修", "在老房子上加层", "房子危了想要补助"]
LIVING = ["城镇户口", "农村户口，常住城镇", "农村户口"]
REGION = ["在昭化", "在外地"]
FAR = ["外省同意我迁过去", "迁到四川省内", "考上学校迁到学校", "参军入伍"]
PROVINCE = ["四川的联网医院", "外省的，或者没联网"]
CARD = ["卡掉了、遭偷了", "头一回办卡", "卡坏了、刷不起"]
PERSON = ["本人来", "家里人、村上代办"]
COUPLE = ["都愿意，样样谈好了", "有一个不愿意、谈不拢", "已经离了，离婚证掉了"]
MARRIED = ["有老公或者老婆", "单身"]
MOVING = ["去得到", "瘫在床上，去不到"]
PREMISES = ["租的或者借的", "自己家的"]
AGE = ["没满8岁", "满了8岁"]
HOLDER = ["还有别个，逝者是户主", "只有逝者一个人"]


@pytest.mark.parametrize(
    ("said", "labels", "means"),
    [
        ("在乡下", WHERE, 0),
        ("我们在村上住", WHERE, 0),
        ("街上的", WHERE, 1),
        ("城头的嘛", WHERE, 1),
        ("在县城里头", WHERE, 1),
        ("我们是老房子翻修", HOUSE, 1),
        ("旧房拆了重建", HOUSE, 1),
        ("新选地方来修", HOUSE, 0),
        ("农村户口", LIVING, 2),
        ("农村的", LIVING, None),
        ("乡下", LIVING, None),
        ("就在昭化这边", REGION, 0),
        ("我在广东打工", REGION, 1),
        ("在外省", REGION, 1),
        ("外省的", PROVINCE, 1),
        ("在成都住的院", PROVINCE, 0),
        ("浙江那边的医院", PROVINCE, 1),
        ("考起大学了，学校要我迁", FAR, None),
        ("搞丢了", CARD, 0),
        ("落了", CARD, 0),
        ("第一次办", CARD, 1),
        ("磨花了", CARD, 2),
        ("用不起了", CARD, 2),
        ("我自己来", PERSON, 0),
        ("喊女婿去", PERSON, 1),
        ("他不同意", COUPLE, 1),
        ("我们都同意", COUPLE, 0),
        ("还没结婚", MARRIED, 1),
        ("结婚了的", MARRIED, 0),
        ("下不了床", MOVING, 1),
        ("租人家的门面", PREMISES, 0),
        ("我家的", PREMISES, 1),
        ("没满", AGE, 0),
        ("不晓得哦", AGE, None),
        ("都可以", REGION, None),
        ("既在昭化又在外地", REGION, None),
        ("今天赶场", HOUSE, None),
        ("房子", HOUSE, None),
        ("的", WHERE, None),
        ("", WHERE, None),
    ],
)
def test_what_is_said_in_other_words(said: str, labels: list[str], means: int | None) -> None:
    assert answers.match(said, labels, loose=True) == means


@pytest.mark.parametrize(
    ("said", "means"), [("老汉儿走了，户口簿上还有别个", 0), ("只有逝者一个人了", 1), ("别个", None)]
)
def test_an_answer_that_nobody_asked_for_is_a_whole_part_of_one(said: str, means: int | None) -> None:
    assert answers.heard(said, HOLDER) == means


def test_a_near_word_does_not_replace_what_a_choice_says_itself() -> None:
    assert answers.match("没到期", ["没到期", "过期了"], loose=True) == 0
    assert answers.match("外地", ["外省", "外地的市"], loose=True) == 1


def test_every_answer_of_the_catalogue_is_understood_as_itself() -> None:
    for item in shipped_items().values():
        for situation in item["situations"]:
            labels = [choice["label"] for choice in situation["choices"]]
            for index, label in enumerate(labels):
                for said in [label, *([f"是{label}嘛"] if len(label) > 1 else [])]:
                    assert answers.match(said, labels, loose=True) == index, (item["id"], said)
