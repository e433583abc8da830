"""What Today says of words that were typed in the app and are saved nowhere yet."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from kindtui.services.notebooks import CONTRIBUTIONS, FOLLOW_UPS, MEMBERS, SPOTLIGHTS
from kindtui.services.roster import Roster
from kindtui.services.waiting import Line, awake

_TABLES = {"m-": MEMBERS.name, "c-": CONTRIBUTIONS.name, "f-": FOLLOW_UPS.name, "s-": SPOTLIGHTS.name}
_NEW = {
    "members.add": "a new member",
    "contributions.add": "a new kind act",
    "followups.add": "a new follow-up",
}
_ABOUT: Mapping[str, tuple[str, Callable[[Any], Iterable[str]]]] = {
    MEMBERS.name: ("the card of {}", lambda member: [member.id]),
    CONTRIBUTIONS.name: ("a kind act of {}", lambda contribution: contribution.by),
    FOLLOW_UPS.name: ("a follow-up about {}", lambda follow_up: follow_up.about),
    SPOTLIGHTS.name: ("a spotlight on {}", lambda spotlight: spotlight.members),
}


def text_lines(names: Iterable[str]) -> Iterator[Line]:
    """The texts of conduct documents."""
    for name in names:
        yield Line(
            f"Your text of {name}",
            f"it is in no file: conduct/{name}.yaml is as it was before",
            (("conduct", name),),
            "go on with it, or drop it",
            "conduct.unsaved",
            f"kindtui conduct unsaved {shlex.quote(name)}",
        )


def form_lines(places: Iterable[str], roster: Roster, day: date) -> Iterator[Line]:
    """The forms of records that were left with a draft; those of records that are gone are not told."""
    for place in sorted(places):
        if place in _NEW:
            yield _line(_NEW[place], (), place)
            continue
        verb, _, id = place.rpartition(".")
        table = _TABLES.get(id[:2], "")
        record: Any = roster.store.table(table).understood(id) if table else None
        if record is not None:
            words, people = _ABOUT[table]
            names = awake(roster, people(record), day) or "somebody"
            yield _line(words.format(names), ((table, id),), f"{table}.{verb or 'edit'}")


def _line(what: str, refs: tuple[tuple[str, str], ...], verb: str) -> Line:
    detail = "it is in its form in the app, and saved nowhere else"
    return Line(f"What you typed for {what}", detail, refs, "go on with it", verb, "kindtui")
