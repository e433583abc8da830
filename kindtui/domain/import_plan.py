"""From the columns of a table to what each of its rows says: prepared once, then followed row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fnmatch import fnmatchcase
from functools import cache

from kindtui.domain.fields import field_named
from kindtui.domain.import_headers import is_name_in_use
from kindtui.domain.import_matching import Arrival, print_of
from kindtui.domain.import_values import (
    NOTHING,
    DoubtfulDay,
    day,
    emails,
    handle,
    items,
    lines,
    one_line,
    told,
    told_at_all,
    whole_name,
)
from kindtui.domain.imports import HANDLE, IGNORE, Column, DayOrder, ImportMap
from kindtui.domain.roster import MEMBER_FIELDS
from kindtui.domain.zones import checked_zone
from kindtui.errors import InvalidInput

_NO_LANGUAGES = tuple(NOTHING - {"na", ""})
"""What stands for no language; "na" is one."""


class Skipped(Exception):
    """A row that is left out on purpose. Its text says why."""


class Plan:
    """How the cells of a row are read. `orders` are those of day and month, by header."""

    def __init__(
        self,
        columns: Sequence[Column],
        known: ImportMap | None,
        orders: Mapping[str, DayOrder | None],
        today: date,
    ) -> None:
        self._steps: list[tuple[int, Callable[[Arrival, str], None]]] = []
        self._known = known
        self._orders = orders
        self._latest = today + timedelta(days=1)
        self._ids = [number for number, column in enumerate(columns) if column.target == "id"]
        self._days: dict[str, dict[str, date | None]] = {}
        self._zones: dict[str, str | None] = {}
        self._rules = []
        at = {column.header.casefold(): number for number, column in enumerate(columns)}
        notes = [column for column in columns if column.target == "note"]
        for number in _in_order(columns, known):
            column = columns[number]
            if column.target != IGNORE:
                self._steps.append((number, self._step(column, len(notes) > 1)))
        for rule in known.rules if known else ():
            if rule.column in at:
                self._rules.append((at[rule.column], rule))

    def read(self, cells: Sequence[str]) -> Arrival:
        """What a row says. Raises Skipped, DoubtfulDay, and InvalidInput when the row must be refused."""
        arrival = Arrival()
        for number, rule in self._rules:
            if rule.holds(cells[number]):
                if rule.skip:
                    raise Skipped(rule.skip)
                _set(arrival, rule.sets)
        for number, step in self._steps:
            cell = cells[number]
            if cell:
                step(arrival, cell)
        if arrival.others:
            first, last = arrival.others.pop("first-name", []), arrival.others.pop("last-name", [])
            if not arrival.name and (first or last):
                arrival.name = whole_name(first, last)
        return arrival

    def id_in(self, cells: Sequence[str]) -> str:
        """The id in a row that cannot be read otherwise, "" when there is none."""
        return next((cells[at].strip() for at in self._ids if at < len(cells)), "")

    def _step(self, column: Column, several_notes: bool) -> Callable[[Arrival, str], None]:
        target = column.target
        by_code = self._known is not None and self._known.one_a_line
        said = told if self._known else told_at_all
        if target == "name":
            return _name_last if self._known else _line_into(target, told)
        if target == "pronouns":
            return _line_into(target, one_line if by_code else told)
        if target == "id":
            return _line_into(target, said)
        if target == "timezone":
            return self._zone
        if target in ("first-name", "last-name"):
            return _other_into(target, lambda cell: [text] if (text := told(cell)) else [])
        if target == "email":
            return self._emails
        if target == "status":
            return self._status
        if target.startswith(HANDLE):
            place = target[len(HANDLE) :]
            return _handle_into(place, one_line if by_code else said)
        if target in ("language", "tag"):
            return self._items_into("languages" if target == "language" else "tags", column.header)
        if target == "note":
            return _note_into(f"{column.header}: " if several_notes else "")
        if target == "joined":
            return self._joined_from(column.header)
        return self._other_field(target, column.header)

    def _zone(self, arrival: Arrival, cell: str) -> None:
        """A zone that nobody knows says nothing: it is left out, and told of."""
        if arrival.timezone:
            return
        if cell not in self._zones:
            self._zones[cell] = _known_zone(cell)
        zone = self._zones[cell]
        if zone is None:
            arrival.unknown_zone = one_line(cell)
        else:
            arrival.timezone = zone

    def _emails(self, arrival: Arrival, cell: str) -> None:
        found = emails(cell)
        arrival.emails = tuple(dict.fromkeys((*arrival.emails, *found))) if arrival.emails else found

    def _status(self, arrival: Arrival, cell: str) -> None:
        """That somebody left is told of those who are active only; the rest is read as the field itself."""
        if one_line(cell).casefold() == "left":
            arrival.left = True
        elif cell.strip():
            arrival.others["status"] = [cell.strip()]

    def _items_into(self, name: str, header: str) -> Callable[[Arrival, str], None]:
        left_out = self._known.leave_out.get(header.casefold(), ()) if self._known else ()

        split = lines if self._known and self._known.one_a_line else items
        left_out = (*left_out, *_NO_LANGUAGES) if name == "languages" else left_out

        @cache  # the same words stand in many rows
        def read(cell: str) -> tuple[str, ...]:
            return tuple(
                item for item in split(cell) if not any(fnmatchcase(item.casefold(), each) for each in left_out)
            )

        def step(arrival: Arrival, cell: str) -> None:
            found = read(cell)
            before = getattr(arrival, name)
            setattr(arrival, name, tuple(dict.fromkeys((*before, *found))) if before else found)

        return step

    def _joined_from(self, header: str) -> Callable[[Arrival, str], None]:
        def step(arrival: Arrival, cell: str) -> None:
            found = self._day(header, cell)
            if found and found > self._latest:
                raise InvalidInput(f"joined on {found}, which is yet to come")
            arrival.joined = arrival.joined or found

        return step

    def _day(self, header: str, cell: str) -> date | None:
        days = self._days.setdefault(header, {})
        if cell not in days:
            try:
                days[cell] = day(cell, self._orders.get(header))
            except DoubtfulDay:
                raise
            except InvalidInput as error:
                raise InvalidInput(f"{header}: {error.message}", error.hint) from None
        return days[cell]

    def _other_field(self, target: str, header: str) -> Callable[[Arrival, str], None]:
        field = field_named(MEMBER_FIELDS, target)
        if field is not None and field.shape == "date":

            def read_day(cell: str) -> list[str]:
                found = self._day(header, cell)
                return [found.isoformat()] if found else []

            return _other_into(target, read_day)
        if field is not None and field.many:
            return _other_into(target, lambda cell: [part.strip() for part in cell.split("\n") if part.strip()])
        return _other_into(target, lambda cell: [cell.strip()] if cell.strip() else [])


def _in_order(columns: Sequence[Column], known: ImportMap | None) -> Iterable[int]:
    """The columns in the order in which they are read: that of the map, whose first name wins, then the file's. Without
    a map the name that somebody goes by wins."""
    if known is None:
        return sorted(range(len(columns)), key=lambda number: not is_name_in_use(columns[number].header))
    wanted = list(known.columns)

    def place(number: int) -> int:
        header = columns[number].header.casefold()
        return next(
            (at for at, pattern in enumerate(wanted) if header == pattern or fnmatchcase(header, pattern)), len(wanted)
        )

    return sorted(range(len(columns)), key=place)


def _known_zone(cell: str) -> str | None:
    """The zone in a cell, "" for none, None for one that is not known."""
    text = one_line(cell)
    try:
        return "" if text.casefold() in NOTHING else checked_zone(text)
    except InvalidInput:
        return None


def _line_into(name: str, read: Callable[[str], str]) -> Callable[[Arrival, str], None]:
    def step(arrival: Arrival, cell: str) -> None:
        if not getattr(arrival, name):
            setattr(arrival, name, read(cell))

    return step


def _name_last(arrival: Arrival, cell: str) -> None:
    """In the order of a map a name after the parts of one (a nickname) is for those who have no other."""
    if not (arrival.name or arrival.others.get("first-name") or arrival.others.get("last-name")):
        arrival.name = told(cell)


def _handle_into(place: str, read: Callable[[str], str]) -> Callable[[Arrival, str], None]:
    def step(arrival: Arrival, cell: str) -> None:
        found = handle(read(cell), place)
        if found and place not in arrival.handles:
            arrival.handles[place] = found

    return step


def _note_into(before: str) -> Callable[[Arrival, str], None]:
    def step(arrival: Arrival, cell: str) -> None:
        text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
        if text:
            arrival.note = f"{arrival.note}\n{before}{text}" if arrival.note else before + text

    return step


def _other_into(name: str, read: Callable[[str], list[str]]) -> Callable[[Arrival, str], None]:
    def step(arrival: Arrival, cell: str) -> None:
        found = read(cell)
        if found:
            arrival.others.setdefault(name, []).extend(found)

    return step


def _set(arrival: Arrival, sets: Mapping[str, str]) -> None:
    for name, value in sets.items():
        if name == "status" and value == "left":
            arrival.left = True
        elif name == "tag":
            arrival.tags = (*arrival.tags, value)
        else:
            arrival.others[name] = [value]


def row_print(arrival: Arrival) -> str:
    """What stands for a row that says nothing by which somebody could be found again: a digest of all it says."""
    said = (arrival.name, arrival.pronouns, arrival.joined, arrival.timezone, arrival.languages, arrival.tags)
    rest = (arrival.note, arrival.left, sorted(arrival.handles.items()), sorted(arrival.others.items()))
    return print_of((said, rest))
