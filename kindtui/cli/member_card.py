"""`kindtui member card`: what to know before contacting somebody."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from kindtui.cli.records import Part, card, references
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb

WHO = "an id or its unique beginning, @handle, e-mail, or a unique part of the name"


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
