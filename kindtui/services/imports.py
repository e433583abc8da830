"""Bringing people in: a list from a tool becomes members, after a look at what will come of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Protocol, Unpack

from kindtui.domain.fields import Reading
from kindtui.domain.followups import FollowUp
from kindtui.domain.import_columns import choose_columns
from kindtui.domain.import_keep_out import KeepOut
from kindtui.domain.import_plan import Plan
from kindtui.domain.import_rows import Row
from kindtui.domain.imports import (
    IGNORE,
    Asked,
    Column,
    Counts,
    Preview,
    Report,
    Wishes,
    asked_for,
)
from kindtui.domain.progress import Progress
from kindtui.domain.record import Clock, MakeId
from kindtui.domain.text import counted
from kindtui.errors import Problem
from kindtui.formats.file_text import GUESSED
from kindtui.services.arrivals import Arrivals, Echo
from kindtui.services.echoes import Echoes
from kindtui.services.import_contributions import NewContributions, new_contributions
from kindtui.services.import_files import Opened, format_names, open_file
from kindtui.services.import_maps import ImportMaps
from kindtui.services.import_questions import name_from, names_people, open_questions, orders, who, without_numbers
from kindtui.services.merged import former_of
from kindtui.services.notebooks import MEMBERS
from kindtui.services.own_import import NAME as OWN
from kindtui.services.own_import import OwnImport, OwnLook, is_own
from kindtui.services.renaming import retell
from kindtui.store.collector import no_collections
from kindtui.store.tables import Store

SHOWN_ROWS = 20
_SAMPLED = 200
"""Rows in which the samples of a column are looked for."""
_SAMPLES = 3


class Readings(Protocol):
    """Who reads what is typed into a member's fields (the Roster)."""

    def reading(self) -> Reading: ...


