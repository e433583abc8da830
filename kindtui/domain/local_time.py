"""The time where somebody is, and whether these are the hours in which they want no messages.

Quiet hours are words of the person ("after 21:00", "23:00 to 08:00", "weekends"). What cannot be read for certain is
never guessed: then only the words are shown.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from kindtui.domain.dates import WEEKDAYS
from kindtui.domain.text import folded
from kindtui.domain.zones import zone_of

DAY = 24 * 60
MORNING = 6 * 60
"""Where an evening without an end ("after 21:00") is taken to end."""
LONGEST = 14 * 60
"""Quiet for longer than that is more likely a time that lacks its am or pm."""

_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?(?: ?(am|pm|a\.m\.|p\.m\.))?(?: o'?clock)?"
_RANGE = re.compile(rf"{_TIME} ?(?:-|to|until|till) ?{_TIME}")
_AFTER = re.compile(rf"(?:after|from|since|>) ?{_TIME}")
_BEFORE = re.compile(rf"(?:before|until|till|<) ?{_TIME}")
_BETWEEN = re.compile(rf"between {_TIME} and {_TIME}")
_FILLING = re.compile(r"\b(?:from|not|no messages|please|local time|(?:their|her|his|my) time|daily|every day)\b")


class _Window(NamedTuple):
    """Minutes of a day, from `start` to before `end`; over midnight when `end` is not later. `day` is a weekday on
    which it holds all day."""

    start: int
    end: int
    day: int | None = None

    def holds(self, local: datetime) -> bool:
        if self.day is not None:
            return local.weekday() == self.day
        minute = local.hour * 60 + local.minute
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


def time_there(zone: str, now: datetime) -> datetime | None:
    """The instant `now` as a clock in a zone shows it; None when the zone is not known."""
    known = zone_of(zone)
    return now.astimezone(known) if known else None


def is_quiet_now(quiet_hours: str, zone: str, now: datetime) -> bool | None:
    """Whether `now` is within somebody's quiet hours; None when the words or the zone do not tell."""
    local = time_there(zone, now)
    if local is None or not quiet_hours.strip():
        return None
    city = folded(zone.rpartition("/")[2].replace("_", " "))
    answers = [_holds(part, local, city) for part in _parts(quiet_hours)]
    if True in answers:
        return True
    return None if None in answers or not answers else False


def _parts(quiet_hours: str) -> list[str]:
    words = _BETWEEN.sub(lambda found: found[0].removeprefix("between ").replace(" and ", " to "), folded(quiet_hours))
    return [part.strip() for part in re.split(r"[,;&+]|\band\b|\bor\b", words) if part.strip()]


def _holds(part: str, local: datetime, city: str) -> bool | None:
    plain = re.sub(rf"\b(?:in )?{re.escape(city)}(?: time)?\b", "", part) if city else part
    windows = _windows(" ".join(_FILLING.sub("", plain).split()).strip(" .()"), plain)
    return None if windows is None else any(window.holds(local) for window in windows)


def _windows(words: str, before: str) -> list[_Window] | None:
    if days := _days(words):
        return [_Window(0, DAY, day) for day in days]
    if found := _RANGE.fullmatch(words):
        start, end = _minute(*found.groups()[:3]), _minute(*found.groups()[3:])
        if start is None or end is None or (end - start) % DAY > LONGEST or start == end:
            return None
        return [_Window(start % DAY, end)]
    # "from" is taken away as a filling word where a range follows it
    if found := _AFTER.fullmatch(words) or _AFTER.fullmatch(before.strip()):
        start = _minute(*found.groups())
        return None if start is None or start < DAY // 2 else [_Window(start % DAY, MORNING)]
    if found := _BEFORE.fullmatch(words):
        end = _minute(*found.groups())
        return None if end is None or end > LONGEST else [_Window(0, end)]
    return None


def _days(words: str) -> list[int]:
    name = words.removeprefix("on ").removeprefix("at ").removeprefix("the ")
    if name in ("weekend", "weekends"):
        return [5, 6]
    return [number for number, day in enumerate(WEEKDAYS) if name in (day, f"{day}s")]


def _minute(hour: str, minutes: str | None, half: str | None) -> int | None:
    """The minute of the day; None for a time that no clock shows."""
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.startswith("p") else 0)
    minute = hours * 60 + int(minutes or 0)
    return minute if minute <= DAY and int(minutes or 0) < 60 else None
