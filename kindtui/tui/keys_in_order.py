"""Keys in their order: what is typed fast has its effect one key after the other."""

from __future__ import annotations

import asyncio
from typing import Any

from textual import events
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker

from kindtui.tui.commands import Command, Commanding, carry_out
from kindtui.tui.everywhere import Everywhere

SETTLE_SECONDS = 2.0
"""How long a key waits for the dialog that the key before it opens, so that fast typing lands in the dialog."""

QUIET_LOOKS = 3
"""In so many turns of the loop nothing may have been left to do before the next key is taken."""


class KeysInOrder(Everywhere):
    """Takes a key when the one before it did its work, and runs the commands that keys call. The app is one."""

    _key: events.Key | None = None
    """The key that is with the widgets."""
    _came_back = False
    """Whether no widget wanted it."""

    def __init__(self) -> None:
        super().__init__()
        self._begun: dict[Worker[None], Screen[Any]] = {}
        """Commands at work, and the screen each began on."""

    async def perform(self, target: Commanding, command: Command) -> None:
        """Run a command in a worker, and hold further keys until it ended or its dialog can take them."""
        worker = self.run_worker(carry_out(target, command), name=command.id, group="commands")
        self._begun[worker] = self.screen
        await self._settled()

    async def _settled(self) -> None:
        """Wait, but not for ever, until the keys before had their effect: what is typed fast comes in its order."""
        clock = asyncio.get_running_loop().time
        until = clock() + SETTLE_SECONDS
        still = 0
        while self.screen_stack and clock() < until and still < QUIET_LOOKS:  # none: the app is being left
            for worker in [each for each in self._begun if each.is_finished]:
                del self._begun[worker]
            ready = self.screen not in self._begun.values() and (self.focused is not None or not self._begun)
            still = still + 1 if ready and self._is_quiet() else 0
            await asyncio.sleep(0 if ready else 0.002)

    def _is_quiet(self) -> bool:
        """Whether the widget that has the focus, and all that it is in, have nothing left to do."""
        within = (self.focused or self.screen).ancestors_with_self
        return not any(node.message_queue_size for node in within if node is not self)

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        await self._settled()
        if not self.screen_stack or self.take_after_leader(event):
            return
        self._key = event
        await super().on_event(event)
        await self._settled()
        self._key = None
        if self._came_back:
            self._came_back = False
            await self._dispatch_message(event)

    def post_message(self, message: Message) -> bool:
        """Take what comes. A key that no widget wanted comes back to be looked up in the bindings: it is done before
        the keys that were typed after it, which wait in the queue already."""
        if message is self._key and message.is_forwarded:
            self._came_back = True
            return True
        return super().post_message(message)
