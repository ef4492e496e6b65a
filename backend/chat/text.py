"""Cleans what a person typed, before anything else looks at it."""

import unicodedata

LONGEST = 500
"""Characters in one message."""
_GONE = {"Cc", "Cf", "Cs"}
"""Unicode categories that nobody sees: control, format, half a surrogate pair."""


def too_long(text: str) -> bool:
    """Whether `text` is longer than a message may be, also when one sign stands for many (㍿ is 株式会社)."""
    return len(unicodedata.normalize("NFKC", text)) > LONGEST


def clean(text: str) -> str:
    """Return `text` in one line without invisible characters; a leading "/" becomes full-width.

    Rasa takes a leading "/" for a command, so only the gateway may send one.
    """
    visible = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in _GONE
    )
    line = " ".join(visible.split())
    return f"／{line[1:]}" if line.startswith("/") else line
