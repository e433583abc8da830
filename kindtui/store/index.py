"""Finding records by what is in them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from kindtui.store.table_state import RowChange

KeysOf = Callable[[Mapping[str, Any]], Iterable[str]]


class Index:
    """Key -> ids, sorted. It is built once and follows each change."""

    def __init__(self, keys_of: KeysOf, rows: Iterable[tuple[str, bytes]]) -> None:
        """`keys_of` answers the keys of a document; `rows` are in the order of ids."""
        self._keys_of = keys_of
        self._ids: dict[str, list[str]] = {}
        for id, data in rows:
            for key in self._keys(data):
                self._ids.setdefault(key, []).append(id)

    def ids(self, key: str) -> Sequence[str]:
        """The ids under a key, of which the caller changes nothing."""
        return self._ids.get(key, ())

    def change(self, changes: Iterable[RowChange]) -> None:
        """Take over changes, in their order."""
        for id, before, after in changes:
            old, new = self._keys(before), self._keys(after)
            for key in old - new:
                ids = self._ids[key]
                del ids[bisect_left(ids, id)]
                if not ids:
                    del self._ids[key]
            for key in new - old:
                insort(self._ids.setdefault(key, []), id)

    def _keys(self, data: bytes | None) -> set[str]:
        try:
            return set() if data is None else set(self._keys_of(msgspec.json.decode(data)))
        except (AttributeError, KeyError, TypeError):  # no such record as its table holds: nothing finds it
            return set()
