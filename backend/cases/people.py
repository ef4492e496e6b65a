"""Names, phones and receipt numbers as people type them: tidied, checked, masked. Nothing is stored here."""

import re
import unicodedata

_NAME = re.compile(
    r"[\u3007\u3400-\u9fff\U00020000-\U0003ffffA-Za-z][\u3007\u3400-\u9fff\U00020000-\U0003ffffA-Za-z· .]{1,29}"
)
_PHONE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{9,11}|[2-8][0-9]{6,7}")
_NUMBER = re.compile(r"([0-9]{6})-?([0-9]{8})-?([0-9]{6})")
_TAIL = re.compile(r"[0-9]{4}")
_GAPS = re.compile(r"[\s\-\u2010-\u2015\u2212()]+")


def tidy_name(text: str) -> str | None:
    """Return a name of 2 to 30 Chinese characters or letters, or None."""
    name = " ".join(unicodedata.normalize("NFKC", text).replace("•", "·").split())
    return name if _NAME.fullmatch(name) else None


def tidy_phone(text: str) -> str | None:
    """Return the digits of a mobile or landline number, or None."""
    digits = _compact(text)
    if digits.startswith("+86"):
        digits = digits[3:]
    return digits if _PHONE.fullmatch(digits) else None


def tidy_number(text: str) -> str | None:
    """Return a receipt number as `510811-20261123-000001`, also when typed with blanks or without dashes, or None."""
    found = _NUMBER.fullmatch(_compact(text))
    return "-".join(found.groups()) if found else None


def tidy_tail(text: str) -> str | None:
    """Return the last four digits of a phone, or None."""
    digits = _compact(text)
    return digits if _TAIL.fullmatch(digits) else None


def mask_name(name: str) -> str:
    """张三丰 -> 张**."""
    return name[0] + "*" * (len(name) - 1)


def mask_phone(phone: str) -> str:
    """13900001234 -> 139****1234."""
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}" if len(phone) > 7 else f"***{phone[-4:]}"


def _compact(text: str) -> str:
    return _GAPS.sub("", unicodedata.normalize("NFKC", text))
