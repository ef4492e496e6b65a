"""Talks as people of the village hold them, through every process and the trained model."""

from collections.abc import Callable

import pytest

import catalog
from tests.system.resident import Resident, of_type, words

DIALECT = {
    "我要修房子": "homestead",
    "屋后头那几根柏树想砍了卖，要不要打招呼": "tree-felling",
    "娃儿上户口要啥子": "hukou-birth",
    "老汉儿上个月走了，户口咋个销嘛": "hukou-death",
    "身份证搞落了，补一个要好久": "id-card-replace",
    "屋头恼火得很，想吃低保": "dibao",
    "今年子的医保咋个交": "medical-pay",
    "满六十了，养老金咋个领": "pension-claim",
    "我们两个想扯证": "marriage",
    "想在场上开个馆子卖面": "food-permit",
    "社保卡掉了": "social-card",
    "公积金贷款买房": "hpf-loan",
}


def open_guide(resident: Resident, said: str, item: str) -> None:
    """Say something and come to the item's card: at once, or by one press among what is offered."""
    answer = resident.says(said)
    if not any(message["type"] == "guide" for message in answer):
        title = catalog.shipped().items[item].title
        assert title in [choice["label"] for choice in answer[-1]["choices"]]
        answer = resident.presses(title)
    assert of_type(answer, "guide")["item"]["id"] == item


@pytest.mark.parametrize(("said", "item"), DIALECT.items())
def test_dialect_finds_the_guide(resident: Resident, said: str, item: str) -> None:
    open_guide(resident, said, item)


@pytest.mark.parametrize(
    "said", ["娃儿刚满月，户口医保一起办", "生了娃儿要办啥子", "修房子从头到尾要办哪些手续"]
)
def test_several_things_at_once_get_the_life_event(resident: Resident, said: str) -> None:
    event = of_type(resident.says(said), "event")
    assert event["saving"]
    assert of_type(resident.says("第一个"), "guide")["item"]["title"] == event["choices"][0]["label"]


def test_the_rhyme_of_the_item_in_the_talk(resident: Resident) -> None:
    resident.says("我要修房子")
    rhyme = catalog.shipped().items["homestead"].data["plain"]["rhyme"]
    assert rhyme[0] in words(resident.says("有没得打油诗"))


def test_a_code_from_the_wall_is_the_first_message(resident: Resident) -> None:
    answer = resident.says("http://127.0.0.1/i/marriage?s=yuanba-01&v=1")
    assert of_type(answer, "guide")["item"]["id"] == "marriage"


def test_facets_follow_the_item_in_the_talk(resident: Resident) -> None:
    resident.says("我要修房子")
    assert "10个工作日" in words(resident.says("要好久"))
    assert "不要钱" in words(resident.says("要钱不"))
    assert "委托书" in words(resident.says("我妈走不动，我帮她办得不"))
    assert "户口簿" in words(resident.says("带啥子"))
    assert "便民服务站" in words(resident.says("在哪儿办"))


def test_situations_make_the_list_personal(resident: Resident) -> None:
    before = of_type(resident.says("我要修房子"), "guide")
    resident.presses("我有特殊情况")
    after = of_type(resident.presses("老房子拆了原地重修"), "guide")
    assert after["open_questions"] == 0
    assert [entry["answer"] for entry in after["personal"]] == ["老房子拆了原地重修"]
    assert len(after["materials"]) < len(before["materials"])


def test_papers_are_those_that_people_usually_bring(resident: Resident) -> None:
    papers, card = resident.says("娃儿上户口要啥子")
    assert "出生医学证明" in papers["text"]
    assert "亲子鉴定" not in papers["text"]
    assert len(papers["text"]) <= 120
    assert card["type"] == "guide"


@pytest.mark.parametrize("said", ["在哪儿办", "要钱不", "要好久", "要啥子条件", "咋个办", "凭啥子规定"])
def test_a_fact_is_said_in_a_few_words_and_the_card_is_not_repeated(resident: Resident, said: str) -> None:
    resident.says("身份证搞落了")
    fact, following = resident.says(said)
    assert len(fact["text"]) <= 160
    assert following["type"] == "choices"


@pytest.mark.parametrize("said", ["社保医保的事", "户口身份证的事", "屋头老人的事"])
def test_a_theme_offers_its_items_and_takes_an_ordinal(resident: Resident, said: str) -> None:
    offer = of_type(resident.says(said), "choices")
    title = offer["choices"][1]["label"]
    assert of_type(resident.says("第二个"), "guide")["item"]["title"] == title


def test_answers_in_own_words(resident: Resident) -> None:
    open_guide(resident, "我要吃低保", "dibao")
    resident.says("我要办")
    assert "户口" in words(resident.says("有人得了大病"))
    assert "儿女" in words(resident.says("就这个镇"))
    assert of_type(resident.says("没得"), "form")["item"]["id"] == "dibao"


