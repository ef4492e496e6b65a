"""What the tools say to the person at the keyboard: steps with their time, and plain refusals.

Standard library only and Python 3.7: the set-up runs before any environment exists.
"""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import Iterator


class Problem(Exception):
    """Something the person must know: one plain Chinese sentence, shown without a traceback."""


def say(text: str) -> None:
    """Print one line at once, also when the output is a pipe."""
    print(text, flush=True)


def seconds(duration: float) -> str:
    """Return a duration in seconds as people read it: `0.8 秒`, `42 秒`, `3 分 5 秒`."""
    if duration < 10:
        return f"{duration:.1f} 秒"
    minutes, rest = divmod(round(duration), 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"


@contextmanager
def step(what: str) -> Iterator[None]:
    """Announce `what` before the work of the block and the time it took after it."""
    say(f"  … {what}")
    start = time.monotonic()
    yield
    say(f"  ✓ {what}（{seconds(time.monotonic() - start)}）")


def refuse(problem: Problem) -> int:
    """Show the sentence of `problem` and return the exit code of a tool that cannot go on."""
    print(f"  ✗ {problem}", file=sys.stderr, flush=True)
    return 1
