"""The first minute: try the demo, import a file, or start empty."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kindtui.tui import content as draw
from kindtui.tui.command_screen import CommandScreen
from kindtui.tui.commands import Command
from kindtui.tui.widgets.key_bar import KeyBar
from kindtui.tui.widgets.options import Options

if TYPE_CHECKING:
    from kindtui.workspace import Workspace

CHOICES = (
    ("demo", "t", "Try the demo", "An invented community to look around in; nothing can go wrong."),
    ("import", "i", "Import a file", "Your members from a CSV, such as an export of Discourse or Slack."),
    ("empty", "n", "Start empty", "A new workspace, and your first member."),
)


class FirstRunScreen(CommandScreen[None]):
    """Asks how to begin. `folder` is where a workspace would be made."""

    CSS_PATH = "first_run.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-wide")]
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = tuple(
        Command(f"first.{id}", title, key, id, title.lower(), help=words, footer=rank)
        for rank, (id, key, title, words) in enumerate(CHOICES, 1)
    )

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def compose(self) -> ComposeResult:
        with Vertical(id="welcome"):
            yield Static(Content.assemble(("kindtui", draw.HEADING)), id="welcome--name")
            yield Static(
                Content(
                    "Four notebooks for those who take care of a community:\n"
                    "who they are, what they do, who needs you, what you agreed on."
                ),
                id="welcome--words",
            )
            rows = [
                Option(
                    Content.assemble(
                        (f"{key}  ", "bold $text-accent"), (title, "bold"), "\n   ", (words, "$text-muted")
                    ),
                    id=id,
                )
                for id, key, title, words in CHOICES
            ]
            yield Options(*rows, markup=False, id="choices")
            yield Static(draw.text(f"A workspace would be made in {self.folder}", draw.MUTED), id="welcome--place")
        yield KeyBar()

    def on_mount(self) -> None:
        self.show_keys()
        self.query_one(Options).focus()

    @on(OptionList.OptionSelected)
    async def _chosen(self, event: OptionList.OptionSelected) -> None:
        await self.action_command(f"first.{event.option_id}")

    async def do_demo(self) -> None:
        """Open the demo in a folder that is gone when the app is closed."""
        app = self.kind_app
        workspace = app.closing.enter_context(demo_workspace())
        await app.open(workspace, demo=True)

    async def do_empty(self) -> None:
        """Make a workspace, and add the first member."""
        await self._begin_with("members.add")

    async def do_import(self) -> None:
        """Make a workspace, and import into it."""
        await self._begin_with("members.bring_in")

    async def _begin_with(self, first: str) -> None:
        if await self._begin():
            from kindtui.tui.sections import verb_of

            verb = verb_of(first)
            assert verb is not None
            self.kind_app.go_to("roster")
            await verb(self.kind_app, [])

    async def _begin(self) -> bool:
        from kindtui.workspace import init_workspace, open_workspace

        app = self.kind_app
        name = await app.ask_text(
            "What is your community called?",
            hint=f"You can change it in kindtui.yaml. The workspace will be in {draw.plain(self.folder)}",
            done="Begin",
        )
        if name is None:
            return False
        init_workspace(self.folder, name=name.strip())
        workspace = open_workspace(self.folder)
        app.closing.callback(workspace.close)
        await app.open(workspace)
        return True


@contextmanager
def demo_workspace() -> Iterator[Workspace]:
    """A throw-away copy of the demo, with dates relative to today."""
    from kindtui.domain.record import utc_now
    from kindtui.services.demo import make_demo
    from kindtui.workspace import open_workspace

    with tempfile.TemporaryDirectory(prefix="kindtui-demo-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary) / "demo"
        make_demo(folder, utc_now().date())
        workspace = open_workspace(folder)
        try:
            yield workspace
        finally:
            with contextlib.suppress(OSError):
                workspace.close()
