"""The frame of the app: sections, keys, filter, marks, undo, messages, and what it does with bad days."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.widgets import Input, OptionList

from kindtui.domain.progress import Progress
from kindtui.store.tables import Store
from kindtui.tui.app import KindApp
from kindtui.tui.commands import Commanding
from kindtui.tui.contributions.ask_dialog import AskDialog
from kindtui.tui.everywhere import EVERYWHERE
from kindtui.tui.help import HelpScreen
from kindtui.tui.section import ListSection
from kindtui.tui.sections import SECTIONS, Section
from kindtui.tui.widgets.dialogs import Confirm
from kindtui.tui.widgets.form import FormScreen
from kindtui.tui.widgets.key_bar import KeyBar
from kindtui.tui.widgets.record_list import RecordList
from kindtui.workspace import Workspace, open_workspace

AtWork = Callable[..., AbstractAsyncContextManager[Any]]

BUILT = [section for section in SECTIONS if find_spec(section.module.rpartition(".")[0])]


def names_shown(app: KindApp) -> list[str]:
    """The names of the members in the list, in its order."""
    records = app.screen.query_one(RecordList)
    return [records.records[index].name for index in records.shown]


@pytest.mark.parametrize("section", BUILT, ids=lambda section: section.id)
async def test_each_section_has_a_number_a_function_key_and_a_letter(
    at_work: AtWork, people: Workspace, section: Section
) -> None:
    number = SECTIONS.index(section) + 1
    other = "2" if section.id == "today" else "1"
    async with at_work(people) as person:
        for keys in ([str(number)], [f"f{number}"], ["g", section.leader]):
            await person.press(other, *keys)
            assert person.app.current_mode == section.id
            assert section.title in person.sees


async def test_function_keys_leave_a_field_and_the_field_keeps_its_text(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "a")
        await person.write("Ada 2")
        await person.press("f1")
        assert person.app.current_mode == "today"
        await person.press("f2")
        assert isinstance(person.app.screen, FormScreen)
        assert person.app.screen.query(Input).first().value == "Ada 2"


async def test_letters_in_a_field_are_letters(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "/")
        await person.write("q12:?gt")
        assert person.app.current_mode == "roster"
        assert person.app.screen.query_one("#filter", Input).value == "q12:?gt"


async def test_keys_typed_ahead_of_a_form_land_in_the_form(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        app = person.app
        await person.press("2")
        for key in "aAda":
            app.post_message(events.Key(key, key))
        await person.until(lambda: [each.value for each in app.screen.query(Input)][:1] == ["Ada"])
        assert isinstance(app.screen, FormScreen)


async def test_keys_typed_at_once_are_taken_one_after_the_other(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        for key in ("2", "slash", *"odeg", "enter", "D", "y", "u"):
            person.app.post_message(events.Key(key, "/" if key == "slash" else key if len(key) == 1 else None))
        await person.until(lambda: "Undone" in person.messages)
        assert names_shown(person.app) == ["Zoë Ødegård"]
        assert "Removed Zoë" in person.messages


async def test_keys_typed_at_once_in_a_form_land_where_the_ones_before_lead(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "a")
        for key in (*"Ada", "tab", *"she", "tab", "tab", *"a@b.org"):
            person.app.post_message(events.Key(key, key if len(key) == 1 else None))
        form = person.app.screen
        assert isinstance(form, FormScreen)
        await person.until(lambda: form.typed.get("email") == ["a@b.org"])
        assert (form.typed["name"], form.typed["pronouns"]) == ("Ada", "she")


async def test_the_filter_wants_all_words_and_ignores_accents(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "/")
        await person.write("odegard")
        assert names_shown(person.app) == ["Zoë Ødegård"]
        await person.press("escape", "/")
        await person.write("docs amina")
        assert names_shown(person.app) == ["Amina Diallo"]
        assert "1 of 4 members" in person.sees
        await person.write(" nobody")
        assert "Nothing matches" in person.sees
        await person.press("escape")
        assert len(names_shown(person.app)) == 4


async def test_enter_keeps_the_filter_and_goes_back_to_the_list(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "/")
        await person.write("a")
        before = names_shown(person.app)
        await person.press("enter", "j")
        assert names_shown(person.app) == before
        assert person.app.screen.query_one(RecordList).has_focus
        await person.press("escape")
        assert len(names_shown(person.app)) == 4


async def test_while_one_filters_the_key_bar_offers_no_letters(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2")
        before, wide = person.sees.splitlines(), person.app.screen.rows.region.width
        await person.press("/")
        during = person.sees.splitlines()
        assert "esc show all" in during[-1] and "a add" not in during[-1]
        assert person.app.screen.rows.region.width == wide
        await person.press("escape")
        assert person.sees.splitlines()[-1] == before[-1]


@pytest.mark.parametrize("section", ["1", "2", "3", "4", "5"])
async def test_a_wide_terminal_can_be_made_tiny_and_wide_again(
    at_work: AtWork, people: Workspace, section: str
) -> None:
    async with at_work(people) as person:
        await person.press(section)
        for width, height in ((30, 8), (120, 40), (12, 4), (100, 30), (1, 1), (80, 24)):
            await person.pilot.resize_terminal(width, height)
            await person.settle()
        assert "Today" in person.sees


async def test_messages_make_room_for_each_other(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "space", "j", "D", "y", "u", "U", "u")
        assert person.messages.count("\n") <= 2, person.messages
        for _ in range(4):
            person.app.tell("Nothing is selected here.", severity="warning")
            await person.settle()
        for _ in range(2):  # at once, before the first is shown
            person.app.tell("Kept.")
        await person.settle()
        assert person.messages.splitlines() == ["! Nothing is selected here.", "Kept."]
        await person.press("/")
        await person.write("nobody is called that")
        await person.press("enter", "e")
        assert person.messages.endswith("! Nothing is selected here.\nesc clears the filter.")


async def test_removing_asks_for_another_key_and_undo_brings_all_back(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "space", "space", "D", "D")
        assert len(people.roster.list()) == 4
        await person.press("n", "D", "y")
        assert [member.name for member in people.roster.list()] == ["Zoë Ødegård", "山田 健二"]
        await person.press("u")
        assert len(people.roster.list()) == 4
        assert len(names_shown(person.app)) == 4
        await person.press("U")
        assert len(names_shown(person.app)) == 2


async def test_the_buttons_of_a_dialog_do_what_their_keys_do(
    at_work: AtWork, people: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr("kindtui.clipboard.copy", lambda words, **_named: copied.append(words) or "copied")
    roster = people.roster
    async with at_work(people) as person:

        async def click(button: str) -> None:
            await person.pilot.click(button)
            await person.settle()
            await person.settle()

        await person.press("2", "D")
        await click("#no")
        assert len(roster.list()) == 4
        await person.press("D")
        await click("#yes")
        assert len(roster.list()) == 3
        await person.press("u")
        member = person.app.screen.current.id
        await person.press("#")
        await person.write("tea")
        await click("#yes")
        assert "tea" in roster.find(member).tags
        await person.press("=", "j", "j", "k", "enter")
        assert "On a break until" in person.sees
        await click("#no")
        assert roster.find(member).status == "active"
        await person.press("v")
        await click("#copy")
        assert len(copied) == 1 and "✓ copied" in person.sees
        await click("#no")
        await person.press("3", "t")
        await click("#copy")
        assert copied[1].startswith("Hi Amina Diallo,")
        await click("#yes")
        assert "Thanked Amina Diallo." in person.messages
        await person.press("4", "p")
        await person.write("Zoë")
        await person.press("enter")
        await click("#yes")
        assert "Zoë Ødegård will do it." in person.messages


async def test_undo_with_nothing_to_undo_says_so(at_work: AtWork, workspace: Workspace) -> None:
    async with at_work(workspace) as person:
        await person.press("u")
        assert person.messages
        assert person.app.return_code is None
        await person.press("2", "e")
        assert person.messages.endswith("! Nothing is selected here.\na adds one.")


async def test_a_change_of_another_window_arrives_and_leaves_the_cursor_alone(
    at_work: AtWork, people: Workspace
) -> None:
    async with at_work(people) as person:
        app = person.app
        await person.press("2", "j", "j")
        under = app.screen.query_one(RecordList).current.id
        with open_workspace(people.folder) as other:
            other.roster.add({"name": "Aaron Abel"})
        app.look_around()
        await person.settle()
        assert names_shown(app)[0] == "Aaron Abel"
        assert app.screen.query_one(RecordList).current.id == under


async def test_a_section_that_is_not_shown_catches_up_when_it_is(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "1")
        people.roster.add({"name": "Aaron Abel"})
        person.app.records_changed()
        await person.press("2")
        assert names_shown(person.app)[0] == "Aaron Abel"


async def test_on_a_narrow_terminal_the_card_covers_the_list(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people, size=(80, 24)) as person:
        await person.press("2")
        assert "山田 健二" in person.sees
        await person.press("enter")
        assert "Africa/Dakar" in person.sees
        assert "山田 健二" not in person.sees
        await person.press("escape")
        assert "山田 健二" in person.sees


@pytest.mark.parametrize("section", BUILT, ids=lambda section: section.id)
@pytest.mark.parametrize(
    "size",
    [
        (80, 24),
        pytest.param((40, 15), marks=pytest.mark.slow),
        pytest.param((120, 40), marks=pytest.mark.slow),
    ],
    ids=["80x24", "40x15", "120x40"],
)
async def test_hostile_names_are_only_text(
    at_work: AtWork, hostile_names: tuple[str, ...], hostile: Workspace, section: Section, size: tuple[int, int]
) -> None:
    async with at_work(hostile, size=size) as person:
        app, pilot = person.app, person.pilot
        await person.press(str(SECTIONS.index(section) + 1))
        seen = ""
        for _ in range(5):
            await person.press("enter") if section.id != "today" else await person.settle()
            seen += person.sees
            await person.press("escape", "j")
            seen += person.sees
        assert not any((ord(char) < 32 and char != "\n") or 0x7F <= ord(char) < 0xA0 for char in seen)
        assert "\u202e" not in seen
        await pilot.click(RecordList, offset=(10, 2)) if app.screen.query(RecordList) else None
        assert app.return_code is None
        if section.id == "roster":
            assert hostile_names[0] in seen


@pytest.mark.parametrize("section", BUILT, ids=lambda section: section.id)
async def test_the_key_bar_names_six_keys_at_most_and_the_help_names_all(
    at_work: AtWork, people: Workspace, section: Section
) -> None:
    async with at_work(people) as person:
        app = person.app
        await person.press(str(SECTIONS.index(section) + 1))
        screen = app.screen
        assert isinstance(screen, Commanding)
        assert len(screen.query_one(KeyBar)._commands) <= 6
        commands = [*screen.COMMANDS_HERE, *EVERYWHERE]
        await person.press("?")
        assert isinstance(app.screen, HelpScreen)
        shown = app.screen._shown.plain
        assert all(command.title in shown for command in commands if not command.id.startswith("go."))


async def test_the_help_is_that_of_the_list_one_sees_and_scrolls_to_its_end(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people, size=(80, 24)) as person:
        await person.press("3", "v", "?")
        assert "Keys: Spotlights" in person.sees and "WITHOUT A KEY" not in person.sees
        await person.press("G")
        assert "WITHOUT A KEY" in person.sees


def test_every_command_has_an_id_of_its_own_and_a_method() -> None:
    seen: set[str] = set()
    for command in EVERYWHERE:
        assert hasattr(KindApp, f"do_{command.verb}")
    for section in BUILT:
        from importlib import import_module

        screen = getattr(import_module(section.module), section.screen)
        for command in (*screen.COMMANDS_HERE, *EVERYWHERE):
            assert command.id not in seen or command in EVERYWHERE, command.id
            seen.add(command.id)
        assert all(hasattr(screen, f"do_{command.verb}") for command in screen.COMMANDS_HERE)
        keys = [key for command in screen.COMMANDS_HERE for key in command.keys.split(",") if key]
        assert len(keys) == len(set(keys)), f"two commands of {section.id} have one key"


async def test_the_palette_runs_the_commands_of_the_section(at_work: AtWork, people: Workspace) -> None:
    for opener in ("ctrl+p", ":"):
        async with at_work(people) as person:
            await person.press("2", opener)
            await person.write("remove the member")
            await person.until(lambda: bool(person.app.screen.query_one(OptionList).option_count))
            await person.press("enter")
            await person.until(lambda: "Remove Amina Diallo?" in person.sees)


async def test_keys_can_be_changed(at_work: AtWork, people: Workspace) -> None:
    people.state.set("keys", {"roster.add": "plus"})
    async with at_work(people) as person:
        await person.press("2", "a")
        assert not isinstance(person.app.screen, FormScreen)
        await person.press("plus")
        assert isinstance(person.app.screen, FormScreen)
        await person.press("escape")
        assert "+ add" in person.sees


async def test_no_colour_when_that_is_asked_for(
    at_work: AtWork, people: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_work(people) as person:
        await person.press("2")
        for strip in person.app.screen._compositor.render_strips():
            for segment in strip:
                colour = segment.style.color if segment.style else None
                if colour is not None and colour.triplet is not None and person.app.no_color:
                    filtered = person.app.get_line_filters()
                    assert filtered
        assert "›" in person.sees


async def test_a_workspace_that_cannot_be_written_says_why(at_work: AtWork, people: Workspace) -> None:
    folder = people.folder
    people.close()
    with open_workspace(folder, read_only=True) as opened:
        async with at_work(opened) as person:
            await person.press("2")
            assert "read only" in person.sees
            await person.press("a")
            assert not isinstance(person.app.screen, FormScreen)


async def test_a_file_that_breaks_meanwhile_is_named_until_it_is_mended(at_work: AtWork, people: Workspace) -> None:
    path = people.folder / "records" / "members.json"
    people.close()  # which writes the files whole
    whole = path.read_bytes()
    with open_workspace(people.folder) as again:
        async with at_work(again) as person:
            await person.press("2")
            assert "read only" not in person.sees
            path.write_bytes(b"{broken")
            person.app.look_around()
            await person.settle()
            assert "read only: records/members.json:1" in person.sees
            assert "Amina Diallo" in person.sees, "what was read stays"
            path.write_bytes(whole)
            person.app.look_around()
            await person.settle()
            assert "read only" not in person.sees


async def test_a_fault_of_ours_shows_nothing_that_is_written_about_people(
    at_work: AtWork, people: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "confided in me about the hospital"

    def broken(self: object) -> None:
        note = secret
        raise RuntimeError(f"bug {len(note)}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kindtui.tui.roster.screen.RosterScreen.do_add", broken)
        with pytest.raises(Exception, match="bug"):
            async with at_work(people) as person:
                await person.press("2", "a")
    printed = capsys.readouterr()
    assert secret not in printed.out + printed.err
    assert "fault of its own" in printed.out + printed.err


async def test_an_error_is_said_with_its_hint(
    at_work: AtWork, people: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kindtui.errors import StoreError

    def full(*_given: object, **_named: object) -> None:
        raise StoreError("the disk is full; nothing was saved", "make room and try again")

    monkeypatch.setattr(Store, "undo", full)
    async with at_work(people) as person:
        await person.press("u")
        assert "the disk is full" in person.messages
        assert "make room" in person.messages


async def test_without_a_workspace_it_asks_how_to_begin(at_work: AtWork, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    async with at_work(None, folder=folder) as person:
        shown = person.sees
        assert "Try the demo" in shown and "Import a file" in shown and "Start empty" in shown
        await person.press("2", "u")
        assert person.app.current_mode == "first-run"
        await person.press("n")
        await person.write("Harbour")
        await person.press("enter")
        assert (folder / "kindtui.yaml").exists()
        await person.until(lambda: isinstance(person.app.screen, FormScreen))
        assert "Add a member" in person.sees, "the first member, as was promised"
        await person.write("Ada")
        await person.press("ctrl+s")
        assert person.app.current_mode == "roster" and "Added Ada." in person.messages
        assert person.app.screen.current.name == "Ada"
        await person.press("1")
        assert person.app.current_mode == "today"


async def test_q_quits(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("q")
    assert person.app.return_code == 0


def test_list_sections_name_the_next_key_when_they_are_empty() -> None:
    from importlib import import_module

    for section in BUILT:
        screen = getattr(import_module(section.module), section.screen)
        if issubclass(screen, ListSection):
            assert "ress " in screen.empty_text, section.id


async def test_a_small_dialog_is_read_to_its_end_and_shows_all_its_buttons(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people, size=(40, 15)) as person:
        await person.press("2", "F")
        await person.until(lambda: isinstance(person.app.screen, Confirm))
        assert "This cannot be undone." in person.sees and "outside" not in person.sees
        await person.press("end")
        assert "outside, where kindtui cannot" in person.sees and "This cannot" not in person.sees
        for there, back in (("j", "k"), ("down", "up"), ("pagedown", "pageup"), ("G", "home")):
            await person.press("home", there)
            assert "This cannot be undone." not in person.sees, there
            await person.press(back)
            assert "This cannot be undone." in person.sees, back
        await person.press("n")

        person.app.push_screen(AskDialog("Ask", "May we?\n" * 20, via="", note="", copied=str, several=True))
        await person.settle()
        assert all(words in person.sees for words in ("Stop  esc", "Skip  n", "Copy  y", "Sent  ctrl+s"))
        await person.pilot.resize_terminal(80, 24)
        await person.settle()
        row = next(line for line in person.sees.splitlines() if "Stop  esc" in line)
        assert "Sent  ctrl+s" in row
        await person.pilot.resize_terminal(40, 15)
        await person.settle()
        assert "Sent  ctrl+s" in person.sees


async def test_long_work_says_how_far_it_is_and_whether_it_can_still_be_stopped(
    at_work: AtWork, people: Workspace
) -> None:
    may_go_on = threading.Event()

    def saved(progress: Progress) -> str:
        progress(1, 3)
        progress(3, 3)
        may_go_on.wait(60)
        return "saved"

    async with at_work(people) as person:
        work = person.app.run_worker(person.app.long_work("Reading", saved))
        await person.until(lambda: "3 of 3; one moment" in person.sees)
        await person.press("escape")
        assert "too late to stop" in person.sees
        may_go_on.set()
        assert await work.wait() == "saved"
