"""What other hands bring, as far as it may come in: somebody may have asked to be forgotten since."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kindtui.errors import InvalidInput
from kindtui.store import durable, folding, following, repairing
from kindtui.store.lines import Put, Reading, Swap, read_lines
from kindtui.store.noting import note
from kindtui.store.tablefile import Rows

if TYPE_CHECKING:
    from kindtui.store.engine import Engine


def admitted(engine: Engine, name: str, theirs: Rows, ours: Rows) -> Rows:
    """What may come in of rows that are not ours anyway, beside those that are."""
    strange = {id: row for id, row in theirs.items() if ours.get(id) != row}
    if engine.admit is None or not strange:
        return theirs
    return {id: row for id, row in theirs.items() if id not in strange} | engine.admit(name, strange)


def admitted_singly(engine: Engine, name: str, rows: Rows) -> Rows:
    """The same of what can be read of a broken file: one row that cannot be understood lets no other one in."""
    found: Rows = {}
    for id, row in rows.items():
        try:
            found.update(admitted(engine, name, {id: row}, {}))
        except InvalidInput:
            continue
    return found


def take_over(engine: Engine) -> None:
    """A folder that came from another machine: its newest journal holds what is not in the table files yet."""
    others = engine.layout.journals_of_others()
    if not others:
        return
    reading = read_lines(durable.read_from(others[-1]))
    lines = [line for _, line in reading.lines]
    if not any(isinstance(line, Put) for line in lines):
        return
    marks = lines[0].tables if isinstance(lines[0], Swap) else {}
    paths = {engine.layout.table(name): mark for name, mark in marks.items()}
    if paths and all(path.exists() and _digest(path) == mark.sha256 for path, mark in paths.items()):
        _take_lines(engine, reading, others[-1].name)
    else:
        message = f"{others[-1].name} holds changes that another machine has not written into the table files"
        note(engine, "other machine", message, "run kindtui save there")


def _take_lines(engine: Engine, reading: Reading, journal: str) -> None:
    """Let the tables be what another machine's journal makes of them, as far as that may come in."""
    before = {name: dict(state.rows()) for name, state in engine.tables.items()}
    following.take(engine, reading)
    for name, state in engine.tables.items():
        ours, theirs = before.get(name, {}), state.rows()
        try:
            rows = admitted(engine, name, theirs, ours)
        except InvalidInput as fault:
            rows = ours
            note(
                engine, f"other machine {name}", f"{journal} was not taken over for {name}: {fault.message}", fault.hint
            )
        if rows != theirs:
            state.changed = {id: rows.get(id) for id in {*ours, *rows} if ours.get(id) != rows.get(id)}
            state.show(rows)


def take_older(engine: Engine) -> None:
    """Only journals are there that are older than one that was acknowledged. What they bring back comes in as from
    other hands, and undo does not reach beyond that."""
    if not engine.can_lock():
        for name, state in engine.tables.items():
            state.show(admitted(engine, name, engine.rows(name), {}))
        return
    from kindtui.store import erasing  # which needs the engine

    with engine.locked():
        engine.settle()
        tables = {name: engine.rows(name) for name in engine.names()}
        changed = {name: left for name, rows in tables.items() if (left := admitted(engine, name, rows, {})) != rows}
        folding.swap(engine, "adopt", {**repairing.dirty(engine), **changed}, cut=True)
        erasing.remove_the_past(engine)


def _digest(path: Path) -> str:
    return sha256(durable.read_from(path)).hexdigest()
