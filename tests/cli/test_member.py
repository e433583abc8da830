"""`kindtui member`: every field by an option, every way to name somebody, exact words."""

from __future__ import annotations

import csv
import io
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

AMINA = (
    "member",
    "add",
    "Amina Diallo",
    "--pronouns",
    "she/her",
    "--handle",
    "discord=amina",
    "--email",
    "a@example.org",
)


def test_the_first_member_makes_the_workspace_and_says_where(kindtui: CommandLine) -> None:
    ended = kindtui(*AMINA)
    assert ended.out == "m-0000000001  added Amina Diallo\n"
    assert ended.err == f"made a workspace in {kindtui.folder}\n"
    assert kindtui("member", "list").out == "m-0000000001  Amina Diallo  she/her  discord=amina\n"


def test_looking_at_nothing_makes_nothing_and_says_how_to_begin(kindtui: CommandLine) -> None:
    ended = kindtui("member", "list")
    assert ended.out == ""
    none = f"there is no workspace in {kindtui.folder} yet; the first change makes one\n"
    assert ended.err == f'nobody is here yet: kindtui member add "Amina Diallo", or kindtui import members.csv\n{none}'
    assert kindtui("today", "--json").err == kindtui("member", "duplicates", "--json").err == none
    assert kindtui("member", "show", "amina", code=4).err.startswith(none)
    assert not kindtui.folder.exists()
    assert kindtui("member", "list", "--json").json == []


def test_every_field_can_be_set_and_comes_out_as_json_under_its_own_name(kindtui: CommandLine) -> None:
    words = shlex.split(
        "--pronouns they/them --handle discord=amina --handle github=adiallo --email a@example.org --joined yesterday "
        "--timezone Africa/Dakar --language fr --language wo --tag host --kind person --status on-break "
        "--until 2026-04-01 --space-until 2026-03-20 --recognition internal --recognition-source mail "
        "--recognition-on 2026-03-01 --channel signal --quiet-hours nights --contact-note slowly --how-we-met fair "
        "--notes kind --locked name --source discourse=17"
    )
    dated = ["--access-need", "captions; source=her mail; on=2026-03-01", "--offer", "code review; capacity=2"]
    member = kindtui("member", "add", "Amina", *words, *dated, "--need", "a mentor; since=yesterday", "--json").json
    assert member["id"] == "m-0000000001"
    assert member["handles"] == {"discord": "amina", "github": "adiallo"}
    assert member["emails"] == ["a@example.org"]
    assert (member["joined"], member["until"], member["space_until"]) == ("2026-03-09", "2026-04-01", "2026-03-20")
    assert (member["languages"], member["tags"], member["status"]) == (["fr", "wo"], ["host"], "on_break")
    assert member["recognition"] == {"wish": "internal", "source": "mail", "on": "2026-03-01"}
    assert member["contact"] == {"channel": "signal", "quiet_hours": "nights", "note": "slowly"}
    assert member["access_needs"] == [{"what": "captions", "source": "her mail", "on": "2026-03-01"}]
    assert member["offers"] == [{"topic": "code review", "capacity": 2, "until": None}]
    assert member["needs"] == [{"topic": "a mentor", "since": "2026-03-09"}]
    assert (member["how_we_met"], member["notes"]) == ("fair", "kind")
    assert (member["locked"], member["sources"]) == (["name"], {"discourse": "17"})
    assert kindtui("member", "show", "amina", "--json").json == member


def test_days_in_words_are_echoed(kindtui: CommandLine) -> None:
    err = kindtui("member", "add", "Bo", "--joined", "3 days ago").err
    assert err.splitlines()[0] == "joined 3 days ago: Saturday 7 March 2026"


@pytest.mark.parametrize("who", ["m-0000000001", "m-0", "@amina", "a@example.org", "diallo", "AMÍNA"])
def test_a_member_is_named_in_many_ways(kindtui: CommandLine, who: str) -> None:
    kindtui(*AMINA)
    assert kindtui("member", "show", who).out.startswith("Amina Diallo  m-0000000001\n")


