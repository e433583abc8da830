"""Bringing people in: a list from a tool becomes members, after a look at what will come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

from kindtui.domain.fields import Reading
from kindtui.domain.import_plan import Plan, choose_columns
from kindtui.domain.import_rows import Row
from kindtui.domain.import_values import day_order
from kindtui.domain.imports import (
    HANDLE,
    IGNORE,
    Column,
    DayOrder,
    ImportMap,
    Preview,
    Question,
    Report,
    checked_order,
)
from kindtui.domain.progress import Progress
from kindtui.domain.record import Clock, MakeId
from kindtui.errors import InvalidInput, Problem
from kindtui.services.arrivals import Arrivals, KeepOut
from kindtui.services.import_files import format_names, open_file
from kindtui.services.notebooks import MEMBERS
from kindtui.services.renaming import retell
from kindtui.store.engine import no_collections
from kindtui.store.tables import Store

SHOWN_ROWS = 20
_SAMPLES = 3
_NAMES = ("name", "first-name", "last-name")


class Readings(Protocol):
    """Who reads what is typed into a member's fields (the Roster)."""

    def reading(self) -> Reading: ...


class Places(Protocol):
    """The settings that an import asks for."""

    @property
    def places(self) -> tuple[str, ...]: ...


class Imports:
    """`maps_folder` holds the workspace's own import maps, which go before those in `bundled_maps`."""

    def __init__(
        self,
        store: Store,
        roster: Readings,
        *,
        clock: Clock,
        ids: MakeId,
        today: Callable[[], date],
        maps_folder: Path,
        bundled_maps: Path,
        settings: Places | None = None,
        keep_out: KeepOut | None = None,
    ) -> None:
        self._store = store
        self._roster = roster
        self._clock = clock
        self._ids = ids
        self._today = today
        self._folders = (maps_folder, bundled_maps)
        self._settings = settings
        self._keep_out = keep_out

    def formats(self) -> list[str]:
        """The formats that can be named: tools with a map, formats that code reads, and `csv` for any other table."""
        return format_names(self._maps()[0])

    def problems(self) -> list[Problem]:
        """What is wrong with the workspace's import maps."""
        return self._maps()[1]

    def preview(
        self,
        data: bytes,
        filename: str,
        *,
        format: str | None = None,
        mapping: Mapping[str, str] | None = None,
        dates: str | None = None,
        encoding: str | None = None,
        progress: Progress | None = None,
    ) -> Preview:
        """What an import of this file would do; nothing is written.

        `format` overrules what is found out by the headers, `mapping` (header -> target) what single columns become,
        `dates` says the order of day and month where it is doubtful. Raises InvalidInput when this is no table, or when
        one of these words is wrong.
        """
        with no_collections():
            return self._look(data, filename, format, mapping or {}, dates, encoding, progress)[0]

    def run(self, preview: Preview, *, progress: Progress | None = None) -> Report:
        """Do what was previewed, as one change that one undo takes back. The store is asked anew, so that what happened
        since the preview counts. Raises InvalidInput when no row could be read; Cancelled from `progress`."""
        return self.bring_in(
            preview.data,
            preview.filename,
            format=preview.format,
            mapping=preview.mapping,
            dates=preview.dates,
            encoding=preview.asked_encoding,
            progress=progress,
        )

    def bring_in(
        self,
        data: bytes,
        filename: str,
        *,
        format: str | None = None,
        mapping: Mapping[str, str] | None = None,
        dates: str | None = None,
        encoding: str | None = None,
        progress: Progress | None = None,
    ) -> Report:
        """Preview and run in one go, reading the file once. Raises as they do."""
        with no_collections():
            preview, arrivals = self._look(data, filename, format, mapping or {}, dates, encoding, progress, self._ids)
        if arrivals is None:
            question = preview.needs[0]
            raise InvalidInput(question.text, f"say {question.option}" if question.option else "")
        sentence = arrivals.sentence(preview.filename)
        with self._store.change(sentence) as change:
            for member in arrivals.added.values():
                change.put(member)
            for before, after in arrivals.changed.values():
                change.put(after, before=before)
            retell(self._store, change, arrivals.changed.values(), self._clock())
        return Report(format=preview.format, sentence=sentence, place=preview.place, **arrivals.counts(preview.notices))

    def _look(
        self,
        data: bytes,
        filename: str,
        format: str | None,
        mapping: Mapping[str, str],
        dates: str | None,
        encoding: str | None,
        progress: Progress | None,
        ids: MakeId | None = None,
    ) -> tuple[Preview, Arrivals | None]:
        """The preview, and the arrivals behind it; None when no column says who the rows are about."""
        asked = checked_order(dates) if dates else None
        maps, problems = self._maps()
        file = open_file(data, maps, format, encoding)
        known, rows = file.known, file.rows
        places = self._settings.places if self._settings else ()
        columns = choose_columns(file.headers, known, mapping, places[0] if len(places) == 1 else "")
        orders, questions = _orders(columns, rows, known, asked)
        arrivals = None
        if _names_people(columns):
            plan = Plan(columns, known, orders, self._today())
            arrivals = Arrivals(
                self._store.table(MEMBERS).all(),
                file.source,
                trusted=file.trusted,
                reading=self._roster.reading(),
                now=self._clock(),
                ids=ids,
                keep_out=self._keep_out,
            )
            arrivals.take(rows, plan, progress, shown=SHOWN_ROWS)
        else:
            questions.insert(0, _who(file.headers))
        notices = (*file.notices, *(f"import map {problem}" for problem in problems))
        counts = arrivals.counts((*notices, *arrivals.notices())) if arrivals else {"notices": notices}
        preview = Preview(
            format=file.name,
            title=file.title,
            filename=Path(filename).name or "the list",
            columns=(*_with_samples(columns, rows), *file.never),
            rows=tuple(arrivals.shown if arrivals else ()),
            total=len(rows),
            needs=tuple(questions),
            encoding=file.encoding,
            delimiter=file.delimiter,
            place=file.place,
            data=data,
            mapping=dict(mapping),
            dates=asked,
            asked_encoding=encoding,
            **counts,
        )
        return preview, arrivals

    def _maps(self) -> tuple[list[ImportMap], list[Problem]]:
        from kindtui.formats.import_map import read_import_maps

        return read_import_maps(self._folders)


