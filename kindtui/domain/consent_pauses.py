"""A spotlight that waits for people who are left in peace: nobody of them is to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kindtui.domain.consent import AGREED, next_of
from kindtui.domain.pauses import Pause, pause_of, pause_words

if TYPE_CHECKING:
    from kindtui.domain.consent import Standing
    from kindtui.domain.roster import Member
    from kindtui.domain.spotlights import Spotlight


def is_at_rest(found: Standing, members: Mapping[str, Member], today: date) -> bool:
    """Whether everybody who has not agreed is left in peace, so that nothing may remind of it."""
    pauses = _pauses(found, members, today)
    return bool(pauses) and all(pauses.values())


def at_rest(spotlight: Spotlight, found: Standing, members: Mapping[str, Member], today: date) -> Standing:
    """The standing with a next step that asks nobody who is left in peace: "wait" while that is all that there is to
    do."""
    if found.state not in ("draft", "asked", "changed"):
        return found
    pauses = _pauses(found, members, today)
    paused = [(id, pause) for id, pause in pauses.items() if pause]
    if not paused:
        return found
    if len(paused) == len(pauses):
        first, pause = paused[0]
        words = f"Wait: {members[first].name} {pause_words(pause, today)}"
        return replace(found, next_step=words, command=f"kindtui member card {first}")
    awake = [line for line in found.lines if not pauses.get(line.member_id)]
    next_step, command = next_of(spotlight, found.state, awake, found.audience, members)
    return replace(found, next_step=next_step, command=command)


def _pauses(found: Standing, members: Mapping[str, Member], today: date) -> dict[str, Pause | None]:
    """Of everybody who has not agreed: why they are left in peace, if they are."""
    to_ask = (line.member_id for line in found.lines if line.verdict not in AGREED)
    return {id: pause_of(members[id], today) if id in members else None for id in to_ask}
