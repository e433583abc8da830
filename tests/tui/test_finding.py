"""Finding one's way in a list: the query language in the filter, saved filters, the order, all in one sitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from kindtui.tui.widgets.record_list import RecordList
from kindtui.workspace import Workspace

if TYPE_CHECKING:
    from tests.tui.conftest import AtWork, Person


def names(person: Person) -> list[str]:
    """Who is in the list, in its order."""
    rows = person.app.screen.query_one(RecordList)
    return [rows.records[place].name for place in rows.shown]


async def test_a_filter_is_typed_wrongly_mended_kept_and_used_again(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "/")
        await person.write("tag:mentor joined:>2025-01-01")
        assert names(person) == ["Amina Diallo"]
        assert "1 of 4 members" in person.sees
        await person.write(" status:on")
        assert "status: is never “on”" in person.sees
        assert names(person) == ["Amina Diallo"]
        assert person.app.screen.query_one("#filter", Input).value.endswith("status:on")
        await person.press("enter", "escape", "/")
        await person.write("tags:none status:on-break")
        assert "is never" not in person.sees
        assert names(person) == ["Zoë Ødegård"]
        await person.press("enter", "+")
        await person.write("Resting")
        await person.press("enter", "escape")
        assert len(names(person)) == 4
        await person.press("*", "1")
        assert names(person) == ["Zoë Ødegård"]
        assert person.app.screen.query_one("#filter", Input).value == "tags:none status:on-break"
        assert people.state.get("filters") == {"members": {"Resting": "tags:none status:on-break"}}
        await person.press("*", "3", "1", "escape", "*")
        assert people.state.get("filters") is None
        assert "No filter is kept yet" in person.messages


async def test_a_list_is_sorted_turned_round_and_remembers_it(at_work: AtWork, people: Workspace) -> None:
    usual = ["Amina Diallo", "Pilar Núñez", "Zoë Ødegård", "山田 健二"]
    async with at_work(people) as person:
        await person.press("2", "j")
        assert names(person) == usual
        await person.press("S", "2")
        assert "Name ▲" in person.sees
        await person.press("S", "2")
        assert "Name ▼" in person.sees
        assert names(person) == usual[::-1]
        assert person.app.screen.query_one(RecordList).current.name == "Pilar Núñez"
        assert "4 members, by name, z to a" in person.sees
        await person.pilot.click(RecordList, offset=(5, 1))
        await person.settle()
        assert names(person) == usual
        await person.press("?")
        told = person.app.screen._shown.plain
        assert "joined:2025" in told
        assert "offer" in told
    people.state.set("sort", {"members": "-joined", "followups": "no such order"})
    async with at_work(people) as person:
        await person.press("2")
        assert names(person)[:2] == ["山田 健二", "Amina Diallo"]
        assert "by joined, latest first" in person.sees
        await person.press("4", "S", "1")
        assert people.state.get("sort") == {"members": "-joined"}


async def test_what_is_shown_is_marked_and_changed_at_once_and_undone_at_once(
    at_work: AtWork, people: Workspace
) -> None:
    async with at_work(people) as person:
        await person.press("2", "/")
        await person.write("space-until:any")
        await person.press("enter", "ctrl+a", "escape", "g", "g", "space")
        assert "✓ 2 marked" in person.sees
        await person.press("#")
        await person.write("garden, -docs")
        await person.press("enter")
        assert {member.name: member.tags for member in people.roster.list("tag:garden")} == {
            "Amina Diallo": ("mentor", "garden"),
            "Pilar Núñez": ("hosting", "garden"),
        }
        await person.press("u")
        assert people.roster.list("tag:garden") == []
        await person.press("=", "2")
        await person.write("someday")
        await person.press("enter")
        assert "is not a day" in person.sees
        await person.press(*["backspace"] * 7)
        await person.write("2026-05-01")
        await person.press("enter")
        assert len(people.roster.list("status:on-break until:2026-05-01")) == 2
        await person.press("f", "1")
        assert "Begin a follow-up for each" in person.sees
        await person.press("ctrl+s")
        assert len(people.follow_ups.list()) == 4
        await person.press("u", "u")
        assert len(people.follow_ups.list()) == 2
        assert len(people.roster.list("status:on-break")) == 1
