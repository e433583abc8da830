"""The spotlights of the room, by keys alone: drafted, asked, answered, exported, published, taken back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from textual import events

from kindtui.domain.spotlights import Spotlight
from kindtui.tui.contributions.spotlights import SpotlightsScreen
from kindtui.tui.verb_form import VerbForm
from kindtui.tui.widgets.form import FormScreen
from kindtui.tui.widgets.record_list import RecordList
from kindtui.workspace import Workspace, open_workspace

AtWork = Callable[..., AbstractAsyncContextManager[Any]]

WIDE = (100, 30)
"""List and card side by side, and no more cells to draw than that needs."""

BOTH_SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


async def paste(person: Any, words: str) -> None:
    """Paste words into the field that has the focus."""
    person.app.post_message(events.Paste(words))
    await person.settle()


async def choose(person: Any, *downs: int) -> None:
    """Open the choice that has the focus, and take the one so far down."""
    for down in downs:
        await person.press("enter", *["down"] * down, "enter")


def the_one(workspace: Workspace) -> Spotlight:
    """The only spotlight there is."""
    (found,) = workspace.spotlights.list()
    return found


def state(workspace: Workspace) -> str:
    return workspace.spotlights.standing(the_one(workspace)).state


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was copied, instead of the clipboard of whoever runs the tests."""
    texts: list[str] = []

    def copy(text: str, **_named: object) -> str:
        texts.append(text)
        return "copied with a test"

    monkeypatch.setattr("kindtui.clipboard.copy", copy)
    return texts


@pytest.fixture
def drafted(people: Workspace) -> Workspace:
    """A draft about Amina."""
    first = people.contributions.list("newcomers")[0]
    people.spotlights.draft([first.by[0]], contributions=[first.id])
    return people


@pytest.fixture
def agreed(drafted: Workspace) -> Workspace:
    """Amina said yes to it, for everybody to read."""
    one = the_one(drafted)
    drafted.spotlights.ask(one.id, via="discord")
    drafted.spotlights.answer(one.id, one.members[0], yes=True, scope="public")
    return drafted


@pytest.fixture
def for_two(people: Workspace) -> Workspace:
    """A draft about Amina and Kenji."""
    acts = people.contributions.list()
    people.spotlights.draft([each.by[0] for each in acts], contributions=[each.id for each in acts])
    return people


async def test_from_a_kind_act_to_a_publication_and_back(at_work: AtWork, people: Workspace, copied: list[str]) -> None:
    spotlights = people.spotlights
    async with at_work(people, size=(120, 40)) as person:
        await person.press("3", "s")
        assert "Amina Diallo" in person.sees and "newcomers" in person.sees
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, SpotlightsScreen), "the draft is shown where it lives"
        assert "○ draft" in person.sees
        one = the_one(people)

        await person.press("A")
        assert "Ask Amina Diallo" in person.sees
        await person.press("y")
        assert copied == [spotlights.question(one.id, one.members[0])]
        assert one.text.strip() in copied[0], "the message holds the text"
        assert the_one(people).consents == (), "copying is not asking"
        await person.press("ctrl+s")
        assert the_one(people).consents[0].via == "Discord"
        assert state(people) == "asked"

        await person.press("n")
        assert "What Amina Diallo said" in person.sees
        await choose(person, 1)
        await person.press("ctrl+s")
        assert state(people) == "ready"

        await person.press("x", "ctrl+s")
        exported = the_one(people).exports[0]
        assert one.text.strip() in (people.folder / exported.file).read_text()
        assert "Written to" in person.messages

        await person.press("P")
        await paste(person, "https://example.org/news")
        await person.press("ctrl+s")
        assert state(people) == "published"
        assert people.contributions.list("newcomers")[0].state == "spotlighted"

        await person.press("W")
        assert "https://example.org/news" in person.sees and exported.file in person.sees
        await person.press("y")
        assert "To be taken down" in person.sees
        assert state(people) == "blocked"
        await person.press("escape", "1", "g", "g", "j")
        assert "→ take the exported file out" in person.sees, person.sees
        await person.press("enter")
        assert "deleted for good" in person.sees and exported.file in person.sees.replace("\n", "")
        await person.press("y")
        assert not (people.folder / exported.file).exists()
        assert "→ take it down" in person.sees
        await person.press("3", "u")
        assert state(people) == "blocked", "their yes counts again only when one says so"
        await person.press("y")
        assert state(people) == "published"


async def test_v_shows_the_other_list_and_keeps_its_cursor(at_work: AtWork, drafted: Workspace) -> None:
    async with at_work(drafted, size=WIDE) as person:
        await person.press("3", "j", "v")
        assert "▸ Spotlights" in person.sees
        await person.press("enter", "escape", "v")
        assert "▸ Contributions" in person.sees
        assert person.app.screen.rows.cursor == 1
        await person.press("v", "1", "3")
        assert "▸ Spotlights" in person.sees, "another section does not change which list is shown"


