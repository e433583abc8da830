"""`kindtui backup`, `restore`, and `member forget`."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from kindtui.cli.main import run
from tests.cli.conftest import CommandLine


def test_a_backup_is_made_listed_and_put_back(kindtui: CommandLine, tmp_path: Path) -> None:
    kindtui("member", "add", "Amina")
    path = Path(kindtui("backup").out.strip())
    assert path.parent == kindtui.folder / ".kindtui" / "backups"
    elsewhere = Path(kindtui("backup", "-o", str(tmp_path), "--json").json["backup"])
    assert elsewhere.parent == tmp_path
    assert [each["reason"] for each in kindtui("backup", "--list", "--json").json] == ["on-request", "leaving"]
    assert kindtui("restore").out == kindtui("backup", "--list").out
    kindtui("member", "add", "Bo")
    done = kindtui("restore", str(elsewhere))
    assert done.out == "Restored the backup of 2026-03-10 09:30 UTC: 1 record and 0 documents changed\n"
    assert "kindtui undo takes the records back" in done.err
    assert kindtui("member", "list").out == "m-0000000001  Amina\n"
    kindtui("undo")
    assert kindtui("member", "list").out == "m-0000000001  Amina\nm-0000000002  Bo\n"
    assert kindtui("restore", path.name, "--json").json["records"] == 1
    assert "there is no backup" in kindtui("restore", "nothing", code=4).err
    elsewhere.write_bytes(elsewhere.read_bytes()[:-1])
    assert "is damaged" in kindtui("restore", str(elsewhere), code=6).err


def test_a_folder_that_is_not_there_is_no_file(kindtui: CommandLine, tmp_path: Path) -> None:
    """A stick that is not plugged in: the backup would be on this computer, under its name."""
    kindtui("member", "add", "Ada")
    assert "there is no folder" in kindtui("backup", "-o", f"{tmp_path}/stick/", code=4).err
    assert "-o needs the name of a file" in kindtui("backup", "-o", "", code=2).err
    assert not (tmp_path / "stick").exists()


def test_nobody_is_forgotten_unseen_by_a_part_of_a_word(kindtui: CommandLine) -> None:
    ids = [
        kindtui("member", "add", name, "--handle", f"forum=@{name[0].lower()}_1", "--json").json["id"]
        for name in ("Banana Split", "Cy Lee", "Dana Wu", "Eve Ng")
    ]
    assert "only a part of a word in “Banana Split”" in kindtui("member", "forget", "anan", "--yes", code=4).err
    kindtui("member", "add", "Tom-Anna")
    assert "only a part of a word in “Tom-Anna”" in kindtui("member", "forget", "m-a", "--yes", code=4).err
    kindtui("member", "forget", "tom anna", "--yes")
    for words in ("split", "@c_1", "d_1", ids[3][:-1]):
        kindtui("member", "forget", words, "--yes")
    assert kindtui("member", "list").out == ""


def test_forgetting_says_what_it_does_and_wants_a_yes(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Amina Diallo", "--email", "amina@example.org")
    kindtui("member", "add", "Bo", "--notes", "asks Amina")
    kindtui("contribution", "add", "Alone", "--by", "amina", "--on", "2026-03-02")
    kindtui("contribution", "add", "Both", "--by", "amina", "--by", "bo", "--on", "2026-03-03")
    plan = kindtui("member", "forget", "amina", "--dry-run").out
    for line in (
        "Amina Diallo (member, m-0000000001)",
        "Alone (contribution of Amina Diallo, 2026-03-02, c-0000000001)",
        "Both (contribution of Amina Diallo and Bo, 2026-03-03, c-0000000002)",
        "Bo, notes (member, m-0000000002): asks Amina",
    ):
        assert f"\n  {line}\n" in plan
    told = kindtui("member", "forget", "amina", "--dry-run", "--json").json["plan"]
    assert [each["id"] for each in (*told["removed"], *told["changed"])][1:] == ["c-0000000001", "c-0000000002"]
    assert "nothing was done yet" in kindtui("member", "forget", "amina", code=2).err
    assert kindtui("member", "forget", "amina", "--dry-run", "--json").json["forgotten"] is False
    assert "Amina" in kindtui("member", "list").out
    out = kindtui("member", "forget", "amina", "--yes").out
    assert out.startswith(plan)
    assert "no id, handle or address is left" in out
    assert [each["name"] for each in kindtui("member", "list", "--json").json] == ["Bo"]
    assert kindtui("undo", code=4).out == ""
    assert "asked to be forgotten" in kindtui("member", "add", "A", "--email", "AMINA@example.org", code=5).err
    report = kindtui("import", "-", "--json", stdin="name,email\nA,amina@example.org\nB,b@example.org\n").json
    assert (report["added"], report["skipped"]) == (1, 1)
    kindtui("member", "welcome-back", "nobody@example.org", code=4)
    kindtui("member", "welcome-back", "amina@example.org")
    kindtui("member", "add", "A", "--email", "amina@example.org")


@pytest.mark.parametrize(("answer", "left"), [("no\n", "Amina"), ("", "Amina"), ("yes\n", "")])
def test_forgetting_asks_on_a_terminal(kindtui: CommandLine, answer: str, left: str) -> None:
    kindtui("member", "add", "Amina")
    given = io.StringIO(answer)
    given.isatty = lambda: True  # type: ignore[method-assign]
    err = io.StringIO()
    words = ["-w", str(kindtui.folder), "member", "forget", "amina"]
    assert run(words, clock=kindtui.clock, stdin=given, stdout=io.StringIO(), stderr=err) == 0
    assert "This cannot be undone" in err.getvalue()
    assert kindtui("member", "list").out.partition("  ")[2].strip() == left


def test_what_was_begun_and_cannot_be_finished_is_said(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Amina")
    unfinished = kindtui.folder / ".kindtui" / "unfinished"
    unfinished.mkdir()
    (unfinished / "restore.zip").write_bytes(b"no zip")
    assert "A restore was interrupted" in kindtui("member", "list").err
    assert kindtui("member", "list").err == ""
    (unfinished / "forget.json").write_bytes(b"no JSON")
    for _ in range(2):
        assert "Somebody was being forgotten" in kindtui("member", "list").err
    assert "Somebody was being forgotten" in kindtui("doctor", code=6).out


def test_a_newer_workspace_is_refused(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Amina")
    (kindtui.folder / "records" / "schema.json").write_text('{\n"records": {"version":99}\n}\n')
    for words in (("member", "list"), ("member", "add", "Bo"), ("doctor",), ("backup",)):
        ended = kindtui(*words, code=6)
        assert "were written by a newer kindtui" in ended.err
        assert "install a newer kindtui" in ended.err
