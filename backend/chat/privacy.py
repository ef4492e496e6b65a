"""Finds the numbers that Rasa and the transcript must not see and puts placeholders in their place.

Pure functions on text. Where the values are kept is the vault's matter (vault.py). Numbers are found also when they
are written with spaces, dashes, full-width digits or Chinese digits read aloud ("幺三九…"). Whatever has eleven digits
or more in a row is a number of a person; shorter ones (dates, amounts, ages) are left alone, except where the words
around them say what they are.

Sources: GB 11643-1999 (ID number and its check digit), ISO/IEC 7812-1 (Luhn check of bank cards).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

ID_NUMBER = "身份证号"
BANK_CARD = "银行卡号"
MOBILE = "手机号"
LANDLINE = "电话"
CASE_NUMBER = "办件号"
TAIL = "尾号"
PLACEHOLDER = re.compile(
    rf"〔({ID_NUMBER}|{BANK_CARD}|{MOBILE}|{LANDLINE}|{CASE_NUMBER}|{TAIL})([1-9][0-9]{{0,5}})〕"
)

_ARABIC = str.maketrans(
    "０１２３４５６７８９Ｘｘx×", "0123456789XXXX"
)  # one character for one: positions stay
_SPOKEN = str.maketrans("〇零洞幺一壹二两贰三叁四肆五伍六陆七拐柒八捌九勾玖", "0001112223344556677788999")
_GAP = r"[\s\-‐‑‒–—―－_.·•,，、/]{0,2}"
_TAKEN = "\0"

_RUN = re.compile(r"\d{11,}X?|\d{14,17}X")
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}(?!\d)")
_YEARS_OR_MONEY = re.compile(r"\s*[年元块万]")
_UNIT = re.compile(r"\s*[年月日号块元万千百个人口岁份平米斤亩点%]")
_FOUR = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{3}}(?!\d)")
_TAIL_CUE = re.compile(r"(?:尾号|[后末][四4]位|[后末][四4]个)(?:数字?|号码?)?[^0-9]{0,4}$")  # half-width
_LOCAL = re.compile(r"(?<!\d)[2-8]\d{6,7}(?!\d)")
_LOCAL_CUE = re.compile(r"(?:电话|座机)(?:号码?)?[^0-9]{0,4}$")  # half-width


@dataclass(frozen=True, slots=True)
class Finding:
    """A number at text[start:end]; `value` is its plain form (ASCII digits, X upper case, case numbers with dashes)."""

    start: int
    end: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Masked:
    """Text with placeholders, and every value that the placeholders in it stand for."""

    text: str
    values: dict[str, str]


def mask(text: str, known: Mapping[str, str], *, tail_expected: bool = False) -> Masked:
    """Replace every number in `text` by its placeholder.

    `known` maps the placeholders of this session to their values: the same value keeps its placeholder, a new one gets
    the next number of its kind. `tail_expected`: the bot has just asked for four digits.
    """
    names = {(_kind_of(placeholder), value): placeholder for placeholder, value in known.items()}
    values: dict[str, str] = {}
    pieces: list[str] = []
    at = 0
    for found in find(text, tail_expected=tail_expected):
        key = (found.kind, found.value)
        if key not in names:
            taken = sum(1 for kind, _ in names if kind == found.kind)
            names[key] = f"〔{found.kind}{taken + 1}〕"
        values[names[key]] = found.value
        pieces += [text[at : found.start], names[key]]
        at = found.end
    return Masked("".join([*pieces, text[at:]]), values)


def find(text: str, *, tail_expected: bool = False) -> list[Finding]:
    """All numbers of a person in `text`, by position, without overlaps."""
    board = _Board(PLACEHOLDER.sub(lambda match: _TAKEN * len(match[0]), text).translate(_ARABIC))
    for shapes in (_runs, _cases_and_ids, _cards_and_phones):
        shapes(board)
    board.hear()  # only now, so that the 一 of 星期一 never joins a number
    for shapes in (_cases_and_ids, _cards_and_phones, _runs):
        shapes(board)
    beside_case = CASE_NUMBER in text or any(finding.kind == CASE_NUMBER for finding in board.found)
    _short_numbers(board, text, tail_expected=tail_expected or beside_case)
    return sorted(board.found, key=lambda finding: finding.start)


class _Board:
    """The text with its digits made plain, position by position; what is claimed is taken off."""

    def __init__(self, digits: str) -> None:
        self.digits = digits
        self.found: list[Finding] = []
        self._before_hearing: str | None = None

    def hear(self) -> None:
        """From here on Chinese digits count too, and a number must have at least one of them."""
        self._before_hearing = self.digits
        self.digits = self.digits.translate(_SPOKEN)

    def hide(self, start: int, end: int) -> None:
        self.digits = self.digits[:start] + _TAKEN * (end - start) + self.digits[end:]

    def claim(self, start: int, end: int, kind: str, value: str) -> None:
        self.found.append(Finding(start, end, kind, value))
        self.hide(start, end)

    def matches(self, shape: str | re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Matches from left to right, also inside a match that was not claimed."""
        at = 0
        pattern = re.compile(shape)
        while match := pattern.search(self.digits, at):
            if self._before_hearing is None or self._before_hearing[slice(*match.span())] != match[0]:
                yield match
            at = match.start() + 1

    def separated(self, length: int) -> Iterator[tuple[int, int, str]]:
        """Every number of `length` digits that may have gaps: (start, end, plain value)."""
        last = "[0-9X]" if length == 18 else r"\d"
        # A Chinese digit beside a number may belong to a word (统一), an Arabic one belongs to the number.
        before, after = (r"(?<!\d)", r"(?!\d)") if self._before_hearing is None else ("", "")
        for match in self.matches(rf"{before}\d(?:{_GAP}\d){{{length - 2}}}{_GAP}{last}{after}"):
            yield match.start(), match.end(), _plain(match[0])


