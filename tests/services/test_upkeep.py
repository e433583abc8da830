"""Backups: whole, verified, rolling, and put back."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.errors import InvalidInput, NotFound, StoreError
from kindtui.formats.backup_zip import pack, unpack
from kindtui.store import version
from kindtui.store.backup import KEPT, KEPT_DAYS, Backup, documents, listed, to_keep
from kindtui.store.layout import Layout
from kindtui.workspace import Workspace, open_workspace
from tests.conftest import NOW
from tests.services.interrupted import SOME, contents, interrupt


def filled(folder: Path, clock: Callable[[], datetime]) -> Path:
    """A workspace with two members and a document, and a backup of it from before the last changes."""
    with open_workspace(folder, clock=clock, create=True) as workspace:
        workspace.roster.add({"name": "Ada"})
        (folder / "conduct" / "our-code.yaml").write_text("kind: code-of-conduct\n")
        backup = workspace.upkeep.back_up()
        backup.rename(folder.parent / "backup.zip")
        workspace.roster.add({"name": "Bo"})
        workspace.roster.edit(workspace.roster.find("Ada").id, {"name": "Ada L."})
        (folder / "conduct" / "our-code.yaml").write_text("kind: message\n")
        (folder / "conduct" / "later.yaml").write_text("kind: message\n")
    return folder.parent / "backup.zip"


def names(workspace: Workspace) -> list[str]:
    return [member.name for member in workspace.roster.list()]


def test_a_backup_puts_back_what_it_holds(folder: Path, clock: Callable[[], datetime]) -> None:
    backup = filled(folder, clock)
    with open_workspace(folder, clock=clock) as workspace:
        before = contents(workspace)
        done = workspace.upkeep.restore(backup)
        assert names(workspace) == ["Ada"]
        assert (done.records, list(done.written), list(done.left)) == (
            2,
            ["conduct/our-code.yaml"],
            ["conduct/later.yaml"],
        )
        assert (folder / "conduct" / "our-code.yaml").read_text() == "kind: code-of-conduct\n"
        assert done.before is not None
        assert stat.S_IMODE(done.before.stat().st_mode) == 0o600
        assert workspace.history.undo() == done.sentence
        assert names(workspace) == ["Ada L.", "Bo"]
        workspace.history.redo()
        workspace.upkeep.restore(done.before)
        assert contents(workspace) == before


def test_a_backup_holds_changes_that_are_only_in_the_journal(workspace: Workspace, tmp_path: Path) -> None:
    workspace.roster.add({"name": "Ada"})
    workspace.store.save()
    workspace.roster.add({"name": "Bo"})
    path = workspace.upkeep.back_up(out=tmp_path / "one.zip")
    with zipfile.ZipFile(path) as archive:
        assert b"Bo" in archive.read("records/members.json")
        assert "kindtui.yaml" in archive.namelist()
    with pytest.raises(InvalidInput, match="is there already"):
        workspace.upkeep.back_up(out=path)


def test_a_restore_that_cannot_be_finished_takes_no_later_change_back(
    folder: Path, clock: Callable[[], datetime]
) -> None:
    backup = filled(folder, clock)
    code, other = folder / "conduct" / "our-code.yaml", folder / "kindtui.yaml"
    with open_workspace(folder, clock=clock) as workspace:
        code.unlink()
        code.mkdir()
        other.write_text("name: Before\n")
        with pytest.raises(StoreError, match="The restore is not finished"):
            workspace.upkeep.restore(backup)
        workspace.roster.add({"name": "Cy"})
    other.write_text("name: Later\n")
    with open_workspace(folder, clock=clock) as workspace:
        assert names(workspace) == ["Ada", "Cy"]
        assert "The restore is not finished" in str(workspace.found_meanwhile())
        ada = workspace.roster.find("Ada")
        workspace.forgetting.forget(ada)
        assert all(ada.id.encode() not in data for data in unpack(unfinished(folder).read_bytes(), "it").files.values())
    code.rmdir()
    with open_workspace(folder, clock=clock) as workspace:
        assert workspace.found_meanwhile() == []
        assert names(workspace) == ["Cy"]
    assert code.read_text() == "kind: code-of-conduct\n"
    assert other.read_text() == "name: Later\n"


def unfinished(folder: Path) -> Path:
    """What of a restore is left to do."""
    (path,) = (folder / ".kindtui" / "unfinished").iterdir()
    return path


def test_a_workspace_that_was_moved_away_is_not_begun_anew(workspace: Workspace, tmp_path: Path) -> None:
    workspace.roster.add({"name": "Ada"})
    workspace.folder.rename(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match=r"Not saved: what was in .* is gone"):
        workspace.roster.add({"name": "Bo"})
    assert not workspace.folder.exists()
    assert names(workspace) == ["Ada"]
    (tmp_path / "elsewhere").rename(workspace.folder)
    workspace.roster.add({"name": "Bo"})
    assert names(workspace) == ["Ada", "Bo"]


def test_a_backup_restores_an_empty_folder(folder: Path, tmp_path: Path, clock: Callable[[], datetime]) -> None:
    backup = filled(folder, clock)
    with open_workspace(tmp_path / "fresh", clock=clock, create=True) as workspace:
        workspace.upkeep.restore(backup)
        assert names(workspace) == ["Ada"]


@pytest.mark.parametrize("cut", [0, 1, 30, -1, -30])
def test_a_cut_backup_is_refused(folder: Path, clock: Callable[[], datetime], cut: int) -> None:
    backup = filled(folder, clock)
    backup.write_bytes(backup.read_bytes()[:cut])
    with open_workspace(folder, clock=clock) as workspace:
        before = contents(workspace)
        with pytest.raises(StoreError, match="is damaged"):
            workspace.upkeep.restore(backup)
        assert contents(workspace) == before


@given(st.data())
def test_a_flipped_bit_is_seen_or_changes_nothing(data: st.DataObject) -> None:
    files = {"records/members.json": b'{\n"m-1": {"name":"Ada"}\n}\n' * 9, "kindtui.yaml": b"name: x\n"}
    whole = pack(files, at=NOW, reason="test", number=1, schema=1)
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    flipped = bytearray(whole)
    flipped[bit // 8] ^= 1 << bit % 8
    try:
        assert dict(unpack(bytes(flipped), "it").files) == files
    except StoreError as error:
        assert "is damaged" in error.message


@pytest.mark.parametrize(
    "name", ["../evil.yaml", "/etc/passwd", "conduct/../../evil.yaml", "records/../x.json", ".kindtui/state.json"]
)
def test_a_backup_writes_nowhere_else(workspace: Workspace, tmp_path: Path, name: str) -> None:
    path = tmp_path / "evil.zip"
    path.write_bytes(pack({name: b"{}"}, at=NOW, reason="evil", number=1, schema=1))
    with pytest.raises(StoreError, match="does not belong"):
        workspace.upkeep.restore(path)


@pytest.mark.parametrize(
    "list", [b"{", b"{}", b'{"lists":[{"salt":"zz","people":[]}]}', b'{"crc32":"00000000","lists":[]}']
)
def test_a_backup_whose_forgotten_list_is_none_changes_nothing(
    workspace: Workspace, tmp_path: Path, list: bytes
) -> None:
    workspace.roster.add({"name": "Ada"})
    path = tmp_path / "evil.zip"
    path.write_bytes(pack({"forgotten.json": list}, at=NOW, reason="evil", number=1, schema=1))
    with pytest.raises(StoreError, match="its forgotten list cannot be read"):
        workspace.upkeep.restore(path)
    assert names(workspace) == ["Ada"]
    assert not (workspace.folder / ".kindtui" / "unfinished").exists()


def test_a_backup_of_no_version_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "none.zip"
    path.write_bytes(pack({}, at=NOW, reason="x", number=1, schema=0))
    with pytest.raises(StoreError, match="is damaged"):
        workspace.upkeep.restore(path)


def test_a_backup_of_a_newer_kindtui_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "newer.zip"
    path.write_bytes(pack({}, at=NOW, reason="x", number=1, schema=version.VERSION + 1))
    with pytest.raises(StoreError, match="newer kindtui"):
        workspace.upkeep.restore(path)


@given(st.lists(st.integers(0, 60 * 24 * 30), max_size=80, unique=True))
def test_ten_backups_and_seven_days_are_kept(minutes: list[int]) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    backups = sorted(
        (Backup(Path(f"{minute}.zip"), start + timedelta(minutes=minute), "x", 1, 1) for minute in minutes),
        key=lambda each: each.at,
        reverse=True,
    )
    kept = to_keep(backups)
    assert {each.path for each in backups[:KEPT]} <= kept
    days = sorted({each.at.date() for each in backups}, reverse=True)
    for day in days[:KEPT_DAYS]:
        assert next(each.path for each in backups if each.at.date() == day) in kept
    assert len(kept) <= KEPT + KEPT_DAYS
    assert all(each.at.date() in days[:KEPT_DAYS] for each in backups[KEPT:] if each.path in kept)


def test_leaving_backs_up_when_there_are_changes_and_time_has_passed(folder: Path) -> None:
    now = NOW

    def session(*added: str) -> int:
        with open_workspace(folder, clock=lambda: now, create=True) as workspace:
            for name in added:
                workspace.roster.add({"name": name})
            for _, path in documents(folder):
                os.utime(path, (NOW.timestamp(), NOW.timestamp()))
        return len(listed(Layout(folder)))

    assert session() == 0
    assert session("Ada") == 1
    assert session("Bo") == 1
    now += timedelta(hours=2)
    assert session() == 2
    now += timedelta(hours=2)
    assert session() == 2
    for _ in range(40):
        now += timedelta(hours=7)
        session("Somebody")
    kept = listed(Layout(folder))
    assert KEPT < len(kept) <= KEPT + KEPT_DAYS
    assert kept[0].at == now
    with open_workspace(folder, clock=lambda: now) as workspace:
        workspace.upkeep.restore(kept[0].path)
        assert len(names(workspace)) == 42


def test_a_clock_that_was_ahead_keeps_no_backup_from_being_made(folder: Path) -> None:
    now = NOW + timedelta(days=3000)

    def session(name: str) -> int:
        with open_workspace(folder, clock=lambda: now, create=True) as workspace:
            workspace.roster.add({"name": name})
        return len(listed(Layout(folder)))

    assert session("Ada") == 1
    now = NOW
    assert session("Bo") == 2
    assert session("Cy") == 2


def test_a_backup_made_while_the_clock_is_behind_is_kept(folder: Path) -> None:
    now = NOW
    with open_workspace(folder, clock=lambda: now, create=True) as workspace:
        workspace.roster.add({"name": "Ada"})
        for _ in range(KEPT + KEPT_DAYS):
            now += timedelta(days=1)
            workspace.upkeep.back_up()
        now -= timedelta(days=1000)
        restored = workspace.upkeep.restore(workspace.upkeep.backups()[0].path)
        assert restored.before is not None
        assert restored.before.is_file()


def test_a_backup_that_another_window_is_writing_is_left_alone(workspace: Workspace) -> None:
    workspace.roster.add({"name": "Ada"})
    folder = workspace.upkeep.back_up().parent
    begun, left = (folder / f".one.zip.{name}.tmp" for name in ("begun", "left"))
    for path in (begun, left):
        path.write_bytes(b"PK")
    os.utime(left, (1_000_000_000, 1_000_000_000))
    workspace.upkeep.back_up()
    assert begun.exists()
    assert not left.exists()


def test_a_change_of_very_many_is_backed_up_before(workspace: Workspace) -> None:
    workspace.roster.add({"name": "Ada"})
    lines = "name\n" + "".join(f"Person {number}\n" for number in range(1100))
    workspace.imports.bring_in(lines.encode(), "people.csv")
    assert [each.reason for each in workspace.upkeep.backups()] == ["before-bulk"]


def test_a_backup_is_found_by_the_beginning_of_its_name(workspace: Workspace) -> None:
    workspace.roster.add({"name": "Ada"})
    path = workspace.upkeep.back_up()
    assert workspace.upkeep.find(path.name[:10]) == path
    workspace.upkeep.back_up()
    with pytest.raises(NotFound, match="2 backups begin"):
        workspace.upkeep.find(path.name[:10])
    with pytest.raises(NotFound, match="there is no backup"):
        workspace.upkeep.find("1999")


@pytest.mark.parametrize("mode", SOME)
def test_a_restore_is_whole_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Callable[[], datetime], mode: str
) -> None:
    source = tmp_path / "source" / "w"
    backup = filled(source, clock)
    assert interrupt(tmp_path, monkeypatch, source, clock, lambda it: it.upkeep.restore(backup), mode) > 10


@pytest.mark.parametrize("mode", SOME)
def test_a_backup_is_whole_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Callable[[], datetime], mode: str
) -> None:
    source = tmp_path / "source" / "w"
    filled(source, clock)

    def operation(workspace: Workspace) -> None:
        workspace.upkeep.back_up()
        (workspace.folder / "themes" / "done.yaml").write_text("so that before and after differ")

    def check(workspace: Workspace, done: bool) -> None:
        for each in workspace.upkeep.backups():
            workspace.upkeep.restore(each.path)

    interrupt(tmp_path, monkeypatch, source, clock, operation, mode, check)
