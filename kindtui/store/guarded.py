"""A store with a guard at its door: what must happen before a change is saved, and who must never come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from kindtui.domain.record import Record
from kindtui.domain.spotlights import Spotlight
from kindtui.errors import StoreError
from kindtui.store import durable
from kindtui.store.engine import BULK
from kindtui.store.tablefile import Rows
from kindtui.store.tables import SCHEMA, Change, Store, TableSpec


class Guard(Protocol):
    """What the workspace has to say to its own store."""

    @property
    def is_new(self) -> bool:
        """Whether there is no workspace in the folder yet."""

    def make(self) -> None:
        """Make the workspace."""

    def admitted(self, table: str, rows: Rows) -> Rows:
        """What others wrote, without those who asked to be forgotten."""

    def refuse(self, records: Iterable[Record]) -> None:
        """Raise Declined when one of the records is of somebody who asked to be forgotten."""

    def before_bulk(self) -> None:
        """Called before a change of very many records."""

    def note_answers(self, spotlights: Iterable[Spotlight]) -> None:
        """Keep in mind what spotlights say that were just saved. Called under the lock."""


class GuardedStore(Store):
    """A store whose first change makes the workspace where there is none, and which leaves no trace before."""

    def __init__(
        self,
        folder: Path,
        specs: Sequence[TableSpec[Any]],
        *,
        guard: Guard,
        clock: Callable[[], datetime],
        read_only: bool = False,
    ) -> None:
        self.guard = guard
        super().__init__(folder, specs, clock=clock, admit=self._admitted, read_only=read_only)

    def _admitted(self, table: str, rows: Rows) -> Rows:
        """What others wrote, as far as it may come in. InvalidInput when a newer program wrote it."""
        if table == SCHEMA:
            from kindtui.store.schema import admitted

            return admitted(rows, self.folder)
        return self.guard.admitted(table, rows)

    def change(self, sentence: str) -> Change:
        return _GuardedChange(self, self._engine, sentence)

    def undo(self, *, dry_run: bool = False, number: int = 0) -> str:
        dry_run = dry_run or self.guard.is_new
        sentence = super().undo(dry_run=dry_run, number=number)
        self._note_all_answers(dry_run)
        return sentence

    def redo(self, *, dry_run: bool = False, number: int = 0) -> str:
        dry_run = dry_run or self.guard.is_new
        sentence = super().redo(dry_run=dry_run, number=number)
        self._note_all_answers(dry_run)
        return sentence

    def _note_all_answers(self, dry_run: bool) -> None:
        if not dry_run:
            self.note_answers(lambda: self.table("spotlights").all())

    def note_answers(self, spotlights: Callable[[], Iterable[Spotlight]]) -> None:
        """Keep in mind what spotlights say that were just saved. That this fails is no reason to say that they were
        not: they say the same themselves."""
        with suppress(StoreError), self._engine.mutex, self._engine.locked():
            self.guard.note_answers(spotlights())


class _GuardedChange(Change):
    """Makes the workspace just before it is saved, so that a change that fails leaves no trace. Keeps those out who
    asked to be forgotten, and backs up before a change of very many records."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert isinstance(self._store, GuardedStore)
        guard = self._store.guard
        if kind is None and self._wanted:
            try:
                self._get_ready(guard)
            except StoreError as fault:
                raise fault if fault.message.startswith("Not ") else _not_saved(fault) from fault
            except OSError as fault:
                raise durable.failure("Not saved", fault) from fault
        super().__exit__(kind, error, trace)
        spotlights = [record for record in self._wanted.values() if isinstance(record, Spotlight)]
        if kind is None and spotlights:
            self._store.note_answers(lambda: spotlights)

    def _get_ready(self, guard: Guard) -> None:
        if guard.is_new:
            self._engine.must_be_there("Not saved")
            guard.make()
        guard.refuse(record for record in self._wanted.values() if record is not None)
        if len(self._wanted) >= BULK:
            guard.before_bulk()


def _not_saved(fault: StoreError) -> StoreError:
    """What failed before the change was begun says so of the change as well."""
    return StoreError(f"Not saved: {fault.message}", fault.hint)
