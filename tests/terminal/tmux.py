"""A real terminal: tmux, in which somebody starts kindtui and presses keys."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from uuid import uuid4

import pytest

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not on this machine")

PATIENCE = 20.0
"""Seconds after which what should be on the screen is missed."""

STILL = 0.06
"""Seconds without a change after which a screen is at rest."""

AFTER_ESCAPE = 0.25
"""Seconds in which a terminal takes escape and the key after it for one key with alt."""

KEYS = {
    "enter": "Enter",
    "escape": "Escape",
    "tab": "Tab",
    "shift+tab": "BTab",
    "space": "Space",
    "backspace": "BSpace",
    "delete": "DC",
    "insert": "IC",
    "pagedown": "NPage",
    "pageup": "PPage",
}
"""What tmux calls a key, where that is not textual's name with a capital."""


def tmux_key(key: str) -> str:
    """Textual's name of a key (`ctrl+s`, `down`, `f7`, `A`) as tmux has it."""
    if key.startswith("ctrl+"):
        return f"C-{tmux_key(key.removeprefix('ctrl+'))}"
    return KEYS.get(key, key if len(key) == 1 else key.capitalize())


class Terminal:
    """One tmux of its own with one window; nothing of the person's tmux is read or touched."""

    def __init__(
        self, folder: Path, *, width: int = 120, height: int = 40, env: Mapping[str, str] | None = None
    ) -> None:
        self._folder, self._size, self._env = folder, (width, height), dict(env or {})
        self._name = f"kindtui-{uuid4().hex[:12]}"

    def __enter__(self) -> Terminal:
        width, height = map(str, self._size)
        given = [word for name, value in self._env.items() for word in ("-e", f"{name}={value}")]
        window = ("-x", width, "-y", height, *given, "-c", str(self._folder), "sh")
        self._tmux("-f", "/dev/null", "new-session", "-d", *window)
        self._tmux("set-option", "-g", "status", "off")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._tmux("kill-server")

    def start(self, *words: str) -> None:
        """Run kindtui with these words, at the prompt of a shell."""
        command = shlex.join([sys.executable, "-m", "kindtui", *words])
        self.type(command)
        self.press("enter")

    def ends(self) -> str:
        """Wait until the shell is back; the screen."""
        return self.until(lambda _: self._told("pane_current_command") == "sh", "the shell")

    def resize(self, width: int, height: int) -> None:
        self._tmux("resize-window", "-x", str(width), "-y", str(height))

    def press(self, *keys: str) -> None:
        for key in keys:
            self._tmux("send-keys", tmux_key(key))
            if key == "escape":
                time.sleep(AFTER_ESCAPE)

    def type(self, words: str) -> None:
        """Type the words, letter by letter."""
        self._tmux("send-keys", "-l", "--", words)

    def paste(self, words: str) -> None:
        """Paste the words, as one, which the terminal says."""
        self._tmux("set-buffer", "-b", "words", "--", words)
        self._tmux("paste-buffer", "-p", "-r", "-d", "-b", "words")

    @property
    def screen(self) -> str:
        """What stands on the screen, without colours."""
        return self._tmux("capture-pane", "-p")

    @property
    def coloured(self) -> str:
        """What stands on the screen, with the sequences that colour it."""
        return self._tmux("capture-pane", "-p", "-e")

    def sees(self, words: str) -> str:
        """Wait until the words are on the screen; the screen."""
        return self.until(lambda screen: words in screen, words)

    def until(self, holds: Callable[[str], bool], what: str = "") -> str:
        """Wait until something holds of the screen; the screen."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            screen = self.screen
            if holds(screen):
                return screen
            time.sleep(0.03)
        raise AssertionError(f"not on the screen: {what}\n{self.screen}")

    def rests(self) -> None:
        """Wait until nothing moves on the screen any more, the cursor included."""
        end, before = time.monotonic() + PATIENCE, ""
        while time.monotonic() < end:
            time.sleep(STILL)
            now = self.screen + self._told("cursor_x") + self._told("cursor_y")
            if now == before:
                return
            before = now

    def _told(self, what: str) -> str:
        return self._tmux("display-message", "-p", f"#{{{what}}}").strip()

    def _tmux(self, *words: str) -> str:
        # a size in the environment would count for more than that of the window
        env = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        argv = ["tmux", "-L", self._name, *words]
        done = subprocess.run(argv, capture_output=True, text=True, check=False, env=env)
        assert done.returncode == 0, f"tmux {words[0]}: {done.stderr}"
        return done.stdout
