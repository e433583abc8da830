"""Reading journals: what is there at the start, what other processes add, and what a crash left unfinished."""

from __future__ import annotations

import os
import zlib
from typing import TYPE_CHECKING

from kindtui.errors import StoreError
from kindtui.store import admitting, durable, foreign, noting, repairing, swaps
from kindtui.store.lines import Put, Reading, Swap, document_of, good_end, read_lines
from kindtui.store.lock import Busy
from kindtui.store.mirror import head_in, read_mirror
from kindtui.store.table_state import TableState
from kindtui.store.unread import Unread

if TYPE_CHECKING:
    from kindtui.store.engine import Engine

_OLDER = "damage older"
"""What it is noted under that the newest journal is gone."""
_ATTEMPTS = 50
"""How often a journal may vanish while it is opened, because another process made a new one."""


def follow(engine: Engine) -> None:
    """Take over what other processes acknowledged; costs a stat when nothing happened."""
    try:
        if engine.stale or engine.head is None:
            settle(engine)
            return
        stat = os.stat(engine.journal())  # noqa: PTH116 - as below
        if stat.st_size == engine.offset:
            return
        if not engine.can_lock():
            open_newest(engine)
            return
        with engine.locked():
            settle(engine)
    except FileNotFoundError:
        open_newest(engine)
    except Busy:
        pass  # what was acknowledged before is still right; the next look sees more


def settle(engine: Engine) -> None:
    """Under the lock: take over every line, cut a torn tail, finish a swap that was begun, repair damage."""
    if engine.stale or (engine.head is None and engine.layout.generations()):
        open_newest(engine)
        return
    if engine.head is None:
        foreign.look(engine)
        return
    path = engine.journal()
    try:
        stat = os.stat(path)  # noqa: PTH116 - a third of the time, at every change
    except FileNotFoundError:
        open_newest(engine)
        return
    if engine.fd >= 0 and stat.st_ino != engine.ino:
        open_newest(engine)
        return
    if engine.fd >= 0 and stat.st_size == engine.offset:
        return
    if engine.fd < 0:
        engine.fd, engine.ino = durable.open_append(path), stat.st_ino
        if stat.st_size == engine.offset == engine.acknowledged():
            return
    acknowledged = max(engine.acknowledged(), engine.offset)
    if stat.st_size < acknowledged:
        whole = _take_with_copy(engine, read_lines(durable.read_from(path, engine.offset), engine.offset), acknowledged)
        repairing.repair_journal(engine, "it is shorter than what was acknowledged", whole=whole)
        return
    data = durable.read_from(path, engine.offset)
    reading = read_lines(data, engine.offset)
    end = good_end(reading, engine.offset)
    if any(begin < max(end, acknowledged) for begin, _ in reading.faults):
        whole = _take_with_copy(engine, reading, acknowledged)
        repairing.repair_journal(engine, "a part of it is not what was written", whole=whole)
        return
    if end < stat.st_size:
        durable.truncate(engine.fd, end)
    if end > acknowledged:
        durable.sync_data(engine.fd)
    take(engine, reading)
    engine.crc = zlib.crc32(data[: end - engine.offset], engine.crc)
    engine.offset = end
    engine.acknowledge()
    last = reading.lines[-1][1] if reading.lines else None
    if isinstance(last, Swap):
        finish(engine, engine.head, last)
        open_newest(engine)


def take(engine: Engine, reading: Reading) -> None:
    """Apply the changes of journal lines to the tables in memory."""
    for _, line in reading.lines:
        if isinstance(line, Put):
            for table, id, before, after in line.put:
                engine.state(table).put(id, document_of(before), document_of(after))
                engine.touch(table)
            engine.number = line.n
            engine.lines += 1


def _take_with_copy(engine: Engine, reading: Reading, acknowledged: int) -> bool:
    """Apply what can be read of a damaged journal, together with what its copy has. Answers whether that is all."""
    copy = read_mirror(engine.layout, engine.generation)
    lines = {
        line.n: (at, line)
        for at, line in (*copy.lines, *reading.lines)
        if isinstance(line, Put) and line.n > engine.number
    }
    whole = sorted(lines) == list(range(engine.number + 1, engine.number + 1 + len(lines)))
    take(engine, Reading([lines[number] for number in sorted(lines)]))
    return whole and max(good_end(reading, engine.offset), good_end(copy, 0)) >= acknowledged


