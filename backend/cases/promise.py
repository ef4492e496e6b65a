"""When a case should be finished: the item's promised time, counted from the day after opening."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import chinese_calendar


@dataclass(frozen=True, slots=True)
class Promise:
    """The last day (None where it is done while you wait), and the sentence for the resident."""

    day: date | None
    text: str


def promise(duration: Mapping[str, Any], opened: date) -> Promise:
    """Return the promise of `duration` (`{"value", "unit"}` of an item) for a case opened on `opened`."""
    value, unit = int(duration["value"]), duration["unit"]
    if unit == "minutes":
        return Promise(None, f"材料齐了当场办，大约{value}分钟")
    if unit == "working_days":
        day, certain = add_working_days(opened, value)
        said = f"受理后{value}个工作日内办完，今天受理的话是{_said(day)}前"
        return Promise(day, said if certain else f"{said}（明年的节假日还没公布，有放假就顺延）")
    if unit == "days":
        day = opened + timedelta(days=value)
        return Promise(day, f"受理后{value}天内办完，今天受理的话是{_said(day)}前")
    day = _add_months(opened, value)
    return Promise(day, f"受理后{value}个月内办完，今天受理的话是{_said(day)}前")


def add_working_days(start: date, count: int) -> tuple[date, bool]:
    """Return the `count`-th working day after `start`, and whether all holidays on the way are known.

    Public holidays and make-up days are those of the State Council's notices; in years it has not published yet
    every Monday to Friday counts.
    """
    day, certain = start, True
    while count > 0:
        day += timedelta(days=1)
        try:
            working = chinese_calendar.is_workday(day)
        except NotImplementedError:
            working, certain = day.weekday() < 5, False
        count -= working
    return day, certain


def _add_months(start: date, count: int) -> date:
    years, month = divmod(start.month - 1 + count, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
