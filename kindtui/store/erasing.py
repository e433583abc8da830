"""Erasing a person from every file that is the program's, and knowing them again when others bring them back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import msgspec
from msgspec.structs import replace

from kindtui.domain.progress import UNTOLD, Tally
from kindtui.domain.scrubbing import record_without, scrubbed, strings_of
from kindtui.domain.traces import Traces
from kindtui.errors import InvalidInput, StoreError
from kindtui.formats.strict_json import parse_json
from kindtui.store import backup, durable, folding, foreign, repairing, swaps, whole_file
from kindtui.store.engine import Engine
from kindtui.store.forgotten_list import MEMBERS
from kindtui.store.layout import Layout, table_name
from kindtui.store.lines import payloads
from kindtui.store.state import DRAFTS, FILTERS, READ
from kindtui.store.table_state import apply
from kindtui.store.tablefile import Rows, canonical, parse_foreign, render, split
from kindtui.store.tables import Store


def rows_without(tables: Mapping[str, Rows], traces: Traces, tally: Tally = UNTOLD) -> dict[str, Rows]:
    """Of some tables those that are not the same without the person, as they are then. `tally` counts their rows."""
    found: dict[str, Rows] = {}
    for table, rows in tables.items():
        changed: dict[str, bytes | None] = {}
        own = {id: rows[id] for id in (traces.identity.id, *traces.identity.former) if id in rows}
        rest = ((id, row) for id, row in traces.traced.among(rows, tally) if id not in own)
        for id, row in chain(own.items(), rest):
            document = parse_json(row, id)
            left = record_without(table, id, document, traces)
            if left != document:
                changed[id] = None if left is None else canonical(left)
        if changed:
            found[table] = dict(rows)
            apply(found[table], changed)
    return found


def rows_of(store: Store, table: str) -> Rows:
    """The documents of a table as they are stored, by id; the caller's own."""
    return store._engine.rows(table)


def erase(store: Store, change: Callable[[dict[str, Rows]], Mapping[str, Rows]]) -> None:
    """Let the tables be what `change` makes of them (it answers those that differ), in one swap beyond which undo does
    not reach, and remove the journals and copies from before. StoreError says how far it came."""
    engine = store._engine
    with engine.mutex, engine.locked():
        engine.settle()
        foreign.look(engine)
        engine.must_be_writable()
        tables = {name: engine.rows(name) for name in engine.names()}
        changed = dict(change(tables))
        if changed or not _is_cut(engine):
            folding.swap(engine, "erase", {**repairing.dirty(engine), **changed}, cut=True)
            for name in changed:
                engine.touch(name)
        try:
            remove_the_past(engine)
        except OSError as error:
            raise durable.failure("The records are erased, their journal is not yet", error) from error


def _is_cut(engine: Engine) -> bool:
    """Whether the journal holds nothing but where it begins."""
    head = engine.head
    return head is not None and not head.kept and head.reason == "erase" and engine.lines == 0


def remove_the_past(engine: Engine) -> None:
    """Under the lock: remove the journals and copies from before the newest swap."""
    layout = engine.layout
    for path in layout.own_files(layout.journals):
        if layout.generation_of(path) < engine.generation or path.suffix in (".changes", ".staged"):
            durable.remove(path)
    marks = {name: state.mark for name, state in engine.tables.items() if state.mark}
    current = swaps.copies_of(layout, marks, engine.generation)
    for path in layout.own_files(layout.copies):
        if path not in current:
            durable.remove(path)
    durable.sync_folder(layout.journals)
    durable.sync_folder(layout.copies)


def kept_cards(store: Store, id: str) -> Iterator[Mapping[str, object]]:
    """All versions of a member's card that the journals and the roster still hold, the newest last."""
    layout = store._engine.layout
    for path in sorted(layout.journals.iterdir()) if layout.journals.is_dir() else ():
        if path.suffix in (".log", ".changes"):
            try:
                data = durable.read_from(path)
            except FileNotFoundError:
                continue
            for _, _, payload, _ in payloads(data):
                if payload is not None and id.encode() in payload:
                    yield from _cards_in(msgspec.json.decode(payload), id)
    if (row := store._engine.get(MEMBERS, id)) is not None:
        yield msgspec.json.decode(row, type=dict[str, object])


def _cards_in(line: object, id: str) -> Iterator[Mapping[str, object]]:
    """The cards in a line of a journal, or of the changes of a swap."""
    if not isinstance(line, dict):
        return
    for table, key, before, after in line.get("put", ()):
        if table == MEMBERS and key == id:
            yield from (card for card in (before, after) if card)
    if line.get("table") == MEMBERS and "before" in line:
        yield from (card for key, card in zip(line["ids"], line["before"], strict=True) if key == id and card)


def card_in_backup(path: Path, id: str) -> Mapping[str, object] | None:
    """A member's card in a backup; None when it is not in there, or the backup cannot be read."""
    name = backup.file_of(MEMBERS)
    try:
        data = backup.read(path).files.get(name, b"")
        row = _rows_in(data, name).get(id) if id.encode() in data else None
    except (StoreError, InvalidInput):
        return None  # what cannot be read is removed with everything else
    return None if row is None else msgspec.json.decode(row, type=dict[str, object])


