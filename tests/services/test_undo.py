"""Undo and redo: of what, across windows, and what they do not do without a word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from kindtui.domain.spotlights import Spotlight
from kindtui.errors import Clash, Declined, NotFound
from kindtui.workspace import Workspace, open_workspace


@pytest.fixture
def agreed(workspace: Workspace) -> Spotlight:
    """A spotlight to which Ada said yes."""
    ada = workspace.roster.add({"name": "Ada"})
    act = workspace.contributions.add({"what": "Fixed the docs", "by": [ada.id]})
    spotlight = workspace.spotlights.draft([ada.id], contributions=[act.id])
    workspace.spotlights.ask(spotlight.id)
    return workspace.spotlights.answer(spotlight.id, ada.id, yes=True)


def state(workspace: Workspace, spotlight: Spotlight) -> str:
    return workspace.spotlights.standing(workspace.spotlights.find(spotlight.id)).state


@pytest.mark.parametrize("taken_back", ["withdrawn", "answered no"])
def test_a_yes_that_was_taken_back_does_not_count_again_unasked(
    workspace: Workspace, agreed: Spotlight, taken_back: str
) -> None:
    assert state(workspace, agreed) == "ready"
    if taken_back == "withdrawn":
        workspace.spotlights.withdraw(agreed.id)
    else:
        workspace.spotlights.answer(agreed.id, agreed.members[0], yes=False)
    step = workspace.history.next()
    assert list(step.consent) == ["Ada's yes to a spotlight would count again, which they took back"]
    with pytest.raises(Declined, match="Ada's yes"):
        workspace.history.undo()
    assert state(workspace, agreed) == "blocked"
    assert workspace.history.undo(step=step) == step.sentence
    assert state(workspace, agreed) == "ready"
    assert workspace.history.redo() == step.sentence  # nobody is asked before a yes stops to count
    assert state(workspace, agreed) == "blocked"


def test_what_lets_no_yes_count_again_is_undone_without_a_question(workspace: Workspace, agreed: Spotlight) -> None:
    workspace.spotlights.withdraw(agreed.id)
    workspace.spotlights.edit(agreed.id, {"alt-text": "A page"})
    assert list(workspace.history.next().consent) == []
    workspace.history.undo()
    assert state(workspace, agreed) == "blocked"


def test_more_than_fifty_changes_are_undone_and_redone_across_restarts(
    folder: Path, clock: Callable[[], datetime]
) -> None:
    with open_workspace(folder, clock=clock, create=True) as workspace:
        for number in range(60):
            workspace.roster.add({"name": f"Person {number:02d}"})
            if number % 20 == 10:
                workspace.store.save()
    for number in reversed(range(60)):
        if number % 10 == 9:
            with open_workspace(folder, clock=clock) as workspace:
                for _ in range(10):
                    workspace.history.undo()
                assert len(workspace.roster.list()) == number - 9
    with open_workspace(folder, clock=clock) as workspace:
        with pytest.raises(NotFound):
            workspace.history.undo()
        for _ in range(30):
            workspace.history.redo()
    with open_workspace(folder, clock=clock) as workspace:
        for _ in range(30):
            workspace.history.redo()
        assert [member.name for member in workspace.roster.list()] == [f"Person {number:02d}" for number in range(60)]


def test_what_another_window_did_is_known_for_that(folder: Path, clock: Callable[[], datetime]) -> None:
    with (
        open_workspace(folder, clock=clock, create=True) as one,
        open_workspace(folder, clock=clock) as other,
    ):
        ada = one.roster.add({"name": "Ada"})
        assert not one.history.next().is_of_others
        assert other.history.next().is_of_others
        mine = one.history.next()
        other.roster.edit(ada.id, {"notes": "met in Porto"})
        with pytest.raises(Clash, match="came in between"):
            one.history.undo(step=mine)
        theirs = one.history.next()
        assert theirs.is_of_others
        one.history.undo(step=theirs)
        assert one.roster.find("Ada").notes == ""
        assert other.history.next().sentence == mine.sentence  # theirs is undone for them as well
