"""Who is talking right now: the network address behind a conversation, while one of its turns runs."""

from collections.abc import Iterator
from contextlib import contextmanager


class Presence:
    """Kept in memory only: the actions count guesses by it without ever seeing it, and nothing of it is stored."""

    def __init__(self) -> None:
        self._addresses: dict[str, str] = {}

    @contextmanager
    def during(self, conversation: str, address: str) -> Iterator[None]:
        """Know the address of `conversation` for the length of the block. A conversation has one turn at a time."""
        self._addresses[conversation] = address
        try:
            yield
        finally:
            del self._addresses[conversation]

    def address(self, conversation: str) -> str | None:
        """Return the address, or None when no turn runs."""
        return self._addresses.get(conversation)
