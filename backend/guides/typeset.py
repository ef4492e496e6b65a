"""Sets one paper in a process of its own: a booklet takes a gigabyte that typst never gives back.

`python typeset.py template.typ fonts` reads the data (JSON) and writes the PDF. It needs nothing of ours, and lets
whoever talks to the chat go first.
"""

import os
import subprocess
import sys
from pathlib import Path

import typst

_POLITE = 10
"""Added to the process's niceness."""


class NotSet(Exception):
    """The paper could not be set; the text is what typst said, or how its process ended."""


def typeset(template: Path, fonts: Path, data: str) -> bytes:
    """Return the PDF of a template; the same data (JSON) give the same bytes.

    Raises:
        NotSet: the template or the data are wrong, or memory ran out.
    """
    done = subprocess.run(
        [sys.executable, "-I", __file__, str(template), str(fonts)],
        input=data.encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        raise NotSet(done.stderr.decode(errors="replace") or f"ended with {done.returncode}")
    return done.stdout


def _main(template: Path, fonts: Path) -> None:
    os.nice(_POLITE)
    made = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
        timestamp=0,
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gives one document for one template")
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]))
