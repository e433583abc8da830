"""What is acknowledged rests on the order of writes and syncs, which a crash of the process alone cannot show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kindtui.store import durable
from kindtui.store.lock import ProcessLock
from kindtui.store.tables import Store
from tests.conftest import NOW
from tests.store.conftest import SPECS, person


@pytest.fixture
def store(folder: Path) -> Store:
    store = Store(folder, SPECS, clock=lambda: NOW)
    with store.change("First") as change:
        change.put(person("p-0"))
    return store


@pytest.fixture
def calls(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """(what was done, to which file or folder) in order; what `write_new` does inside is not shown again."""
    made: list[tuple[str, str]] = []
    inside: list[str] = []

    def shown(target: object) -> str:
        if not isinstance(target, Path):
            return "journal"
        if target.suffix in (".staged", ".log"):
            return "staged" if target.suffix == ".staged" else "journal"
        return target.name

    def record(owner: Any, name: str) -> None:
        call = getattr(owner, name)

        def run(*arguments: Any, **options: Any) -> Any:
            target = arguments[1] if name == "replace" else arguments[0]
            label = f"{name} durably" if name == "write_new" and options.get("durable", True) else name
            if not inside:
                made.append((label, "" if owner is ProcessLock else shown(target)))
            if name == "write_new":
                inside.append(name)
            try:
                return call(*arguments, **options)
            finally:
                if name == "write_new":
                    inside.pop()

        monkeypatch.setattr(owner, name, run)

    for name in ("write_all", "sync_data", "sync_folder", "write_new", "replace", "truncate"):
        record(durable, name)
    record(ProcessLock, "acknowledge")
    return made


def test_a_change_is_one_write_and_one_sync_before_it_is_acknowledged(
    store: Store, calls: list[tuple[str, str]]
) -> None:
    with store.change("Second") as change:
        change.put(person("p-1"))
        change.put(person("p-2"))
    assert calls == [("write_all", "journal"), ("sync_data", "journal"), ("acknowledge", "")]
    store.close(fold=False)


def test_a_swap_is_durable_before_it_is_committed_and_before_files_take_their_names(
    store: Store, calls: list[tuple[str, str]]
) -> None:
    with store.change("Second") as change:
        change.put(person("p-1"))
    calls.clear()
    store.save()
    steps = [call for call in calls if call[0] != "write_new"]  # the store's own copies need not be durable
    assert steps == [
        ("write_new durably", "staged"),  # the table
        ("write_new durably", "staged"),  # the next journal
        ("sync_folder", "journals"),
        ("write_all", "journal"),
        ("sync_data", "journal"),  # this commits
        ("replace", "people.json"),
        ("sync_folder", "records"),
        ("replace", "journal"),
        ("sync_folder", "journals"),
        ("acknowledge", ""),
    ]
    store.close(fold=False)
