"""What the verbs of all four notebooks share: telling what was done, listing, and the card of one record."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from kindtui.cli import finding
from kindtui.cli.options import choice_of
from kindtui.domain.record import Record
from kindtui.errors import StoreError

if TYPE_CHECKING:
    from datetime import date

    from kindtui.cli.session import Session
    from kindtui.domain.fields import Field
    from kindtui.services.section import Section

R = TypeVar("R", bound=Record)

LIST_FORMATS = ("table", "csv", "json")


def record_json(record: Record) -> dict[str, Any]:
    """A record with all its fields, as JSON values."""
    from kindtui.formats.records_json import full

    return full(record)


def tell(
    session: Session,
    records: Sequence[R],
    words: Callable[[R], str],
    *,
    one: bool,
    as_json: Callable[[R], Any] = record_json,
) -> None:
    """Say what became of some records, one line each, the id first. As JSON: the record when `one` was named, else a
    list of them."""
    if session.output.as_json:
        values = [as_json(record) for record in records]
        session.output.json(values[0] if one and len(values) == 1 else values)
        return
    for record in records:
        session.output.line(f"{record.id}  {words(record)}")


def tell_removed(session: Session, records: Sequence[R], words: Callable[[R], str], *, one: bool) -> None:
    """Say what was removed, and how it comes back."""
    tell(session, records, lambda record: f"removed: {words(record)}", one=one)
    session.output.say(f"kindtui undo brings {'it' if len(records) == 1 else 'them'} back")


def list_options(parser: ArgumentParser) -> None:
    """The options of every `list`."""
    parser.add_argument(
        "query",
        nargs="*",
        metavar="QUERY",
        help="words that must all be found, or terms such as tag:mentor, with the fields of add and edit and "
        "none for what is empty; NOT before one, OR between them",
    )
    parser.add_argument("--format", default="table", metavar="FORMAT", help="table (the default), csv or json")
    finding.add_options(parser)


def show_list(
    session: Session,
    arguments: Namespace,
    service: Section[R],
    row: Callable[[R], Sequence[str]],
    fields: Sequence[Field],
    *,
    empty: str,
    as_json: Callable[[R], Any] = record_json,
) -> None:
    """Print what is asked for of a notebook, in the format that was asked for. An empty list says, apart from the data,
    how to begin."""
    output = session.output
    if finding.about_filters(session, arguments, service):
        return
    query = finding.query_of(session, arguments, service)
    records = finding.found(arguments, service, query)
    unreadable = session.workspace.store.read_only_reason
    if unreadable and not records and not query:
        # an empty list would say that there is nobody, when there may be thousands
        raise StoreError(unreadable, "kindtui doctor says where")
    chosen = choice_of("--format", arguments.format, LIST_FORMATS)
    if output.as_json or chosen == "json":
        output.json([as_json(record) for record in records])
    elif chosen == "csv":
        from kindtui.domain.selection import select

        selection = select(type(records[0]) if records else Record, fields)
        output.document(session.workspace.exports.csv_text(records, selection))
    else:
        output.rows([[record.id, *row(record)] for record in records])
    if not records:
        output.say(f"nothing matches {query!r}" if query else empty)


Part = tuple[str, str | list[str]]
"""One entry of a card: its label, and a text or lines."""


def field_parts(fields: Iterable[Field], record: Record, name_of: Callable[[str], str]) -> list[Part]:
    """The fields of a record that say something, for its card."""
    from kindtui.domain.fields import shown

    parts: list[Part] = []
    for field in fields:
        value = shown(field, record, name_of)
        if isinstance(value, str) and field.shape == "choice":
            value = value.replace("_", " ")
        parts.append((field.label, value))
    return parts


def card(title: str, parts: Iterable[Part]) -> list[str]:
    """A record as lines to read: its title, then each part that says something; longer parts are indented below their
    label."""
    lines = [title]
    for label, value in parts:
        texts = value.splitlines() if isinstance(value, str) else value
        if not texts:
            continue
        heading = label if label.endswith("?") else f"{label}:"
        if len(texts) == 1 and isinstance(value, str):
            lines.append(f"  {heading} {texts[0]}")
        else:
            lines.append(f"  {heading}")
            lines += [f"    {line}".rstrip() for text in texts for line in text.splitlines() or [""]]
    return lines


def names(session: Session, ids: Iterable[str]) -> str:
    """The names of members, for one line."""
    roster = session.workspace.roster
    return ", ".join(roster.name_of(id) for id in ids)


def on_day(day: date | None) -> str:
    """A day for a card: "2026-03-17"; nothing when there is none."""
    return day.isoformat() if day else ""


def dated_line(day: date | None, *words: str) -> str:
    """What happened on a day: "2026-03-17, on discord: Thank you"."""
    return " ".join(word for word in (on_day(day), *words) if word)


def references(parser: ArgumentParser, name: str, help: str, *, several: bool = True) -> None:
    """The positional words that name records."""
    if several:
        parser.add_argument("refs", nargs="+", metavar=name, help=f"{help}; several may be named")
    else:
        parser.add_argument("ref", metavar=name, help=help)
