"""The plain search keeps apart what names an item and what does not. Measured on utterances it has never seen."""

import random

import pytest

import catalog
from backend.items.search import NAMED, Document, Index
from catalog.text import sayings

ASK_FOR_NOTHING = """
要钱不 好的 要得 办不办 不晓得 我要办 带啥子 要好久 要几天 在哪儿办 谢谢 再见 你好 嗯 不是 都不是 算了
返回 第二个 没听懂 你是哪个 好嘛 可以 要跑路不 咋个弄 随便 再说一遍 好难哦 我很生气 哈哈 在不在 你会啥子
是的 对头 要不要得 谢谢你哈 麻烦你了 晓得了 明白了 我想一下 等一下 等会儿再说 换一个 上一个 第一个 就这个
说慢点 大声点 看不清 字太小了 你说啥子 啥子意思 没看懂 太复杂了 搞不懂 帮帮我 救命 有人没得 转人工 找人 不是这个
你们几点上班 今天天气好不好 吃饭没有 你多大了 你是机器人吗 讲个笑话 你真行 你好笨 烦死了 莫名其妙 啊 哦哦 嗯嗯
拜拜 早上好 晚上好 新年快乐 辛苦了 不用了 不要 不办了 先不说了 改天再来 为啥子 真的假的 是不是哦 咋回事 咋子嘛
能不能快点 贵不贵 远不远 近不近 好不好办 难不难 还要啥子 就这些吗 还有呢 然后呢 接下来呢 下一步 哪天能拿 啥子时候
"""


@pytest.fixture(scope="module")
def held_out(catalogue: catalog.Catalogue) -> tuple[Index, list[tuple[str, str]]]:
    """An index that lacks a fifth of the utterances, and those with their items."""
    documents, unknown = [], []
    for item in catalogue.items.values():
        utterances = sayings(item.data)
        random.Random(item.id).shuffle(utterances)
        fifth = len(utterances) // 5
        unknown += [(item.id, words) for words in utterances[:fifth]]
        documents.append(Document.of({**item.data, "utterances": utterances[fifth:]}))
    dialect = {entry["say"]: entry["means"] for entry in catalogue.words["dialect"]}
    return Index(documents, dialect), unknown


def _names(index: Index, words: str) -> bool:
    return any(score > NAMED for _, score in index.rank(words, 1))


def test_new_words_for_an_item_name_it(held_out: tuple[Index, list[tuple[str, str]]]) -> None:
    index, unknown = held_out
    assert sum(_names(index, words) for _, words in unknown) / len(unknown) >= 0.95


def test_what_asks_for_nothing_names_no_item(held_out: tuple[Index, list[tuple[str, str]]]) -> None:
    sentences = ASK_FOR_NOTHING.split()
    named = [words for words in sentences if _names(held_out[0], words)]
    assert len(named) <= len(sentences) // 100, named


def test_new_words_for_an_item_find_it(held_out: tuple[Index, list[tuple[str, str]]]) -> None:
    """Hard ones among them name no service at all; the chat's own understanding is better."""
    index, unknown = held_out
    among_three = [item_id in dict(index.rank(words, 3)) for item_id, words in unknown]
    first = [index.rank(words, 1)[0][0] == item_id for item_id, words in unknown]
    assert sum(first) / len(first) > 0.68
    assert sum(among_three) / len(among_three) > 0.85


def test_the_order_of_equal_scores_is_fixed() -> None:
    same = [Document(name, ("砍树",), ("我要砍树",)) for name in ("c", "a", "b")]
    assert [item_id for item_id, _ in Index(same).search("砍树", 3)] == ["a", "b", "c"]


def test_an_index_of_nothing_finds_nothing() -> None:
    assert Index(()).search("砍树", 3) == []


def test_dialect_means_the_same_in_question_and_text() -> None:
    documents = [Document("found", ("捡到孩子",), ()), Document("other", ("开饭馆",), ())]
    index = Index(documents, {"娃儿": "孩子", "细娃儿": "孩子"})
    assert index.search("细娃儿", 1)[0][0] == "found"
