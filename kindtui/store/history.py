"""What was changed, and how it is undone: an undo is a new change with before and after exchanged."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from kindtui.errors import Clash, NotFound, StoreError
from kindtui.store import durable, swaps
from kindtui.store.layout import Layout
from kindtui.store.lines import NOTHING, Put, Swap, document_of, frame, payloads, read_lines

if TYPE_CHECKING:
    from kindtui.store.engine import Change, Engine

Operation = tuple[str, str, bytes | None, bytes | None]
"""Table, id, the document before and after."""

Recorded = tuple[str, str, bytes | None, "bytes | int | None"]
"""Table, id, the document before and the one after; of a swap, only the checksum of the one after is kept."""


class Entry(msgspec.Struct, frozen=True):
    """One change that can be, or was, undone."""

    sentence: str
    at: datetime
    undone: bool
    number: int


class _Changes(msgspec.Struct):
    """The changes of a swap to one table."""

    table: str
    ids: list[str]
    before: list[msgspec.Raw]
    after: list[int | None]


def stage(
    layout: Layout, staged: swaps.Staged, operations: Sequence[tuple[str, str, bytes | None, bytes | None]]
) -> str:
    """Write the changes of a swap beside its journal; answers the content's hash, or nothing when there are none."""
    if not operations:
        return ""
    tables: dict[str, _Changes] = {}
    for table, id, before, after in operations:
        changes = tables.get(table)
        if changes is None:
            changes = tables[table] = _Changes(table, [], [], [])
        changes.ids.append(id)
        changes.before.append(NOTHING if before is None else msgspec.Raw(before))
        changes.after.append(None if after is None else zlib.crc32(after))
    data = b"".join(frame(msgspec.json.encode(changes)) for changes in tables.values())
    swaps.stage_changes(layout, staged, data)
    return sha256(data).hexdigest()


class _Past:
    """The changes of the kept journals in their order, and what undo and redo would take next."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.lines: dict[int, Put | Swap] = {}
        self.done: list[int] = []
        self.undone: list[tuple[int, int]] = []
        """(number of the change, number of its undo), the one to redo first at the end."""
        generations = [number for number, _ in engine.head.kept] if engine.head else []
        for generation in [*generations, engine.generation]:
            try:
                data = durable.read_from(engine.layout.journal(generation))
            except FileNotFoundError:
                continue
            except OSError as error:
                raise durable.failure("What was changed before cannot be read", error) from error
            for _, line in read_lines(data).lines:
                if line.say and line.n not in self.lines:
                    self.lines[line.n] = line
                    self._follow(line)

    def _follow(self, line: Put | Swap) -> None:
        if line.undoes:
            self.done = [number for number in self.done if number != line.undoes]
            self.undone.append((line.undoes, line.n))
        elif line.redoes:
            self.undone = [pair for pair in self.undone if pair[0] != line.redoes]
            self.done.append(line.redoes)
        else:
            self.done.append(line.n)
            self.undone.clear()

    def recorded(self, number: int) -> list[Recorded]:
        """What a change did."""
        line = self.lines[number]
        if isinstance(line, Put):
            return [(table, id, document_of(before), document_of(after)) for table, id, before, after in line.put]
        path = self.engine.layout.changes(line.generation, line.token)
        try:
            data = durable.read_from(path)
        except FileNotFoundError:
            data = b""
        except OSError as error:
            raise durable.failure("What was changed before cannot be read", error) from error
        if sha256(data).hexdigest() != line.changes:
            raise StoreError(f"“{line.say}” cannot be undone: the record of what it changed is gone")
        found: list[Recorded] = []
        for _, _, payload, _ in payloads(data):
            assert payload is not None
            part = msgspec.json.decode(payload, type=_Changes)
            befores = map(document_of, part.before)
            found += [
                (part.table, id, before, after) for id, before, after in zip(part.ids, befores, part.after, strict=True)
            ]
        return found


def entries(engine: Engine) -> list[Entry]:
    """The changes, newest first."""
    past = _Past(engine)
    done = set(past.done)
    return [
        Entry(line.say, datetime.fromisoformat(line.at), number not in done, number)
        for number, line in reversed(past.lines.items())
        if not line.undoes and not line.redoes
    ]


def undo(engine: Engine, *, dry_run: bool) -> str:
    """Undo the newest change that is not undone. Answers its sentence; NotFound when there is none, Clash when a
    record is no longer what the change made of it."""
    return _reverse(engine, dry_run, redo=False)


def redo(engine: Engine, *, dry_run: bool) -> str:
    """Do again what was undone last, as long as nothing else was changed since."""
    return _reverse(engine, dry_run, redo=True)


def _reverse(engine: Engine, dry_run: bool, *, redo: bool) -> str:
    sentence = ""
    target = 0

    def prepare() -> list[Change]:
        nonlocal sentence, target
        past = _Past(engine)
        if not (past.undone if redo else past.done):
            raise NotFound("There is nothing to redo" if redo else "There is nothing to undo")
        target, reversed_one = past.undone[-1] if redo else (past.done[-1], past.done[-1])
        sentence = past.lines[target].say if target in past.lines else past.lines[reversed_one].say
        return [_back(engine, recorded, sentence) for recorded in past.recorded(reversed_one)]

    if dry_run:
        with engine.mutex:
            engine.follow()
            prepare()
        return sentence
    with engine.mutex, engine.locked():
        engine.settle()
        changes = prepare()
        verb = "Redid" if redo else "Undid"
        engine.commit(
            f"{verb}: {sentence}", lambda: changes, undoes=0 if redo else target, redoes=target if redo else 0
        )
    return sentence


def _back(engine: Engine, recorded: Recorded, sentence: str) -> Change:
    table, id, before, after = recorded
    current = engine.get(table, id)
    same = (
        (zlib.crc32(current) if current is not None else None) == after if isinstance(after, int) else current == after
    )
    if not same:
        raise Clash(
            f"“{sentence}” cannot be undone: {id} in {table} was changed since", "change it by hand, or leave it"
        )
    return table, id, before
