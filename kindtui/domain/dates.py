"""Days and intervals as people write and say them. All of it about dates; instants stay with the records."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

import msgspec

from kindtui.errors import InvalidInput

Unit = Literal["day", "week", "month", "year"]

DAY_HINT = "write a day as 2026-03-17, today, tomorrow, in 3 days, 2 weeks ago, next tuesday or end of month"
INTERVAL_HINT = "write it as 2 weeks, 10 days, month, weekly or yearly"
MOST = {"day": 36500, "week": 5200, "month": 1200, "year": 100}
"""The longest interval: a hundred years. A longer one is a slip of the finger."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_UNITS: dict[str, Unit] = {
    **dict.fromkeys(("d", "day", "days"), "day"),
    **dict.fromkeys(("w", "wk", "week", "weeks"), "week"),
    **dict.fromkeys(("m", "mo", "month", "months"), "month"),
    **dict.fromkeys(("y", "yr", "year", "years"), "year"),
}
_COUNTS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
} | {"a": 1, "an": 1}
_NAMED_INTERVALS: dict[str, tuple[int, Unit]] = {
    "daily": (1, "day"),
    "weekly": (1, "week"),
    "fortnightly": (2, "week"),
    "biweekly": (2, "week"),
    "fortnight": (2, "week"),
    "monthly": (1, "month"),
    "quarterly": (3, "month"),
    "quarter": (3, "month"),
    "yearly": (1, "year"),
    "annually": (1, "year"),
}


class Interval(msgspec.Struct, frozen=True):
    """A step of time such as two weeks."""

    count: int
    unit: Unit

    def after(self, anchor: date, steps: int = 1) -> date:
        """The day `steps` intervals after `anchor` (before it when negative).

        Months and years are counted from the anchor and clamped to the month's last day, so a series that begins on
        the 31st is back on the 31st wherever there is one. Clamped to the last day of year 9999.
        """
        if self.unit in ("day", "week"):
            days = self.count * steps * (7 if self.unit == "week" else 1)
            try:
                return anchor + timedelta(days=days)
            except OverflowError:
                return date.max if days > 0 else date.min
        months = anchor.year * 12 + anchor.month - 1 + self.count * steps * (12 if self.unit == "year" else 1)
        year, month = divmod(months, 12)
        if not 1 <= year <= 9999:
            return date.max if year > 9999 else date.min
        return date(year, month + 1, min(anchor.day, calendar.monthrange(year, month + 1)[1]))

    def series(self, anchor: date) -> Iterator[date]:
        """The days after `anchor`, one interval apart, until the calendar ends."""
        step = 1
        while (day := self.after(anchor, step)) < date.max:
            yield day
            step += 1

    def first_after(self, anchor: date, day: date) -> date:
        """The first day of the series of `anchor` that is later than `day`."""
        longest = {"day": 1, "week": 7, "month": 31, "year": 366}[self.unit] * self.count
        step = max(1, (day - anchor).days // longest - 1)  # a start that is never too late
        while (found := self.after(anchor, step)) <= day and found < date.max:
            step += 1
        return found

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


def parse_interval(text: str) -> Interval:
    """Read "2 weeks", "every 10 days", "a month", "weekly", "3m". Raises InvalidInput."""
    words = text.strip().lower().removeprefix("every").split()
    joined = " ".join(words)
    if joined in _NAMED_INTERVALS:
        return Interval(*_NAMED_INTERVALS[joined])
    if found := _amount(joined):
        count, unit = found
        if not 1 <= count <= MOST[unit]:
            raise InvalidInput(f"“{text}” is not an interval of one day to a hundred years", INTERVAL_HINT)
        return Interval(count, unit)
    raise InvalidInput(f"“{text}” is not an interval", INTERVAL_HINT)


def parse_day(text: str, today: date) -> date:
    """Read a day: ISO, "today", "in 3 days", "3 days ago", "tuesday" (the next one), "next tuesday" (next week's;
    weeks begin on Monday), "last tuesday", "next month" (its first day), "end of month", "2 weeks" (from today),
    "17 march 2026". Raises InvalidInput with what it could be."""
    words = " ".join(text.strip().lower().replace(",", " ").split())
    for read in (_calendar_day, _named_day, _weekday, _edge, _counted):
        day = read(words, today)
        if day is not None:
            return day
    raise InvalidInput(f"“{text}” is not a day", DAY_HINT)


def parse_period(text: str, today: date) -> tuple[date, date]:
    """The first and last day meant by a day, a month (2026-03) or a year (2026). Raises InvalidInput."""
    words = text.strip()
    if re.fullmatch(r"\d{4}", words, re.ASCII) and int(words):
        return date(int(words), 1, 1), date(int(words), 12, 31)
    month = re.fullmatch(r"(\d{4})-(\d{1,2})", words, re.ASCII)
    if month and int(month[1]) and 1 <= int(month[2]) <= 12:
        first = date(int(month[1]), int(month[2]), 1)
        return first, _month_end(first)
    day = parse_day(text, today)
    return day, day


def ago(day: date, today: date) -> str:
    """How far `day` is: "3 days ago", "today", "in 2 weeks"."""
    days = (day - today).days
    if days == 0:
        return "today"
    if days in (-1, 1):
        return "tomorrow" if days > 0 else "yesterday"
    far = abs(days)
    if far < 14:
        count, unit = far, "day"
    elif far < 61:
        count, unit = far // 7, "week"
    elif far < 730:
        count, unit = far // 30, "month"
    else:
        count, unit = far * 4 // 1461, "year"
    amount = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"in {amount}" if days > 0 else f"{amount} ago"


def spoken(day: date, today: date) -> str:
    """`day` as one says it: "today", "tomorrow", "Tue 17 March", with the year when it is another one."""
    if abs((day - today).days) <= 1:
        return ago(day, today)
    name = f"{WEEKDAYS[day.weekday()][:3].title()} {day.day} {MONTHS[day.month - 1].title()}"
    return name if day.year == today.year else f"{name} {day.year}"


def brief(day: date, today: date) -> str:
    """`day` for a narrow column: "today", "17 Mar", "17 Mar 25" in another year."""
    if abs((day - today).days) <= 1:
        return ago(day, today)
    year = "" if day.year == today.year else f" {day.year % 100:02d}"
    return f"{day.day} {MONTHS[day.month - 1][:3].title()}{year}"


def _calendar_day(words: str, today: date) -> date | None:
    if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words, re.ASCII):
        return _real_day(int(iso[1]), int(iso[2]), int(iso[3]), words)
    if re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}", words, re.ASCII):
        raise InvalidInput(f"“{words}” does not say which number is the day", "write it as year-month-day: 2026-03-17")
    if named := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.? (\d{4})", words, re.ASCII):
        day, name, year = named.groups()
    elif named := re.fullmatch(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)? (\d{4})", words, re.ASCII):
        name, day, year = named.groups()
    else:
        return None
    month = next((number for number, full in enumerate(MONTHS, 1) if full.startswith(name)), 0)
    return _real_day(int(year), month, int(day), words) if month else None