async def test_going_to_a_record_shows_the_list_it_is_in(at_work: AtWork, drafted: Workspace) -> None:
    act = drafted.contributions.list()[0]
    async with at_work(drafted, size=WIDE) as person:
        person.app.go_to("contributions", select=the_one(drafted).id)
        await person.settle()
        await person.until(lambda: person.app.screen.current == the_one(drafted))
        person.app.go_to("contributions", select=act.id)
        await person.until(lambda: person.app.screen.current == act)


async def test_changes_of_another_window_reach_both_lists(at_work: AtWork, drafted: Workspace) -> None:
    async with at_work(drafted, size=WIDE) as person:
        await person.press("3", "v")
        with open_workspace(drafted.folder) as other:
            one = the_one(other)
            other.spotlights.ask(one.id)
        person.app.look_around()
        await person.settle()
        assert "? asked" in person.sees
        await person.press("1")
        with open_workspace(drafted.folder) as other:
            other.spotlights.remove([one.id])
        person.app.look_around()
        await person.press("3")
        assert "No spotlight yet" in person.sees


async def test_nothing_leaves_without_a_yes(at_work: AtWork, drafted: Workspace, copied: list[str]) -> None:
    async with at_work(drafted, size=WIDE) as person:
        await person.press("3", "v", "x", "ctrl+s")
        assert isinstance(person.app.screen, VerbForm), "what was chosen stays"
        assert "not asked yet" in person.sees and "press A" in person.sees
        await person.press("escape", "P")
        assert "not asked yet" in person.messages
        assert not isinstance(person.app.screen, VerbForm)
        await person.press("y")
        assert "review" in copied[0], "what is copied before a yes is marked as a draft"
        assert the_one(drafted).published == ()
        assert all(each.file == "clipboard" for each in the_one(drafted).exports)


@pytest.mark.parametrize("wish", ["private", "never"])
async def test_who_wants_no_spotlight_gets_none(at_work: AtWork, people: Workspace, wish: str) -> None:
    people.roster.edit(people.roster.find("@amina").id, {"recognition": wish})
    act = people.contributions.list("newcomers")[0]
    people.contributions.thank([act.id])
    async with at_work(people, size=WIDE) as person:
        await person.press("3", "/")
        await paste(person, "newcomers")
        await person.press("enter")
        assert "Draft a spotlight" not in person.sees, "it is not even suggested"
        await person.press("s", "ctrl+s")
        assert isinstance(person.app.screen, VerbForm)
        assert "Amina Diallo" in person.sees
        assert ("private only" if wish == "private" else "not to be recognised") in person.sees
        assert people.spotlights.list() == []


async def test_an_answer_has_to_be_chosen(at_work: AtWork, drafted: Workspace) -> None:
    drafted.spotlights.ask(the_one(drafted).id)
    async with at_work(drafted, size=WIDE) as person:
        await person.press("3", "v", "r", "ctrl+s")
        assert "choose yes or no" in person.sees
        assert state(drafted) == "asked"


async def test_a_yes_begins_as_far_as_was_asked(at_work: AtWork, drafted: Workspace) -> None:
    one = the_one(drafted)
    drafted.spotlights.edit(one.id, {"audience": "internal"})
    drafted.spotlights.ask(one.id)
    drafted.spotlights.edit(one.id, {"audience": "public"})
    async with at_work(drafted, size=WIDE) as person:
        await person.press("3", "v")
        assert "asked for less" in person.sees
        await person.press("r")
        assert "for internal unless they said otherwise" in person.sees
        await choose(person, 1)
        await person.press("ctrl+s")
        assert the_one(drafted).consents[-1].scope == "internal"
        assert state(drafted) == "changed"


async def test_a_no_stops_it_and_its_scope_is_not_kept(at_work: AtWork, drafted: Workspace) -> None:
    drafted.spotlights.ask(the_one(drafted).id)
    async with at_work(drafted, size=WIDE) as person:
        await person.press("3", "v", "r")
        await choose(person, 2)
        await person.press("ctrl+s")
        consent = the_one(drafted).consents[-1]
        assert (consent.answer, consent.scope) == ("no", None)
        assert "✗ blocked" in person.sees
        await person.press("A")
        assert "Ask again?" in person.sees
        await person.press("n")
        assert the_one(drafted).consents[-1] == consent