class Places(Protocol):
    """The settings that an import asks for."""

    @property
    def places(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class _Look:
    """A preview, and what is behind it; no arrivals when no column says who the rows are about."""

    preview: Preview
    arrivals: Arrivals | None
    contributions: NewContributions
    welcomes: Sequence[FollowUp]

    def sentence(self) -> str:
        """What undo will show; "" when nothing changes."""
        said = self.arrivals.sentence(self.preview.filename) if self.arrivals else ""
        count = len(self.contributions.new)
        if not said and count:
            return f"Imported {counted(count, 'contribution')} from {self.preview.filename}"
        return said


class Imports:
    """`maps_folder` holds the workspace's own import maps, which go before those in `bundled_maps`. `forgotten` answers
    who must not come in, None when nobody asked for that."""

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
        forgotten: Callable[[], KeepOut | None] = lambda: None,
        welcomes: Callable[[Sequence[str]], Sequence[FollowUp]] = lambda _: (),
        own: OwnImport | None = None,
    ) -> None:
        self._store = store
        self._roster = roster
        self._clock = clock
        self._ids = ids
        self._today = today
        self._maps = ImportMaps(maps_folder, bundled_maps)
        self._settings = settings
        self._forgotten = forgotten
        self._welcomes = welcomes
        self._own = own

    def formats(self) -> list[str]:
        """The formats that can be named: tools with a map, formats that code reads, and `csv` for any other table."""
        return format_names(self._maps.all()[0])

    def problems(self) -> list[Problem]:
        """What is wrong with the workspace's import maps."""
        return self._maps.all()[1]

    def check_map_name(self, name: str) -> str:
        """The name under which a map could be kept. Raises InvalidInput when it is no short word, or is in use."""
        return self._maps.check_name(name)

    def keep_map(self, preview: Preview, name: str) -> Path:
        """Keep what the columns of a table become, as a map in `imports/` of the workspace; from then on the table is
        of that format. Raises InvalidInput when a question is open, the name is in use, or the file is no table;
        StoreError when it cannot be written."""
        if preview.needs:
            raise open_questions(preview.filename, preview.needs)
        return self._maps.keep(preview, name)

    def preview(
        self, data: bytes, filename: str, *, progress: Progress | None = None, **wishes: Unpack[Wishes]
    ) -> Preview:
        """What an import of this file would do; nothing is written.

        `format` overrules what is found out by the content, `mapping` (header -> target) what single columns become,
        `dates` says the order of day and month where it is doubtful: one for all columns, or by header.
        `welcome_since` plans a welcome for each new member who joined on that day or later; `unlocked` changes fields
        that a person edited, too. Raises InvalidInput when nothing can be read, or when one of these words is wrong.
        """
        with no_collections():
            return self._look(data, filename, asked_for(wishes), progress).preview

    def again(self, preview: Preview, asked: Asked, *, progress: Progress | None = None) -> Preview:
        """The preview of the same file when something else is asked for. Raises InvalidInput."""
        with no_collections():
            return self._look(preview.data, preview.filename, asked, progress).preview

    def run(self, preview: Preview, *, progress: Progress | None = None) -> Report:
        """Do what was previewed, as one change that one undo takes back. The store is asked anew, so that what happened
        since the preview counts. Raises InvalidInput when a question is open; Cancelled from `progress`."""
        return self._bring_in(preview.data, preview.filename, preview.asked, progress)

    def bring_in(
        self, data: bytes, filename: str, *, progress: Progress | None = None, **wishes: Unpack[Wishes]
    ) -> Report:
        """Preview and run in one go, reading the file once. Raises as they do."""
        return self._bring_in(data, filename, asked_for(wishes), progress)

    def _bring_in(self, data: bytes, filename: str, asked: Asked, progress: Progress | None) -> Report:
        with no_collections():
            look = self._look(data, filename, asked, progress, self._ids)
            preview = look.preview
            if self._own is not None and isinstance(look, OwnLook):
                self._own.save(look)
            elif isinstance(look, OwnLook) or preview.needs or look.arrivals is None:
                raise open_questions(preview.filename, preview.needs)
            else:
                self._save(look, look.arrivals)
        counts = {each.name: getattr(preview, each.name) for each in fields(Counts)}
        return Report(format=preview.format, sentence=look.sentence(), **counts)

    def _save(self, look: _Look, arrivals: Arrivals) -> None:
        with self._store.change(look.sentence()) as change:
            change.put_all(arrivals.added.values())
            for before, after in arrivals.changed.values():
                change.put(after, before=before)
            change.put_all((*look.contributions.new, *look.welcomes))
            retell(self._store, change, arrivals.changed.values(), self._clock())

    def _look(
        self, data: bytes, filename: str, asked: Asked, progress: Progress | None, ids: MakeId | None = None
    ) -> _Look | OwnLook:
        if self._own is not None and (asked.format == OWN or (asked.format is None and is_own(data))):
            return self._own.look(data, filename, asked, progress)
        maps, problems = self._maps.all()
        file = open_file(data, maps, asked.format, asked.encoding)
        places = self._settings.places if self._settings else ()
        columns = choose_columns(file.headers, file.known, asked.mapping, places[0] if len(places) == 1 else "")
        columns = without_numbers(columns, file.rows)
        days, questions = orders(columns, file.rows, file.known, asked)
        total, first = len(file.rows), file.rows[:_SAMPLED]
        arrivals = None
        if names_people(columns, file.known) or not file.is_table:
            echo = Echoes(file, asked, days).of
            arrivals = self._arrivals(file, columns, asked, ids, echo)
            arrivals.take(file.rows, Plan(columns, file.known, days, self._today()), progress, shown=SHOWN_ROWS)
        else:
            questions.insert(0, who(columns, guessed=file.encoding == GUESSED))
        notices = [*file.notices, *([] if total else ["nobody is in this file: it has no rows"])]
        notices += [f"import map {problem}" for problem in problems]
        gifts = NewContributions()
        welcomes: Sequence[FollowUp] = ()
        if arrivals:
            gifts = new_contributions(self._store, arrivals.given, ids, self._clock(), self._today())
            if asked.welcome_since:
                welcomes = self._welcomes([each.id for each in arrivals.newcomers(asked.welcome_since)])
            notices += arrivals.notices()
        if gifts.undated:
            undated = counted(gifts.undated, "contribution")
            notices.append(f"{undated} without a day in the file: kept under today, {self._today()}")
        hidden = arrivals.kept_out if arrivals else set()
        preview = Preview(
            format=file.name,
            title=file.title,
            filename=Path(filename).name or "the list",
            columns=(*_with_samples(columns, [row for row in first if row.line not in hidden]), *file.never),
            rows=tuple(arrivals.shown if arrivals else ()),
            total=total,
            needs=tuple(questions),
            encoding=file.encoding,
            delimiter=file.delimiter,
            place=file.place,
            data=data,
            asked=asked,
            contributions=len(gifts.new),
            contributions_same=gifts.same,
            welcomes=len(welcomes),
            notices=tuple(dict.fromkeys(notices)),
            **(arrivals.counts() if arrivals else {}),
        )
        return _Look(preview, arrivals, gifts, welcomes)

    def _arrivals(self, file: Opened, columns: list[Column], asked: Asked, ids: MakeId | None, echo: Echo) -> Arrivals:
        return Arrivals(
            self._store.table(MEMBERS).all(),
            file.teller,
            trusted=file.trusted,
            whole=file.whole,
            reading=self._roster.reading(),
            now=self._clock(),
            ids=ids,
            keep_out=self._forgotten(),
            unlocked=asked.unlocked,
            name_from=name_from(columns, file.known),
            former=former_of(self._store),
            echo=echo,
        )


def _with_samples(columns: list[Column], rows: list[Row]) -> list[Column]:
    """The columns with a few of their cells; none of those that are never read."""
    found = []
    for number, column in enumerate(columns):
        if column.target == IGNORE and column.reason:
            found.append(column)
            continue
        cells = (row.cells[number].strip() for row in rows if not row.fault)
        samples = tuple(dict.fromkeys(cell[:80] for cell in cells if cell))[:_SAMPLES]
        found.append(replace(column, samples=samples))
    return found