def _kind_of(placeholder: str) -> str:
    match = PLACEHOLDER.fullmatch(placeholder)
    if match is None:
        raise ValueError(f"not a placeholder: {placeholder!r}")
    return match[1]


def _runs(board: _Board) -> None:
    """Eleven digits or more without a gap: always a number of a person."""
    for match in board.matches(_RUN):
        board.claim(match.start(), match.end(), *_classify(match[0]))


def _cases_and_ids(board: _Board) -> None:
    for start, end, value in board.separated(20):
        if _is_case_number(value):
            board.claim(start, end, CASE_NUMBER, _with_dashes(value))
    for start, end, value in board.separated(18):
        if _has_birth_date(value):
            board.claim(start, end, ID_NUMBER, value)


def _cards_and_phones(board: _Board) -> None:
    for match in board.matches(_DATE):
        board.hide(match.start(), match.end())
    for length in (19, 18, 17, 16):
        for start, end, value in board.separated(length):
            if value.isdigit() and (luhn(value) or value.startswith("62")):
                board.claim(start, end, BANK_CARD, value)
    for length, kind in ((13, MOBILE), (11, MOBILE), (12, LANDLINE), (11, LANDLINE), (10, LANDLINE)):
        for start, end, value in board.separated(length):
            if _is_phone(value, kind) and not _YEARS_OR_MONEY.match(board.digits, end):
                board.claim(start, end, kind, value[-11:] if kind == MOBILE else value)


def _short_numbers(board: _Board, text: str, *, tail_expected: bool) -> None:
    """Four digits of a phone and local numbers: told by the words before them, or by what was asked."""
    for match in _LOCAL.finditer(board.digits):
        if _LOCAL_CUE.search(text, 0, match.start()) and not _UNIT.match(text, match.end()):
            board.claim(match.start(), match.end(), LANDLINE, match[0])
    for match in _FOUR.finditer(board.digits):
        cued = _TAIL_CUE.search(text, 0, match.start()) is not None
        if cued or (tail_expected and not _UNIT.match(text, match.end())):
            board.claim(match.start(), match.end(), TAIL, _plain(match[0]))


def _classify(run: str) -> tuple[str, str]:
    """Kind and plain value of eleven or more digits in a row."""
    if len(run) == 20 and _is_case_number(run):
        return CASE_NUMBER, _with_dashes(run)
    if run.endswith("X") or is_id_number(run):
        return ID_NUMBER, run
    if 16 <= len(run) <= 19 and luhn(run):
        return BANK_CARD, run
    if len(run) in (15, 17, 18, 19) and _has_birth_date(run):
        return ID_NUMBER, run
    if len(run) >= 16:
        return BANK_CARD, run
    if run.startswith("0") and not run.startswith("0086"):
        return LANDLINE, run
    return MOBILE, run[-11:] if re.fullmatch(r"(?:00)?861[3-9]\d{9}", run) else run


def is_id_number(value: str) -> bool:
    """An 18-character ID number with a possible birth date and the right check digit (GB 11643-1999)."""
    if not re.fullmatch(r"\d{17}[0-9X]", value) or not _has_birth_date(value):
        return False
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(value[:17]))
    return "10X98765432"[total % 11] == value[17]


def luhn(value: str) -> bool:
    """The check of bank cards (ISO/IEC 7812-1)."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(value)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _has_birth_date(value: str) -> bool:
    """Whether region (1-8) and birth date stand where an ID number has them; 15 digits are the old form."""
    if value[0] not in "12345678":
        return False
    born = f"19{value[6:12]}" if len(value) == 15 else value[6:14]
    return born[:2] in ("18", "19", "20") and _is_date(born)


def _is_case_number(value: str) -> bool:
    return value.isdigit() and value[0] in "12345678" and value[6:8] == "20" and _is_date(value[6:14])


def _is_date(value: str) -> bool:
    try:
        date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        return False
    return True


def _is_phone(value: str, kind: str) -> bool:
    shape = r"(?:86)?1[3-9]\d{9}" if kind == MOBILE else r"0(?:10|2\d|[3-9]\d{2})\d{7,8}"
    return re.fullmatch(shape, value) is not None


def _with_dashes(value: str) -> str:
    return f"{value[:6]}-{value[6:14]}-{value[14:]}"


def _plain(value: str) -> str:
    return re.sub(r"[^0-9X]", "", value)
