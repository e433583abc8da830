"""`kindtui conduct`: made, broken, repaired, rendered."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

SETS = ("--set", "community_name=Quiet Harbour", "--set", "contact=care@example.org", "--set", "second_contact=Noor")


@pytest.fixture
def written(kindtui: CommandLine) -> CommandLine:
    """A document our-code from the full template."""
    kindtui("conduct", "new", "our-code", "--from", "code-of-conduct")
    return kindtui


def test_new_says_where_it_is_and_what_is_still_to_do(kindtui: CommandLine) -> None:
    ended = kindtui("conduct", "new", "our-code", "--from", "code-of-conduct")
    path = kindtui.folder / "conduct" / "our-code.yaml"
    assert ended.out == f"our-code  made from code-of-conduct: {path}\n"
    assert ended.err == (
        f"made a workspace in {kindtui.folder}\nstill to do: 3 errors; see kindtui conduct check our-code\n"
    )
    assert path.is_file()
    assert kindtui("conduct", "list").out.startswith("our-code  code-of-conduct  ")


def test_check_prints_file_line_column_message_and_hint(written: CommandLine) -> None:
    ended = written("conduct", "check", "our-code", code=3)
    first = ended.out.splitlines()[0]
    assert first.startswith("conduct/our-code.yaml:13:3: the required variable 'community_name'")
    assert first.endswith(")")
    assert ended.err == "3 errors\n"
    problems = written("conduct", "check", "our-code", "--json", code=3).json["problems"]
    assert (problems[0]["line"], problems[0]["column"], problems[0]["severity"]) == (13, 3, "error")


def test_broken_by_standard_input_checked_and_repaired(written: CommandLine) -> None:
    good = written("conduct", "show", "our-code").out
    broken = good.replace("kind: code-of-conduct", "kind: [", 1)
    ended = written("conduct", "edit", "our-code", "-", stdin=broken)
    assert ended.out.startswith("our-code  changed\nconduct/our-code.yaml:")
    assert written("conduct", "show", "our-code").out == broken
    assert written("conduct", "check", "our-code", code=3).out.startswith("conduct/our-code.yaml:")
    assert written("conduct", "render", "our-code", *SETS, code=3).out == ""
    written("conduct", "edit", "our-code", "-", stdin=good)
    assert "# " in written("conduct", "render", "our-code", *SETS).out


@pytest.mark.parametrize("nothing", ["", "\n", " \n\n"])
def test_a_pipe_that_brings_nothing_does_not_take_the_document_away(written: CommandLine, nothing: str) -> None:
    good = written("conduct", "show", "our-code").out
    ended = written("conduct", "edit", "our-code", "-", stdin=nothing, code=3)
    assert "stays as it is" in ended.err and "kindtui conduct remove our-code" in ended.err
    assert written("conduct", "show", "our-code").out == good


def test_editing_in_the_editor_keeps_comments_and_tells_the_problems(
    written: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "ed"
    editor.write_text('#!/bin/sh\nprintf "# mine\\n" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    said = "3 errors\nkindtui conduct restore our-code brings back what it was\n"
    assert written("conduct", "edit", "our-code").err == said
    assert (written.folder / "conduct" / "our-code.yaml").read_text().endswith("# mine\n")


def test_a_warning_is_said_to_be_one_and_alone_is_fine_unless_strict(kindtui: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "promise.yaml"
    file.write_text(
        "kind: code-of-conduct\nid: promise\ntitle: ''\nsections:\n  - {id: one, title: One, text: Be kind.}\n"
        "contacts:\n  - {name: Ada, address: ada@example.org}\n  - {name: Bo, address: bo@example.org}\n"
    )
    lines = kindtui("conduct", "check", str(file), code=3).out.splitlines()
    warnings = [line for line in lines if re.match(rf"{re.escape(str(file))}:\d+:\d+: warning: ", line)]
    (wrong,) = set(lines) - set(warnings)
    assert wrong.startswith(f"{file}:3:8: the title is empty")
    assert warnings
    file.write_text(file.read_text().replace("''", "Promise"))
    found = kindtui("conduct", "check", str(file), "--json").json["problems"]
    assert found and all(each["severity"] == "warning" for each in found)
    kindtui("conduct", "check", str(file), "--strict", code=3)


def test_rendering_a_message_for_a_member(kindtui: CommandLine) -> None:
    kindtui("conduct", "new", "our-code", "--from", "code-of-conduct")
    kindtui("member", "add", "Amina Diallo", "--pronouns", "she/her")
    words = ("conduct", "render", "nudge", "--for", "amina")
    text = kindtui(*words, "--clause", "insults", "--set", "what_happened=a joke")
    assert "Amina Diallo" in text.out
    assert "--clause" in kindtui(*words, code=3).err


def test_rendering_to_a_file_and_as_html(written: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "code.html"
    ended = written("conduct", "render", "our-code", *SETS, "--format", "html", "-o", str(target))
    assert (ended.out, ended.err) == ("", f"written to {target}\n")
    assert "<h1" in target.read_text()
    missing = tmp_path / "no" / "x.md"
    assert "was not written" in written("conduct", "render", "our-code", *SETS, "-o", str(missing), code=6).err


def test_an_empty_required_variable_names_its_option(written: CommandLine) -> None:
    ended = written("conduct", "render", "our-code", code=3)
    assert ended.out == ""
    assert "--set contact=" in ended.err


def test_removing_keeps_a_copy_and_says_how_it_comes_back(written: CommandLine) -> None:
    before = written("conduct", "show", "our-code").out
    kept = written("conduct", "remove", "our-code", "--json").json["kept"]
    assert written("conduct", "list").out == ""
    written("conduct", "new", "our-code", "--from", kept)
    assert written("conduct", "show", "our-code").out == before


def test_from_an_existing_markdown_file(kindtui: CommandLine, tmp_path: Path) -> None:
    source = tmp_path / "CODE_OF_CONDUCT.md"
    source.write_text("# Our code\n\n## Be kind\n\n- Be kind to each other\n\nWrite to [INSERT CONTACT METHOD].\n")
    kindtui("conduct", "new", "ours", "--from", str(source))
    assert "Be kind to each other" in kindtui("conduct", "show", "ours").out


def test_the_schema_is_draft_07(kindtui: CommandLine) -> None:
    assert json.loads(kindtui("conduct", "schema").out)["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_the_document_as_json(written: CommandLine) -> None:
    shown = written("conduct", "show", "our-code", "--json").json
    assert (shown["kind"], shown["id"]) == ("code-of-conduct", "our-code")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("show", "nothing"), 4, "nothing"),
        (("check", "nothing.yaml"), 4, "nothing"),
        (("new", "x", "--from", "code-of-conuct"), 4, "code-of-conduct"),
        (("new", "../x"), 3, "cannot be the name"),
        (("render", "our-code", "--format", "pdf"), 3, "markdown"),
        (("render", "our-code", "--set", "x"), 3, "NAME=VALUE"),
        (("edit", "our-code", "file"), 3, "standard input"),
        (("check",), 2, "FILE|NAME is needed"),
    ],
)
def test_what_cannot_be_read_or_found(written: CommandLine, words: tuple[str, ...], code: int, message: str) -> None:
    assert message in written("conduct", *words, code=code).err


def test_bytes_that_are_no_text(kindtui: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    assert "UTF-8" in kindtui("conduct", "check", str(file), code=3).err


def test_a_removed_document_comes_back_by_its_name(written: CommandLine) -> None:
    before = written("conduct", "show", "our-code").out
    assert "kindtui conduct restore our-code" in written("conduct", "remove", "our-code").err
    assert written("conduct", "restore", "our-code").out == "our-code  is back\n"
    assert written("conduct", "show", "our-code").out == before
    written("conduct", "restore", "our-code", code=4)
    written("conduct", "remove", "our-code")
    written("conduct", "new", "our-code")
    written("conduct", "restore", "our-code", code=6)


def test_a_text_that_was_spoilt_comes_back(written: CommandLine) -> None:
    before = written("conduct", "show", "our-code").out
    assert "kindtui conduct restore our-code" in written("conduct", "edit", "our-code", "-", stdin="foo: [").err
    assert written("conduct", "restore", "our-code").out == "our-code  is what it was before\n"
    assert written("conduct", "show", "our-code").out == before


def test_the_schema_that_a_document_names_is_beside_it(written: CommandLine) -> None:
    folder = written.folder / "conduct"
    named = (folder / "our-code.yaml").read_text().splitlines()[0].rpartition("=")[2]
    schema = json.loads((folder / named).read_text())
    assert schema == written("conduct", "schema").json
    assert [each["name"] for each in written("conduct", "list", "--json").json] == ["our-code"]


@pytest.mark.parametrize("name", ["x" * 300, "con", "../evil", "nul"])
def test_a_name_that_no_file_can_have(kindtui: CommandLine, name: str) -> None:
    ended = kindtui("conduct", "new", name, code=3)
    kindtui("conduct", "new", ended.err.rpartition("use '")[2].strip().rstrip("'"))


def test_a_file_that_is_no_text_is_told_once(kindtui: CommandLine, tmp_path: Path) -> None:
    picture = tmp_path / "x.md"
    picture.write_bytes(bytes(range(256)))
    assert kindtui("conduct", "new", "ours", "--from", str(picture), code=3).err.count("save it as UTF-8") == 1


def test_the_example_of_a_message_works_beside_the_template_it_is_about(written: CommandLine) -> None:
    written("member", "add", "Amina Diallo")
    assert "Amina" in written("conduct", "render", "warning", "--for", "amina", "--clause", "insults").out


def test_what_was_typed_in_the_app_and_not_saved_is_told_saved_and_dropped(written: CommandLine) -> None:
    before = written("conduct", "show", "our-code").out
    state = written.folder / ".kindtui" / "state.json"

    def typed(text: str) -> None:
        kept = json.loads(state.read_text("utf-8")) if state.exists() else {}
        draft = {"text": text, "read": written("conduct", "show", "our-code").out}
        state.write_text(json.dumps({**kept, "drafts": {"conduct/our-code": draft, "members.add": {"name": "Bo"}}}))

    typed("# mine\n" + before)
    assert "kindtui conduct unsaved our-code" in written("today").out
    assert written("conduct", "unsaved", "--json").json == [{"name": "our-code", "text": "# mine\n" + before}]
    assert written("conduct", "unsaved", "our-code").out == "# mine\n" + before
    written("conduct", "unsaved", "--save", code=2)
    assert written("conduct", "unsaved", "our-code", "--save").out == "our-code  saved\n"
    assert written("conduct", "show", "our-code").out == "# mine\n" + before
    written("conduct", "unsaved", "our-code", "--drop", code=4)

    typed("# more\n" + before)
    path = written.folder / "conduct" / "our-code.yaml"
    path.write_text("# theirs\n" + before, encoding="utf-8")
    written("conduct", "unsaved", "our-code", "--save", code=6)
    assert path.read_text("utf-8").startswith("# theirs"), "neither text is lost"
    assert written("conduct", "unsaved", "our-code", "--drop").out == "our-code  dropped\n"
    assert "unsaved" not in written("today").out
    assert json.loads(state.read_text("utf-8"))["drafts"] == {"members.add": {"name": "Bo"}}, "other drafts stay"
