"""`kindtui import` and `export`: people come in once and honestly, and everything can leave."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

ROSTER = """Full name,E-mail,Joined
Amina Diallo,a@example.org,2026-01-05
Bo Lind,bo@example.org,2026-02-01
,nobody@example.org,
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def test_a_dry_run_says_what_becomes_what_and_keeps_nothing(kindtui: CommandLine, file: Path) -> None:
    ended = kindtui("import", str(file), "--dry-run", "--map", "Full name=name")
    assert ended.out.splitlines()[-1].startswith("would be: 2 added, 0 changed, 0 same, ")
    assert "  Full name -> name" in ended.err
    assert not kindtui.folder.exists()


def test_the_counts_as_json_have_exactly_these_keys(kindtui: CommandLine, file: Path) -> None:
    report = kindtui("import", str(file), "--map", "Full name=name", "--json").json
    counts = ["format", "added", "changed", "same", "skipped", "refused", "problems"]
    more = ["left_out", "waiting", "gone", "welcomes", "contributions", "contributions_same", "notices", "needs"]
    assert list(report) == counts + more
    assert (report["format"], report["added"], report["refused"]) == ("csv", 2, 1)
    assert [sorted(each) for each in report["problems"]] == [["line", "reason"]]
    assert report["problems"][0]["line"] == 4
    assert len(kindtui("member", "list", "--json").json) == 2


def test_the_same_file_twice_changes_nothing_and_one_undo_takes_it_back(kindtui: CommandLine, file: Path) -> None:
    first = kindtui("import", str(file), "--map", "Full name=name")
    assert first.out.splitlines()[0].startswith("line 4: refused: ")
    before = kindtui("member", "list", "--json").out
    again = kindtui("import", str(file), "--map", "Full name=name", "--json").json
    assert (again["added"], again["changed"], again["same"]) == (0, 0, 2)
    assert kindtui("member", "list", "--json").out == before
    kindtui("undo")
    assert kindtui("member", "list", "--json").json == []


def test_from_standard_input(kindtui: CommandLine) -> None:
    assert kindtui("import", "-", stdin="name\nAmina\n").out == "1 added, 0 changed, 0 same, 0 skipped, 0 refused\n"


def test_strict_ends_with_3_when_a_row_is_refused(kindtui: CommandLine, file: Path) -> None:
    ended = kindtui("import", str(file), "--map", "Full name=name", "--strict", code=3)
    assert "1 refused" in ended.out


