"""Copying a text to where the person can paste it.

Over SSH and in tmux the text goes to the terminal in an OSC 52 sequence, since a program of that machine would fill the
wrong clipboard; on one's own machine the system's tool takes it.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress

from kindtui.errors import StoreError

OSC52_MOST = 74_994
"""The longest base64 text that terminals are known to take."""

Write = Callable[[str], None]
"""Writes a control sequence to the terminal."""


def copy(text: str, *, write: Write | None = None) -> str:
    """Copy `text` and answer a sentence that says where it went. An app that owns the terminal gives its own `write`.

    Raises StoreError when there is nowhere to copy to, or the terminal would not take a text this long.
    """
    far = bool(os.environ.get("SSH_TTY") or os.environ.get("SSH_CONNECTION"))
    if not far:
        for name, command, encoding in _tools():
            if _given_to(command, text.encode(encoding)):
                return f"copied with {name}"
    where = _to_terminal(text, write)
    if where:
        return where
    raise nowhere()


def is_there() -> bool:
    """Whether there is something to copy to; that it takes a text is only known once it was tried."""
    far = bool(os.environ.get("SSH_TTY") or os.environ.get("SSH_CONNECTION"))
    return (not far and next(_tools(), None) is not None) or _write_to_tty("")


def nowhere() -> StoreError:
    """What to say where there is no clipboard."""
    return StoreError(
        "there is no clipboard to copy to",
        "install wl-clipboard, xclip or xsel, or leave --copy out and take the words from the screen or a file",
    )


def osc52(text: str, *, in_tmux: bool = False) -> str:
    """The control sequence that asks a terminal to copy `text`. In tmux it goes both to tmux and, wrapped, through
    it: which of the two works is a setting of tmux."""
    plain = f"\x1b]52;c;{base64.b64encode(text.encode()).decode('ascii')}\x07"
    if not in_tmux:
        return plain
    wrapped = plain.replace("\x1b", "\x1b\x1b")
    return f"{plain}\x1bPtmux;{wrapped}\x1b\\"


def _to_terminal(text: str, write: Write | None) -> str:
    if len(text.encode()) * 4 // 3 > OSC52_MOST:
        raise StoreError("this text is too long for the terminal's clipboard", "write it to a file with -o FILE")
    in_tmux = bool(os.environ.get("TMUX"))
    sequence = osc52(text, in_tmux=in_tmux)
    if write is None and not _write_to_tty(sequence):
        return ""
    if write is not None:
        write(sequence)
    return "sent to the terminal's clipboard" + (" through tmux" if in_tmux else "")


def _write_to_tty(sequence: str) -> bool:
    with suppress(OSError), open("/dev/tty", "w", encoding="ascii") as terminal:  # noqa: PTH123 - a device, not a file
        terminal.write(sequence)
        return True
    return False


def _tools() -> Iterator[tuple[str, list[str], str]]:
    """(name, command, encoding) of the tools that could reach the clipboard of this machine, the likeliest first."""
    environ = os.environ
    wanted: list[tuple[str, list[str], str]] = []
    if sys.platform == "darwin":
        wanted.append(("pbcopy", ["pbcopy"], "utf-8"))
    if environ.get("WAYLAND_DISPLAY"):
        wanted.append(("wl-copy", ["wl-copy"], "utf-8"))
    if environ.get("DISPLAY"):
        wanted.append(("xclip", ["xclip", "-selection", "clipboard"], "utf-8"))
        wanted.append(("xsel", ["xsel", "--clipboard", "--input"], "utf-8"))
    if sys.platform == "win32" or environ.get("WSL_DISTRO_NAME"):
        wanted.append(("clip.exe", ["clip.exe"], "utf-16-le"))
    for name, command, encoding in wanted:
        found = shutil.which(command[0])
        if found:
            yield name, [found, *command[1:]], encoding


def _given_to(command: list[str], data: bytes) -> bool:
    """Whether the tool took the text. xclip stays behind to serve it, so nothing of its output may be waited for."""
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            command, input=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=5, check=False
        )
        return done.returncode == 0
    return False
