"""The plain search keeps apart what names an item and what does not."""

import random

import pytest

import catalog
from backend.items.search import NAMED, Document, Index

ASK_FOR_NOTHING = """
要钱不 好的 要得 办不办 不晓得 我要办 带啥子 要好久 要几天 在哪儿办 谢谢 再见 你好 嗯 不是 都不是 算了
返回 第二个 没听懂 你是哪个 好嘛 可以 要跑路不 咋个弄 随便 再说一遍 好难哦 我很生气 哈哈 在不在 你会啥子
"""


@pytest.fixture(scope="module")
def held_out(catalogue: catalog.Catalogue) -> tuple[Index, list[str]]:
    """An index that lacks a fifth of the utterances, and those."""
    documents, unknown = [], []
    for item in catalogue.items.values():
        utterances = list(item.data["utterances"])
        random.Random(item.id).shuffle(utterances)
        fifth = len(utterances) // 5
        unknown += utterances[:fifth]
        documents.append(Document.of({**item.data, "utterances": utterances[fifth:]}))
    return Index(documents), unknown


def _named(index: Index, words: str) -> bool:
    return any(score > NAMED for _, score in index.search(words, 1))


def test_new_words_for_an_item_name_it(held_out: tuple[Index, list[str]]) -> None:
    index, unknown = held_out
    assert sum(_named(index, words) for words in unknown) / len(unknown) > 0.95


@pytest.mark.parametrize("words", ASK_FOR_NOTHING.split())
def test_what_asks_for_nothing_names_no_item(held_out: tuple[Index, list[str]], words: str) -> None:
    assert not _named(held_out[0], words)
