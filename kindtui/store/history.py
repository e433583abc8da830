"""What was changed, and how it is undone: an undo is a new change with before and after exchanged."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from kindtui.errors import Clash, NotFound, Problem, StoreError
from kindtui.store import durable, swaps
from kindtui.store.layout import Layout
from kindtui.store.lines import Put, Swap, document_of, frame, is_whole, payloads, raw_of, read_lines

if TYPE_CHECKING:
    from kindtui.store.engine import Engine

_ATTEMPTS = 10
"""How often it is looked anew what undo would do, since others make changes meanwhile."""

Operation = tuple[str, str, bytes | None, bytes | None]
"""Table, id, the document before and after."""

Recorded = tuple[str, str, bytes | None, "bytes | int | None"]
"""Table, id, the document before and the one after; of a swap, only the checksum of the one after is kept."""


UNDID, REDID = "Undid: ", "Redid: "
"""What stands before the sentence of a change in that of its undo and its redo."""


class Entry(msgspec.Struct, frozen=True):
    """One change that can be, or was, undone."""

    sentence: str
    at: datetime
    undone: bool
    number: int


class Reversal(msgspec.Struct, frozen=True):
    """What undo or redo would do next."""

    sentence: str
    number: int
    """Of the change."""
    changes: Sequence[Operation]
    """Each document as it is and as it would be."""
    is_of_others: bool
    """Whether another process made the change since this one opened the workspace."""


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
        changes.before.append(raw_of(before))
        changes.after.append(None if after is None else zlib.crc32(after))
    data = b"".join(frame(msgspec.json.encode(changes)) for changes in tables.values())
    swaps.stage_changes(layout, staged, data)
    return sha256(data).hexdigest()


class _Past:
    """The changes of the kept journals in their order, and what undo and redo would take next."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.lines: dict[int, Put | Swap] = {}
        self.done: list[tuple[int, int]] = []
        """(number of the change, number of the line that did it last), the one to undo first at the end."""
        self.undone: list[tuple[int, int]] = []
        """(number of the change, number of its undo), the one to redo first at the end."""
        generations = [number for number, _ in engine.head.kept] if engine.head else []
        for generation in [*generations, engine.generation]:
            try:
                reading = read_lines(durable.read_from(engine.layout.journal(generation)))
            except FileNotFoundError:
                continue
            except OSError as error:
                raise durable.failure("What was changed before cannot be read", error) from error
            if generation != engine.generation and not is_whole(reading, generation):
                shown = f".kindtui/journals/{engine.layout.journal(generation).name}"
                problem = Problem("An older journal is damaged: undo reaches less far", "", shown, severity="warning")
                engine.notes[f"damage {shown}"] = problem
            for _, line in reading.lines:
                if line.say and line.n not in self.lines:
                    self.lines[line.n] = line
                    self._follow(line)

    def _follow(self, line: Put | Swap) -> None:
        if line.undoes:
            self.done = [pair for pair in self.done if pair[0] != line.undoes]
            self.undone.append((line.undoes, line.n))
        elif line.redoes:
            self.undone = [pair for pair in self.undone if pair[0] != line.redoes]
            self.done.append((line.redoes, line.n))
        else:
            self.done.append((line.n, line.n))
            self.undone.clear()

    def sentence(self, number: int, last: int) -> str:
        """What a change says of itself, whose own line may be gone: then it is in the one that undid or redid it."""
        line = self.lines.get(number)
        return line.say if line else self.lines[last].say.removeprefix(UNDID).removeprefix(REDID)

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
    done = {number for number, _ in past.done}
    return [
        Entry(line.say, datetime.fromisoformat(line.at), number not in done, number)
        for number, line in reversed(past.lines.items())
        if not line.undoes and not line.redoes
    ]


def reversal(engine: Engine, *, redo: bool) -> Reversal:
    """What undo, or redo, would do now. NotFound when there is nothing, Clash when a record is no longer what the
    change made of it."""
    with engine.mutex:
        engine.follow()
        for _ in range(_ATTEMPTS):
            moment = (engine.generation, engine.number)
            try:
                return _next(engine, redo=redo)
            except (Clash, NotFound):
                engine.follow()
                if moment == (engine.generation, engine.number):
                    raise
                # another window made a change after the records were looked at, and before the journals were
        return _next(engine, redo=redo)


def reverse(engine: Engine, *, redo: bool = False, number: int = 0) -> str:
    """Undo the newest change that is not undone or, as long as nothing else was changed since, do again what was undone
    last. Answers its sentence. Clash also when it is not the change with this `number` any more (0: any)."""
    with engine.mutex, engine.locked():
        engine.settle()
        found = _next(engine, redo=redo)
        if number and found.number != number:
            raise Clash(f"Not undone: “{found.sentence}” came in between", "look, and do it again")
        undoes, redoes = (0, found.number) if redo else (found.number, 0)
        verb = REDID if redo else UNDID
        engine.commit(f"{verb}{found.sentence}", lambda: found.changes, undoes=undoes, redoes=redoes)
    return found.sentence


def _next(engine: Engine, *, redo: bool) -> Reversal:
    past = _Past(engine)
    if not (past.undone if redo else past.done):
        raise NotFound("There is nothing to redo" if redo else "There is nothing to undo")
    target, reversed_one = (past.undone if redo else past.done)[-1]
    sentence = past.sentence(target, reversed_one)
    changes = [_back(engine, recorded, sentence) for recorded in past.recorded(reversed_one)]
    return Reversal(sentence, target, changes, engine.is_of_others(target))


def _back(engine: Engine, recorded: Recorded, sentence: str) -> Operation:
    table, id, before, after = recorded
    current = engine.get(table, id)
    same = (
        (zlib.crc32(current) if current is not None else None) == after if isinstance(after, int) else current == after
    )
    if not same:
        raise Clash(
            f"“{sentence}” cannot be undone: {id} in {table} was changed since", "change it by hand, or leave it"
        )
    return table, id, current, before
