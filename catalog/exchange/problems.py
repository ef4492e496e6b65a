"""What does not fit in a file that somebody sent, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 50
"""More problems than this are counted, not listed."""


@dataclass(frozen=True)
class Place:
    """Where something stands: a cell of a workbook, or a line of a YAML file (no `sheet`). 0 and "" are unknown."""

    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        parts = [f"工作表“{self.sheet}”"] if self.sheet else []
        parts += [f"第{self.row}行"] if self.row else []
        parts += [f"“{self.column}”"] if self.column else []
        return f"{self.file}：{'，'.join(parts)}" if parts else self.file


@dataclass(frozen=True)
class Problem:
    """One thing that does not fit, said to the person who sent the file."""

    place: Place
    text: str

    def __str__(self) -> str:
        return f"{self.place}：{self.text}"


class Refused(Exception):
    """The file is not taken, and nothing was changed. `problems` names everything that does not fit."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(dict.fromkeys(problems))
        super().__init__(f"{len(self.problems)} problems")

    def lines(self) -> list[str]:
        """Return the first `SHOWN` problems, one line each, and how many there are besides."""
        rest = len(self.problems) - SHOWN
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        return [*lines, f"还有 {rest} 处，先改上面的"] if rest > 0 else lines
