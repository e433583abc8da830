"""What an import is: which column becomes what, what will come of it, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from typing import Literal, TypedDict

from kindtui.domain.fields import field_named
from kindtui.domain.nearest import did_you_mean
from kindtui.domain.roster import MEMBER_FIELDS, Member
from kindtui.errors import InvalidInput

DayOrder = Literal["dmy", "mdy", "ymd"]
DAY_ORDERS: tuple[DayOrder, ...] = ("dmy", "mdy", "ymd")

IGNORE = "ignore"
HANDLE = "handle:"
GENERIC = "csv"
"""The format of a table that no map knows."""

TARGETS = (
    "name",
    "first-name",
    "last-name",
    "pronouns",
    "email",
    "handle:PLACE",
    "joined",
    "timezone",
    "language",
    "tag",
    "note",
    "id",
    IGNORE,
)
"""What a column can become, besides the other fields of a member."""

NAMES = ("name", "first-name", "last-name")
"""The targets of columns that hold names."""

_NOT_FROM_FILES = ("handle", "source", "locked")


@dataclass(frozen=True, slots=True)
class RowRule:
    """Rows whose cell under `column` is one of `values` (casefolded, `*` for anything) are skipped, with `skip` as the
    reason, or get the fields in `sets`."""

    column: str
    values: tuple[str, ...]
    skip: str = ""
    sets: Mapping[str, str] = field(default_factory=dict)

    def holds(self, cell: str) -> bool:
        word = cell.strip().casefold()
        return word in self.values or any("*" in value and fnmatchcase(word, value) for value in self.values)


@dataclass(frozen=True)
class ImportMap:
    """How the table of one tool becomes members. Headers are casefolded; `*` in those of `columns` and `never` stands
    for anything."""

    name: str
    title: str = ""
    headers: tuple[frozenset[str], ...] = ()
    """It is this tool when all headers of one of these sets are there."""
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, DayOrder] = field(default_factory=dict)
    """Column -> order of day and month in it; `*` stands for all columns."""
    never: tuple[str, ...] = ()
    leave_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Column -> values of a list that are not read, such as groups that the tool makes itself."""
    rules: tuple[RowRule, ...] = ()
    source: str = ""
    """The key of `Member.sources` for its ids, where several formats share them; empty: the name."""
    name_from: str = ""
    """The target ("email") that is shown as the name of somebody whose row has none; empty: the handle."""
    whole: bool = True
    """Whether a table tells of everybody, so that whoever is missing from it is gone."""
    guess_others: bool = False
    """Whether columns that it does not speak of are taken by their name, where a tool lets people add their own."""
    one_a_line: bool = False
    """Whether lists have an item a line, in which any other mark is a part of the item."""
    origin: str = ""
    """The file it was read from."""

    def fits(self, headers: frozenset[str]) -> int:
        """How many headers tell that a table is of this tool; 0 when it is not."""
        return max((len(wanted) for wanted in self.headers if wanted <= headers), default=0)

    def target_of(self, header: str) -> str | None:
        """What a column becomes; None when the map does not speak of it."""
        name = header.casefold()
        if name in self.columns:
            return self.columns[name]
        return next((target for pattern, target in self.columns.items() if fnmatchcase(name, pattern)), None)

    def order_of(self, header: str) -> DayOrder | None:
        """The order of day and month in a column, when the tool always writes it so."""
        return self.dates.get(header.casefold()) or self.dates.get("*")

    def forbids(self, header: str) -> bool:
        """Whether the column must not be read."""
        return any(fnmatchcase(header.casefold(), pattern) for pattern in self.never)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file. `target` is what it becomes (`ignore` for nothing), `reason` says why."""

    header: str
    target: str
    samples: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One row that did not come in: its line in the file (the number of the entry where `place` says so), and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """What only the person can say before the import. `column` is the header it is about, "" for the whole file;
    `choices` are the answers, `option` how the command line is told."""

    text: str
    column: str = ""
    choices: tuple[str, ...] = ()
    option: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """A member whom an earlier file of the same source told of, and this one does not."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the person said about an import. `mapping`: header -> target. `dates`: header (`*` for all) -> order of day
    and month. `welcome_since`: a welcome is planned for each new member who joined on that day or later. `unlocked`:
    fields that a person edited are changed, too."""

    format: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, DayOrder] = field(default_factory=dict)
    encoding: str | None = None
    welcome_since: date | None = None
    unlocked: bool = False

    def order_of(self, header: str) -> DayOrder | None:
        """The order that was said for a column."""
        return self.dates.get(header.casefold()) or self.dates.get("*")


class Wishes(TypedDict, total=False):
    """What can be said about an import, in words; see `Asked`. A single order of `dates` is that of all columns."""

    format: str | None
    mapping: Mapping[str, str] | None
    dates: str | Mapping[str, str] | None
    encoding: str | None
    welcome_since: date | None
    unlocked: bool


def asked_for(wishes: Wishes) -> Asked:
    """What was said, checked. Raises InvalidInput."""
    return Asked(
        format=wishes.get("format"),
        mapping=dict(wishes.get("mapping") or {}),
        dates=checked_orders(wishes.get("dates")),
        encoding=wishes.get("encoding"),
        welcome_since=wishes.get("welcome_since"),
        unlocked=wishes.get("unlocked", False),
    )


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many rows ended how, and those that did not come in, in the order of their lines."""

    added: int = 0
    changed: int = 0
    same: int = 0
    skipped: int = 0
    refused: int = 0
    waiting: int = 0
    """How many rows cannot be read before a question is answered; only a preview has some."""
    problems: tuple[RowProblem, ...] = ()
    """One for each refused row."""
    left_out: tuple[RowProblem, ...] = ()
    """One for each skipped row."""
    contributions: int = 0
    """How many contributions that the file tells of are new."""
    contributions_same: int = 0
    """How many of them were known already."""
    welcomes: int = 0
    """How many welcomes are planned for new members."""
    gone: tuple[Gone, ...] = ()
    """Members whom this source knew before and does not know any more. Nothing happens to them."""
    notices: tuple[str, ...] = ()
    """What a person should know about the file as a whole."""
    place: str = "line"
    """What the `line` of a problem counts: "line" or "entry"."""


