"""One notebook as it is read: records by id, all of them, or those that an index has."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import chain, islice, takewhile
from operator import attrgetter
from typing import Generic, TypeVar

import msgspec

from kindtui.domain.record import Record
from kindtui.errors import InvalidInput, Problem
from kindtui.formats.records_json import decode, decode_all
from kindtui.store import engine as engines
from kindtui.store.collector import no_collections
from kindtui.store.index import Index, KeysOf
from kindtui.store.sharing import Sharing
from kindtui.store.tablefile import as_array, split

R = TypeVar("R", bound=Record)

_ID = attrgetter("id")
_FEW = 200
"""Changes up to which each record is put in its place, instead of putting all in order anew."""


class TableSpec(msgspec.Struct, Generic[R], frozen=True):
    """A notebook of the workspace: where its records are, what they are, and by what they are found."""

    name: str
    """The records are in `records/<name>.json`."""
    record: type[R]
    indexes: Mapping[str, KeysOf] = msgspec.field(default_factory=dict)
    """Index name -> function from the raw document to the keys it is found under."""


class Table(Generic[R]):
    """The read side of one notebook."""

    def __init__(self, engine: engines.Engine, spec: TableSpec[R]) -> None:
        self.name = spec.name
        self.spec = spec
        self.faults: dict[str, Problem] = {}
        """Records that are there and cannot be understood, by id."""
        self._engine = engine
        self._version: tuple[int, int] = (-1, 0)
        self._records: list[R] | None = None
        """Every record, in the order of ids, once somebody asked for them."""
        self._indexes: dict[str, Index] = {}

    def get(self, id: str) -> R | None:
        """The record with this id. InvalidInput, with its file, when it is there and cannot be understood."""
        with self._engine.mutex:
            self._follow()
            if self._records is not None:
                at = bisect_left(self._records, id, key=_ID)
                if at < len(self._records) and self._records[at].id == id:
                    return self._records[at]
            data = self._engine.get(self.name, id)
        try:
            return None if data is None else decode(self.spec.record, id, data)
        except InvalidInput as fault:
            problem = self._problem(id, fault)
            raise InvalidInput(fault.message, f"mend it in {problem.path}", problems=[problem]) from None

    def understood(self, id: str) -> R | None:
        """The record with this id, if it is there and can be understood."""
        try:
            return self.get(id)
        except InvalidInput:
            return None

    def all(self) -> list[R]:
        """Every record that can be understood, in the order of ids; the others are in `faults`."""
        with self._engine.mutex:
            self._follow()
            if self._records is not None:
                return list(self._records)
            version = self._engine.version(self.name)
            stretches, changed = self._engine.whole(self.name)
        records: list[R] = []
        faults: dict[str, Problem] = {}
        sharing = Sharing(self.spec.record)
        with no_collections():
            for stretch in stretches:
                found = decode_all(self.spec.record, as_array(stretch))
                if found is None:
                    found = self._decode_each(split(stretch), faults)
                sharing.share(found)
                records += found
            records = self._with(records, changed, faults)
        with self._engine.mutex:
            if version == self._version:  # otherwise another thread has seen a newer state meanwhile
                self.faults = faults
                self._records = records
                self._engine.release(self.name)
        return list(records)

    def misunderstood(self) -> dict[str, bytes]:
        """The documents of the records in `faults`, as they are stored, by id."""
        self.all()
        found = {id: self._engine.get(self.name, id) for id in self.faults}
        return {id: data for id, data in found.items() if data is not None}

    def ids(self) -> list[str]:
        """All ids, sorted."""
        with self._engine.mutex:
            known = self._all_known()
            return self._engine.ids(self.name) if known is None else list(map(_ID, known))

    def with_prefix(self, prefix: str, most: int | None = None) -> list[str]:
        """The ids that begin with `prefix`, sorted; no more than `most` of them."""
        with self._engine.mutex:
            known = self._all_known()
            if known is None:
                order = self._engine.order(self.name)
                found = (order[at] for at in range(bisect_left(order, prefix), len(order)))
            else:
                found = (known[at].id for at in range(bisect_left(known, prefix, key=_ID), len(known)))
            return list(islice(takewhile(lambda id: id.startswith(prefix), found), most))

    def where(self, index: str, value: str) -> list[R]:
        """The records that a declared index has under `value`, in the order of ids, and that can be understood."""
        with self._engine.mutex:
            found = [self.understood(id) for id in self._index(index).ids(value)]
        return [record for record in found if record is not None]

    def count_where(self, index: str, value: str) -> int:
        """How many records a declared index has under `value`."""
        with self._engine.mutex:
            return len(self._index(index).ids(value))

    def __len__(self) -> int:
        with self._engine.mutex:
            known = self._all_known()
            return self._engine.count(self.name) if known is None else len(known)

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._engine.get(self.name, id) is not None

    def __iter__(self) -> Iterator[R]:
        return iter(self.all())

    def _with(self, records: list[R], changed: Mapping[str, bytes | None], faults: dict[str, Problem]) -> list[R]:
        """Records, which may be changed in place, in the order of ids after rows were changed; without its row goes a
        record."""
        found = self._decode_each(changed, faults)
        if len(changed) > _FEW:
            return sorted([*(each for each in records if each.id not in changed), *found], key=_ID)
        new = {each.id: each for each in found}
        for id in changed:
            at = bisect_left(records, id, key=_ID)
            known = at < len(records) and records[at].id == id
            records[at : at + known] = [new[id]] if id in new else []
        return records

    def _decode_each(self, rows: Mapping[str, bytes | None], faults: dict[str, Problem]) -> list[R]:
        """The records of rows, as far as they can be understood; the others go into `faults`."""
        records = []
        for id, data in rows.items():
            faults.pop(id, None)
            try:
                if data is not None:
                    records.append(decode(self.spec.record, id, data))
            except InvalidInput as fault:
                faults[id] = self._problem(id, fault)
        return records

    def _problem(self, id: str, fault: InvalidInput) -> Problem:
        return Problem(fault.message, path=f"records/{self.name}.json", key=id)

    def _index(self, name: str) -> Index:
        self._follow()
        if name not in self._indexes:
            keys_of = self.spec.indexes[name]
            if self._records is None:
                self._indexes[name] = Index(keys_of, self._engine.items(self.name))
            else:  # the rows themselves are not wanted
                stretches, changed = self._engine.whole(self.name)
                rows = chain.from_iterable(split(stretch).items() for stretch in stretches)
                self._indexes[name] = index = Index(keys_of, (row for row in rows if row[0] not in changed))
                index.change((id, None, data) for id, data in changed.items())
        return self._indexes[name]

    def _all_known(self) -> list[R] | None:
        """The records when all are in memory and could be understood."""
        self._follow()
        return None if self.faults else self._records

    def _follow(self) -> None:
        """Under the mutex: let what is kept in memory be what is stored: mend what was changed or, when that is not
        known, forget."""
        version = self._engine.version(self.name)
        if version == self._version:
            return
        changes = self._engine.changes_since(self.name, self._version)
        self._version = version
        if changes is None:
            self._records, self._indexes = None, {}
            return
        for index in self._indexes.values():
            index.change(changes)
        if self._records is not None:
            changed = {id: after for id, _, after in changes}
            self._records = self._with(self._records, changed, self.faults)
