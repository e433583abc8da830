"""The commands that work in every section."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from textual import events
from textual.binding import Binding
from textual.screen import Screen

from kindtui.tui.asking import Asking
from kindtui.tui.commands import Command
from kindtui.tui.sections import SECTIONS
from kindtui.tui.widgets.detail import DetailPane
from kindtui.tui.widgets.key_bar import KeyBar
from kindtui.tui.widgets.record_list import RecordList

EVERYWHERE: tuple[Command, ...] = (
    *(
        Command(f"go.{section.id}", f"Go to {section.title}", str(number), f"go_{number}", section.title)
        for number, section in enumerate(SECTIONS, 1)
    ),
    Command(
        "app.leader",
        "Go somewhere",
        "g",
        "leader",
        help="Then t today, m members, c contributions, f follow-ups, o conduct, g the top.",
        palette=False,
    ),
    Command("app.undo", "Undo the last change", "u", "undo", "undo", writes=True),
    Command("app.redo", "Redo what was undone", "U", "redo", "redo", writes=True),
    Command("app.help", "Keys of this screen", "?", "help", "keys"),
    Command("app.palette", "All commands", ":", "palette", "commands", help="Also ctrl+p.", palette=False),
    Command("app.theme", "Choose a theme", "", "theme", help="Yours are YAML files in the folder themes/."),
    Command("app.keys", "Change a key", "", "keys"),
    Command("app.mouse", "Turn the mouse on or off at the next start", "", "mouse"),
    Command("app.quit", "Quit", "q", "quit", "quit"),
)


@runtime_checkable
class UndoesHere(Protocol):
    """A screen that changes more than records, such as files of the person. Each answers the sentence of what it took
    back or did again, "" when there is nothing, and then the records have their turn."""

    def undo_here(self) -> str:
        """Take back the newest change."""

    def redo_here(self) -> str:
        """Do again what was taken back last."""


@runtime_checkable
class ShowsChanges(Protocol):
    """A screen over a section that shows records, too."""

    def show_changes(self) -> None:
        """Read them again and show them."""


@runtime_checkable
class MayBeLeft(Protocol):
    """A screen with work on it that is nowhere else."""

    async def may_be_left(self) -> bool:
        """Whether the work may go; asks where there is some, and settles what becomes of it."""


class Everywhere(Asking):
    """What the app does for every section. Mixed into the app."""

    COMMANDS_HERE = EVERYWHERE
    BINDINGS = [
        Binding(
            f"f{number}",
            f"switch('{section.id}')",
            section.title,
            id=f"go.{section.id}.field",
            show=False,
            priority=True,
        )
        for number, section in enumerate(SECTIONS, 1)
    ]
    _leading = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a dialog only the function keys reach beyond it; without a workspace there is nowhere to go."""
        if action == "switch":
            return self.workspace is not None and not self.screen.has_class("-stays")
        if action == "command":
            return not self.screen.is_modal and self.serves(self.screen, str(parameters[0]))
        return super().check_action(action, parameters)

    def serves(self, screen: Screen[Any], id: str) -> bool:
        """Whether a command of the app means something on a screen. Keys, palette and help offer only those."""
        if self.workspace is None:
            return id in ("app.quit", "app.help", "app.theme")
        return id not in getattr(screen, "WITHOUT", ())

    def action_switch(self, section: str) -> None:
        """Go to a section; a form that is open stays as it is until one comes back."""
        self.go_to(section)

    def do_go_1(self) -> None:
        self.go_to(SECTIONS[0].id)

    def do_go_2(self) -> None:
        self.go_to(SECTIONS[1].id)

    def do_go_3(self) -> None:
        self.go_to(SECTIONS[2].id)

    def do_go_4(self) -> None:
        self.go_to(SECTIONS[3].id)

    def do_go_5(self) -> None:
        self.go_to(SECTIONS[4].id)

    # --- g, then a letter

    def do_leader(self) -> None:
        self._leading = True
        self._show_leader([("g", "and"), *((each.leader, each.title) for each in SECTIONS), ("g", "top")])

    def _show_leader(self, choices: Sequence[tuple[str, str]]) -> None:
        for bar in self.screen.query(KeyBar):
            bar.ask(choices)

    def take_after_leader(self, event: events.Key) -> bool:
        """Whether this key belonged to the `g` before it."""
        if not self._leading:
            return False
        self._leading = False
        self._show_leader(())
        if event.key == "g":
            self._to_top()
            return True
        section = next((each for each in SECTIONS if each.leader == event.key), None)
        if section is None:
            return False
        self.go_to(section.id)
        return True

    def _to_top(self) -> None:
        if isinstance(self.focused, RecordList):
            self.focused.action_first()
        elif isinstance(self.focused, DetailPane):
            self.focused.scroll_home(animate=False)

    # --- undo, help, themes

    async def do_undo(self) -> None:
        here = self.screen.undo_here() if isinstance(self.screen, UndoesHere) else ""
        if done := here or await self._reversed(redo=False):
            self.tell(f"Undone: {done}", "U brings it back.")
            self.records_changed()

    async def do_redo(self) -> None:
        here = self.screen.redo_here() if isinstance(self.screen, UndoesHere) else ""
        if done := here or await self._reversed(redo=True):
            self.tell(f"Done again: {done}")
            self.records_changed()

    async def _reversed(self, *, redo: bool) -> str:
        """Undo or redo, and answer what it was; nothing when somebody who was asked first did not want it."""
        if self.workspace is None:
            return ""
        history = self.workspace.history
        step = history.next(redo=redo)
        reasons = [f"{reason}." for reason in step.consent]
        if step.is_of_others:
            reasons.append("It was not done in this window.")
        does = "Do again" if redo else "Undo"
        if reasons and not await self.confirm(f"{does}: {step.sentence}?", "\n".join(reasons), yes=does, no="Keep it"):
            return ""
        return (history.redo if redo else history.undo)(step=step)

    async def do_help(self) -> None:
        from kindtui.tui.help import HelpScreen

        everywhere = [each for each in self.own_commands if self.serves(self.screen, each.id)]
        await self.push_screen_wait(HelpScreen(self.screen, everywhere))

    def do_palette(self) -> None:
        self.action_command_palette()

    async def do_theme(self) -> None:
        await self.choose_theme()

    async def do_keys(self) -> None:
        from kindtui.tui.keys import change_key
        from kindtui.tui.section import SectionScreen

        screen = self.screen
        if isinstance(screen, SectionScreen) and await change_key(self, screen):
            self.take_keys()
            screen.show_keys()

    def do_mouse(self) -> None:
        if self.workspace is not None:
            on = not bool(self.workspace.state.get("mouse", True))
            self.workspace.state.set("mouse", on)
            self.tell(f"The mouse will be {'on' if on else 'off'} when kindtui starts again.")

    async def do_quit(self) -> None:
        for section, screen in self.open_screens():
            if isinstance(screen, MayBeLeft):
                if screen is not self.screen:
                    self.go_to(section)
                if not await screen.may_be_left():
                    return
        self.leave()
