"""What is damaged is put back: table files from the store's own copies or what can still be read, and the journal."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from kindtui.store import durable, folding
from kindtui.store.layout import Layout
from kindtui.store.lines import Mark, Swap, read_lines
from kindtui.store.noting import note, set_aside
from kindtui.store.table_state import apply
from kindtui.store.tablefile import Blocks, Damaged, Rows, salvage, split

if TYPE_CHECKING:
    from kindtui.store.engine import Engine


def load_blocks(layout: Layout, name: str, mark: Mark) -> Blocks:
    """The block index of a table file, made again from the file when it is gone. Damaged when neither is right."""
    text = mark.blocks.encode()
    if not text:
        try:
            text = durable.read_from(layout.blocks(mark.generation, mark.token, name))
        except OSError:
            text = b""
    if sha256(text).hexdigest() == mark.blocks_sha256:
        return Blocks(text, mark.size)
    data = durable.read_from(layout.table(name))
    if sha256(data).hexdigest() != mark.sha256:
        raise Damaged("neither the file nor its block index is what was written")
    return Blocks.of(data)


def repair(engine: Engine, name: str, data: bytes) -> None:
    """Put a damaged file's rows back from the store's own copy or, failing that, from all that can still be read."""
    state = engine.tables[name]
    assert state.mark is not None
    shown = f"records/{state.path.name}"
    rows = copy_of(engine.layout, name, state.mark)
    if rows is not None:
        result = "it was restored whole"
    elif state.loaded:
        rows, result = {}, "it was restored from memory"
    else:
        rows, result = _what_is_left(engine, name, state.mark, data)
    merged = dict(state.rows()) if state.loaded else rows
    apply(merged, state.changed)
    kept = ""
    if engine.lock.held and data:
        aside = set_aside(engine, engine.layout.quarantine, state.path.name, data)
        kept = f"; the damaged file is in .kindtui/quarantine/{aside}"
    what = "was damaged" if data else "was missing or empty"
    note(engine, f"damage {name}", f"The file {what}: {result}{kept}", path=shown)
    engine.touch(name)
    if engine.lock.held:
        seen = {name: sha256(data).hexdigest()}
        folding.swap(engine, "repair", {name: merged, **dirty(engine, but=name)}, seen=seen)
    else:
        state.show(merged)


def _what_is_left(engine: Engine, name: str, mark: Mark, data: bytes) -> tuple[Rows, str]:
    rows = salvage(data)
    try:
        rows.update(load_blocks(engine.layout, name, mark).intact(data))
    except (Damaged, OSError):
        pass
    lost = max(0, mark.count - len(rows))
    return rows, f"{len(rows)} records could be read, {lost} could not; some may not be what was written"


def repair_journal(engine: Engine, why: str, *, whole: bool) -> None:
    """Under the lock: the newest journal is damaged. What of it and its copy could be read, or was read before, goes
    into new table files; the damaged journal is kept. `whole`: that is everything."""
    path = engine.layout.journal(engine.generation)
    data = durable.read_from(path)
    kept = set_aside(engine, engine.layout.quarantine, path.name, data)
    result = "it was restored whole" if whole else "every change that could be read was kept, others may be missing"
    note(
        engine,
        "damage journal",
        f"The journal was damaged ({why}): {result}",
        f"the damaged journal is in .kindtui/quarantine/{kept}",
    )
    engine.offset = len(data)
    folding.swap(engine, "repair", dirty(engine))


def head_of(engine: Engine, generation: int) -> Swap | None:
    """The first line of a journal whose first line is damaged: it is also the last one of the journal before."""
    try:
        lines = read_lines(durable.read_from(engine.layout.journal(generation - 1))).lines
    except FileNotFoundError:
        return None
    swaps = [line for _, line in lines if isinstance(line, Swap) and line.generation == generation]
    return swaps[-1] if swaps else None


def keep_unseen(engine: Engine, before: Swap | None, swap: Swap) -> None:
    """Under the lock, before an interrupted swap is finished: keep files that somebody changed meanwhile."""
    for name, mark in swap.tables.items():
        path = engine.layout.table(name)
        staged = engine.layout.staged_table(swap.generation, swap.token, name)
        if mark.generation != swap.generation or not staged.exists() or not path.exists():
            continue
        data = durable.read_from(path)
        old = before.tables.get(name) if before else None
        if old is not None and sha256(data).hexdigest() not in (old.sha256, swap.seen.get(name)):
            kept = set_aside(engine, engine.layout.clashes, path.name, data)
            about = f".kindtui/clashes/{kept}"
            message = f"records/{path.name} was changed while a save was interrupted"
            note(engine, about, message, f"that version is in {about}: compare, then remove it")


def dirty(engine: Engine, but: str = "") -> dict[str, Rows]:
    """The rows of all tables that differ from their files."""
    return {
        name: engine.rows(name)
        for name, state in engine.tables.items()
        if name != but and (state.changed or state.mark is None)
    }


def copy_of(layout: Layout, name: str, mark: Mark | None) -> Rows | None:
    """The rows of the store's own copy of a table file, when it is right."""
    if mark is None:
        return {}
    try:
        data = durable.read_from(layout.copy(mark.generation, mark.token, name))
    except OSError:
        return None
    return split(data) if sha256(data).hexdigest() == mark.sha256 else None
