"""Facets and ordinals of normalised sentences."""

import pytest

import catalog
from bot.nlu.facets import FacetFinder, find_ordinal
from bot.nlu.text_normalizer import TextNormalizer

WORDS = catalog.load().words
NORMALIZER = TextNormalizer.from_words(WORDS)
FINDER = FacetFinder(WORDS["facets"])


ASKED = {
    "materials": [
        "申请材料有哪些", "办理材料发我看下", "少废话，直接说要带啥", "我要备些啥子", "户口本要不要带起", "该拿哪些本本来", "照片要几张",
        "要不要复印", "需要提供啥子证明", "来的时候带点啥子", "还差哪些东西", "法律援助要带啥子", "带啥子", "要些啥子材料", "娃儿上户口要啥子",
    ],
    "time": [
        "审批时限是多长", "办理时限", "承诺时限好多天", "好久批得下来", "等好多天", "好阵能拿到证", "啥时候到账", "当天办得好不",
        "要跑好久才办得归一", "交了好久到账", "钱好久打到卡上", "几天出结果", "要好久", "好多天办得下来", "啥时候能拿到",
    ],
    "fee": [
        "要不要钱", "办这个收费不", "工本费好多", "公证费是多少", "委托书公证要好多钱", "是不是免费的", "要花几个钱", "教师资格证收钱不", "要钱不",
        "办一个好多钱",
    ],
    "place": [
        "在哪哈儿办", "咨询电话", "咨询电话好多", "你们电话多少", "找哪个科室", "村上办得到不", "场上能不能办", "归哪个管", "星期六上班不",
        "打哪个电话问", "几点钟关门", "去哪个窗口", "在哪儿办", "找哪个办",
    ],
    "agent": [
        "我儿子帮我办得成不", "可不可以喊人代办", "要本人来不", "委托别人要得不", "我妈下不了床咋整", "女婿替我去行不", "要跑几趟",
        "我妈走不动，我帮她办得不", "必须本人来吗",
    ],
    "conditions": [
        "申请条件", "办理条件有哪些", "哪些人能领", "有啥要求", "我这种情况算不算", "我够不够格", "有没得资格", "满足啥子条件才批",
        "多大岁数才领得到", "需要什么资格", "要啥子条件", "哪些人办不成",
    ],
    "online": [
        "手机上办得成不", "有没得小程序", "网上咋个弄", "不跑路得行不", "网上办得成不", "网上能办吗", "手机上可以办不",
    ],
    "result": [
        "办好了给个啥子本本", "有效期好久", "证管几年", "可不可以邮寄", "钱打到哪个卡", "办完给个啥子证",
    ],
    "basis": [
        "依据是啥子", "哪条法律规定的", "凭啥子要交", "法律咋个规定的", "凭啥子规定",
    ],
    "steps": [
        "咋个整", "办理流程", "头一步做啥子", "先去哪一步", "一步一步咋走", "怎么申请法律援助", "咋个办",
    ],
    "rhyme": [
        "编个顺口溜", "念首打油诗",
    ],
    "difference": [
        "这两个有啥区别", "跟过户有啥不一样", "和缴费是不是一回事", "这个和那个咋分", "这两样有啥子不同嘛", "参保跟缴费差在哪儿", "是不是一码事哦",
        "老是分不清这几样", "跟低保是不是一样的", "特困和低保咋区分", "两样搞混了", "换证跟补证一样不",
    ],
}  # fmt: skip
"""What people say, by the facet that is asked first."""
UNASKED = {
    "basis": [
        "我要申请法律援助", "法律援助要带啥子", "打官司请不起律师，想找法律援助", "法律服务所在哪里", "法律咨询",
    ],
    "conditions": [
        "教师资格证认定", "老人养老资格认证", "教师资格证掉了", "护士资格考试", "领取待遇资格认证咋个弄", "申请材料有哪些",
    ],
    "agent": [
        "我要办委托书公证", "委托公证要带啥子", "公证委托书",
    ],
    "fee": [
        "社保要交好多年", "医保交好多个月才报得到", "要交多少年", "咨询电话", "屋头要钱用",
    ],
    "materials": [
        "申请条件", "户口本要换", "身份证要到期了",
    ],
    "steps": [
        "审批时限",
    ],
    "online": [
        "网络诈骗",
    ],
    "place": [
        "地址变更", "营业执照改地址",
    ],
    "difference": [
        "我屋头情况不一样", "我跟别个不一样", "跟上回说的不一样", "我要分家分户口", "离婚财产咋个分", "集体的钱咋分", "我不同意", "一样都没带", "搞不醒豁要带啥子",
        "我们小区别家都办了", "身份证跟户口本名字不一样", "是不是一个窗口办",
    ],
}  # fmt: skip
"""Words of a facet within the name of a service, or in what is told: nothing is asked by them."""


@pytest.mark.parametrize(("text", "facet"), [(text, facet) for facet, said in ASKED.items() for text in said])
def test_facet(text: str, facet: str) -> None:
    assert FINDER.find(NORMALIZER.normalize(text).text)[:1] == [facet]


@pytest.mark.parametrize(
    ("text", "facet"), [(text, facet) for facet, said in UNASKED.items() for text in said]
)
def test_a_word_that_asks_nothing(text: str, facet: str) -> None:
    assert facet not in FINDER.find(NORMALIZER.normalize(text).text)


def test_helping_another_is_no_question_for_conditions() -> None:
    assert FINDER.find(NORMALIZER.normalize("我妈走不动，我帮她办得不").text) == ["agent"]


def test_two_facets_in_the_order_asked() -> None:
    assert FINDER.find(NORMALIZER.normalize("要好多钱，要好久").text) == ["fee", "time"]


@pytest.mark.parametrize("text", ["我要修房子", "老人走了", "今天天气好", "身份证丢了"])
def test_no_facet(text: str) -> None:
    assert FINDER.find(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第二个", 2), ("2", 2), ("选第三项", 3), ("头一个", 1), ("第1个吧", 1), ("最后一个", -1), ("最后那个", -1),
        ("我要第二个", 2), ("先说第一个", 1), ("那就先办第二个嘛", 2), ("我先问第三样", 3), ("头一样", 1), ("上头那个", 1),
        ("最上面的", 1), ("中间那个", 2), ("后头那个", -1), ("下头那个", -1), ("最后头那个", -1), ("最底下那个", -1), ("倒数第一个", -1),
        ("两个都要", 0), ("都要", 0), ("三样都要办", 0), ("全部都要", 0), ("一起办", 0), ("都要得", None), ("都不是", None),
        ("后头要交钱", None), ("头痛", None), ("头", None), ("上头", None), ("最后要好久", None), ("上头不批", None), ("都要带啥子", None), ("两个都不要", None), ("二", None), ("第二天去", None), ("2023年", None), ("一个人", None), ("第九个", None), ("", None),
    ],
)  # fmt: skip
def test_ordinal(text: str, number: int | None) -> None:
    assert find_ordinal(text) == number