def finish(engine: Engine, before: Swap | None, swap: Swap) -> None:
    """Under the lock: give the files of a committed swap their names."""
    repairing.keep_unseen(engine, before, swap)
    if missing := swaps.roll_forward(engine.layout, swap):
        noting.note(engine, "journal", missing)


def begin(engine: Engine) -> None:
    """Read what is there when a workspace is opened. Tables are not read."""
    _open(engine)
    engine.stale = False
    foreign.look(engine)
    if _OLDER in engine.notes:
        admitting.take_older(engine)


def open_newest(engine: Engine) -> None:
    """Read the newest journal anew, and what stands beside it. Tables are not read. When that fails, the engine keeps
    what it had and tries again the next time."""
    before = engine.tables
    was = {name: (state.mark, bool(state.changed)) for name, state in before.items()}
    engine.close_journal()
    engine.stale = True
    engine.notes.pop(_OLDER, None)
    try:
        _open(engine)
    except BaseException:
        engine.tables = before
        raise
    engine.stale = False
    for name in {*was, *engine.tables}:
        state = engine.tables.get(name)
        if state is None or state.changed or was.get(name) != (state.mark, False):
            engine.touch(name)
    foreign.look(engine)
    if _OLDER in engine.notes:
        admitting.take_older(engine)


def open_again(engine: Engine) -> None:
    """After an unknown outcome: what is stored is what can be read, now or the next time."""
    try:
        open_newest(engine)
    except (OSError, StoreError):
        engine.close_journal()


def _open(engine: Engine) -> None:
    for _ in range(_ATTEMPTS):
        generations = engine.layout.generations()
        try:
            if not generations:
                engine.must_be_there("The workspace cannot be read")
                engine.head, engine.generation, engine.number, engine.offset, engine.lines = None, 0, 0, 0, 0
                foreign.take_files(engine)
                return
            if _open_generation(engine, generations[-1]):
                return
        except FileNotFoundError:
            continue
    raise StoreError("The workspace cannot be read: its journals do not hold still", "try again")


def _open_generation(engine: Engine, generation: int) -> bool:
    """Answers False when the journal ended in a swap that has now been finished."""
    path = engine.layout.journal(generation)
    data = durable.read_from(path)
    if not engine.lock.held and _open_whole(engine, generation, path.name, data):
        return True
    is_older = _is_older(engine, generation)
    # its copy has only what was acknowledged, and says so where the note is gone
    acknowledged = engine.acknowledged(path.name) or good_end(read_mirror(engine.layout, generation), 0)
    reading = read_lines(data)
    lines = [line for _, line in reading.lines]
    end = good_end(reading, 0)
    last = lines[-1] if lines else None
    head = head_in(reading, generation)
    damaged = head is None or len(data) < acknowledged or any(at < max(end, acknowledged) for at, _ in reading.faults)
    if not engine.lock.held and (damaged or is_older or len(data) != acknowledged) and engine.can_lock():
        try:
            with engine.locked():
                return _open_generation(engine, generation)
        except Busy:
            pass
    if isinstance(last, Swap) and last.generation == generation + 1:
        if engine.lock.held:
            finish(engine, head, last)
            return False
        _look_through(engine, last)
        return True
    if is_older:
        message = "The newest journal is missing, and older ones are there: changes may be missing"
        noting.note(engine, _OLDER, message, "kindtui backup --list shows what there is")
    whole = True
    if damaged:
        whole = _use_damaged(engine, head, generation, reading, acknowledged)
    else:
        _use(engine, head, generation, reading)
    engine.offset, engine.crc = end, zlib.crc32(data[:end])
    if engine.lock.held:
        _be_at_its_end(engine)
        if damaged:
            repairing.repair_journal(engine, "a part of it is not what was written", whole=whole)
        else:
            _make_durable(engine, end, len(data), acknowledge=not is_older)
    elif damaged:
        rest = "its copy has all that it should" if whole else "changes may be missing"
        noting.note(engine, "damage journal", f"{path.name} is damaged; {rest}")
    return True


