"""A table as a mapping that decodes a document when somebody asks for it, and knows which ones were changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Mapping, MutableMapping
from typing import Any

import msgspec

from kindtui.formats.strict_json import INTEGER_DIGITS
from kindtui.store.collector import no_collections
from kindtui.store.engine import Engine
from kindtui.store.tablefile import as_object, canonical

Document = dict[str, Any]
Change = tuple[str, str, bytes | None]
"""Table, id, and the document that is to be there, or None."""


class LazyTable(MutableMapping[Any, Document]):
    """The documents of one table as they are now; changes stay here until somebody takes `changes()`."""

    def __init__(self, engine: Engine, table: str, id_class: Callable[[str], Hashable] = str) -> None:
        self._engine = engine
        self._table = table
        self._id_class = id_class
        self._taken: dict[str, tuple[bytes, Document]] = {}
        """Documents that were handed out, and may have been changed in place."""
        self._new: dict[str, Mapping[str, Any]] = {}
        self._gone: set[str] = set()
        self._cleared = False

    def changes(self) -> list[Change]:
        """What has to be written so that the stored table becomes this one."""
        found: list[Change] = []
        gone = set(self._engine.ids(self._table)) - self._new.keys() if self._cleared else self._gone
        found += [(self._table, id, None) for id in sorted(gone)]
        found += [(self._table, id, encode(document)) for id, document in self._new.items()]
        if not self._cleared:
            for id, (before, document) in self._taken.items():
                if id not in self._gone and id not in self._new and (after := encode(document)) != before:
                    found.append((self._table, id, after))
        return found

    def __getitem__(self, id: Any) -> Document:
        key = str(id)
        if key in self._new:
            return self._new[key]  # type: ignore[return-value]  # what was put in is what comes out
        if key in self._taken and key not in self._gone:
            return self._taken[key][1]
        data = None if self._cleared or key in self._gone else self._engine.get(self._table, key)
        if data is None:
            raise KeyError(id)
        document: Document = msgspec.json.decode(data)
        self._taken[key] = (data, document)
        return document

    def __setitem__(self, id: Any, document: Mapping[str, Any]) -> None:
        self._new[str(id)] = document
        self._gone.discard(str(id))

    def __delitem__(self, id: Any) -> None:
        key = str(id)
        if key not in self:
            raise KeyError(id)
        self._new.pop(key, None)
        self._gone.add(key)

    def __contains__(self, id: object) -> bool:
        key = str(id)
        if key in self._new:
            return True
        return not self._cleared and key not in self._gone and self._engine.get(self._table, key) is not None

    def __iter__(self) -> Iterator[Any]:
        return iter([self._id_class(id) for id in self._ids()])

    def __len__(self) -> int:
        return len(self._ids()) if self._new or self._gone or self._cleared else self._engine.count(self._table)

    def __eq__(self, other: object) -> bool:
        return dict(self) == (dict(other) if isinstance(other, LazyTable) else other)

    __hash__ = None  # type: ignore[assignment]  # as for every mutable mapping

    def clear(self) -> None:
        """Remove everything, unseen."""
        self._new.clear()
        self._gone.clear()
        self._taken.clear()
        self._cleared = True

    def scan(self) -> Iterator[tuple[Any, Document]]:
        """(id, document) of a table that nobody changes meanwhile; the documents are the caller's own."""
        stretches, changed = self._engine.whole(self._table)
        decode = msgspec.json.decode
        documents: dict[str, Document] = {}
        with no_collections():
            for stretch in stretches:
                documents.update(decode(as_object(stretch)))
            for id, data in changed.items():
                if data is None:
                    documents.pop(id, None)
                else:
                    documents[id] = decode(data)
        for id in in_order(documents):
            yield self._id_class(id), documents.pop(id)

    def _ids(self) -> list[str]:
        ids = set() if self._cleared else set(self._engine.ids(self._table)) - self._gone
        return in_order(ids | self._new.keys())


def in_order(ids: Any) -> list[str]:
    """Ids in the order they are shown in: numbers by value, then texts."""
    try:
        return sorted(ids, key=int)
    except ValueError:
        return sorted(ids)


def encode(document: Mapping[str, Any]) -> bytes:
    """The JSON of a document. TypeError for values that JSON does not have, ValueError for numbers it does not have,
    for keys that would become one, and for text that is not Unicode."""
    return canonical(_checked(document))


def _checked(value: Any) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        if abs(value) >= 10**INTEGER_DIGITS:
            raise ValueError(f"An integer of more than {INTEGER_DIGITS} digits cannot be stored")
        return value
    if isinstance(value, float):
        if value - value != 0:
            raise ValueError(f"{value} cannot be stored")
        return value
    if isinstance(value, Mapping):
        checked = {_text(key): _checked(item) for key, item in value.items()}
        if len(checked) != len(value):
            raise ValueError("Two keys would become the same text")
        return checked
    if isinstance(value, list | tuple):
        return [_checked(item) for item in value]
    raise TypeError(f"A {type(value).__name__} cannot be stored as JSON")


def _text(key: Any) -> str:
    if isinstance(key, str):
        return key
    if key is None or isinstance(key, int | float):
        return json.dumps(key, allow_nan=False)
    raise TypeError(f"A {type(key).__name__} cannot be a key in JSON")
