"""The roster in the app: verbs on one and on many, and the import with its preview."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.widgets import Input, OptionList, SelectionList, Static, TextArea

from kindtui.domain.roster import Member
from kindtui.errors import Clash
from kindtui.tui.help import HelpScreen
from kindtui.tui.roster import batch
from kindtui.tui.roster.card import status_cell
from kindtui.tui.roster.import_preview import ImportScreen
from kindtui.tui.widgets.dialogs import Choose
from kindtui.tui.widgets.form_rows import FormRow
from kindtui.workspace import Workspace, open_workspace
from tests.conftest import NOW

AtWork = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table with a good row, a row without a name, and a column that nobody knows."""
    path = tmp_path / "people.csv"
    path.write_text("Full name,Mail,Shoe size\nGrace Hopper,grace@navy.example,38\n,nobody@navy.example,40\n", "utf-8")
    return path


async def begin_import(person: Any, path: Path) -> None:
    await person.press("2", "i")
    person.app.screen.query_one("#ask").value = str(path)
    await person.press("enter")


async def test_tags_are_put_on_all_marked_and_taken_off(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "space", "space", "#")
        await person.write("crew, -docs")
        await person.press("enter")
        tags = {member.name: member.tags for member in people.roster.list()}
        assert tags["Amina Diallo"] == ("mentor", "crew")
        assert tags["Pilar Núñez"] == ("hosting", "crew")
        assert tags["Zoë Ødegård"] == ()
        await person.press("u")
        assert people.roster.find("Amina").tags == ("docs", "mentor")
        assert people.roster.find("Pilar").tags == ("hosting",)


