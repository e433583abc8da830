"""Leaving takes everything, in files that only this person can read."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kindtui.domain.roster import MEMBER_FIELDS
from kindtui.errors import InvalidInput, StoreError
from kindtui.formats import records_json
from kindtui.services.demo import make_demo
from kindtui.store import durable
from kindtui.workspace import Workspace, open_workspace


@pytest.fixture
def workspace(tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[Workspace]:
    make_demo(tmp_path / "demo", clock().date())
    with open_workspace(tmp_path / "demo", clock=clock) as opened:
        yield opened


@pytest.mark.skipif(sys.platform != "linux", reason="names of folders are text elsewhere")
def test_a_folder_whose_name_is_no_text_can_be_left(tmp_path: Path, clock: Callable[[], datetime]) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    with open_workspace(folder, clock=clock, create=True) as workspace:
        workspace.roster.add({"name": "Ada"})
        assert len(workspace.exports.export("all", out=tmp_path / "leaving")) > 4


def test_a_notebook_as_json_has_every_field_and_private_words_when_asked(workspace: Workspace) -> None:
    text = workspace.exports.export("members")
    assert isinstance(text, str)
    members = json.loads(text)
    assert len(members) == len(workspace.roster.list())
    assert {"id", "name", "pronouns", "recognition", "created_at"} <= members[0].keys()
    assert not {"notes", "access_needs"} & members[0].keys()
    assert "note" not in members[0]["contact"]
    whole = json.loads(str(workspace.exports.export("members", notes=True)))
    assert whole == [records_json.full(each) for each in workspace.store.table("members").all()]


PRIVATE = ("said", "inferred", "asked_for", "outcome", "worksheet", "notes", "note", "access_needs")


@pytest.mark.parametrize("table", ["members", "followups", "contributions", "spotlights"])
@pytest.mark.parametrize("format", ["json", "csv"])
def test_no_private_word_of_the_demo_leaves_unless_asked(workspace: Workspace, table: str, format: str) -> None:
    words = set(_private_words([records_json.full(each) for each in workspace.store.table(table).all()]))
    assert words or table in ("contributions", "spotlights")
    left = str(workspace.exports.export(table, format=format, raw=True))
    asked = str(workspace.exports.export(table, format=format, raw=True, notes=True))
    shown = {
        word: (json.dumps(word, ensure_ascii=False)[1:-1] if format == "json" else word.replace('"', '""'))
        for word in words
    }
    assert [word for word in words if shown[word] in left] == []
    assert [word for word in words if shown[word] not in asked] == []


def _private_words(value: Any, private: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _private_words(inner, private or key in PRIVATE)
    elif isinstance(value, list):
        for inner in value:
            yield from _private_words(inner, private)
    elif private and isinstance(value, str) and len(value) > 11:
        yield value


def test_all_is_complete_whatever_is_private(workspace: Workspace) -> None:
    files = {file.name: file for file in workspace.exports.export("all") if isinstance(file, Path)}
    for table in ("members", "contributions", "followups", "spotlights"):
        written = json.loads(files[f"{table}.json"].read_text("utf-8"))
        assert written == [records_json.full(each) for each in workspace.store.table(table).all()]


def test_a_choice_of_fields_in_their_order(workspace: Workspace) -> None:
    chosen = ["recognition", "name", "handles", "created_at"]
    table = str(workspace.exports.export("members", format="csv", fields=chosen))
    header = table.splitlines()[0].split(",")
    assert header[:3] == ["id", "recognition", "name"]
    assert {each.partition(":")[0] for each in header[3:-1]} == {"handle"}
    assert header[-1] == "created-at"
    first = json.loads(str(workspace.exports.export("members", fields=chosen)))[0]
    assert list(first) == ["id", "recognition", "name", "handles", "created_at"]
    assert list(first["recognition"]) == ["wish"]


def test_an_unknown_field_lists_them_all(workspace: Workspace) -> None:
    with pytest.raises(InvalidInput, match="no field 'pronuons'") as caught:
        workspace.exports.export("members", fields=["name", "pronuons"])
    assert "did you mean 'pronouns'?" in caught.value.hint
    assert {field.name for field in MEMBER_FIELDS} <= set(caught.value.hint.replace("\n", " ").replace(",", "").split())
    with pytest.raises(InvalidInput, match="leaves as a whole"):
        workspace.exports.export("all", fields=["name"])


def test_a_notebook_as_csv(workspace: Workspace) -> None:
    text = workspace.exports.export("contributions", format="csv")
    assert isinstance(text, str)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(workspace.contributions.list())
    assert "高橋 ゆき" in {row["by"] for row in rows}
    assert not [row for row in rows if row["by"].startswith("m-")]
    assert "We keep her bench" not in str(workspace.exports.export("members", format="csv"))


def test_a_file_of_ones_own_choice_is_private(workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "members.json"
    assert workspace.exports.export("members", out=out) == [out]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert json.loads(out.read_text(encoding="utf-8"))
    out.chmod(0o644)
    workspace.exports.export("members", format="csv", out=out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600, "that others could read the file before is no reason"


def test_nothing_is_written_where_a_link_leads_or_in_place_of_what_is_no_file(
    workspace: Workspace, tmp_path: Path
) -> None:
    theirs = tmp_path / "theirs.json"
    theirs.write_text("theirs", encoding="utf-8")
    (tmp_path / "link").symlink_to(theirs)
    (tmp_path / "nowhere").symlink_to(tmp_path / "not-there")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "nowhere", "pipe"):
        before = (tmp_path / name).lstat()
        with pytest.raises(StoreError, match=r"is a link|is no file"):
            workspace.exports.export("members", out=tmp_path / name)
        assert (tmp_path / name).lstat() == before
    assert theirs.read_text(encoding="utf-8") == "theirs"
    (tmp_path / ".mine.partial").symlink_to(tmp_path)
    with pytest.raises(StoreError):
        workspace.exports.export("all", out=tmp_path / "mine")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == [".mine.partial", "demo"]


def test_a_file_that_cannot_be_written_is_as_it_was(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int, data: bytes) -> None:
        os.write(fd, data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    out = tmp_path / "members.csv"
    workspace.exports.export("members", format="csv", out=out)
    before, there = out.read_bytes(), set(tmp_path.iterdir())
    monkeypatch.setattr(durable, "write_all", full)
    with pytest.raises(StoreError, match="was not written"):
        workspace.exports.export("members", format="csv", out=out)
    assert (out.read_bytes(), set(tmp_path.iterdir())) == (before, there)


def test_all_takes_everything(workspace: Workspace) -> None:
    files = workspace.exports.export("all")
    assert isinstance(files, list)
    folder = workspace.folder / "exports" / "kindtui-export-2026-03-10"
    names = {file.relative_to(folder).as_posix() for file in files}
    for table in ("members", "contributions", "followups", "spotlights"):
        assert {f"{table}.json", f"{table}.csv"} <= names
    assert {"READ-ME.txt", "kindtui.yaml", "conduct/our-agreement.yaml", "exports/begin-by-breathing.md"} <= names
    agreement = workspace.folder / "conduct" / "our-agreement.yaml"
    assert (folder / "conduct" / "our-agreement.yaml").read_bytes() == agreement.read_bytes()
    assert "We keep her bench" in (folder / "members.csv").read_text(encoding="utf-8-sig")
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    assert {stat.S_IMODE(each.stat().st_mode) for each in (folder, folder / "conduct")} == {0o700}


def test_a_second_one_leaves_the_first_alone(workspace: Workspace) -> None:
    workspace.exports.export("all")
    files = workspace.exports.export("all")
    assert isinstance(files, list)
    assert files[0].is_relative_to(workspace.folder / "exports" / "kindtui-export-2026-03-10-2")
    assert not [file for file in files if "kindtui-export-2026-03-10/" in file.as_posix()]


def test_conduct_documents_as_they_are(workspace: Workspace, tmp_path: Path) -> None:
    text = workspace.exports.export("conduct")
    assert isinstance(text, str)
    assert sorted(json.loads(text)) == ["our-agreement.yaml", "street-fair.yaml"]
    files = workspace.exports.export("conduct", out=tmp_path / "ours")
    assert isinstance(files, list)
    assert [file.name for file in files] == ["our-agreement.yaml", "street-fair.yaml"]


def test_a_folder_in_use_is_left_alone(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(InvalidInput, match="not empty"):
        workspace.exports.export("all", out=tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_what_cannot_be_written_says_so_and_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "file" / "below", tmp_path / "missing" / "x.json"):
        with pytest.raises(StoreError, match="was not written: there is no folder"):
            workspace.exports.export("members", out=out)
    with pytest.raises(StoreError, match="could not be written"):
        workspace.exports.export("all", out=tmp_path / "file" / "below")


@pytest.mark.parametrize(("what", "format"), [("people", "json"), ("members", "xlsx"), ("conduct", "csv")])
def test_unknown_words(workspace: Workspace, what: str, format: str) -> None:
    with pytest.raises(InvalidInput):
        workspace.exports.export(what, format=format)
