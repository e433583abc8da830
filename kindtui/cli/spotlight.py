"""`kindtui spotlight`: a text about people that leaves the house only when each of them agreed to it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import get_args

from kindtui.cli.options import add_field_options, choice_of, typed_fields
from kindtui.cli.records import (
    Part,
    card,
    field_parts,
    list_options,
    names,
    on_day,
    references,
    show_list,
    tell_removed,
)
from kindtui.cli.session import Session
from kindtui.cli.spotlight_consent import CONSENT_VERBS
from kindtui.cli.spotlight_export import EXPORT_VERBS
from kindtui.cli.spotlight_telling import WHICH, say_next, spotlight_json, tell_spotlight
from kindtui.cli.verb import Verb
from kindtui.domain.fields import shown
from kindtui.domain.spotlight_fields import SPOTLIGHT_FIELDS
from kindtui.domain.spotlights import Audience, Spotlight
from kindtui.errors import UsageError

OWN_WORDS = tuple(field for field in SPOTLIGHT_FIELDS if field.name in ("text", "alt-text"))
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


def _draft_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--for",
        dest="members",
        nargs="+",
        action="extend",
        default=[],
        metavar="MEMBER",
        help="whom it is about; those who did the contributions when left out",
    )
    parser.add_argument(
        "--contribution", nargs="+", action="extend", default=[], metavar="ID", help="the kind acts it tells of"
    )
    parser.add_argument("--template", default="", help="one that kindtui spotlight templates lists")
    parser.add_argument("--audience", default="public", help="who will read it: internal, newsletter, public")
    add_field_options(parser, OWN_WORDS)


def _draft(session: Session, arguments: Namespace) -> None:
    service = session.workspace.spotlights
    begun = service.begin(
        arguments.members,
        contributions=arguments.contribution,
        template=arguments.template,
        audience=choice_of("--audience", arguments.audience, AUDIENCES),
    )
    made = service.keep(begun, typed_fields(session, arguments, OWN_WORDS, now=lambda field: str(shown(field, begun))))
    tell_spotlight(session, made, "drafted")
    if not session.output.as_json:
        session.output.say(made.text)
        say_next(session, made)


def _templates(session: Session, arguments: Namespace) -> None:
    found = session.workspace.spotlights.templates()
    if session.output.as_json:
        session.output.json(
            [{key: getattr(each, key) for key in ("id", "title", "origin", "for_many", "problem")} for each in found]
        )
        return
    session.output.rows(
        [[each.id, each.title, "for several" if each.for_many else "", each.origin, each.problem] for each in found]
    )


def _list(session: Session, arguments: Namespace) -> None:
    service = session.workspace.spotlights

    def row(spotlight: Spotlight) -> list[str]:
        standing = service.standing(spotlight)
        return [standing.state, names(session, spotlight.members), spotlight.audience, standing.next_step]

    show_list(
        session,
        arguments,
        service,
        row,
        SPOTLIGHT_FIELDS,
        empty="no spotlight is drafted yet: kindtui spotlight draft --for amina",
        as_json=lambda each: spotlight_json(session, each),
    )


def _one_options(parser: ArgumentParser) -> None:
    references(parser, "SPOTLIGHT", WHICH, several=False)


def _show(session: Session, arguments: Namespace) -> None:
    workspace = session.workspace
    found = workspace.spotlights.find(arguments.ref)
    if session.output.as_json:
        tell_spotlight(session, found, "")
        return
    standing = workspace.spotlights.standing(found)
    parts: list[Part] = [("State", standing.state), ("Next", [standing.next_step, standing.command])]
    parts.append(("Problems", list(standing.problems)))
    parts.append(("Answers", [each.reason for each in standing.lines]))
    parts.append(("Template", found.template))
    parts += field_parts(SPOTLIGHT_FIELDS[1:], found, lambda id: id)
    parts.append(("Exports", [f"{on_day(each.on)} {each.format} {each.file}" for each in found.exports]))
    parts.append(("Published", [f"{on_day(each.on)} {each.where}" for each in found.published]))
    parts.append(("Text", found.text.splitlines()))
    session.output.lines(card(f"{names(session, found.members)}  {found.id}", parts))


def _edit_options(parser: ArgumentParser) -> None:
    references(parser, "SPOTLIGHT", WHICH, several=False)
    parser.add_argument(
        "--without", action="append", default=[], metavar="MEMBER", help="take somebody out of it; may be repeated"
    )
    add_field_options(parser, SPOTLIGHT_FIELDS)


def _edit(session: Session, arguments: Namespace) -> None:
    workspace = session.workspace
    read = workspace.spotlights.find(arguments.ref)
    typed = typed_fields(session, arguments, SPOTLIGHT_FIELDS, now=lambda field: str(shown(field, read)))
    if not typed and not arguments.without:
        raise UsageError("nothing to change was said", f"for example: kindtui spotlight edit {read.id} --text")
    changed = workspace.spotlights.edit(read.id, typed, without=arguments.without, read=read)
    tell_spotlight(session, changed, "changed")
    say_next(session, changed)


def _several_options(parser: ArgumentParser) -> None:
    references(parser, "SPOTLIGHT", WHICH)


def _remove(session: Session, arguments: Namespace) -> None:
    service = session.workspace.spotlights
    gone = service.remove([each.id for each in service.find_many(arguments.refs)])
    tell_removed(session, gone, lambda each: names(session, each.members), one=len(arguments.refs) == 1)


VERBS = (
    Verb(
        "draft",
        "draft a text about somebody, from a template",
        "kindtui spotlight draft --for amina --contribution c-7f3\n"
        "kindtui spotlight draft --for amina bo --template thank-you-thread --audience internal",
        _draft,
        _draft_options,
        about="Nothing leaves before everybody named in it said yes: draft, ask, answer, export.\n"
        "The templates are listed by kindtui spotlight templates.",
    ),
    Verb("templates", "what a draft can be made from", "kindtui spotlight templates", _templates),
    Verb("list", "all of them, each with its next step", "kindtui spotlight list", _list, list_options),
    Verb(
        "show",
        "one spotlight: its text, the answers, the next step",
        "kindtui spotlight show s-2k1",
        _show,
        _one_options,
    ),
    Verb(
        "edit",
        "change the text (a yes to the old one ends), or take somebody out",
        "kindtui spotlight edit s-2k1 --without bo\nkindtui spotlight edit s-2k1 --text",
        _edit,
        _edit_options,
    ),
    *CONSENT_VERBS,
    *EXPORT_VERBS,
    Verb(
        "remove",
        "remove spotlights (undo brings them back)",
        "kindtui spotlight remove s-2k1",
        _remove,
        _several_options,
    ),
)
