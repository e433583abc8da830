"""Moving house: what was exported comes into an empty workspace as it was, and leaves it again as the same."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from kindtui.domain.imports import Counts
from kindtui.errors import InvalidInput
from kindtui.services.demo import make_demo
from kindtui.services.import_files import read_file
from kindtui.workspace import Workspace, open_workspace

NOTEBOOKS = ("members", "contributions", "spotlights", "followups")


@pytest.fixture
def demo(tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[Workspace]:
    make_demo(tmp_path / "demo", clock().date())
    with open_workspace(tmp_path / "demo", clock=clock) as opened:
        yield opened


@pytest.fixture
def empty(tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "new", clock=clock, create=True) as opened:
        yield opened


def ends(report: Counts) -> tuple[int, int, int, int, int]:
    return report.added, report.changed, report.same, report.skipped, report.refused


def contents(folder: Path) -> dict[str, bytes]:
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    # the name of the workspace and its settings are those of the new one
    return {name: path.read_bytes() for name, path in files.items() if name not in ("READ-ME.txt", "kindtui.yaml")}


def test_everything_comes_in_and_leaves_as_it_was(demo: Workspace, empty: Workspace, tmp_path: Path) -> None:
    demo.exports.export("all", out=tmp_path / "leaving")
    data = read_file(str(tmp_path / "leaving"))
    preview = empty.imports.preview(data, "leaving")
    total = sum(len(demo.store.table(name).all()) for name in NOTEBOOKS)
    assert (preview.format, preview.columns, preview.needs, preview.place) == ("kindtui", (), (), "record")
    assert ends(preview) == (total, 0, 0, 0, 0)
    assert len(preview.rows) == 20 and preview.problems == ()
    assert ends(empty.imports.run(preview)) == (total, 0, 0, 0, 0)
    empty.exports.export("all", out=tmp_path / "again")
    assert contents(tmp_path / "again") == contents(tmp_path / "leaving")

    assert ends(empty.imports.bring_in(data, "leaving")) == (0, 0, total, 0, 0)
    empty.store.undo()
    assert not any(empty.store.table(name).all() for name in NOTEBOOKS)


def test_notebooks_one_by_one(demo: Workspace, empty: Workspace) -> None:
    texts = {name: str(demo.exports.export(name, notes=True)) for name in NOTEBOOKS}
    too_early = empty.imports.preview(texts["contributions"].encode(), "contributions.json")
    assert too_early.refused == len(demo.store.table("contributions").all())
    assert "import them first" in too_early.problems[0].reason
    for name, text in texts.items():
        assert empty.imports.bring_in(text.encode(), f"{name}.txt").refused == 0
        assert str(empty.exports.export(name, notes=True)) == text


def test_members_as_a_table(demo: Workspace, empty: Workspace) -> None:
    text = str(demo.exports.export("members", format="csv", notes=True))
    everybody = len(demo.store.table("members").all())
    assert ends(empty.imports.bring_in(text.encode("utf-8-sig"), "members.txt")) == (everybody, 0, 0, 0, 0)
    assert str(empty.exports.export("members", format="csv", notes=True)) == text
    assert empty.store.table("members").all() == demo.store.table("members").all()

    less = str(demo.exports.export("members", format="csv"))
    assert ends(empty.imports.bring_in(less.encode(), "members.csv")) == (0, 0, everybody, 0, 0)

    broken = text.replace(text.splitlines()[1], "m-0000000001,x,y", 1)
    assert empty.imports.preview(broken.encode(), "members.csv").refused == 1


@pytest.mark.parametrize("name", NOTEBOOKS[1:])
def test_other_tables_point_to_the_json(demo: Workspace, name: str) -> None:
    text = str(demo.exports.export(name, format="csv", notes=True))
    with pytest.raises(InvalidInput, match="names members by their names") as caught:
        demo.imports.preview(text.encode(), f"{name}.csv")
    assert f"{name}.json" in caught.value.hint


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_an_export_without_private_words_takes_none_away(demo: Workspace, name: str) -> None:
    text = str(demo.exports.export(name))
    before = demo.store.table(name).all()
    assert ends(demo.imports.bring_in(text.encode(), f"{name}.json")) == (0, 0, len(before), 0, 0)
    assert demo.store.table(name).all() == before


def changed(workspace: Workspace, days: int, **values: Any) -> bytes:
    first = json.loads(str(workspace.exports.export("members", notes=True)))[:1]
    at = datetime.fromisoformat(first[0]["updated_at"]) + timedelta(days=days)
    return json.dumps([{**first[0], "updated_at": at.isoformat(), **values}]).encode()


def test_the_newer_of_two_wins(demo: Workspace) -> None:
    first = demo.store.table("members").all()[0]
    old = demo.imports.bring_in(changed(demo, -1, name="Old"), "members.json")
    assert (ends(old), old.left_out[0].reason) == ((0, 0, 0, 1, 0), f"{first.id} was changed here since")
    new = demo.imports.bring_in(changed(demo, 1, name="New", handles={}), "members.json")
    assert ends(new) == (0, 1, 0, 0, 0)
    assert new.sentence == "Imported 1 record from members.json"
    after = demo.store.table("members").get(first.id)
    assert (after.name, after.handles, after.notes) == ("New", {}, first.notes)


def test_whoever_asked_to_be_forgotten_stays_away(demo: Workspace, tmp_path: Path) -> None:
    demo.exports.export("all", out=tmp_path / "leaving")
    data = read_file(str(tmp_path / "leaving"))
    gone = demo.store.table("members").all()[0]
    demo.forgetting.forget(gone)
    report = demo.imports.bring_in(data, "leaving")
    assert report.skipped >= 1
    assert "about somebody who asked to be forgotten" in {each.reason for each in report.left_out}
    assert gone.name not in repr(report.left_out)
    assert demo.store.table("members").get(gone.id) is None
    assert gone.id not in json.dumps([str(demo.exports.export(name, notes=True)) for name in NOTEBOOKS])


def test_broken_records_are_refused_one_by_one(empty: Workspace) -> None:
    good = {"id": "m-0000000001", "name": "Ada"}
    entries = [good, "x", {"id": "c-0000000001"}, {**good, "id": "m-0000000002", "joined": "then"}, good]
    entries += [{**good, "id": "m-0000000003", "name": " "}]
    report = empty.imports.bring_in(json.dumps(entries).encode(), "members.json")
    assert ends(report) == (1, 0, 0, 0, 5)
    assert [each.line for each in report.problems] == [2, 3, 4, 5, 6]
    assert [each.name for each in empty.store.table("members").all()] == ["Ada"]


def zipped(files: dict[str, str]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made.getvalue()


def test_documents_come_along_where_they_are_missing_and_nowhere_else(empty: Workspace, tmp_path: Path) -> None:
    (empty.folder / "conduct").mkdir(exist_ok=True)
    (empty.folder / "conduct" / "ours.yaml").write_text("mine")
    outside = {
        "../evil.yaml": "x",
        "conduct/../../evil.yaml": "x",
        ".kindtui/state.json": "{}",
        "records/members.json": "[]",
    }
    files = {"members.json": "[]", "conduct/new.yaml": "new", "conduct/ours.yaml": "theirs", **outside}
    data = zipped({f"leaving/{name}": text for name, text in files.items()})
    report = empty.imports.bring_in(data, "leaving.zip")
    assert (empty.folder / "conduct" / "new.yaml").read_text() == "new"
    assert (empty.folder / "conduct" / "ours.yaml").read_text() == "mine"
    assert not list(tmp_path.rglob("evil.yaml"))
    assert any("conduct/new.yaml" in notice for notice in report.notices)
    assert any("stay as they are: conduct/ours.yaml" in notice for notice in report.notices)


@pytest.mark.parametrize(
    "data",
    [
        zipped({"members.json": "[]"})[:-20],
        zipped({"members.json": "{}"}),
        zipped({"members.json": "[1"}),
        zipped({"other.json": "[]"}),
        b'[{"id": "m-0000000001", "name": "Ada"',
        b"[]",
    ],
)
def test_a_broken_export_is_one_clear_error(empty: Workspace, data: bytes) -> None:
    with pytest.raises(InvalidInput) as caught:
        empty.imports.preview(data, "x", format="kindtui")
    assert caught.value.hint


def test_a_folder_that_is_no_export_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="is a folder"):
        read_file(str(tmp_path))


def test_a_choice_of_fields_brings_back_no_yes_and_no_wish_that_was_taken_back(empty: Workspace) -> None:
    ada = empty.roster.add({"name": "Ada", "recognition": "public"})
    told = empty.spotlights.draft([ada.id])
    empty.spotlights.ask(told.id)
    empty.spotlights.answer(told.id, ada.id, yes=True)
    answers = str(empty.exports.export("spotlights", fields=["consents"])).encode()
    wishes = str(empty.exports.export("members", fields=["name", "recognition"])).encode()
    empty.spotlights.withdraw(told.id)
    empty.roster.edit(ada.id, {"recognition": "never"})
    assert empty.imports.bring_in(answers, "spotlights.json").refused == 0
    assert empty.imports.bring_in(wishes, "members.json").refused == 0
    assert empty.roster.find("ada").recognition.wish == "never"
    empty.roster.edit(ada.id, {"recognition": "public"})
    assert [line.verdict for line in empty.spotlights.standing(told.id).lines] == ["withdrawn"]
