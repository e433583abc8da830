"""What a line of Today is, and who is named in one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from kindtui.domain.text import listed
from kindtui.services.roster import Roster


class Line(msgspec.Struct, frozen=True):
    """One thing that waits. `step` says what to do, `verb` is its name in the app ("contributions.thank"), `command`
    its twin on the command line, `refs` are the records it is about, as (table, id). One about so many that they stand
    together has the `query` that finds them in their list."""

    text: str
    detail: str
    refs: tuple[tuple[str, str], ...]
    step: str
    verb: str
    command: str
    query: str = ""


class Group(msgspec.Struct, frozen=True):
    """Lines that wait for the same reason. `key` stays the same, `title` is for reading."""

    key: str
    title: str
    lines: tuple[Line, ...]


def left_in_peace(roster: Roster, member_id: str, day: date) -> bool:
    """Whether nothing may remind of this member on a day."""
    return roster.is_quiet(member_id, day)


def awake(roster: Roster, member_ids: Iterable[str], day: date) -> str:
    """The names of those who may be reminded of."""
    return listed([roster.name_of(id) for id in member_ids if not left_in_peace(roster, id, day)])
