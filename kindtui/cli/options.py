"""Options made from the field declarations, and what was typed into them.

A field gives one long option: a list may be repeated, a long text without a value opens `$EDITOR`, `-` reads standard
input. The reading of the words is the domain's, so a value that cannot be read is an InvalidInput, not a usage error.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from kindtui.domain.nearest import did_you_mean
from kindtui.errors import InvalidInput, KindError

if TYPE_CHECKING:
    from kindtui.cli.session import Session
    from kindtui.domain.fields import Field, Typed

C = TypeVar("C", bound=str)

IN_EDITOR = object()
"""What an option holds when it was given without a value."""

WORDS = "- reads it from standard input, no value opens $EDITOR (words typed here stay in your shell's history)"

Now = Callable[["Field"], str]
"""The text that a field holds now, to begin with in the editor."""


def add_field_options(
    parser: ArgumentParser, fields: Iterable[Field], *, several: Iterable[str] = (), needed: Iterable[str] = ()
) -> None:
    """One option for each field. Those named in `several` take more than one value at once (`--for ada bo`), which only
    works in a verb without positional words; a verb cannot do without those in `needed`."""
    fields = tuple(fields)
    groups, musts = set(several), set(needed)
    box = parser.add_argument_group("fields")
    for field in fields:
        names = [f"--{name}" for name in (field.name, *field.aliases)]
        settings: dict[str, Any] = {"dest": _dest(field), "default": None, "help": _help(field)}
        settings |= {"metavar": _metavar(field), "required": field.name in musts}
        if field.name in groups:
            settings |= {"nargs": "+", "action": "extend"}
        elif field.many:
            settings["action"] = "append"
        elif field.shape == "text":
            settings |= {"nargs": "?", "const": IN_EDITOR}
        elif field.shape == "flag":
            settings |= {"nargs": "?", "const": "yes"}
        box.add_argument(*names, **settings)
    if any(field.shape == "text" for field in fields):
        box.description = f"For a TEXT, {WORDS}."


def typed_fields(
    session: Session, arguments: Namespace, fields: Iterable[Field], *, now: Now = lambda field: ""
) -> dict[str, Typed]:
    """What was typed into the fields' options: name -> text, or texts for a list. Days that were said in words are
    echoed on standard error once they can be read."""
    typed: dict[str, Typed] = {}
    for field in fields:
        given = getattr(arguments, _dest(field), None)
        if given is None:
            continue
        if field.many:
            typed[field.name] = [text_of(session, each) for each in given]
        else:
            typed[field.name] = text_of(session, given, now=lambda field=field: now(field))  # type: ignore[misc]
        if field.shape == "date" and isinstance(given, str) and given.strip():
            echo_day(session, field.name, given)
        if field.about_them:
            ask_about(session, field.name, typed[field.name])
    return typed


def ask_about(session: Session, name: str, words: Typed) -> None:
    """Ask about words that one would hardly say to the person. It is a question: nothing is held back."""
    for doubt in session.workspace.wording.doubts(words if isinstance(words, str) else "\n".join(words)):
        session.output.say(f"{name.replace('-', ' ')}: {doubt}")


def note_of(session: Session, name: str, given: Any) -> str:
    """The text of an option that takes words about somebody; asks about some of them."""
    words = text_of(session, given)
    ask_about(session, name, words)
    return words


def text_of(session: Session, given: Any, *, now: Callable[[], str] = lambda: "") -> str:
    """The text of an option: the words, standard input for `-`, or what is written in the editor."""
    if given is IN_EDITOR:
        return session.write_in_editor(now())
    return session.read_stdin() if given == "-" else str(given)


def add_words(parser: ArgumentParser, name: str, help: str) -> None:
    """An option that takes a long text which is no field of the record, such as the words of a thank-you."""
    parser.add_argument(f"--{name}", nargs="?", const=IN_EDITOR, default="", metavar="TEXT", help=f"{help}; {WORDS}")


def add_day(parser: ArgumentParser, name: str, help: str) -> None:
    """An option that takes a day."""
    parser.add_argument(f"--{name}", default="", metavar="DAY", help=help)


def day_of(session: Session, name: str, text: str) -> date | None:
    """The day of an option, echoed; None when it was not given. Raises InvalidInput."""
    from kindtui.domain.dates import parse_day

    if not text:
        return None
    try:
        day = parse_day(text, session.today)
    except InvalidInput as fault:
        raise InvalidInput(f"{name}: {fault.message}", fault.hint) from None
    echo_day(session, name, text)
    return day


def echo_day(session: Session, name: str, text: str) -> None:
    """Say which day was meant. A day that cannot be read is the reader's to refuse."""
    from kindtui.domain.dates import parse_day

    with suppress(KindError):
        day = parse_day(text, session.today)
        session.output.say(f"{name.replace('-', ' ')} {text}: {full_day(day)}")


def full_day(day: date) -> str:
    """A day in full: Tuesday 24 November 2026."""
    from kindtui.domain.dates import MONTHS, WEEKDAYS

    return f"{WEEKDAYS[day.weekday()].title()} {day.day} {MONTHS[day.month - 1].title()} {day.year}"


def choice_of(name: str, text: str, choices: Sequence[C]) -> C:
    """The choice that was meant, `-` and `_` alike. Raises InvalidInput with the nearest."""
    word = text.strip().casefold()
    for choice in choices:
        if word.replace("-", "_") == choice.replace("-", "_"):
            return choice
    hint = did_you_mean(text, choices)
    known = f"it can be {', '.join(choices)}"
    raise InvalidInput(
        f"{name}: {text!r} is not one of the choices", known if hint.startswith("known") else f"{hint} {known}"
    )


def needed(arguments: Namespace, *fields: str) -> None:
    """Raise UsageError when one of the fields' options was not given at all."""
    missing = [f"--{name}" for name in fields if getattr(arguments, _dest_name(name), None) is None]
    if missing:
        raise arguments.lacking(missing)  # the parser's


def set_field(arguments: Namespace, name: str, value: Any) -> None:
    """Give a field's option a value that was given as a positional word."""
    setattr(arguments, _dest_name(name), value)


def _dest(field: Field) -> str:
    return _dest_name(field.name)


def _dest_name(name: str) -> str:
    return "field_" + name.replace("-", "_")


_METAVARS = {
    "line": "WORDS",
    "text": "TEXT",
    "date": "DAY",
    "interval": "INTERVAL",
    "number": "N",
    "flag": "yes|no",
    "lines": "WORDS",
    "dated": "WORDS",
    "member": "MEMBER",
    "members": "MEMBER",
    "records": "ID",
}


def _metavar(field: Field) -> str:
    if field.shape == "choice":
        return "CHOICE"
    if field.shape == "pairs":
        return "KEY=VALUE"
    return _METAVARS[field.shape]


def _help(field: Field) -> str:
    words = field.help.replace("%", "%%")
    if field.choices:
        words += f" ({', '.join(choice.replace('_', '-') for choice in field.choices)})"
    return f"{words}; may be repeated" if field.many else words
