"""The palette: every command of this screen and of the app, found by a part of its title or of its
word in the key bar."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from kindtui.tui.commands import Command, Commanding
from kindtui.tui.everywhere import Everywhere


class KindCommands(Provider):
    """The commands of the screen below the palette, then those of the app."""

    def _commands(self) -> Iterator[tuple[Commanding, Command]]:
        if isinstance(self.screen, Commanding):
            yield from ((self.screen, each) for each in self.screen.own_commands if each.palette)
        app = self.app
        if isinstance(app, Everywhere):
            yield from ((app, each) for each in app.own_commands if each.palette and app.serves(self.screen, each.id))

    async def discover(self) -> Hits:
        for target, command in self._commands():
            yield DiscoveryHit(
                _line(Content(command.title), command),
                partial(target.action_command, command.id),
                command.title,
                command.help or None,
            )

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for target, command in self._commands():
            score = matcher.match(f"{command.title} {command.short}")
            if score > 0:
                yield Hit(
                    score,
                    _line(matcher.highlight(command.title), command),
                    partial(target.action_command, command.id),
                    command.title,
                    command.help or None,
                )


def _line(title: Content, command: Command) -> Content:
    return Content.assemble(title, (f"  {command.shown_keys}", "$text-accent")) if command.keys else title
