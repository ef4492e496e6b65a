"""Finds the placeholders that the gateway put in place of numbers (`docs/conversation.md`)."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(r"〔(?P<kind>身份证号|银行卡号|手机号|电话|办件号|尾号)\d+〕")
_NUMBERS_ONLY = re.compile(
    r"^(?:\W|_|我?的?(?:受理|办件)?(?:编号|号码|尾号|号|手机|电话)?(?:是|为)?|后?四位(?:是)?|和)*$"
)


def find_placeholders(text: str) -> dict[str, list[str]]:
    """Return the placeholders of `text` by kind, in order."""
    found: dict[str, list[str]] = {}
    for match in _PLACEHOLDER.finditer(text):
        found.setdefault(match["kind"], []).append(match.group())
    return found


def is_only_numbers(text: str) -> bool:
    """Return whether `text` gives receipt number or last digits and says nothing else."""
    kinds = find_placeholders(text)
    if not kinds.keys() & {"办件号", "尾号"}:
        return False
    return bool(_NUMBERS_ONLY.match(_PLACEHOLDER.sub("", text)))
