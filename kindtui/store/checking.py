"""Looking at every byte of a workspace that the program keeps: what is damaged, and what can be done about it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from kindtui.errors import Problem, StoreError
from kindtui.paths import FORGOTTEN
from kindtui.store import admitting, backup, durable, folding, foreign, noting, repairing, small_files, whole_file
from kindtui.store.engine import Engine
from kindtui.store.finding import Finding, quarantine
from kindtui.store.layout import is_second_version
from kindtui.store.lines import Swap, is_whole, read_lines
from kindtui.store.table_state import apply
from kindtui.store.tablefile import Rows, merge_mark, salvage
from kindtui.store.tables import SCHEMA, Store

_SET_ASIDE = ("quarantine", "clashes", "removed", "earlier")
LARGEST = 64 * 1024 * 1024


def check(store: Store) -> Iterator[Finding]:
    """Everything that is wrong with the files of the store. Reads all of them."""
    engine = store._engine
    yield from _places(engine)
    yield from _came_alone(engine)
    yield from _tables(engine)
    yield from _journals(engine)
    yield from _copy_of_journal(engine)
    yield from _backups(engine)
    yield from small_files.check(engine)
    yield from _strange_files(engine)


def _places(engine: Engine) -> Iterator[Finding]:
    """Folders in whose place is something else, so that nothing can be written there."""
    layout = engine.layout
    private = (layout.journals, layout.copies, layout.quarantine, layout.clashes, backup.folder_of(layout))
    for folder in (layout.records, layout.private, *private):
        if os.path.lexists(folder) and not folder.is_dir():
            shown = folder.relative_to(layout.folder).as_posix()
            yield Finding(Problem("This should be a folder, and nothing can be written there", "move it away", shown))


def put_back(store: Store, cleaned: Callable[[bytes], bytes]) -> list[str]:
    """Put tables whose files cannot be read back to the newest good state; the files go into quarantine, `cleaned` of
    those who asked to be forgotten. Says what was done."""
    engine = store._engine
    done: list[str] = []
    if not engine.blocked:
        return done
    with engine.mutex, engine.locked():
        engine.settle()
        tables: dict[str, Rows] = {}
        seen: dict[str, str] = {}
        for name in engine.blocked:
            path = engine.layout.table(name)
            if path.is_dir():
                continue  # what a person put there is theirs to move
            data = durable.read_from(path)
            aside = noting.set_aside(engine, engine.layout.quarantine, path.name, cleaned(data))
            good, source = _newest_good(engine, name, data)
            tables[name] = admitting.admitted_singly(engine, name, good)
            seen[name] = sha256(data).hexdigest()
            done.append(
                f"records/{path.name}: put back from {source}; the file that could not be read is in "
                f".kindtui/quarantine/{aside}"
            )
        if tables:
            rest = {name: rows for name, rows in repairing.dirty(engine).items() if name not in tables}
            folding.swap(engine, "repair", {**tables, **rest}, seen=seen)
            for name in tables:
                engine.blocked.pop(name, None)
                engine.notes.pop(f"blocked {name}", None)
                engine.touch(name)
    return done


def _newest_good(engine: Engine, name: str, data: bytes) -> tuple[Rows, str]:
    state = engine.tables.get(name)
    if state is not None and state.mark is not None:
        rows = repairing.copy_of(engine.layout, name, state.mark)
        if rows is not None:
            apply(rows, state.changed)
            return rows, "what kindtui had"
    for each in backup.listed(engine.layout):
        try:
            rows = backup.tables_of(backup.read(each.path)).get(name)
        except StoreError:
            continue
        if rows is not None:
            return rows, f"the backup of {each.at:%Y-%m-%d %H:%M} UTC"
    return salvage(data), "the lines of it that can be read"


def _came_alone(engine: Engine) -> Iterator[Finding]:
    """Records without `.kindtui`, as git and some copies bring them: it goes without saying what is not in them."""
    if engine.head is not None or (engine.layout.private / FORGOTTEN).exists():
        return
    if not any(engine.count(name) for name in engine.names() if name != SCHEMA):
        return
    message = (
        "The records came without .kindtui: there is no undo and no backup from before, and nobody knows here who "
        "asked to be forgotten, or took back a yes that an old copy of a record still has"
    )
    hint = "copy forgotten.json and taken_back.json into .kindtui from where the folder was, if they are still there"
    yield Finding(Problem(message, hint, ".kindtui", severity="warning"), stored=False)


def _tables(engine: Engine) -> Iterator[Finding]:
    engine.catch_up()
    layout = engine.layout
    for name, state in list(engine.tables.items()):
        if state.mark is None or name in engine.blocked:
            continue
        shown = f"records/{layout.table(name).name}"
        if _digest(state.path) != state.mark.sha256:
            problem = Problem("The file is not what was written", "kindtui doctor --fix restores it", shown)
            yield Finding(problem, mend=_mend_table(engine, name))
            continue
        copy = layout.copy(state.mark.generation, state.mark.token, name)
        if _digest(copy) != state.mark.sha256:
            problem = Problem(
                "The second copy, from which damage is repaired, is not whole",
                "kindtui doctor --fix makes it again",
                f".kindtui/copies/{copy.name}",
                severity="warning",
            )
            yield Finding(problem, mend=_mend_copy(state.path, copy))


def _mend_table(engine: Engine, name: str) -> Callable[[], str]:
    def mend() -> str:
        foreign.examine(engine, name)
        note = engine.notes.get(f"damage {name}")
        return str(note) if note else f"{name}: is whole again"

    return mend


def _mend_copy(path: Path, copy: Path) -> Callable[[], str]:
    def mend() -> str:
        whole_file.write(copy, durable.read_from(path))
        return f".kindtui/copies/{copy.name}: made again"

    return mend


def _journals(engine: Engine) -> Iterator[Finding]:
    layout = engine.layout
    kept = {number for number, _ in engine.head.kept} if engine.head else set()
    for generation in sorted({*kept, *layout.generations()}):
        path = layout.journal(generation)
        shown = f".kindtui/journals/{path.name}"
        try:
            reading = read_lines(durable.read_from(path))
        except FileNotFoundError:
            yield Finding(Problem("This journal is missing: undo reaches less far", "", shown, severity="warning"))
            continue
        if reading.faults and generation == engine.generation:
            problem = Problem("The newest journal is damaged", "kindtui doctor --fix keeps what can be read", shown)
            yield Finding(problem, mend=_mend_journal(engine))
        elif generation != engine.generation and not is_whole(reading, generation):
            message, hint = "An older journal is damaged: undo reaches less far", "kindtui doctor --fix sets it aside"
            problem = Problem(message, hint, shown, severity="warning")
            yield Finding(problem, mend=quarantine(engine, path, shown))
        for _, line in reading.lines:
            if isinstance(line, Swap) and line.changes and line.generation in {*kept, engine.generation}:
                changes = layout.changes(line.generation, line.token)
                if _digest(changes) != line.changes:
                    yield Finding(
                        Problem(
                            f"“{line.say}” cannot be undone any more: the record of what it changed is damaged",
                            "",
                            f".kindtui/journals/{changes.name}",
                            severity="warning",
                        )
                    )


def _copy_of_journal(engine: Engine) -> Iterator[Finding]:
    path = engine.layout.mirror(engine.generation)
    try:
        copy, journal = durable.read_from(path), durable.read_from(engine.journal())
    except OSError:
        return  # it is made by the next change
    # nothing but zeros stands where a process was killed before it could copy its change
    if copy != journal[: len(copy)] and any(one and one != other for one, other in zip(copy, journal, strict=False)):
        problem = Problem(
            "The copy of the newest journal, from which damage is repaired, is not whole",
            "kindtui doctor --fix makes it again",
            f".kindtui/copies/{path.name}",
            severity="warning",
        )
        yield Finding(problem, mend=_mend_copy_of_journal(engine, path))


def _mend_copy_of_journal(engine: Engine, path: Path) -> Callable[[], str]:
    def mend() -> str:
        with engine.mutex, engine.locked():
            engine.settle()
            engine.mirror.close()
            whole_file.write(path, durable.read_from(engine.journal()))
        return f".kindtui/copies/{path.name}: made again"

    return mend


def _mend_journal(engine: Engine) -> Callable[[], str]:
    def mend() -> str:
        with engine.mutex, engine.locked():
            engine.settle()
            if read_lines(durable.read_from(engine.journal())).faults:
                repairing.repair_journal(engine, "a part of it is not what was written", whole=True)
        return str(engine.notes.get("damage journal") or "the journal is whole again")

    return mend


def _backups(engine: Engine) -> Iterator[Finding]:
    for each in backup.listed(engine.layout):
        shown = f".kindtui/backups/{each.path.name}"
        try:
            backup.read(each.path)
        except StoreError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                continue  # another window has just made room
            message = error.message.replace(f"{each.path} is damaged", "This backup is damaged")
            problem = Problem(message, "kindtui doctor --fix sets it aside", shown)
            yield Finding(problem, mend=quarantine(engine, each.path, shown))


def _strange_files(engine: Engine) -> Iterator[Finding]:
    """What sync services and merges left among the files, each as the store names it, if it does."""
    folder = engine.layout.folder
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if parts[0] in (".git", "exports") or not path.is_file():
            continue
        if parts[0] == ".kindtui" and (parts[1] in _SET_ASIDE or not is_second_version(path.name)):
            continue
        shown = "/".join(parts)
        if shown in engine.notes:
            yield Finding(engine.notes[shown], stored=False)
        elif is_second_version(path.name):
            message = "A sync service or a merge left a second version of a file"
            yield Finding(Problem(message, "compare the two, then remove it", shown, severity="warning"), stored=False)
        for line in _markers(path):
            message = "A merge was not finished here: both versions stand in the file"
            yield Finding(Problem(message, "keep what is right, and remove the marks", shown, line), stored=False)


def _markers(path: Path) -> list[int]:
    """The line where a conflict of a merge begins, when there is one."""
    try:
        line = merge_mark(durable.read_from(path)) if path.stat().st_size <= LARGEST else 0
    except OSError:
        return []
    return [line] if line else []


def _digest(path: Path) -> str:
    try:
        return sha256(durable.read_from(path)).hexdigest()
    except OSError:
        return ""
