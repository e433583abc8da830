"""Writing a text in the person's own editor, `$VISUAL` or `$EDITOR`.

The copy the editor works on lives in a private folder (0700) that is removed afterwards.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from kindtui.errors import InvalidInput, StoreError, UsageError

AT_ONCE = 0.5
"""Seconds. An editor that returns sooner, with nothing changed, was not waited for."""

_WAITING = {
    "code": "code --wait",
    "codium": "codium --wait",
    "subl": "subl --wait",
    "atom": "atom --wait",
    "gedit": "gedit --wait",
    "kate": "kate --block",
    "gvim": "gvim --nofork",
    "zed": "zed --wait",
}


def editor_command() -> list[str]:
    """The words of the editor's command: `$VISUAL`, else `$EDITOR`, else what the system has. Raises UsageError."""
    for name in ("VISUAL", "EDITOR"):
        chosen = os.environ.get(name, "").strip()
        if chosen:
            try:
                words = shlex.split(chosen, posix=os.name != "nt")
            except ValueError as fault:
                raise UsageError(f"{name} cannot be read as a command: {fault}", f"{name} is {chosen!r}") from None
            return [word.strip('"') for word in words] if os.name == "nt" else words
    if sys.platform == "win32":
        return ["notepad"]
    if sys.stdin is None or not sys.stdin.isatty():
        # vi would wait for keys that nobody can press
        raise UsageError("there is no terminal to write in, and EDITOR is not set", "give - to read standard input")
    return ["vi"]


def edit_text(text: str, *, suffix: str = ".md") -> str:
    """`text` as the person left it in the editor. Line ends are `\\n`; the last one is as it was in `text`.

    Raises UsageError when the editor cannot be started, failed, or returned at once without a change (an editor with a
    window that has to be told to wait), InvalidInput when what was saved is not UTF-8, StoreError when there is no room
    for the copy.
    """
    command = editor_command()
    try:
        with tempfile.TemporaryDirectory(prefix="kindtui-") as folder:
            path = Path(folder) / f"text{suffix}"
            path.write_text(text, encoding="utf-8", newline="\n")
            path.chmod(0o600)
            started = time.monotonic()
            _wait_for([*command, str(path)])
            written = path.read_bytes().decode("utf-8-sig")
            at_once = time.monotonic() - started < AT_ONCE
    except UnicodeDecodeError:
        raise InvalidInput("what the editor saved is not UTF-8 text", "save it as UTF-8") from None
    except OSError as fault:
        raise StoreError(f"the editor's copy could not be written or read: {fault.strerror or fault}") from None
    written = written.replace("\r\n", "\n")
    if not text.endswith("\n"):
        # editors end a file with a line end that the person did not type
        written = written.removesuffix("\n")
    if written == text and at_once:
        name = Path(command[0]).stem.lower()
        waiting = _WAITING.get(name, f"{name} --wait")
        raise UsageError(
            f"{command[0]} returned at once and nothing was changed",
            f"an editor with a window of its own has to be told to wait, for example EDITOR='{waiting}'",
        )
    return written


def rescue(text: str, *, suffix: str = ".txt") -> Path:
    """Keep words that could not be saved in a file that only this person can read; answers where."""
    handle, name = tempfile.mkstemp(prefix="kindtui-kept-", suffix=suffix)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return Path(name)


def _wait_for(command: Sequence[str]) -> None:
    try:
        done = subprocess.run(command, check=False)
    except OSError as fault:
        raise UsageError(
            f"the editor {command[0]!r} could not be started: {fault.strerror or fault}",
            "set EDITOR to an editor that is installed, or give - to read standard input",
        ) from None
    if done.returncode:
        raise UsageError(
            f"the editor {command[0]!r} ended with code {done.returncode}, so its text was not used",
            "leave it without an error to keep the text",
        )
