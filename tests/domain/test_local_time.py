"""The time where somebody is, and whether it is quiet there: read for certain, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.local_time import is_quiet_now, time_there

TUESDAY = datetime(2026, 3, 10, tzinfo=UTC)


def at(clock: str, day: int = 10) -> datetime:
    hours, _, minutes = clock.partition(":")
    return datetime(2026, 3, day, int(hours), int(minutes), tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "quiet", "awake"),
    [
        ("after 21:00", ["21:00", "23:59", "00:00", "05:59"], ["20:59", "06:00", "12:00"]),
        ("23:00 to 08:00", ["23:00", "03:00", "07:59"], ["08:00", "22:59"]),
        ("23:00 to 08:00 in Lisbon", ["23:00"], ["08:00"]),
        ("14:00–17:00", ["14:00", "16:59"], ["13:59", "17:00"]),
        ("22-7", ["22:00", "06:59"], ["07:00", "21:59"]),
        ("10pm - 7am", ["22:00", "06:59"], ["07:00", "21:59"]),
        ("from 10 pm until 7.30 am", ["22:00", "07:29"], ["07:30"]),
        ("between 9 and 17", ["09:00", "16:59"], ["08:59", "17:00"]),
        ("before 9", ["00:00", "08:59"], ["09:00", "23:00"]),
        ("after 9 pm, weekends", ["21:00"], ["12:00"]),
        ("Tuesdays", ["00:00", "12:00"], []),
        ("weekends and Mondays", [], ["12:00"]),
        ("20:00 to 24:00", ["20:00", "23:59"], ["00:00"]),
    ],
)
def test_hours_that_can_be_read(words: str, quiet: list[str], awake: list[str]) -> None:
    assert [is_quiet_now(words, "Europe/Lisbon", at(clock)) for clock in quiet] == [True] * len(quiet)
    assert [is_quiet_now(words, "Europe/Lisbon", at(clock)) for clock in awake] == [False] * len(awake)


@pytest.mark.parametrize(
    "words",
    ["nights", "when the kids sleep", "10-7", "after 9", "25:00 to 3", "not after 21:00 on weekdays", "21:00", "8-8"],
)
def test_what_is_not_certain_is_not_guessed(words: str) -> None:
    assert is_quiet_now(words, "Europe/Lisbon", at("12:00")) is None


def test_one_sure_part_is_enough_to_know_that_it_is_quiet() -> None:
    assert is_quiet_now("after 21:00, or when I sleep", "UTC", at("22:00")) is True
    assert is_quiet_now("after 21:00, or when I sleep", "UTC", at("12:00")) is None
    assert is_quiet_now("weekends", "UTC", at("12:00", day=14)) is True


@pytest.mark.parametrize(
    ("zone", "clock"),
    [
        ("Asia/Tokyo", "18:30"),
        ("America/New York", "05:30"),
        ("UTC+5:30", "15:00"),
        ("-03:00", "06:30"),
        ("gmt", "09:30"),
    ],
)
def test_the_clock_there(zone: str, clock: str) -> None:
    there = time_there(zone, at("09:30"))
    assert there is not None
    assert f"{there:%H:%M}" == clock


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "\0", "Europe", "UTC+99", "x" * 5000])
def test_a_zone_that_nobody_knows_has_no_clock(zone: str) -> None:
    assert time_there(zone, at("09:30")) is None
    assert is_quiet_now("after 21:00", zone, at("22:00")) is None


@given(start=st.integers(0, 23), length=st.integers(1, 14), minute=st.integers(0, 24 * 60 - 1))
def test_a_range_holds_exactly_for_its_hours(start: int, length: int, minute: int) -> None:
    words = f"{start:02d}:00 to {(start + length) % 24:02d}:00"
    inside = (minute - start * 60) % (24 * 60) < length * 60
    assert is_quiet_now(words, "UTC", TUESDAY + timedelta(minutes=minute)) is inside


@given(words=st.text(max_size=60), zone=st.text(max_size=30))
def test_no_words_break_it(words: str, zone: str) -> None:
    assert is_quiet_now(words, zone, TUESDAY) in (True, False, None)
    assert is_quiet_now(words, "UTC", TUESDAY) in (True, False, None)
