"""Who is left in peace, and for how long."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.followups import FollowUp, Helping
from kindtui.domain.pauses import Pause, is_paused, is_quiet, pause_of, pause_words
from kindtui.domain.roster import Member
from tests.conftest import NOW

TODAY = date(2026, 3, 10)
DAYS = st.dates(TODAY - timedelta(days=30), TODAY + timedelta(days=30))
MEMBERS = st.builds(
    Member,
    id=st.just("m-1"),
    created_at=st.just(NOW),
    updated_at=st.just(NOW),
    name=st.just("Ada"),
    status=st.sampled_from(["active", "on_break", "left", "deceased"]),
    until=st.none() | DAYS,
    space_until=st.none() | DAYS,
)


@given(member=MEMBERS, day=DAYS)
def test_a_pause_lasts_until_its_day_and_not_a_day_longer(member: Member, day: date) -> None:
    pause = pause_of(member, day)
    assert is_quiet(member, day) == (pause is not None)
    if pause is None:
        return
    if pause.until is None:
        assert is_quiet(member, date.max)
    else:
        assert day < pause.until
        assert is_quiet(member, pause.until - timedelta(days=1))
        assert not is_quiet(member, pause.until)


@given(member=MEMBERS, day=DAYS)
def test_who_died_or_left_is_always_left_in_peace_and_who_asked_for_space_until_then(member: Member, day: date) -> None:
    if member.status in ("deceased", "left"):
        assert pause_of(member, day) == Pause(member.status)  # type: ignore[arg-type]
    if member.space_until is not None and day < member.space_until:
        assert is_quiet(member, day)
    if member.status == "active" and member.space_until is None:
        assert not is_quiet(member, day)


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ({"status": "deceased"}, "has died"),
        ({"status": "left", "space_until": date(2026, 5, 1)}, "has left"),
        ({"status": "on_break"}, "is on a break"),
        ({"status": "on_break", "until": date(2026, 4, 2)}, "is on a break until Thu 2 April"),
        (
            {"status": "on_break", "until": date(2026, 4, 2), "space_until": date(2026, 4, 5)},
            "asked to be left alone until Sun 5 April",
        ),
        (
            {"status": "on_break", "until": date(2026, 3, 1), "space_until": date(2026, 4, 5)},
            "asked to be left alone until Sun 5 April",
        ),
    ],
)
def test_the_reason_is_said_in_words(card: dict[str, object], words: str) -> None:
    pause = pause_of(Member(id="m-1", created_at=NOW, updated_at=NOW, name="Ada", **card), TODAY)  # type: ignore[arg-type]
    assert pause is not None
    assert pause_words(pause, TODAY) == words


@given(
    about=st.lists(st.sampled_from("abcd"), unique=True),
    whom=st.sampled_from(["", "e"]),
    quiet=st.sets(st.sampled_from("abcde")),
)
def test_a_follow_up_pauses_when_nobody_is_left_to_be_reminded_of(about: list[str], whom: str, quiet: set[str]) -> None:
    helping = Helping(topic="SQL", whom=whom)
    follow_up = FollowUp(id="f-1", created_at=NOW, updated_at=NOW, about=tuple(about), helping=helping)
    assert is_paused(follow_up, quiet.__contains__) == (whom in quiet or (bool(about) and set(about) <= quiet))
