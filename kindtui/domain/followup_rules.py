"""How a follow-up moves on: which states can follow each other, and when a repeating one is due again.

Each function answers a new follow-up and leaves the old one as it is. What cannot happen raises InvalidInput.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec.structs import replace

from kindtui.domain.dates import parse_interval, spoken
from kindtui.domain.followups import FollowUp, ItHelped, Snooze, Touch
from kindtui.errors import InvalidInput

DueState = Literal["overdue", "due", "back", "waiting", "later", "someday", "paused", "done", "let_go"]
"""paused: it is about people who are left in peace (`kindtui.domain.pauses`)."""
DUE_ORDER: tuple[DueState, ...] = ("overdue", "due", "back", "waiting", "later", "someday", "paused", "done", "let_go")
"""The order in which a list shows them: what needs somebody first."""

SNOOZES_BEFORE_ADVICE = 3
CLOSED = ("done", "let_go")


def due_state(follow_up: FollowUp, today: date) -> DueState:
    """What a follow-up by itself asks for today. A wait whose day has come is "back", whatever is stored."""
    match follow_up.state:
        case "done" | "let_go" as closed:
            return closed
        case "waiting":
            return "back" if follow_up.until and follow_up.until <= today else "waiting"
    if follow_up.due is None:
        return "someday"
    if follow_up.due == today:
        return "due"
    return "overdue" if follow_up.due < today else "later"


def touched(follow_up: FollowUp, touch: Touch, today: date) -> FollowUp:
    """With one more contact. It resets the clock of one that repeats, and ends a wait that has come back."""
    _must_be_alive(follow_up, "touched")
    if touch.on > today:
        raise InvalidInput("a contact cannot be in the future", "use --on for a day that has been")
    changes: dict[str, object] = {"touches": (*follow_up.touches, touch)}
    if follow_up.repeat:
        latest = max(each.on for each in (*follow_up.touches, touch))
        changes["due"] = _due_after_contact(follow_up, latest)
    if due_state(follow_up, today) == "back":
        changes |= {"state": "open", "waiting_on": "", "until": None}
    return replace(follow_up, **changes)


def snoozed(follow_up: FollowUp, until: date, today: date) -> FollowUp:
    """Put off until a later day."""
    _must_be_alive(follow_up, "snoozed")
    if until <= today:
        raise InvalidInput(f"a snooze ends after today, not {spoken(until, today)}", "name a day to come: in 3 days")
    snoozes = (*follow_up.snoozes, Snooze(on=today, until=until, due=follow_up.due))
    return replace(follow_up, state="open", waiting_on="", until=None, due=until, snoozes=snoozes)


def waiting(follow_up: FollowUp, on: str, until: date | None, today: date) -> FollowUp:
    """Waiting for somebody; with `until` it comes back by itself on that day."""
    _must_be_alive(follow_up, "put on hold")
    if not on.strip():
        raise InvalidInput("whom or what is it waiting for?", "name who or what has to move next")
    if until is not None and until <= today:
        raise InvalidInput(f"a wait ends after today, not {spoken(until, today)}", "name a day to come: in 1 week")
    return replace(follow_up, state="waiting", waiting_on=on.strip(), until=until)


def done(follow_up: FollowUp, today: date, outcome: str = "", it_helped: ItHelped | None = None) -> FollowUp:
    """Done, with what came of it."""
    _must_be_alive(follow_up, "done")
    return replace(
        follow_up,
        state="done",
        closed_on=today,
        waiting_on="",
        until=None,
        outcome=outcome or follow_up.outcome,
        it_helped=it_helped or follow_up.it_helped,
    )


def let_go(follow_up: FollowUp, today: date, why: str = "") -> FollowUp:
    """Let go: decided, not forgotten. It does not come back."""
    _must_be_alive(follow_up, "let go")
    return replace(
        follow_up, state="let_go", closed_on=today, waiting_on="", until=None, outcome=why or follow_up.outcome
    )


def reopened(follow_up: FollowUp) -> FollowUp:
    """Open again. What was done and repeats has its successor already, so the old one repeats no more."""
    if follow_up.state == "open":
        raise InvalidInput("it is open already", "nothing is to be done")
    repeat = None if follow_up.state == "done" else follow_up.repeat
    return replace(follow_up, state="open", closed_on=None, waiting_on="", until=None, repeat=repeat)


def next_due(follow_up: FollowUp, today: date) -> date | None:
    """The day of the next one when this one is done today; None when it does not repeat.

    Counted from completion: an interval after today. By the calendar: the next day of the series that starts at the
    anchor; missed days are skipped, or pile up and stay due.
    """
    if not follow_up.repeat:
        return None
    if follow_up.repeat.counted_from == "completion":
        return parse_interval(follow_up.repeat.every).after(today)
    return _next_in_series(follow_up, today)


def following(follow_up: FollowUp, today: date) -> FollowUp | None:
    """The next one of a repeating follow-up, still with the id and instants of this one; None when it ends here.

    What they said stays with it; contacts, snoozes and outcome belong to the one that is done, and so does a guess.
    """
    due = next_due(follow_up, today)
    if due is None:
        return None
    return replace(
        follow_up,
        due=due,
        state="open",
        waiting_on="",
        until=None,
        inferred=None,
        snoozes=(),
        touches=(),
        outcome="",
        it_helped=None,
        closed_on=None,
    )


def without_old_guess(follow_up: FollowUp, today: date) -> FollowUp:
    """Without what was only guessed, once that has expired: a guess does not become a fact by standing there."""
    if follow_up.inferred and follow_up.inferred.expires <= today:
        return replace(follow_up, inferred=None)
    return follow_up


def advice(follow_up: FollowUp) -> str:
    """What to consider when it has been put off again and again; empty before that."""
    count = len(follow_up.snoozes)
    if count < SNOOZES_BEFORE_ADVICE or follow_up.state in CLOSED:
        return ""
    return (
        f"Put off {count} times now. What is in the way? Prepare it (what happened, what it did, what you ask for), "
        "give it to somebody else, or let it go on purpose."
    )


def _due_after_contact(follow_up: FollowUp, latest: date) -> date | None:
    """By completion, an interval after the latest contact. By the calendar only a day that has come moves on."""
    assert follow_up.repeat
    if follow_up.repeat.counted_from == "completion":
        return parse_interval(follow_up.repeat.every).after(latest)
    if follow_up.due and follow_up.due > latest:
        return follow_up.due
    return _next_in_series(follow_up, latest)


def _next_in_series(follow_up: FollowUp, day: date) -> date:
    """The day of the calendar series that follows when this one is settled on `day`."""
    assert follow_up.repeat
    every = parse_interval(follow_up.repeat.every)
    anchor = follow_up.repeat.anchor or follow_up.due or day
    settled = _due_before_snoozes(follow_up) or day
    return every.first_after(anchor, settled if follow_up.repeat.missed == "pile_up" else max(settled, day))


def _due_before_snoozes(follow_up: FollowUp) -> date | None:
    """The day that was put off, and put off again, until the present one."""
    due = follow_up.due
    for snooze in reversed(follow_up.snoozes):
        if snooze.until != due or snooze.due is None:
            break
        due = snooze.due
    return due


def _must_be_alive(follow_up: FollowUp, what: str) -> None:
    if follow_up.state in CLOSED:
        how = "done" if follow_up.state == "done" else "let go"
        raise InvalidInput(f"it is {how} already, so it cannot be {what}", "reopen it first")