async def test_those_who_are_still_there_are_tagged_behind_a_bar_that_can_be_stopped(
    at_work: AtWork, people: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = people.roster.list()
    async with at_work(people) as person:
        await person.press("2", "space", "space", "space", "#")
        await person.write("crew")
        with open_workspace(people.folder) as another:  # another window
            another.roster.remove([everybody[0].id])
        await person.press("enter")
        assert "Tagged 2 members." in person.messages and "1 member is not here any more" in person.messages
        assert [each.name for each in people.roster.list("tag:crew")] == [each.name for each in everybody[1:3]]

        monkeypatch.setattr(batch, "MANY", 2)
        edited, begun, go_on = people.roster._edited, threading.Event(), threading.Event()

        def slowly(before: Member, typed: Any) -> Member:
            begun.set()
            go_on.wait(10)
            return edited(before, typed)

        monkeypatch.setattr(people.roster, "_edited", slowly)
        await person.press("#")
        await person.write("late")
        await person.press("enter")
        await person.until(begun.is_set)
        assert "Tagging 2 members" in person.sees
        await person.press("escape")
        go_on.set()
        await person.until(lambda: "Tagging 2 members" not in person.sees)
        assert people.roster.list("tag:late") == []

        changed = people.roster.retag

        def too_late(*words: Any, **more: Any) -> Any:
            monkeypatch.setattr(people.roster, "retag", changed)
            raise Clash("Not saved: somebody else changed it", "look at it again")

        monkeypatch.setattr(people.roster, "retag", too_late)
        await person.press("#")
        await person.write("kept")
        await person.press("enter")
        assert "Not saved: somebody else changed it" in person.messages
        await person.press("enter")
        await person.until(lambda: len(people.roster.list("tag:kept")) == 2)


async def test_forgetting_shows_the_plan_before_and_the_proof_after(at_work: AtWork, people: Workspace) -> None:
    twin = people.roster.add({"name": "NÚÑEZ, Pilar"})
    async with at_work(people) as person:
        await person.press("2", "/")
        await person.write("hosting")
        await person.press("enter", "F")
        await person.until(lambda: "Forget Pilar Núñez for good?" in person.sees)
        assert "NÚÑEZ, Pilar (member, " in person.sees
        await person.press("y")
        await person.until(lambda: "files were searched" in person.sees)
        assert person.messages == "Forgotten."
        assert [each.id for each in people.roster.list() if "ilar" in each.name] == [twin.id]


async def test_a_follow_up_begins_from_the_card(at_work: AtWork, people: Workspace) -> None:
    pilar = people.roster.find("Pilar")
    async with at_work(people) as person:
        await person.press("2", "j", "f", "ctrl+s")
        assert [follow_up.about for follow_up in people.follow_ups.of(pilar.id)] == [(pilar.id,)]


async def test_a_kind_act_is_logged_from_the_card(at_work: AtWork, people: Workspace) -> None:
    pilar = people.roster.find("Pilar")
    async with at_work(people) as person:
        await person.press("2", "j", "c")
        await person.write("Brought soup")
        await person.press("ctrl+s")
        assert [act.what for act in people.contributions.of(pilar.id)] == ["Brought soup"]


async def test_copy_says_where_the_text_went(
    at_work: AtWork, people: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr("kindtui.clipboard.copy", lambda text, write=None: copied.append(text) or "copied with test")
    async with at_work(people) as person:
        await person.press("2", "y")
        assert "copied with test" in person.messages
        assert "Amina Diallo" in copied[0] and "Africa/Dakar" in copied[0]


async def test_an_editor_that_fails_gives_the_terminal_back(
    at_work: AtWork, people: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "can_suspend", True)
    monkeypatch.setattr(HeadlessDriver, "suspend_application_mode", lambda self: taken.append("lent"))
    monkeypatch.setattr(HeadlessDriver, "resume_application_mode", lambda self: taken.append("back"))
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    async with at_work(people) as person:
        await person.press("2", "o")
        assert "could not be started" in person.messages
        assert taken == ["lent", "back"]
        assert people.roster.find("Amina").notes == "Looks after the garden group."


async def test_notes_are_written_in_a_field_where_no_editor_can_be_opened(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "o")
        await person.press("ctrl+end")
        await person.write(" Likes tea.")
        await person.press("ctrl+s")
        assert people.roster.find("Amina").notes == "Looks after the garden group. Likes tea."


async def test_an_import_is_seen_first_and_can_be_corrected(at_work: AtWork, people: Workspace, table: Path) -> None:
    async with at_work(people) as person:
        await begin_import(person, table)
        assert isinstance(person.app.screen, ImportScreen)
        assert "Grace Hopper" in person.sees
        assert "1 refused" in person.sees and "line 3" in person.sees
        assert "w welcome" in person.sees and "L unlock" in person.sees and "c charset" in person.sees
        person.app.screen.query_one(OptionList).highlighted = 2
        await person.press("enter")
        assert "What does “Shoe size” become?" in person.sees
        options = person.app.screen.query_one(OptionList)
        options.highlighted = next(i for i, each in enumerate(options.options) if str(each.prompt).find("note") >= 0)
        await person.press("enter")
        assert person.app.screen.preview.asked.mapping == {"Shoe size": "note"}
        await person.press("i")
        await person.until(lambda: not isinstance(person.app.screen, ImportScreen) and "Imported" in person.messages)
        grace = people.roster.find("Grace")
        assert grace.emails == ("grace@navy.example",) and "38" in grace.notes
        await person.press("u")
        assert len(people.roster.list()) == 4


async def test_what_is_not_clear_is_asked_once_and_can_be_kept(
    at_work: AtWork, people: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "choir.csv"
    path.write_text("Singer No,Name,Joined\n7,Grace,03/04/2025\n8,Ida,01/02/2020\n", "utf-8")
    async with at_work(people) as person:
        await begin_import(person, path)
        assert "2 waiting for an answer" in person.sees
        await person.press("i")
        assert "2 rows could be read both ways" in person.sees
        assert "It holds 03/04/2025, 01/02/2020." in person.sees
        await person.press("enter")
        assert "2 added" in person.sees and "joined 2025-04-03" in person.sees
        await person.press("w")
        await person.write("2025-01-01")
        await person.press("enter")
        assert "1 welcome planned" in person.sees
        await person.press("K")
        await person.write("choir")
        await person.press("enter")
        assert "Kept in" in person.messages
        assert person.app.screen.preview.format == "choir"
        await person.press("i")
        await person.until(lambda: "Imported choir.csv" in person.messages)
        grace = people.roster.find("Grace")
        assert [each.kind for each in people.follow_ups.of(grace.id)] == ["welcome"]
        await person.press("u")
        assert people.follow_ups.of(grace.id) == []
        path.write_text("Singer No,Name,Joined\n7,Grace,03/04/2025\n", "utf-8")
    assert people.imports.preview(path.read_bytes(), "choir.csv").format == "choir"


async def test_where_letters_were_guessed_the_encoding_is_said_and_all_is_read_on_a_small_screen(
    at_work: AtWork, people: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "old-mac.csv"
    path.write_bytes("name,email,joined\nJosé,j@example.org,03/04/2025\n".encode("mac_roman"))
    async with at_work(people, size=(40, 15)) as person:
        await begin_import(person, path)
        assert "José" not in person.sees
        await person.press("c")
        await person.write("klingon")
        await person.press("enter")
        assert "no known encoding" in person.messages
        await person.press("c")
        await person.write("mac_roman")
        await person.press("enter")
        assert "José" in person.sees
        await person.press("f")
        options = person.app.screen.query_one(OptionList)
        options.highlighted = next(n for n, each in enumerate(options.options) if "mailchimp" in str(each.prompt))
        await person.press("enter", "f", "1", "i")
        question = " ".join(line.strip("│ ") for line in person.sees.splitlines())
        assert "which number is the day, which the month? 1 row could be read both ways" in question
        await person.press("1", "i")
        await person.until(lambda: not isinstance(person.app.screen, ImportScreen) and "Imported" in person.messages)
        assert "Imported old-mac.csv: + 1" in person.sees and "takes all of it back" in person.sees
        assert people.roster.find("José").joined == date(2025, 4, 3)


async def test_an_import_that_is_closed_changes_nothing(at_work: AtWork, people: Workspace, table: Path) -> None:
    async with at_work(people, size=(40, 15)) as person:
        await begin_import(person, table)
        assert isinstance(person.app.screen, ImportScreen)
        waiting = people.follow_ups.list()
        await person.press("u", "U", "g", "m")  # nothing that lies below it
        assert isinstance(person.app.screen, ImportScreen) and people.follow_ups.list() == waiting
        await person.press("?")
        assert isinstance(person.app.screen, HelpScreen)
        assert not any(words in person.app.screen._shown.plain for words in ("Undo", "redo", "by letter"))
        await person.press("escape", "ctrl+p")
        await person.write("un")
        await person.until(lambda: "Change what was edited" in person.sees)
        assert "Undo the last" not in person.sees
        await person.press("escape")
        await person.press("x", "escape")
        assert "This is not imported yet" in person.sees
        await person.press("1")
        assert person.app.screen.preview.columns[0].target == "ignore"
        for keys in (["q"], ["ctrl+q"], ["f1", "q"]):  # from another room, too
            await person.press(*keys)
            assert "This is not imported yet" in person.sees, keys
            await person.press("1")
            assert isinstance(person.app.screen, ImportScreen) and person.app.return_code is None
        await person.press("escape", "3")
        assert not isinstance(person.app.screen, ImportScreen)
        await begin_import(person, table)
        assert "1 added" in person.sees
        people.roster.add({"name": "Grace Hopper", "email": "grace@navy.example"})
        person.app.records_changed()
        await person.until(lambda: "1 added" not in person.sees and "1 refused" in person.sees)
        await person.press("escape")  # nothing was corrected
        assert not isinstance(person.app.screen, ImportScreen | Choose)
        assert len(people.roster.list()) == 5


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("nothing.csv", None, "there is no file"),
        ("empty.csv", b"", "empty"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe" * 50, "CSV, vCard or JSON"),
    ],
)
async def test_a_file_that_is_no_table_is_refused_in_words(
    at_work: AtWork, people: Workspace, tmp_path: Path, name: str, data: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    async with at_work(people) as person:
        await begin_import(person, path)
        assert said in person.messages + person.sees
        assert "✗" in person.messages + person.sees
        assert not isinstance(person.app.screen, ImportScreen)
        assert len(people.roster.list()) == 4
        assert person.app.screen.query_one("#ask", Input).value == str(path), "the path can be mended"


async def test_the_columns_of_an_import_are_walked_with_j_and_k(
    at_work: AtWork, people: Workspace, table: Path
) -> None:
    async with at_work(people) as person:
        await begin_import(person, table)
        options = person.app.screen.query_one(OptionList)
        await person.press("j", "j", "k")
        assert options.highlighted == 1
        await person.press("G")
        assert options.highlighted == options.option_count - 1


async def test_an_export_asks_what_leaves_and_says_where_it_went(at_work: AtWork, people: Workspace) -> None:
    file = people.folder / "exports" / "members.csv"
    async with at_work(people, size=(80, 24)) as person:
        await person.press("2", "x", "1")
        assert "space turns one on or off, ctrl+s exports" in person.sees
        fields = person.app.screen.query_one(SelectionList)
        assert "notes" not in fields.selected and "name" in fields.selected
        assert "Contact note  private" in [str(option.prompt) for option in fields.options]
        await person.press("ctrl+s")
        assert "members.csv" in person.messages and "Private words stay out of it" in person.messages
        assert "Amina Diallo" in file.read_text("utf-8") and "garden" not in file.read_text("utf-8")
        await person.press("x", "1")
        assert "▐✓▌ Name" in person.sees
        await person.press("space")
        assert "▐ ▌ Name" in person.sees  # which is not told by colour alone
        await person.press("ctrl+s")
        assert file.read_text("utf-8").startswith("id,pronouns,")
        await person.press("x", "1")
        person.app.screen.query_one(SelectionList).select_all()
        await person.press("ctrl+s")
        assert "Private words went along: contact-note, access-need, how-we-met, notes" in person.messages
        assert "garden" in file.read_text("utf-8")
        await person.press("x", "2", "escape")
        assert not file.with_suffix(".json").exists()


async def test_a_need_finds_an_offer_and_the_one_who_offered_is_asked(at_work: AtWork, people: Workspace) -> None:
    roster = people.roster
    roster.edit(roster.find("Amina").id, {"offer": ["patient code review; capacity=1"]})
    roster.edit(roster.find("Pilar").id, {"offer": ["review"]})
    kenji = roster.find("@kenji")
    roster.edit(kenji.id, {"need": ["a first reviewer"]})
    async with at_work(people) as person:
        await person.press("2", "n")
        assert "a first reviewer" in person.sees
        await person.press("1")
        assert "≈ patient code review, for 1 at a time" in person.sees
        assert "Pilar Núñez asked to be left alone" in " ".join(person.sees.split())
        assert people.follow_ups.list("kind:ask-to-help") == []
        await person.press("1")
        assert "Words for Amina Diallo" in person.sees
        assert "健二" not in str(person.app.screen.query_one("#text", Static).content)
        [asked] = people.follow_ups.list("kind:ask-to-help")
        assert asked.helping is not None and asked.helping.whom == kenji.id
        await person.press("escape", "n", "1")
        assert "Nobody offers anything just now" in person.messages


async def test_somebody_is_shown_what_is_kept_about_them(at_work: AtWork, people: Workspace) -> None:
    amina = people.roster.find("Amina")
    people.roster.edit(amina.id, {"notes": "Knows Pilar Núñez from the garden."})
    async with at_work(people) as person:
        await person.press("2", "v")
        assert "TOLD: What you said yourself" in person.sees
        shown = person.app.screen.query_one("#text", Static).content
        assert "Knows […] from the garden." in str(shown) and "Pilar" not in str(shown)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 15)])
async def test_what_to_do_with_a_record_stands_under_it_whole(
    at_work: AtWork, people: Workspace, size: tuple[int, int]
) -> None:
    people.roster.edit(people.roster.find("Amina").id, {"notes": "Knows the garden.\n" * 40})
    async with at_work(people, size=size) as person:
        await person.press("2", "v")
        seen = " ".join(person.sees.replace("│", " ").split())
        assert "Read it before you hand it over" in seen and "y copies it." in seen and "Close esc" in seen


async def test_the_form_asks_about_words_one_would_not_say_and_saves_them(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "e")
        await person.write("x")
        assert "Amina Diallox" in person.sees, "a key pressed in passing replaces no name"
        await person.press("backspace")
        [row] = [each for each in person.app.screen.query(FormRow) if each.field.name == "notes"]
        row.query_one(TextArea).text = "A drama queen."
        await person.settle()
        asked = row.query_one(".row--note", Static).content
        assert "“drama queen”: It names the person" in str(asked)
        await person.press("ctrl+s")
        assert people.roster.find("Amina").notes == "A drama queen."


async def test_somebody_is_forgotten_after_a_look_at_the_plan(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("2", "F")
        await person.until(lambda: "cannot be undone" in person.sees)
        await person.press("n")
        assert "Amina Diallo" in {member.name for member in people.roster.list()}
        await person.press("F")
        await person.until(lambda: "cannot be undone" in person.sees)
        await person.press("y")
        await person.until(lambda: "files were searched" in person.sees)
        assert "Amina Diallo" not in {member.name for member in people.roster.list()}


@pytest.mark.parametrize(
    ("card", "shown"),
    [
        ({}, ""),
        ({"space_until": date(2026, 3, 11)}, "◌ needs space"),
        ({"space_until": date(2026, 3, 10)}, ""),
        ({"status": "on_break", "until": date(2026, 4, 1)}, "◐ on break"),
        ({"status": "deceased", "space_until": date(2026, 4, 1)}, "† deceased"),
    ],
)
def test_the_list_says_what_to_mind_for_as_long_as_it_holds(card: dict[str, Any], shown: str) -> None:
    member = Member(id="m-1", created_at=NOW, updated_at=NOW, name="Ada", **card)
    assert status_cell(member, date(2026, 3, 10)).text == shown
