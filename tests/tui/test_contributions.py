"""The room of contributions: kind acts, and the thanks for them, by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from textual import events

from kindtui.domain.contributions import Contribution
from kindtui.errors import StoreError
from kindtui.tui.contributions import thanking
from kindtui.tui.verb_form import VerbForm
from kindtui.tui.widgets.form import FormScreen
from kindtui.tui.widgets.record_list import RecordList
from kindtui.workspace import Workspace

AtWork = Callable[..., AbstractAsyncContextManager[Any]]

WIDE = (100, 30)
"""List and card side by side, and no more cells to draw than that needs."""

BOTH_SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
FIRST = "Sat with two newcomers until their first build worked"
SECOND = "Translated the welcome page"


def listed(person: Any) -> list[str]:
    """What was done, in the order of the list."""
    rows = person.app.screen.query_one(RecordList)
    return [rows.records[index].what for index in rows.shown]


async def paste(person: Any, words: str) -> None:
    """Paste words into the field that has the focus."""
    person.app.post_message(events.Paste(words))
    await person.settle()


def act(workspace: Workspace, what: str) -> Contribution:
    """The contribution with these words."""
    return next(each for each in workspace.contributions.list() if each.what == what)


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was copied, instead of the clipboard of whoever runs the tests."""
    texts: list[str] = []

    def copy(text: str, **_named: object) -> str:
        texts.append(text)
        return "copied with a test"

    monkeypatch.setattr("kindtui.clipboard.copy", copy)
    return texts


async def test_what_waits_for_thanks_comes_first_the_longest_wait_before_all(
    at_work: AtWork, people: Workspace
) -> None:
    kenji = people.roster.find("@kenji")
    thanked = people.contributions.add({"what": "Fixed the lamp", "by": [kenji.id], "on": "today"})
    people.contributions.thank([thanked.id])
    async with at_work(people, size=WIDE) as person:
        await person.press("3")
        assert listed(person) == [FIRST, SECOND, "Fixed the lamp"]
        assert "○ to thank" in person.sees and "♥ thanked" in person.sees
        await person.press("O")
        assert listed(person) == ["Fixed the lamp", SECOND, FIRST]


async def test_the_filter_finds_names_acts_states_and_kinds(at_work: AtWork, people: Workspace) -> None:
    people.contributions.thank([act(people, SECOND).id])
    people.contributions.edit(act(people, FIRST).id, {"kind": "eventOrganizing"})
    searches = (
        ("amina newcomers", [FIRST]),
        ("thanked", [SECOND]),
        ("2026-03-05", [FIRST]),
        ("event organising", [FIRST]),
    )
    async with at_work(people, size=(220, 30)) as person:
        for words, found in searches:
            await person.press("3", "/")
            await paste(person, words)
            assert listed(person) == found
            await person.press("escape")
        assert person.sees.count("Event organising") == 2, "in the list and on the card"
        assert "eventOrganizing" not in person.sees


async def test_a_thank_you_is_drafted_made_ones_own_and_kept(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people, size=WIDE) as person:
        await person.press("3", "t")
        assert "Thank Amina Diallo" in person.sees
        assert "Hi Amina Diallo," in person.sees
        await paste(person, "Dear you. ")
        await person.press("tab")
        await paste(person, "in the garden")
        await person.press("tab")
        await paste(person, "yesterday")
        assert "2026-03-09" in person.sees
        await person.press("ctrl+s")
        kept = act(people, FIRST)
        assert kept.state == "thanked"
        (thanks,) = kept.thanks
        assert thanks.on == date(2026, 3, 9)
        assert thanks.channel == "in the garden"
        assert "Dear you." in thanks.words and "Hi Amina Diallo," in thanks.words
        assert FIRST in thanks.words
        assert "Thanked Amina Diallo" in person.messages
        assert person.app.screen.current.what == SECOND, "what waits next comes under the cursor"
        await person.press("u")
        assert act(people, FIRST).thanks == ()


