"""Merging cards: nothing that was told is lost, what protects somebody stays, and everything can be taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kindtui.domain import merging
from kindtui.domain.consent import standing
from kindtui.domain.consent_steps import answered
from kindtui.domain.contributions import Contribution
from kindtui.domain.followups import FollowUp, Helping
from kindtui.domain.import_values import email_key
from kindtui.domain.merging import choices, merged
from kindtui.domain.merging_consents import with_one_spotlight, with_two_again
from kindtui.domain.places import place_of
from kindtui.domain.roster import Member
from kindtui.domain.spotlights import AUDIENCES, Consent, Spotlight, hash_of, latest_consent
from kindtui.domain.unmerging import given_back, touched
from kindtui.errors import InvalidInput
from kindtui.formats.records_json import decode, encode
from kindtui.formats.strict_json import parse_json
from tests.domain.people import EARLY, days, members

WISHES = ("public", "internal", "ask", "private", "never")
STATUSES = ("active", "on_break", "left", "deceased")
KEPT, OTHER, THIRD = "m-0000000001", "m-0000000002", "m-0000000003"

kept_cards, other_cards = members(KEPT), members(OTHER)
takes = st.sets(st.sampled_from(("name", "pronouns", "joined", "timezone", "kind", "channel")))


def test_what_both_write_in_their_way_is_there_once() -> None:
    card = Member(id=KEPT, created_at=EARLY, updated_at=EARLY, name="Ada", emails=("Ada@x.org",), tags=("Café",))
    other = msgspec.structs.replace(card, id=OTHER, emails=("ada@X.org", "ada@work.org"), tags=("cafe", "docs"))
    one = merged(card, other)
    assert (one.emails, one.tags) == (("Ada@x.org", "ada@work.org"), ("Café", "docs"))


@given(kept_cards, other_cards, takes)
def test_nothing_that_was_told_is_dropped(kept: Member, other: Member, take: set[str]) -> None:
    one = merged(kept, other, take)
    for card in (kept, other):
        assert {email_key(each) for each in card.emails} <= {email_key(each) for each in one.emails}
        for place, handle in card.handles.items():
            assert (place_of(place), handle.casefold()) in {(place_of(p), h.casefold()) for p, h in one.handles.items()}
        for source, id in card.sources.items():
            assert (source, id) in {(place_of(s), i) for s, i in one.sources.items()}
        assert card.notes in one.notes and card.how_we_met in one.how_we_met and card.contact.note in one.contact.note
        for name in ("tags", "languages", "offers", "needs", "access_needs"):
            assert all(each in getattr(one, name) for each in getattr(card, name))
    assert len(set(one.emails)) == len(one.emails)


@given(kept_cards, other_cards, takes)
def test_what_protects_somebody_stays(kept: Member, other: Member, take: set[str]) -> None:
    one = merged(kept, other, take)
    cards = (kept, other)
    assert WISHES.index(one.recognition.wish) == max(WISHES.index(each.recognition.wish) for each in cards)
    assert STATUSES.index(one.status) == max(STATUSES.index(each.status) for each in cards)
    assert one.space_until == max((each.space_until for each in cards if each.space_until), default=None)
    assert merging.protection(one)[0::2] == merging.protection(merged(other, kept))[0::2]


@given(kept_cards, other_cards, takes)
def test_one_value_is_that_of_the_kept_unless_the_other_is_taken(kept: Member, other: Member, take: set[str]) -> None:
    one = merged(kept, other, take)
    for name in ("name", "pronouns", "joined", "timezone", "kind"):
        ours, theirs = getattr(kept, name), getattr(other, name)
        wanted = (theirs or ours) if name in take else (ours or theirs)
        assert getattr(one, name) == wanted
        if ours and theirs and ours != theirs:
            assert name in one.locked
    assert one.id == kept.id and one.created_at == kept.created_at


@given(kept_cards, other_cards, takes)
def test_the_choices_are_the_fields_that_differ(kept: Member, other: Member, take: set[str]) -> None:
    shown = {each.name: each for each in choices(kept, other, take)}
    assert ("name" in shown) == (kept.name != other.name)
    for each in shown.values():
        if each.may_take:
            assert each.result == (each.other if each.name in take else each.kept)


@given(kept_cards)
def test_a_card_merged_with_its_like_stays_as_it_is(kept: Member) -> None:
    assert merged(kept, kept) == kept


@pytest.mark.parametrize("name", ["recognition", "status", "space-until", "notes", "emails", "locked", "shoe-size"])
def test_what_cannot_be_chosen(name: str) -> None:
    ada = Member(id=KEPT, created_at=EARLY, updated_at=EARLY, name="Ada")
    with pytest.raises(InvalidInput):
        merged(ada, ada, [name])


# --- taking it back


def document(record: Any) -> dict[str, Any]:
    found: dict[str, Any] = parse_json(encode(record), record.id)
    return found


@given(kept_cards, other_cards, takes)
def test_merge_then_unmerge_is_exactly_the_original(kept: Member, other: Member, take: set[str]) -> None:
    before, after = document(kept), document(merged(kept, other, take))
    back = given_back(before, after, after)
    assert back.is_exact and back.stayed == ()
    assert decode(Member, KEPT, msgspec_bytes(back.document)) == kept
    small = touched(before, after)
    assert given_back(*small, after).document == before


@given(kept_cards, other_cards, members(KEPT))
def test_what_was_changed_since_is_named_or_untouched(kept: Member, other: Member, later: Member) -> None:
    """Whatever a card became since: a value of it is the one before the merge, or still there, or the merge's own."""
    before, after, now = document(kept), document(merged(kept, other)), document(later)
    back = given_back(before, after, now)
    for key, value in now.items():
        if key == "updated_at" or value in (before.get(key), after.get(key)):
            continue
        if before.get(key) == after.get(key):
            assert back.document[key] == value
        elif not isinstance(value, (list, dict)):
            assert key in back.stayed
        elif isinstance(value, list):
            new = [each for each in value if each not in after.get(key, [])]
            assert all(each in back.document.get(key, []) for each in new)
            assert key in back.stayed


