"""The compiled check refuses what Rasa's own refuses, and Rasa's own is still the one we know."""

from __future__ import annotations

import hashlib
import inspect
import subprocess
import sys
from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from bot import action_validation
from tests.bot.small_bot import ROOT

GOOD = [
    {"events": [], "responses": []},
    {
        "events": [{"event": "slot", "timestamp": None, "name": "item", "value": "homestead"}],
        "responses": [{}],
    },
    {},
]
BAD: list[Any] = [
    [],
    None,
    "text",
    {"events": {}},
    {"events": [{"event": "slot"}]},
    {"events": [{"name": "item"}]},
    {"events": ["slot"]},
    {"responses": {}},
    {"responses": ["text"]},
]
PRINT_SOURCE = (
    "import inspect; from rasa.core.actions.action import RemoteAction as A; "
    "print(inspect.getsource(A._validate_action_result) + inspect.getsource(A.action_response_format_spec))"
)
KNOWN_SOURCE = "3ecdbfc2bce9ccc5c954554ef089c138dd3941b979f97949921923183854cf76"


@pytest.mark.parametrize("result", GOOD)
def test_good_answers_pass(result: Any) -> None:
    assert action_validation.validate_action_result(RemoteAction("action_x", None), result) is True


@pytest.mark.parametrize("result", BAD)
def test_bad_answers_are_refused_with_rasas_words(result: Any) -> None:
    with pytest.raises(ValidationError, match="Failed to validate Action server response from API"):
        action_validation.validate_action_result(RemoteAction("action_x", None), result)


def test_the_channel_installs_it() -> None:
    import bot.channel

    assert inspect.getmodule(bot.channel)
    assert RemoteAction._validate_action_result is action_validation.validate_action_result


def test_rasas_own_check_is_the_one_that_was_replaced() -> None:
    source = subprocess.run(
        [sys.executable, "-c", PRINT_SOURCE], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert hashlib.sha256(source.encode()).hexdigest() == KNOWN_SOURCE, (
        "compare bot/action_validation.py with Rasa"
    )