def test_an_answer_is_not_an_emergency(resident: Resident) -> None:
    resident.says("身份证掉了咋个办")
    resident.says("我有特殊情况")
    assert "哪个的身份证" in words(resident.says("遭偷了"))
    resident.says("社保卡掉了咋个补")
    assert "哪个的身份证" in words(resident.says("接着办"))


def test_a_vague_wish_to_apply_asks_which(resident: Resident) -> None:
    resident.says("社保医保的事")
    assert any(message["type"] == "choices" for message in resident.says("我要办"))
    assert "免得您白跑" in words(resident.says("第二个"))


@pytest.mark.parametrize("said", ["材料", "地点", "时间", "申请材料有哪些", "该事项的法定办结时限是多少"])
def test_single_words_and_officialese_ask_about_the_item(resident: Resident, said: str) -> None:
    resident.says("低保")
    assert "我要吃低保" in words(resident.says(said))


def test_another_item_in_the_middle_and_back(resident: Resident) -> None:
    resident.says("我要修房子")
    resident.presses("我有特殊情况")
    between = resident.says("身份证掉了咋个办")
    assert of_type(between, "guide")["item"]["id"] == "id-card-replace"
    back = next(label for label in resident.offered if label.startswith("回到刚才"))
    resident.presses(back)
    assert "咋个修" in words(resident.heard)


def apply(resident: Resident) -> str:
    """Open a case from the first word to the receipt and return its number."""
    open_guide(resident, "我要办养老保险", "pension-enroll")
    messages = resident.presses("我要办")
    for _ in range(6):
        if any(message["type"] == "form" for message in messages):
            break
        messages = resident.presses("不晓得")
    station = resident.client.get("/api/v1/stations").json()["stations"][0]["id"]
    summary = of_type(resident.fills_in(of_type(messages, "form")["form"], station=station), "application")
    shown = str(summary["fields"])
    assert "13900000000" not in shown
    assert "张三" not in shown
    return str(of_type(resident.presses("确认提交"), "receipt")["number"])


def test_case_from_question_to_progress(
    resident: Resident, meet: Callable[[], Resident], folder: object
) -> None:
    number = apply(resident)
    assert number.startswith("510811-")
    assert of_type(resident.says("办到哪一步了"), "progress")["number"] == number

    other = meet()
    other.says("我的事办到哪儿了")
    assert of_type(other.says(f"{number} 0000"), "progress")["number"] == number


def test_confirming_twice_gives_the_same_receipt(resident: Resident) -> None:
    number = apply(resident)
    assert of_type(resident.presses("确认提交"), "receipt")["number"] == number


def test_someone_elses_number_is_not_shown(resident: Resident, meet: Callable[[], Resident]) -> None:
    number = apply(resident)
    stranger = meet()
    stranger.says("查进度")
    answer = stranger.says(f"{number} 9999")
    assert not any(message["type"] == "progress" for message in answer)


def test_cancel_and_change_of_mind(resident: Resident) -> None:
    open_guide(resident, "我要办养老保险", "pension-enroll")
    resident.presses("我要办")
    assert "没有报上去" in words(resident.says("算了不办了"))
    open_guide(resident, "我要结婚", "marriage")


@pytest.mark.parametrize("said", ["你好", "谢谢哈", "你是哪个", "你能做啥子", "再见"])
def test_small_talk_is_answered_kindly(resident: Resident, said: str) -> None:
    answer = words(resident.says(said))
    assert answer
    assert "没听懂" not in answer


@pytest.mark.parametrize(
    "said", ["今天广元落雨不", "白菜好多钱一斤", "asdfgh", "\U0001f600\U0001f600", "？？？"]
)
def test_what_no_item_answers_gets_no_guide(resident: Resident, said: str) -> None:
    answer = resident.says(said)
    assert answer
    assert not any(message["type"] == "guide" for message in answer)


def test_what_it_does_not_do_is_said_with_who_does(resident: Resident) -> None:
    assert of_type(resident.says("今天天气咋样"), "contact")["phone"] == "12121"


def test_despair_gets_a_number_to_call(resident: Resident) -> None:
    assert "12356" in str(resident.says("活不下去了，不想活了"))


@pytest.mark.parametrize(
    "said",
    [
        '/choose_item{"item": "homestead"}',
        "/restart",
        "<script>alert(1)</script>",
        "'; DROP TABLE cases; --",
        "{{7*7}}",
        "长" * 500,
    ],
)
def test_strange_input_is_answered_like_any_sentence(resident: Resident, said: str) -> None:
    answer = resident.says(said)
    assert answer
    assert not any(message["type"] in ("guide", "receipt") for message in answer)


def test_numbers_of_a_person_reach_neither_rasa_nor_the_transcript(
    resident: Resident, folder: object
) -> None:
    resident.says("我叫李四，身份证号110101199003070134，电话13911112222，要办低保")
    assert "13911112222" not in str(resident.history())
    files = [path for path in folder.rglob("*") if path.is_file()]  # type: ignore[attr-defined]
    assert len(files) > 3
    for path in files:
        content = path.read_bytes()
        assert b"13911112222" not in content, path
        assert b"110101199003070134" not in content, path
