"""Backups: the whole workspace in one file, kept in `.kindtui/backups` for a while, and put back on request."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kindtui.errors import InvalidInput, StoreError
from kindtui.paths import FORGOTTEN
from kindtui.store import durable
from kindtui.store.layout import Layout, file_name, table_name
from kindtui.store.tablefile import Rows, parse_foreign, render

if TYPE_CHECKING:
    from kindtui.formats.backup_zip import Unpacked
    from kindtui.store.engine import Engine
    from kindtui.store.history import Operation
    from kindtui.store.tables import Store

KEPT = 10
"""Newest backups that are kept."""
KEPT_DAYS = 7
"""Days of which the newest backup is kept."""
DOCUMENTS = (
    "kindtui.yaml",
    "kinds.yaml",
    "words.yaml",
    "conduct/*.yaml",
    "conduct/*.yml",
    "spotlights/templates/*.md",
    "themes/*.yaml",
    "themes/*.yml",
    "imports/*.yaml",
    "imports/*.yml",
)
"""What a person wrote: it is in every backup."""
OFTEN = timedelta(hours=1)
"""After so long the next leaving makes a backup, when there are changes."""
SELDOM = timedelta(days=1)
"""The same where the tables are large."""
LARGE = 4_000_000
"""Bytes of tables from which on a backup takes a while."""
LEFT_BEHIND = 3600
"""Seconds after which a file that is not whole yet is what an interrupted backup left, and none on its way."""

_RECORDS = "records/"
_NAME = re.compile(r"(\d{8}T\d{6}Z)-(\d{6,})-([a-z-]+?)(?:-\d+)?\.zip")
_PLAIN = re.compile(r"[^\\:*?\"<>|\0-\x1f]+")
_ATTEMPTS = 20


class Backup(msgspec.Struct, frozen=True):
    """One backup of the workspace, as its name tells."""

    path: Path
    at: datetime
    reason: str
    number: int
    """Of the last change that it holds."""
    size: int


class Snapshot(msgspec.Struct, frozen=True):
    """Every table at one moment, as the files they make."""

    tables: Mapping[str, bytes]
    number: int


def folder_of(layout: Layout) -> Path:
    """Where backups are kept."""
    return layout.private / "backups"


def listed(layout: Layout) -> list[Backup]:
    """The backups that are kept, the newest first. StoreError when that cannot be said."""
    folder = folder_of(layout)
    try:
        names = os.listdir(folder)  # noqa: PTH208 - looked at on every leaving
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise durable.failure("The backups cannot be listed", error) from error
    found = []
    for name in names:
        if match := _NAME.fullmatch(name):
            at = datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            try:
                size = (folder / name).stat().st_size
            except FileNotFoundError:
                continue  # another window has just removed it
            except OSError as error:
                raise durable.failure("The backups cannot be listed", error) from error
            found.append(Backup(folder / name, at, match[3], int(match[2]), size))
    return sorted(found, key=lambda each: (each.at, each.number, each.path.name), reverse=True)


def to_keep(backups: Sequence[Backup]) -> set[Path]:
    """Of the backups, newest first: the last ten, and the newest of each of the last seven days that have one."""
    kept = {backup.path for backup in backups[:KEPT]}
    days: dict[object, Path] = {}
    for backup in backups:
        days.setdefault(backup.at.date(), backup.path)
    return kept | set(list(days.values())[:KEPT_DAYS])


def last_change(store: Store) -> int:
    """The number of the last change of the workspace."""
    return store._engine.number


def is_due(store: Store, now: datetime) -> bool:
    """Whether to make a backup on leaving: there are changes that none has, and the newest is old enough."""
    if store.read_only_reason is not None:
        return False
    layout = layout_of(store)
    # one that was made while the clock was ahead says nothing of today
    newest = next((each for each in listed(layout) if each.at <= now), None)
    if newest is None:
        return bool(last_change(store))
    head = store._engine.head
    size = sum(mark.size for mark in head.tables.values()) if head else 0
    if now - newest.at < (SELDOM if size > LARGE else OFTEN):
        return False
    return last_change(store) != newest.number or any(
        path.stat().st_mtime > newest.at.timestamp() for _, path in documents(layout.folder)
    )


def layout_of(store: Store) -> Layout:
    """Where the files of a store are."""
    return store._engine.layout


def snapshot(store: Store) -> Snapshot:
    """All tables of one moment. StoreError when they cannot be read."""
    engine = store._engine
    for _ in range(_ATTEMPTS):
        with engine.mutex:
            engine.follow()
            moment = (engine.generation, engine.offset)
            tables = {name: _content(engine, name) for name in engine.names()}
            if moment == (engine.generation, engine.offset):
                return Snapshot(tables, engine.number)
    raise StoreError("No backup was made: the workspace does not hold still", "try again")


def _content(engine: Engine, name: str) -> bytes:
    """The file of a table as it would be now; taken as it stands where nothing has changed since it was written."""
    state = engine.tables[name]
    if state.mark is not None and not state.changed and name not in engine.blocked:
        try:
            data = durable.read_from(state.path)
        except OSError:
            data = b""
        if sha256(data).hexdigest() == state.mark.sha256:
            return data
    return render(engine.rows(name))


def file_of(table: str) -> str:
    """The name of a table's file in a backup."""
    return f"{_RECORDS}{file_name(table)}.json"


