"""Table files that are not what the store wrote: noticed, and taken over when somebody changed them."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kindtui.errors import InvalidInput, StoreError
from kindtui.store import admitting, durable, folding, repairing
from kindtui.store.layout import file_name
from kindtui.store.lines import raw_of
from kindtui.store.noting import note, set_aside
from kindtui.store.table_state import TableState, apply
from kindtui.store.tablefile import Rows, parse_foreign, salvage

if TYPE_CHECKING:
    from kindtui.store.engine import Engine
    from kindtui.store.history import Operation

Signature = tuple[int, int, int]
"""Inode, time of the last change in nanoseconds, size."""

_MISSING = (0, 0, 0)
_FOLDER = "{} is a folder: move it away, and the file is put back"
_MENDING = "mend the file, or put back the version before; kindtui doctor --fix puts back what kindtui has of it"

LOOKS = 10
BETWEEN_LOOKS = 0.02
"""How often a table file is looked at before it is held to be empty, and the seconds between two looks."""


class Blocked(msgspec.Struct, frozen=True):
    """Why a table's file cannot be used, and the stat it had."""

    reason: str
    signature: Signature


def look(engine: Engine) -> None:
    """Compare the stat of every table file with the one it had, and deal with those that differ. StoreError when that
    cannot be done."""
    try:
        _look(engine)
    except OSError as error:
        raise durable.failure("The table files cannot be read", error) from error


def _look(engine: Engine) -> None:
    tables, second = engine.layout.tables()
    _note_files(engine, "records", second, "A sync service or a merge left a second version of a table")
    clashes = engine.layout.kept_clashes()
    _note_files(engine, ".kindtui/clashes", clashes, "Two versions of a record met; this one did not win")
    files = {
        name: _signature(path)
        for name, path in tables.items()
        if name in engine.tables_of_files or engine.known is None or name in engine.known
    }
    if engine.head is None:
        if files != engine.files:
            take_files(engine)
        return
    for name, state in list(engine.tables_of_files.items()):
        signature = files.pop(name, _MISSING)
        if state.path == engine.layout.table(name) and signature != _expected(engine, name, state):
            examine(engine, name)
    for name in files:
        examine(engine, name)


def _expected(engine: Engine, name: str, state: TableState) -> Signature:
    """The signature with which a file needs no second look."""
    if blocked := engine.blocked.get(name):
        return blocked.signature
    return (state.mark.ino, state.mark.mtime_ns, state.mark.size) if state.mark else _MISSING


def examine(engine: Engine, name: str) -> None:
    """Find out what is with a table file that is not as it was, and act: forget it, take it over, or repair it."""
    state = engine.tables.get(name)
    if engine.can_lock():
        try:
            with engine.locked():
                engine.settle()
                if engine.tables.get(name) is state:
                    _deal_with(engine, name)
            return
        except StoreError as error:
            note(engine, f"unwritten {name}", f"records/{engine.layout.table(name).name}: {error.message}", error.hint)
    if engine.tables.get(name) is state:
        _deal_with(engine, name)


def _deal_with(engine: Engine, name: str) -> None:
    state = engine.tables.get(name)
    mark = state.mark if state else None
    path = engine.layout.table(name)
    shown = f"records/{path.name}"
    signature = _signature(path)
    try:
        data = _content(path)
    except IsADirectoryError:
        _block(engine, name, _FOLDER.format(shown), signature, b"")
        return
    if mark is not None and sha256(data).hexdigest() == mark.sha256:
        mark.ino, mark.mtime_ns = signature[0], signature[1]
        _unblock(engine, name)
        return
    if mark is not None and (not data.strip() or signature == (mark.ino, mark.mtime_ns, mark.size)):
        repairing.repair(engine, name, data)
        _unblock(engine, name)
        return
    try:
        theirs = parse_foreign(data, shown)
        base = repairing.copy_of(engine.layout, name, mark) if state else {}
        ours = _ours(state, base)
        theirs = admitting.admitted(engine, name, theirs, ours)
    except InvalidInput as fault:
        _block(engine, name, fault.message, signature, data)
        return
    _unblock(engine, name)
    _adopt(engine, name, theirs, ours, base, sha256(data).hexdigest())


def _content(path: Path) -> bytes:
    """What a file holds. One that is empty or gone is read again for a moment before that is believed: a program that
    writes it anew may have emptied it first, and what it writes would be lost in a file that was repaired meanwhile."""
    for look in range(LOOKS):
        try:
            data = durable.read_from(path)
        except FileNotFoundError:
            data = b""
        if data.strip():
            break
        if look < LOOKS - 1:
            time.sleep(BETWEEN_LOOKS)
    return data


