"""The sheets of life events: which field stands in which column. What events share with items is in `tables`."""

from __future__ import annotations

from dataclasses import replace

from catalog.exchange.columns import Column, Empty, Table, text_column
from catalog.exchange.kinds import Answers, Flag, Number, Slug
from catalog.exchange.tables import LOCAL, QUESTIONS, READINGS, REVIEW, SAYINGS, THEME, UNIT

TABLES = (
    Table(
        "一件事",
        (),
        (
            Column("version", "版本", Number(), "不用改，导入时自动加一", width=6),
            text_column("title", "叫什么", "群众的叫法，2到12个字", 16),
            THEME,
            text_column("plain.answer", "怎么回答", "一段大白话，40到300个字", 60),
            text_column("plain.read_aloud", "念给人听", "短句，40到300个字，不用括号、引号和字母", 50),
            text_column("plain.difference", "一句话区别", "管哪些事，6到40个字"),
            *REVIEW,
        ),
        (),
        ("title",),
        "一行一件。只能改已有的，删掉一行不等于删掉这件事",
    ),
    Table(
        "一件事阶段",
        ("stages",),
        (
            text_column("name", "阶段名称", "2到14个字，一件事里不能有两个一样的", 18),
            text_column("when", "什么时候", "人生里的时候，例如：满月以前", 26),
        ),
        ("name",),
        ("name",),
        "按先后排，最多六个；一个阶段里的事项一起交",
    ),
    Table(
        "一件事的事项",
        ("stages", "items"),
        (
            text_column("stage", "阶段名称", "“一件事阶段”表里的名称", 18),
            Column("item", "要办的事项编号", Slug(), "一件事里一个事项只写一回", width=20),
            text_column("why", "为什么办", "", 50),
            text_column("only_if", "哪些人才办", "人人都要办的空着", 26, Empty.ABSENT),
            Column("usual", "多数人要办", Flag(), "不是人人要办、但多数人要办的填“是”", Empty.ABSENT, 11),
            Column("answers", "已经晓得的情形", Answers(), "不用再问的，没有就空着", Empty.ABSENT, 30),
            Column(
                "promised.value", "这种情形几天", Number(), "和事项的承诺时限不一样才填", Empty.ABSENT, 13
            ),
            Column("promised.unit", "这种情形的单位", UNIT, "", Empty.ABSENT, 14),
        ),
        ("item",),
        ("item",),
        "一个阶段至少一个事项，按先后排",
        inside=("stage", "name"),
    ),
    replace(QUESTIONS, sheet="一件事问答"),
    replace(
        SAYINGS, sheet="一件事说法", note="一件事至少三十句，同一句不能写在别的事项里，除非两边互相写上编号"
    ),
    replace(LOCAL, sheet="一件事当地确认"),
    replace(READINGS, sheet="一件事复读", note="别人再读一遍的记录"),
)
