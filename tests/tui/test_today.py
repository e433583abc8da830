"""Today in the app: groups that fold, and the next step on one key."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from kindtui.services.today import TOGETHER
from kindtui.tui.conduct.editor import EditorScreen
from kindtui.tui.conduct.yaml_area import YamlArea
from kindtui.tui.today.screen import FOLDED_AT
from kindtui.tui.widgets.form import FormScreen
from kindtui.workspace import Workspace

AtWork = Callable[..., AbstractAsyncContextManager[Any]]


def many_acts(workspace: Workspace) -> None:
    ada = workspace.roster.add({"name": "Ada"})
    for number in range(FOLDED_AT + 4):
        workspace.contributions.add({"what": f"Kind act number {number}", "by": [ada.id], "on": "yesterday"})


async def test_an_empty_day_says_so_with_warmth(at_work: AtWork, workspace: Workspace) -> None:
    async with at_work(workspace) as person:
        await person.until(lambda: "Nobody is here yet" in person.sees)
        workspace.roster.add({"name": "Ada"})
        person.app.records_changed()
        await person.until(lambda: "Nothing waits" in person.sees)
        assert "Tuesday 10 March" in person.sees


async def test_a_long_group_is_folded_with_a_count_and_opens(at_work: AtWork, workspace: Workspace) -> None:
    many_acts(workspace)
    async with at_work(workspace) as person:
        assert "4 more" in person.sees
        assert person.sees.count("Kind act number") == FOLDED_AT + 1, "the lines, and the card of the first"
        await person.press("G", "enter")
        assert "more" not in person.sees
        assert person.sees.count("Ada: Kind act number") >= FOLDED_AT + 4


async def test_the_next_step_is_read_whole_from_80_cells_on(at_work: AtWork, people: Workspace) -> None:
    people.follow_ups.add(
        {
            "about": [people.roster.find("Amina").id],
            "kind": "hard_conversation",
            "behaviour": "Interrupted the newcomers in three meetings",
            "impact": "They went quiet",
            "request": "Let them end",
            "due": "today",
        }
    )
    async with at_work(people, size=(80, 24)) as person:
        for size in ((80, 24), (100, 30), (60, 24), (120, 40)):
            await person.pilot.resize_terminal(*size)
            await person.settle()
            assert ("→ have the conversation" in person.sees) == (size[0] >= 80), size
            assert "Have the hard" in person.sees, size


async def test_a_heading_closes_its_group(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        assert "Check in with Amina" in person.sees
        await person.press("k", "enter")
        assert "Check in with Amina" not in person.sees
        await person.press("enter")
        assert "Check in with Amina" in person.sees


async def test_the_next_step_of_a_newcomer_is_one_key_away(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("G", "enter")
        assert isinstance(person.app.screen, FormScreen)
        await person.press("ctrl+s")
        kenji = people.roster.find("山田")
        assert "welcome" in {follow_up.kind for follow_up in people.follow_ups.of(kenji.id)}
        assert "not welcomed yet" not in person.sees


async def test_a_line_leads_to_its_section(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("G", "e")
        assert person.app.current_mode == "roster"
        await person.settle()
        assert person.app.screen.current.name == "山田 健二"


async def test_the_twin_on_the_command_line_can_be_copied(at_work: AtWork, people: Workspace, monkeypatch: Any) -> None:
    copied: list[str] = []
    monkeypatch.setattr("kindtui.clipboard.copy", lambda text, write=None: copied.append(text) or "copied")
    async with at_work(people) as person:
        await person.press("Y")
        assert copied[0].startswith("kindtui followup ")


async def test_many_newcomers_are_one_line_that_opens_them_marked(at_work: AtWork, people: Workspace) -> None:
    typed = [{"name": f"Guest {n:02}", "joined": "2026-03-01"} for n in range(TOGETHER + 1)]
    guests = [people.roster.add(each).id for each in typed]
    welcomed = people.roster.add({"name": "Bo", "joined": "2026-03-02"})
    people.follow_ups.add({"about": [welcomed.id], "kind": "welcome", "due": "tomorrow"})
    async with at_work(people) as person:
        await person.press("G")
        assert "Guest 03" not in person.sees
        assert f"Welcome {len(guests) + 1} people" in person.sees  # with 山田 健二
        await person.press("enter")
        assert person.app.current_mode == "roster"
        assert {*guests, people.roster.find("山田").id} == person.app.screen.rows.marked
        assert f"{len(guests) + 2} of {len(guests) + 5} members" in person.sees
        await person.press("f", "1")
        assert f"{len(guests) + 1} in all, at last" in person.sees
        assert re.search(r"Kind +welcome\b", person.sees)
        await person.press("ctrl+s", "u")
        assert f"{len(guests) + 1} follow-ups" in person.messages


async def test_a_document_that_cannot_be_read_is_mended_from_today(at_work: AtWork, people: Workspace) -> None:
    people.conduct.start("house", "code-of-conduct")
    path = people.folder / "conduct" / "house.yaml"
    async with at_work(people) as person:
        person.app.look_around()
        path.write_text("kind: code-of-conduct\ntitle: 'a': b\n", encoding="utf-8")
        await person.until(lambda: "To be mended" in person.sees)
        await person.press("G")
        assert "house cannot be read" in person.sees
        await person.press("enter")
        assert isinstance(person.app.screen, EditorScreen)
        assert person.app.screen.query_one(YamlArea).cursor_location[0] == 1, "at what is wrong"