def test_an_ambiguous_name_lists_the_candidates(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Ana Silva")
    kindtui("member", "add", "Ana Costa")
    assert kindtui("member", "show", "ana", code=4).err == (
        "kindtui: 2 members could be meant by “ana”\n  m-0000000001 Ana Silva\n  m-0000000002 Ana Costa\n"
    )


def test_the_card_is_plain_lines(kindtui: CommandLine) -> None:
    kindtui(*AMINA, "--notes", "first line\nsecond line", "--access-need", "captions")
    lines = kindtui("member", "show", "amina").out.splitlines()
    assert lines[:5] == [
        "Amina Diallo  m-0000000001",
        "  Pronouns: she/her",
        "  Handles:",
        "    discord=amina",
        "  E-mail:",
    ]
    assert "    first line" in lines
    assert lines[lines.index("  Access needs:") + 1] == "    captions"


def test_several_are_edited_alike_with_one_undo(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Ada")
    kindtui("member", "add", "Bo")
    assert kindtui("member", "edit", "ada", "bo", "--tag", "host").out == (
        "m-0000000001  changed Ada\nm-0000000002  changed Bo\n"
    )
    kindtui("undo")
    assert [each["tags"] for each in kindtui("member", "list", "--json").json] == [[], []]


def test_an_empty_value_clears_and_no_value_at_all_is_a_usage_error(kindtui: CommandLine) -> None:
    kindtui(*AMINA)
    assert kindtui("member", "edit", "amina", "--pronouns", "", "--json").json["pronouns"] == ""
    assert "nothing to change was said" in kindtui("member", "edit", "amina", code=2).err


def test_long_text_comes_from_standard_input(kindtui: CommandLine) -> None:
    assert kindtui("member", "add", "Bo", "--notes", "-", "--json", stdin="eins\nzwei\n").json["notes"] == "eins\nzwei"
    assert "read once" in kindtui("member", "add", "Bo", "--notes", "-", "--how-we-met", "-", code=2).err
    assert "not UTF-8" in kindtui("member", "add", "Bo", "--notes", "-", stdin=b"\xff\xfe", code=3).err


def test_a_text_without_a_value_opens_the_editor_on_what_is_there(
    kindtui: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kindtui("member", "add", "Bo", "--notes", "eins")
    editor = tmp_path / "ed"
    editor.write_text('#!/bin/sh\nprintf " und zwei\\n" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    assert kindtui("member", "edit", "bo", "--notes", "--json").json["notes"] == "eins und zwei"


def test_words_from_the_editor_are_kept_when_the_command_fails(
    kindtui: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "ed"
    editor.write_text('#!/bin/sh\nprintf "a long story\\n" > "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    err = kindtui("member", "add", "Bo", "--notes", "--joined", "never", code=3).err
    kept = Path(err.split("what you wrote is kept in ")[1].splitlines()[0])
    try:
        assert kept.read_text() == "a long story"
    finally:
        kept.unlink()


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("add", "Bo", "--joined", "2026-02-30"), 3, "2026-02-30"),
        (("add", "Bo", "--status", "asleep"), 3, "“asleep” is not one of the choices"),
        (("add", "Bo", "--email", "nobody"), 3, "“nobody” is not an e-mail address"),
        (("add", "Bo", "--email", "a@b@c"), 3, "“a@b@c” is not an e-mail address"),
        (("add", "Bo", "--timezone", "Mars/Olympus"), 3, "there is no time zone “Mars/Olympus”"),
        (("add", "Bo", "--handle", "amina"), 3, "place=name"),
        (("add", ""), 3, "name is needed"),
        (("add",), 2, "--name is needed"),
        (("show", "nobody"), 4, "nobody in the roster is called “nobody”"),
        (("list", "--format", "xml"), 3, "'xml' is not one of the choices"),
        (("edit", "m-9", "--tag", "x"), 4, "m-9"),
    ],
)
def test_what_cannot_be_read_or_found(kindtui: CommandLine, words: tuple[str, ...], code: int, message: str) -> None:
    ended = kindtui("member", *words, code=code)
    assert ended.out == ""
    assert message in ended.err


def test_all_faults_are_told_at_once(kindtui: CommandLine) -> None:
    lines = kindtui("member", "add", "Bo", "--joined", "never", "--status", "asleep", code=3).err.splitlines()
    assert lines[0] == "kindtui: 2 things cannot be read"
    assert lines[1].startswith("  --joined: ")
    assert lines[2].startswith("  --status: ")


def test_several_who_are_not_found_are_as_one(kindtui: CommandLine) -> None:
    kindtui("init")
    words = ("contribution", "add", "x", "--by", "nobody", "--noticed-by", "none")
    assert len(kindtui(*words, code=4).err.splitlines()) == 3
    kindtui(*words, "--on", "never", code=3)


@pytest.mark.parametrize("name", ["[/red]", "[@click=app.quit]x", "\x1b[2J\x1b]0;owned\x07", "a\u202eb", "=1+1"])
def test_a_hostile_name_is_shown_and_harms_nothing(kindtui: CommandLine, name: str) -> None:
    kindtui("member", "add", name)
    for words in (["list"], ["list", "--format", "csv"], ["list", "--json"], ["show", "m-0000000001"]):
        out = kindtui("member", *words).out
        assert "\x1b" not in out
        assert "\x07" not in out
    assert "\u202e" not in kindtui("member", "list").out
    assert kindtui("member", "list", "--json").json[0]["name"] == " ".join(name.split())


def test_csv_is_a_table_in_which_formulas_are_defused(kindtui: CommandLine) -> None:
    kindtui("member", "add", "=cmd()", "--pronouns", 'say "hi", ok')
    rows = list(csv.DictReader(io.StringIO(kindtui("member", "list", "--format", "csv").out)))
    assert (rows[0]["name"], rows[0]["pronouns"]) == ("'=cmd()", 'say "hi", ok')


def test_removing_works_at_once_and_says_how_to_undo(kindtui: CommandLine) -> None:
    kindtui(*AMINA)
    ended = kindtui("member", "remove", "amina")
    assert ended.out == "m-0000000001  removed: Amina Diallo\n"
    assert ended.err == "kindtui undo brings it back\n"
    assert kindtui("undo").out == "undone: Removed Amina Diallo\n"
    assert kindtui("member", "list").out.startswith("m-0000000001  Amina Diallo")
    assert kindtui("redo").out == "redone: Removed Amina Diallo\n"


def test_nothing_to_undo(kindtui: CommandLine) -> None:
    assert kindtui("undo", code=4).out == ""


def test_what_is_typed_is_kept_as_it_is_written_elsewhere(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Bo", "--email", "mailto:bo@x.org", "--timezone", "europe/lisbon")
    bo = kindtui("member", "list", "--json").json[0]
    assert (bo["emails"], bo["timezone"]) == (["bo@x.org"], "Europe/Lisbon")