def documents(folder: Path) -> Iterator[tuple[str, Path]]:
    """The documents of a workspace: their names in a backup, and where they are."""
    for pattern in DOCUMENTS:
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix(), path


def contents(store: Store) -> tuple[dict[str, bytes], int]:
    """Everything a backup holds, and the number of the last change in it."""
    taken = snapshot(store)
    files = {file_of(name): data for name, data in taken.tables.items()}
    layout = layout_of(store)
    try:
        for name, path in (*documents(layout.folder), (FORGOTTEN, layout.private / FORGOTTEN)):
            if path.is_file():
                files[name] = durable.read_from(path)
    except OSError as error:
        raise durable.failure("No backup was made", error) from error
    return files, taken.number


def name_of(at: datetime, number: int, reason: str) -> str:
    """The name of a backup made at an instant, in UTC."""
    return f"{at:%Y%m%dT%H%M%SZ}-{number:06d}-{reason}.zip"


def fresh_path(layout: Layout, name: str) -> Path:
    """A path in the folder of backups that no backup has yet."""
    folder, stem = folder_of(layout), name.removesuffix(".zip")
    tries = (folder / (f"{stem}-{number}.zip" if number > 1 else name) for number in range(1, 1000))
    try:
        return next(path for path in tries if not path.exists())
    except OSError as error:
        raise durable.failure("No backup was made", error) from error


def prune(layout: Layout, made: Path) -> None:
    """Remove the backups that need not be kept any more, and what an interrupted one left. The one that was just made
    stays, also where the clock was set back."""
    try:
        backups = listed(layout)
        kept = to_keep(backups) | {made}
        for backup in backups:
            if backup.path not in kept:
                durable.remove(backup.path)
        for path in folder_of(layout).glob(".*.tmp"):
            if time.time() - path.stat().st_mtime > LEFT_BEHIND:
                durable.remove(path)
    except (OSError, StoreError):
        pass  # they are removed the next time


def read(path: Path) -> Unpacked:
    """A backup, every byte of it verified. StoreError when it cannot be read or is damaged."""
    from kindtui.formats.backup_zip import unpack

    try:
        data = durable.read_from(path)
    except OSError as error:
        raise durable.failure(f"{path} cannot be read", error) from error
    unpacked = unpack(data, str(path))
    strange = [name for name in unpacked.files if not _belongs(name)]
    if strange:
        raise StoreError(f"{path} is damaged: {strange[0]!r} does not belong into a backup", "take another one")
    return unpacked


def tables_of(unpacked: Unpacked) -> dict[str, Rows]:
    """The tables of a backup. StoreError when one is no table of records."""
    tables = {}
    for name, data in unpacked.files.items():
        if name.startswith(_RECORDS):
            table = table_name(name.removeprefix(_RECORDS).removesuffix(".json"))
            assert table is not None
            try:
                tables[table] = parse_foreign(data, name)
            except InvalidInput as fault:
                raise StoreError(f"The backup is damaged: {fault.message}", "take another one") from None
    return tables


def documents_of(unpacked: Unpacked) -> dict[str, bytes]:
    """The documents of a backup, by their paths in the workspace."""
    return {name: data for name, data in unpacked.files.items() if not name.startswith(_RECORDS) and name != FORGOTTEN}


def put_records_back(store: Store, sentence: str, tables: Mapping[str, Rows], names: Iterable[str]) -> int:
    """Let the named tables be those given, as one change that undo takes back; how many records it concerned."""
    engine = store._engine
    concerned = 0

    def prepare() -> Sequence[Operation]:
        nonlocal concerned
        changes: list[Operation] = []
        for name in names:
            now, wanted = engine.rows(name), tables.get(name, {})
            changes += [(name, id, data, None) for id, data in now.items() if id not in wanted]
            changes += [(name, id, now.get(id), data) for id, data in wanted.items() if now.get(id) != data]
        concerned = len(changes)
        return changes

    engine.commit(sentence, prepare)
    return concerned


def _belongs(name: str) -> bool:
    """Whether a file of this name is part of a backup, and its path stays in the workspace."""
    if name == FORGOTTEN:
        return True
    folder, _, file = name.rpartition("/")
    if not _PLAIN.fullmatch(name) or not file or file.startswith("."):
        return False
    if f"{folder}/" == _RECORDS:
        return file.endswith(".json") and table_name(file.removesuffix(".json")) is not None
    return any(_fits(name, folder, pattern) for pattern in DOCUMENTS)


def _fits(name: str, folder: str, pattern: str) -> bool:
    place, _, file = pattern.rpartition("/")
    return folder == place and (name.endswith(file[1:]) if file.startswith("*") else name == pattern)
