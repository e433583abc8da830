"""Members are found by whatever people call them, and every change is one sentence that undo takes back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.roster import Member
from kindtui.domain.text import folded
from kindtui.errors import Ambiguous, Clash, InvalidInput, NotFound
from kindtui.services.reading import People
from kindtui.services.roster import Roster
from kindtui.workspace import Workspace
from tests.conftest import NOW


@pytest.fixture
def roster(workspace: Workspace) -> Roster:
    roster = workspace.roster
    roster.add({"name": "Ada Lovelace", "handle": ["github=ada", "irc=countess"], "email": ["ada@example.org"]})
    roster.add({"name": "Élodie Grey", "handle": ["github=elo"], "tag": ["mentor", "docs"], "joined": "2025-03-01"})
    roster.add({"name": "Ada", "status": "on-break", "until": "2026-04-01"})
    roster.add({"name": "Grey Wolf", "kind": "bot"})
    return roster


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("m-0000000001", "Ada Lovelace"),
        ("0000000001", "Ada Lovelace"),
        ("@ada", "Ada"),
        ("ada", "Ada"),
        ("ADA@example.org", "Ada Lovelace"),
        ("@countess", "Ada Lovelace"),
        ("love", "Ada Lovelace"),
        ("elodie", "Élodie Grey"),
        ("grey elodie", "Élodie Grey"),
        ("wolf", "Grey Wolf"),
    ],
)
def test_who_is_meant(roster: Roster, text: str, name: str) -> None:
    if text in ("ada", "@ada"):
        roster.edit("m-0000000001", {"handle": ["github="]})
    assert roster.find(text).name == name


def test_a_bare_handle_that_is_in_the_names_of_others_does_not_choose_among_them(workspace: Workspace) -> None:
    roster = workspace.roster
    diallo = roster.add({"name": "Amina Diallo", "handle": ["github=amina"]})
    assert roster.find("amina") == diallo
    silva = roster.add({"name": "Silva, Amina", "handle": ["discord=aminas"]})
    roster.add({"name": "Aminata"})
    with pytest.raises(Ambiguous) as fault:
        roster.find("amina")
    assert [line.split()[0] for line in fault.value.candidates] == [diallo.id, silva.id]
    assert roster.find("@amina") == diallo and roster.find("aminas") == silva
    bare = roster.add({"name": "Amina"})
    assert roster.find("@AMINA") == diallo, "a handle, whoever has it for a name"
    with pytest.raises(Ambiguous):
        roster.find("amina")
    roster.edit(diallo.id, {"handle": ["github="]})
    assert roster.find("amina") == roster.find("@amina") == bare


def test_who_could_be_meant_is_listed(roster: Roster) -> None:
    with pytest.raises(Ambiguous) as fault:
        roster.find("grey")
    assert fault.value.candidates == ("m-0000000002 Élodie Grey (@elo)", "m-0000000004 Grey Wolf")
    with pytest.raises(Ambiguous):
        roster.find("m-000")


@pytest.mark.parametrize("text", ["", "m-", "m-zzz", "zo", "@nobody"])
def test_who_is_not_there_is_not_found(roster: Roster, text: str) -> None:
    with pytest.raises(NotFound):
        roster.find(text)


def test_a_slip_names_the_nearest(roster: Roster) -> None:
    with pytest.raises(NotFound) as fault:
        roster.find("Elodi Gray")
    assert "Élodie Grey" in fault.value.hint


@given(
    st.lists(st.text("aáb @", min_size=1, max_size=6).filter(lambda name: name.strip(" @")), min_size=1, max_size=6),
    st.data(),
)
def test_an_exact_name_always_finds_its_bearers_and_nobody_else(names: list[str], data: st.DataObject) -> None:
    members = [Member(id=f"m-{n}", created_at=NOW, updated_at=NOW, name=name) for n, name in enumerate(names)]
    sought = data.draw(st.sampled_from(names))
    found = People(members).named(sought)
    assert {folded(member.name) for member in found} == {folded(sought)}
    assert len(found) == sum(folded(name) == folded(sought) for name in names)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Ada", "Ada Lovelace", "Élodie Grey", "Grey Wolf"]),
        ("ada", ["Ada", "Ada Lovelace"]),
        ("tag:mentor", ["Élodie Grey"]),
        ("status:on-break", ["Ada"]),
        ("joined:>2025-01-01", ["Élodie Grey"]),
        ("kind:person grey", ["Élodie Grey"]),
        ("until:>today", ["Ada"]),
        ("@COUNTESS", ["Ada Lovelace"]),
        ("handle:@elo", ["Élodie Grey"]),
        ("handle:@lo", []),
        ("id:m-000000000", ["Ada", "Ada Lovelace", "Élodie Grey", "Grey Wolf"]),
    ],
)
def test_what_a_query_finds(roster: Roster, query: str, names: list[str]) -> None:
    assert [member.name for member in roster.list(query)] == names


def test_a_query_knows_its_words(roster: Roster) -> None:
    with pytest.raises(InvalidInput) as fault:
        roster.list("tagg:mentor")
    assert "tag" in fault.value.hint


def test_words_are_found_in_notes_and_offers_but_not_in_access_needs(roster: Roster) -> None:
    roster.edit(
        "m-0000000001", {"notes": "Café in May", "offer": ["SQL and spreadsheets"], "access-need": ["captions"]}
    )
    for query in ("cafe", "sql", 'offers:"sql"', "notes:cafe"):
        assert [member.id for member in roster.list(query)] == ["m-0000000001"], query
    assert roster.list("captions") == []


def test_a_list_is_sorted_by_what_people_say_of_themselves_never_by_a_count(roster: Roster) -> None:
    assert not {"contributions", "thanks", "followups", "count", "score"} & roster.orders.keys()
    members = roster.list()
    assert roster.sorted(members, roster.sorting("")) == members
    assert roster.sorted(members, roster.sorting("-name")) == members[::-1]
    with pytest.raises(InvalidInput) as fault:
        roster.sorting("joind")
    assert "joined" in fault.value.hint


def test_a_change_sees_what_somebody_else_did(roster: Roster) -> None:
    seen = roster.find("elodie")
    roster.edit(seen.id, {"pronouns": "elle"})
    with pytest.raises(Clash):
        roster.edit(seen.id, {"pronouns": "she/her"}, read=seen)
    roster.remove([seen.id])
    with pytest.raises(Clash):
        roster.edit(seen.id, {"pronouns": "she/her"}, read=seen)
    with pytest.raises(NotFound):
        roster.edit(seen.id, {"pronouns": "she/her"})


def test_several_are_edited_and_removed_in_one_sentence(roster: Roster, workspace: Workspace) -> None:
    ids = [member.id for member in roster.list()]
    roster.edit_many(ids, {"language": ["pt"]})
    assert {member.languages for member in roster.list()} == {("pt",)}
    roster.remove(ids)
    assert roster.list() == []
    assert workspace.history.undo() == "Removed 4 members"
    assert workspace.history.undo() == "Edited 4 members"
    assert {member.languages for member in roster.list()} == {()}


def test_a_fault_in_one_of_several_changes_nobody(roster: Roster) -> None:
    before = roster.list()
    with pytest.raises(InvalidInput):
        roster.edit_each({before[0].id: {"pronouns": "x"}, before[1].id: {"joined": "2026-02-30"}})
    assert roster.list() == before


def test_a_break_that_ends_takes_its_day_along(roster: Roster) -> None:
    assert roster.edit("m-0000000003", {"status": "active"}).until is None
    assert roster.edit("m-0000000003", {"status": "on_break", "until": "tomorrow"}).until == date(2026, 3, 11)


def test_a_wish_is_known_since_a_day(roster: Roster) -> None:
    assert roster.edit("m-0000000001", {"recognition": "private"}).recognition.on == date(2026, 3, 10)
    told = roster.edit("m-0000000001", {"recognition": "public", "recognition-on": "2026-01-02"})
    assert told.recognition.on == date(2026, 1, 2)


def test_names_of_those_who_are_gone(roster: Roster) -> None:
    roster.remove(["m-0000000001"])
    assert [roster.name_of(id) for id in ("m-0000000001", "", "m-0000000003")] == ["(removed)", "you", "Ada"]


def test_records_are_meant_by_their_ids(roster: Roster, workspace: Workspace) -> None:
    acts = [workspace.contributions.add({"what": "x", "by": "elodie"}) for _ in range(2)]
    reading = roster.reading()
    assert reading.record("contributions", "c-0000000002") == acts[1].id
    with pytest.raises(Ambiguous):
        reading.record("contributions", "c-00")
    with pytest.raises(NotFound):
        reading.record("followups", "f-00")
