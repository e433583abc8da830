"""Opening a workspace, making it current, and leaving it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from kindtui.domain.record import Clock, MakeId, random_id, utc_now
from kindtui.errors import InvalidInput, Problem, StoreError
from kindtui.paths import WORDS_FILE, WORKSPACE_FILE
from kindtui.store.version import is_current
from kindtui.workspace.own_files import is_there, own_kinds, theme_problems
from kindtui.workspace.sections import Sections

if TYPE_CHECKING:
    from kindtui.domain.record import Record
    from kindtui.domain.spotlights import Spotlight
    from kindtui.store.guarded import GuardedStore


def open_workspace(
    folder: Path,
    *,
    clock: Clock = utc_now,
    ids: MakeId = random_id,
    create: bool = False,
    read_only: bool = False,
    at_once: bool = True,
    lenient: bool = False,
) -> Workspace:
    """Open the workspace in a folder.

    Where there is none yet it is made at once with `create`, else by the first change (`is_new` says so until then,
    `on_created` is told where). Records of an older version are backed up and upgraded, and what was begun and
    interrupted is finished: not `at_once`, but when `store` is first asked for, if something is to be shown before.
    Raises InvalidInput when kindtui.yaml is no YAML, which a `lenient` opening counts among the `problems`; StoreError
    when the workspace cannot be read or a newer kindtui
    wrote it.
    """
    folder = folder.absolute()
    if folder.exists() and not folder.is_dir():
        raise InvalidInput(f"{folder} is a file, not a workspace", "name a folder with -w")
    if create and not (folder / WORKSPACE_FILE).exists():
        init_workspace(folder)
    if not is_current(folder):
        from kindtui.store.schema import refuse_newer

        refuse_newer(folder)
    workspace = Workspace(folder, clock=clock, ids=ids, read_only=read_only, lenient=lenient)
    if at_once:
        workspace.open_records()
    return workspace


def init_workspace(folder: Path, *, name: str = "") -> None:
    """Make a new workspace in a folder. Raises InvalidInput when there is one already."""
    from kindtui.services.beginning import begin

    begin(folder.absolute(), name=name)


class Workspace(Sections):
    """One folder, opened: its records, its sections, and what the store asks before it saves."""

    def __init__(
        self, folder: Path, *, clock: Clock, ids: MakeId, read_only: bool = False, lenient: bool = False
    ) -> None:
        super().__init__(folder, clock=clock, ids=ids, read_only=read_only, lenient=lenient)
        self.on_created: Callable[[Path], None] | None = None
        """Told the folder when the first change makes the workspace."""
        self.unfinished: list[Problem] = []
        """What was begun and interrupted, and could not be finished at this start."""
        self._documents_seen: object = None
        """The stamp of the conduct documents at the last look."""

    @cached_property
    def store(self) -> GuardedStore:
        from kindtui.services.notebooks import TABLES
        from kindtui.store.guarded import GuardedStore

        store = GuardedStore(self.folder, TABLES, guard=self, clock=self.clock, read_only=self.read_only)
        # known from here on: what brings it up to date asks for it
        self.__dict__["store"] = store
        try:
            self.make_current()
        except BaseException as error:
            store.close(fold=False)
            del self.__dict__["store"]
            if isinstance(error, OSError):
                raise StoreError(f"The workspace cannot be read: {error.strerror}") from error
            raise
        return store

    @property
    def is_open(self) -> bool:
        """Whether the records are open."""
        return "store" in self.__dict__

    def open_records(self) -> None:
        """Open the records, unless they are. Raises StoreError when they cannot be read, or a newer kindtui wrote
        them."""
        _ = self.store

    @property
    def is_new(self) -> bool:
        """Whether there is no workspace in the folder yet."""
        return not is_there(self.folder / WORKSPACE_FILE, "The workspace")

    def catch_up(self) -> frozenset[str]:
        """The tables that others changed since the last look, and "conduct" when a document changed."""
        tables = self.store.catch_up()
        try:
            stamp: object = self.conduct_documents.stamp()
        except StoreError as error:
            stamp = error.message  # a folder that cannot be read is one change, told once
        before, self._documents_seen = self._documents_seen, stamp
        return tables | {"conduct"} if before not in (None, stamp) else tables

    def problems(self) -> list[Problem]:
        """What is wrong with the workspace: its settings, its own kinds, its folders, its records."""
        own = [*self._settings_problems, *self.unfinished, *own_kinds(self.folder)[1]]
        try:
            self.conduct_documents.stamp()
        except StoreError as error:
            own.append(Problem(error.message, error.hint))
        if (self.folder / "themes").is_dir():
            own += theme_problems(self.folder)
        if (self.folder / WORDS_FILE).exists():
            own += self.wording.problems()
        return [*own, *self.store.problems()]

    def found_meanwhile(self) -> list[Problem]:
        """What the records' files made necessary since they were opened here, what was begun and could not be finished,
        and records that cannot be shown."""
        return [*self.unfinished, *self.store.found_meanwhile()] if self.is_open else []

    def make_current(self) -> None:
        """Upgrade records of an older version, and finish what was interrupted. Raises StoreError when a newer kindtui
        wrote the records, or older ones cannot be upgraded."""
        if not is_current(self.folder):
            from kindtui.store.schema import upgrade

            upgrade(self.store, lambda: self.upkeep.back_up("before-upgrade"))
        if not (self.folder / ".kindtui" / "unfinished").is_dir() or self.store.read_only_reason:
            return
        for resume in (lambda: self.upkeep.resume(), lambda: self.forgetting.resume()):
            try:
                resume()
            except StoreError as error:
                self.unfinished.append(Problem(error.message, error.hint))

    def close(self) -> None:
        """Leave. What was saved stays saved whatever happens here."""
        if not self.is_open:
            return
        with suppress(StoreError):
            if not self.is_new and not self._has_fresh_backup():
                self.upkeep.leave()
        self.store.close()

    def _has_fresh_backup(self) -> bool:
        """Whether there is nothing more to ask: nearly every leaving ends here."""
        now = self.clock()
        since, until = (f"{at:%Y%m%dT%H%M%SZ}" for at in (now - timedelta(hours=1), now + timedelta(seconds=1)))
        try:
            names = os.listdir(self.folder / ".kindtui" / "backups")  # noqa: PTH208 - at every leaving
        except OSError:
            return False
        return any(since < name < until for name in names)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- what the store asks before it saves

    def make(self) -> None:
        """Make the workspace in its folder."""
        init_workspace(self.folder)
        if self.on_created:
            self.on_created(self.folder)

    def refuse(self, records: Iterable[Record]) -> None:
        """Raises Declined when one of the records is of somebody who asked to be forgotten."""
        if self.somebody_is_forgotten:
            self.forgetting.refuse(records)

    def note_answers(self, spotlights: Iterable[Spotlight]) -> None:
        """Keep in mind who said no to which spotlight. Raises StoreError when that fails."""
        from kindtui.services.merged import all_merges_of

        self.taken_back.note(spotlights, partial(all_merges_of, self.store))

    def before_bulk(self) -> None:
        """Back up before a change of very many records."""
        self.upkeep.before_bulk()