def _is_older(engine: Engine, generation: int) -> bool:
    """Whether a later journal than this one was acknowledged, and is not there: somebody put old ones back."""
    note, name = engine.lock.acknowledged(), engine.layout.journal(generation).name
    if note is None or not note[0].startswith(f"{engine.layout.machine}-"):
        return False
    return (len(note[0]), note[0]) > (len(name), name) and engine.layout.generations()[-1:] == [generation]


def _use_damaged(engine: Engine, head: Swap | None, generation: int, reading: Reading, acknowledged: int) -> bool:
    """Let the tables be what can be read of a damaged journal and its copy. Answers whether that is all."""
    head = head or head_in(read_mirror(engine.layout, generation), generation) or repairing.head_of(engine, generation)
    engine.offset = 0
    _use(engine, head, generation, Reading())
    touched = set(engine.touched)
    whole = _take_with_copy(engine, reading, acknowledged)
    engine.touched = touched
    return whole and head is not None


def _open_whole(engine: Engine, generation: int, name: str, data: bytes) -> bool:
    """Take a journal that is, byte for byte, what was acknowledged, and leave its lines for later. Answers False when
    it is not, or when it ends in a swap, which wants to be looked at."""
    crc = zlib.crc32(data)
    if engine.lock.acknowledged() != (name, len(data), crc):
        return False
    unread = Unread(data)
    head, last = unread.ends()
    of_this = isinstance(head, Swap) and head.generation == max(generation, 1)
    if not isinstance(head, Swap) or not of_this or not (isinstance(last, Put) or last == head):
        return False
    _use(engine, head, generation, Reading())
    engine.offset, engine.crc = len(data), crc
    if isinstance(last, Put):
        engine.number, engine.lines, engine.unread = last.n, last.n - head.n, unread
    return True


def read_the_unread(engine: Engine) -> None:
    """Take over what a journal says of which only single records were asked so far."""
    assert engine.unread is not None
    reading = read_lines(engine.unread.data)
    engine.unread, engine.lines = None, 0
    _take_silently(engine, reading)


def _be_at_its_end(engine: Engine) -> None:
    """Under the lock: be ready to add to the journal that was just read."""
    engine.fd = durable.open_append(engine.journal())
    engine.ino = os.fstat(engine.fd).st_ino
    engine.stale = False


def _make_durable(engine: Engine, end: int, length: int, *, acknowledge: bool) -> None:
    """Under the lock: cut what was torn from the journal that was just read, and let the rest be durable. What is
    older than it should be stays known as that until it was dealt with."""
    if end < length:
        durable.truncate(engine.fd, end)
    durable.sync_data(engine.fd)
    if acknowledge:
        engine.acknowledge()


def _look_through(engine: Engine, swap: Swap) -> None:
    """Without the right to finish a swap: read its files where they are staged."""
    reading = read_lines(durable.read_from(engine.layout.staged_journal(swap.generation, swap.token)))
    _use(engine, swap, swap.generation, reading)
    engine.offset = reading.end
    for name, mark in swap.tables.items():
        path = engine.layout.staged_table(swap.generation, swap.token, name)
        if mark.generation == swap.generation and path.exists():
            engine.tables[name].path = path


def _use(engine: Engine, head: Swap | None, generation: int, reading: Reading) -> None:
    """Let the tables be what a journal says. Without its head, the table files are taken for what they are."""
    engine.generation, engine.lines = generation, 0
    if head is None:
        foreign.take_files(engine)
        head = Swap(0, engine.now(), "lost", generation, "", 0, {})
    else:
        engine.tables = {
            name: TableState(engine.layout.table(name), mark, engine.block_loader(name, mark))
            for name, mark in head.tables.items()
        }
    engine.head, engine.number = head, head.n
    _take_silently(engine, reading)


def _take_silently(engine: Engine, reading: Reading) -> None:
    """Take over lines without saying that they may have changed something."""
    touched = set(engine.touched)
    take(engine, reading)
    engine.touched = touched