async def test_the_words_can_be_copied_before_they_are_kept(
    at_work: AtWork, people: Workspace, copied: list[str]
) -> None:
    async with at_work(people, size=WIDE) as person:
        await person.press("3", "t", "ctrl+y")
        assert copied == [people.contributions.thanks_draft(act(people, FIRST).id).rstrip("\n")]
        assert "copied with a test" in person.sees
        assert act(people, FIRST).thanks == ()
        await person.press("escape")
        assert not isinstance(person.app.screen, FormScreen), "nothing was written, so nothing is asked"


async def test_words_of_ones_own_are_not_dropped_by_leaving(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people, size=WIDE) as person:
        await person.press("3", "t")
        await paste(person, "My own words. ")
        await person.press("escape")
        assert "not saved yet" in person.sees
        await person.press("3", "t")
        assert "back" in person.sees
        assert "My own words." in person.sees and "Hi Amina" in person.sees


async def test_a_day_that_is_none_is_said_beside_it_and_the_words_stay(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people, size=WIDE) as person:
        await person.press("3", "t")
        await paste(person, "Mine. ")
        await person.press("tab", "tab")
        await paste(person, "the day of joy")
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, VerbForm)
        assert "is not a day" in person.sees
        assert "Mine." in person.sees and "Hi Amina" in person.sees
        await person.press("ctrl+u")
        await paste(person, "tomorrow")
        await person.press("ctrl+s")
        assert "in the future" in person.sees
        assert act(people, FIRST).thanks == ()


async def test_several_are_thanked_at_once_each_in_words_of_their_own(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people, size=WIDE) as person:
        await person.press("3", "space", "space")
        assert "2 marked" in person.sees
        await person.press("t")
        await paste(person, "To Amina. ")
        await person.press("tab")
        await paste(person, "To Kenji. ")
        await person.press("ctrl+s")
        assert act(people, FIRST).thanks[0].words.count("To Amina. ") == 1
        assert act(people, SECOND).thanks[0].words.count("To Kenji. ") == 1
        assert "marked" not in person.sees


