"""A spotlight that waits for people who are left in peace: nobody of them is to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kindtui.domain.consent import AGREED, next_of
from kindtui.domain.pauses import Pause, pause_of, pause_words

if TYPE_CHECKING:
    from kindtui.domain.consent import MemberStanding, Standing
    from kindtui.domain.roster import Member
    from kindtui.domain.spotlights import Spotlight


def is_at_rest(found: Standing, members: Mapping[str, Member], today: date) -> bool:
    """Whether everybody who has not agreed is left in peace, so that nothing may remind of it."""
    to_ask = [line for line in found.lines if line.verdict not in AGREED]
    return bool(to_ask) and all(_pause(line, members, today) for line in to_ask)


def at_rest(spotlight: Spotlight, found: Standing, members: Mapping[str, Member], today: date) -> Standing:
    """The standing with a next step that asks nobody who is left in peace: "wait" while that is all that there is to
    do."""
    if found.state not in ("draft", "asked", "changed"):
        return found
    pauses = {line.member_id: _pause(line, members, today) for line in found.lines if line.verdict not in AGREED}
    if not any(pauses.values()):
        return found
    if is_at_rest(found, members, today):
        first, pause = next((id, pause) for id, pause in pauses.items() if pause)
        words = f"Wait: {members[first].name} {pause_words(pause, today)}"
        return replace(found, next_step=words, command=f"kindtui member card {first}")
    awake = [line for line in found.lines if not pauses.get(line.member_id)]
    next_step, command = next_of(spotlight, found.state, awake, found.audience, members)
    return replace(found, next_step=next_step, command=command)


def _pause(line: MemberStanding, members: Mapping[str, Member], today: date) -> Pause | None:
    return pause_of(members[line.member_id], today) if line.member_id in members else None