def take_files(engine: Engine) -> None:
    """Without any journal: the table files are what there is."""
    engine.tables = {}
    engine.blocked.clear()
    engine.files = {}
    for name, path in engine.layout.tables()[0].items():
        if engine.known is not None and name not in engine.known:
            continue
        engine.files[name] = _signature(path)
        engine.touch(name)
        data = b""
        try:
            data = durable.read_from(path)
            rows = admitting.admitted(engine, name, parse_foreign(data, f"records/{path.name}"), {})
            engine.tables[name] = TableState.holding(path, rows)
        except IsADirectoryError:
            _block(engine, name, _FOLDER.format(f"records/{path.name}"), _signature(path), data)
        except InvalidInput as fault:
            _block(engine, name, fault.message, _signature(path), data)
    admitting.take_over(engine)


def _note_files(engine: Engine, folder: str, files: Sequence[Path], message: str) -> None:
    """Name files of a folder that wait for a person, and no longer those that are gone."""
    there = {f"{folder}/{path.name}" for path in files}
    for about in [about for about in engine.notes if about.startswith(f"{folder}/") and about not in there]:
        del engine.notes[about]
    for shown in sorted(there - engine.notes.keys()):
        note(engine, shown, message, "compare, then remove it", shown)


def _block(engine: Engine, name: str, reason: str, signature: Signature, data: bytes) -> None:
    """Show what can be shown of a table and let nobody write, until its file is whole."""
    engine.blocked[name] = Blocked(reason, signature)
    note(engine, f"blocked {name}", reason, _MENDING, severity="error")
    state = engine.tables.get(name)
    if state is None:
        engine.tables[name] = TableState.holding(
            engine.layout.table(name), admitting.admitted_singly(engine, name, salvage(data))
        )
    elif not state.loaded:
        rows = repairing.copy_of(engine.layout, name, state.mark)
        rows = admitting.admitted_singly(engine, name, salvage(data)) if rows is None else rows
        apply(rows, state.changed)
        state.show(rows)


def _unblock(engine: Engine, name: str) -> None:
    """The file of a table can be used again."""
    engine.blocked.pop(name, None)
    engine.notes.pop(f"blocked {name}", None)


def _adopt(engine: Engine, name: str, theirs: Rows, ours: Rows, base: Rows | None, digest: str) -> None:
    """Take over a file that somebody else wrote, where `base` was written before. A record that we changed since stays
    ours; theirs is kept."""
    state = engine.tables.get(name)
    changed = state.changed if state else {}
    merged = dict(theirs)
    operations: list[Operation] = []
    for id in sorted({*theirs, *ours}):
        mine, other = ours.get(id), theirs.get(id)
        if mine == other:
            continue
        if id not in changed:
            operations.append((name, id, mine, other))
            continue
        if base is None or other != base.get(id):
            _keep_clash(engine, name, id, mine, other)
        if mine is None:
            merged.pop(id, None)
        else:
            merged[id] = mine
    engine.touch(name)
    if not engine.lock.held:
        (state or engine.state(name)).show(merged)
        return
    sentence = _adoption(f"records/{engine.layout.table(name).name}", operations) if operations else ""
    shown = f"records/{engine.layout.table(name).name}"
    if sentence:
        note(engine, f"adopted {name}", sentence, "undo it if that was not meant")
    else:
        note(engine, f"adopted {name}", "The file was written by another program; its records are the same", path=shown)
    tables = {name: merged, **repairing.dirty(engine, but=name)}
    folding.swap(engine, "adopt", tables, say=sentence, operations=operations, seen={name: digest})


def _ours(state: TableState | None, base: Rows | None) -> Rows:
    """Our rows as they are now, as far as they are known without the file."""
    if state is None:
        return {}
    if state.loaded:
        return dict(state.rows())
    rows = dict(base or {})
    apply(rows, state.changed)
    return rows


def _adoption(path: str, operations: Sequence[Operation]) -> str:
    added = [id for _, id, before, _ in operations if before is None]
    removed = [id for _, id, _, after in operations if after is None]
    changed = [id for _, id, before, after in operations if before is not None and after is not None]
    parts = [
        f"{len(ids)} {word} ({', '.join(ids[:8])}{' ...' if len(ids) > 8 else ''})"
        for word, ids in (("added", added), ("changed", changed), ("removed", removed))
        if ids
    ]
    return f"Took over what was changed in {path}: {', '.join(parts)}"


def _keep_clash(engine: Engine, name: str, id: str, mine: bytes | None, other: bytes | None) -> None:
    """Keep the version of a record that did not win."""
    about, place = f"clash {name} {id}", "in its file"
    if engine.lock.held:
        document = {"table": name, "id": id, "ours": raw_of(mine), "theirs": raw_of(other), "at": engine.now()}
        file = f"{name}-{file_name(id)}.json"
        kept = set_aside(engine, engine.layout.clashes, file, msgspec.json.encode(document))
        about = place = f".kindtui/clashes/{kept}"
    message = f"{id} in {name} was changed here and in its file; what was changed here stands"
    note(engine, about, message, f"the other version is in {place}: compare, then remove it")


def _signature(path: Path) -> Signature:
    try:
        stat = os.stat(path)  # noqa: PTH116 - a third of the time, at every look
    except FileNotFoundError:
        return _MISSING
    return (stat.st_ino, stat.st_mtime_ns, stat.st_size)