async def test_calling_off_a_thank_you_leaves_the_marks(
    at_work: AtWork, people: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_work(people, size=WIDE) as person:
        await person.press("3", "space", "space", "t", "escape")
        assert "2 marked" in person.sees
        monkeypatch.setattr(thanking, "MOST_LETTERS", 1)
        await person.press("t")
        assert "These are 2 thank-yous, each with words of its own." in person.messages
        assert "2 marked" in person.sees


async def test_a_letter_that_was_kept_is_not_kept_twice_when_the_next_one_fails(
    at_work: AtWork, people: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    thank, calls = people.contributions.thank, []

    def second_fails(ids: list[str], **how: Any) -> Any:
        calls.append(ids)
        if len(calls) == 2:
            raise StoreError("the disk is full; nothing was saved", "make room")
        return thank(ids, **how)

    monkeypatch.setattr(people.contributions, "thank", second_fails)
    async with at_work(people, size=WIDE) as person:
        await person.press("3", "space", "space", "t", "ctrl+s")
        assert "the disk is full" in person.sees
        await person.press("ctrl+s")
        assert [len(act(people, what).thanks) for what in (FIRST, SECOND)] == [1, 1]


async def test_who_did_several_things_gets_one_letter(at_work: AtWork, people: Workspace) -> None:
    amina = people.roster.find("@amina")
    people.contributions.add({"what": "Watered the beans", "by": [amina.id], "on": "2026-03-01"})
    async with at_work(people, size=WIDE) as person:
        await person.press("3", "space", "space", "t", "ctrl+s")
        words = [act(people, what).thanks[0].words for what in (FIRST, "Watered the beans")]
        assert words[0] == words[1]
        assert FIRST in words[0] and "Watered the beans" in words[0]


async def test_what_is_kept_private_cannot_go_into_a_spotlight(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people, size=WIDE) as person:
        await person.press("3", "p")
        assert act(people, FIRST).state == "kept_private"
        assert "● private" in person.sees
        person.app.screen.select(act(people, FIRST).id)
        await person.settle()
        await person.press("s", "ctrl+s")
        assert isinstance(person.app.screen, VerbForm)
        assert "private" in person.sees
        assert people.spotlights.list() == []
        await person.press("escape")
        person.app.screen.select(act(people, FIRST).id)
        await person.settle()
        await person.press("p")
        assert act(people, FIRST).state == "noticed"
        assert "no longer private" in person.messages


async def test_a_form_of_forty_cells_has_all_its_buttons_and_speaks_of_keys(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people, size=(40, 15)) as person:
        await person.press("3", "t")
        for words in ("Cancel  esc", "Copy  ctrl+y", "Said  ctrl+s"):
            assert words in person.sees
        await person.press("tab", "tab")
        await paste(person, "tomorrow")
        await person.press("ctrl+s")
        assert "choose a day that has been" in " ".join(person.sees.replace("│", "").split())
        assert "--on" not in person.sees


async def test_add_edit_remove_and_undo(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people, size=WIDE) as person:
        await person.press("3", "a")
        await paste(person, "Mended the gate")
        await person.press("tab")
        await paste(person, "pilar")
        await person.press("enter", "ctrl+s")
        made = act(people, "Mended the gate")
        assert people.roster.name_of(made.by[0]) == "Pilar Núñez"
        assert person.app.screen.current == made, "the cursor is on what was added"
        await person.press("e", "end")
        await paste(person, " again")
        await person.press("ctrl+s")
        assert act(people, "Mended the gate again")
        await person.press("D", "D")
        assert act(people, "Mended the gate again"), "the key that asked does not confirm"
        await person.press("y")
        assert len(people.contributions.list()) == 2
        await person.press("u")
        assert act(people, "Mended the gate again")


async def test_a_form_that_is_wrong_says_where_and_keeps_all(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people, size=WIDE) as person:
        await person.press("3", "a")
        await paste(person, "Mended the gate")
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, FormScreen)
        assert "by is needed" in person.sees
        assert "Mended the gate" in person.sees


async def test_today_says_thank_you_with_one_key(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people, size=WIDE) as person:
        rows = person.app.screen.query_one(RecordList)
        key = next(row.key for row in rows.records if row.line and row.line.verb == "contributions.thank")
        rows.go_to(key)
        await person.press("enter")
        assert "Hi Amina Diallo," in person.sees
        await person.press("ctrl+s")
        assert act(people, FIRST).state == "thanked"


@BOTH_SIZES
async def test_how_it_looks(
    at_work: AtWork, people: Workspace, size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    second = act(people, SECOND)
    people.contributions.edit(second.id, {"effect": "Two more people said hello.", "link": ["https://example.org/1"]})
    people.contributions.thank([second.id], channel="in person", words="Thank you.\nTruly.")
    async with at_work(people, size=size) as person:
        await person.press("3", "j")
        assert person.sees == snapshot(name="list")
        await person.press("enter")
        assert person.sees == snapshot(name="card")
        await person.press("escape", "k", "t")
        assert person.sees == snapshot(name="thank")
        await person.press("escape", "s")
        assert person.sees == snapshot(name="draft a spotlight")


async def test_an_empty_room_names_the_next_key(at_work: AtWork, workspace: Workspace) -> None:
    async with at_work(workspace, size=(80, 24)) as person:
        await person.press("3")
        assert "Press a to add" in person.sees
        await person.press("t", "s", "e", "D")
        assert "Nothing is selected" in person.messages
        await person.press("v")
        assert "No spotlight yet" in person.sees
        await person.press("A", "n", "x")
        assert person.app.return_code is None


@pytest.mark.parametrize("size", [(40, 15), pytest.param((120, 40), marks=pytest.mark.slow)], ids=["40x15", "120x40"])
async def test_names_that_would_do_harm_are_only_text(
    at_work: AtWork, hostile: Workspace, size: tuple[int, int]
) -> None:
    async with at_work(hostile, size=size) as person:
        await person.press("3", "end")
        seen = person.sees
        for keys in (["space", "k", "space", "t"], ["escape", "s"], ["escape", "D"], ["n", "t", "ctrl+s"], ["enter"]):
            await person.press(*keys)
            seen += person.sees
        assert "[@click" in seen
        assert not any((ord(char) < 32 and char != "\n") or 0x7F <= ord(char) < 0xA0 for char in seen)
        assert "\u202e" not in seen
        assert sum(bool(each.thanks) for each in hostile.contributions.list()) == 2
        assert person.app.return_code is None
