"""Who is left in peace: the one rule that everything asks before it reminds, suggests or greets.

A pause is derived from the card on a day, never stored: when a break ends, what waited is there again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from kindtui.domain.dates import spoken

if TYPE_CHECKING:
    from kindtui.domain.followups import FollowUp
    from kindtui.domain.roster import Member

Reason = Literal["deceased", "left", "on_break", "space"]


class Pause(msgspec.Struct, frozen=True):
    """Why somebody is left in peace, and the day on which that ends; None when no day is known."""

    reason: Reason
    until: date | None = None


def pause_of(member: Member, today: date) -> Pause | None:
    """Why nothing may remind of this member or suggest anything about them on this day; None when it may."""
    if member.status == "deceased":
        return Pause("deceased")
    if member.status == "left":
        return Pause("left")
    space = member.space_until if member.space_until is not None and today < member.space_until else None
    if member.status == "on_break":
        if member.until is None:
            return Pause("on_break")
        if today < member.until and not (space and space > member.until):
            return Pause("on_break", member.until)
    return Pause("space", space) if space else None


def is_quiet(member: Member, today: date) -> bool:
    """Whether nothing may remind of this person or suggest anything about them: they died, left, are on a break or
    asked for space."""
    return pause_of(member, today) is not None


def may_be_welcomed(member: Member, today: date) -> bool:
    """Whether somebody new is to be greeted: people are, unless they are left in peace."""
    return member.kind == "person" and not is_quiet(member, today)


def pause_words(pause: Pause, today: date) -> str:
    """The pause as a clause after a name: "is on a break until Thu 2 April"."""
    words = {
        "deceased": "has died",
        "left": "has left",
        "on_break": "is on a break",
        "space": "asked to be left alone",
    }[pause.reason]
    return f"{words} until {spoken(pause.until, today)}" if pause.until else words


def is_paused(follow_up: FollowUp, quiet: Callable[[str], bool]) -> bool:
    """Whether nothing may remind of a follow-up: everybody it is about is left in peace, or the one whom they would be
    asked to help. `quiet` answers that for the id of a member."""
    if follow_up.helping and follow_up.helping.whom and quiet(follow_up.helping.whom):
        return True
    return bool(follow_up.about) and all(map(quiet, follow_up.about))
