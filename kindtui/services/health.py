"""Whether a workspace is whole: everything that is stored is looked at, explained and, on request, repaired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kindtui.domain.text import listed
from kindtui.errors import KindError, Problem
from kindtui.services.notebooks import CONTRIBUTIONS, MEMBERS, SPOTLIGHTS, TABLES
from kindtui.services.upkeep import Upkeep
from kindtui.store import checking
from kindtui.store.finding import Finding
from kindtui.store.tables import Store, TableSpec

SHOWN = 4


class Health:
    """Looks after the files of one workspace."""

    def __init__(self, store: Store, upkeep: Upkeep) -> None:
        self._store = store
        self._upkeep = upkeep

    def findings(self) -> list[Finding]:
        """Everything that is wrong with what is stored; reads every file."""
        return [*checking.check(self._store), *self._unreadable_records(), *self._dangling()]

    def mend(self) -> list[str]:
        """Repair what can be repaired without a person, and say what was done. What is replaced goes into quarantine.
        Raises StoreError when the workspace cannot be written."""
        done = self._upkeep.put_back()
        for finding in self.findings():
            if finding.mend is not None:
                try:
                    done.append(finding.mend())
                except KindError as error:
                    done.append(f"{finding.problem.path}: not repaired: {error.message}")
        if done:
            done.append(f"a fresh backup is in {self._upkeep.back_up('after-repair')}")
        return done

    def _unreadable_records(self) -> Iterator[Finding]:
        for spec in TABLES:
            table = self._store.table(spec)
            table.all()
            yield from (Finding(problem) for problem in table.faults.values())

    def _dangling(self) -> Iterator[Finding]:
        """Records that name somebody or something which is gone. That is no damage: they show "(removed)"."""
        there = {name: set(self._store.table(name).ids()) for name in (MEMBERS.name, CONTRIBUTIONS.name)}
        missing: dict[str, list[str]] = {}
        for spec in TABLES:
            for record in self._store.table(spec).all():
                for table, id in _references(spec, msgspec.to_builtins(record)):
                    if id not in there[table]:
                        missing.setdefault(id, []).append(record.id)
        for id, named_by in sorted(missing.items()):
            shown = listed(sorted(set(named_by))[:SHOWN])
            more = f" and {len(set(named_by)) - SHOWN} more" if len(set(named_by)) > SHOWN else ""
            message = f"{id} is gone, and still named by {shown}{more}; they show “(removed)”"
            yield Finding(Problem(message, "nothing has to be done", severity="warning"), stored=False)


def _references(spec: TableSpec[Any], document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The members and contributions that a record names."""
    if "refers" in spec.indexes:
        yield from ((MEMBERS.name, id) for id in spec.indexes["refers"](document))
    if spec is SPOTLIGHTS:
        yield from ((CONTRIBUTIONS.name, id) for id in document.get("contributions", ()))
