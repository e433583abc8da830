"""The card before contact: what is known, in words, and nothing that is counted."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.card import MemberCard, card_of
from kindtui.domain.card_words import address_words, card_parts
from kindtui.domain.contributions import Contribution, Thanks
from kindtui.domain.followups import FollowUp, Touch
from kindtui.domain.roster import AccessNeed, Contact, Member, Need, Offer, Recognition
from tests.conftest import NOW

TODAY = date(2026, 3, 10)
STAMPS = {"created_at": NOW, "updated_at": NOW}


def member(**values: object) -> Member:
    return Member(id="m-1", name="Amina Diallo", **STAMPS, **values)  # type: ignore[arg-type]


def act(number: int, on: date, **values: object) -> Contribution:
    return Contribution(id=f"c-{number}", what=f"Act {number}", on=on, by=("m-1",), **STAMPS, **values)  # type: ignore[arg-type]


def follow_up(number: int, **values: object) -> FollowUp:
    return FollowUp(id=f"f-{number}", about=("m-1",), **STAMPS, **values)  # type: ignore[arg-type]


def words(card: MemberCard) -> dict[str, tuple[str, ...]]:
    return {label: lines for part in card_parts(card, TODAY) for label, lines in part.rows}


def test_everything_that_is_known_is_said() -> None:
    amina = member(
        timezone="Asia/Tokyo",
        contact=Contact(channel="Discord message", quiet_hours="17:00 to 20:00", note="Short ones.\nNo calls."),
        handles={"discord": "amina"},
        access_needs=(AccessNeed(what="captions", source="her mail", on=date(2026, 3, 1)), AccessNeed(what="quiet")),
        offers=(Offer(topic="SQL", capacity=2, until=date(2026, 3, 20)), Offer(topic="knots", until=date(2026, 3, 1))),
        needs=(Need(topic="a mentor", since=date(2026, 3, 9)),),
        recognition=Recognition(wish="private", source="our call", on=date(2026, 2, 1)),
    )
    acts = [
        act(1, date(2026, 3, 8), thanks=(Thanks(on=date(2026, 3, 9)),), state="thanked"),
        act(2, date(2026, 3, 1)),
        act(3, date(2026, 2, 1), state="kept_private"),
    ]
    about = [
        follow_up(1, kind="promise", action="Send the photos", due=TODAY),
        follow_up(2, touches=(Touch(on=date(2026, 3, 1), note="Tea"), Touch(on=date(2026, 3, 9), channel="phone"))),
        follow_up(3, kind="promise", state="done", touches=(Touch(on=date(2026, 3, 5)), Touch(on=date(2026, 1, 1)))),
    ]
    card = card_of(amina, acts, about, datetime(2026, 3, 10, 9, 30, tzinfo=UTC), TODAY)
    assert words(card) == {
        "Channel": ("Discord message, @amina",),
        "There now": ("18:30 on Tuesday 10 March (Asia/Tokyo)",),
        "Quiet hours": ("17:00 to 20:00; it is quiet now, so write later",),
        "Note": ("Short ones.", "No calls."),
        "Access": ("captions (her mail, 2026-03-01)", "quiet"),
        "Promised": ("Send the photos, today",),
        "Open": ("check in",),
        "Last contact": ("yesterday (phone)", "5 days ago", "9 days ago: Tea"),
        "Recognition": ("thank them privately only (our call, Sun 1 February)",),
        "Gave": (
            "♥ Act 1 (2 days ago; thanked yesterday)",
            "○ Act 2 (9 days ago; not thanked yet)",
            "● Act 3 (5 weeks ago; kept private)",
        ),
        "Offers": ("SQL, for 2 at a time, until Fri 20 March", "knots, ended 9 days ago"),
        "Needs": ("a mentor, since yesterday",),
        "Handles": ("@amina on discord",),
    }
    assert address_words(card) == "no pronouns told: use the name Amina Diallo"


def test_a_new_member_has_a_short_card() -> None:
    card = card_of(member(pronouns="she/her"), [], [], NOW, TODAY)
    assert words(card) == {"Recognition": ("ask each time",)}
    assert (address_words(card), card.paused, card.quiet_now) == ("she/her", "", None)


def test_what_cannot_be_told_is_not_guessed() -> None:
    nights = card_of(member(timezone="UTC", contact=Contact(quiet_hours="nights")), [], [], NOW, TODAY)
    assert words(nights)["Quiet hours"] == ("nights; whether it is now cannot be told",)
    nowhere = card_of(member(timezone="Mars", contact=Contact(quiet_hours="after 21:00")), [], [], NOW, TODAY)
    assert words(nowhere)["There now"] == ("Mars: no time zone that is known here",)
    assert words(nowhere)["Quiet hours"] == ("after 21:00; no time there is known, so ask yourself",)


@given(number=st.integers(0, 12), helped=st.integers(0, 3))
def test_kind_acts_are_shown_and_never_counted(number: int, helped: int) -> None:
    acts = [act(n, TODAY) for n in range(number)]
    acts += [
        Contribution(id=f"c-h{n}", what="x", on=TODAY, by=("m-2",), helped=("m-1",), **STAMPS) for n in range(helped)
    ]  # type: ignore[arg-type]
    said = words(card_of(member(), acts, [], NOW, TODAY)).get("Gave", ())
    assert len(said) == min(number, 6)
    assert ("and earlier ones" in said) == (number > 5)
