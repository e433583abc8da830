"""What a file of members is made of once it is read: rows of a table, or people that a format written in code found.

A format written in code says what it is, knows its files by their content, and yields a `Person` for each entry. They
become rows whose columns are what they tell, so that everything after the reading is the same for all files: what a
column becomes, who is who, what each row came to, the preview and the one undo.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from kindtui.domain.contributions import ContributionState


@dataclass(frozen=True, slots=True)
class Given:
    """A contribution that a file tells of. `kind` is the id of a kind; `link` where it can be seen. Without a day it
    is kept under the day of the import, which the report says."""

    what: str
    kind: str = ""
    link: str = ""
    on: date | None = None
    state: ContributionState = "thanked"
    """Lists of contributors are a public thank-you, so nobody is asked to say it again."""


class Row(msgspec.Struct, frozen=True, gc=False):
    """One row of the table: `line` is where it starts (from 1). With a `fault` it must not be used: it is refused, or
    `skipped` when it was not meant to be a member (a text below the table, a bot)."""

    line: int
    cells: list[str]
    fault: str = ""
    skipped: bool = False
    given: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """One entry of a file. `values` maps what a column can become (`name`, `email`, `handle:github`, `joined`, `tag`,
    `id`, the name of a member's field) to its text, or several; days are written 2024-03-01."""

    line: int
    """The line where it starts; its number when the file has no lines (see `People.place`)."""
    values: Mapping[str, str | Sequence[str]]
    refused: str = ""
    """Why it cannot be used."""
    skipped: str = ""
    """Why it is left out on purpose."""
    given: tuple[Given, ...] = ()


@dataclass(frozen=True)
class People:
    """What a format found in a file."""

    people: Sequence[Person]
    notices: tuple[str, ...] = ()
    """What a person should know about the file as a whole."""
    place: str = "entry"
    """What `Person.line` counts: "line" or "entry"."""
    never: tuple[str, ...] = ()
    """What the file also holds and is never read, in words for the preview: "passwords", "the texts of messages"."""


@dataclass(frozen=True)
class FileFormat:
    """A format written in code."""

    name: str
    """What `--format` calls it, such as slack-export."""
    title: str
    """What it is, in words: "Slack export (users.json)"."""
    recognises: Callable[[bytes], bool]
    """Whether a file is of this format, by its content. Fast, and raises nothing."""
    read: Callable[[bytes], People]
    """Reads the file. Raises InvalidInput, with a hint, when nothing can be read."""
    source: str = ""
    """The key of `Member.sources` for its ids, where it shares them with other formats; empty: `name`."""
    trusted: bool = True
    """Whether an id means the same person in every file of this format."""
    whole: bool = True
    """Whether a file tells of everybody, so that whoever is missing from it is gone."""
    name_from: str = ""
    """The target ("email") that is shown as the name of somebody who has none; empty: the handle."""


@dataclass(frozen=True)
class Rows:
    """The people of a file as rows."""

    headers: tuple[str, ...]
    rows: list[Row] = field(repr=False)


def as_rows(found: People) -> Rows:
    """The people of a file as rows of one table: a column for everything that at least one of them tells."""
    headers = tuple(dict.fromkeys(target for person in found.people for target in person.values))
    rows = []
    for person in found.people:
        cells = [_cell(person.values.get(target, "")) for target in headers]
        reason = person.refused or person.skipped
        skipped = bool(person.skipped) and not person.refused
        rows.append(Row(person.line, cells, reason, skipped, person.given))
    return Rows(headers, rows)


def _cell(value: str | Sequence[str]) -> str:
    """A value as the cell of a table: readers of lists take a line for an item."""
    return value if isinstance(value, str) else "\n".join(value)
