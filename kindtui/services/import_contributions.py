"""The contributions that a file of people tells of: those that nobody wrote down yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from kindtui.domain.contributions import Contribution
from kindtui.domain.import_rows import Given
from kindtui.domain.record import MakeId
from kindtui.services.notebooks import CONTRIBUTIONS
from kindtui.store.tables import Store


@dataclass
class NewContributions:
    """What must be written, and how much of it was known; `undated` got the day of the import."""

    new: list[Contribution] = field(default_factory=list)
    same: int = 0
    undated: int = 0


def new_contributions(
    store: Store, given: Iterable[tuple[str, Given]], ids: MakeId | None, now: datetime, today: date
) -> NewContributions:
    """The contributions of members (by id) that are not in the notebook yet. One is known by who did it, its kind, and
    where it can be seen (or what it was). Without `ids` they are only counted."""
    found = NewContributions()
    known: dict[str, set[tuple[str, str]]] = {}
    for member, each in given:
        if member not in known:
            table = store.table(CONTRIBUTIONS)
            known[member] = {_mark(old.kind, old.evidence, old.what) for old in table.where("member", member)}
        evidence = (each.link,) if each.link else ()
        mark = _mark(each.kind, evidence, each.what)
        if mark in known[member]:
            found.same += 1
            continue
        known[member].add(mark)
        found.undated += each.on is None
        found.new.append(
            Contribution(
                id=ids("c") if ids else f"new-{len(found.new)}",
                created_at=now,
                updated_at=now,
                what=each.what,
                on=each.on or today,
                by=(member,),
                kind=each.kind,
                evidence=evidence,
                state=each.state,
            )
        )
    return found


def _mark(kind: str, evidence: tuple[str, ...], what: str) -> tuple[str, str]:
    return kind, evidence[0] if evidence else what
