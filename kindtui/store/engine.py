"""The journal engine: tables of JSON documents by id, changed durably by many processes, undoable.

`Engine` is what both faces of the store stand on: TinyDB's (`journal.py`) and the one for records (`tables.py`). It
knows documents as bytes and nothing of what is in them.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from kindtui.errors import Problem, StoreError
from kindtui.store import durable, foreign, history, swaps
from kindtui.store.journal_file import UnknownOutcome, append
from kindtui.store.layout import Layout
from kindtui.store.lines import NOTHING, Line, Mark, Put, Reading, Swap, encode_line, read_lines
from kindtui.store.lock import ProcessLock
from kindtui.store.table_state import TableState, apply
from kindtui.store.tablefile import Blocks, Damaged, Rows

T = TypeVar("T")

BULK = 1000
"""A change of this many records goes straight into new table files."""
LONG_JOURNAL = 256
"""Lines after which leaving folds, whatever it costs."""
CHEAP_FOLD = 1_000_000
"""Bytes of table files up to which leaving always folds."""
KEPT_CHANGES = 100
"""At least so many changes can be undone."""

Change = tuple[str, str, bytes | None]
"""Table, id, and the document that is to be there, or None."""


class Engine:
    """The tables of one workspace folder. All methods can be called from any thread."""

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime],
        *,
        known: frozenset[str] | None = None,
        read_only: bool = False,
        lock_timeout: float = 10.0,
    ) -> None:
        """Open what is there; nothing is made before the first write. `known` are the tables whose files may be taken
        over when somebody else made them (None: all)."""
        self.layout = Layout(folder)
        self.clock = clock
        self.known = known
        self.read_only = read_only
        self.lock = ProcessLock(self.layout.lock, lock_timeout)
        self.mutex = threading.RLock()
        self.tables: dict[str, TableState] = {}
        self.generation = 0
        self.number = 0
        """Of the last change."""
        self.notes: dict[str, Problem] = {}
        """What went wrong and was dealt with, or waits for a person, by what it is about."""
        self.blocked: dict[str, foreign.Blocked] = {}
        """Tables whose files cannot be parsed; while there are any, nothing is written."""
        self.files: dict[str, foreign.Signature] = {}
        """The stat of the table files, while there is no journal."""
        self.head: Swap | None = None
        self.offset = 0
        self.lines = 0
        self._fd = -1
        self._ino = 0
        self._touched: set[str] = set()
        with self.mutex:
            self._open()
            self._touched.clear()

    # -- reading

    def names(self) -> list[str]:
        """The tables that exist."""
        with self.mutex:
            return sorted(self.tables)

    def get(self, table: str, id: str) -> bytes | None:
        """One document."""
        return self._read(table, lambda state: state.get(id))

    def rows(self, table: str) -> Rows:
        """All documents by id, in no order; the caller's own."""
        return self._read(table, lambda state: dict(state.rows()))

    def items(self, table: str) -> list[tuple[str, bytes]]:
        """All documents with their ids, in the order of ids."""

        def ordered(state: TableState) -> list[tuple[str, bytes]]:
            rows = state.rows()
            return [(id, rows[id]) for id in state.order()]

        return self._read(table, ordered)

    def ids(self, table: str) -> list[str]:
        """All ids, sorted; the caller's own."""
        return self._read(table, lambda state: list(state.order()))

    def order(self, table: str) -> Sequence[str]:
        """All ids, sorted, as they are now: for a quick look, not to keep."""
        return self._read(table, lambda state: state.order())

    def count(self, table: str) -> int:
        """How many documents a table has."""
        return self._read(table, lambda state: state.count())

    def version(self, table: str) -> tuple[int, int]:
        """Differs whenever a table may have changed."""
        with self.mutex:
            state = self.tables.get(table)
            return (id(state), state.version) if state else (0, 0)

    def _read(self, table: str, ask: Callable[[TableState], T]) -> T:
        with self.mutex:
            for _ in range(5):
                state = self.tables.get(table)
                if state is None:
                    state = TableState.holding(self.layout.table(table), {})
                try:
                    if state.loaded:
                        return ask(state)
                    with no_collections():
                        return ask(state)
                except (Damaged, FileNotFoundError):
                    self.follow()
                    if self.tables.get(table) is state:
                        foreign.examine(self, table)
                except OSError as error:
                    raise durable.failure(f"The table {table} cannot be read", error) from error
            raise StoreError(f"The table {table} cannot be read", "run kindtui doctor")

    # -- following others

    def catch_up(self) -> frozenset[str]:
        """Take over what other processes and other hands did. Answers the tables that may have changed since the last
        call, by them or, while reading was on the way, by us."""
        with self.mutex:
            self.follow()
            foreign.look(self)
            touched, self._touched = frozenset(self._touched), set()
            return touched

    def follow(self) -> None:
        """Take over what other processes acknowledged; costs a stat when nothing happened."""
        if self.head is None:
            self._look_for_journal()
            return
        try:
            stat = self._journal().stat()
        except FileNotFoundError:
            self._open()
            return
        if stat.st_size == self.offset:
            return
        if not self.can_lock():
            self._open()
            return
        with self.locked():
            self.settle()

    def settle(self) -> None:
        """Under the lock: take over every line, cut a torn tail, finish a swap that was begun, repair damage."""
        if self.head is None:
            self._look_for_journal()
            return
        path = self._journal()
        try:
            stat = path.stat()
        except FileNotFoundError:
            self._open()
            return
        size = stat.st_size
        if self._fd < 0:
            self._fd = durable.open_append(path)
            self._ino = stat.st_ino
            if size == self.offset == self._acknowledged():
                return
        elif stat.st_ino != self._ino:
            self._open()
            return
        elif size == self.offset:
            return
        acknowledged = max(self._acknowledged(), self.offset)
        if size < acknowledged:
            foreign.repair_journal(self, "it is shorter than what was acknowledged")
            return
        reading = read_lines(durable.read_from(path, self.offset), self.offset)
        end = _good_end(reading, self.offset)
        if any(begin < max(end, acknowledged) for begin, _ in reading.faults):
            self._take(reading)
            foreign.repair_journal(self, "a part of it is not what was written")
            return
        if end < size:
            durable.truncate(self._fd, end)
        if end > acknowledged:
            durable.sync_data(self._fd)
        self._take(reading)
        self.offset = end
        self.lock.acknowledge(path.name, end)
        if reading.lines and isinstance(reading.lines[-1][1], Swap):
            self._finish(reading.lines[-1][1])

    def _look_for_journal(self) -> None:
        """While there is no journal: see whether somebody made one, or changed the files."""
        if self.layout.generations():
            self._open()
        else:
            foreign.look(self)

    def _take(self, reading: Reading) -> None:
        """Apply the changes of journal lines to the tables in memory."""
        for _, line in reading.lines:
            if isinstance(line, Put):
                self._apply(line)

    def _apply(self, line: Put) -> None:
        for table, id, _, after in line.put:
            document = bytes(after)
            self.state(table).put(id, None if document == b"null" else document)
            self._touched.add(table)
        self.number = line.n
        self.lines += 1

    def touch(self, table: str) -> None:
        """Say at the next catching up that a table may have changed."""
        self._touched.add(table)

    def _finish(self, swap: Swap) -> None:
        """Under the lock: give the files of a committed swap their names, and go on with them."""
        foreign.keep_unseen(self, self.head, swap)
        if not swaps.roll_forward(self.layout, swap):
            foreign.note(self, "journal", "The newest journal was missing; changes may be lost")
        self._open()

    def state(self, table: str) -> TableState:
        state = self.tables.get(table)
        if state is None:
            state = self.tables[table] = TableState.holding(self.layout.table(table), {})
        return state

    # -- opening

    def _open(self) -> None:
        """Read the newest journal and what stands beside it. Tables are not read."""
        before, self.tables = self.tables, {}
        was = {name: (state.mark, bool(state.changed)) for name, state in before.items()}
        self._close_journal()
        for _ in range(50):
            generations = self.layout.generations()
            if not generations:
                self._open_without_journal()
                break
            try:
                if self._open_generation(generations[-1]):
                    break
            except FileNotFoundError:
                continue  # another process finished a swap meanwhile
        else:
            raise StoreError("The workspace cannot be read: its journals do not hold still", "try again")
        for name in {*before, *self.tables}:
            state = self.tables.get(name)
            if state is None or state.changed or was.get(name) != (state.mark, False):
                self._touched.add(name)
        foreign.look(self)

    def _open_without_journal(self) -> None:
        self.head, self.generation, self.number, self.offset, self.lines = None, 0, 0, 0, 0
        foreign.take_files(self)

    def _open_generation(self, generation: int) -> bool:
        """Answers False when the journal ended in a swap that has now been finished."""
        path = self.layout.journal(generation)
        data = durable.read_from(path)
        acknowledged = self._acknowledged(path.name)
        if self.can_lock() and not self.lock.held and len(data) != acknowledged:
            with self.locked():
                return self._open_generation(generation)
        reading = read_lines(data)
        lines = [line for _, line in reading.lines]
        end = _good_end(reading, 0)
        first = lines[0] if lines else None
        head = first if isinstance(first, Swap) and first.generation == max(generation, 1) else None
        damaged = (
            head is None or len(data) < acknowledged or any(at < max(end, acknowledged) for at, _ in reading.faults)
        )
        if damaged and self.can_lock() and not self.lock.held:
            with self.locked():
                return self._open_generation(generation)
        last = lines[-1] if lines else None
        if isinstance(last, Swap) and last.generation == generation + 1:
            if self.lock.held:
                foreign.keep_unseen(self, head, last)
                swaps.roll_forward(self.layout, last)
                return False
            return self._look_through(last)
        self._use(head or foreign.head_of(self, generation), generation, reading)
        self.offset = end
        if not self.lock.held:
            if damaged:
                foreign.note(self, "damage journal", f"{path.name} is damaged; changes may be missing")
            return True
        self._fd, self._ino = durable.open_append(path), path.stat().st_ino
        if damaged:
            foreign.repair_journal(self, "a part of it is not what was written")
            return True
        if end < len(data):
            durable.truncate(self._fd, end)
        durable.sync_data(self._fd)
        self.lock.acknowledge(path.name, end)
        return True

    def _look_through(self, swap: Swap) -> bool:
        """Without the right to finish a swap: read its files where they are staged."""
        staged = self.layout.staged_journal(swap.generation, swap.token)
        reading = read_lines(durable.read_from(staged))
        self._use(swap, swap.generation, reading)
        self.offset = reading.end
        for name, mark in swap.tables.items():
            path = self.layout.staged_table(swap.generation, swap.token, name)
            if mark.generation == swap.generation and path.exists():
                self.tables[name].path = path
        return True

    def _use(self, head: Swap | None, generation: int, reading: Reading) -> None:
        """Let the tables be what a journal says. Without its head, the table files are taken for what they are."""
        self.generation, self.number, self.lines = generation, 0, 0
        if head is None:
            foreign.take_files(self)
            head = Swap(0, self.now(), "lost", generation, "", 0, {})
        else:
            self.tables = {
                name: TableState(self.layout.table(name), mark, self._block_loader(name, mark))
                for name, mark in head.tables.items()
            }
        self.head, self.number = head, head.n
        touched = set(self._touched)
        self._take(reading)
        self._touched = touched

    def _block_loader(self, name: str, mark: Mark) -> Callable[[], Blocks]:
        return lambda: foreign.load_blocks(self.layout, name, mark)

    # -- writing

    def commit(
        self,
        sentence: str,
        prepare: Callable[[], Sequence[Change]],
        *,
        undoes: int = 0,
        redoes: int = 0,
        created: Sequence[str] = (),
        dropped: Sequence[str] = (),
    ) -> int:
        """Make one durable change and answer its number, or 0 when there was nothing to change.

        `prepare` is called under the lock, when the tables are as new as they can be; what it raises ends the change.
        Tables in `created` are there afterwards even when they are empty, those in `dropped` are not. StoreError says
        whether the change was saved.
        """
        with self.mutex:
            self.must_be_writable()
            with self.locked():
                self._settle_or_fail()
                self.must_be_writable()
                operations = self._effective(prepare())
                if not operations and not dropped and not created:
                    return 0
                if self.head is None or len(operations) >= BULK or dropped or created:
                    return self._commit_bulk(sentence, operations, undoes, redoes, created, dropped)
                line = Put(
                    n=self.number + 1,
                    at=self.now(),
                    say=sentence,
                    put=[(table, id, _raw(before), _raw(after)) for table, id, before, after in operations],
                    undoes=undoes,
                    redoes=redoes,
                )
                self._append(line)
                for table, id, _, after in operations:
                    self.state(table).put(id, after)
                self.number = line.n
                self.lines += 1
                return line.n

    def must_be_writable(self) -> None:
        """StoreError when nothing can be written now."""
        if reason := self.read_only_reason:
            raise StoreError(f"Not saved: the workspace is read-only. {reason}", "see kindtui doctor")

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
            if not self.layout.lock.exists():
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
        return self.clock().isoformat().replace("+00:00", "Z")

    def _settle_or_fail(self) -> None:
        try:
            self.settle()
        except OSError as error:
            self._close_journal()
            raise durable.failure("Not saved", error) from error

    def _effective(self, changes: Sequence[Change]) -> list[history.Operation]:
        last = {(table, id): after for table, id, after in changes}
        found = [(table, id, self.get(table, id), after) for (table, id), after in last.items()]
        return [operation for operation in found if operation[2] != operation[3]]

    def _append(self, line: Line) -> None:
        data = encode_line(line)
        path = self._journal()
        try:
            append(self._fd, path, self.offset, data)
        except UnknownOutcome:
            self._open_again()
            raise
        except StoreError:
            self._close_journal()
            raise
        self.offset += len(data)
        try:
            self.lock.acknowledge(path.name, self.offset)
        except OSError:
            pass  # the change is durable; the note is for finding damage

    def _open_again(self) -> None:
        """After an unknown outcome: what is stored is what can be read."""
        try:
            self._open()
        except (OSError, StoreError):
            self._close_journal()

    def _commit_bulk(
        self,
        sentence: str,
        operations: Sequence[history.Operation],
        undoes: int,
        redoes: int,
        created: Sequence[str],
        dropped: Sequence[str],
    ) -> int:
        foreign.look(self)
        self.must_be_writable()
        changed: dict[str, dict[str, bytes | None]] = {}
        for table, id, _, after in operations:
            changed.setdefault(table, {})[id] = after
        with no_collections():
            tables = foreign.dirty(self)
            for table, rows in changed.items():
                apply(tables.setdefault(table, self.rows(table)), rows)
        for name in created:
            tables.setdefault(name, {})
        for name in dropped:
            tables.pop(name, None)
        say = sentence if operations else ""
        self.swap("bulk", tables, say=say, operations=operations, undoes=undoes, redoes=redoes, dropped=dropped)
        return self.number

    # -- swapping

    def swap(
        self,
        reason: str,
        tables: Mapping[str, Rows],
        *,
        say: str = "",
        operations: Sequence[history.Operation] = (),
        undoes: int = 0,
        redoes: int = 0,
        dropped: Sequence[str] = (),
    ) -> None:
        """Under the lock: let new files with these rows take the place of the old ones. `tables` has at least every
        table that differs from its file."""
        staged = swaps.Staged(self.generation + 1)
        staged.marks = {name: state.mark for name, state in self.tables.items() if state.mark and name not in dropped}
        try:
            for name, rows in tables.items():
                swaps.stage_table(self.layout, staged, name, rows)
            digest = history.stage(self.layout, staged, operations)
        except OSError as error:
            staged.discard()
            raise durable.failure("Not saved", error) from error
        number = self.number + 1 if say else self.number
        line = Swap(
            n=number,
            at=self.now(),
            reason=reason,
            generation=staged.generation,
            token=staged.token,
            contains=self.offset,
            tables=staged.marks,
            say=say,
            changes=digest,
            undoes=undoes,
            redoes=redoes,
            dropped=list(dropped),
            kept=self._kept(number),
        )
        self._commit_swap(staged, line, b"")
        for name, rows in tables.items():
            state = self.state(name)
            mark = staged.marks[name]
            state.show(rows)
            state.rebase(mark, self._block_loader(name, mark), {})
        for name in dropped:
            self.tables.pop(name, None)

    def save(self) -> None:
        """Fold: let the table files contain the journal. The files are built while others may write; StoreError when
        that fails, in which case nothing is lost."""
        with self.mutex:
            self.follow()
            foreign.look(self)
            self.must_be_writable()
            snapshot = foreign.dirty(self)
            head, contains = self.head, self.offset
            if not snapshot:
                return
            if head is None:
                with self.locked():
                    self._settle_or_fail()
                    if self.head is None:
                        self.swap("start", snapshot)
                return
        staged = swaps.Staged(head.generation + 1)
        try:
            for name, rows in snapshot.items():
                swaps.stage_table(self.layout, staged, name, rows)
        except OSError as error:
            staged.discard()
            raise durable.failure("Nothing is lost, but the table files could not be written", error) from error
        with self.mutex, self.locked():
            self._settle_or_fail()
            if self.head != head or self.blocked:
                staged.discard()
                return
            tail = durable.read_from(self._journal(), contains, self.offset - contains)
            self._fold(staged, contains, tail)

    def _fold(self, staged: swaps.Staged, contains: int, tail: bytes) -> None:
        """Under the lock: commit folded files that contain the journal up to `contains`."""
        reading = read_lines(tail)
        number = self.number - sum(isinstance(line, Put) for _, line in reading.lines)
        marks = {name: state.mark for name, state in self.tables.items() if state.mark} | staged.marks
        line = Swap(
            n=number,
            at=self.now(),
            reason="fold",
            generation=staged.generation,
            token=staged.token,
            contains=contains,
            tables=marks,
            kept=self._kept(number),
        )
        self._commit_swap(staged, line, tail)
        since: dict[str, dict[str, bytes | None]] = {}
        for _, put in reading.lines:
            if isinstance(put, Put):
                self.lines += 1
                self.number = put.n
                for table, id, _, after in put.put:
                    document = bytes(after)
                    since.setdefault(table, {})[id] = None if document == b"null" else document
        for name, mark in marks.items():
            self.tables[name].rebase(mark, self._block_loader(name, mark), since.get(name, {}))

    def _commit_swap(self, staged: swaps.Staged, line: Swap, tail: bytes) -> None:
        try:
            swaps.commit(self.layout, self._fd if self.head else None, self.offset, line, tail)
        except UnknownOutcome:
            self._open_again()
            raise
        except StoreError:
            self._close_journal()
            staged.discard()
            raise
        self._close_journal()
        try:
            swaps.roll_forward(self.layout, line)
            path = self.layout.journal(line.generation)
            self._fd = durable.open_append(path)
            self._ino = os.fstat(self._fd).st_ino
        except OSError as error:
            self._open_again()
            raise durable.failure("Saved, but the table files are not all in place yet", error) from error
        self.head, self.generation, self.number, self.lines = line, line.generation, line.n, 0
        self.offset = os.fstat(self._fd).st_size
        try:
            self.lock.acknowledge(path.name, self.offset)
            swaps.clear_away(self.layout, line)
        except OSError:
            pass  # what was left behind is removed by the next swap

    def _kept(self, number: int) -> list[tuple[int, int]]:
        """The generations that hold the last changes, up to the one that this swap ends."""
        if self.head is None:
            return []
        every = [*self.head.kept, (self.generation, self.head.n)]
        ends = [start for _, start in every[1:]] + [number]
        return [entry for entry, end in zip(every, ends, strict=True) if end > number - KEPT_CHANGES]

    # -- leaving

    def close(self, fold: bool | None = None) -> None:
        """Leave. `fold`: whether to let the table files contain the journal first (None: when it is cheap or due)."""
        with self.mutex:
            try:
                if not self.read_only and not self.blocked and (self._should_fold() if fold is None else fold):
                    self.save()
            except StoreError as error:
                foreign.note(self, "fold", error.message)
            finally:
                self._close_journal()
                self.lock.close()

    def _should_fold(self) -> bool:
        if self.head is None or not any(state.changed for state in self.tables.values()):
            return False
        base = sum(mark.size for mark in self.head.tables.values())
        return base < CHEAP_FOLD or self.lines >= LONG_JOURNAL or self.offset * 2 > base

    # -- small things

    def _journal(self) -> Path:
        return self.layout.journal(self.generation)

    def _acknowledged(self, name: str | None = None) -> int:
        note = self.lock.acknowledged()
        return note[1] if note and note[0] == (name or self._journal().name) else 0

    def can_lock(self) -> bool:
        return not self.read_only and os.access(self.layout.private, os.W_OK)

    def _close_journal(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


@contextmanager
def no_collections() -> Iterator[None]:
    """Keep the garbage collector out while many objects are made: it would look at all of them again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _good_end(reading: Reading, start: int) -> int:
    """Where the last valid line ends."""
    if not reading.lines:
        return start
    last = reading.lines[-1][0]
    return next((begin for begin, _ in reading.faults if begin > last), reading.end)


def _raw(document: bytes | None) -> msgspec.Raw:
    return NOTHING if document is None else msgspec.Raw(document)
