"""`kindtui member card`: what to know before contacting somebody; `show --for-member`: what they may see of it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from kindtui.cli.leaving import add_destination, send
from kindtui.cli.options import choice_of
from kindtui.cli.records import Part, card, references
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.errors import UsageError

if TYPE_CHECKING:
    from kindtui.domain.roster import Member

WHO = "an id or its unique beginning, @handle, e-mail, or a unique part of the name"


def add_for_member(parser: ArgumentParser) -> None:
    """`--for-member`, and where its text goes."""
    box = parser.add_argument_group("for the member")
    box.add_argument(
        "--for-member", action="store_true", help="what they may see of it, in words, without other people"
    )
    box.add_argument("--format", default="text", metavar="FORMAT", help="text (the default) or markdown")
    add_destination(parser, "without it the text is printed")


def is_for_member(arguments: Namespace) -> bool:
    """Whether the record is asked for as the member may see it. Raises UsageError for options that need that."""
    if not arguments.for_member and (arguments.out or arguments.copy or arguments.format != "text"):
        raise UsageError(
            "-o, --copy and --format go with --for-member", "kindtui member show MEMBER --for-member -o FILE"
        )
    return bool(arguments.for_member)


def show_for_member(session: Session, arguments: Namespace, member: Member) -> None:
    """Hand over what the member may see."""
    from kindtui.formats.member_record import FORMATS, record_text

    workspace = session.workspace
    format = choice_of("--format", arguments.format, FORMATS)
    record = workspace.cards.record_for(member)
    if session.output.as_json and not (arguments.out or arguments.copy):
        import msgspec

        session.output.json(msgspec.to_builtins(record))
    else:
        settings = workspace.settings
        send(
            session,
            arguments,
            record_text(record, community=settings.name, contact=settings.contact, format=format),
        )
    session.output.say("read it before you hand it over: people who are not in the roster are not known to kindtui")


def _options(parser: ArgumentParser) -> None:
    references(parser, "MEMBER", WHO, several=False)


def _card(session: Session, arguments: Namespace) -> None:
    workspace = session.workspace
    found = workspace.cards.card(workspace.roster.find(arguments.ref))
    if session.output.as_json:
        import msgspec

        session.output.json(msgspec.to_builtins(found))
        return
    from kindtui.domain.card_words import address_words, card_parts

    output = session.output
    output.lines(
        card(f"{found.name}  {address_words(found)}  {found.id}", _standing(found.name, found.paused, found.kind))
    )
    for part in card_parts(found, session.today):
        rows: list[Part] = [(label, lines[0] if len(lines) == 1 else list(lines)) for label, lines in part.rows]
        output.lines(card(part.title, rows))


def _standing(name: str, paused: str, kind: str) -> list[Part]:
    return [("Before you write", f"{name} {paused}" if paused else ""), ("Kind", "a bot" if kind == "bot" else "")]


VERBS = (
    Verb(
        "card",
        "what to know before you contact them: time there, wishes, what is open between you",
        "kindtui member card amina",
        _card,
        _options,
        about="Whether it is quiet there now is said when their time zone is known and their words can be read:\n"
        "“after 21:00”, “22:00 to 07:00”, “weekends”.",
    ),
)
