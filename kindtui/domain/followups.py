"""Follow-ups: what they said, what I will do, and did it help?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, get_args

from kindtui.domain.fields import Field
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
    "ask_to_help",
]
KIND_WORDS: Mapping[FollowUpKind, str] = {
    "welcome": "Welcome {}",
    "check_in": "Check in with {}",
    "gone_quiet": "Ask after {}",
    "hard_time": "Be there for {}",
    "celebrate": "Celebrate with {}",
    "promise": "Keep the promise to {}",
    "after_moderation": "Talk with {} after moderation",
    "hard_conversation": "Have the hard conversation with {}",
    "ask_to_help": "Ask {} whether they could help",
}
"""What each kind asks somebody to do; `{}` stands for the names."""

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
    """Put off on a day, until another; `due` is the day on which it was due before."""

    on: date
    until: date
    due: date | None = None


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


class Helping(Part, frozen=True):
    """What somebody who offered help is asked for: the topic of their offer, and who needs it. Nobody is introduced
    before the one who offered said yes."""

    topic: str
    whom: str = ""
    """The id of a member."""


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
    helping: Helping | None = None


FOLLOW_UP_FIELDS: tuple[Field, ...] = (
    Field("about", "about", "About", "The person or people this is for", "members", required=True),
    Field(
        "kind",
        "kind",
        "Kind",
        "What it is about: a welcome, a check-in, a promise, a hard time",
        "choice",
        get_args(FollowUpKind),
        default="check_in",
    ),
    Field("said", "said", "They said", "What they said, in their words", "text", private=True),
    Field(
        "inferred",
        "inferred.text",
        "I think",
        "What you think but were not told. It expires, so that a guess does not become a fact",
        "text",
        private=True,
        about_them=True,
        part=Inferred,
    ),
    Field(
        "inferred-expires",
        "inferred.expires",
        "Guess expires",
        "The day on which the guess is dropped; in a month when left empty",
        "date",
        private=True,
        part=Inferred,
        default="in 1 month",
    ),
    Field("asked-for", "asked_for", "Asked for", "What they asked you for", "text", private=True),
    Field("action", "action", "Action", "What somebody will do about it", "text", about_them=True),
    Field("owner", "owner", "Owner", "Who does it; empty for yourself", "member"),
    Field("due", "due", "Due", "The day to do it", "date"),
    Field("every", "repeat.every", "Every", "How often it comes back: 2 weeks, monthly", "interval", part=Repeat),
    Field(
        "counted-from",
        "repeat.counted_from",
        "Counted from",
        "The next one is counted from the day you did it (completion) or keeps to the calendar",
        "choice",
        get_args(CountedFrom),
        part=Repeat,
        default="completion",
    ),
    Field(
        "missed",
        "repeat.missed",
        "Missed ones",
        "What becomes of those that were missed: skip them, or let them pile up",
        "choice",
        get_args(Missed),
        part=Repeat,
        default="skip",
    ),
    Field(
        "behaviour",
        "worksheet.behaviour",
        "What happened",
        "For a hard conversation: what anybody in the room could have seen",
        "text",
        private=True,
        about_them=True,
        part=Worksheet,
    ),
    Field(
        "impact",
        "worksheet.impact",
        "Impact",
        "What it did to others",
        "text",
        private=True,
        about_them=True,
        part=Worksheet,
    ),
    Field("request", "worksheet.request", "Request", "What you will ask for", "text", private=True, part=Worksheet),
    Field(
        "topic",
        "helping.topic",
        "Help with",
        "For somebody who is asked to help: which of their offers it is about",
        part=Helping,
    ),
    Field(
        "for",
        "helping.whom",
        "Help for",
        "Who needs that help. They are introduced when the other one said yes",
        "member",
        part=Helping,
    ),
    Field("outcome", "outcome", "Outcome", "What came of it", "text", private=True, about_them=True),
    Field("it-helped", "it_helped", "Did it help?", "Whether it helped them", "choice", get_args(ItHelped)),
)
