"""A folder that cannot be read any more is said, and the app goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from kindtui.errors import StoreError
from kindtui.store.documents import Documents
from kindtui.workspace import Workspace

AtWork = Callable[..., AbstractAsyncContextManager[Any]]


async def test_an_unreadable_conduct_folder_is_said_everywhere(
    at_work: AtWork, people: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_documents: Documents) -> Iterator[Path]:
        raise StoreError("conduct/ cannot be read: permission was denied")

    async with at_work(people, size=(100, 30)) as person:
        await person.press("5")
        monkeypatch.setattr(Documents, "_files", refuse)
        await person.until(lambda: "conduct/ cannot be read" in person.messages)
        await person.press("1", "G")
        await person.until(lambda: "conduct/ cannot be read" in person.sees)  # among what is to be mended


async def test_records_of_a_newer_kindtui_end_the_app_with_the_reason(
    at_work: AtWork, people: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def newer(_workspace: Workspace) -> None:
        raise StoreError("these records are from a newer kindtui")

    monkeypatch.setattr(Workspace, "open_records", newer)
    async with at_work(people) as person:
        await person.until(lambda: person.app._exit)
    assert str(person.app.fault) == "these records are from a newer kindtui"
