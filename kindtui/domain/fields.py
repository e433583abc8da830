"""The fields that a person can set: one declaration gives the option of a command, the row of a form and the reading
of what was typed.

A field reads *text* (or several texts, when it is a list) into the value of a record and shows a value as text again,
so that `read(show(value)) == value`. What needs the outside (today's date, who "Ada" is) comes in as a `Reading`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, Protocol, TypeVar

import msgspec

from kindtui.domain.nearest import did_you_mean
from kindtui.domain.record import Record
from kindtui.domain.shapes import read_value, show_value
from kindtui.domain.text import is_blank
from kindtui.errors import Ambiguous, InvalidInput, KindError, NotFound, Problem

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

R = TypeVar("R", bound=Record)


class Reading(Protocol):
    """What reading needs from outside."""

    def day(self, text: str) -> date:
        """Read "in 3 days". Raises InvalidInput."""

    def interval(self, text: str) -> str:
        """Check and normalise "2 weeks". Raises InvalidInput."""

    def member(self, text: str) -> str:
        """The id of the member meant by an id, prefix, @handle, address or part of a name.

        Raises NotFound, Ambiguous."""

    def record(self, table: str, text: str) -> str:
        """The id of the record of a table ("contributions") meant by an id or prefix. Raises NotFound, Ambiguous."""


class Field(msgspec.Struct, frozen=True):
    """One field of a record that can be set.

    `name` is the option (`--space-until`) and the key of a form; `path` where the value lives in the record, dotted
    into parts (`recognition.wish`). `choices` are the words of a choice, or what a line could say; `part` the struct of
    a dotted path or of a `dated` field, `keys` the written keys of the latter (the first is the text before the `;`);
    `table` the table of `records`. `about_them` marks words of the manager about somebody, who may read them one day,
    `past` a day that has been. `default` is read when a record or part is made and nothing was typed. `check` answers
    the text as it is kept, or raises InvalidInput; `said` is what one reads for it, which `check` takes, too.
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
    default: str = ""
    about_them: bool = False
    check: Callable[[str], str] | None = None
    said: Callable[[str], str] | None = None
    past: bool = False

    @property
    def many(self) -> bool:
        """Whether the option may be repeated."""
        return self.shape in ("lines", "pairs", "dated", "members", "records")


Typed = str | Sequence[str]
"""What a person typed into one field: a text, or several for a field with `many`."""


def apply(
    fields: Sequence[Field], record: Record | None, typed: Mapping[str, Typed], reading: Reading
) -> dict[str, Any]:
    """Read what was typed into values for the top level of a record: a new one, or `record` with these changes.

    An empty text clears a field: it takes its default again. Collects the faults of all fields: raises InvalidInput
    with a Problem for each (its key is the name of the field), or the NotFound or Ambiguous that is the only fault.
    """
    return _Form(fields, record, reading).read(typed)


def changed(record: R, fields: Sequence[Field], typed: Mapping[str, Typed], reading: Reading) -> R:
    """`record` with what was typed. Raises as `apply` does."""
    return msgspec.structs.replace(record, **apply(fields, record, typed, reading))


def shown(field: Field, record: Record, name_of: Callable[[str], str] = lambda id: id) -> str | list[str]:
    """The value of a field as text that can be read again; a list for a field with `many`."""
    return show_value(field, value_of(field, record), name_of)


def value_of(field: Field, record: Record) -> Any:
    """The value of a field; None when the part that it is in is not there."""
    value: Any = record
    for name in field.path.split("."):
        value = getattr(value, name, None)
    return value


def is_in_no_part(field: Field, record: Record) -> bool:
    """Whether a field belongs to a part that this record does not have."""
    top, dot, _inner = field.path.partition(".")
    return bool(dot) and getattr(record, top, None) is None


def field_named(fields: Sequence[Field], name: str) -> Field | None:
    """The field with a name or alias; `_` and `-` are alike."""
    sought = name.replace("_", "-")
    return next((field for field in fields if sought == field.name or sought in field.aliases), None)


