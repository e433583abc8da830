"""A workspace is made by the first change and not before, for its owner alone, and lives on the community's day."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kindtui.errors import InvalidInput, NotFound, StoreError
from kindtui.workspace import init_workspace, open_workspace

Clock = Callable[[], datetime]


def test_looking_makes_nothing(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "new"
    with open_workspace(folder, clock=clock) as workspace:
        assert workspace.is_new
        assert workspace.roster.list() == []
        assert workspace.today.groups() == []
        with pytest.raises(NotFound):
            workspace.history.undo()
        workspace.state.set("theme", "dark")
    assert not folder.exists()


def test_the_first_change_makes_it_and_says_where(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "deep" / "new"
    told: list[Path] = []
    with open_workspace(folder, clock=clock) as workspace:
        workspace.on_created = told.append
        with pytest.raises(InvalidInput):
            workspace.roster.add({"name": ""})
        assert not folder.exists()
        workspace.roster.add({"name": "Ada"})
        workspace.roster.add({"name": "Grace"})
        assert not workspace.is_new
    assert told == [folder]
    assert (folder / "kindtui.yaml").is_file()
    with open_workspace(folder, clock=clock) as again:
        assert [member.name for member in again.roster.list()] == ["Ada", "Grace"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_a_new_workspace_is_for_its_owner_alone(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "new"
    init_workspace(folder, name='Hearth & Home: "us"')
    with open_workspace(folder, clock=clock) as workspace:
        assert workspace.settings.name == 'Hearth & Home: "us"'
        workspace.roster.add({"name": "Ada"})
    for path in [folder, *folder.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
    assert ".kindtui/" in (folder / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_an_existing_one_is_refused(tmp_path: Path) -> None:
    init_workspace(tmp_path)
    with pytest.raises(InvalidInput):
        init_workspace(tmp_path)
    (tmp_path / "file").touch()
    for name in ("file", "file/below"):
        with pytest.raises((InvalidInput, StoreError)):
            open_workspace(tmp_path / name, create=True)


def test_the_program_does_not_touch_what_a_person_wrote(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "kindtui.yaml").write_text("# mine\nname: Hearth   # ours\n", encoding="utf-8")
    with open_workspace(tmp_path, clock=clock) as workspace:
        workspace.roster.add({"name": "Ada"})
        assert workspace.settings.name == "Hearth"
    assert (tmp_path / "kindtui.yaml").read_text(encoding="utf-8") == "# mine\nname: Hearth   # ours\n"


@pytest.mark.parametrize(
    ("zone", "day"), [("Pacific/Kiritimati", date(2026, 3, 11)), ("Pacific/Niue", date(2026, 3, 10))]
)
def test_today_is_that_of_the_community(tmp_path: Path, zone: str, day: date) -> None:
    (tmp_path / "kindtui.yaml").write_text(f"timezone: {zone}\n", encoding="utf-8")
    with open_workspace(tmp_path, clock=lambda: datetime(2026, 3, 10, 12, tzinfo=UTC)) as workspace:
        assert workspace.date_today() == day
        assert workspace.roster.reading().day("today") == day


def test_a_slip_in_the_settings_is_a_problem_and_no_obstacle(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "kindtui.yaml").write_text("name: Hearth\ntimezome: Europe/Lisbon\n", encoding="utf-8")
    with open_workspace(tmp_path, clock=clock) as workspace:
        [problem] = workspace.problems()
        assert (problem.path, problem.line) == ("kindtui.yaml", 2)
        assert "timezone" in problem.hint


@pytest.mark.parametrize("text", [b"name: [", b"\xff\xfe", b"# " + b"x" * 300_000])
def test_settings_that_cannot_be_read_are_refused(tmp_path: Path, clock: Clock, text: bytes) -> None:
    (tmp_path / "kindtui.yaml").write_bytes(text)
    with pytest.raises(InvalidInput) as fault:
        open_workspace(tmp_path, clock=clock)
    assert "kindtui.yaml" in str(fault.value)


def test_another_window_sees_the_change(tmp_path: Path, clock: Clock) -> None:
    init_workspace(tmp_path)
    with open_workspace(tmp_path, clock=clock) as one, open_workspace(tmp_path, clock=clock) as other:
        assert other.roster.list() == []
        one.roster.add({"name": "Ada"})
        assert "members" in other.catch_up()
        assert other.roster.find("ada").name == "Ada"
        assert other.catch_up() == frozenset()
