"""The demo is whole: every reference leads somewhere, every state is there, and nothing leaves without a yes."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from kindtui.errors import InvalidInput, NotFound
from kindtui.services.demo import make_demo
from kindtui.workspace import Workspace, open_workspace


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "workspace"
    make_demo(made, date(2026, 3, 10))
    return made


@pytest.fixture
def demo(folder: Path, clock: Callable[[], datetime]) -> Iterator[Workspace]:
    with open_workspace(folder, clock=clock, read_only=True) as opened:
        yield opened


def test_there_is_enough_of_everything(demo: Workspace) -> None:
    assert demo.problems() == []
    members = demo.roster.list()
    assert 40 <= len(members) <= 45
    assert {member.status for member in members} == {"active", "on_break", "left", "deceased"}
    assert {member.recognition.wish for member in members} == {"ask", "public", "internal", "private", "never"}
    assert [member.kind for member in members].count("bot") == 1
    assert [member for member in members if member.space_until]
    assert len({member.pronouns for member in members}) > 15
    assert len(demo.contributions.list()) == 120
    assert {each.state for each in demo.contributions.list()} == {"noticed", "thanked", "spotlighted", "kept_private"}
    follow_ups = demo.follow_ups.list()
    states = {demo.follow_ups.due_state(each, date(2026, 3, 10)) for each in follow_ups}
    assert len(follow_ups) == 26
    assert states == {"overdue", "due", "back", "waiting", "later", "someday", "paused", "done", "let_go"}
    assert [each for each in follow_ups if demo.follow_ups.advice(each)]


def test_every_reference_leads_somewhere(demo: Workspace) -> None:
    members = {member.id for member in demo.roster.list()}
    contributions = {each.id for each in demo.contributions.list()}
    kinds = {kind.id for kind in demo.kinds}
    for contribution in demo.contributions.list():
        assert {*contribution.by, *contribution.helped} <= members
        assert contribution.noticed_by in {"", *members}
        assert contribution.kind in kinds
        assert contribution.on <= date(2026, 3, 10)
    for follow_up in demo.follow_ups.list():
        assert {*follow_up.about} <= members
        assert follow_up.owner in {"", *members}
        assert follow_up.helping is None or follow_up.helping.whom in members
    for spotlight in demo.spotlights.list():
        assert {*spotlight.members} <= members
        assert {*spotlight.contributions} <= contributions


def test_spotlights_stand_where_they_should(demo: Workspace) -> None:
    states = {demo.spotlights.standing(each).state for each in demo.spotlights.list()}
    assert states == {"asked", "ready", "changed", "published"}
    for spotlight in demo.spotlights.list():
        for export in spotlight.exports:
            assert (demo.folder / export.file).read_text(encoding="utf-8") == spotlight.text


def test_one_agreement_is_sound_and_one_has_something_to_find(demo: Workspace) -> None:
    assert demo.conduct.check("our-agreement") == []
    found = " ".join(problem.message for problem in demo.conduct.check("street-fair"))
    for what in ("[INSERT CONTACT METHOD]", "'stall_lead'", "review was due"):
        assert what in found


def test_today_has_something_in_every_group_but_problems(demo: Workspace) -> None:
    groups = {group.key for group in demo.today.groups() if group.lines}
    assert groups >= {"overdue", "due", "back", "unthanked", "answers", "ready", "newcomers", "review"}


def test_there_is_nothing_to_undo_and_nobody_else_can_read_it(demo: Workspace) -> None:
    assert demo.store.history() == []
    with pytest.raises(NotFound):
        demo.store.undo(dry_run=True)
    for path in demo.folder.rglob("*"):
        if path.name != "lock":
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_it_is_the_same_each_time_and_keeps_out_of_other_folders(folder: Path, tmp_path: Path) -> None:
    make_demo(tmp_path / "again", date(2026, 3, 10))
    members = (tmp_path / "again" / "records" / "members.json").read_bytes()
    assert members == (folder / "records" / "members.json").read_bytes()
    with pytest.raises(InvalidInput, match="already"):
        make_demo(folder, date(2026, 3, 10))


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2030, 1, 1), date(2026, 12, 31)])
def test_any_day_will_do(tmp_path: Path, today: date) -> None:
    make_demo(tmp_path / "demo", today)
    with open_workspace(tmp_path / "demo") as opened:
        assert len(opened.roster.list()) > 40