async def test_a_yes_reaches_no_further_than_was_said(at_work: AtWork, drafted: Workspace) -> None:
    drafted.spotlights.ask(the_one(drafted).id)
    async with at_work(drafted, size=WIDE) as person:
        await person.press("3", "v", "r")
        await choose(person, 1)
        await person.press("tab", "enter", "up", "up", "enter", "ctrl+s")
        assert the_one(drafted).consents[-1].scope == "internal"
        assert "not so far" in person.sees
        await person.press("x", "ctrl+s")
        assert isinstance(person.app.screen, VerbForm)


async def test_each_of_several_is_asked_in_turn(at_work: AtWork, for_two: Workspace) -> None:
    kenji, amina = the_one(for_two).members
    async with at_work(for_two, size=WIDE) as person:
        await person.press("3", "v", "A")
        assert "(1 of 2)" in person.sees and "山田 健二" in person.sees
        await person.press("n")
        assert "(2 of 2)" in person.sees and "Ask Amina Diallo" in person.sees
        await person.press("ctrl+s")
        assert [each.member for each in the_one(for_two).consents] == [amina]
        await person.press("A", "escape")
        assert [each.member for each in the_one(for_two).consents] == [amina], "esc asks nobody"
        await person.press("r", "2")
        assert "What Amina Diallo said" in person.sees
        assert kenji != amina


async def test_asking_about_words_that_changed_meanwhile_is_not_kept(at_work: AtWork, drafted: Workspace) -> None:
    async with at_work(drafted, size=WIDE) as person:
        await person.press("3", "v", "A")
        drafted.spotlights.edit(the_one(drafted).id, {"text": "Other words"})
        await person.press("ctrl+s")
        assert "the text was changed while you asked" in person.messages
        assert the_one(drafted).consents == ()


async def test_who_was_taken_out_can_still_take_their_yes_back(at_work: AtWork, for_two: Workspace) -> None:
    one = the_one(for_two)
    gone = one.members[0]
    for_two.spotlights.ask(one.id)
    for_two.spotlights.answer(one.id, gone, yes=True)
    for_two.spotlights.edit(one.id, {}, without=[gone])
    async with at_work(for_two, size=WIDE) as person:
        await person.press("3", "v", "W")
        assert "no longer in it" in person.sees
        await person.press("2", "y")
        assert [each.member for each in the_one(for_two).consents if each.withdrawn_on] == [gone]


async def test_taking_somebody_out_keeps_it_for_the_others(at_work: AtWork, for_two: Workspace) -> None:
    kenji, amina = the_one(for_two).members
    async with at_work(for_two, size=WIDE) as person:
        await person.press("3", "v", "-", "1")
        assert the_one(for_two).members == (amina,)
        assert "山田 健二 is no longer in it" in person.messages
        await person.press("-")
        assert "nobody else" in person.messages
        assert the_one(for_two).members == (amina,)
        await person.press("u")
        assert the_one(for_two).members == (kenji, amina)


async def test_an_edit_after_a_yes_says_so_and_asks_again(at_work: AtWork, agreed: Workspace) -> None:
    async with at_work(agreed, size=WIDE) as person:
        await person.press("3", "v", "e")
        assert "Amina Diallo said yes to these words" in person.sees
        await paste(person, "# ")
        await person.press("ctrl+s")
        assert state(agreed) == "changed"
        assert "≠ changed" in person.sees
        assert "Ask Amina Diallo" in person.messages


async def test_text_that_is_not_saved_is_not_dropped(at_work: AtWork, drafted: Workspace) -> None:
    async with at_work(drafted, size=WIDE) as person:
        await person.press("3", "v", "e")
        await paste(person, "New")
        await person.press("escape")
        assert "not saved yet" in person.sees
        await person.press("1", "ctrl+s")
        assert "New" in the_one(drafted).text


async def test_the_text_can_be_written_in_the_editor(at_work: AtWork, drafted: Workspace) -> None:
    async with at_work(drafted, size=WIDE) as person:
        await person.press("3", "v", "o")
        await paste(person, "By hand: ")
        await person.press("ctrl+s")
        assert "By hand:" in the_one(drafted).text


async def test_t_shows_the_text_as_written(at_work: AtWork, drafted: Workspace) -> None:
    async with at_work(drafted, size=WIDE) as person:
        await person.press("3", "v")
        assert "# Thank you" not in person.sees
        await person.press("T")
        assert "# Thank you" in person.sees


async def test_an_export_for_a_place_with_short_messages_shows_each(
    at_work: AtWork, agreed: Workspace, copied: list[str]
) -> None:
    one = the_one(agreed)
    agreed.spotlights.edit(one.id, {"text": "Amina Diallo did well. " * 200})
    agreed.spotlights.ask(one.id)
    agreed.spotlights.answer(one.id, one.members[0], yes=True)
    async with at_work(agreed, size=WIDE) as person:
        await person.press("3", "v", "x")
        await choose(person, 2)
        await person.press("tab")
        await choose(person, 1)
        await person.press("ctrl+s")
        assert "Message 1 of" in person.sees
        assert len(copied) == 1 and len(copied[0]) <= 2000
        await person.press("escape")
        assert "Message 2 of" in person.sees and len(copied) == 2
        assert the_one(agreed).exports[-1].format == "discord"


