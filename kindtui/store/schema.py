"""Which version the records of a workspace have, and how older ones become what this program reads.

The version is a table of its own, `records/schema.json`, so that it changes in the same swap as the records, goes
through git beside them, and is in every backup. A workspace without it has the first version.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from kindtui.errors import InvalidInput, StoreError
from kindtui.formats.strict_json import parse_json
from kindtui.store import folding, foreign, version
from kindtui.store.tablefile import Rows, canonical
from kindtui.store.tables import SCHEMA, Store

TABLE = SCHEMA
_ROW = "records"
_FILE = f"{TABLE}.json"

Documents = dict[str, dict[str, dict[str, Any]]]
"""Table -> id -> document."""
Upgrade = tuple[int, Callable[[Documents], None]]
"""A version, and what makes it of the one before, in place."""

UPGRADES: Sequence[Upgrade] = ()
"""In their order; the last one makes `VERSION`."""


def refuse_newer(folder: Path) -> None:
    """Before anything else is read: StoreError when a newer program wrote these records."""
    try:
        document = msgspec.json.decode((folder / "records" / _FILE).read_bytes())
    except (OSError, ValueError):
        return  # none, or one that the store will name as damaged
    _refuse(_number(document.get(_ROW) if isinstance(document, dict) else None), folder)


def admitted(rows: Rows, folder: Path) -> Rows:
    """The version that comes with files of others, while the workspace is open. InvalidInput when it is newer, or
    none."""
    row = msgspec.json.decode(rows.get(_ROW, b"{}"))
    if row and row != {"version": _number(row)}:
        raise InvalidInput(f"records/{_FILE} does not say which version the records have")
    try:
        _refuse(_number(row), folder)
    except StoreError as error:
        raise InvalidInput(error.message, error.hint) from None
    return rows


def version_of(store: Store) -> int:
    """The version of the records. StoreError when it is newer than this program."""
    row = store._engine.get(TABLE, _ROW)
    found = _number(msgspec.json.decode(row)) if row is not None else 1
    _refuse(found, store.folder)
    return found


def upgrade(store: Store, back_up: Callable[[], object]) -> int | None:
    """Make the records what this program reads: one swap, after a backup. Answers the version there was, or None when
    there was nothing to do. Undo does not reach beyond it. StoreError when it cannot be written."""
    was = version_of(store)
    if was == version.VERSION or not store._engine.names():
        return None
    engine = store._engine
    engine.must_be_writable()
    back_up()
    with engine.mutex, engine.locked():
        engine.settle()
        foreign.look(engine)
        engine.must_be_writable()
        if version_of(store) != was:
            return None  # another window has just done it
        tables = upgraded({name: engine.rows(name) for name in engine.names()}, was)
        folding.swap(engine, "migrate", tables, cut=True)
        for name in tables:
            engine.touch(name)
    return was


def upgraded(tables: Mapping[str, Rows], was: int) -> dict[str, Rows]:
    """Tables of version `was` as this program reads them."""
    documents: Documents = {
        name: {id: parse_json(row, id) for id, row in rows.items()} for name, rows in tables.items() if name != TABLE
    }
    for number, step in UPGRADES:
        if number > was:
            step(documents)
    found = {name: {id: canonical(row) for id, row in rows.items()} for name, rows in documents.items()}
    return {**found, TABLE: {_ROW: canonical({"version": version.VERSION})}}


def _number(row: object) -> int:
    found = row.get("version") if isinstance(row, dict) else None
    return found if isinstance(found, int) and found > 0 else 1


def _refuse(found: int, folder: Path) -> None:
    if found > version.VERSION:
        raise StoreError(
            f"The records in {folder} were written by a newer kindtui: they have version {found}, and this one "
            f"reads versions up to {version.VERSION}",
            "install a newer kindtui; nothing was changed",
        )
