"""Days are read as people write them, and a series of days never drifts."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.dates import Interval, ago, parse_day, parse_interval, parse_period, spoken
from kindtui.errors import InvalidInput

TODAY = date(2026, 3, 10)
"""A Tuesday."""
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
INTERVALS = st.builds(Interval, st.integers(1, 30), st.sampled_from(["day", "week", "month", "year"]))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-17", date(2026, 3, 17)),
        ("2026-3-7", date(2026, 3, 7)),
        ("17 March 2026", date(2026, 3, 17)),
        ("Mar 17, 2026", date(2026, 3, 17)),
        ("today", TODAY),
        ("Tomorrow", date(2026, 3, 11)),
        ("yesterday", date(2026, 3, 9)),
        ("in 3 days", date(2026, 3, 13)),
        ("3 days ago", date(2026, 3, 7)),
        ("2 weeks", date(2026, 3, 24)),
        ("in a month", date(2026, 4, 10)),
        ("tuesday", date(2026, 3, 17)),
        ("wed", date(2026, 3, 11)),
        ("next tuesday", date(2026, 3, 17)),
        ("next friday", date(2026, 3, 20)),
        ("last tuesday", date(2026, 3, 3)),
        ("last monday", date(2026, 3, 9)),
        ("next week", date(2026, 3, 16)),
        ("end of week", date(2026, 3, 15)),
        ("next month", date(2026, 4, 1)),
        ("end of month", date(2026, 3, 31)),
        ("end of the month", date(2026, 3, 31)),
        ("end of next month", date(2026, 4, 30)),
        ("end of year", date(2026, 12, 31)),
    ],
)
def test_days_as_people_write_them(text: str, day: date) -> None:
    assert parse_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["", "soon", "32 days hence", "2026-13-01", "m", "in 3 days ago", "next thing", "999999 years", "१०"]
)
def test_what_is_no_day_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(InvalidInput) as fault:
        parse_day(text, TODAY)
    assert fault.value.hint


def test_an_impossible_day_says_how_long_the_month_is() -> None:
    with pytest.raises(InvalidInput) as fault:
        parse_day("2026-02-30", TODAY)
    assert fault.value.hint == "February 2026 has 28 days"


def test_a_day_that_could_be_a_month_is_refused() -> None:
    with pytest.raises(InvalidInput, match="which number is the day"):
        parse_day("03/04/2026", TODAY)


@given(DAYS, DAYS)
def test_iso_days_are_read_back(day: date, today: date) -> None:
    assert parse_day(day.isoformat(), today) == day


@given(st.text(max_size=30), DAYS)
def test_any_text_is_a_day_or_a_clear_refusal(text: str, today: date) -> None:
    try:
        parse_day(text, today)
    except InvalidInput as fault:
        assert fault.hint


@given(INTERVALS)
def test_intervals_are_read_back(interval: Interval) -> None:
    assert parse_interval(str(interval)) == interval
    assert parse_interval(f"every {interval}") == interval


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("weekly", Interval(1, "week")),
        ("month", Interval(1, "month")),
        ("every two weeks", Interval(2, "week")),
        ("3m", Interval(3, "month")),
        ("quarterly", Interval(3, "month")),
    ],
)
def test_intervals_as_people_write_them(text: str, interval: Interval) -> None:
    assert parse_interval(text) == interval


@pytest.mark.parametrize("text", ["", "0 days", "-1 week", "often", "999999 years", "week of 2"])
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_interval(text)


@given(st.integers(1, 24), DAYS, st.integers(0, 60))
def test_months_clamp_and_never_drift(count: int, anchor: date, steps: int) -> None:
    day = Interval(count, "month").after(anchor, steps)
    assert (day.year * 12 + day.month) - (anchor.year * 12 + anchor.month) == count * steps
    assert day.day == min(anchor.day, calendar.monthrange(day.year, day.month)[1])


@given(INTERVALS, DAYS)
def test_a_series_only_moves_forward(interval: Interval, anchor: date) -> None:
    days = list(islice(interval.series(anchor), 40))
    assert days == sorted(set(days))
    assert days[0] > anchor


@given(INTERVALS, DAYS, DAYS)
def test_the_first_after_is_the_first_of_the_series_after(interval: Interval, anchor: date, day: date) -> None:
    found = interval.first_after(anchor, day)
    assert found > day
    assert found == next(later for later in interval.series(anchor) if later > day)


def test_a_leap_day_comes_back() -> None:
    yearly = Interval(1, "year")
    leap = date(2024, 2, 29)
    assert [yearly.after(leap, n) for n in (1, 4)] == [date(2025, 2, 28), date(2028, 2, 29)]


def test_the_end_of_the_calendar_is_a_wall() -> None:
    assert Interval(100, "year").after(date(9990, 1, 1), 5) == date.max
    assert Interval(36500, "day").after(date(9990, 1, 1), 5) == date.max
    assert Interval(1, "day").first_after(date(2020, 1, 1), date.max) == date.max


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (-1, "yesterday"),
        (1, "tomorrow"),
        (-3, "3 days ago"),
        (3, "in 3 days"),
        (-21, "3 weeks ago"),
        (-100, "3 months ago"),
        (800, "in 2 years"),
    ],
)
def test_how_far_a_day_is(days: int, words: str) -> None:
    assert ago(TODAY + timedelta(days=days), TODAY) == words


def test_days_as_one_says_them() -> None:
    assert spoken(date(2026, 3, 17), TODAY) == "Tue 17 March"
    assert spoken(date(2027, 1, 5), TODAY) == "Tue 5 January 2027"
    assert spoken(TODAY, TODAY) == "today"


def test_periods() -> None:
    assert parse_period("2025", TODAY) == (date(2025, 1, 1), date(2025, 12, 31))
    assert parse_period("2024-02", TODAY) == (date(2024, 2, 1), date(2024, 2, 29))
    assert parse_period("yesterday", TODAY) == (date(2026, 3, 9), date(2026, 3, 9))
