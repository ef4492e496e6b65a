"""Promised dates: working days with holidays and make-up days, months, and what has no date."""

from datetime import date

import pytest

from backend.cases.promise import add_working_days, promise


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        (date(2025, 3, 3), 5, date(2025, 3, 10)),
        (date(2025, 9, 30), 1, date(2025, 10, 9)),  # National Day and Mid-Autumn
        (date(2025, 1, 27), 1, date(2025, 2, 5)),  # Spring Festival
        (date(2025, 9, 26), 1, date(2025, 9, 28)),  # a Sunday worked to make up
    ],
)
def test_working_days(start, count, last):
    assert add_working_days(start, count) == (last, True)


def test_years_without_published_holidays_count_weekdays_and_say_so():
    assert add_working_days(date(2190, 1, 1), 5) == (date(2190, 1, 8), False)
    assert "还没公布" in promise({"value": 5, "unit": "working_days"}, date(2190, 1, 1)).text


@pytest.mark.parametrize(
    ("value", "unit", "last"),
    [
        (30, "minutes", None),
        (20, "days", date(2025, 2, 20)),
        (1, "months", date(2025, 2, 28)),
        (12, "months", date(2026, 1, 31)),
    ],
)
def test_other_units(value, unit, last):
    made = promise({"value": value, "unit": unit}, date(2025, 1, 31))
    assert made.day == last
    assert str(value) in made.text
