"""`kindtui spotlight ask`, `answer` and `withdraw`: what each member said."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import get_args

from kindtui.cli.leaving import copy_text, need_clipboard
from kindtui.cli.options import add_day, choice_of, day_of
from kindtui.cli.records import references
from kindtui.cli.session import Session
from kindtui.cli.spotlight_telling import WHICH, say_next, spotlight_json, tell_spotlight
from kindtui.cli.verb import Verb
from kindtui.domain.spotlight_exports import place_words
from kindtui.domain.spotlights import Scope
from kindtui.errors import UsageError

SCOPES: tuple[Scope, ...] = get_args(Scope)


def _ask_options(parser: ArgumentParser) -> None:
    references(parser, "SPOTLIGHT", WHICH, several=False)
    parser.add_argument("--member", action="append", default=[], help="ask this member only; may be repeated")
    parser.add_argument("--via", default="", help="where you ask: discord, e-mail, in person")
    parser.add_argument("--copy", action="store_true", help="copy the message to the clipboard")


def _ask(session: Session, arguments: Namespace) -> None:
    workspace = session.workspace
    found = workspace.spotlights.find(arguments.ref)
    if arguments.copy:
        need_clipboard()
    questions = workspace.spotlights.ask(found.id, via=arguments.via, members=arguments.member or None)
    name_of = workspace.roster.name_of
    asked = workspace.spotlights.get(found.id) or found
    if session.output.as_json:
        messages = [{"member": each.member_id, "message": each.message} for each in questions]
        session.output.json(spotlight_json(session, asked) | {"questions": messages})
    else:
        for each in questions:
            session.output.say(f"for {name_of(each.member_id)}:")
            session.output.prose(each.message + "\n\n")
        if not questions:
            session.output.say("everybody in it said yes to this very text already")
        say_next(session, asked)
    if arguments.copy and questions:
        copy_text(session, "\n\n".join(each.message for each in questions))


def _answer_options(parser: ArgumentParser) -> None:
    references(parser, "SPOTLIGHT", WHICH, several=False)
    parser.add_argument("--member", required=True, help="who answered")
    answers = parser.add_mutually_exclusive_group(required=True)
    answers.add_argument("--yes", action="store_true", help="they agree to be named, and to this very text")
    answers.add_argument("--no", action="store_true", help="they would rather not")
    parser.add_argument(
        "--scope", default="", help=f"how far a yes goes: {', '.join(SCOPES)}; as far as was asked when left out"
    )
    parser.add_argument("--via", default="", help="where they answered")
    add_day(parser, "on", "the day they answered; today when left out")


def _answer(session: Session, arguments: Namespace) -> None:
    if arguments.no and arguments.scope:
        raise UsageError("--scope says how far a yes goes, and this is a no", "leave --scope out")
    workspace = session.workspace
    found = workspace.spotlights.find(arguments.ref)
    scope = choice_of("--scope", arguments.scope, SCOPES) if arguments.scope else None
    answered = workspace.spotlights.answer(
        found.id,
        arguments.member,
        yes=arguments.yes,
        scope=scope,
        via=arguments.via,
        on=day_of(session, "on", arguments.on),
    )
    said = answered.consents[-1]
    name = workspace.roster.name_of(said.member)
    words = f"{name} said " + (f"yes for {said.scope}" if arguments.yes else "no")
    tell_spotlight(session, answered, words, about=said.member)
    say_next(session, answered)


def _withdraw_options(parser: ArgumentParser) -> None:
    references(parser, "SPOTLIGHT", WHICH, several=False)
    parser.add_argument(
        "--member", action="append", default=[], help="who takes their yes back; everybody when left out"
    )


def _withdraw(session: Session, arguments: Namespace) -> None:
    workspace = session.workspace
    found = workspace.spotlights.find(arguments.ref)
    places = workspace.spotlights.withdraw(found.id, arguments.member or None)
    after = workspace.spotlights.get(found.id) or found
    where = [place_words(each) for each in places]
    if session.output.as_json:
        session.output.json(spotlight_json(session, after) | {"take_down": where})
        return
    tell_spotlight(session, after, "withdrawn")
    for place in where:
        session.output.line(f"take down: {place}")
    if workspace.spotlights.taking_down.files(after):
        session.output.say(f"next: delete what was exported\n  kindtui spotlight take-out {after.id}")


CONSENT_VERBS = (
    Verb(
        "ask",
        "print the message to send, with the text, and keep what was shown",
        "kindtui spotlight ask s-2k1 --via discord",
        _ask,
        _ask_options,
    ),
    Verb(
        "answer",
        "write down a yes or a no, and how far it goes",
        "kindtui spotlight answer s-2k1 --member amina --yes --scope public",
        _answer,
        _answer_options,
    ),
    Verb(
        "withdraw",
        "take a yes back; says what has to be taken down",
        "kindtui spotlight withdraw s-2k1 --member amina",
        _withdraw,
        _withdraw_options,
    ),
)
