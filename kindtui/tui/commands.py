"""One declaration per command: its key, its palette entry, its place in the footer and its line in the help.

A screen (or the app) lists its commands in `COMMANDS_HERE` and implements each as a method `do_<verb>`, which may be
async and may await dialogs. The app runs it in a worker, shows a `KindError` with its hint, and refuses politely what
needs a selection or a workspace that can be written.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import msgspec
from msgspec.structs import replace
from textual.binding import Binding

from kindtui.errors import KindError

if TYPE_CHECKING:
    from textual.dom import DOMNode as _Node

    from kindtui.tui.app import KindApp

else:
    # no DOMNode at run time: textual takes the styles of the first base that is one
    _Node = object

Needs = Literal["nothing", "one", "some"]
"""one: the record under the cursor; some: the marked ones, else the one under the cursor."""

SHOWN_KEYS = {"plus": "+", "escape": "esc", "up": "↑", "down": "↓", "left": "←", "right": "→"}


class Command(msgspec.Struct, frozen=True):
    """One thing a person can do on a screen.

    `id` is stable ("roster.add") and the name under which its key can be changed. `verb` names the method `do_<verb>`.
    `keys` are textual key names separated by commas. `footer` ranks it in the key bar (1 first, 0 not at all) under the
    word `short`. `writes` commands are refused in a workspace that cannot be written.
    """

    id: str
    title: str
    keys: str
    verb: str
    short: str = ""
    help: str = ""
    needs: Needs = "nothing"
    writes: bool = False
    footer: int = 0
    palette: bool = True

    @property
    def shown_keys(self) -> str:
        """The keys as a person reads them: "/", "esc", "1"."""
        return shown(self.keys)


def shown(keys: str) -> str:
    """Textual's key names as a person reads them: "escape,h" -> "esc h"."""
    return " ".join(SHOWN_KEYS.get(key.strip(), key.strip()) for key in keys.split(",") if key.strip())


def printable(keys: str) -> bool:
    """Whether every key types a character. Such keys are taken before any widget sees them (a field that takes text
    keeps them), so that keys typed ahead of the screen are not lost."""
    return all(len(key.strip()) == 1 or key.strip() == "space" for key in keys.split(","))


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """The bindings of commands: each with its id, so that a keymap can change it.

    Keys that type nothing (enter, esc) are taken at once only while a list has the focus: a field needs them first.
    """
    found: list[Binding] = []
    for command in commands:
        if not command.keys:
            continue
        action = f"command('{command.id}')"
        at_once = printable(command.keys)
        found.append(Binding(command.keys, action, command.title, show=False, id=command.id, priority=at_once))
        if not at_once:
            now = f"command_now('{command.id}')"
            found.append(Binding(command.keys, now, command.title, show=False, id=command.id, priority=True))
    return found


def usual(section: str, noun: str, *, without: Sequence[str] = ()) -> tuple[Command, ...]:
    """The commands that every list section has (DESIGN §6), for records called `noun`. `without` leaves verbs out."""
    every = (
        Command(
            f"{section}.open", f"Open the {noun}", "enter", "open", "open", "Shows it whole.", needs="one", footer=6
        ),
        Command(f"{section}.add", f"Add a {noun}", "a", "add", "add", writes=True, footer=1),
        Command(f"{section}.edit", f"Edit the {noun}", "e", "edit", "edit", needs="one", writes=True, footer=2),
        Command(
            f"{section}.remove",
            f"Remove the {noun}",
            "D",
            "remove",
            "remove",
            "Asks first; u brings it back.",
            needs="some",
            writes=True,
        ),
        Command(
            f"{section}.mark", "Mark or unmark", "space", "mark", "mark", "Verbs then work on all marked.", needs="one"
        ),
        Command(f"{section}.unmark_all", "Unmark all", "M", "unmark_all", "unmark"),
        Command(
            f"{section}.filter",
            "Filter the list",
            "/",
            "filter",
            "filter",
            "Many words; all must occur. Accents do not matter.",
            footer=5,
        ),
        Command(f"{section}.copy", f"Copy the {noun} as text", "y", "copy", "copy", needs="one"),
        Command(
            f"{section}.editor",
            "Write its notes in $EDITOR",
            "o",
            "editor",
            "editor",
            needs="one",
            writes=True,
        ),
        Command(f"{section}.back", "Back to the list", "escape", "back", "back", palette=False),
    )
    return tuple(each for each in every if each.verb not in without)


class Commanding(_Node):
    """A screen or an app that has commands. Mixed in before Screen or App."""

    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *bindings(cls.__dict__.get("COMMANDS_HERE", ()))]
        super().__init_subclass__(**options)

    @property
    def kind_app(self) -> KindApp:
        """The app, as the type it is."""
        from kindtui.tui.app import KindApp

        app = self.app
        assert isinstance(app, KindApp)
        return app

    @property
    def own_commands(self) -> tuple[Command, ...]:
        """The commands of this screen, with the keys that the person chose for them."""
        keys = self.kind_app.chosen_keys
        return tuple(replace(each, keys=keys[each.id]) if each.id in keys else each for each in self.COMMANDS_HERE)

    def find_command(self, id: str) -> Command | None:
        """The command of this screen with that id."""
        return next((each for each in self.COMMANDS_HERE if each.id == id), None)

    def chosen_count(self) -> int:
        """How many records a command with `needs` would work on."""
        return 0

    def how_to_choose(self) -> str:
        """What to do where there is nothing that such a command could work on."""
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether keys that a field would need may be taken before it sees them."""
        if action == "command_now":
            return bool(getattr(self.app.focused, "READS_ONLY", False))
        return super().check_action(action, parameters)

    async def action_command_now(self, id: str) -> None:
        """Run a command before the widget that has the focus sees its key."""
        await self.action_command(id)

    async def action_command(self, id: str) -> None:
        """Run a command by id: what keys, palette, key bar and mouse all call."""
        command = self.find_command(id)
        if command is not None:
            await self.kind_app.perform(self, command)


async def carry_out(target: Commanding, command: Command) -> None:
    """Do what the command says, and show what a person can act on when it fails."""
    app = target.kind_app
    if command.needs != "nothing" and not target.chosen_count():
        app.tell("Nothing is selected here.", target.how_to_choose(), severity="warning")
        return
    reason = app.read_only_reason if command.writes else None
    if reason:
        app.tell("This workspace can only be read just now.", reason, severity="warning")
        return
    try:
        answer = getattr(target, f"do_{command.verb}")()
        if inspect.isawaitable(answer):
            await answer
    except KindError as error:
        app.show_error(error)