def _names_people(columns: list[Column]) -> bool:
    return any(column.target in _NAMES or column.target.startswith(HANDLE) for column in columns)


def _who(headers: tuple[str, ...]) -> Question:
    listed = ", ".join(headers[:8]) + (", ..." if len(headers) > 8 else "")
    return Question(
        f"no column says who the rows are about (columns: {listed})",
        "",
        headers,
        '--map "COLUMN=name" with one of them',
    )


def _orders(
    columns: list[Column], rows: list[Row], known: ImportMap | None, asked: DayOrder | None
) -> tuple[dict[str, DayOrder | None], list[Question]]:
    """The order of day and month in each column of days: asked for, proven by the column, or that of the tool."""
    orders: dict[str, DayOrder | None] = {}
    questions = []
    for number, column in enumerate(columns):
        if column.target not in ("joined", "until", "space-until", "recognition-on"):
            continue
        proven, doubtful = day_order(row.cells[number] for row in rows if not row.fault)
        order = orders[column.header] = asked or proven or (known.dates if known else None)
        if doubtful and order in (None, "ymd"):
            questions.append(
                Question(
                    f"{column.header}: which number is the day, which the month? "
                    f"{doubtful:,} {'row' if doubtful == 1 else 'rows'} could be read both ways",
                    column.header,
                    ("dmy", "mdy"),
                    "--dates dmy or --dates mdy",
                )
            )
    return orders, questions


def _with_samples(columns: list[Column], rows: list[Row]) -> list[Column]:
    """The columns with a few of their cells; none of those that are never read."""
    found = []
    for number, column in enumerate(columns):
        if column.target == IGNORE and column.reason:
            found.append(column)
            continue
        cells = (row.cells[number].strip() for row in rows[:200] if not row.fault)
        samples = tuple(dict.fromkeys(cell[:80] for cell in cells if cell))[:_SAMPLES]
        found.append(replace(column, samples=samples))
    return found
