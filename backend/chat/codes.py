"""What a poster's code says, when somebody scans it and puts it into the chat; and the answer to one that opens nothing."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from backend.chat.messages import Contact
from backend.org.schemas import Contact as Office

_LINK = re.compile(r"https?://\S{1,300}", re.IGNORECASE)
_PATH = re.compile(r"/[gi]/([a-z0-9-]{1,64})/?")

_GONE = (
    "这个码已经用不成了：它指的那份指南撤下了，或者换了新码。您不用白跑，"
    "直接跟我说要办啥子就行，比如“我要修房子”；要新码或者拿不准，打这个电话问。"
)


@dataclass(frozen=True, slots=True)
class Code:
    """A guide's id, known or not, and the station whose wall the code hangs on, if it names one."""

    guide: str
    station: str | None


def read_code(text: str) -> Code | None:
    """Return the code that `text` consists of, or None: a link inside a sentence is part of the sentence."""
    if not _LINK.fullmatch(text.strip()):
        return None
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return None
    path = _PATH.fullmatch(parts.path)
    if not path:
        return None
    return Code(path[1], next(iter(parse_qs(parts.query).get("s", [])), None))


def say_gone(office: Office) -> Contact:
    """Return the answer to a code whose guide was withdrawn or never was: what to do instead, and whom to call."""
    return Contact(text=_GONE, name=office.name, phone=office.phone, hours=office.hours)
