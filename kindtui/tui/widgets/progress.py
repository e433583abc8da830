"""Long work with a bar, which can be called off."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, ProgressBar, Static

from kindtui.domain.progress import Cancelled, Progress
from kindtui.errors import KindError
from kindtui.tui.content import keyed, text
from kindtui.tui.widgets.dialogs import Dialog

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ended(Generic[T]):
    """How the work ended: with a value, with an error, or called off (both None)."""

    value: T | None = None
    error: KindError | None = None


class ProgressDialog(Dialog[Ended[Any]]):
    """Runs `work(progress)` in a thread; esc makes the next progress call raise Cancelled, so that nothing is kept."""

    def __init__(self, title: str, work: Callable[[Progress], T]) -> None:
        super().__init__()
        self.title_text = text(title)
        self._work = work
        self._called_off = threading.Event()
        self._ending = False
        """Whether all is gone through, and what is left (saving it, say) asks no more whether to go on."""

    def body(self) -> ComposeResult:
        yield ProgressBar(total=None, show_eta=False)
        yield Static(Content("starting"), id="progress--words", classes="dialog--hint")

    def buttons(self) -> Sequence[Widget]:
        return (Button(keyed("Stop", "esc"), id="no"),)

    def on_mount(self) -> None:
        self._run()

    @work(thread=True)
    def _run(self) -> None:
        try:
            ended = Ended(value=self._work(self._progress))
        except Cancelled:
            ended = Ended()
        except KindError as error:
            ended = Ended(error=error)
        self.app.call_from_thread(self.dismiss, ended)

    def _progress(self, done: int, total: int) -> None:
        if self._called_off.is_set():
            raise Cancelled
        self.app.call_from_thread(self._show, done, total)

    def _show(self, done: int, total: int) -> None:
        self.query_one(ProgressBar).update(total=total or None, progress=done)
        self._ending = 0 < total <= done
        words = f"{done:,} of {total:,}" if total else f"{done:,}"
        self._say(f"{words}; one moment" if self._ending else words)

    def action_cancel(self) -> None:
        self._called_off.set()
        self._say("too late to stop; one moment" if self._ending else "stopping; nothing will be kept")

    def _say(self, words: str) -> None:
        self.query_one("#progress--words", Static).update(Content(words))
