"""The app: its sections as modes, what is shown when something changed, and how it begins and ends."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen

from kindtui.errors import KindError, Problem
from kindtui.tui.everywhere import ShowsChanges
from kindtui.tui.keys_in_order import KeysInOrder
from kindtui.tui.line_filter import NoColours, NoControls
from kindtui.tui.palette import KindCommands
from kindtui.tui.section import ListSection, SectionScreen
from kindtui.tui.sections import SECTIONS, Section
from kindtui.tui.steady import steady
from kindtui.tui.theming import Themes

if TYPE_CHECKING:
    from kindtui.workspace import Workspace

LOOK_EVERY = 0.75
"""Seconds between two looks at what other processes and editors changed."""


class KindApp(KeysInOrder):
    """kindtui on a screen. Without a workspace it begins with the first-run screen."""

    TITLE = "kindtui"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    COMMANDS: ClassVar[Any] = {KindCommands}
    NOTIFICATION_TIMEOUT = 6

    def __init__(self, workspace: Workspace | None, *, demo: bool = False, folder: Path | None = None) -> None:
        # begin in this mode: a screen of textual's own would be made and styled for nothing
        self.DEFAULT_MODE = "first-run" if workspace is None else "today"  # type: ignore[misc]
        super().__init__()
        self.workspace = workspace
        self.demo = demo
        self.folder = folder or (workspace.folder if workspace else Path.cwd())
        """Where a new workspace would be made."""
        self._problems: list[Problem] = []
        """What was wrong with the records at the last look."""
        self.themes = Themes(self)
        self.themes.start(workspace)
        self._screens: dict[str, SectionScreen] = {}
        self.chosen_keys = {}
        self._controls = NoControls()
        self._colours = NoColours(lambda: self.current_theme.dark)
        self._styled_with = self.get_css_variables()
        self.stylesheet.set_variables(self._styled_with)
        self._waiting: list[Callable[[], None]] | None = []
        """What is to be called after the first paint; None when the app is ready."""
        self.fault: KindError | None = None
        """Why the records cannot be opened."""
        self.closing = ExitStack()
        """What has to be put away when the app ends."""
        for section in SECTIONS:
            self.add_mode(section.id, partial(self._make, section))
        self.add_mode("first-run", self._first_run)

    def _make(self, section: Section) -> Screen[None]:
        assert self.workspace is not None
        self._screens[section.id] = section.make(self.workspace)
        return self._screens[section.id]

    def _first_run(self) -> Screen[None]:
        from kindtui.tui.first_run import FirstRunScreen

        return FirstRunScreen(self.folder)

    def after_paint(self, callback: Callable[[], None]) -> None:
        """Call it when the screen has been painted next. Before the app is ready textual paints nothing, and calls at
        once what it should call after a refresh."""
        if self._waiting is None:
            self.screen.call_after_refresh(callback)
        else:
            self._waiting.append(callback)

    def on_ready(self) -> None:
        waiting, self._waiting = self._waiting or [], None
        for callback in waiting:
            self.after_paint(callback)

    def on_mount(self) -> None:
        self._say_theme_faults()
        self.take_keys()
        self.set_interval(LOOK_EVERY, self.look_around)

    async def open(self, workspace: Workspace, *, demo: bool = False) -> None:
        """Begin to work in a workspace (from the first-run screen)."""
        self.workspace, self.demo = workspace, demo
        self.themes.start(workspace)
        self._say_theme_faults()
        self.take_keys()
        await self.switch_mode("today")

    def _say_theme_faults(self) -> None:
        if self.themes.faults:
            self.tell("The theme cannot be used.", "\n".join(self.themes.faults), severity="warning")

    def take_keys(self) -> None:
        """Use the keys that the person chose."""
        keys = self.workspace.state.get("keys", {}) if self.workspace else {}
        self.chosen_keys = {str(id): str(key) for id, key in keys.items()} if isinstance(keys, dict) else {}
        self.set_keymap(self.chosen_keys)

    # --- sections

    @property
    def read_only_reason(self) -> str:
        return (self.workspace.store.read_only_reason or "") if self.workspace and self.workspace.is_open else ""

    def open_records(self) -> bool:
        """Open the records, which is done behind the first paint. When they cannot be opened the app ends, and
        `run_app` raises why."""
        assert self.workspace is not None
        try:
            self.workspace.open_records()
        except KindError as error:
            self.fault = error
            self.call_later(self.exit)
            return False
        return True

    def go_to(self, section: str, *, select: str = "") -> None:
        if self.workspace is not None and section != self.current_mode:
            self.switch_mode(section)
        screen = self._screens.get(section)
        if select and isinstance(screen, ListSection):
            screen.call_after_refresh(screen.select, select)

    def go_to_many(self, section: str, keys: Sequence[str], query: str) -> None:
        self.go_to(section)
        screen = self._screens.get(section)
        if isinstance(screen, ListSection):
            screen.call_after_refresh(screen.show_many, keys, query)

    def open_screens(self) -> Sequence[tuple[str, Screen[Any]]]:
        begun = [mode for mode in self._screens if mode != self.current_mode]
        return [
            (mode, screen) for mode in (self.current_mode, *begun) for screen in reversed(self.get_screen_stack(mode))
        ]

    def records_changed(self, tables: frozenset[str] | None = None) -> None:
        if not self.is_running:
            return  # it is being left, and its screens are taken apart one widget after the other
        in_sight = [screen for screen in self.screen_stack if isinstance(screen, SectionScreen)]
        for screen in {*self._screens.values(), *in_sight}:
            concerned = not tables or not screen.section.tables or bool(tables & screen.section.tables)
            if not concerned or not screen.is_mounted:
                continue
            if screen in in_sight:
                screen.reload()
            else:
                screen.stale = True
        for over in self.screen_stack:
            if isinstance(over, ShowsChanges):
                over.show_changes()

    def look_around(self) -> None:
        """See what other windows, processes and editors changed, and show it."""
        if self.workspace is None or not self.workspace.is_open:
            return
        try:
            tables = self.workspace.catch_up()
        except KindError as error:
            self.show_error(error)
            return
        if tables:
            self.records_changed(tables)
        problems = self.workspace.store.problems()
        if problems != self._problems:
            self._problems = problems
            self.records_changed(frozenset({"problems"}))  # Today names them
        for screen in self.screen_stack:
            if isinstance(screen, SectionScreen):
                screen.show_notice()
        if self.themes.changed():
            if not self.themes.use(self.theme):
                self._say_theme_faults()
            self.records_changed(frozenset({"themes"}))  # Today names what is wrong with a file

    # --- themes and the end

    async def choose_theme(self) -> None:
        from kindtui.tui.content import joined, text

        themes = self.themes.all()
        choices = [
            (theme.id, joined([text(theme.title), text("  dark" if theme.dark else "  light", "$text-muted")]))
            for theme in themes
        ]
        chosen = await self.choose("Theme", choices, details="\n".join(self.themes.faults[:4]), current=self.theme)
        if chosen and self.themes.use(chosen) and self.workspace is not None:
            self.workspace.state.set("theme", chosen)

    def leave(self) -> None:
        self.exit(0)

    async def action_quit(self) -> None:
        """ctrl+q. A dialog is called off first, so that a form can ask what becomes of its text."""
        from kindtui.tui.widgets.dialogs import Dialog

        if isinstance(self.screen, Dialog):
            self.screen.action_cancel()
        else:
            await self.action_command("app.quit")

    def run(self, *given: Any, **named: Any) -> int | None:
        """Run the app. What is loaded by now stays, so the garbage collector need not look at it before the first
        paint, nor ever again."""
        gc.freeze()
        return super().run(*given, **named)

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything again, if a colour changed: textual asks for it twice at the start, for nothing."""
        colours = self.get_css_variables()
        if colours != self._styled_with:
            self._styled_with = colours
            super().refresh_css(animate)

    # --- what must never happen, and what is shown when it does

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [self._controls, *([self._colours] if self.no_color else super().get_line_filters())]

    def get_driver_class(self) -> type[Driver]:
        return steady(super().get_driver_class())

    def _fatal_error(self) -> None:
        """End after a fault of ours. Textual would print the local variables, and with them what is written about
        people; with KINDTUI_DEBUG set the traceback is printed, without variables."""
        from rich.text import Text

        self.bell()
        if os.environ.get("KINDTUI_DEBUG"):
            from rich.traceback import Traceback

            self.panic(Traceback(show_locals=False))
            return
        self.panic(
            Text(
                "kindtui met a fault of its own and closed. Every change that was saved is on disk.\n"
                "Start it with KINDTUI_DEBUG=1 to see where; that shows none of your records."
            )
        )


def run_app(workspace: str | None, *, demo: bool = False) -> int:
    """Open the app and answer its exit code. `workspace` is the folder given on the command line; `demo` opens a
    throw-away copy of the demo. Raises KindError when the workspace cannot be opened."""
    from kindtui.paths import WORKSPACE_FILE, find_workspace
    from kindtui.workspace import open_workspace

    if demo:
        from kindtui.tui.first_run import demo_workspace

        with demo_workspace() as opened:
            return _run(KindApp(opened, demo=True))
    folder = find_workspace(workspace)
    if not (folder / WORKSPACE_FILE).exists():
        return _run(KindApp(None, folder=folder))
    opened = open_workspace(folder, at_once=False)
    try:
        return _run(KindApp(opened))
    finally:
        opened.close()


def _run(app: KindApp) -> int:
    mouse = bool(app.workspace.state.get("mouse", True)) if app.workspace else True
    with app.closing:
        app.run(mouse=mouse)
    if app.fault is not None:
        raise app.fault
    return app.return_code or 0