@dataclass(frozen=True, kw_only=True)
class Report(Counts):
    """What an import did. `sentence` is what undo would take back, "" when nothing changed."""

    format: str
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class Preview(Counts):
    """What an import would do. It can run when `needs` holds no question."""

    format: str
    title: str
    filename: str
    columns: tuple[Column, ...]
    rows: tuple[Member, ...]
    """The first rows as the members they would become."""
    total: int
    """How many rows the table has."""
    needs: tuple[Question, ...] = ()
    encoding: str = ""
    delimiter: str = ","
    data: bytes = field(default=b"", repr=False)
    """With `asked`: what was previewed, for `run`."""
    asked: Asked = field(default_factory=Asked)


def checked_target(text: str) -> str:
    """A target as it is kept: `email`, `handle:github`, the name of a member's field. Raises InvalidInput."""
    word = text.strip()
    place = word[len(HANDLE) :].strip() if word.casefold().startswith(HANDLE) else ""
    if place:
        return HANDLE + place
    name = word.casefold().replace("_", "-")
    if name in TARGETS:
        return name
    if name in (HANDLE, "handle", "handles"):
        raise InvalidInput("a handle needs the place where it is used", "write it as handle:github")
    known = field_named(MEMBER_FIELDS, name)
    if known is None or known.name in _NOT_FROM_FILES:
        choices = [*TARGETS, *(each.name for each in MEMBER_FIELDS if each.name not in (*TARGETS, *_NOT_FROM_FILES))]
        raise InvalidInput(f"{word!r} is nothing that a column can become", did_you_mean(word, choices))
    return "note" if known.name == "notes" else known.name


def checked_order(text: str) -> DayOrder:
    """The order of day, month and year. Raises InvalidInput."""
    word = text.strip().casefold()
    for order in DAY_ORDERS:
        if word == order:
            return order
    raise InvalidInput(f"{text!r} is no order of day and month", "say dmy, mdy or ymd")


def checked_orders(given: str | Mapping[str, str] | None) -> dict[str, DayOrder]:
    """The orders of day and month that were said: one for all columns, or by header. Raises InvalidInput."""
    if not given:
        return {}
    said = {"*": given} if isinstance(given, str) else given
    return {header.strip().casefold(): checked_order(order) for header, order in said.items()}
