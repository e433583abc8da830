"""Making new table files: folding the journal into them, and changes so large that they go there straight away."""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kindtui.errors import StoreError
from kindtui.store import durable, following, foreign, history, repairing, swaps
from kindtui.store.journal_file import UnknownOutcome
from kindtui.store.lines import Put, Swap, document_of, read_lines
from kindtui.store.tablefile import Rows

if TYPE_CHECKING:
    from kindtui.store.engine import Engine

LONG_JOURNAL = 256
"""Lines after which leaving folds, whatever it costs."""
CHEAP_FOLD = 1_000_000
"""Bytes of table files up to which leaving always folds."""
KEPT_CHANGES = 100
"""At least so many changes can be undone; to undo and redo them does not count."""
KEPT_JOURNALS = 1000
"""At most so many are kept for that, however often the same is undone and redone."""


def swap(
    engine: Engine,
    reason: str,
    tables: Mapping[str, Rows],
    *,
    say: str = "",
    operations: Sequence[history.Operation] = (),
    undoes: int = 0,
    redoes: int = 0,
    dropped: Sequence[str] = (),
    seen: Mapping[str, str] | None = None,
    cut: bool = False,
) -> None:
    """Under the lock: let new files with these rows take the place of the old ones. `tables` has at least every table
    that differs from its file; its rows belong to the engine from now on. With `say` it is a change to be undone.
    `seen` has the hashes of files that were not as we left them, when the rows tell what became of them. With `cut`
    undo does not reach beyond it."""
    staged = swaps.Staged(engine.generation + 1)
    staged.marks = {name: state.mark for name, state in engine.tables.items() if state.mark and name not in dropped}
    try:
        swaps.stage_tables(engine.layout, staged, tables)
        digest = history.stage(engine.layout, staged, operations)
    except OSError as error:
        staged.discard()
        raise durable.failure("Not saved", error) from error
    number = engine.number + 1 if say else engine.number
    made = _made(engine, engine.number) + bool(say and not undoes and not redoes)
    line = Swap(
        n=number,
        at=engine.now(),
        reason=reason,
        generation=staged.generation,
        token=staged.token,
        contains=engine.offset,
        tables=staged.marks,
        say=say,
        changes=digest,
        undoes=undoes,
        redoes=redoes,
        dropped=list(dropped),
        seen=dict(seen or {}),
        made=made,
        kept=[] if cut else _kept(engine, made),
    )
    _commit(engine, staged, line, b"")
    for name, rows in tables.items():
        state = engine.state(name)
        mark = staged.marks[name]
        state.show(rows)
        state.rebase(mark, engine.block_loader(name, mark), {})
        state.is_of_file = True
    for name in dropped:
        engine.tables.pop(name, None)


def change_much(
    engine: Engine,
    sentence: str,
    operations: Sequence[history.Operation],
    *,
    undoes: int = 0,
    redoes: int = 0,
    created: Sequence[str] = (),
    dropped: Sequence[str] = (),
) -> None:
    """Under the lock: make a change by way of new table files."""
    foreign.look(engine)
    engine.must_be_writable()
    tables = repairing.dirty(engine)
    for table, id, _, after in operations:
        rows = tables.get(table)
        if rows is None:
            rows = tables[table] = engine.rows(table)
        if after is None:
            rows.pop(id, None)
        else:
            rows[id] = after
    for name in created:
        tables.setdefault(name, {})
    for name in dropped:
        tables.pop(name, None)
    say = sentence if operations else ""
    swap(engine, "bulk", tables, say=say, operations=operations, undoes=undoes, redoes=redoes, dropped=dropped)


