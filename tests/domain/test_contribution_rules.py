"""A kind act is noticed, thanked, perhaps told; what is kept private stays so."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kindtui.domain.contributions import (
    FOLLOWS,
    Contribution,
    ContributionState,
    Thanks,
    moved,
    no_longer_private,
    thanked,
)
from kindtui.domain.kinds import Kind, kind_named, labels_of
from kindtui.domain.pauses import is_quiet
from kindtui.domain.roster import Member, Status, at_handle
from kindtui.errors import InvalidInput

NOW = datetime(2026, 3, 10, tzinfo=UTC)
TODAY = NOW.date()
STATES = st.sampled_from(get_args(ContributionState))


def act(state: ContributionState = "noticed") -> Contribution:
    return Contribution(id="c-1", created_at=NOW, updated_at=NOW, what="x", on=TODAY, by=("m-1",), state=state)


@given(STATES)
def test_a_thank_you_is_always_kept_and_never_makes_anything_public(state: ContributionState) -> None:
    after = thanked(act(state), Thanks(on=TODAY))
    assert len(after.thanks) == 1
    assert after.state == ("thanked" if state == "noticed" else state)


@given(STATES, STATES)
def test_states_follow_each_other_as_the_rule_says(before: ContributionState, after: ContributionState) -> None:
    if before == after or after in FOLLOWS[before]:
        assert moved(act(before), after) == act(after)
    else:
        with pytest.raises(InvalidInput):
            moved(act(before), after)


@given(st.lists(st.just(Thanks(on=TODAY)), max_size=2))
def test_taking_privacy_back_leads_to_where_it_was(thanks: list[Thanks]) -> None:
    before = replace(act("thanked" if thanks else "noticed"), thanks=tuple(thanks))
    assert no_longer_private(moved(before, "kept_private")) == before
    with pytest.raises(InvalidInput, match="not kept private"):
        no_longer_private(before)


def test_what_is_kept_private_does_not_slip_into_a_spotlight() -> None:
    with pytest.raises(InvalidInput, match="kept private"):
        moved(act("kept_private"), "spotlighted")


@pytest.mark.parametrize(
    ("status", "until", "quiet"),
    [
        ("active", None, False),
        ("left", None, True),
        ("deceased", date(2020, 1, 1), True),
        ("on_break", None, True),
        ("on_break", date(2026, 3, 11), True),
        ("on_break", TODAY, False),
    ],
)
def test_who_is_left_in_peace(status: Status, until: date | None, quiet: bool) -> None:
    member = Member(id="m-1", created_at=NOW, updated_at=NOW, name="Ada", status=status, until=until)
    assert is_quiet(member, TODAY) is quiet


def test_asking_for_space_is_enough() -> None:
    member = Member(id="m-1", created_at=NOW, updated_at=NOW, name="Ada", space_until=date(2026, 3, 11))
    assert is_quiet(member, TODAY)
    assert not is_quiet(member, date(2026, 3, 11))


def test_handles_carry_one_sign() -> None:
    assert [at_handle("ada"), at_handle("@ada")] == ["@ada", "@ada"]


WORDS = st.sampled_from(["tea", "Tea", "note-taking", "noteTaking", "Notes", "walks"])


@given(st.lists(st.builds(Kind, id=WORDS, label=WORDS), unique_by=lambda kind: kind.id.replace("-", "").casefold()))
def test_what_is_read_for_a_kind_is_taken_for_that_kind(kinds: list[Kind]) -> None:
    for id, label in labels_of(kinds).items():
        assert kind_named(label, kinds).id == id
