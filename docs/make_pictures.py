"""Make the pictures of the tour from the real app, on the demo: `python docs/make_pictures.py`.

Writes one SVG per room into docs/pictures/. The date is fixed, so that pictures change only when the screens do.
"""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from kindtui.services.demo import make_demo
from kindtui.tui.app import KindApp
from kindtui.workspace import open_workspace

PICTURES = Path(__file__).parent / "pictures"
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
ROOMS = (
    ("today", "1"),
    ("roster", "2"),
    ("contributions", "3"),
    ("spotlights", "v"),
    ("follow-ups", "4"),
    ("conduct", "5"),
)


async def take_pictures(folder: Path) -> None:
    app = KindApp(open_workspace(folder, clock=lambda: NOW), demo=True)
    async with app.run_test(size=(120, 36)) as pilot:
        for name, key in ROOMS:
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()
            app.save_screenshot(f"{name}.svg", path=str(PICTURES))


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "demo"
        make_demo(folder, NOW.date())
        asyncio.run(take_pictures(folder))


if __name__ == "__main__":
    main()