def test_ambiguous_days_ask_for_their_order(kindtui: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("name,joined\nAmina,03/04/2024\n")
    looked = kindtui("import", str(path), "--dry-run", code=3)
    assert "--dates" in looked.err and "0 refused, 1 waiting for an answer" in looked.out
    (question,) = kindtui("import", str(path), "--dry-run", "--json", code=3).json["needs"]
    assert (question["column"], question["choices"]) == ("joined", ["dmy", "mdy"])
    asked = kindtui("import", str(path), code=3)
    assert "joined: which number is the day" in asked.err and "--dates dmy" in asked.err
    assert not kindtui.folder.exists()
    kindtui("import", str(path), "--dates", "Joined=dmy")
    assert kindtui("member", "list", "--json").json[0]["joined"] == "2024-04-03"


def test_newcomers_are_welcomed_and_a_mapping_is_kept(kindtui: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "choir.csv"
    path.write_text("Voice,Singer,Since\nalto,Amina,2026-03-02\nbass,Bo,2020-01-01\n")
    words = ("--map", "Singer=name", "--map", "Voice=tag", "--map", "Since=joined", "--keep-map", "choir")
    ended = kindtui("import", str(path), *words, "--welcome-since", "2026-03-01")
    assert "welcomes planned: 1" in ended.err and "choir.yaml" in ended.err
    assert [each["kind"] for each in kindtui("followup", "list", "--json").json] == ["welcome"]
    again = kindtui("import", str(path), "--json").json
    assert (again["format"], again["same"], again["added"]) == ("choir", 2, 0)
    kindtui("import", str(path), "--keep-map", "choir", code=3)
    kindtui("undo")
    assert kindtui("followup", "list", "--json").json == []


def test_who_is_gone_is_named_and_hands_stay_on_what_they_wrote(kindtui: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "forum.csv"
    head = "id,username,trust_level,last_seen_at,name\n"
    path.write_text(f"{head}1,amina,2,,Amina\n2,bo,2,,Bo\n")
    kindtui("import", str(path))
    kindtui("member", "edit", "Amina", "--name", "Amina D.")
    path.write_text(f"{head}1,amina,2,,Amina\n")
    ended = kindtui("import", str(path))
    assert "not on this list any more:" in ended.err and "Bo" in ended.err
    report = kindtui("import", str(path), "--json").json
    assert ([each["name"] for each in report["gone"]], report["same"]) == (["Bo"], 1)
    assert kindtui("import", str(path), "--unlock", "--json").json["changed"] == 1
    assert {each["name"] for each in kindtui("member", "list", "--json").json} == {"Amina", "Bo"}


def test_of_many_who_are_missing_some_are_named(kindtui: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "forum.csv"
    head = "id,username,trust_level,last_seen_at,name\n"
    path.write_text(head + "".join(f"{n},p{n:02},2,,Person {n:02}\n" for n in range(30)))
    kindtui("import", str(path))
    path.write_text(f"{head}3,p03,2,,Person 03\n")
    said = kindtui("import", str(path)).err.splitlines()
    assert sum(line.startswith("not on this list any more:") for line in said) == 20
    assert "and 9 more, whom --json names" in said
    assert "29 members of earlier files missing, 1 there: is this a part of the list?" in said
    assert len(kindtui("import", str(path), "--json").json["gone"]) == 29


@pytest.mark.parametrize("name", ["", ".", "nothing/at/all"])
def test_what_is_no_file(kindtui: CommandLine, name: str) -> None:
    ended = kindtui("import", name, code=4 if name.startswith("nothing") else 3)
    assert "kindtui: " in ended.err and "\n  " in ended.err, "a message and a hint"


@pytest.mark.parametrize(
    ("name", "data", "words", "code"),
    [
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\xff\xfe", (), 3),
        ("empty.csv", b"", (), 3),
        ("x.csv", b"name\nAmina\n", ("--map", "name"), 3),
        ("x.csv", b"name\nAmina\n", ("--map", "name=nme"), 3),
        ("x.csv", b"name\nAmina\n", ("--map", "nam=name"), 3),
        ("x.csv", b"name\nAmina\n", ("--format", "discourze"), 3),
        ("x.csv", b"name\nAmina\n", ("--dates", "ddmm"), 3),
        ("", b"", (), 4),
    ],
)
def test_what_cannot_come_in(
    kindtui: CommandLine, tmp_path: Path, name: str, data: bytes, words: tuple[str, ...], code: int
) -> None:
    path = tmp_path / (name or "missing.csv")
    if name:
        path.write_bytes(data)
    ended = kindtui("import", str(path), *words, code=code)
    assert ended.out == ""
    assert "Traceback" not in ended.err
    assert kindtui("member", "list", "--json").json == []


def test_a_notebook_as_json_and_csv(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Zoë", "--notes", "private words")
    assert json.loads(kindtui("export", "members").out)[0]["name"] == "Zoë"
    assert kindtui("export", "members", "--json").json[0]["name"] == "Zoë"
    table = kindtui("export", "members", "--format", "csv").out
    assert next(csv.DictReader(io.StringIO(table)))["name"] == "Zoë"
    assert "private words" not in table
    assert "private words" in kindtui("export", "members", "--format", "csv", "--with-notes").out


def test_private_words_leave_on_request_and_that_is_said(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Zoë", "--notes", "private words", "--email", "z@example.org")
    without = kindtui("export", "members")
    assert "private words" not in without.out
    assert "private words stay here: contact-note, access-need, how-we-met, notes" in without.err
    for words in (("--with-notes",), ("--fields", "notes")):
        asked = kindtui("export", "members", *words)
        assert "private words" in asked.out
        assert "private words go along: " in asked.err
    chosen = kindtui("export", "members", "--format", "csv", "--fields", "email,name")
    assert chosen.out == "id,email,name\nm-0000000001,z@example.org,Zoë\n"
    assert chosen.err == ""
    fault = kindtui("export", "members", "--fields", "nmae", code=3)
    assert "did you mean 'name'?" in fault.err and "access-need" in fault.err


def test_everything_leaves_into_a_folder(kindtui: CommandLine, tmp_path: Path) -> None:
    kindtui("member", "add", "Zoë")
    kindtui("conduct", "new", "our-code", "--from", "small-group")
    target = tmp_path / "leaving"
    listed = kindtui("export", "all", "-o", str(target)).out.splitlines()
    assert {str(path) for path in target.rglob("*") if path.is_file()} == set(listed)
    assert (target / "conduct" / "our-code.yaml").read_text() == kindtui("conduct", "show", "our-code").out
    assert json.loads((target / "members.json").read_text())[0]["name"] == "Zoë"
    assert kindtui("export", "all", "-o", str(target), code=3).out == ""


def test_a_folder_that_cannot_be_written(kindtui: CommandLine, tmp_path: Path) -> None:
    kindtui("member", "add", "Zoë")
    wall = tmp_path / "wall"
    wall.write_text("a file")
    assert "was not written" in kindtui("export", "members", "-o", str(wall / "m.json"), code=6).err


@pytest.mark.parametrize(
    ("words", "code"), [(("memberz",), 3), (("members", "--format", "xml"), 3), (("all", "-o", "-"), 2), ((), 2)]
)
def test_what_cannot_be_exported(kindtui: CommandLine, words: tuple[str, ...], code: int) -> None:
    assert kindtui("export", *words, code=code).out == ""
