"""Suggestions of duplicates: never for a name alone, the same from either side, and with their reasons."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.duplicates import CROWD, address_sign, duplicates, login_of
from kindtui.domain.merges import pair
from kindtui.domain.names_alike import are_alike
from kindtui.domain.progress import Cancelled
from kindtui.domain.roster import Member
from tests.domain.people import EARLY, NAMES, members


def member(id: str, name: str = "Ada Lovelace", **values: Any) -> Member:
    return Member(id=id, created_at=EARLY, updated_at=EARLY, name=name, **values)


def reasons(*people: Member) -> dict[tuple[str, str], tuple[str, ...]]:
    return {each.members: each.reasons for each in duplicates(people).pairs}


some = st.tuples(*(members(f"m-{number}") for number in range(4)))


@given(some)
def test_the_order_of_members_does_not_matter(people: tuple[Member, ...]) -> None:
    found = duplicates(people)
    for other in list(permutations(people))[1::5]:
        assert duplicates(other) == found


@given(some)
def test_nobody_is_suggested_for_a_name_alone(people: tuple[Member, ...]) -> None:
    nameless = [
        Member(id=each.id, created_at=EARLY, updated_at=EARLY, name=each.name, tags=each.tags) for each in people
    ]
    assert duplicates(nameless).pairs == ()
    for suggestion in duplicates(people).pairs:
        assert any("same" in each or "one mailbox" in each for each in suggestion.reasons)
        assert not set(suggestion.reasons) <= {are_alike(one, two) for one in NAMES for two in NAMES}


@given(some, st.data())
def test_two_people_are_never_suggested_again(people: tuple[Member, ...], data: st.DataObject) -> None:
    found = [each.members for each in duplicates(people).pairs]
    if found:
        apart = data.draw(st.sampled_from(found))
        assert [each.members for each in duplicates(people, {apart}).pairs] == [e for e in found if e != apart]


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_names_are_alike_both_ways(one: str, two: str) -> None:
    assert are_alike(one, two) == are_alike(two, one)


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        ("Ada Lovelace", "ada  LOVELACE", True),
        ("Lovelace, Ada", "Ada Lovelace", True),
        ("A. Lovelace", "Ada Lovelace", True),
        ("Jörg Müller", "Joerg Mueller", True),
        ("Mueller, Jörg", "Joerg Müller", True),
        ("Noel Bauer", "Nils Bauer", False),
        ("Ada", "Ada Lovelace", True),
        ("Ada Lovelcae", "Ada Lovelace", True),
        ("山田 健二", "山田健二", True),
        ("A. L.", "Ada Lovelace", False),
        ("Ada", "Eda", False),
        ("Ada Lovelace", "Ada Byron", False),
        ("", "", False),
        ("…", "…", False),
    ],
)
def test_names_that_are_alike(one: str, two: str, alike: bool) -> None:
    assert bool(are_alike(one, two)) is alike


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Ada@Example.org", "ada@example.org"),
        ("ada+lists@example.org", "ada@example.org"),
        ("a.d.a@gmail.com", "ada@googlemail.com"),
    ],
)
def test_spellings_of_one_mailbox(one: str, two: str) -> None:
    assert address_sign(one) == address_sign(two)
    assert reasons(member("m-1", emails=(one,)), member("m-2", "Zoë", emails=(two,)))


def test_dots_matter_elsewhere_and_a_tag_alone_is_a_name() -> None:
    assert address_sign("a.da@example.org") != address_sign("ada@example.org")
    assert address_sign("+tag@example.org") == "+tag@example.org"


def test_a_login_is_the_same_in_handles_and_addresses() -> None:
    assert login_of("@Ada.Lovelace") == login_of("ada_lovelace+x") == "adalovelace"
    assert login_of("info") == login_of("ab") == login_of("...") == ""


def test_each_sign_by_itself() -> None:
    ada = member("m-1", handles={"github": "adal"}, emails=("ada.l@x.org",))
    assert reasons(ada, member("m-2", "Someone Else", handles={"github": "ADAL"})) == {
        ("m-1", "m-2"): ("the same handle on github: adal",)
    }
    # the same login elsewhere is a second sign for names that are alike, and nothing by itself
    assert reasons(ada, member("m-2", "A. Lovelace", handles={"discord": "adal"})) == {
        ("m-1", "m-2"): ("the same login elsewhere: adal", "one name is a shorter form of the other")
    }
    assert reasons(ada, member("m-2", "Someone Else", handles={"discord": "adal"})) == {}
    assert reasons(ada, member("m-2", emails=("ada.l@other.org",)))
    assert reasons(ada, member("m-2", "Someone Else", handles={"unknown": "adal"})) == {}
    assert reasons(ada, member("m-2", handles={"github": "adal"}, kind="bot")) == {}


def test_a_whole_name_and_the_day_of_joining_are_a_sign() -> None:
    """Two lists that tell of one person, one of which has no address."""
    ada = member("m-1", joined=date(2024, 9, 17), emails=("ada@x.org",))
    for name, alike in (("ada lovelace", "the same name"), ("Lovelace, Ada", "the same name in another order")):
        two = member("m-2", name, joined=date(2024, 9, 17))
        assert reasons(ada, two) == {("m-1", "m-2"): ("joined on the same day: 2024-09-17", alike)}
    spelled = [member(f"m-{n}", name, joined=date(2024, 9, 17)) for n, name in ((1, "Jörg Böhm"), (2, "Joerg Boehm"))]
    assert list(reasons(*spelled).values()) == [
        ("joined on the same day: 2024-09-17", "the same name, with its umlauts spelled")
    ]
    changed = [member(f"m-{n}", joined=date(2024, 9, 17), sources={"csv": f"row-{n}{n}ab-1"}) for n in (1, 2)]
    assert duplicates(changed).pairs[0].against == ()  # two forms of one row
    known = [member(f"m-{n}", joined=date(2024, 9, 17), sources={"slack": f"U{n}"}) for n in (1, 2)]
    assert reasons(*known) == {}
    for other in (
        member("m-2", joined=date(2024, 9, 18)),
        member("m-2"),
        member("m-2", "A. Lovelace", joined=date(2024, 9, 17)),
    ):
        assert reasons(ada, other) == {}
    assert reasons(*(member(f"m-{number}", "Ada", joined=date(2024, 9, 17)) for number in (1, 2))) == {}
    assert reasons(*(member(f"m-{number:02}", joined=date(2024, 9, 17)) for number in range(CROWD + 1))) == {}


def test_what_speaks_against_it_is_said() -> None:
    ada = member("m-1", emails=("a@x.org",), sources={"slack": "U1"}, handles={"discord": "ada"})
    two = member("m-2", emails=("a@x.org",), sources={"slack": "U2"}, handles={"discord": "dad"})
    assert duplicates([ada, two]).pairs[0].against == ("slack knows them as two", "different handles on discord")


def test_a_crowd_at_one_address_is_no_sign() -> None:
    crowd = [member(f"m-{number:02}", f"Person {number:02}", emails=("info@club.org",)) for number in range(CROWD + 5)]
    twins = [member(f"m-{name}", "Ada Lovelace", emails=("info@club.org",)) for name in ("x", "y")]
    found = duplicates([*crowd, *twins])
    assert [each.members for each in found.pairs] == [pair("m-x", "m-y")]
    assert "share the e-mail info@club.org" in found.notices[0]


def test_progress_is_told_and_can_stop_it() -> None:
    people = [member(f"m-{number}", f"P{number}", emails=(f"p{number // 2}@x.org",)) for number in range(20)]
    told: list[tuple[int, int]] = []
    duplicates(people, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 40) and told[-1] == (40, 40)
    assert [done for done, _ in told] == sorted(done for done, _ in told)

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        duplicates(people, progress=stop)
