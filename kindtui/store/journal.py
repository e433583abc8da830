"""TinyDB over the journal: `TinyDB(folder, storage=JournaledStorage)`, with `JournaledTable` as its table class.

The storage alone makes stock TinyDB durable and safe among processes. The table class makes it fast as well: an
operation costs what it touches, ids may be text, and declared indexes answer equality.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, cast

import msgspec
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table
from tinydb.utils import freeze

from kindtui.domain.record import random_id, utc_now
from kindtui.store import history
from kindtui.store.engine import Engine
from kindtui.store.lazy import Change, LazyTable, in_order
from kindtui.store.table_state import apply
from kindtui.store.tablefile import Rows, split


class JournaledStorage(Storage):
    """A TinyDB storage in a folder: one JSON file a table, a journal beside them, one engine for all."""

    def __init__(self, folder: str | Path, *, clock: Callable[[], datetime] = utc_now, read_only: bool = False) -> None:
        super().__init__()
        self.engine = Engine(Path(folder), clock, read_only=read_only)
        self._seen: dict[str, Callable[[], Rows]] | None = None
        """What makes the rows of each table as they were read last; nobody may ask."""

    def read(self) -> dict[str, dict[str, Any]] | None:
        """All tables, or None when there are none. Documents are decoded when they are asked for."""
        with self.engine.mutex:
            self.engine.follow()
            names = self.engine.names()
            self._seen = {name: partial(_rows, *self.engine.whole(name)) for name in names}
            tables = {name: LazyTable(self.engine, name) for name in names}
        return cast("dict[str, dict[str, Any]]", tables) or None

    def write(self, data: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> None:
        """Let the tables be `data`, in one durable change. What others wrote since `read` and this does not concern
        stays."""
        engine = self.engine
        with engine.mutex, engine.locked():
            engine.settle()
            seen = self._seen
            if seen is None:
                seen = {name: partial(engine.rows, name) for name in engine.names()}
            changes: list[Change] = []
            for name, table in data.items():
                if not isinstance(table, LazyTable):
                    table, wanted = LazyTable(engine, name), table
                    _become(table, wanted, seen[name]() if name in seen else {})
                changes += table.changes()
            dropped = [name for name in seen if name not in data]
            changes += [(name, id, None) for name in dropped for id in engine.ids(name)]
            created = [name for name in data if name not in engine.names()]
            _commit(engine, changes, created, dropped)
        self.forget()

    def forget(self) -> None:
        """Let the next `write` mean all that is stored, not what was read last."""
        self._seen = None

    def undo(self) -> str:
        """Undo the newest change; answers its sentence."""
        return history.reverse(self.engine)

    def redo(self) -> str:
        """Do again what was undone last; answers its sentence."""
        return history.reverse(self.engine, redo=True)

    def close(self) -> None:
        self.engine.close()


class JournaledTable(Table):
    """TinyDB's table, at the cost of what an operation touches when it stands on a `JournaledStorage`."""

    indexes: ClassVar[Sequence[str]] = ()
    """Fields whose equality (`where("field") == value`, alone or in an and) is answered without a scan."""

    def __init__(self, storage: Storage, name: str, cache_size: int = 10, persist_empty: bool = False) -> None:
        self._engine = storage.engine if isinstance(storage, JournaledStorage) else None
        self._version: tuple[int, int] = (0, 0)
        self._keys: dict[str, dict[Any, list[str]]] = {}
        super().__init__(storage, name, cache_size, persist_empty)

    def insert(self, document: Mapping[str, Any]) -> Any:
        with self._alone():
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[Any]:
        with self._alone():
            return super().insert_multiple(documents)

    def search(self, cond: QueryLike) -> list[Document]:
        self._forget_if_changed()
        if self._engine is None:
            return super().search(cond)
        ids = self._planned(cond)
        if ids is None:
            return super().search(cond)
        found = (self._document(id) for id in ids)
        return [document for document in found if document is not None and cond(document)]

    def count(self, cond: QueryLike) -> int:
        self._forget_if_changed()
        exact = self._indexed(cond)
        return super().count(cond) if exact is None else len(exact)

    def get(self, cond: Any = None, doc_id: Any = None, doc_ids: Any = None) -> Any:
        if self._engine is not None:
            self._forget_if_changed()
            if doc_id is not None:
                return self._document(str(doc_id), doc_id)
            if doc_ids is not None:
                wanted = in_order({str(id) for id in doc_ids})
                return [document for id in wanted if (document := self._document(id)) is not None]
            ids = self._planned(cond) if cond is not None else None
            if ids is not None:
                found = (self._document(id) for id in ids)
                return next((document for document in found if document is not None and cond(document)), None)
        return super().get(cond, doc_id, doc_ids)

    def __iter__(self) -> Iterator[Document]:
        if self._engine is None:
            yield from super().__iter__()
            return
        self._forget_if_changed()
        for id, document in LazyTable(self._engine, self.name, self.document_id_class).scan():
            yield self.document_class(document, id)

    def _document(self, id: str, given: Any = None) -> Document | None:
        assert self._engine is not None
        data = self._engine.get(self.name, id)
        if data is None:
            return None
        return self.document_class(msgspec.json.decode(data), self.document_id_class(id) if given is None else given)

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        if self._engine is None:
            return super()._read_table()
        self._forget_if_changed()
        return cast("dict[str, Mapping[str, Any]]", LazyTable(self._engine, self.name))

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        engine = self._engine
        if engine is None:
            super()._update_table(updater)
            return
        with engine.mutex, engine.locked():
            engine.settle()
            table = LazyTable(engine, self.name, self.document_id_class)
            updater(cast("dict[int, Mapping[str, Any]]", table))
            changes = table.changes()
            created = [] if changes or self.name in engine.names() else [self.name]
            _commit(engine, changes, created)
        cast(JournaledStorage, self.storage).forget()
        self.clear_cache()

    def _get_next_id(self) -> Any:
        if issubclass(self.document_id_class, str):
            return self.make_id()
        self._forget_if_changed()
        return super()._get_next_id()  # type: ignore[no-untyped-call]

    def make_id(self) -> str:
        """A fresh id, for tables whose ids are text."""
        return random_id("d")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else takes the next id between finding and using it."""
        if self._engine is None:
            yield
            return
        with self._engine.mutex, self._engine.locked():
            self._engine.settle()
            self._forget_if_changed()
            yield
            self._version = self._engine.version(self.name)  # our own insert leaves the next id right
            self._keys.clear()

    def _forget_if_changed(self) -> None:
        """Drop what was kept of a table that is not the same any more, and see what other processes did."""
        if self._engine is None:
            return
        self._engine.follow()
        version = self._engine.version(self.name)
        if version != self._version:
            self._version = version
            self._next_id = None
            self._keys.clear()
            self.clear_cache()

    def _planned(self, cond: QueryLike) -> list[str] | None:
        """Ids among which are all that match, or None when no index says so."""
        exact = self._indexed(cond)
        if exact is not None:
            return exact
        parts = getattr(cond, "_hash", None)
        if not parts or parts[0] != "and":
            return None
        found = [ids for part in parts[1] if (ids := self._equal(part)) is not None]
        return min(found, key=len) if found else None

    def _indexed(self, cond: QueryLike) -> list[str] | None:
        """The ids that match exactly, or None when this is no equality of an indexed field."""
        return self._equal(getattr(cond, "_hash", None)) if self._engine is not None else None

    def _equal(self, parts: Any) -> list[str] | None:
        if not parts or parts[0] != "==" or len(parts[1]) != 1 or parts[1][0] not in self.indexes:
            return None
        try:
            return self._index(parts[1][0]).get(parts[2], [])
        except TypeError:
            return None

    def _index(self, field: str) -> dict[Any, list[str]]:
        if field not in self._keys:
            assert self._engine is not None
            keys: dict[Any, list[str]] = {}
            for id, document in LazyTable(self._engine, self.name).scan():
                if field in document:
                    keys.setdefault(_frozen(document[field]), []).append(id)
            self._keys[field] = keys
        return self._keys[field]


def _rows(stretches: Iterable[bytes], changed: dict[str, bytes | None]) -> Rows:
    """The rows of what `Engine.whole` answered."""
    rows: Rows = {}
    for stretch in stretches:
        rows.update(split(stretch))
    apply(rows, changed)
    return rows


def _become(table: LazyTable, wanted: Mapping[Any, Mapping[str, Any]], seen: Mapping[str, bytes]) -> None:
    """Let `table`, which held `seen`, hold `wanted`."""
    texts = {str(id): document for id, document in wanted.items()}
    for id in seen.keys() - texts.keys():
        table.pop(id, None)
    for id, document in texts.items():
        if id not in seen or msgspec.json.decode(seen[id]) != document:
            table[id] = document


def _frozen(value: Any) -> Any:
    """A value as TinyDB's queries compare it in their hash."""
    return freeze(value)  # type: ignore[no-untyped-call]


def _commit(engine: Engine, changes: Sequence[Change], created: Sequence[str], dropped: Sequence[str] = ()) -> None:
    find = engine.finder(len(changes))
    operations = [(table, id, find(table, id), after) for table, id, after in changes]
    engine.commit(_sentence(changes), lambda: operations, created=created, dropped=dropped)


def _sentence(changes: Sequence[Change]) -> str:
    if len(changes) == 1:
        table, id, after = changes[0]
        return f"{'Removed' if after is None else 'Wrote'} {id} in {table}"
    return f"Changed {len(changes)} records in {', '.join(sorted({change[0] for change in changes})) or 'no table'}"