def test_texts_and_lists_that_grew_keep_what_is_new() -> None:
    back = given_back(
        {"notes": "A", "by": ["o", "x"], "tags": ["a"]},
        {"notes": "A\nB", "by": ["k", "x"], "tags": ["a", "b"]},
        {"notes": "A\nB\nC", "by": ["k", "x", "y"], "tags": ["a", "b", "c"]},
    )
    assert back.document == {"notes": "A\nC", "by": ["o", "x", "y"], "tags": ["a", "c"]}
    assert back.stayed == ("by", "notes", "tags")


def test_who_was_taken_out_since_does_not_come_back() -> None:
    assert given_back({"by": ["o", "x"]}, {"by": ["k", "x"]}, {"by": ["x"]}).document == {"by": ["x"]}


def msgspec_bytes(value: Any) -> bytes:
    return msgspec.json.encode(value)


# --- what refers to them


def test_references_move_once_each() -> None:
    act = Contribution(
        id="c-1",
        created_at=EARLY,
        updated_at=EARLY,
        what="x",
        on=date(2026, 1, 1),
        by=(OTHER, KEPT, THIRD),
        helped=(OTHER, THIRD),
        noticed_by=OTHER,
    )
    one = merging.with_one_contribution(act, KEPT, OTHER)
    assert (one.by, one.helped, one.noticed_by) == ((KEPT, THIRD), (THIRD,), KEPT)
    follow_up = FollowUp(
        id="f-1",
        created_at=EARLY,
        updated_at=EARLY,
        about=(KEPT, OTHER),
        owner=OTHER,
        helping=Helping(topic="sql", whom=OTHER),
    )
    moved = merging.with_one_follow_up(follow_up, KEPT, OTHER)
    assert (moved.about, moved.owner, moved.helping and moved.helping.whom) == ((KEPT,), KEPT, KEPT)


# --- consent

