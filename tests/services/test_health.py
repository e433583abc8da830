"""The doctor sees every damaged byte, explains it, and repairs it from the newest good state."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from kindtui.errors import Declined, StoreError
from kindtui.store.backup import listed
from kindtui.store.layout import Layout
from kindtui.workspace import Workspace, open_workspace

ADDED = ["Ada", "Bo", "Cy"]


@pytest.fixture
def whole(folder: Path, clock: Callable[[], datetime]) -> Path:
    """A workspace with folded tables, an older journal, a newer change, a bulk change and a backup."""
    with open_workspace(folder, clock=clock, create=True) as workspace:
        for name in ADDED[:2]:
            workspace.roster.add({"name": name})
            workspace.store.save()
        workspace.state.set("theme", "dark")
        workspace.upkeep.back_up()
        workspace.roster.add({"name": ADDED[2]})
        workspace.store.close(fold=False)
        workspace.close = lambda: None  # type: ignore[method-assign]
    return folder


def files_of(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size and path.parent.name in ("records", "journals", "copies", "backups"):
            yield path


def flipped(path: Path, at: int) -> None:
    """One bit rots: the stat stays what it was."""
    stat = path.stat()
    data = bytearray(path.read_bytes())
    data[at] ^= 4
    with path.open("r+b") as file:
        file.write(bytes(data))
    import os

    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def names(workspace: Workspace) -> list[str]:
    return [member.name for member in workspace.roster.list()]


def test_a_whole_workspace_is_well(whole: Path, clock: Callable[[], datetime]) -> None:
    with open_workspace(whole, clock=clock) as workspace:
        assert [str(each.problem) for each in workspace.health.findings()] == []
        assert workspace.health.mend() == []


def test_a_rotten_bit_in_any_file_is_seen_and_mended(
    whole: Path, tmp_path: Path, clock: Callable[[], datetime]
) -> None:
    places = [(path.relative_to(whole), at) for path in files_of(whole) for at in (0, 11, -20, -3)]
    kinds = set()
    for number, (path, at) in enumerate(places):
        folder = tmp_path / str(number)
        shutil.copytree(whole, folder, copy_function=shutil.copy2)
        with open_workspace(folder, clock=clock) as workspace:
            workspace.store.save()  # the copies have inodes of their own
            workspace.store.close(fold=False)
        target = folder / path
        if not target.exists():
            continue  # it was folded away
        size = target.stat().st_size
        if size < 20:
            continue
        flipped(target, at % size)
        with open_workspace(folder, clock=clock) as workspace:
            noticed = [*workspace.problems(), *(each.problem for each in workspace.health.findings())]
            assert noticed or target.suffix == ".zip", f"{path} at {at}"
            kinds.add(target.parent.name)
            workspace.health.mend()
            assert names(workspace) == ADDED, f"{path} at {at}"
        with open_workspace(folder, clock=clock) as workspace:
            left = [str(each.problem) for each in workspace.health.findings() if each.problem.severity == "error"]
            assert left == [], f"{path} at {at}"
    assert kinds >= {"records", "copies", "backups", "journals"}


@pytest.mark.parametrize("name", ["forgotten.json", "taken_back.json"])
def test_no_rotten_bit_lets_anybody_come_back_unseen(workspace: Workspace, name: str) -> None:
    ada = workspace.roster.add({"name": "Ada", "emails": ["ada@example.org"]})
    workspace.forgetting.forget(ada)
    bo = workspace.roster.add({"name": "Bo"})
    spotlight = workspace.spotlights.draft(members=[bo.id])
    workspace.spotlights.ask(spotlight.id)
    workspace.spotlights.answer(spotlight.id, bo.id, yes=False)
    path = workspace.folder / ".kindtui" / name
    whole = path.read_bytes()
    seal = len(b'{"crc32":"00000000",')
    for at in range(len(whole)):
        data = bytearray(whole)
        data[at] ^= 1 << at % 8
        path.write_bytes(data)
        seen = [each.problem.path for each in workspace.health.findings() if each.stored]
        # a seal that is none any more says nothing, and what it is about is whole
        assert seen == [f".kindtui/{name}"] or (at < seal and seen == []), f"{name} at {at}"
        if name == "forgotten.json" and seen:
            with pytest.raises(StoreError, match="forgotten"):
                workspace.roster.add({"name": "Cy"})
    path.write_bytes(whole)
    assert workspace.health.findings() == []
    with pytest.raises(Declined):
        workspace.roster.add({"name": "Ada", "emails": ["ada@example.org"]})


@pytest.mark.parametrize("backed_up", [True, False])
@pytest.mark.parametrize("rotten", [b"{", b'{"crc32":"00000000"'])
def test_a_rotten_forgotten_list_is_put_together_again(workspace: Workspace, backed_up: bool, rotten: bytes) -> None:
    ada = {"name": "Ada", "emails": ["ada@example.org"]}
    workspace.forgetting.forget(workspace.roster.add(ada))
    if backed_up:
        workspace.upkeep.back_up()
    path = workspace.folder / ".kindtui" / "forgotten.json"
    readable = rotten != b"{"
    path.write_bytes(rotten + path.read_bytes()[len(rotten) :] if readable else rotten)
    done = workspace.health.mend()
    assert ("put together" in done[0]) == (backed_up or readable), done
    with pytest.raises(Declined if backed_up or readable else StoreError):
        workspace.roster.add(ada)


@pytest.mark.parametrize("folder_of_ours", ["backups", "journals", "copies"])
def test_what_is_in_the_place_of_a_folder_is_named(
    whole: Path, clock: Callable[[], datetime], folder_of_ours: str
) -> None:
    place = whole / ".kindtui" / folder_of_ours
    with open_workspace(whole, clock=clock) as workspace:
        workspace.store.save()
    shutil.rmtree(place)
    place.write_text("")
    with open_workspace(whole, clock=clock, read_only=True) as workspace:
        named = {each.problem.path: each.problem.hint for each in workspace.health.findings()}
    assert named[f".kindtui/{folder_of_ours}"] == "move it away"


def test_a_backup_that_another_window_removes_meanwhile_is_no_damage(
    whole: Path, clock: Callable[[], datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = listed(Layout(whole))
    monkeypatch.setattr("kindtui.store.backup.listed", lambda layout: kept)
    for each in kept:
        each.path.unlink()
    with open_workspace(whole, clock=clock) as workspace:
        assert workspace.health.findings() == []


@pytest.mark.parametrize("version", ['"x"', "-3", "1.5", '1,"and":2'])
def test_a_version_that_is_none_is_not_taken_over(whole: Path, clock: Callable[[], datetime], version: str) -> None:
    with open_workspace(whole, clock=clock) as workspace:
        schema = whole / "records" / "schema.json"
        before = schema.read_text()
        schema.write_text(f'{{"records": {{"version": {version}}}}}')
        workspace.catch_up()
        assert "does not say which version" in str(workspace.store.read_only_reason)
        schema.write_text(before)
        workspace.catch_up()
        assert workspace.store.read_only_reason is None


@pytest.mark.parametrize("kept", ["nothing", "its first line"])
def test_an_older_journal_that_was_cut_between_lines_is_named(
    whole: Path, clock: Callable[[], datetime], kept: str
) -> None:
    oldest = min((whole / ".kindtui" / "journals").glob("*.log"))
    lines = oldest.read_bytes().splitlines(keepends=True)
    assert len(lines) > 1
    oldest.write_bytes(b"" if kept == "nothing" else lines[0])
    with open_workspace(whole, clock=clock) as workspace:
        (finding,) = workspace.health.findings()
        assert "undo reaches less far" in str(finding.problem) and oldest.name in str(finding.problem)
        assert any("set aside" in line for line in workspace.health.mend())


def test_a_damaged_backup_is_set_aside_and_replaced(whole: Path, clock: Callable[[], datetime]) -> None:
    (path,) = (whole / ".kindtui" / "backups").iterdir()
    path.write_bytes(path.read_bytes()[:-9])
    with open_workspace(whole, clock=clock) as workspace:
        assert [each.problem.path for each in workspace.health.findings()] == [f".kindtui/backups/{path.name}"]
        assert any("set aside" in line for line in workspace.health.mend())
        assert [each.reason for each in workspace.upkeep.backups()] == ["after-repair"]
        assert workspace.health.findings() == []


def test_what_sync_and_merges_leave_is_named(whole: Path, clock: Callable[[], datetime]) -> None:
    (whole / "conduct" / "code.sync-conflict-20260101-x.yaml").write_text("kind: message\n")
    (whole / "conduct" / "mine.yaml").write_text("kind: message\n<<<<<<< ours\na: 1\n=======\na: 2\n>>>>>>> theirs\n")
    (whole / "records" / "members (conflicted copy).json").write_text("{}")
    with open_workspace(whole, clock=clock) as workspace:
        found = {(each.problem.path, each.problem.line) for each in workspace.health.findings()}
        assert found == {
            ("conduct/code.sync-conflict-20260101-x.yaml", 0),
            ("conduct/mine.yaml", 2),
            ("records/members (conflicted copy).json", 0),
        }


def test_who_is_gone_is_named_once_and_is_no_damage(workspace: Workspace) -> None:
    ada, bo = (workspace.roster.add({"name": name}) for name in ("Ada", "Bo"))
    for _ in range(6):
        workspace.contributions.add({"what": "x", "by": [ada.id, bo.id]})
    workspace.roster.remove([ada.id])
    (finding,) = workspace.health.findings()
    assert finding.problem.message.startswith(f"{ada.id} is gone, and still named by c-")
    assert "and 2 more" in finding.problem.message
    assert finding.problem.severity == "warning"


def test_whoever_was_to_be_helped_and_is_gone_is_named_too(workspace: Workspace) -> None:
    ada, bo = (workspace.roster.add({"name": name}) for name in ("Ada", "Bo"))
    asked = workspace.follow_ups.add({"about": [ada.id], "kind": "ask_to_help", "topic": "sewing", "for": bo.id})
    workspace.roster.remove([bo.id])
    (finding,) = workspace.health.findings()
    assert finding.problem.message.startswith(f"{bo.id} is gone, and still named by {asked.id}")


def test_a_table_that_nobody_can_read_comes_back_from_a_backup(whole: Path, clock: Callable[[], datetime]) -> None:
    with open_workspace(whole, clock=clock) as workspace:
        workspace.upkeep.back_up()
    shutil.rmtree(whole / ".kindtui" / "journals")
    shutil.rmtree(whole / ".kindtui" / "copies")
    table = whole / "records" / "members.json"
    table.write_text("<<<<<<< ours\n")
    with open_workspace(whole, clock=clock) as workspace:
        assert workspace.store.read_only_reason
        assert any("records/members.json" in str(each.problem) for each in workspace.health.findings())
        done = workspace.health.mend()
        assert "from the backup of" in done[0]
        assert names(workspace) == ADDED
        workspace.roster.add({"name": "Dee"})


def test_restoring_heals_a_workspace_that_can_only_be_read(whole: Path, clock: Callable[[], datetime]) -> None:
    (whole / "records" / "members.json").write_text("{ no")
    with open_workspace(whole, clock=clock) as workspace:
        assert workspace.store.read_only_reason
        workspace.upkeep.restore(workspace.upkeep.backups()[0].path)
        assert names(workspace) == ADDED[:2]
        assert workspace.store.read_only_reason is None
