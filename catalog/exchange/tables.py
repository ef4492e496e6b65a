"""The sheets of items: which field of an item stands in which column, and what a clerk is told about it.

`rows` walks these tables; nothing here reads or writes. `event_tables` has the sheets of life events.
"""

from __future__ import annotations

from collections.abc import Mapping

from catalog.cards import LEVELS
from catalog.exchange.columns import STAMP, Column, Empty, Table, text_column
from catalog.exchange.kinds import Choice, Day, Flag, Number, Several, Slug, Slugs, Text, When
from catalog.files import read_yaml
from catalog.loader import ROOT


def _themes() -> Mapping[str, str]:
    words: dict[str, str] = read_yaml(ROOT / "words" / "themes.yml", [], "themes.yml")
    return words


_LEVEL = Choice(LEVELS)
UNIT = Choice({"minutes": "分钟", "working_days": "工作日", "days": "天", "months": "月"})
_PHONE = Choice({"station": "便民服务站", "town": "镇便民服务中心", "department": "部门"})
_STATUS = Choice({"reference": "参考内容", "confirmed": "部门已核定"})
_TASK = Choice(
    {
        word: word
        for word in ("行政许可", "行政给付", "行政确认", "行政奖励", "行政裁决", "其他行政权力", "公共服务")
    }
)
_PROJECT = Choice({word: word for word in ("即办件", "承诺件")})
_DECIDES = Choice({"district": "区", "company": "公司"})
SIDES = {"conditions": "可以办", "excluded": "不能办"}
"""The two lists of `who` that share a sheet."""


def _when() -> Column:
    return Column("when", "哪些情形才有", When(), "每种情形都有就空着", Empty.ABSENT, 26)