def fold(engine: Engine) -> None:
    """Let the table files contain the journal. They are built while others may write, and the lock is taken for the
    swap alone. StoreError when that fails, in which case nothing is lost."""
    with engine.mutex:
        engine.follow()
        foreign.look(engine)
        engine.must_be_writable()
        snapshot = repairing.dirty(engine)
        head, contains = engine.head, engine.offset
        if not snapshot:
            return
        if head is None:
            with engine.locked():
                engine.settle()
                if engine.head is None:
                    swap(engine, "start", repairing.dirty(engine))
            return
    staged = swaps.Staged(head.generation + 1)
    try:
        swaps.stage_tables(engine.layout, staged, snapshot)
    except OSError as error:
        staged.discard()
        raise durable.failure("Nothing is lost, but the table files could not be written", error) from error
    with engine.mutex, engine.locked():
        engine.settle()
        foreign.look(engine)
        if engine.head is not head or engine.blocked:
            staged.discard()
            return
        try:
            tail = durable.read_from(engine.journal(), contains, engine.offset - contains)
        except OSError as error:
            staged.discard()
            raise durable.failure("Nothing is lost, but the journal could not be read", error) from error
        _fold(engine, staged, contains, tail)


def should_fold(engine: Engine) -> bool:
    """Whether to fold on leaving: when it is cheap, or the journal has become long."""
    if engine.head is None:
        return False
    base = sum(mark.size for mark in engine.head.tables.values())
    due = base < CHEAP_FOLD or engine.lines >= LONG_JOURNAL or engine.offset * 2 > base
    return due and any(state.changed for state in engine.tables.values())


def _fold(engine: Engine, staged: swaps.Staged, contains: int, tail: bytes) -> None:
    """Under the lock: commit folded files that contain the journal up to `contains`."""
    reading = read_lines(tail)
    number = engine.number - sum(isinstance(line, Put) for _, line in reading.lines)
    made = _made(engine, number)
    marks = {name: state.mark for name, state in engine.tables.items() if state.mark} | staged.marks
    line = Swap(
        n=number,
        at=engine.now(),
        reason="fold",
        generation=staged.generation,
        token=staged.token,
        contains=contains,
        tables=marks,
        made=made,
        kept=_kept(engine, made),
    )
    _commit(engine, staged, line, tail)
    since: dict[str, dict[str, bytes | None]] = {}
    for _, put in reading.lines:
        if isinstance(put, Put):
            engine.lines += 1
            engine.number = put.n
            for table, id, _, after in put.put:
                since.setdefault(table, {})[id] = document_of(after)
    for name, mark in marks.items():
        engine.tables[name].rebase(mark, engine.block_loader(name, mark), since.get(name, {}))


def _commit(engine: Engine, staged: swaps.Staged, line: Swap, tail: bytes) -> None:
    try:
        swaps.commit(engine.layout, engine.fd if engine.head else None, engine.offset, line, tail)
    except UnknownOutcome:
        following.open_again(engine)
        raise
    except StoreError:
        engine.close_journal()
        staged.discard()
        raise
    engine.close_journal()
    path = engine.layout.journal(line.generation)
    try:
        swaps.roll_forward(engine.layout, line)
        engine.fd = durable.open_append(path)
        stat = os.fstat(engine.fd)
    except OSError as error:
        following.open_again(engine)
        raise durable.failure("Saved, but the table files are not all in place yet", error) from error
    engine.head, engine.generation, engine.number, engine.lines = line, line.generation, line.n, 0
    engine.offset, engine.ino = stat.st_size, stat.st_ino
    try:
        engine.crc = zlib.crc32(durable.read_from(path))
        engine.acknowledge()
        swaps.clear_away(engine.layout, line)
    except OSError:
        pass  # what was left behind is removed by the next swap


def _made(engine: Engine, number: int) -> int:
    """How many of the changes up to a number are neither undo nor redo, as far as the journal can be read."""
    if engine.head is None:
        return 0
    try:
        lines = [line for _, line in read_lines(durable.read_from(engine.journal())).lines]
    except OSError:
        return engine.head.made + number - engine.head.n
    steps = [line for line in lines if isinstance(line, Put) and line.n <= number]
    return engine.head.made + sum(not line.undoes and not line.redoes for line in steps)


def _kept(engine: Engine, made: int) -> list[tuple[int, int]]:
    """The generations that hold the last changes, up to the one that a swap ends, of which `made` were made."""
    if engine.head is None:
        return []
    every = [*engine.head.kept, (engine.generation, engine.head.made)]
    ends = [start for _, start in every[1:]] + [made]
    return [entry for entry, end in zip(every, ends, strict=True) if end > made - KEPT_CHANGES][-KEPT_JOURNALS:]
