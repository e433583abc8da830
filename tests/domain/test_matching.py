"""Offers and needs: what stands beside what, who has room, and that nobody is named before they agreed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.followups import FollowUp, Helping
from kindtui.domain.matching import (
    NeedNow,
    OfferNow,
    action_words,
    asking_words,
    beside,
    needs_now,
    offers_now,
    places_taken,
    room_words,
    shared_words,
)
from kindtui.domain.pauses import is_quiet
from kindtui.domain.roster import Member, Need, Offer
from tests.conftest import NOW

TODAY = date(2026, 3, 10)
STAMPS = {"created_at": NOW, "updated_at": NOW}


def member(id: str, **values: object) -> Member:
    return Member(id=id, name=f"Person {id}", **STAMPS, **values)  # type: ignore[arg-type]


def asking(id: str, topic: str, state: str = "open", whom: str = "m-9") -> FollowUp:
    return FollowUp(id="f-1", about=(id,), state=state, helping=Helping(topic=topic, whom=whom), **STAMPS)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("need", "offer", "near"),
    [
        ("SQL", "sql and spreadsheets", True),
        ("a first reviewer who is patient", "code review", True),
        ("Türkçe çeviri", "turkce", True),
        ("a mentor for power supplies", "old radios", False),
        ("help with anything", "help with everything", False),
        ("somebody to practise with", "practice", False),
        ("日本語", "日本語の添削", True),
        ("art", "articles", False),
    ],
)
def test_topics_are_compared_by_their_words(need: str, offer: str, near: bool) -> None:
    assert bool(shared_words(need, offer)) is near
    assert bool(shared_words(offer, need)) is near


MEMBERS = st.lists(
    st.builds(
        Member,
        id=st.uuids().map(lambda each: f"m-{each}"),
        created_at=st.just(NOW),
        updated_at=st.just(NOW),
        name=st.sampled_from(["Ada", "Bo", "Cleo"]),
        status=st.sampled_from(["active", "active", "on_break", "left", "deceased"]),
        space_until=st.none() | st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)),
        offers=st.lists(
            st.builds(
                Offer,
                topic=st.sampled_from(["SQL", "knots", "sewing"]),
                capacity=st.none() | st.integers(0, 2),
                until=st.none() | st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)),
            ),
            max_size=2,
        ).map(tuple),
        needs=st.lists(st.builds(Need, topic=st.sampled_from(["SQL", "knots"])), max_size=2).map(tuple),
    ),
    max_size=5,
)


@given(members=MEMBERS, uses=st.lists(st.sampled_from(["open", "waiting", "done", "let_go"]), max_size=3))
def test_nobody_is_suggested_who_is_left_in_peace_has_no_room_or_whose_offer_ended(
    members: list[Member], uses: list[str]
) -> None:
    taken = places_taken(
        asking(each.id, offer.topic.upper(), state) for each in members for offer in each.offers for state in uses
    )
    offers = offers_now(members, taken, TODAY)
    assert len(offers) == sum(len(each.offers) for each in members)
    for each in offers:
        used = taken.get((each.member.id, each.offer.topic.lower()), 0)
        free = each.offer.capacity is None or used < each.offer.capacity
        alive = each.offer.until is None or each.offer.until >= TODAY
        assert (each.why_not == "") == (free and alive and not is_quiet(each.member, TODAY))
    for need in needs_now(members, TODAY):
        near = beside(need, offers)
        assert all(each.member.id != need.member.id for each in near)
        assert [bool(each.why_not) for each in near] == sorted(bool(each.why_not) for each in near)
        assert bool(need.why_not) == is_quiet(need.member, TODAY)


def test_places_are_kept_while_somebody_is_asked_or_helping_and_free_again_afterwards() -> None:
    ada = member("m-1", offers=(Offer(topic="SQL", capacity=2),))
    [offer] = offers_now([ada], places_taken([asking("m-1", "sql"), asking("m-1", "SQL", "done")]), TODAY)
    assert (offer.taken, room_words(offer), offer.why_not) == (1, "room for 1 of 2", "")
    [offer] = offers_now([ada], places_taken([asking("m-1", "sql"), asking("m-1", "SQL", "waiting")]), TODAY)
    assert (room_words(offer), offer.why_not) == ("room for 0 of 2", "no room just now")
    assert room_words(OfferNow(ada, Offer(topic="x"))) == ""


def test_the_words_to_ask_with_do_not_say_who_needs_it() -> None:
    bo = Member(id="m-2", name="Bo Lind", handles={"irc": "bolind"}, **STAMPS)
    need = NeedNow(bo, Need(topic="a mentor for Bo (@bolind)"))
    offer = OfferNow(member("m-1"), Offer(topic="mentoring"))
    for words in (asking_words(offer, need), action_words(need)):
        assert "mentor for somebody" in words
        assert "Bo" not in words and "bolind" not in words
