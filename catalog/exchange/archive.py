"""Is this file a workbook that we are willing to read? Looked at before openpyxl unpacks and builds anything.

An xlsx file is a zip archive of XML parts (ECMA-376). One pass over each sheet's part counts its filled rows and
finds its merged cells, which openpyxl's read-only mode does not tell, and the last row that says anything: between
two rows openpyxl makes up all that are left out, and after the last one it reads on through whatever is only coloured.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from xml.parsers import expat

from catalog.exchange.problems import Place, Problem, Refused

MOST_BYTES = 20 * 2**20
MOST_UNPACKED = 5 * MOST_BYTES
MOST_ROWS = 20_000
"""Filled rows of one sheet below its headings; reading stops there."""
_LAST_ROW, _LAST_COLUMN = 2**20, 2**14
"""As far as a sheet of any spreadsheet program goes."""
BROKEN = "文件坏了，打不开，请用表格软件另存为 xlsx 再试"
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, ElementTree.ParseError,
    EOFError, KeyError, ValueError, NotImplementedError, OSError, RuntimeError,
)  # fmt: skip
"""What zipfile and the XML parsers raise for a file that is damaged or made by hand."""

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_LINK_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class Seen:
    """What was seen of a sheet: its merged ranges, how many rows say anything, and the last of them."""

    merged: list[str] = field(default_factory=list)
    filled: int = 0
    last: int = 0


def look_at(path: Path) -> dict[str, Seen]:
    """Return what is seen of every sheet by its name. Raises Refused for what is no workbook or too big."""
    _check_outside(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_inside(archive, path)
            return {name: _scan(archive, part, name, path) for name, part in _sheets(archive).items()}
    except UNREADABLE as error:
        raise refused(path, BROKEN) from error


def refused(path: Path, text: str) -> Refused:
    """Return the refusal of the whole file."""
    return Refused([Problem(Place(path.name), text)])


def _check_outside(path: Path) -> None:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise refused(path, f"文件太大，最多 {MOST_BYTES // 2**20} MB")
        content = path.read_bytes()
    except OSError as error:
        raise refused(path, f"读不出来（{error.strerror}）") from error
    if content.startswith(_OLE):
        old = "是老的 xls 格式，请用表格软件另存为 xlsx"
        raise refused(path, "有密码，请先去掉密码" if _ENCRYPTED in content else old)
    if not zipfile.is_zipfile(path):
        raise refused(path, "不是 xlsx 表格（csv 和别的格式不收），请用表格软件另存为 xlsx")


def _check_inside(archive: zipfile.ZipFile, path: Path) -> None:
    if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise refused(path, f"解开以后太大，最多 {MOST_UNPACKED // 2**20} MB")
    names = archive.namelist()
    if _BOOK not in names:
        raise refused(path, "不是 xlsx 表格，请用表格软件另存为 xlsx")
    if "xl/vbaProject.bin" in names:
        raise refused(path, "里头有宏，请另存为不带宏的 xlsx")


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of every sheet by its name."""
    links = ElementTree.fromstring(archive.read(_LINKS))  # noqa: S314 - expat bounds what entities grow to
    parts = {link.get("Id"): PurePosixPath("/xl", link.get("Target", "")) for link in links}
    book = ElementTree.fromstring(archive.read(_BOOK))  # noqa: S314
    sheets = [element for element in book.iter() if element.tag.endswith("}sheet")]
    return {sheet.get("name", ""): str(parts[sheet.get(_LINK_ID)]).lstrip("/") for sheet in sheets}


def _scan(archive: zipfile.ZipFile, part: str, name: str, path: Path) -> Seen:
    """Return what is seen of one sheet. Raises Refused as soon as it has too many rows."""
    seen = Seen()
    number = cells = 0

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal number, cells
        local = tag.rpartition(" ")[2]
        if local == "row":
            before, number, cells = number, int(attributes.get("r", number + 1)), 0
            if not before < number <= _LAST_ROW:
                raise refused(path, BROKEN)
        elif local == "c":
            cells += 1
            if cells > _LAST_COLUMN:
                raise refused(path, BROKEN)
        elif local in {"v", "is", "f"} and seen.last != number:
            seen.filled, seen.last = seen.filled + 1, number
            if seen.filled > MOST_ROWS + 1:
                text = f"行数太多，一张表最多 {MOST_ROWS} 行"
                raise Refused([Problem(Place(path.name, name, number), text)])
        elif local == "mergeCell":
            seen.merged.append(attributes.get("ref", ""))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    with archive.open(part) as source:
        parser.ParseFile(source)
    return seen