def _tables_in(files: Mapping[str, bytes]) -> Iterator[tuple[str, Rows]]:
    """The tables among files of a backup."""
    for name, data in files.items():
        table = table_name(Path(name).stem)
        if table is not None and name == backup.file_of(table):
            yield table, _rows_in(data, name)


def _rows_in(data: bytes, name: str) -> Rows:
    """The rows of a table file that is whole; what kindtui wrote itself is not parsed for that."""
    try:
        rows = split(data)
    except (UnicodeDecodeError, AssertionError, msgspec.MsgspecError):
        rows = {}
    return rows if render(rows) == data else parse_foreign(data, name)


# -- the files beside the tables


def second_versions(layout: Layout) -> Iterator[Path]:
    """What the program set aside, and what sync services and other machines left of tables: files that are removed when
    the person is in them."""
    for name in ("quarantine", "clashes", "removed", "earlier"):
        yield from _files(layout.private / name)
    yield from layout.tables()[1]
    own = set(layout.own_files(layout.journals)) if layout.journals.is_dir() else set()
    for folder in (layout.journals, layout.copies):
        yield from (path for path in _files(folder) if path not in own and not path.name.startswith(layout.machine))
    yield from (path for path in _files(layout.private) if path.suffix in (".tmp", ".staged"))


def clean_state(layout: Layout, traces: Traces, *, dry: bool = False) -> bool:
    """Take the person out of `.kindtui/state.json`: drafts of forms, saved filters and what YAML files say about them
    whole, other texts cleaned. Answers whether there was something."""
    path = layout.private / "state.json"
    try:
        state = parse_json(durable.read_from(path), path.name)
    except FileNotFoundError:
        return False
    except InvalidInput:
        if not dry:
            durable.remove(path)  # it counts as empty, and nobody can say what is in it
        return True
    cleaned = scrubbed(state, traces)
    drafts = cleaned.get(DRAFTS) if isinstance(cleaned, dict) else None
    if isinstance(drafts, dict):
        cleaned[DRAFTS] = {
            place: typed
            for place, typed in drafts.items()
            if state[DRAFTS].get(place) == typed
            and not any(is_about(text, traces) for text in (place, *(text for _, text in strings_of(typed))))
        }
    filters = cleaned.get(FILTERS) if isinstance(cleaned, dict) else None
    if isinstance(filters, dict):
        cleaned[FILTERS] = {
            place: {name: query for name, query in kept.items() if not is_about(f"{name}\n{query}", traces)}
            for place, kept in state[FILTERS].items()
            if isinstance(kept, dict)
        }
    readings = cleaned.get(READ) if isinstance(cleaned, dict) else None
    if isinstance(readings, dict):
        # the file still says it: half of it would be taken for the whole
        cleaned[READ] = {name: said for name, said in readings.items() if state[READ].get(name) == said}
    if cleaned == state:
        return False
    if not dry:
        whole_file.write(path, msgspec.json.format(msgspec.json.encode(cleaned, order="sorted"), indent=1))
    return True


def is_about(text: str, traces: Traces) -> bool:
    """Whether a text names the person in any way."""
    return traces.found_in(text) or traces.named_in(text)


def holds(path: Path, traces: Traces) -> bool:
    """Whether a file that the program set aside names the person in any way, or cannot be looked through."""
    try:
        data = durable.read_from(path)
    except FileNotFoundError:
        return False
    if path.suffix == ".zip" or data[:2] == b"PK":
        return True
    return traces.named.may_be_in_bytes(data) and any(is_about(line, traces) for line in lines_of(data))


def clean_backup(path: Path, traces: Traces) -> bool:
    """Take the person out of a backup that is kept; one that cannot be read is removed. Answers whether it is another
    one now."""
    from kindtui.formats.backup_zip import pack

    try:
        unpacked = backup.read(path)
        concerned = {name: data for name, data in unpacked.files.items() if traces.traced.may_be_in_bytes(data)}
        tables = dict(_tables_in(concerned))
    except (StoreError, InvalidInput):
        durable.remove(path)
        return True
    files = dict(unpacked.files)
    for table, rows in rows_without(tables, traces).items():
        files[backup.file_of(table)] = render(rows)
    for name, data in backup.documents_of(replace(unpacked, files=concerned)).items():
        text = data.decode("utf-8", "surrogateescape")
        if traces.found_in(text):
            files[name] = traces.without(text).encode("utf-8", "surrogateescape")
    if files == unpacked.files:
        return False
    manifest = unpacked.manifest
    data = pack(files, at=manifest.at, reason=manifest.reason, number=manifest.number, schema=manifest.schema)
    whole_file.write(path, data)
    return True


def lines_of(data: bytes) -> Iterator[str]:
    """The lines of a file as a reader of its JSON would see them."""
    for line in data.decode("utf-8", "replace").split("\n"):
        yield _unescaped(line) if "\\" in line else line


def _unescaped(line: str) -> str:
    line = re.sub(r"(?<!\\)((?:\\\\)*)\\u([0-9a-fA-F]{4})", lambda found: found[1] + chr(int(found[2], 16)), line)
    return line.replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())
