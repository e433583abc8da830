"""Cards of one person in the app: the pairs, two cards side by side, and two again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from kindtui.tui.roster.duplicates import DuplicatesScreen
from kindtui.tui.roster.merging import MergeScreen
from kindtui.workspace import Workspace

AtWork = Callable[..., AbstractAsyncContextManager[Any]]


async def test_from_a_pair_to_one_card_and_back(at_work: AtWork, people: Workspace) -> None:
    roster = people.roster
    amina = roster.find("Amina")
    roster.edit(amina.id, {"email": ["amina@x.org"]})
    other = roster.add({"name": "[/red] A. Diallo", "email": "Amina+g@x.org", "pronouns": "they/them", "tag": "garden"})
    roster.add({"name": "Pilar Núñez"})
    people.follow_ups.add({"about": [other.id], "action": "Call"})
    before = roster.list()
    async with at_work(people) as person:
        await person.press("2", "d")
        await person.until(lambda: isinstance(person.app.screen, DuplicatesScreen))
        # two people of one name are no pair
        assert "1 pair" in person.sees and "Pilar" not in person.sees
        assert "e-mails of one mailbox: amina@x.org, Amina+g@x.org" in person.sees

        await person.press("enter")
        assert isinstance(person.app.screen, MergeScreen)
        assert "● Amina Diallo" in person.sees and "○ [/red] A. Diallo" in person.sees
        assert "with 1 follow-up" in person.sees
        await person.press("right")
        assert "○ Amina Diallo" in person.sees and "● [/red] A. Diallo" in person.sees
        await person.press("escape")
        assert "Leave without merging?" in person.sees
        await person.press("n", "u")  # what it would take back is not in sight
        assert "with 1 follow-up" in person.sees
        assert len(people.follow_ups.list()) == 3
        await person.press("left", "j", "space")
        assert "● they/them" in person.sees and "● Amina Diallo" in person.sees
        await person.press("m")
        await person.until(lambda: isinstance(person.app.screen, DuplicatesScreen))
        assert "All pairs are looked at" in person.sees
        assert "side by side" not in person.sees and "esc back" in person.sees, "keys that would do nothing"
        merged = roster.find(amina.id)
        assert (merged.pronouns, merged.tags) == ("they/them", ("docs", "mentor", "garden"))
        assert roster.get(other.id) is None

        await person.press("escape")
        assert "one card with [/red] A. Diallo" in person.sees
        await person.press("p")
        assert "Make Amina Diallo and [/red] A. Diallo two again?" in person.sees
        await person.press("y")
        assert roster.list() == before
        await person.press("u")
        assert roster.get(other.id) is None
        await person.press("u")
        assert roster.list() == before


async def test_a_pair_that_is_two_people_and_two_that_are_marked(at_work: AtWork, people: Workspace) -> None:
    roster = people.roster
    amina = roster.find("Amina")
    twin = roster.add({"name": "Amina Twin", "handle": "github=ADIALLO"})
    async with at_work(people, size=(80, 24)) as person:
        await person.press("2", "ctrl+p")
        await person.write("duplicates")
        await person.until(lambda: "Find cards of one person" in person.sees)
        await person.press("enter")
        await person.until(lambda: isinstance(person.app.screen, DuplicatesScreen))
        await person.press("question_mark")
        assert "Keys: Who may be here twice" in person.sees
        await person.press("escape", "n")
        assert people.merging.told_apart() == {(amina.id, twin.id)}
        assert "All pairs are looked at" in person.sees
        await person.press("u")
        assert "Amina Twin" in person.sees and people.merging.told_apart() == set()
        await person.press("U", "escape", "d")
        await person.until(lambda: "Nobody seems to be here twice" in person.messages)
        # the two under the cursor, marked: side by side all the same
        await person.press("space", "space", "d")
        assert isinstance(person.app.screen, MergeScreen)
        assert "two people" in person.sees
        await person.press("w", "escape")
        assert len(roster.list()) == 5
