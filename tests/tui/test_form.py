"""Forms: what was typed is never lost, and what is wrong is said where it is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from textual.widgets import Button, Input, Select, TextArea

from kindtui.tui.forms import contribution_form
from kindtui.tui.widgets.chooser import Chooser, ChooserInput
from kindtui.tui.widgets.form import KEEP_AFTER, FormScreen
from kindtui.tui.widgets.form_rows import FormRow
from kindtui.workspace import Workspace, open_workspace

AtWork = Callable[..., AbstractAsyncContextManager[Any]]


def row(person: Any, name: str) -> FormRow:
    """The row of a field of the form on screen."""
    return next(each for each in person.app.screen.query(FormRow) if each.field.name == name)


async def go_to(person: Any, name: str) -> None:
    """Put the cursor into a field."""
    next(each for each in row(person, name).query("*") if each.focusable).focus()
    await person.settle()


async def test_a_member_is_added_with_the_keyboard(at_work: AtWork, workspace: Workspace) -> None:
    async with at_work(workspace) as person:
        await person.press("2", "a")
        await person.write("Ada Lovelace")
        await person.press("tab")
        await person.write("she/her")
        await person.press("tab")
        await person.write("discord=ada")
        await person.press("enter")
        await person.write("github=lovelace")
        await person.press("ctrl+s")
        assert "Added Ada Lovelace" in person.messages
        (member,) = workspace.roster.list()
        assert (member.pronouns, member.handles) == ("she/her", {"discord": "ada", "github": "lovelace"})
        await person.press("u")
        assert workspace.roster.list() == []


async def test_a_fault_is_shown_at_its_field_and_everything_typed_stays(at_work: AtWork, workspace: Workspace) -> None:
    async with at_work(workspace) as person:
        await person.press("2", "a")
        await go_to(person, "joined")
        await person.write("the 31st of June")
        await person.press("ctrl+s")
        assert workspace.roster.list() == []
        assert row(person, "joined").has_class("-fault")
        assert row(person, "name").has_class("-fault")
        assert row(person, "joined").query_one(Input).value == "the 31st of June"
        assert row(person, "name").query_one(Input).has_focus
        await person.write("Ada")
        await go_to(person, "joined")
        row(person, "joined").query_one(Input).value = "yesterday"
        await person.settle()
        assert "2026-03-09" in person.sees
        await person.press("ctrl+s")
        assert str(workspace.roster.list()[0].joined) == "2026-03-09"


async def test_editing_saves_what_changed_and_nothing_else(at_work: AtWork, people: Workspace) -> None:
    before = people.roster.list()[0]
    async with at_work(people) as person:
        await person.press("2", "e")
        row(person, "handle").query_one(TextArea).text = "discord=amina\nmatrix=amina"
        await person.settle()
        assert set(person.app.screen.typed) == {"handle"}
        await person.press("ctrl+s")
    after = people.roster.get(before.id)
    assert after is not None
    assert after.handles == {"discord": "amina", "matrix": "amina"}
    assert after.notes == before.notes and after.recognition == before.recognition


async def test_an_unchanged_form_closes_without_a_question(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "e", "escape")
        assert not isinstance(person.app.screen, FormScreen)
        assert "Undone" not in person.messages


@pytest.mark.parametrize(("answer", "kept"), [("1", True), ("2", False), ("3", True), ("4", False)])
async def test_escape_never_drops_unsaved_text_silently(
    at_work: AtWork, workspace: Workspace, answer: str, kept: bool
) -> None:
    async with at_work(workspace) as person:
        await person.press("2", "a")
        await person.write("Ada")
        await person.press("escape")
        assert "This is not saved yet" in person.sees
        await person.press(answer)
        if answer == "1":
            assert isinstance(person.app.screen, FormScreen)
            assert row(person, "name").query_one(Input).value == "Ada"
            return
        assert not isinstance(person.app.screen, FormScreen)
        assert [member.name for member in workspace.roster.list()] == (["Ada"] if answer == "2" else [])
        await person.press("a")
        assert row(person, "name").query_one(Input).value == ("Ada" if kept else "")


async def test_a_draft_survives_the_app(at_work: AtWork, workspace: Workspace) -> None:
    async with at_work(workspace) as person:
        await person.press("2", "a")
        await person.write("Ada")
        await person.press("escape", "3")
    async with at_work(workspace) as person:
        assert "What you typed for a new member" in person.sees
        await person.press("enter")
        assert row(person, "name").query_one(Input).value == "Ada"
        assert "unsaved text" in person.sees
        await person.press("ctrl+s", "a")
        assert row(person, "name").query_one(Input).value == ""
        await person.press("escape", "1")
        assert "What you typed" not in person.sees


async def test_today_opens_the_form_of_each_record_in_which_something_was_left(
    at_work: AtWork, people: Workspace
) -> None:
    member, contribution = people.roster.find("amina"), people.contributions.list()[0]
    spotlight = people.spotlights.draft([member.id])
    left = {contribution.id: ("effect", "They came back"), member.id: ("pronouns", "she"), spotlight.id: ("text", "Hi")}
    people.state.set("drafts", {id: {field: words} for id, (field, words) in left.items()})
    async with at_work(people) as person:
        await person.press("G")
        for id in sorted(left, reverse=True):
            await person.press("enter")
            field, words = left[id]
            assert isinstance(person.app.screen, FormScreen), id
            assert row(person, field).typed == words
            await person.press("escape", "3", "k")


async def test_a_draft_keeps_the_words_that_name_nobody_yet(at_work: AtWork, people: Workspace) -> None:
    """They come back as they were typed, and not as somebody who was removed."""
    async with at_work(people) as person:
        await person.press("3", "a")
        await go_to(person, "by")
        await person.write("zork")
        await person.press("escape", "3", "a")
        assert row(person, "by").query_one(ChooserInput).value == "zork"
        assert "(removed)" not in person.sees
        assert person.app.screen.typed["by"] == ["zork"]


async def test_what_is_typed_outlives_an_app_that_is_killed(at_work: AtWork, workspace: Workspace) -> None:
    def kept() -> Any:
        with open_workspace(workspace.folder) as other:
            return other.state.get("drafts", {}).get("members.add", {}).get("name")

    async with at_work(workspace) as person:
        await person.press("2", "a")
        await person.write("Ada")
        await person.until(lambda: kept() == "Ada")  # on disk, with the form still open
        await person.press("escape", "4")
        assert kept() is None
        await person.press("a")
        await person.write("Bo")
        await person.press("ctrl+s")
        await asyncio.sleep(KEEP_AFTER + 0.1)
        assert kept() is None, "what was saved is no draft"


async def test_ctrl_q_asks_what_becomes_of_the_text_of_a_form(at_work: AtWork, workspace: Workspace) -> None:
    async with at_work(workspace) as person:
        await person.press("2", "a")
        await person.write("Ada")
        await person.press("ctrl+q")
        assert "This is not saved yet" in person.sees
        await person.press("2")
        assert [member.name for member in workspace.roster.list()] == ["Ada"]
        await person.press("ctrl+q")
        assert person.app.return_code == 0


async def test_a_form_that_begins_with_words_of_ours_closes_without_a_question(
    at_work: AtWork, people: Workspace
) -> None:
    async with at_work(people) as person:
        await person.press("2", "f")
        assert row(person, "about").typed
        await person.press("escape")
        assert not isinstance(person.app.screen, FormScreen)


async def test_a_choice_is_found_by_typing_its_first_letters(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("4", "a")
        await go_to(person, "kind")
        await person.press("enter")
        await person.write("prom")
        await person.press("enter")
        assert row(person, "kind").typed == "promise"


async def test_a_change_by_somebody_else_is_shown_and_nothing_is_lost(at_work: AtWork, people: Workspace) -> None:
    member = people.roster.list()[0]
    async with at_work(people) as person:
        await person.press("2", "e")
        row(person, "timezone").query_one(Input).value = "Europe/Lisbon"
        with open_workspace(people.folder) as other:
            other.roster.edit(member.id, {"pronouns": "elle", "timezone": "Africa/Accra"})
        await person.press("ctrl+s")
        assert "Changed by somebody else" in person.sees
        assert "Africa/Accra" in person.sees
        await person.press("2")
        assert isinstance(person.app.screen, FormScreen)
        assert row(person, "timezone").query_one(Input).value == "Europe/Lisbon"
        await person.press("ctrl+s", "1")
        saved = people.roster.get(member.id)
        assert saved is not None
        assert (saved.timezone, saved.pronouns) == ("Europe/Lisbon", "elle")


async def test_members_are_chosen_by_a_part_of_their_name(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "f")
        chooser = row(person, "about").query_one(Chooser)
        assert chooser.chosen == (people.roster.find("Amina").id,)
        chooser.query_one(ChooserInput).focus()
        await person.write("odeg")
        assert "Zoë Ødegård" in person.sees
        await person.press("enter")
        assert chooser.chosen[-1] == people.roster.find("Zoë").id
        await person.press("backspace")
        assert len(chooser.chosen) == 1
        await person.press("ctrl+s")
        assert "has begun" in person.messages


async def test_a_name_that_nobody_has_is_a_fault_not_a_loss(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "f")
        row(person, "about").query_one(ChooserInput).focus()
        await person.write("Xerxes")
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, FormScreen)
        assert "Not saved" in person.sees
        assert row(person, "about").query_one(ChooserInput).value == "Xerxes"


async def test_a_form_works_on_a_terminal_of_40x15(at_work: AtWork, workspace: Workspace) -> None:
    async with at_work(workspace, size=(40, 15)) as person:
        await person.press("2", "a")
        await person.write("Ada")
        for _ in range(60):
            await person.press("tab")
            focused = person.app.focused
            assert focused is not None
            assert focused.region.height and focused.region.overlaps(person.app.screen.region)
            if isinstance(focused, Button) and focused.id == "yes":
                break
        else:
            pytest.fail("the button is never reached")
        await person.press("enter")
        assert [member.name for member in workspace.roster.list()] == ["Ada"]


async def test_what_is_wrong_with_a_long_field_is_on_the_screen(at_work: AtWork, workspace: Workspace) -> None:
    async with at_work(workspace, size=(80, 24)) as person:
        await person.press("2", "a")
        await person.write("Ada")
        await go_to(person, "source")
        person.app.screen.focused.text = "no place\n" * 12
        await person.press("ctrl+s")
        assert "Not saved" in person.sees and "✗ “no place”" in person.sees


async def test_on_a_low_terminal_the_field_one_is_in_is_whole_and_nothing_covers_the_buttons(
    at_work: AtWork, people: Workspace
) -> None:
    long = "Sharpened all fourteen pairs of shears in the tool library, and wrote the date on each of them"
    people.contributions.add({"what": long, "by": [people.roster.find("@kenji").id], "on": "2026-01-01"})
    async with at_work(people, size=(40, 15)) as person:
        await person.press("2", "=", "3")
        assert "left" in person.messages
        await person.press("a")
        assert "Name *" in person.sees and "WHO" in person.sees
        assert "Cancel" in person.sees and "Save" in person.sees and "u takes it back" not in person.sees
        for label in ("Pronouns", "Handles", "E-mail", "Tags", "Languages", "Time zone", "Joined", "Channel"):
            await person.press("tab")
            assert label in person.sees
        await person.press("shift+tab", "shift+tab", "shift+tab")
        assert "Languages" in person.sees
        await person.press("escape", "3", "e", "home")
        assert "What *" in person.sees and "Sharpened all fourteen" in person.sees


async def test_a_form_shows_what_is_taken_for_what_is_left_empty(at_work: AtWork, people: Workspace) -> None:
    def due() -> str:
        return row(person, "due").query_one(Input).placeholder

    async with at_work(people) as person:
        await person.press("2", "f")
        assert row(person, "kind").typed == "check_in"
        assert due() == "Fri 10 April when left empty"
        await go_to(person, "every")
        await person.write("2 weeks")
        assert due() == "Tue 24 March when left empty"
        await person.press("ctrl+s")
        begun = people.follow_ups.list("state:open due:2026-03-24")[0]
        assert (begun.kind, begun.repeat.counted_from, begun.repeat.missed) == ("check_in", "completion", "skip")
        await person.press("f")
        row(person, "kind").query_one(Select).value = "promise"
        await person.settle()
        assert due() == "in 3 days, friday, 2026-03-31", "no day is taken for it, so there is an example"


async def test_a_kind_of_act_is_read_typed_and_completed_in_words(at_work: AtWork, people: Workspace) -> None:
    act = people.contributions.list("newcomers")[0]
    people.contributions.edit(act.id, {"kind": "noteTaking"})
    async with at_work(people) as person:
        await person.press("3", "/")
        await person.write("newcomers")
        await person.press("enter", "e")
        assert row(person, "kind").typed == "Note-taking"
        await go_to(person, "kind")
        await person.press("ctrl+u")
        await person.write("event")
        assert "→ Event organising" in person.sees
        await person.press("right")
        assert row(person, "kind").typed == "Event organising"
        await person.press("ctrl+s")
        assert people.contributions.find(act.id).kind == "eventOrganizing"
        await person.press("e", "ctrl+s")
        assert people.contributions.find(act.id).kind == "eventOrganizing", "what was not touched stays"


def test_every_kind_that_is_offered_is_taken_for_itself(people: Workspace) -> None:
    (people.folder / "kinds.yaml").write_text("kinds:\n  letters: {label: Blog}\n", encoding="utf-8")
    form = contribution_form(people)
    [kind] = [field for field in form.fields if field.name == "kind"]
    assert "letters" in kind.choices and "Blog" not in kind.choices, "that would be read as our kind blog"
    assert kind.check
    assert sorted(map(kind.check, kind.choices)) == sorted(each.id for each in people.kinds)
