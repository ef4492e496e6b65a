"""Rasa's check of an action's answer, with the schema compiled once instead of at every call.

Rasa 3.6 calls `jsonschema.validate`, which examines the schema itself each time: 50 ms a message.
`install()` replaces exactly `RemoteAction._validate_action_result`; what is refused stays the same.
`bot.channel` installs it, because every Rasa server of this project loads that module. A test fails
when Rasa's own code of that method is another one.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema import ValidationError
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.constants import DOCS_BASE_URL

HINT = (
    ". Failed to validate Action server response from API, make sure your response from the Action "
    f"endpoint is valid. For more information about the format visit {DOCS_BASE_URL}/custom-actions"
)


@cache
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


def validate_action_result(action: RemoteAction, result: dict[str, Any]) -> bool:
    """Return True for an answer with well-formed events and responses. Raises ValidationError."""
    error: ValidationError | None = best_match(_validator().iter_errors(result))
    if error is not None:
        error.message += HINT
        raise error
    return True


def install() -> None:
    """Make Rasa use `validate_action_result`. Doing it twice changes nothing."""
    RemoteAction._validate_action_result = validate_action_result
