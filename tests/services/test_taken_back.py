"""A yes that was taken back does not count again, whatever old copy of it comes back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from kindtui.domain.spotlights import Spotlight
from kindtui.services.import_files import read_file
from kindtui.workspace import Workspace, open_workspace


@pytest.fixture
def agreed(workspace: Workspace) -> Spotlight:
    """A spotlight to which Ada said yes."""
    ada = workspace.roster.add({"name": "Ada"})
    spotlight = workspace.spotlights.draft([ada.id])
    workspace.spotlights.edit(spotlight.id, {"text": "Ada mended the gate."})
    workspace.spotlights.ask(spotlight.id)
    workspace.spotlights.answer(spotlight.id, ada.id, yes=True)
    assert workspace.spotlights.standing(spotlight.id).may_leave
    return spotlight


def may_leave(workspace: Workspace, id: str) -> bool:
    return workspace.spotlights.standing(id).may_leave


def test_not_by_a_backup(workspace: Workspace, agreed: Spotlight, tmp_path: Path) -> None:
    made = workspace.upkeep.back_up(out=tmp_path / "before.zip")
    workspace.spotlights.withdraw(agreed.id)
    workspace.spotlights.remove([agreed.id])
    workspace.upkeep.restore(made)
    assert not may_leave(workspace, agreed.id)


def test_not_by_an_old_export(workspace: Workspace, agreed: Spotlight, tmp_path: Path) -> None:
    workspace.exports.export("all", out=tmp_path / "leaving")
    data = (tmp_path / "leaving" / "spotlights.json").read_bytes()
    workspace.spotlights.withdraw(agreed.id)
    workspace.spotlights.remove([agreed.id])
    workspace.imports.bring_in(data, "spotlights.json")
    assert not may_leave(workspace, agreed.id)


def test_not_by_an_old_file(workspace: Workspace, agreed: Spotlight, clock: Callable[[], datetime]) -> None:
    workspace.store.save()
    file = workspace.folder / "records" / "spotlights.json"
    old = file.read_bytes()
    workspace.spotlights.answer(agreed.id, agreed.members[0], yes=False)
    workspace.store.save()
    file.write_bytes(old)
    with open_workspace(workspace.folder, clock=clock) as other:
        assert not may_leave(other, agreed.id)


def test_but_by_undo_and_by_a_new_yes(workspace: Workspace, agreed: Spotlight, tmp_path: Path) -> None:
    workspace.spotlights.withdraw(agreed.id)
    workspace.store.undo()
    assert may_leave(workspace, agreed.id)
    made = workspace.upkeep.back_up(out=tmp_path / "with-a-yes.zip")
    workspace.spotlights.remove([agreed.id])
    workspace.upkeep.restore(made)
    assert may_leave(workspace, agreed.id)


def test_a_restore_lets_nobody_be_recognised_more_than_they_want_now(workspace: Workspace, tmp_path: Path) -> None:
    ada, bo, cy = (workspace.roster.add({"name": name, "recognition": "ask"}).id for name in ("Ada", "Bo", "Cy"))
    workspace.roster.edit(cy, {"recognition": "never"})
    made = workspace.upkeep.back_up(out=tmp_path / "before.zip")
    workspace.roster.edit(ada, {"recognition": "never"})
    workspace.roster.edit(bo, {"recognition": "public"})
    workspace.roster.edit(cy, {"recognition": "private"})
    assert workspace.upkeep.restore(made).kept_wishes == 1
    wishes = [workspace.roster.find(id).recognition.wish for id in (ada, bo, cy)]
    assert wishes == ["never", "ask", "never"]


def test_what_is_kept_in_mind_names_nobody(workspace: Workspace, agreed: Spotlight) -> None:
    workspace.spotlights.withdraw(agreed.id)
    kept = (workspace.folder / ".kindtui" / "taken_back.json").read_text()
    assert agreed.id not in kept and agreed.members[0] not in kept and "Ada" not in kept
    shutil.rmtree(workspace.folder / ".kindtui" / "backups", ignore_errors=True)
    (workspace.folder / ".kindtui" / "taken_back.json").write_text("{")
    assert [each.problem.path for each in workspace.health.findings()] == [".kindtui/taken_back.json"]
    assert not may_leave(workspace, agreed.id)


def test_a_withdrawal_that_came_from_elsewhere_is_kept_in_mind(
    workspace: Workspace, agreed: Spotlight, clock: Callable[[], datetime], tmp_path: Path
) -> None:
    made = workspace.upkeep.back_up(out=tmp_path / "before.zip")
    workspace.store.save()
    other = tmp_path / "other"
    shutil.copytree(workspace.folder, other)
    with open_workspace(other, clock=clock) as elsewhere:
        elsewhere.spotlights.withdraw(agreed.id)
        elsewhere.store.save()
    shutil.copy(other / "records" / "spotlights.json", workspace.folder / "records" / "spotlights.json")
    workspace.store.catch_up()
    assert not may_leave(workspace, agreed.id)
    workspace.upkeep.restore(made)
    assert not may_leave(workspace, agreed.id)


def test_a_no_takes_earlier_answers_back_too(workspace: Workspace, agreed: Spotlight, tmp_path: Path) -> None:
    made = workspace.upkeep.back_up(out=tmp_path / "before.zip")
    workspace.spotlights.edit(agreed.id, {"text": "Ada mended the gate, and the fence."})
    workspace.spotlights.ask(agreed.id)
    workspace.spotlights.answer(agreed.id, agreed.members[0], yes=False)
    workspace.upkeep.restore(made)
    assert not may_leave(workspace, agreed.id)


def test_a_yes_after_the_no_comes_back_with_a_backup(workspace: Workspace, agreed: Spotlight, tmp_path: Path) -> None:
    workspace.spotlights.withdraw(agreed.id)
    workspace.spotlights.ask(agreed.id)
    workspace.spotlights.answer(agreed.id, agreed.members[0], yes=True)
    made = workspace.upkeep.back_up(out=tmp_path / "with-a-yes.zip")
    workspace.store.undo()
    workspace.upkeep.restore(made)
    assert may_leave(workspace, agreed.id)


def test_a_broken_row_in_a_backup_stops_nobody(workspace: Workspace, tmp_path: Path) -> None:
    ada = workspace.roster.add({"name": "Ada"})
    workspace.store.save()
    file = workspace.folder / "records" / "members.json"
    file.write_text(file.read_text().replace('"name":"Ada"', '"name":"Ada","status":"bogus"'))
    workspace.store.catch_up()
    made = workspace.upkeep.back_up(out=tmp_path / "broken.zip")
    file.write_text(file.read_text().replace(',"status":"bogus"', ""))
    workspace.store.catch_up()
    workspace.roster.edit(ada.id, {"recognition": "never"})
    workspace.upkeep.restore(made)
    assert not (workspace.folder / ".kindtui" / "unfinished" / "restore.zip").exists()
    workspace.roster.add({"name": "Bo"})


@pytest.mark.parametrize("parted", [False, True])
@pytest.mark.parametrize("kept", [0, 1])
def test_not_for_either_of_two_cards_that_were_one(
    workspace: Workspace, tmp_path: Path, parted: bool, kept: int
) -> None:
    """Ada is there twice, and takes back what she said under both names after these were made one."""
    cards = [workspace.roster.add({"name": name}) for name in ("Ada", "Ada L")]
    both = [workspace.spotlights.draft([each.id]) for each in cards]
    both.append(workspace.spotlights.draft([each.id for each in cards]))
    for spotlight in both:
        workspace.spotlights.edit(spotlight.id, {"text": "Somebody mended the gate."})
        workspace.spotlights.ask(spotlight.id)
        for id in spotlight.members:
            workspace.spotlights.answer(spotlight.id, id, yes=True)
        assert may_leave(workspace, spotlight.id)
    made = workspace.upkeep.back_up(out=tmp_path / "before.zip")
    workspace.exports.export("all", out=tmp_path / "leaving")
    merge = workspace.merging.merge(cards[kept], cards[1 - kept])
    for spotlight in both:
        workspace.spotlights.withdraw(spotlight.id)
        workspace.spotlights.remove([spotlight.id])
    if parted:
        workspace.unmerging.unmerge(merge)
    workspace.imports.bring_in(read_file(str(tmp_path / "leaving")), "leaving")
    assert len(workspace.spotlights.list()) == 3
    assert not any(may_leave(workspace, each.id) for each in workspace.spotlights.list())
    workspace.spotlights.remove([each.id for each in both])
    workspace.upkeep.restore(made)
    assert len(workspace.roster.list()) == 2 and len(workspace.spotlights.list()) == 3
    assert not any(may_leave(workspace, each.id) for each in workspace.spotlights.list())


def test_not_by_a_no_to_the_question_that_was_asked_when_they_were_one(workspace: Workspace, tmp_path: Path) -> None:
    """One of them had agreed, so the merge dropped that; then she is asked, and says no."""
    cards = [workspace.roster.add({"name": name}) for name in ("Ada", "Ada L")]
    spotlight = workspace.spotlights.draft([each.id for each in cards])
    workspace.spotlights.edit(spotlight.id, {"text": "Somebody mended the gate."})
    workspace.spotlights.ask(spotlight.id)
    for each, scope in zip(cards, ("anonymous", "public"), strict=True):
        workspace.spotlights.answer(spotlight.id, each.id, yes=True, scope=scope)
    made = workspace.upkeep.back_up(out=tmp_path / "before.zip")
    workspace.merging.merge(*cards)
    assert workspace.spotlights.get(spotlight.id).consents == ()
    workspace.spotlights.ask(spotlight.id)
    workspace.spotlights.answer(spotlight.id, cards[0].id, yes=False)
    workspace.upkeep.restore(made)
    assert all(each.withdrawn_on for each in workspace.spotlights.get(spotlight.id).consents)
