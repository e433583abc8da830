"""The room of conduct, by keys alone: documents made, edited, checked, read, sent to somebody, removed."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from textual import events

from kindtui.tui.conduct.editor import EditorScreen
from kindtui.tui.conduct.problems import ProblemList
from kindtui.tui.conduct.screen import ConductScreen
from kindtui.tui.conduct.text_screen import TextScreen, may_follow
from kindtui.tui.conduct.yaml_area import MOST_LINES, YamlArea, shielded
from kindtui.tui.verb_form import VerbForm
from kindtui.tui.widgets.detail import DetailPane
from kindtui.tui.widgets.dialogs import Ask, Choose
from kindtui.tui.widgets.record_list import RecordList
from kindtui.workspace import Workspace

AtWork = Callable[..., AbstractAsyncContextManager[Any]]

SIZES = pytest.mark.parametrize("size", [(40, 15), (80, 24), (120, 40)], ids=["40x15", "80x24", "120x40"])
BOTH_SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])

CODE = """\
# Ours. Read aloud in January.
kind: code-of-conduct
id: our-code
title: How we treat each other at {{ community_name }}
licence: CC0-1.0

variables:
  second_contact:
    label: somebody outside the team
    required: true
    example: Noor Haddad

sections:
  - id: why
    title: Why this is here
    text: |
      We build things together, and this is what we promise each other while we do it.

      {{ restricted }}

      Somebody outside the team: {{ second_contact }}.

clauses:
  - id: no-insults
    type: restricted
    text: Insults, mockery and sighs.

ladder:
  - id: warning
    title: A written word
    event: Somebody was hurt.
    consequence: A private message.
    repair: Tell us what will be different.
    expires_after: 90 days

contacts:
  - name: The care team
    address: care@example.org
  - name: Father Anselm
    address: anselm@example.org
    instead_of: The care team

appeal: Write to the other contact within a month.

review:
  last: 2025-01-10
  every: 12 months

scenarios:
  - given: Somebody is called a fool.
    clause: no-insults
    rung: warning
"""
GOOD = CODE.replace("    example: Noor Haddad\n", "    value: Noor Haddad\n").replace("2025-01-10", "2026-02-01")


async def paste(person: Any, words: str) -> None:
    """Paste words into the field that has the focus."""
    person.app.screen.focused.post_message(events.Paste(words))
    await person.settle()


def put(workspace: Workspace, name: str, text: str) -> Path:
    """Put a file into conduct/, as an editor would."""
    path = workspace.folder / "conduct" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
    return path


def editor(person: Any) -> EditorScreen:
    screen = person.app.screen
    assert isinstance(screen, EditorScreen)
    return screen


def area(person: Any) -> YamlArea:
    found: YamlArea = editor(person).query_one(YamlArea)
    return found


def problems(person: Any) -> list[str]:
    """What the list of problems says, while the editor is shown."""
    return [each.message for each in editor(person).query_one(ProblemList).problems]


def titles(person: Any) -> list[str]:
    return [each.entry.title for each in person.app.screen.query_one(RecordList).records]


@pytest.fixture
def with_code(people: Workspace) -> Workspace:
    """The workspace with a code of conduct of which the review is past and a variable empty."""
    put(people, "our-code", CODE)
    return people


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was copied, instead of the clipboard of whoever runs the tests."""
    texts: list[str] = []

    def copy(text: str, **_named: object) -> str:
        texts.append(text)
        return "copied with a test"

    monkeypatch.setattr("kindtui.clipboard.copy", copy)
    return texts


# --- the list and the card


async def test_the_list_says_what_the_check_says(at_work: AtWork, with_code: Workspace) -> None:
    put(with_code, "fine", GOOD.replace("id: our-code", "id: fine"))
    put(with_code, "mild", GOOD.replace("appeal: Write to the other contact within a month.\n", ""))
    put(with_code, "broken", "kind: [")
    async with at_work(with_code) as person:
        await person.press("5")
        assert "✓ ready" in person.sees
        assert "~ 1 to consider" in person.sees
        assert person.sees.count("! 1 to mend") >= 2, "the broken one and the one with an empty variable"
        assert "4 documents, 2 to mend" in person.sees
        assert titles(person)[0] == "", "what cannot be read is listed by its name"
        assert "broken" in person.sees


