"""What a poster's code says, when somebody scans it and puts it into the chat instead of opening it."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

_LINK = re.compile(r"https?://\S{1,300}", re.IGNORECASE)
_PATH = re.compile(r"/[gi]/([a-z0-9-]{1,64})/?")


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
