"""Give Chinese text its full-width punctuation: `tools/punctuation.py [--check] FILE ...`.

Everything a resident reads uses full-width marks; keyboards and editors produce half-width
ones. A mark is changed only where its neighbours show that it stands in Chinese text, so the
same pass is safe for YAML, Markdown, HTML, JavaScript and Python strings. A line that ends in
`# half-width` is left alone.
"""

import re
import sys
from pathlib import Path

_HAN = "\u3007\u4e00-\u9fff"
_WIDE = "\u3001\u3002\u300a\u300b\u3010\u3011\u3014\u3015\u201c\u201d\u2026\uff08\uff09\uff0c\uff1a\uff1b\uff1f\uff01"
_CJK = f"[{_HAN}{_WIDE}]"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?<={_CJK}),(?=[^\s\"'\]\)}}]|$)"), "\uff0c"),
    (re.compile(rf"(?<=[0-9A-Za-z%]),(?=[{_HAN}])"), "\uff0c"),
    (re.compile(rf"(?<={_CJK});(?=[^\s\"'\]\)}}]|$)"), "\uff1b"),
    (re.compile(rf"(?<=[0-9A-Za-z%]);(?=[{_HAN}])"), "\uff1b"),
    (re.compile(rf"(?<={_CJK}):(?=[{_HAN}{_WIDE}0-9])"), "\uff1a"),
    (re.compile(rf"(?<={_CJK})\?"), "\uff1f"),
    (re.compile(rf"(?<={_CJK})!"), "\uff01"),
    (re.compile(rf"\(([^()\n]*{_CJK}[^()\n]*)\)(?=[{_HAN}{_WIDE}])"), "\uff08\\1\uff09"),
    (re.compile(rf"(?<={_CJK})\(([^()\n]*{_CJK}[^()\n]*)\)"), "\uff08\\1\uff09"),
)
_KEEP = re.compile(r"# half-width\s*$")


def full_width(text: str) -> str:
    """Return `text` with the half-width marks that stand in Chinese sentences replaced."""
    lines = []
    for line in text.split("\n"):
        if not _KEEP.search(line):
            for pattern, mark in _RULES:
                line = pattern.sub(mark, line)
        lines.append(line)
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Rewrite the named files, or with --check only name those that would change."""
    check = "--check" in arguments
    changed = []
    for name in (a for a in arguments if a != "--check"):
        path = Path(name)
        old = path.read_text(encoding="utf-8")
        new = full_width(old)
        if new != old:
            changed.append(name)
            if not check:
                path.write_text(new, encoding="utf-8")
    for name in changed:
        print(f"{name}: {'half-width marks in Chinese text' if check else 'mended'}")
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