async def test_the_card_names_each_problem_with_its_place_and_what_to_do(at_work: AtWork, with_code: Workspace) -> None:
    async with at_work(with_code) as person:
        await person.press("5")
        seen = person.app.screen.query_one(DetailPane).shown.plain
        assert "! 8:3" in seen and "second_contact" in seen
        assert "--set" not in seen, "options of commands are no help in the app"
        assert "was due" in seen
        assert "We build things together" in seen, "what it is for"
        for part in ("CLAUSES", "no-insults", "A written word", "90 days", "care@example.org"):
            assert part in seen


@SIZES
async def test_an_empty_room_names_the_key(at_work: AtWork, workspace: Workspace, size: tuple[int, int]) -> None:
    async with at_work(workspace, size=size) as person:
        await person.press("5")
        assert "Press a" in " ".join(person.sees.split())


async def test_a_file_that_an_editor_changes_is_seen_within_a_second(at_work: AtWork, with_code: Workspace) -> None:
    async with at_work(with_code) as person:
        await person.press("5")
        put(with_code, "our-code", GOOD)
        await person.until(lambda: "✓ ready" in person.sees)
        put(with_code, "another", GOOD.replace("our-code", "another"))
        await person.until(lambda: len(titles(person)) == 2)
        (with_code.folder / "conduct" / "another.yaml").unlink()
        await person.until(lambda: len(titles(person)) == 1)


