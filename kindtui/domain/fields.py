"""The fields that a person can set: one declaration gives the option of a command, the row of a form and the reading
of what was typed.

A field reads *text* (or several texts, when it is a list) into the value of a record and shows a value as text again, so
that `read(show(value)) == value`. What needs the outside (today's date, who "Ada" is) comes in as a `Reading`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol, TypeVar

import msgspec

from kindtui.errors import InvalidInput, KindError, Problem

Shape = Literal[
    "line",
    "text",
    "date",
    "interval",
    "number",
    "choice",
    "flag",
    "lines",
    "pairs",
    "dated",
    "member",
    "members",
    "records",
]
"""line: one line; text: may be long; lines: a list of lines; pairs: a mapping written `place=handle`; dated: a list of
parts that are written `what; key=value`; member(s), records: references by id, read through `Reading`."""

S = TypeVar("S", bound=msgspec.Struct)


class Reading(Protocol):
    """What reading needs from outside."""

    def day(self, text: str) -> date:
        """Read "in 3 days". Raises InvalidInput."""

    def interval(self, text: str) -> str:
        """Check and normalise "2 weeks". Raises InvalidInput."""

    def member(self, text: str) -> str:
        """The id of the member meant by an id, prefix, @handle, address or part of a name. Raises NotFound, Ambiguous."""

    def record(self, table: str, text: str) -> str:
        """The id of the record of a table ("contributions") meant by an id or prefix. Raises NotFound, Ambiguous."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record that can be set.

    `name` is the option (`--space-until`) and the key of a form; `path` where the value lives in the record, dotted into
    parts (`recognition.wish`). `choices` are the words of a choice, `part` the struct and `keys` the written keys of a
    `dated` field (the first key is the text before the `;`), `table` the table of `records`.
    """

    name: str
    path: str
    label: str
    help: str
    shape: Shape = "line"
    choices: tuple[str, ...] = ()
    required: bool = False
    private: bool = False
    part: type[msgspec.Struct] | None = None
    keys: tuple[str, ...] = ()
    table: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def many(self) -> bool:
        """Whether the option may be repeated."""
        return self.shape in ("lines", "pairs", "dated", "members", "records")


Typed = str | Sequence[str]
"""What a person typed into one field: a text, or several for a field with `many`."""
