"""What `make explain` says about a parsed sentence."""

from typing import Any

import pytest

from tools import explain

NAMES = {"homestead": "我要修房子", "life-birth": "生孩子"}


def parsed(**changes: Any) -> dict[str, Any]:
    trace = {
        "changes": ["好多 → 多少"],
        "mode": "full",
        "score": 0.91,
        "answer_at": 0.8,
        "offer_at": 0.4,
        "best": [["item:homestead", 0.9], ["event:life-birth", 0.06], ["outside:police/", 0.01]],
        "parts": {"characters": [0.3, 0.1, 0.0], "pinyin": [0.2, 0.1, 0.0], "meaning": [0.4, -0.1, 0.0]},
        "nearest": [{"text": "修房子", "label": "item:homestead", "similarity": 0.75}],
    }
    known = {
        "normalized": "修房子多少钱",
        "decision": "answer",
        "facets": ["fee"],
        "ordinal": None,
        "trace": trace,
        **changes,
    }
    return {"intent": {"name": "ask_item", "confidence": 0.9}, "understanding": known}


def test_every_step_is_said_in_order() -> None:
    said = explain.explanation("修房子好多钱", parsed(), NAMES)
    assert said.splitlines() == [
        "原话  修房子好多钱",
        "听成  修房子多少钱",
        "      好多 → 多少",
        "意图  ask_item（0.90），字、音、意思一起看",
        "决定  直接回答",
        "      头一样对的把握 0.91；到 0.80 直接回答，到 0.40 给人选",
        "还问  fee",
        "最像",
        "  0.900  事项：我要修房子 homestead（字 +0.30，音 +0.20，意思 +0.40）",
        "  0.060  一件事：生孩子 life-birth（字 +0.10，音 +0.10，意思 -0.10）",
        "  0.010  不归这里：police（字 +0.00，音 +0.00，意思 +0.00）",
        "最近的说法",
        "  0.750  修房子——事项：我要修房子 homestead",
    ]


def test_what_a_rule_knows_is_said_as_such() -> None:
    known = parsed(ordinal=2, trace={"changes": [], "catalogue": "f"})
    known["intent"] = {"name": "choose_ordinal", "confidence": 1.0}
    assert explain.explanation("第二个", known, NAMES).splitlines()[-1].endswith("按规则认出，没有比较")


@pytest.mark.parametrize("arguments", [[], [""], ["  "]])
def test_without_a_sentence_the_use_is_said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert explain.main(arguments) == 2
    assert "make explain TEXT=" in capsys.readouterr().out
