"""`kindtui init`, `where`, `doctor`, `today`, `undo`, `save`, and what a whole process does."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

ROOT = Path(__file__).parents[2]


def process(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m kindtui` as a process of its own."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-m", "kindtui", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environ,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )


def test_init_makes_a_private_folder_with_a_name(kindtui: CommandLine) -> None:
    ended = kindtui("init", "--name", "Harbour Makers")
    assert ended.out == f"{kindtui.folder}\n"
    assert stat.S_IMODE(kindtui.folder.stat().st_mode) == 0o700
    assert "Harbour Makers" in (kindtui.folder / "kindtui.yaml").read_text()
    assert kindtui("today").out.startswith("Harbour Makers, Tuesday 10 March 2026\n")
    assert "is a workspace already" in kindtui("init", code=3).err


def test_where_says_the_folder_and_why(kindtui: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = kindtui("where")
    assert ended.out == f"{kindtui.folder}\n"
    assert ended.err == "because -w names it; it is made when you first write to it\n"
    kindtui("init")
    assert kindtui("where", "--json").json == {"workspace": str(kindtui.folder), "why": "-w names it", "exists": True}
    inside = process("where", cwd=kindtui.folder / "conduct")
    assert inside.stdout == f"{kindtui.folder}\n"
    assert inside.stderr == "because it is the nearest folder upwards that holds a kindtui.yaml\n"
    named = process("where", cwd=tmp_path, KINDTUI_WORKSPACE=str(kindtui.folder))
    assert named.stderr == "because KINDTUI_WORKSPACE names it\n"
    assert "your data folder" in process("where", cwd=tmp_path).stderr


def test_doctor_names_file_and_line(kindtui: CommandLine) -> None:
    kindtui("init")
    assert kindtui("doctor").out == f"all is well in {kindtui.folder}\n"
    settings = kindtui.folder / "kindtui.yaml"
    settings.write_text("name: Harbour\ntimezoen: Europe/Lisbon\n")
    ended = kindtui("doctor", code=3)
    assert ended.out.startswith("kindtui.yaml:2:1: ")
    assert "timezone" in ended.out
    settings.write_text("name: [\n")
    assert kindtui("doctor", code=3).out.startswith("kindtui.yaml:2:1: ")
    assert "kindtui.yaml:2:1: " in kindtui("member", "list", code=3).err
    kindtui("backup")
    kindtui("export", "all", "-o", str(kindtui.folder.parent / "leaving"))


def test_doctor_looks_at_every_file_a_person_writes(kindtui: CommandLine) -> None:
    kindtui("conduct", "new", "our-code", "--from", "small-group")
    (kindtui.folder / "themes" / "bad.yaml").write_text('scheme: x\nbase00: "zzz"\n')
    (kindtui.folder / "spotlights" / "templates" / "mine.md").write_text("---\ntitle: no end\n")
    out = kindtui("doctor", code=3).out
    assert "\nconduct/our-code.yaml:" in f"\n{out}"
    assert out.count("themes/bad.yaml:2:9: 'zzz' is not a colour") == 1
    assert "themes/bad.yaml:2:9: 'zzz' is not a colour" in kindtui("today").out
    assert "templates/mine.md" in out


def test_a_damaged_table_is_named_and_nothing_is_written_over_it(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Amina")
    kindtui("save")
    table = kindtui.folder / "records" / "members.json"
    table.write_text('{"broken')
    listed = kindtui("member", "list")
    assert listed.out == "m-0000000001  Amina\n"
    assert listed.err.startswith("this workspace can only be read now: records/members.json:1:")
    for words in (("member", "add", "Bo"), ("member", "remove", "amina"), ("undo",)):
        ended = kindtui(*words, code=6)
        assert ended.out == ""
        assert "records/members.json:1:" in ended.err
    assert "records/members.json:1:" in kindtui("doctor", code=6).out
    assert table.read_text() == '{"broken'
    assert "fixed: records/members.json: put back from what kindtui had" in kindtui("doctor", "--fix").out
    (aside,) = (kindtui.folder / ".kindtui" / "quarantine").iterdir()
    assert aside.read_text() == '{"broken'
    assert kindtui("member", "list").out == "m-0000000001  Amina\n"


def test_today_has_a_command_for_each_line(kindtui: CommandLine) -> None:
    assert kindtui("today").out == (
        "Tuesday 10 March 2026\n\nNothing needs you today. A good day to notice something kind.\n"
    )
    kindtui("member", "add", "Amina", "--joined", "2020-01-01")
    kindtui(
        "followup", "add", "--about", "amina", "--kind", "promise", "--action", "Send the link", "--due", "yesterday"
    )
    out = kindtui("today").out
    assert "Overdue (1)\n" in out
    assert "kindtui followup " in out
    group = kindtui("today", "--json").json["groups"][0]
    assert group["key"] == "overdue"
    assert group["lines"][0]["refs"] == [{"table": "followups", "id": "f-0000000001"}]
    assert group["lines"][0]["command"].startswith("kindtui ")


def test_nothing_is_called_saved_where_nothing_can_be(kindtui: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    kindtui("member", "add", "Amina")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    ended = kindtui("save", code=6)
    assert ended.out == "" and "nothing can be saved here" in ended.err


def test_undo_can_be_looked_at_first(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Amina")
    assert kindtui("undo", "--dry-run").out == "would undo: Added Amina\n"
    assert kindtui("undo", "--json").json == {"undone": "Added Amina", "consent": [], "dry_run": False}
    assert kindtui("redo", "--dry-run").out == "would redo: Added Amina\n"
    assert kindtui("redo").out == "redone: Added Amina\n"
    assert kindtui("save").out == f"saved in {kindtui.folder}\n"
    assert "Amina" in (kindtui.folder / "records" / "members.json").read_text()


def test_a_workspace_that_is_a_file(kindtui: CommandLine) -> None:
    kindtui.folder.write_text("no folder")
    for words in (("member", "list"), ("member", "add", "Bo"), ("init",)):
        assert "is a file" in kindtui(*words, code=3).err


@pytest.mark.parametrize("words", [("--demo", "today"), ("--demo", "doctor"), ("--demo", "member", "list")])
def test_the_demo_can_be_looked_at_by_commands(words: tuple[str, ...], tmp_path: Path) -> None:
    done = process(*words, cwd=tmp_path, TMPDIR=str(tmp_path))
    assert done.stdout
    assert "throw-away copy" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_process_without_a_terminal_says_what_to_use_instead(tmp_path: Path) -> None:
    done = process(cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "kindtui today" in done.stderr


def test_a_locale_without_unicode_harms_nothing(tmp_path: Path) -> None:
    words = ("-w", str(tmp_path / "w"))
    made = process(*words, "member", "add", "Zoë 日本 🙂", cwd=tmp_path, PYTHONUTF8="0", LC_ALL="C", LANG="C")
    assert made.returncode == 0, made.stderr
    assert "Zoë 日本 🙂" in process(*words, "member", "list", cwd=tmp_path, LC_ALL="C").stdout


def test_a_reader_that_stops_reading_sees_no_complaint(kindtui: CommandLine) -> None:
    kindtui("import", "-", stdin="name\n" + "".join(f"Person {number}\n" for number in range(3000)))
    command = f'"{sys.executable}" -m kindtui -w "{kindtui.folder}" member list | head -n 1'
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert (done.stdout.count("\n"), done.stderr) == (1, "")


@pytest.mark.parametrize(
    "words", [["today"], ["member", "add", "Bo"], ["contribution", "list"], ["spotlight", "list"], ["conduct", "list"]]
)
def test_no_plain_command_loads_textual(words: list[str], tmp_path: Path) -> None:
    code = (
        "import json, sys\n"
        "from kindtui.__main__ import main\n"
        f"code = main({['-w', str(tmp_path / 'w'), *words]!r})\n"
        "print(json.dumps([code, [name for name in sys.modules if name.split('.')[0] in ('textual', 'rich')]]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert json.loads(done.stdout.splitlines()[-1]) == [0, []], done.stderr


def test_what_the_files_made_necessary_is_said_beside_any_answer(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Fay Fox")
    kindtui("save")
    file = kindtui.folder / "records" / "members.json"
    file.write_bytes(b"")
    ended = kindtui("member", "list")
    assert "Fay Fox" in ended.out
    assert ended.err == "note: records/members.json: The file was missing or empty: it was restored whole\n"
    assert kindtui("member", "list").err == ""
    file.write_text(file.read_text().replace("Fay", "Faye"))
    ended = kindtui("member", "add", "Gil")
    assert ended.err.startswith("note: Took over what was changed in records/members.json: 1 changed (m-")
    file.write_text(file.read_text().replace('"Faye Fox"', "12"))
    ended = kindtui("export", "all", "-o", str(kindtui.folder.parent / "leaving"))
    assert "members.json: " in ended.err and "name: Expected `str`, got `int`" in ended.err
    strange = json.loads((kindtui.folder.parent / "leaving" / "members-not-understood.json").read_text())
    assert [document["name"] for document in strange.values()] == [12]
    assert "note" not in kindtui("doctor", code=6).err


def test_a_spotlight_about_no_contribution_is_well(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Fay Fox")
    kindtui("spotlight", "draft", "--for", "fay", "--text", "x")
    assert kindtui("doctor").out.startswith("all is well")


def test_after_two_dashes_all_words_are_names(kindtui: CommandLine) -> None:
    kindtui("member", "add", "--", "-weird")
    kindtui("member", "add", "--", "--help")
    assert [line.split("  ")[1] for line in kindtui("member", "list").out.splitlines()] == ["--help", "-weird"]
    assert kindtui("member", "show", "--", "-weird").out.startswith("-weird")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_said_with_its_exit_code(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Fay Fox")
    private = kindtui.folder / ".kindtui"
    private.chmod(0)
    try:
        assert "see who may read" in kindtui("member", "list", code=6).err
    finally:
        private.chmod(0o700)
