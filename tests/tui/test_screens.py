"""What the screens look like, as plain text: a change of these files is a change that people see."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from kindtui.workspace import Workspace

AtWork = Callable[..., AbstractAsyncContextManager[Any]]

SIZES = [(80, 24), (120, 40)]
JOURNEYS = {
    "today": [],
    "today-folded": ["k", "enter"],
    "roster": ["2", "j"],
    "roster-card": ["2", "enter"],
    "roster-marked": ["2", "space", "space"],
    "roster-filtered": ["2", "/", "a", "m"],
    "member-edit": ["2", "e"],
    "member-add-fault": ["2", "a", "ctrl+s"],
    "remove": ["2", "D"],
    "help": ["2", "?"],
    "leader": ["g"],
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("keys", JOURNEYS.values(), ids=JOURNEYS.keys())
async def test_screen(
    at_work: AtWork, people: Workspace, size: tuple[int, int], keys: list[str], snapshot: SnapshotAssertion
) -> None:
    async with at_work(people, size=size, demo=True) as person:
        await person.press(*keys)
        assert person.sees == snapshot


@pytest.mark.parametrize("size", [(40, 15), *SIZES], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_empty_screens_name_the_next_key(
    at_work: AtWork, workspace: Workspace, size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    async with at_work(workspace, size=size) as person:
        today = person.sees
        await person.press("2")
        assert f"{today}\n{'=' * 20}\n{person.sees}" == snapshot


@pytest.mark.parametrize("size", [(40, 15), *SIZES], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_first_run(at_work: AtWork, tmp_path: Path, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with at_work(None, size=size, folder=Path("/home/ada/harbour")) as person:
        assert person.sees == snapshot


async def test_names_of_every_script_keep_the_borders_straight(
    at_work: AtWork, workspace: Workspace, snapshot: SnapshotAssertion
) -> None:
    names = (
        "👩‍👩‍👧‍👦 Rainbow",
        "नमस्ते क्षत्रिय",
        "محمد الفاتح",
        "e\u0301mile \u00e9",
        "🇩🇪 高橋ゆき山田太郎鈴木次郎",
        "한국어",
        "ไทยสวัสดีน้ำ",
    )
    for name in names:
        member = workspace.roster.add({"name": name, "pronouns": name[:9], "tag": [name[:4]], "joined": "today"})
        workspace.contributions.add({"what": name, "by": [member.id], "on": "today"})
    async with at_work(workspace, size=(120, 24)) as person:
        seen = []
        for keys in (["1"], ["2"], ["e"], ["escape", "3"]):
            await person.press(*keys)
            seen.append(person.sees)
            strips = person.app.screen._compositor.render_strips()
            assert {cell_len("".join(part.text for part in strip)) for strip in strips} == {120}, keys
        assert "\n\n".join(seen) == snapshot
