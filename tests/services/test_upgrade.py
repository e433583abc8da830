"""Records of an older version are backed up and upgraded in one swap; a newer one is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from kindtui.errors import NotFound, StoreError
from kindtui.store import schema, version
from kindtui.store.schema import Documents
from kindtui.workspace import Workspace, open_workspace
from tests.services.interrupted import SOME, interrupt


def to_two(tables: Documents) -> None:
    """A made-up second version: names are written in capitals."""
    for document in tables.get("members", {}).values():
        document["name"] = document["name"].upper()


@pytest.fixture
def old(folder: Path, clock: Callable[[], datetime]) -> Path:
    """A workspace of the first version, with a change that is not folded."""
    with open_workspace(folder, clock=clock, create=True) as workspace:
        workspace.roster.add({"name": "Ada"})
        workspace.store.save()
        workspace.roster.add({"name": "Bo"})
        workspace.store.close(fold=False)
    for path in (folder / ".kindtui" / "backups").glob("*"):
        path.unlink()
    return folder


@pytest.fixture
def second(old: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """From here on the program reads the second version."""
    monkeypatch.setattr(version, "VERSION", 2)
    monkeypatch.setattr(schema, "UPGRADES", ((2, to_two),))
    yield


def names(workspace: Workspace) -> list[str]:
    return [member.name for member in workspace.roster.list()]


def test_an_older_workspace_is_backed_up_and_upgraded_once(
    old: Path, second: None, clock: Callable[[], datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_workspace(old, clock=clock) as workspace:
        assert names(workspace) == ["ADA", "BO"]
        assert schema.version_of(workspace.store) == 2
        (backup,) = workspace.upkeep.backups()
        assert backup.reason == "before-upgrade"
        with pytest.raises(NotFound):
            workspace.history.undo()
        workspace.roster.add({"name": "Cy"})
    assert (old / "records" / "schema.json").read_bytes() == version.first_file()
    with open_workspace(old, clock=clock) as workspace:
        assert names(workspace) == ["ADA", "BO", "Cy"]
        done = workspace.upkeep.restore(backup.path)
        assert done.upgraded_from == 1
        assert names(workspace) == ["ADA", "BO"]
    monkeypatch.setattr(version, "VERSION", 1)
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}
    with pytest.raises(StoreError, match="written by a newer kindtui") as refused:
        open_workspace(old, clock=clock)
    assert refused.value.exit_code == 6
    assert {path: path.read_bytes() for path in old.rglob("*") if path.is_file()} == before


def test_a_new_workspace_needs_no_upgrade(folder: Path, clock: Callable[[], datetime]) -> None:
    with open_workspace(folder, clock=clock) as workspace:
        workspace.roster.add({"name": "Ada"})
    assert (folder / "records" / "schema.json").read_bytes() == version.first_file()
    assert [path.name for path in (folder / ".kindtui" / "backups").iterdir()] == [
        "20260310T093000Z-000001-leaving.zip"
    ]


def test_a_version_that_comes_by_git_is_minded(old: Path, second: None, clock: Callable[[], datetime]) -> None:
    """The records were upgraded elsewhere: both files come, and nothing is upgraded twice."""
    members = old / "records" / "members.json"
    with open_workspace(old, clock=clock):
        pass
    (old / "records" / "fresh").write_bytes(members.read_bytes().replace(b"ADA", b"Ada"))
    (old / "records" / "fresh").replace(members)
    with open_workspace(old, clock=clock) as workspace:
        assert names(workspace) == ["Ada", "BO"]


def test_a_newer_version_that_comes_while_it_is_open_lets_nothing_be_written(
    old: Path, clock: Callable[[], datetime]
) -> None:
    path = old / "records" / "schema.json"
    with open_workspace(old, clock=clock) as workspace:
        workspace.store.save()
        path.write_text('{\n"records": {"version":2}\n}\n')
        workspace.catch_up()
        assert names(workspace) == ["Ada", "Bo"]
        with pytest.raises(StoreError, match=r"read-only.*written by a newer kindtui"):
            workspace.roster.add({"name": "Cy"})
        path.write_bytes(version.first_file())
        workspace.catch_up()
        workspace.roster.add({"name": "Cy"})


@pytest.mark.parametrize("mode", SOME)
def test_an_upgrade_is_whole_or_not_there(
    tmp_path: Path, old: Path, second: None, monkeypatch: pytest.MonkeyPatch, clock: Callable[[], datetime], mode: str
) -> None:
    monkeypatch.setattr(version, "VERSION", 1)

    def upgrade(workspace: Workspace) -> None:
        version.VERSION = 2
        try:
            workspace.make_current()
        finally:
            version.VERSION = 1  # whoever looks afterwards leaves it as it is

    def check(workspace: Workspace, done: bool) -> None:
        assert names(workspace) == (["ADA", "BO"] if done else ["Ada", "Bo"])

    monkeypatch.setattr(schema, "_refuse", lambda found, folder: None)
    monkeypatch.setattr("kindtui.workspace.opening.is_current", lambda folder: version.VERSION == 1)
    assert interrupt(tmp_path, monkeypatch, old, clock, upgrade, mode, check) > 5
