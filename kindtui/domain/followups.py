"""Follow-ups: what they said, what I will do, and did it help?"""

from __future__ import annotations

from datetime import date
from typing import Literal

from kindtui.domain.record import Part, Record

FollowUpKind = Literal[
    "welcome",
    "check_in",
    "gone_quiet",
    "hard_time",
    "celebrate",
    "promise",
    "after_moderation",
    "hard_conversation",
]
FollowUpState = Literal["open", "waiting", "done", "let_go"]
ItHelped = Literal["yes", "partly", "no", "unknown"]
CountedFrom = Literal["completion", "calendar"]
Missed = Literal["skip", "pile_up"]


class Inferred(Part, frozen=True):
    """What I think, which they did not say. It expires, so that a guess does not become a fact."""

    text: str
    expires: date


class Repeat(Part, frozen=True):
    """A follow-up that comes back. `every` is an interval such as "2 weeks"; occurrences are counted from `anchor`."""

    every: str
    counted_from: CountedFrom = "completion"
    missed: Missed = "skip"
    anchor: date | None = None


class Snooze(Part, frozen=True):
    """Put off on a day, until another."""

    on: date
    until: date


class Touch(Part, frozen=True):
    """One contact with the person."""

    on: date
    channel: str = ""
    note: str = ""


class Worksheet(Part, frozen=True):
    """The preparation of a hard conversation: what happened, what it did, what I ask for."""

    behaviour: str = ""
    impact: str = ""
    request: str = ""


class FollowUp(Record, frozen=True, kw_only=True):
    """One thing to do for somebody. `about` holds member ids, `owner` one, empty for the manager herself."""

    about: tuple[str, ...]
    kind: FollowUpKind = "check_in"
    said: str = ""
    inferred: Inferred | None = None
    asked_for: str = ""
    action: str = ""
    owner: str = ""
    due: date | None = None
    repeat: Repeat | None = None
    state: FollowUpState = "open"
    waiting_on: str = ""
    until: date | None = None
    """While waiting: the day on which it comes back by itself."""
    snoozes: tuple[Snooze, ...] = ()
    touches: tuple[Touch, ...] = ()
    outcome: str = ""
    it_helped: ItHelped | None = None
    closed_on: date | None = None
    worksheet: Worksheet = Worksheet()