THEME = Column("theme", "主题", Choice(_themes()), "网页上归在哪一类", width=16)
REVIEW = (
    Column("review.status", "核定情况", _STATUS, width=12),
    Column("review.date", "核定日期", Day(), width=12),
    text_column("review.by", "谁核定的", "", 16),
    Column(STAMP, "导出编号", Text(), "不要动：导入时凭它看别人改过没有", Empty.ABSENT, 16),
)
QUESTIONS = Table(
    "问答",
    ("questions",),
    (text_column("q", "问", "", 36), text_column("a", "答", "", 70)),
    (),
    ("q",),
    "三到六问",
)
SAYINGS = Table(
    "说法",
    ("utterances",),
    (
        text_column("text", "群众怎么说", "2到80个字", 60),
        Column(
            "shared_with",
            "和哪些事项共用",
            Slugs(),
            "两个事项都会这样说的，互相写上编号",
            Empty.ABSENT,
            24,
        ),
    ),
    ("text",),
    ("text",),
    "一项至少三十句，同一句不能写在两个事项里",
)
LOCAL = Table(
    "当地确认",
    ("confirm_locally",),
    (text_column("text", "要当地确认的", "", 60),),
    ("text",),
    ("text",),
    "各地自己定的数字、电话、地点",
)
READINGS = Table(
    "复读",
    ("review", "readings"),
    (
        Column("date", "日期", Day(), width=12),
        text_column("by", "谁读的", "", 24),
        text_column("found", "改了什么", "", 80),
    ),
    (),
    ("date", "by"),
    "对照法律再读一遍的记录",
)
_MAIN = Table(
    "事项",
    (),
    (
        Column("version", "版本", Number(), "不用改，导入时自动加一", width=6),
        Column("level", "层级", _LEVEL, "按全区清单，不能改", width=10),
        text_column("department", "部门", "按全区清单，不能改", 12),
        text_column("name", "事项名称", "按全区清单，不能改", 26),
        THEME,
        text_column("codes.task", "实施编码", "31位，业务办理项33位", 16, Empty.BLANK),
        text_column("codes.catalog", "基本编码", "", 16, Empty.BLANK),
        Column("kind.task", "事项类型", _TASK, width=12),
        Column("kind.project", "办件类型", _PROJECT, width=10),
        Column(
            "kind.decides",
            "谁来批",
            _DECIDES,
            "镇上审、区上批的填“区”，供电、供水公司办的填“公司”",
            Empty.ABSENT,
            10,
        ),
        text_column("plain.title", "我要办", "群众的叫法，2到20个字", 18),
        text_column("plain.answer", "怎么回答", "一段大白话，40到160个字", 60),
        text_column("plain.read_aloud", "念给人听", "短句，40到120个字，不用括号、引号和字母", 50),
        text_column("plain.difference", "一句话区别", "和相近事项的区别，6到24个字"),
        Column("who.serves", "服务对象", Several(("个人", "企业"))),
        text_column("who.text", "哪些人能办"),
        Column("time.statutory.value", "法定时限", Number(), "法律没规定就和单位一起空着", Empty.NULL, 9),
        Column("time.statutory.unit", "法定时限单位", UNIT, "", Empty.NULL, 12),
        Column("time.promised.value", "承诺时限", Number(), "当场办完填 0", width=9),
        Column("time.promised.unit", "承诺时限单位", UNIT, width=12),
        text_column("time.explanation", "时限怎么算", "不超过60个字"),
        Column("fee.free", "不收费", Flag(), "填“否”就要在“收费”表里写明", width=8),
        text_column("fee.explanation", "收费说明", "不超过60个字"),
        Column("visits.count", "跑几回", Number(), "0、1 或 2", width=8),
        Column("visits.agent.allowed", "能代办", Flag(), width=8),
        text_column("visits.agent.how", "怎么代办", "不超过60个字"),
        Column("visits.online.available", "能网上办", Flag(), width=9),
        text_column("visits.online.how", "网上怎么办", "不超过60个字"),
        text_column("place.hours", "上班时间"),
        Column("place.phone", "电话看哪里", _PHONE, "号码在组织机构里，这里只说显示哪里的", width=14),
        text_column("result.name", "办成拿到什么", "不超过60个字"),
        text_column("result.validity", "管多久", "不超过60个字"),
        text_column("result.delivery", "怎么拿", "不超过60个字"),
        *REVIEW,
    ),
    (),
    ("plain.title",),
    "一行一个事项。只能改清单上已有的事项，删掉一行不等于删掉事项",
)
_NEIGHBOURS = Table(
    "邻近事项",
    ("neighbours",),
    (
        Column("item", "邻近事项编号", Slug(), width=20),
        text_column("difference", "有什么区别", "", 60),
    ),
    ("item",),
    ("item",),
    "容易和这一项弄混的",
)
_RHYME = Table(
    "打油诗",
    ("plain", "rhyme"),
    (text_column("text", "诗句", "一行一句，至少四句", 40),),
    (),
    ("text",),
    "没有就空着",
    repeat=True,
)
TABLES = (
    _MAIN,
    Table(
        "条件",
        ("who",),
        (
            Column("side", "类别", Choice(SIDES), width=10),
            text_column("text", "内容", "一行一条", 70),
        ),
        ("side", "text"),
        ("text",),
        "哪些人可以办，哪些人不能办，至少一条可以办的",
    ),
    Table(
        "情形",
        ("situations",),
        (
            Column("id", "情形编号", Slug(), "取好就不要改", width=16),
            text_column("question", "问什么", "4到40个字", 40),
            _when(),
        ),
        ("id",),
        ("question",),
        "一项最多四个问题，按问的先后排",
    ),
    Table(
        "选项",
        ("situations", "choices"),
        (
            Column("situation", "情形编号", Slug(), "“情形”表里的编号", width=16),
            Column("id", "选项编号", Slug(), "取好就不要改", width=16),
            text_column("label", "选项", "1到20个字", 24),
            text_column("note", "补充说明", "", 40, Empty.ABSENT),
            Column("leads_to", "转到事项", Slug(), "该办另一个事项的，写那个事项的编号", Empty.ABSENT, 18),
        ),
        ("situation", "id"),
        ("label",),
        "一个问题两到五个选项，最常见的排第一",
        inside=("situation", "id"),
    ),
    Table(
        "材料",
        ("materials",),
        (
            Column("id", "材料编号", Slug(), "取好就不要改", width=18),
            Column("paper", "通用证件编号", Slug(), "身份证、户口簿等几个事项都要的", Empty.ABSENT, 16),
            Column("one_of", "几样选一样", Slug(), "可以互相顶替的材料写同一个编号", Empty.ABSENT, 14),
            text_column("name", "材料名称", "不超过24个字，不用顿号", 28),
            Column("original", "原件份数", Number(), width=9),
            Column("copies", "复印件份数", Number(), width=10),
            text_column("source", "从哪里来", "哪个发的，到哪里拿"),
            Column("shared", "免提交", Flag(), "窗口自己查得到", width=8),
            Column("deferrable", "可容缺", Flag(), "可以后补", width=8),
            text_column("form", "空白表格", "窗口填的表叫什么", 26, Empty.ABSENT),
            text_column("standard", "合格标准"),
            _when(),
            text_column("basis", "依据", "", 24),
        ),
        ("id",),
        ("name",),
        "原件和复印件都是 0 份的，“免提交”要填“是”",
    ),
    Table(
        "环节",
        ("steps",),
        (
            text_column("name", "环节名称", "2到12个字", 14),
            Column("level", "在哪一级", _LEVEL, width=10),
            text_column("actor", "谁来做", "", 22),
            text_column("does", "做什么", "不超过60个字，接在“谁来做”后面念得通", 46),
            text_column("time", "多久", "", 20),
            _when(),
        ),
        (),
        ("name",),
        "按先后排，最多八步",
    ),
    Table(
        "收费",
        ("fee", "rows"),
        (
            text_column("name", "收费项目", "不超过24个字", 24),
            Column("amount", "金额（元）", Number(whole=False), "由当地定的空着", Empty.NULL, 10),
            text_column("unit", "计费单位", "例如：元/本", 14),
            Column("year", "哪年的标准", Number(), "每年变的才填", Empty.ABSENT, 11),
            text_column("basis", "依据"),
            text_column("exempt", "减免", "", 26, Empty.BLANK),
            _when(),
        ),
        (),
        ("name",),
        "不收费的事项这里没有行",
    ),
    Table(
        "窗口",
        ("place", "windows"),
        (
            Column("level", "在哪一级", _LEVEL, width=10),
            text_column("name", "窗口名称", "", 34),
            text_column("does", "办什么", "不超过30个字"),
        ),
        (),
        ("name",),
        "至少一个",
    ),
    Table(
        "依据",
        ("basis",),
        (
            text_column("law", "法律法规", "", 40),
            text_column("number", "文号", "", 22, Empty.ABSENT),
            text_column("article", "条款", "", 18),
            Column("in_force", "哪年施行", Number(), width=9),
            text_column("says", "说了什么", "", 60),
        ),
        (),
        ("law", "article"),
        "只写现行有效的，废止的会被退回",
    ),
    QUESTIONS,
    _NEIGHBOURS,
    SAYINGS,
    _RHYME,
    LOCAL,
    READINGS,
)
