"""Filters under a name: each list has its own, and they survive the session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from kindtui.errors import InvalidInput, NotFound, StoreError
from kindtui.services.saved_filters import SavedFilters
from kindtui.store import durable
from kindtui.workspace import Workspace, init_workspace, open_workspace


def filters(workspace: Workspace) -> SavedFilters:
    return SavedFilters(workspace.state, "members", workspace.roster)


def test_a_filter_is_found_by_its_name_in_any_case_and_after_a_restart(
    tmp_path: Path, clock: Callable[[], datetime]
) -> None:
    init_workspace(tmp_path / "w")
    with open_workspace(tmp_path / "w", clock=clock) as workspace:
        assert filters(workspace).save(" New   faces ", "joined:>2026-01-01") == "New faces"
        filters(workspace).save("NEW FACES", "joined:>2026-02-01")
        SavedFilters(workspace.state, "followups", workspace.follow_ups).save("new faces", "kind:welcome")
    with open_workspace(tmp_path / "w", clock=clock) as workspace:
        kept = filters(workspace)
        assert kept.all() == {"NEW FACES": "joined:>2026-02-01"}
        assert kept.get("new faces") == "joined:>2026-02-01"
        with pytest.raises(NotFound) as fault:
            kept.get("new face")
        assert "NEW FACES" in fault.value.hint
        kept.remove("New Faces")
        assert kept.all() == {}
        assert SavedFilters(workspace.state, "followups", workspace.follow_ups).get("NEW faces") == "kind:welcome"


@pytest.mark.parametrize(
    ("name", "query"), [("", "ada"), ("a\x1bb", "ada"), ("n" * 41, "ada"), ("x", " "), ("x", "k:v")]
)
def test_what_nobody_could_use_is_not_kept(
    tmp_path: Path, clock: Callable[[], datetime], name: str, query: str
) -> None:
    with open_workspace(tmp_path, clock=clock) as workspace, pytest.raises(InvalidInput):
        filters(workspace).save(name, query)


def test_what_is_left_open_is_closed(tmp_path: Path, clock: Callable[[], datetime]) -> None:
    init_workspace(tmp_path / "w")
    with open_workspace(tmp_path / "w", clock=clock) as workspace:
        filters(workspace).save("old", 'tag:"very old')
        assert filters(workspace).get("old") == 'tag:"very old"', "words that follow are not part of the tag"
        filters(workspace).save("two", "tag:host OR tag:docs OR NOT")
        assert filters(workspace).get("two") == "tag:host OR tag:docs", "nor are they joined to it"


@pytest.mark.parametrize("kept", [[], "x", {"members": []}, {"members": {"x": 3}}])
def test_a_state_that_somebody_else_wrote_counts_as_empty(
    tmp_path: Path, clock: Callable[[], datetime], kept: object
) -> None:
    with open_workspace(tmp_path, clock=clock) as workspace:
        workspace.state.set("filters", kept)
        assert filters(workspace).all() == {}


def test_a_filter_that_could_not_be_kept_is_not_said_to_be(
    tmp_path: Path, clock: Callable[[], datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    init_workspace(tmp_path / "w")

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with open_workspace(tmp_path / "w", clock=clock) as workspace:
        monkeypatch.setattr(durable, "replace", full)
        with pytest.raises(StoreError, match="Not kept"):
            filters(workspace).save("new", "joined:>2026-01-01")
