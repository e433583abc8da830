"""The journal engine: tables of JSON documents by id, changed durably by many processes, undoable.

`Engine` is what both faces of the store stand on: TinyDB's (`journal.py`) and the one for records (`tables.py`). It
knows documents as bytes and nothing of what is in them.
"""

from __future__ import annotations

import os
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from kindtui.errors import Problem, StoreError
from kindtui.store import durable, folding, following, foreign, history, noting, repairing
from kindtui.store.journal_file import UnknownOutcome, append
from kindtui.store.layout import Layout
from kindtui.store.lines import Line, Mark, Put, Swap, encode_line, raw_of
from kindtui.store.lock import ProcessLock
from kindtui.store.mirror import Mirror
from kindtui.store.table_state import RowChange, TableState
from kindtui.store.tablefile import Blocks, Damaged, Rows
from kindtui.store.unread import Unread

T = TypeVar("T")

BULK = 1000
"""A change of this many records goes straight into new table files."""
Admit = Callable[[str, Rows], Rows]
"""For a table and the rows that somebody else wrote: the rows as they may come in."""


class Engine:
    """The tables of one workspace folder. All methods can be called from any thread."""

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime],
        *,
        known: frozenset[str] | None = None,
        admit: Admit | None = None,
        read_only: bool = False,
        lock_timeout: float = 10.0,
    ) -> None:
        """Open what is there; nothing is made before the first write. `known` are the tables whose files may be taken
        over when somebody else made them (None: all), `admit` answers which of their rows may be."""
        self.layout = Layout(folder)
        self.clock = clock
        self.known = known
        self.admit = admit
        self.read_only = read_only
        self.lock = ProcessLock(self.layout.lock, lock_timeout)
        self.mutex = threading.RLock()
        self.mirror = Mirror(self.layout)
        self._tables: dict[str, TableState] = {}
        self.unread: Unread | None = None
        """The journal's lines, while nobody needed more of them than a record."""
        self.generation = 0
        self.number = 0
        """Of the last change."""
        self.own: set[int] = set()
        """The numbers of the changes that were made here."""
        self.notes: dict[str, Problem] = {}
        """What went wrong and was dealt with, or waits for a person, by what it is about."""
        self.blocked: dict[str, foreign.Blocked] = {}
        """Tables whose files cannot be parsed; while there are any, nothing is written."""
        self.files: dict[str, foreign.Signature] = {}
        """The stat of the table files, while there is no journal."""
        self.stale = True
        """Whether the journals have to be read anew before anything else."""
        self.head: Swap | None = None
        self.offset = 0
        """The length of the journal as far as it is known here."""
        self.crc = 0
        """Its CRC-32 up to there."""
        self.lines = 0
        self._journal = (-1, self.layout.journals)
        self.fd = -1
        self.ino = 0
        self.touched: set[str] = set()
        self._nothing = TableState.holding(self.layout.records, {})
        with self.mutex:
            try:
                following.begin(self)
            except OSError as error:
                raise durable.failure("The workspace cannot be read", error) from error
            self.touched.clear()
            self._opened_at = self.number

    # -- reading

    def names(self) -> list[str]:
        """The tables that exist."""
        with self.mutex:
            return sorted(self.tables)

    def get(self, table: str, id: str) -> bytes | None:
        """One document."""
        with self.mutex:
            self._be_certain()
            state = self._tables.get(table)
            if self.unread is None and (state is None or state.loaded):
                return state.get(id) if state else None
            if self.unread is not None:
                if self.unread.is_tiring():
                    following.read_the_unread(self)
                elif (found := self.unread.find(table, id)) is not None:
                    return found.document
            return self._read(table, lambda state: state.get(id), of_files=True)

    def finder(self, count: int) -> Callable[[str, str], bytes | None]:
        """What finds `count` documents, by table and id, as long as nothing is changed: many are found in loaded
        tables."""
        if count < BULK:
            return self.get
        tables: dict[str, Rows] = {}

        def find(table: str, id: str) -> bytes | None:
            if table not in tables:
                tables[table] = self._read(table, lambda state: state.rows())
            return tables[table].get(id)

        return find

    def rows(self, table: str) -> Rows:
        """All documents by id, in no order; the caller's own."""
        return self._read(table, lambda state: dict(state.rows()))

    def items(self, table: str) -> list[tuple[str, bytes]]:
        """All documents with their ids, in the order of ids."""

        def ordered(state: TableState) -> list[tuple[str, bytes]]:
            rows = state.rows()
            return [(id, rows[id]) for id in state.order()]

        return self._read(table, ordered)

    def whole(self, table: str) -> tuple[Iterable[bytes], dict[str, bytes | None]]:
        """All documents for those who decode them all: stretches of a table file, and what is to be put over them."""
        return self._read(table, lambda state: state.whole())

    def ids(self, table: str) -> list[str]:
        """All ids, sorted; the caller's own."""
        return self._read(table, lambda state: list(state.order()))

    def order(self, table: str) -> Sequence[str]:
        """All ids, sorted, as they are now: for a quick look, not to keep."""
        return self._read(table, lambda state: state.order())

    def count(self, table: str) -> int:
        """How many documents a table has."""
        return self._read(table, lambda state: state.count())

    def release(self, table: str) -> None:
        """Let go of the rows of a table that the caller has in a form of its own; who asks for them reads them anew."""
        with self.mutex:
            if state := self._tables.get(table):
                state.release()

    def version(self, table: str) -> tuple[int, int]:
        """Differs whenever a table may have changed."""
        with self.mutex:
            if self.stale:
                self._be_certain()
            state = self._tables.get(table)
            return (state.serial, state.version) if state else (0, 0)

    def changes_since(self, table: str, version: tuple[int, int]) -> list[RowChange] | None:
        """What was changed in a table since it had a version, in order; None when that is not known any more."""
        with self.mutex:
            state = self._tables.get(table)
            return state.since(version[1]) if state is not None and state.serial == version[0] else None

    def _read(self, table: str, ask: Callable[[TableState], T], *, of_files: bool = False) -> T:
        """What `ask` says of a table. `of_files`: lines of the journal that nobody has read do not concern it."""
        with self.mutex:
            self._be_certain()
            for _ in range(5):
                state = (self._tables if of_files else self.tables).get(table) or self._nothing
                try:
                    return ask(state)
                except (Damaged, FileNotFoundError):
                    self.follow()
                    if self.tables.get(table) is state:  # no other process made a new file: it is the file itself
                        foreign.examine(self, table)
                except OSError as error:
                    raise durable.failure(f"The table {table} cannot be read", error) from error
            raise StoreError(f"The table {table} cannot be read", "run kindtui doctor")

    def _be_certain(self) -> None:
        """After an unknown outcome, read the journals anew; while that fails, show what was there before."""
        if self.stale:
            try:
                self.follow()
            except StoreError:
                pass

    # -- following others

    def catch_up(self) -> frozenset[str]:
        """Take over what other processes and other hands did. Answers the tables that may have changed since the last
        call, by them or, while reading was on the way, by us."""
        with self.mutex:
            self.follow()
            foreign.look(self)
            touched, self.touched = frozenset(self.touched), set()
            return touched

    def follow(self) -> None:
        """Take over what other processes acknowledged; costs a stat when nothing happened."""
        try:
            following.follow(self)
        except OSError as error:
            raise durable.failure("The workspace cannot be read", error) from error

    def settle(self) -> None:
        """Under the lock: be as new as the disk, and make good what a crash left."""
        try:
            following.settle(self)
        except OSError as error:
            self.close_journal()
            raise durable.failure("Not saved", error) from error

    def touch(self, table: str) -> None:
        """Say at the next catching up that a table may have changed."""
        self.touched.add(table)

    # -- writing

    def commit(
        self,
        sentence: str,
        prepare: Callable[[], Sequence[history.Operation]],
        *,
        undoes: int = 0,
        redoes: int = 0,
        created: Sequence[str] = (),
        dropped: Sequence[str] = (),
    ) -> int:
        """Make one durable change and answer its number, or 0 when there was nothing to change.

        `prepare` is called under the lock, when the tables are as new as they can be, and names each document at most
        once, as it is there and as it is to be; what it raises ends the change.
        Tables in `created` are there afterwards even when they are empty, those in `dropped` are not. StoreError says
        whether the change was saved.
        """
        with self.mutex:
            self.must_be_writable()
            with self.locked():
                self.settle()
                self.must_be_writable()
                operations = [each for each in prepare() if each[2] != each[3]]
                if not operations and not dropped and not created:
                    return 0
                if self.head is None or len(operations) >= BULK or dropped or created:
                    folding.change_much(
                        self, sentence, operations, undoes=undoes, redoes=redoes, created=created, dropped=dropped
                    )
                    self.own.add(self.number)
                    return self.number
                line = Put(
                    n=self.number + 1,
                    at=self.now(),
                    say=sentence,
                    put=[(table, id, raw_of(before), raw_of(after)) for table, id, before, after in operations],
                    undoes=undoes,
                    redoes=redoes,
                )
                data = self._append(line)
                if self.unread is not None:
                    self.unread.append(data)
                else:
                    for table, id, before, after in operations:
                        self.state(table).put(id, before, after)
                self.number = line.n
                self.own.add(line.n)
                self.lines += 1
                return line.n

    def is_of_others(self, number: int) -> bool:
        """Whether another process made a change since this one began."""
        return number > self._opened_at and number not in self.own

    def must_be_writable(self) -> None:
        """StoreError when nothing can be written now."""
        if reason := self.read_only_reason:
            raise StoreError(f"Not saved: the workspace is read-only. {reason}", "see kindtui doctor")

    def must_be_there(self, failed: str) -> None:
        """StoreError, which begins with `failed`, when the workspace was here and is gone: somebody moved it, or took
        the disk out. Nobody is served by an empty one in its place."""
        if self.head is not None or self.files:
            place = self.layout.records if self.head is None else self.layout.journals
            if not place.is_dir() or (self.head is not None and not self.layout.generations()):
                raise StoreError(f"{failed}: what was in {place} is gone", "put it back, or open it where it is now")

    @property
    def read_only_reason(self) -> str | None:
        """Why nothing can be written, or None."""
        if self.blocked:
            return "; ".join(blocked.reason for blocked in self.blocked.values())
        return "It was opened for reading." if self.read_only else None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only writer. Makes the workspace's folders on the first write."""
        try:
            try:
                self.lock.__enter__()
            except FileNotFoundError:
                self.must_be_there("Not saved")
                for folder in self.layout.folders():
                    durable.make_folder(folder)
                self.lock.__enter__()
        except OSError as error:
            raise durable.failure("Not saved", error) from error
        try:
            yield
        finally:
            self.lock.__exit__()

    def now(self) -> str:
        """This instant, as it stands in files."""
        return self.clock().isoformat().replace("+00:00", "Z")

    def _append(self, line: Line) -> bytes:
        data = encode_line(line)
        path = self.journal()
        try:
            append(self.fd, path, self.offset, data)
        except UnknownOutcome:
            following.open_again(self)
            raise
        except StoreError:
            self.close_journal()
            raise
        self.offset += len(data)
        self.crc = zlib.crc32(data, self.crc)
        try:
            self.acknowledge()
        except OSError:
            pass  # the change is durable; the note is for finding damage
        self.mirror.add(self.generation, self.offset - len(data), data)
        return data

    def save(self) -> None:
        """Write everything into the table files. StoreError when that fails, in which case nothing is lost."""
        folding.fold(self)

    # -- leaving

    def close(self, fold: bool | None = None) -> None:
        """Leave. `fold`: whether to let the table files contain the journal first (None: when it is cheap or due)."""
        with self.mutex:
            try:
                if not self.read_only and not self.blocked and (folding.should_fold(self) if fold is None else fold):
                    self.save()
            except StoreError as error:
                noting.note(self, "fold", error.message)
            finally:
                self.close_journal()
                self.mirror.close()
                self.lock.close()

    # -- small things

    @property
    def tables(self) -> dict[str, TableState]:
        """What is in memory of each table, with all that the journal says."""
        if self.unread is not None:
            following.read_the_unread(self)
        return self._tables

    @tables.setter
    def tables(self, tables: dict[str, TableState]) -> None:
        self._tables = tables
        self.unread = None

    @property
    def tables_of_files(self) -> dict[str, TableState]:
        """The same, perhaps without what the journal says: for those who ask about the files."""
        return self._tables

    def state(self, table: str) -> TableState:
        """What is in memory of a table, which need not exist yet."""
        state = self.tables.get(table)
        if state is None:
            state = self.tables[table] = TableState.holding(self.layout.table(table), {})
        return state

    def block_loader(self, name: str, mark: Mark) -> Callable[[], Blocks]:
        """What reads the block index of a table file, when it is asked for."""
        return lambda: repairing.load_blocks(self.layout, name, mark)

    def journal(self) -> Path:
        """The newest journal."""
        if self._journal[0] != self.generation:
            self._journal = (self.generation, self.layout.journal(self.generation))
        return self._journal[1]

    def acknowledged(self, name: str | None = None) -> int:
        """The length of a journal, the newest when it has no `name`, that is known to be durable; 0 when it is not."""
        note = self.lock.acknowledged()
        return note[1] if note and note[0] == (name or self.journal().name) else 0

    def acknowledge(self) -> None:
        """Note how long the journal is that is durable now."""
        self.lock.acknowledge(self.journal().name, self.offset, self.crc)

    def can_lock(self) -> bool:
        """Whether this process may write in the workspace."""
        return not self.read_only and os.access(self.layout.private, os.W_OK)

    def close_journal(self) -> None:
        """Give the descriptor of the journal back; the next change opens it again."""
        if self.fd >= 0:
            fd, self.fd = self.fd, -1
            try:
                os.close(fd)
            except OSError:
                pass  # what counts was synced before
