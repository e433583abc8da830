"""The errors a person can meet: what is wrong, what to do next, and the exit code.

Every fault that is not a bug in kindtui is a `KindError`. The kind of error decides the exit code (DESIGN §5), so that
the command line has one place that exits and the app one place that shows a message.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """One fault in some input, with its place: `path` is a file name or empty; line and column count from 1, and are 0
    when unknown."""

    message: str
    hint: str = ""
    path: str = ""
    line: int = 0
    column: int = 0
    key: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} ({self.hint})" if self.hint else text


class KindError(Exception):
    """Something a person can act on. `message` says what is wrong, `hint` what to do next."""

    exit_code = 1
    name = "error"

    def __init__(self, message: str, hint: str = "", *, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.problems = tuple(problems)

    def problems_in(self, path: str) -> tuple[Problem, ...]:
        """The faults that it names, or else itself as the one fault of a file."""
        return self.problems or (Problem(self.message, self.hint, path=path),)


class UsageError(KindError):
    """The words of a command are off."""

    exit_code = 2
    name = "usage"


class InvalidInput(KindError):
    """A value or a file cannot be read as what it should be. `problems` names each fault with its place."""

    exit_code = 3
    name = "invalid"


class NotFound(KindError):
    """What was named does not exist."""

    exit_code = 4
    name = "not_found"


class Ambiguous(KindError):
    """What was named could be several things. `candidates` are lines to choose from."""

    exit_code = 4
    name = "ambiguous"

    def __init__(self, message: str, hint: str = "", *, candidates: Sequence[str] = ()) -> None:
        super().__init__(message, hint)
        self.candidates = tuple(candidates)


class Declined(KindError):
    """Refused for a person's sake: no consent, a withdrawal, or a wish to be left alone."""

    exit_code = 5
    name = "declined"


class StoreError(KindError):
    """A file or the store cannot be read or written. The message says whether the change was saved."""

    exit_code = 6
    name = "store"


class Clash(StoreError):
    """The record was changed or removed by somebody else since it was read."""

    name = "clash"
