"""One run of one command: what it reads from, where it writes, and the workspace it works on."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from kindtui.cli.output import Output
from kindtui.domain.record import Clock, MakeId
from kindtui.errors import InvalidInput, StoreError, UsageError
from kindtui.paths import find_workspace

if TYPE_CHECKING:
    from kindtui.workspace import Workspace


class Session:
    """What a verb is given. The workspace opens when it is first asked for."""

    def __init__(
        self,
        output: Output,
        *,
        stdin: TextIO,
        clock: Clock,
        ids: MakeId,
        given: str | None = None,
        demo: bool = False,
        lenient: bool = False,
    ) -> None:
        self.output = output
        self.clock = clock
        self.ids = ids
        self.given = given
        self.demo = demo
        self.lenient = lenient
        """Whether the workspace opens although its settings cannot be read."""
        self._stdin = stdin
        self._stdin_read = False
        self._workspace: Workspace | None = None
        self._written: list[str] = []

    @property
    def folder(self) -> Path:
        """The folder of the workspace."""
        return find_workspace(self.given)

    @property
    def workspace(self) -> Workspace:
        """The workspace, opened once. Where there is none the first change makes it, and says where."""
        if self._workspace is None:
            self._workspace = self._open()
        return self._workspace

    @property
    def today(self) -> date:
        """Today in the community's time zone."""
        return self.workspace.date_today()

    def read_stdin(self) -> str:
        """All of standard input as text, once. Raises UsageError the second time, InvalidInput when it is no text."""
        if self._stdin_read:
            raise UsageError("standard input can be read once", "give - to one option only")
        self._stdin_read = True
        if self._stdin.isatty():
            self.output.say("reading from standard input; end with ctrl+d (ctrl+z and enter on Windows)")
        try:
            return self._stdin.read().removesuffix("\n")
        except UnicodeDecodeError:
            raise InvalidInput("standard input is not UTF-8 text", "save or convert it as UTF-8") from None

    @property
    def asks(self) -> bool:
        """Whether somebody is there to answer a question."""
        return self._stdin.isatty() and not self.output.as_json

    def says_yes(self, question: str) -> bool:
        """Whether the next line of standard input is a yes to this question."""
        self.output.say(question)
        return self._stdin.readline().strip().casefold() in ("yes", "y")

    def read_stdin_bytes(self) -> bytes:
        """All of standard input as it came."""
        self._stdin_read = True
        raw = getattr(self._stdin, "buffer", None)
        return raw.read() if raw is not None else self._stdin.read().encode()

    def write_in_editor(self, text: str, *, suffix: str = ".md") -> str:
        """What the person makes of `text` in `$EDITOR`. Should the command fail afterwards, the words are kept."""
        from kindtui.editor import edit_text

        written = edit_text(text, suffix=suffix)
        if written != text:
            self._written.append(written)
        return written

    def rescued(self) -> list[Path]:
        """Keep what was written in an editor and could not be used; the files it is in."""
        from kindtui.editor import rescue

        return [rescue(text) for text in self._written]

    def close(self) -> None:
        """Let go of the workspace."""
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def _open(self) -> Workspace:
        from kindtui.workspace import open_workspace

        folder = self._demo_folder() if self.demo else self.folder
        workspace = open_workspace(folder, clock=self.clock, ids=self.ids, lenient=self.lenient)
        workspace.on_created = lambda made: self.output.say(f"made a workspace in {made}")
        if workspace.store.read_only_reason:
            self.output.say(
                f"this workspace can only be read now: {workspace.store.read_only_reason} (see kindtui doctor)"
            )
        return workspace

    def make_if_new(self) -> None:
        """Make the workspace, when there is none, for what is no change of records."""
        from kindtui.workspace import init_workspace

        if self.workspace.is_new:
            init_workspace(self.workspace.folder)
            self.output.say(f"made a workspace in {self.workspace.folder}")

    def say_if_new(self) -> None:
        """Say that there is no workspace where there is still none: an empty answer is no news then."""
        if self._workspace is not None and self._workspace.is_new:
            self.output.say(f"there is no workspace in {self._workspace.folder} yet; the first change makes one")

    def say_what_was_found(self) -> None:
        """Say what the records' files made necessary meanwhile: damage that was repaired, changes of other programs
        that were taken over, records that cannot be shown."""
        if self._workspace is not None:
            for problem in self._workspace.found_meanwhile():
                self.output.say(f"note: {problem}")

    def _demo_folder(self) -> Path:
        import atexit
        import shutil
        import tempfile

        from kindtui.services.demo import make_demo

        folder = Path(tempfile.mkdtemp(prefix="kindtui-demo-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        make_demo(folder, self.clock().date())
        self.output.say("this is a throw-away copy of the demo; nothing you do here is kept")
        return folder


class _Closed(io.StringIO):
    """Standard input of a process that was started without one: words that were to come from it are missing."""

    def read(self, size: int | None = -1, /) -> str:
        raise StoreError("standard input is closed", "give the words by a pipe, from a file, or in $EDITOR")


def standard_input() -> TextIO:
    """Standard input, or one that nobody can read from where a process has none."""
    return _Closed() if sys.stdin is None else sys.stdin