async def test_many_documents_are_read_a_few_at_a_time(
    at_work: AtWork, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kindtui.tui.conduct.shelf.AT_ONCE", 0.0)
    for number in range(6):
        put(workspace, f"code-{number}", GOOD.replace("our-code", f"code-{number}"))
    async with at_work(workspace) as person:
        await person.press("5")
        assert len(titles(person)) == 6, "all are listed at once, by name"
        await person.until(lambda: person.sees.count("✓ ready") >= 6)


# --- adding


async def test_a_template_becomes_a_document_and_the_editor_opens(at_work: AtWork, workspace: Workspace) -> None:
    async with at_work(workspace) as person:
        await person.press("5", "a")
        assert "A full code of conduct" in person.sees, "templates are described"
        await person.press("2")
        assert isinstance(person.app.screen, Ask)
        await person.press("enter")
        assert workspace.conduct_documents.names() == ["small-group"]
        await person.until(lambda: bool(problems(person)))
        await person.press("escape")
        assert isinstance(person.app.screen, ConductScreen)
        await person.press("u")
        assert workspace.conduct_documents.names() == []
        await person.press("U")
        assert workspace.conduct_documents.names() == ["small-group"]


async def test_a_markdown_file_becomes_a_document(at_work: AtWork, workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "CODE_OF_CONDUCT.md"
    file.write_text("# Our Code\n\n## Our Standards\n\nUnacceptable behavior:\n\n- Insults\n- Threats\n")
    async with at_work(workspace) as person:
        await person.press("5", "a", "end", "enter")
        await paste(person, str(tmp_path / "nothing.md"))
        await person.press("enter")
        assert "there is no file" in " ".join(person.sees.split()), "what was typed stays"
        await person.press("ctrl+u")
        await paste(person, f"'{file}'")
        await person.press("enter", "enter")
        assert [each.text for each in workspace.conduct.parse("code-of-conduct").clauses] == ["Insults", "Threats"]
        assert "Insults" in area(person).written


async def test_a_name_that_is_taken_is_refused_and_stays_in_the_field(at_work: AtWork, with_code: Workspace) -> None:
    async with at_work(with_code) as person:
        await person.press("5", "a", "2", "ctrl+u")
        await paste(person, "our-code")
        await person.press("enter")
        assert "already" in person.sees
        assert isinstance(person.app.screen, Ask)
        await person.press("escape")
        assert with_code.conduct.text("our-code") == CODE


# --- the editor


async def test_problems_follow_what_is_typed(at_work: AtWork, with_code: Workspace) -> None:
    async with at_work(with_code) as person:
        await person.press("5", "e")
        await person.until(lambda: len(problems(person)) == 2)
        await person.press("f8")
        assert area(person).cursor_location == (7, 2)
        await person.press("down", "down", "down", "end", "enter")
        assert area(person).cursor_location == (11, 4), "a new line begins where the one before it does"
        await person.write("value: N")
        assert "● not saved" in person.sees
        await person.until(lambda: len(problems(person)) == 1)
        await person.press("ctrl+n")
        assert area(person).cursor_location == (46, 8), "the review, one line further down by now"
        await person.press("ctrl+b")
        assert area(person).cursor_location == (46, 8), "round to the only one"
        await person.press("ctrl+l", "enter")
        assert area(person).has_focus


async def test_what_is_typed_is_saved_as_it_is_even_when_it_is_broken(at_work: AtWork, with_code: Workspace) -> None:
    async with at_work(with_code) as person:
        await person.press("5", "enter", "ctrl+end")
        await person.write("b: [")
        await person.press("ctrl+s")
        assert with_code.conduct.text("our-code") == CODE + "b: ["
        await person.until(lambda: "just as you wrote it" in person.messages)
        assert "1 to mend" in person.messages
        assert "✓ saved" in person.sees
        await person.press("escape", "u")
        assert with_code.conduct.text("our-code") == CODE, "u takes back what was saved"
        await person.press("U")
        assert with_code.conduct.text("our-code") == CODE + "b: ["


ODD = (
    "a: 1\r\nb: 2\r\n",
    "a: 1\r\nb: 2\n",
    "a: '\u2028\x85'\n",
    "a: \x0cb\r",
    "",
    "\ta: 1",
    "no end",
    "🏳️‍🌈: «é»\n\n\n",
)


async def test_no_character_is_lost_on_the_way_through_the_field(at_work: AtWork, workspace: Workspace) -> None:
    for number, text in enumerate(ODD):
        put(workspace, f"odd-{number}", text)
    async with at_work(workspace) as person:
        await person.press("5")
        for number, text in enumerate(ODD):
            await person.press("e")
            assert area(person).written == text
            assert not editor(person).unsaved
            await person.press("ctrl+end", "x", "ctrl+s", "escape", "j")
            assert (workspace.folder / "conduct" / f"odd-{number}.yaml").read_bytes().decode() == text + "x"


def test_a_text_that_the_field_could_not_keep_is_refused() -> None:
    assert shielded("plain\n") == "plain\n"
    with pytest.raises(Exception, match="cannot be edited here"):
        shielded(f"a: {chr(0x10F000)}")


async def test_leaving_with_unsaved_text_asks(at_work: AtWork, with_code: Workspace) -> None:
    async with at_work(with_code, size=(40, 15)) as person:
        await person.press("5", "e")
        assert "ctrl+s save  esc leave" in person.sees
        await person.write("# x")
        await person.press("escape")
        assert isinstance(person.app.screen, Choose)
        await person.press("1")
        assert area(person).written.startswith("# x")
        await person.press("escape", "4")
        assert isinstance(person.app.screen, ConductScreen)
        await person.press("e")
        assert area(person).written == CODE, "thrown away is thrown away"
        await person.write("# y")
        await person.press("escape", "2")
        assert isinstance(person.app.screen, ConductScreen)
        assert with_code.conduct.text("our-code").startswith("# y")


async def test_a_draft_comes_back_when_the_editor_opens_again(at_work: AtWork, with_code: Workspace) -> None:
    async with at_work(with_code) as person:
        await person.press("5", "e")
        await person.write("# later ")
        await person.press("escape", "3", "e")
        assert area(person).written == "# later " + CODE
        assert "from before is back" in person.sees
        assert with_code.conduct.text("our-code") == CODE
        await person.press("ctrl+s", "escape", "e")
        assert "from before" not in person.sees


@pytest.mark.parametrize("way", ["switch", "quit"])
async def test_unsaved_text_outlives_a_switch_and_the_end_of_the_app(
    at_work: AtWork, with_code: Workspace, way: str
) -> None:
    async with at_work(with_code) as person:
        await person.press("5", "e")
        await person.write("# kept ")
        if way == "switch":
            await person.press("f1", "f5")
            assert area(person).written == "# kept " + CODE, "the editor stays as it was"
        else:
            person.app.leave()
            await person.settle()
    async with at_work(with_code) as person:
        assert "Typed, and not saved yet" in person.sees, "Today says that it is there"
        await person.press("5")
        assert "● not saved" in person.sees, "and so does the room"
        await person.press("e")
        assert area(person).written == "# kept " + CODE
        assert "● not saved" in person.sees
        await person.press("f1", "G", "enter")
        assert area(person).written == "# kept " + CODE, "what is open already is shown"
        await person.press("escape", "3", "1", "G", "enter")
        assert "+ # kept " in person.sees
        await person.press("1")
        assert area(person).written == "# kept " + CODE
        await person.press("escape", "3", "enter", "2")
        assert "is dropped" in person.messages and "Typed, and not saved" not in person.sees
        assert with_code.conduct.text("our-code") == CODE


async def test_a_foreign_change_is_shown_when_nothing_is_unsaved(at_work: AtWork, with_code: Workspace) -> None:
    async with at_work(with_code) as person:
        await person.press("5", "e", "down", "down")
        put(with_code, "our-code", GOOD)
        await person.until(lambda: area(person).written == GOOD)
        assert area(person).cursor_location == (2, 0)
        assert not editor(person).unsaved


@pytest.mark.parametrize("stays", ["mine", "theirs"])
async def test_of_two_texts_neither_is_lost(at_work: AtWork, with_code: Workspace, stays: str) -> None:
    async with at_work(with_code) as person:
        await person.press("5", "e")
        await person.write("# mine ")
        put(with_code, "our-code", "# theirs\n" + CODE)
        await person.until(lambda: "Somebody else changed this file" in person.sees)
        await person.press("ctrl+s")
        assert "theirs  # theirs" in person.sees, "what differs is shown"
        await person.press("1" if stays == "mine" else "2")
        kept = {name: with_code.conduct.text(name).split("\n")[0] for name in with_code.conduct_documents.names()}
        mine, theirs = "# mine # Ours. Read aloud in January.", "# theirs"
        assert kept == {
            "our-code": mine if stays == "mine" else theirs,
            "our-code-2": theirs if stays == "mine" else mine,
        }
        assert not editor(person).unsaved


async def test_a_file_that_was_removed_can_be_written_again(at_work: AtWork, with_code: Workspace) -> None:
    async with at_work(with_code) as person:
        await person.press("5", "e")
        await person.write("# mine ")
        (with_code.folder / "conduct" / "our-code.yaml").unlink()
        await person.until(lambda: "Somebody else removed this file" in person.sees)
        await person.press("ctrl+s", "y")
        assert with_code.conduct.text("our-code") == "# mine " + CODE


async def test_large_texts_are_not_highlighted(at_work: AtWork, workspace: Workspace) -> None:
    put(workspace, "small", GOOD)
    put(workspace, "large", GOOD + "\n" * MOST_LINES)
    async with at_work(workspace) as person:
        await person.press("5", "e")
        assert area(person).language is None
        await person.press("escape", "j", "e")
        assert area(person).language == "yaml"


async def test_the_own_editor_opens_and_problems_are_shown_after(
    at_work: AtWork, with_code: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    async def edit_outside(_app: object, words: str, *, suffix: str = ".md") -> str:
        seen.append(suffix)
        return words.replace("title: How", "titel: How")

    monkeypatch.setattr("kindtui.tui.app.KindApp.edit_outside", edit_outside)
    async with at_work(with_code, size=(80, 24)) as person:
        await person.press("5", "o")
        assert seen == [".yaml"]
        assert "titel: How" in with_code.conduct.text("our-code")
        assert "to mend" in person.messages
        assert person.app.screen.has_class("-opened"), "the card with the problems covers the list"
        await person.press("u")
        assert with_code.conduct.text("our-code") == CODE


async def test_an_editor_that_meets_a_foreign_change_asks_which_text_stays(
    at_work: AtWork, with_code: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def edit_outside(_app: object, words: str, *, suffix: str = ".md") -> str:
        put(with_code, "our-code", "# theirs\n" + CODE)
        return "# mine\n" + words

    monkeypatch.setattr("kindtui.tui.app.KindApp.edit_outside", edit_outside)
    async with at_work(with_code) as person:
        await person.press("5", "o")
        assert area(person).written == "# mine\n" + CODE, "nothing was saved, nothing is lost"
        await person.press("ctrl+s", "1")
        assert with_code.conduct.text("our-code").startswith("# mine")
        assert with_code.conduct.text("our-code-2").startswith("# theirs")


# --- texts


async def test_what_is_empty_is_asked_for_before_the_text_is_shown(
    at_work: AtWork, with_code: Workspace, copied: list[str]
) -> None:
    async with at_work(with_code) as person:
        await person.press("5", "v")
        assert isinstance(person.app.screen, VerbForm)
        await person.press("ctrl+s")
        assert "second contact is needed" in person.sees.lower()
        await paste(person, "Noor Haddad")
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, TextScreen)
        await person.until(lambda: "Why this is here" in person.sees)
        await person.press("y")
        assert copied == [with_code.conduct.render("our-code", values={"second_contact": "Noor Haddad"})]
        assert "copied with a test" in person.messages
        await person.press("x", "3")
        path = with_code.folder / "exports" / "our-code.txt"
        assert "Noor Haddad" in path.read_text()
        assert str(path) in person.messages.replace("\n", "")
        await person.press("e")
        assert "Noor Haddad" in person.sees, "what was said is still there"


async def test_a_text_that_says_all_is_copied_and_exported_at_once(
    at_work: AtWork, people: Workspace, copied: list[str]
) -> None:
    put(people, "our-code", GOOD)
    async with at_work(people) as person:
        await person.press("5", "y")
        assert copied == [people.conduct.render("our-code")]
        await person.press("x", "2")
        path = people.folder / "exports" / "our-code.html"
        assert path.read_text().startswith("<h1>")
        path.write_text("<p>by hand</p>")
        await person.press("x", "2", "n")
        assert path.read_text() == "<p>by hand</p>"
        await person.press("x", "2", "y")
        assert path.read_text().startswith("<h1>")


async def test_the_editor_shows_the_text_of_what_is_not_saved(at_work: AtWork, people: Workspace) -> None:
    put(people, "our-code", GOOD.replace("Why this is here", "Why"))
    async with at_work(people) as person:
        await person.press("5", "e")
        area(person).take(GOOD)
        await person.press("f9")
        await person.until(lambda: "Why this is here" in person.sees)
        await person.press("escape")
        assert editor(person).unsaved


async def test_a_message_to_a_member_about_a_clause(at_work: AtWork, people: Workspace, copied: list[str]) -> None:
    put(people, "our-code", GOOD)
    async with at_work(people) as person:
        await person.press("5", "m")
        assert "Which message?" in person.sees
        await person.press("5")
        assert "no-insults" in person.sees
        await person.press("1")
        assert isinstance(person.app.screen, VerbForm)
        assert "Insults, mockery and sighs." in person.sees, "the clause is before one's eyes"
        await person.write("amina")
        await person.press("enter", "tab")
        await person.write("On Tuesday")
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, TextScreen)
        await person.press("y")
        amina = people.roster.find("@amina")
        assert copied == [
            people.conduct.render(
                "warning",
                member={"name": amina.name, "pronouns": amina.pronouns},
                clause="no-insults",
                values={"what_happened": "On Tuesday"},
            )
        ]
        await person.press("x", "1")
        assert (people.folder / "exports" / "warning-amina-diallo.md").exists()
        await person.press("e")
        assert "On Tuesday" in person.sees
        await person.press("escape")


async def test_a_message_without_any_clause_says_what_to_do(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("5", "m", "5")
        assert "no document has a clause" in person.messages
        assert isinstance(person.app.screen, ConductScreen)


def test_links_lead_to_the_web_and_to_mail_only() -> None:
    for address in ("https://example.org", "http://example.org/a?b", "mailto:care@example.org"):
        assert may_follow(address)
    for address in ("file:///etc/passwd", "javascript:alert(1)", "vscode://x", "/etc/passwd", "http://[", ""):
        assert not may_follow(address)


# --- removing


async def test_removing_asks_and_can_be_undone(at_work: AtWork, with_code: Workspace) -> None:
    async with at_work(with_code) as person:
        await person.press("5", "D", "n")
        assert with_code.conduct_documents.names() == ["our-code"]
        await person.press("D", "y")
        assert with_code.conduct_documents.names() == []
        assert "u brings it back" in person.messages
        await person.press("u")
        assert with_code.conduct.text("our-code") == CODE
        assert len(titles(person)) == 1


async def test_a_removed_document_can_be_brought_back_another_day(at_work: AtWork, with_code: Workspace) -> None:
    with_code.conduct.remove("our-code")
    async with at_work(with_code) as person:
        await person.press("5", "r")
        assert "our-code" in person.sees
        await person.press("enter")
        assert with_code.conduct.text("our-code") == CODE


async def test_marked_documents_are_removed_and_come_back_together(at_work: AtWork, with_code: Workspace) -> None:
    put(with_code, "another", GOOD.replace("our-code", "another"))
    put(with_code, "third", GOOD.replace("our-code", "third"))
    async with at_work(with_code) as person:
        await person.press("5", "space", "space", "D", "y")
        assert with_code.conduct_documents.names() == ["third"]
        await person.press("u")
        assert with_code.conduct_documents.names() == ["another", "our-code", "third"]
        await person.press("U")
        assert with_code.conduct_documents.names() == ["third"]


async def test_u_turns_to_the_records_when_no_file_was_changed(at_work: AtWork, with_code: Workspace) -> None:
    before = len(with_code.follow_ups.list())
    async with at_work(with_code) as person:
        await person.press("5", "u")
        assert len(with_code.follow_ups.list()) == before - 1


# --- from Today


async def test_a_review_that_is_due_opens_the_editor_where_its_date_is(at_work: AtWork, with_code: Workspace) -> None:
    async with at_work(with_code) as person:
        rows = person.app.screen.query_one(RecordList)
        wanted = next(row for row in rows.records if row.line and row.group.key == "review")
        rows.go_to(wanted.key)
        await person.press("enter")
        assert isinstance(person.app.screen, EditorScreen)
        await person.until(lambda: area(person).cursor_location[0] == 45)
        assert area(person).document.get_line(45) == "  last: 2025-01-10"


# --- what would like to do harm


@pytest.mark.parametrize(
    "size",
    [(40, 15), pytest.param((80, 24), marks=pytest.mark.slow), pytest.param((120, 40), marks=pytest.mark.slow)],
    ids=["40x15", "80x24", "120x40"],
)
async def test_hostile_words_are_shown_as_what_they_are(
    at_work: AtWork, workspace: Workspace, hostile_names: tuple[str, ...], size: tuple[int, int]
) -> None:
    quoted = json.dumps(" ".join(hostile_names))
    text = GOOD.replace("title: How we treat each other at {{ community_name }}", f"title: {quoted}")
    text = text.replace("label: somebody outside the team", f"label: {quoted}")
    text = text.replace("value: Noor Haddad", f"example: {quoted}")
    text = text.replace("given: Somebody is called a fool.", f"given: {quoted}\n    nonsense: {quoted}")
    put(workspace, "hostile", text)
    put(workspace, "raw", text + f"# {' '.join(hostile_names)}\n")
    async with at_work(workspace, size=size) as person:
        await person.press("5")
        for key in ("l", "escape", "e", "f8", "escape", "v", "escape", "D", "n", "j", "e", "ctrl+end", "escape"):
            await person.press(key)
            assert not any(char in person.sees for char in "\x1b\x07\u202e"), key
        assert isinstance(person.app.screen, ConductScreen)


async def test_a_rendered_text_is_shown_without_doing_harm(
    at_work: AtWork, people: Workspace, hostile_names: tuple[str, ...], copied: list[str]
) -> None:
    words = json.dumps(" ".join(hostile_names) + " <script>alert(1)</script> [here](file:///etc/passwd)")
    put(people, "our-code", GOOD.replace("value: Noor Haddad", f"value: {words}"))
    async with at_work(people) as person:
        await person.press("5", "v")
        await person.until(lambda: "Somebody outside the team" in person.sees)
        assert "[@click=app.quit]" in person.sees.replace("\n", "")
        assert not any(char in person.sees for char in "\x1b\x07\u202e")


# --- what it looks like

JOURNEYS = {
    "list": [],
    "card": ["l"],
    "editor": ["e", "f8"],
    "text": ["j", "v"],
    "asked": ["v"],
    "add": ["a"],
    "remove": ["D"],
    "unsaved": ["e", "x", "escape"],
}


async def go(person: Any, keys: list[str]) -> None:
    """Press keys; in the editor, each when what was typed before it has been checked."""
    for key in keys:
        await person.press(key)
        if isinstance(person.app.screen, EditorScreen):
            await person.until(lambda: person.app.screen._checked is not None)
    await person.pilot.pause(0.05)


@BOTH_SIZES
@pytest.mark.parametrize("keys", JOURNEYS.values(), ids=JOURNEYS.keys())
async def test_screen(
    at_work: AtWork, with_code: Workspace, size: tuple[int, int], keys: list[str], snapshot: SnapshotAssertion
) -> None:
    put(with_code, "ready", GOOD.replace("id: our-code", "id: ready"))
    async with at_work(with_code, size=size, demo=True) as person:
        await go(person, ["5", *keys])
        assert person.sees == snapshot


async def test_a_small_screen_still_works(at_work: AtWork, with_code: Workspace, snapshot: SnapshotAssertion) -> None:
    async with at_work(with_code, size=(40, 15)) as person:
        seen = []
        for keys in (["5", "l"], ["e", "f8"], ["x", "escape"]):
            await go(person, keys)
            seen.append(person.sees)
        assert f"\n{'=' * 20}\n".join(seen) == snapshot
