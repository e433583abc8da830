"""Records by id: the store as services see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import msgspec

from kindtui.domain.record import Record
from kindtui.errors import Clash, InvalidInput, Problem
from kindtui.formats.records_json import decode, encode
from kindtui.store import engine as engines
from kindtui.store import history, noting
from kindtui.store.collector import no_collections
from kindtui.store.history import Entry, Reversal
from kindtui.store.table import Table, TableSpec

__all__ = ["Change", "Entry", "Store", "Table", "TableSpec"]

R = TypeVar("R", bound=Record)

SCHEMA = "schema"
"""The table that says which version the records have."""


class Store:
    """The notebooks of one workspace folder."""

    def __init__(
        self,
        folder: Path,
        specs: Sequence[TableSpec[Any]],
        *,
        clock: Callable[[], datetime],
        admit: engines.Admit | None = None,
        read_only: bool = False,
    ) -> None:
        """Open the notebooks; tables are not read yet, and nothing is written before the first change. `admit` answers
        which rows of a file that somebody else wrote may come in."""
        self.folder = folder
        known = frozenset((*(spec.name for spec in specs), SCHEMA))
        self._engine = engines.Engine(folder, clock, known=known, admit=admit, read_only=read_only)
        self._tables: dict[str, Table[Any]] = {spec.name: Table(self._engine, spec) for spec in specs}
        self._by_type = {spec.record: spec.name for spec in specs}

    def table(self, spec: TableSpec[R] | str) -> Table[R]:
        """One notebook."""
        return self._tables[spec if isinstance(spec, str) else spec.name]

    def table_of(self, record: Record) -> Table[Any]:
        """The notebook that a record belongs to."""
        return self._tables[self._by_type[type(record)]]

    def change(self, sentence: str) -> Change:
        """A change of any number of records, to be used in `with`. `sentence` is what undo will show."""
        return Change(self, self._engine, sentence)

    def undo(self, *, dry_run: bool = False, number: int = 0) -> str:
        """Undo the newest change. Answers its sentence; NotFound when nothing is left, Clash when somebody changed one
        of its records since, or when the newest change is not the one of `number` (0: whichever it is)."""
        if dry_run:
            return self.reversal().sentence
        return history.reverse(self._engine, number=number)

    def redo(self, *, dry_run: bool = False, number: int = 0) -> str:
        """Do again what was undone last. Answers its sentence; NotFound when there is none."""
        if dry_run:
            return self.reversal(redo=True).sentence
        return history.reverse(self._engine, redo=True, number=number)

    def reversal(self, *, redo: bool = False) -> Reversal:
        """What undo, or redo, would do now. Raises as they do."""
        return history.reversal(self._engine, redo=redo)

    def reversed_records(self, spec: TableSpec[R], reversal: Reversal) -> list[tuple[R | None, R | None]]:
        """Of one notebook the records as they are and as they would be, as far as they can be understood."""
        found = []
        for table, id, now, then in reversal.changes:
            if table == spec.name:
                try:
                    one, other = (None if row is None else decode(spec.record, id, row) for row in (now, then))
                    found.append((one, other))
                except InvalidInput:
                    continue
        return found

    def history(self) -> list[Entry]:
        """The last changes, newest first: at least fifty, when there were so many."""
        self._engine.follow()
        return history.entries(self._engine)

    def catch_up(self) -> frozenset[str]:
        """The tables that others changed since the last call; costs little more than a stat when nobody did."""
        return self._engine.catch_up() & self._tables.keys()

    def save(self) -> None:
        """Write everything into the table files."""
        self._engine.save()

    def close(self, fold: bool | None = None) -> None:
        """Leave; `fold` says whether to write everything into the table files (None: when it is cheap or due)."""
        self._engine.close(fold)

    def problems(self) -> list[Problem]:
        """What was found damaged, taken over or clashing, and records that could not be understood."""
        faults = [problem for table in self._tables.values() for problem in table.faults.values()]
        return [*self._engine.notes.values(), *faults]

    def found_meanwhile(self) -> list[Problem]:
        """Of these, what was found and dealt with since the store was opened here, and the records that could not be
        understood; not what waits for a person anyway."""
        faults = [problem for table in self._tables.values() for problem in table.faults.values()]
        return [*noting.happened(self._engine), *faults]

    @property
    def read_only_reason(self) -> str | None:
        """Why nothing can be written now, or None."""
        return self._engine.read_only_reason


class Change:
    """Records to be written together, or not at all, when the `with` block ends well."""

    def __init__(self, store: Store, engine: engines.Engine, sentence: str) -> None:
        self.sentence = sentence
        self._store = store
        self._engine = engine
        self._wanted: dict[tuple[str, str], Record | None] = {}
        self._expected: dict[tuple[str, str], Record] = {}

    def put(self, record: Record, *, before: Record | None = None) -> None:
        """Write a record. With `before`, the record as it was read: Clash at the end when it is no longer that."""
        key = (self._store.table_of(record).name, record.id)
        if before is not None and key not in self._wanted:
            self._expected[key] = before
        self._wanted[key] = record

    def put_all(self, records: Iterable[Record]) -> None:
        """Write records, whatever is there under their ids."""
        table_of = self._store.table_of
        self._wanted.update(((table_of(record).name, record.id), record) for record in records)

    def remove(self, record: Record) -> None:
        """Remove a record that is as given; Clash at the end when it was changed since."""
        key = (self._store.table_of(record).name, record.id)
        if key not in self._wanted:
            self._expected[key] = record
        self._wanted[key] = None

    def __enter__(self) -> Change:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._wanted:
            with no_collections() if len(self._wanted) >= engines.BULK else nullcontext():
                self._engine.commit(self.sentence, self._prepare)

    def _prepare(self) -> list[history.Operation]:
        operations: list[history.Operation] = []
        find = self._engine.finder(len(self._wanted))
        for key, record in self._wanted.items():
            table, id = key
            now = find(table, id)
            expected = self._expected.get(key) if self._expected else None
            if expected is not None and not self._is(now, expected):
                what = "removed" if now is None else "changed"
                raise Clash(f"Not saved: {id} was {what} by somebody else since it was read", "look at it again")
            data = None if record is None else encode(record)
            if record is None or data is None or now is None or not self._same_but_for_time(now, record, data):
                operations.append((table, id, now, data))
        return operations

    def _is(self, now: bytes | None, expected: Record) -> bool:
        if now is None:
            return False
        return now == encode(expected) or decode(type(expected), expected.id, now) == expected

    def _same_but_for_time(self, now: bytes, record: Record, data: bytes) -> bool:
        if now == data:
            return True
        if len(now) != len(data):
            return False
        try:
            stored = decode(type(record), record.id, now)
        except InvalidInput:
            return False
        return msgspec.structs.replace(stored, updated_at=record.updated_at) == record
