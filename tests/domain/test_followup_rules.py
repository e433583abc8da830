"""Follow-ups move on as people mean it: nothing is dropped, nothing drifts, what is closed stays closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kindtui.domain.dates import Interval
from kindtui.domain.followup_rules import (
    advice,
    done,
    due_state,
    following,
    let_go,
    next_due,
    reopened,
    snoozed,
    touched,
    waiting,
)
from kindtui.domain.followups import FollowUp, Repeat, Touch
from kindtui.errors import InvalidInput

NOW = datetime(2026, 3, 10, tzinfo=UTC)
TODAY = NOW.date()
LATER = TODAY + timedelta(days=5)
EARLIER = TODAY - timedelta(days=5)


def one(**values: Any) -> FollowUp:
    return FollowUp(id="f-1", created_at=NOW, updated_at=NOW, about=("m-1",), **values)


@pytest.mark.parametrize(
    ("follow_up", "state"),
    [
        (one(), "someday"),
        (one(due=EARLIER), "overdue"),
        (one(due=TODAY), "due"),
        (one(due=LATER), "later"),
        (one(state="waiting"), "waiting"),
        (one(state="waiting", until=LATER, due=EARLIER), "waiting"),
        (one(state="waiting", until=TODAY), "back"),
        (one(state="done", due=EARLIER), "done"),
        (one(state="let_go", due=EARLIER), "let_go"),
    ],
)
def test_what_it_asks_for_today(follow_up: FollowUp, state: str) -> None:
    assert due_state(follow_up, TODAY) == state


VERBS: dict[str, Callable[[FollowUp], FollowUp]] = {
    "touch": lambda f: touched(f, Touch(on=TODAY), TODAY),
    "snooze": lambda f: snoozed(f, LATER, TODAY),
    "wait": lambda f: waiting(f, "Grace", LATER, TODAY),
    "done": lambda f: done(f, TODAY),
    "let_go": lambda f: let_go(f, TODAY),
    "reopen": reopened,
}
AFTER = {"snooze": "open", "wait": "waiting", "done": "done", "let_go": "let_go", "reopen": "open"}


@given(st.lists(st.sampled_from(sorted(VERBS)), max_size=8))
def test_any_history_ends_in_the_state_of_its_last_verb(verbs: list[str]) -> None:
    follow_up = one(due=TODAY)
    for verb in verbs:
        closed = follow_up.state in ("done", "let_go")
        refused = (verb == "reopen" and follow_up.state == "open") or (verb != "reopen" and closed)
        if refused:
            with pytest.raises(InvalidInput):
                VERBS[verb](follow_up)
            continue
        follow_up = VERBS[verb](follow_up)
        assert follow_up.state == AFTER.get(verb, follow_up.state)
        assert (follow_up.closed_on is not None) == (follow_up.state in ("done", "let_go"))
        assert bool(follow_up.waiting_on) == (follow_up.state == "waiting")
        assert follow_up.until is None or follow_up.state == "waiting"


def test_a_contact_resets_the_clock_of_one_that_repeats() -> None:
    often = one(due=LATER, repeat=Repeat(every="2 weeks", anchor=LATER))
    assert touched(often, Touch(on=TODAY), TODAY).due == TODAY + timedelta(weeks=2)
    twice = touched(touched(often, Touch(on=TODAY), TODAY), Touch(on=EARLIER), TODAY)
    assert twice.due == TODAY + timedelta(weeks=2), "a contact that is noted late does not turn the clock back"
    assert touched(one(due=LATER), Touch(on=TODAY), TODAY).due == LATER


def test_a_contact_moves_the_calendar_only_past_a_day_that_has_come() -> None:
    weekly = Repeat(every="1 week", counted_from="calendar", anchor=EARLIER)
    assert touched(one(due=EARLIER, repeat=weekly), Touch(on=TODAY), TODAY).due == EARLIER + timedelta(weeks=1)
    assert touched(one(due=LATER, repeat=weekly), Touch(on=TODAY), TODAY).due == LATER


def test_a_contact_ends_a_wait_that_came_back_and_no_other() -> None:
    back = one(state="waiting", waiting_on="Grace", until=TODAY)
    assert touched(back, Touch(on=TODAY), TODAY).state == "open"
    still = one(state="waiting", waiting_on="Grace", until=LATER)
    assert touched(still, Touch(on=TODAY), TODAY).state == "waiting"


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: touched(one(), Touch(on=LATER), TODAY),
        lambda: snoozed(one(), TODAY, TODAY),
        lambda: waiting(one(), "Grace", TODAY, TODAY),
        lambda: waiting(one(), "  ", None, TODAY),
    ],
)
def test_what_cannot_be_is_refused_with_a_hint(impossible: Callable[[], FollowUp]) -> None:
    with pytest.raises(InvalidInput) as fault:
        impossible()
    assert fault.value.hint


DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))
EVERY = st.builds(Interval, st.integers(1, 6), st.sampled_from(["day", "week", "month", "year"]))


@given(EVERY, DAYS, st.integers(-400, 400))
def test_from_completion_it_is_an_interval_after_the_day_it_was_done(every: Interval, due: date, late: int) -> None:
    today = due + timedelta(days=late)
    assert next_due(one(due=due, repeat=Repeat(every=str(every), anchor=due)), today) == every.after(today)


@given(EVERY, DAYS, st.integers(-400, 400), st.integers(0, 5))
def test_by_the_calendar_it_stays_on_the_series(every: Interval, anchor: date, late: int, step: int) -> None:
    due = every.after(anchor, step)
    today = due + timedelta(days=late)
    repeat = Repeat(every=str(every), counted_from="calendar", anchor=anchor)
    day = next_due(one(due=due, repeat=repeat), today)
    assert day is not None
    assert day in list(takewhile(lambda each: each <= day, every.series(anchor)))
    assert day > max(due, today), "an occurrence that is settled or missed does not come again"


@given(EVERY, DAYS, st.integers(0, 400))
def test_missed_ones_pile_up_where_asked(every: Interval, anchor: date, late: int) -> None:
    repeat = Repeat(every=str(every), counted_from="calendar", missed="pile_up", anchor=anchor)
    day = next_due(one(due=anchor, repeat=repeat), anchor + timedelta(days=late))
    assert day == every.after(anchor, 1)


@given(EVERY, DAYS, st.lists(st.tuples(st.integers(0, 30), st.integers(1, 60)), min_size=1, max_size=4))
def test_what_was_put_off_leaves_out_no_day_of_the_series(
    every: Interval, anchor: date, put_off: list[tuple[int, int]]
) -> None:
    repeat = Repeat(every=str(every), counted_from="calendar", missed="pile_up", anchor=anchor)
    follow_up, today = one(due=anchor, repeat=repeat), anchor
    for later, days in put_off:
        today += timedelta(days=later)
        follow_up = snoozed(follow_up, today + timedelta(days=days), today)
    assert next_due(follow_up, today + timedelta(days=7)) == every.after(anchor, 1)


def test_what_was_put_off_is_settled_by_a_new_day() -> None:
    repeat = Repeat(every="1 week", counted_from="calendar", missed="pile_up", anchor=EARLIER)
    put_off = snoozed(one(due=EARLIER, repeat=repeat), LATER, TODAY)
    assert next_due(put_off, LATER) == EARLIER + timedelta(weeks=1)
    assert next_due(replace(put_off, due=EARLIER + timedelta(weeks=2)), LATER) == EARLIER + timedelta(weeks=3)


def test_the_31st_comes_back_after_a_short_month() -> None:
    monthly = one(
        due=date(2026, 1, 31), repeat=Repeat(every="1 month", counted_from="calendar", anchor=date(2026, 1, 31))
    )
    days = []
    for _ in range(4):
        assert monthly.due
        days.append(monthly.due)
        following_one = following(monthly, monthly.due)
        assert following_one
        monthly = following_one
    assert [day.day for day in days] == [31, 28, 31, 30]


def test_the_next_one_starts_clean_and_keeps_what_they_said() -> None:
    first = one(
        said="I am tired",
        due=TODAY,
        repeat=Repeat(every="1 week", anchor=TODAY),
        touches=(Touch(on=TODAY),),
        outcome="x",
    )
    second = following(first, TODAY)
    assert second
    assert (second.said, second.touches, second.outcome, second.state) == ("I am tired", (), "", "open")
    assert following(one(due=TODAY), TODAY) is None


def test_what_is_done_and_reopened_does_not_repeat_twice() -> None:
    repeating = one(due=TODAY, repeat=Repeat(every="1 week", anchor=TODAY))
    assert reopened(done(repeating, TODAY)).repeat is None
    assert reopened(let_go(repeating, TODAY)).repeat == repeating.repeat


def test_after_three_snoozes_it_asks_what_is_in_the_way() -> None:
    follow_up = one(due=TODAY)
    seen = []
    for _ in range(4):
        follow_up = snoozed(follow_up, LATER, TODAY)
        seen.append(bool(advice(follow_up)))
    assert seen == [False, False, True, True]
    assert not advice(let_go(follow_up, TODAY))