class _Form:
    """One reading of many fields: values on one side, faults on the other."""

    def __init__(self, fields: Sequence[Field], record: Record | None, reading: Reading) -> None:
        self.fields = fields
        self.record = record
        self.reading = reading
        self.values: dict[str, Any] = {}
        self.parts: dict[str, dict[str, Any]] = {}
        self.faults: list[tuple[str, KindError]] = []

    def read(self, typed: Mapping[str, Typed]) -> dict[str, Any]:
        given = self._known(typed)
        for field in self.fields:
            if field.name in given:
                self._read_field(field, given[field.name])
            elif self.record is None and field.required and not field.default:
                self._missing(field)
            elif self.record is None and field.default and "." not in field.path:
                self._read_field(field, field.default)
        self._close_parts(given)
        if self.faults:
            raise _gathered(self.faults)
        return self.values

    def _known(self, typed: Mapping[str, Typed]) -> dict[str, Typed]:
        given: dict[str, Typed] = {}
        for name, text in typed.items():
            field = field_named(self.fields, name)
            if field:
                given[field.name] = text
                continue
            hint = did_you_mean(name, [known.name for known in self.fields])
            self.faults.append((name, InvalidInput(f"there is no field {name}", hint)))
        return given

    def _read_field(self, field: Field, text: Typed) -> None:
        if is_blank(text) if isinstance(text, str) else all(map(is_blank, text)):
            self._clear(field)
            return
        try:
            value = read_value(field, text, self._current(field), self.reading)
        except KindError as fault:
            self.faults.append((field.name, fault))
            return
        self._set(field, value)

    def _clear(self, field: Field) -> None:
        if field.required:
            self._missing(field)
        elif field.part and "." in field.path:
            self._set(field, _default(field.part, field.path.partition(".")[2]))
        elif self.record is not None:
            self._set(field, _default(type(self.record), field.path))

    def _set(self, field: Field, value: Any) -> None:
        top, dot, inner = field.path.partition(".")
        if dot:
            self.parts.setdefault(top, self._part_now(top))[inner] = value
        else:
            self.values[top] = value

    def _part_now(self, top: str) -> dict[str, Any]:
        part = getattr(self.record, top, None)
        return msgspec.structs.asdict(part) if part is not None else {}

    def _current(self, field: Field) -> Any:
        return getattr(self.record, field.path, None) if "." not in field.path else None

    def _close_parts(self, given: Mapping[str, Typed]) -> None:
        """Build the parts that were touched. One whose leading value is gone is gone too."""
        for top, inner in self.parts.items():
            members = [field for field in self.fields if field.path.startswith(f"{top}.")]
            kind = members[0].part
            assert kind is not None
            leading = next((f for f in members if _default(kind, f.path.partition(".")[2]) is NEEDED), None)
            lead = leading.path.partition(".")[2] if leading else ""
            if leading and inner.get(lead, NEEDED) in (NEEDED, "", None):
                others = [f.name for f in members if f is not leading and given.get(f.name)]
                if others and not any(name == leading.name for name, _ in self.faults):
                    fault = InvalidInput(f"{others[0]} says nothing without {leading.name}", leading.help)
                    self.faults.append((others[0], fault))
                self.values[top] = None
                continue
            self._fill_defaults(members, inner)
            if not self.faults:
                self.values[top] = kind(**inner)

    def _fill_defaults(self, members: Sequence[Field], inner: dict[str, Any]) -> None:
        for field in members:
            name = field.path.partition(".")[2]
            if field.default and inner.get(name, NEEDED) in (NEEDED, None):
                inner[name] = read_value(field, field.default, None, self.reading)

    def _missing(self, field: Field) -> None:
        self.faults.append((field.name, InvalidInput(f"{field.label.lower()} is needed", field.help)))


NEEDED: Any = msgspec.NODEFAULT


def _default(kind: type[msgspec.Struct], name: str) -> Any:
    """What a struct holds under a name when nothing is said; NEEDED when something must be."""
    for field in msgspec.structs.fields(kind):
        if field.name == name:
            if field.default_factory is not msgspec.NODEFAULT:
                return field.default_factory()
            return field.default
    raise AttributeError(f"{kind.__name__} has no {name}")


def _named(name: str, message: str) -> str:
    """The message, with the field that it is about."""
    return message if message.startswith(f"{name.replace('-', ' ')} ") else f"{name}: {message}"


def _gathered(faults: Sequence[tuple[str, KindError]]) -> KindError:
    """One error for all faults. Somebody who was not found stays "not found", so that the exit code tells."""
    if len(faults) == 1 and not isinstance(faults[0][1], InvalidInput):
        return faults[0][1]
    problems = [Problem(fault.message, fault.hint, key=name) for name, fault in faults]
    lines = [_named(name, fault.message) for name, fault in faults]
    hint = faults[0][1].hint if len(faults) == 1 else "; ".join(fault.hint for _, fault in faults if fault.hint)
    only_unknown = all(isinstance(fault, NotFound | Ambiguous) for _, fault in faults)
    return (NotFound if only_unknown else InvalidInput)("; ".join(lines), hint, problems=problems)