def _real_day(year: int, month: int, day: int, words: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        hint = DAY_HINT
        if 1 <= month <= 12 and year:
            last = calendar.monthrange(year, month)[1]
            hint = f"{MONTHS[month - 1].title()} {year} has {last} days"
        raise InvalidInput(f"there is no day {words}", hint) from None


def _named_day(words: str, today: date) -> date | None:
    offsets = {
        "today": 0,
        "now": 0,
        "tomorrow": 1,
        "yesterday": -1,
        "day after tomorrow": 2,
        "day before yesterday": -2,
        "the day after tomorrow": 2,
        "the day before yesterday": -2,
    }
    return _moved(today, offsets[words], "day") if words in offsets else None


def _weekday(words: str, today: date) -> date | None:
    which, _, name = words.rpartition(" ")
    number = next((n for n, day in enumerate(WEEKDAYS) if len(name) >= 3 and day.startswith(name)), None)
    if number is None or which not in ("", "this", "on", "next", "last"):
        return None
    if which == "next":
        return _moved(today, 7 - today.weekday() + number, "day")
    if which == "last":
        return _moved(today, -((today.weekday() - number - 1) % 7 + 1), "day")
    return _moved(today, (number - today.weekday() - 1) % 7 + 1, "day")


def _edge(words: str, today: date) -> date | None:
    """The first or last day of a week, month or year."""
    words = words.removeprefix("the ").replace("of the ", "of ").replace("of this ", "of ")
    if words in ("next week", "start of next week"):
        return _moved(today, 7 - today.weekday(), "day")
    if words in ("end of week", "end of next week"):
        return _moved(today, 6 - today.weekday() + (7 if "next" in words else 0), "day")
    month = today.replace(day=1)
    following = Interval(1, "month").after(month)
    edges = {
        "end of month": _month_end(month),
        "next month": following,
        "start of next month": following,
        "end of next month": _month_end(following),
        "end of year": date(today.year, 12, 31),
        "next year": date(min(today.year + 1, 9999), 1, 1),
    }
    return edges.get(words)


def _counted(words: str, today: date) -> date | None:
    past = words.endswith(" ago")
    amount = _amount(words.removesuffix(" ago").removeprefix("in "))
    if amount is None or (past and words.startswith("in ")):
        return None
    count, unit = amount
    return _moved(today, -count if past else count, unit)


def _amount(words: str) -> tuple[int, Unit] | None:
    """ "2 weeks", "2w", "week", "a week" -> (2, "week"), ... or None."""
    found = re.fullmatch(r"(?:(\d{1,6}) ?|([a-z]+) )?([a-z]+)", words, re.ASCII)
    if not found or found[3] not in _UNITS or (found[2] and found[2] not in _COUNTS):
        return None
    if not found[1] and not found[2] and len(found[3]) < 3:
        return None
    count = int(found[1]) if found[1] else _COUNTS[found[2]] if found[2] else 1
    return count, _UNITS[found[3]]


def _moved(today: date, count: int, unit: Unit) -> date:
    if abs(count) > MOST[unit]:
        raise InvalidInput("that is more than a hundred years away", DAY_HINT)
    return Interval(1, unit).after(today, count)


def _month_end(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])