people = st.lists(st.sampled_from((KEPT, OTHER, THIRD)), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def spotlights(draw: st.DrawFn) -> Spotlight:
    spotlight = Spotlight(
        id="s-1",
        created_at=EARLY,
        updated_at=EARLY,
        members=draw(people),
        text="Thank you all.",
        audience=draw(st.sampled_from(("internal", "newsletter", "public"))),
    )
    one = st.builds(
        Consent,
        member=st.sampled_from((KEPT, OTHER, THIRD)),
        asked_on=st.just(date(2026, 1, 1)),
        audience=st.sampled_from((None, "internal", "newsletter", "public")),
        answer=st.sampled_from((None, "yes", "yes", "no")),
        scope=st.sampled_from(("internal", "newsletter", "public", "anonymous")),
        text_hash=st.sampled_from((hash_of(spotlight), hash_of(spotlight), "older")),
        withdrawn_on=st.none() | days(),
    )
    consents = draw(st.lists(one, max_size=4))
    return Spotlight(
        **{
            name: getattr(spotlight, name) for name in ("id", "created_at", "updated_at", "members", "text", "audience")
        },
        consents=tuple(consents),
    )


def card(id: str) -> Member:
    return Member(id=id, created_at=EARLY, updated_at=EARLY, name=f"Name {id}")


def of_two(*said: dict[str, Any]) -> Spotlight:
    """A spotlight of the two who are merged, with the words of each."""
    words = zip((KEPT, OTHER), said, strict=True)
    consents = tuple(Consent(**{"member": id, "asked_on": date(2026, 1, 1), **each}) for id, each in words)
    return Spotlight(
        id="s-1", created_at=EARLY, updated_at=EARLY, members=(KEPT, OTHER), text="Thank you all.", consents=consents
    )


NOW = hash_of(of_two({}, {}))
FOR_ALL_AND_FOR_US = of_two({"audience": "public", "text_hash": NOW}, {"audience": "internal", "text_hash": NOW})
NAMED_BEFORE_AN_EDIT = of_two(
    {"answer": "yes", "scope": "public", "text_hash": "older"},
    {"answer": "yes", "scope": "anonymous", "text_hash": NOW},
)


@given(spotlights())
@example(NAMED_BEFORE_AN_EDIT)
def test_no_merge_lets_a_text_leave_that_could_not_before(spotlight: Spotlight) -> None:
    everybody = {id: card(id) for id in (KEPT, OTHER, THIRD)}
    one, _ = with_one_spotlight(spotlight, KEPT, OTHER)
    left = {id: card(id) for id in (KEPT, THIRD)}
    for audience in ("internal", "newsletter", "public"):
        after = standing(one, left, audience)
        if after.may_leave:
            before = standing(spotlight, everybody, audience)
            assert before.may_leave
            assert not {KEPT, OTHER} & {*before.anonymous} or KEPT in after.anonymous
    refused = [
        latest
        for id in (KEPT, OTHER)
        if (latest := latest_consent(spotlight, id)) and (latest.answer == "no" or latest.withdrawn_on)
    ]
    if refused and {KEPT, OTHER} & set(spotlight.members):
        assert standing(one, left).state == "blocked"


@given(spotlights())
@example(FOR_ALL_AND_FOR_US)
def test_a_yes_after_a_merge_answers_the_smaller_of_two_questions(spotlight: Spotlight) -> None:
    latest = [latest_consent(spotlight, id) for id in (KEPT, OTHER)]
    waiting = [each for each in latest if each and each.answer is None and each.withdrawn_on is None]
    one, _ = with_one_spotlight(spotlight, KEPT, OTHER)
    if len(waiting) == 2:
        said = answered(one, KEPT, "Ada", yes=True, scope=None, via="", day=date(2026, 1, 2)).consents[-1]
        for each in waiting:
            assert each.audience is None or AUDIENCES.index(said.scope) <= AUDIENCES.index(each.audience)


@given(spotlights())
def test_a_yes_to_the_same_words_stays_a_yes(spotlight: Spotlight) -> None:
    if {KEPT, OTHER} & set(spotlight.members) == {OTHER} and latest_consent(spotlight, KEPT) is None:
        one, why = with_one_spotlight(spotlight, KEPT, OTHER)
        before = standing(spotlight, {id: card(id) for id in (OTHER, THIRD)})
        after = standing(one, {id: card(id) for id in (KEPT, THIRD)})
        assert why == "" and [each.verdict for each in before.lines] == [each.verdict for each in after.lines]


@given(spotlights(), spotlights())
def test_what_was_said_since_a_merge_is_nobodys_yes(spotlight: Spotlight, later: Spotlight) -> None:
    one, _ = with_one_spotlight(spotlight, KEPT, OTHER)
    since = tuple(each for each in later.consents if each.member == KEPT)
    consents, again = with_two_again(spotlight, one.consents, (*one.consents, *since), KEPT, OTHER)
    two = Spotlight(**{**fields(spotlight), "consents": consents})
    everybody = {id: card(id) for id in (KEPT, OTHER, THIRD)}
    if not since:
        assert not again and {id: latest_consent(two, id) for id in (KEPT, OTHER)} == {
            id: latest_consent(spotlight, id) for id in (KEPT, OTHER)
        }
    elif standing(two, everybody).may_leave:
        assert standing(spotlight, everybody).may_leave


def fields(spotlight: Spotlight) -> dict[str, Any]:
    return {name: getattr(spotlight, name) for name in spotlight.__struct_fields__}
