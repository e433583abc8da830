"""What a command says, and how it ends: the one owner of standard output, standard error and exit codes.

Standard output is data (plain lines, or one JSON value with `--json`), standard error is narration. Every plain line
goes through `safe_text`; JSON is ASCII, so that nothing in it can steer a terminal.
"""

from __future__ import annotations

import errno
import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, TextIO

from msgspec.structs import replace

from kindtui.domain.text import safe_text, unturned
from kindtui.errors import Ambiguous, KindError, Problem, StoreError

_CONTROLS = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"}
_CONTROLS |= {0x7F: "\u2421", **{code: "\ufffd" for code in range(0x80, 0xA0)}}


class _Closed(io.StringIO):
    """Standard output of a process that was started without one. A command that has nothing to say there ends well."""

    def flush(self) -> None:
        if self.tell():
            raise OSError(errno.EBADF, "it is closed")


class Output:
    """Where one command writes. `as_json` asks for one JSON value in place of lines.

    A process may have been started without one of its streams: narration goes to nobody then. `lost` is set once
    standard output takes nothing more.
    """

    def __init__(self, stdout: TextIO | None = None, stderr: TextIO | None = None, *, as_json: bool = False) -> None:
        self.stdout: TextIO = stdout or sys.stdout or _Closed()
        self.stderr: TextIO = stderr or sys.stderr or io.StringIO()
        self.as_json = as_json
        self.lost = False
        self.terminal = self.stdout.isatty()

    # data

    def line(self, text: str = "") -> None:
        """One line of data."""
        self._write(self.stdout, safe_text(text))

    def lines(self, texts: Iterable[str]) -> None:
        """Lines of data; a text of several lines keeps them."""
        for text in texts:
            self._write(self.stdout, safe_text(text, multiline=True))

    def document(self, text: str) -> None:
        """A whole text that may be read back, such as YAML or CSV: made safe on a terminal; into a pipe it goes as it
        is, but for control characters, which no document needs."""
        shown = safe_text(text, multiline=True) if self.terminal else text.replace("\r\n", "\n").translate(_CONTROLS)
        self._write(self.stdout, shown.removesuffix("\n"))

    def prose(self, text: str) -> None:
        """A text that was made to be read by others: a document in which nothing turns the direction of reading."""
        self.document(unturned(text))

    def rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Rows of cells, the id first: aligned on a terminal, two spaces between cells otherwise."""
        from kindtui.cli.layout import aligned, columns, listed

        safe = [[safe_text(" ".join(cell.split())) for cell in row] for row in rows]
        for line in aligned(safe, columns()) if self.terminal else listed(safe):
            self._write(self.stdout, line)

    def json(self, value: Any) -> None:
        """One JSON value."""
        self._write(self.stdout, json.dumps(value, indent=2, allow_nan=False))

    def flush(self) -> None:
        """Hand over what was written. Raises StoreError, as every line of data may, when it cannot be."""
        try:
            self.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as fault:
            raise self._lost(fault) from None

    # narration

    def say(self, text: str) -> None:
        """A line for the person, apart from the data."""
        self._write(self.stderr, safe_text(text, multiline=True))

    def progress(self, label: str) -> Progress:
        """A progress line for long work, on standard error."""
        return Progress(label, self.stderr)

    # faults

    def fault(self, error: KindError) -> int:
        """Say what is wrong and answer the exit code."""
        if self.as_json:
            value: dict[str, Any] = {"error": error.name, "message": error.message, "hint": error.hint}
            value["problems"] = [problem_json(problem) for problem in error.problems]
            if isinstance(error, Ambiguous):
                value["candidates"] = list(error.candidates)
            self._write(self.stderr, json.dumps(value))
            return error.exit_code
        self._say_fault(error)
        return error.exit_code

    def _say_fault(self, error: KindError) -> None:
        """What is wrong, each problem and candidate, and the hint."""
        typed = [problem for problem in error.problems if _is_option(problem)]
        if len(typed) > 1 and len(typed) == len(error.problems):
            # the message of several faults in what was typed repeats them all in one line
            self.say(f"kindtui: {len(typed)} things cannot be read")
            for problem in typed:
                self.say(f"  {problem_line(problem)}")
            return
        self.say(f"kindtui: {error.message}")
        for problem in error.problems if not typed else ():
            if problem.message not in error.message:
                self.say(f"  {problem_line(problem)}")
        candidates = error.candidates if isinstance(error, Ambiguous) else ()
        for candidate in candidates:
            self.say(f"  {candidate}")
        if error.hint and error.hint not in error.message and not any(each in error.hint for each in candidates):
            self.say("\n".join(f"  {line}" for line in error.hint.splitlines()))

    def our_fault(self, error: BaseException) -> int:
        """A bug in kindtui: its kind and place, without any words of the person's."""
        if os.environ.get("KINDTUI_DEBUG"):
            import traceback

            self.say("".join(traceback.format_exception(error)))
        at = error.__traceback__
        while at is not None and at.tb_next is not None:
            at = at.tb_next
        place = f" at {at.tb_frame.f_globals.get('__name__', '?')}:{at.tb_lineno}" if at is not None else ""
        message = f"something went wrong, and this is our fault ({type(error).__name__}{place})"
        hint = "your records are as they were after the last command that ended well; KINDTUI_DEBUG=1 shows the details"
        if self.as_json:
            self._write(self.stderr, json.dumps({"error": "bug", "message": message, "hint": hint, "problems": []}))
        else:
            self.say(f"kindtui: {message}\n  {hint}")
        return 1

    def _write(self, stream: TextIO, text: str) -> None:
        try:
            stream.write(text + "\n")
        except UnicodeEncodeError:
            encoding = stream.encoding or "ascii"
            stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        except OSError as fault:
            if stream is not self.stdout:
                return  # nobody listens, which is no reason to leave undone what was asked for
            if isinstance(fault, BrokenPipeError):
                raise
            raise self._lost(fault) from None

    def _lost(self, fault: OSError) -> StoreError:
        self.lost = True
        return StoreError(
            f"standard output cannot be written: {fault.strerror or fault}",
            "make room, or write it somewhere else; what the command changed stays changed",
        )


class Progress:
    """Says how far a long work is: a line that is written over on a terminal, else a line every two seconds."""

    every = 2.0

    def __init__(self, label: str, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._label = label
        self._stream = stream
        self._clock = clock
        self._over = stream.isatty()
        self._last = clock()
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        now = self._clock()
        if now - self._last < (0.1 if self._over else self.every):
            return
        self._last, self._shown = now, True
        share = f"{done * 100 // total}%" if total else str(done)
        text = f"{self._label}: {done} of {total} ({share})" if total else f"{self._label}: {done}"
        self._write(f"\r{text}" if self._over else f"{text}\n")

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown and self._over:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        with suppress(OSError):  # as for all narration
            self._stream.write(text)
            self._stream.flush()


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as a JSON value."""
    keys = ("path", "line", "column", "key", "message", "hint", "severity")
    return {key: getattr(problem, key) for key in keys}


def _is_option(problem: Problem) -> bool:
    """Whether a problem is about something that was typed into an option, not about a place in a file."""
    return bool(problem.key) and not problem.path and "." not in problem.key


def problem_line(problem: Problem) -> str:
    """A problem as a line: its place, or else the option it is about, whether it is only a warning, what is wrong, and
    the hint."""
    if not _is_option(problem):
        warns = problem.severity == "warning"
        return str(replace(problem, message=f"warning: {problem.message}") if warns else problem)
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"--{problem.key.replace('_', '-')}: {problem.message}{hint}"
