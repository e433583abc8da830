"""A spotlight that waits for people who are left in peace: nothing is to be done, and nobody is to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kindtui.domain.consent import AGREED
from kindtui.domain.pauses import pause_of, pause_words

if TYPE_CHECKING:
    from kindtui.domain.consent import Standing
    from kindtui.domain.roster import Member


def is_at_rest(found: Standing, members: Mapping[str, Member], today: date) -> bool:
    """Whether everybody who has not agreed is left in peace, so that nothing may remind of it."""
    to_ask = [line.member_id for line in found.lines if line.verdict not in AGREED]
    return bool(to_ask) and all(id in members and pause_of(members[id], today) for id in to_ask)


def at_rest(found: Standing, members: Mapping[str, Member], today: date) -> Standing:
    """The standing with "wait" as its next step while that is all that there is to do; else as it is."""
    if found.state not in ("draft", "asked", "changed") or not is_at_rest(found, members, today):
        return found
    first = next(line.member_id for line in found.lines if line.verdict not in AGREED)
    pause = pause_of(members[first], today)
    assert pause is not None
    command = f"kindtui member card {first}"
    return replace(found, next_step=f"Wait: {members[first].name} {pause_words(pause, today)}", command=command)