async def test_an_export_that_cannot_be_written_keeps_what_was_chosen(at_work: AtWork, agreed: Workspace) -> None:
    async with at_work(agreed, size=WIDE) as person:
        await person.press("3", "v", "x", "tab", "tab")
        await paste(person, str(agreed.folder / "kindtui.yaml" / "x.md"))
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, VerbForm)
        assert "✗" in person.sees and "was not written" in person.sees
        assert the_one(agreed).exports == ()


async def test_remove_says_what_stays_outside_and_undo_brings_it_back(at_work: AtWork, agreed: Workspace) -> None:
    agreed.spotlights.publish(the_one(agreed).id, "the newsletter")
    async with at_work(agreed, size=WIDE) as person:
        await person.press("3", "v", "D")
        assert "the newsletter" in person.sees
        await person.press("y")
        assert agreed.spotlights.list() == []
        await person.press("u")
        assert state(agreed) == "published"


async def test_today_takes_the_next_step_of_a_spotlight(at_work: AtWork, drafted: Workspace) -> None:
    drafted.spotlights.ask(the_one(drafted).id)
    async with at_work(drafted, size=WIDE) as person:
        rows = person.app.screen.query_one(RecordList)
        key = next(row.key for row in rows.records if row.line and row.line.verb == "spotlights.answer")
        rows.go_to(key)
        await person.press("enter")
        assert "What Amina Diallo said" in person.sees
        await choose(person, 1)
        await person.press("ctrl+s")
        assert state(drafted) == "ready"


async def test_every_verb_has_a_method_and_a_key_of_its_own(at_work: AtWork, drafted: Workspace) -> None:
    commands = SpotlightsScreen.COMMANDS_HERE
    assert all(hasattr(SpotlightsScreen, f"do_{command.verb}") for command in commands)
    keys = [key for command in commands for key in command.keys.split(",")]
    assert len(keys) == len(set(keys))
    async with at_work(drafted, size=WIDE) as person:
        await person.press("3", "v", "?")
        shown = person.app.screen._shown.plain
        assert all(command.title in shown for command in commands)


async def test_in_a_workspace_that_cannot_be_written_nothing_is_asked(at_work: AtWork, drafted: Workspace) -> None:
    folder = drafted.folder
    drafted.close()
    with open_workspace(folder, read_only=True) as opened:
        async with at_work(opened, size=WIDE) as person:
            await person.press("3", "v", "A", "r", "x", "e")
            assert not isinstance(person.app.screen, FormScreen)
            assert isinstance(person.app.screen, SpotlightsScreen)


@BOTH_SIZES
async def test_how_it_looks(
    at_work: AtWork, agreed: Workspace, size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    acts = agreed.contributions.list()
    agreed.spotlights.draft(
        [each.by[0] for each in acts], contributions=[each.id for each in acts], audience="internal"
    )
    one = next(each for each in agreed.spotlights.list() if len(each.members) == 1)
    agreed.spotlights.publish(one.id, "https://example.org/news")
    async with at_work(agreed, size=size) as person:
        await person.press("3", "v")
        assert person.sees == snapshot(name="list")
        person.app.screen.select(one.id)
        await person.press("enter")
        assert person.sees == snapshot(name="card")
        await person.press("x")
        assert person.sees == snapshot(name="export")
        await person.press("escape", "escape", "r")
        assert person.sees == snapshot(name="answer")
        await person.press("escape", "home", "A")
        assert person.sees == snapshot(name="ask")


@pytest.mark.parametrize("size", [(40, 15), pytest.param((120, 40), marks=pytest.mark.slow)], ids=["40x15", "120x40"])
async def test_names_that_would_do_harm_are_only_text(
    at_work: AtWork, hostile: Workspace, size: tuple[int, int]
) -> None:
    members = [each.id for each in hostile.roster.list()]
    hostile.spotlights.draft(members, contributions=[each.id for each in hostile.contributions.list()])
    async with at_work(hostile, size=size) as person:
        await person.press("3", "v")
        seen = ""
        for keys in (["enter"], ["T"], ["A"], ["n"], ["escape", "r"], ["escape", "W"], ["1"], ["n", "D"], ["n", "-"]):
            await person.press(*keys)
            seen += person.sees
        assert "[@click" in seen
        assert not any((ord(char) < 32 and char != "\n") or 0x7F <= ord(char) < 0xA0 for char in seen)
        assert "\u202e" not in seen
        assert person.app.return_code is None
