"""`kindtui contribution`: the specific kind act, whom it helped, and whether somebody said thank you."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from kindtui.cli.leaving import copy_text, need_clipboard
from kindtui.cli.options import (
    add_day,
    add_field_options,
    add_words,
    day_of,
    needed,
    set_field,
    text_of,
    typed_fields,
)
from kindtui.cli.records import (
    card,
    dated_line,
    field_parts,
    list_options,
    names,
    references,
    show_list,
    tell,
    tell_removed,
)
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.domain.contributions import CONTRIBUTION_FIELDS, Contribution
from kindtui.domain.fields import shown
from kindtui.domain.text import first_line
from kindtui.errors import UsageError

WHICH = "the id of a contribution or its unique beginning"

NEXT = {
    "noticed": "not thanked yet",
    "thanked": "thanked",
    "spotlighted": "spotlighted",
    "kept_private": "kept private",
}


def _add_options(parser: ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", metavar="WHAT", help="the one kind thing they did, as you would tell it")
    add_field_options(parser, CONTRIBUTION_FIELDS, needed=("by",))


def _add(session: Session, arguments: Namespace) -> None:
    if arguments.what is not None:
        set_field(arguments, "what", text_of(session, arguments.what))
    needed(arguments, "what")
    made = session.workspace.contributions.add(typed_fields(session, arguments, CONTRIBUTION_FIELDS))
    tell(session, [made], lambda each: f"noticed: {_line(session, each)}", one=True)
    if not session.output.as_json and session.workspace.contributions.waits(made, session.today):
        session.output.say(f"next: kindtui contribution thank {made.id} --draft")


def _line(session: Session, contribution: Contribution) -> str:
    return f"{names(session, contribution.by)}: {first_line(contribution.what)}"


def _list(session: Session, arguments: Namespace) -> None:
    show_list(
        session,
        arguments,
        session.workspace.contributions,
        lambda each: [each.on.isoformat(), names(session, each.by), NEXT[each.state], first_line(each.what)],
        CONTRIBUTION_FIELDS,
        empty='nothing is written down yet: kindtui contribution add "Sat with two newcomers" --by amina',
    )


def _show_options(parser: ArgumentParser) -> None:
    references(parser, "CONTRIBUTION", WHICH, several=False)


def _show(session: Session, arguments: Namespace) -> None:
    found = session.workspace.contributions.find(arguments.ref)
    if session.output.as_json:
        tell(session, [found], lambda each: each.what, one=True)
        return
    parts = field_parts(session.workspace.contributions.fields[1:], found, session.workspace.roster.name_of)
    parts.append(("State", NEXT[found.state]))
    parts.append(("Thanks", [dated_line(each.on, each.channel, each.words) for each in found.thanks]))
    session.output.lines(card(f"{first_line(found.what)}  {found.id}", parts))


def _edit_options(parser: ArgumentParser) -> None:
    references(parser, "CONTRIBUTION", WHICH, several=False)
    add_field_options(parser, CONTRIBUTION_FIELDS)


def _edit(session: Session, arguments: Namespace) -> None:
    service = session.workspace.contributions
    read = service.find(arguments.ref)
    typed = typed_fields(session, arguments, CONTRIBUTION_FIELDS, now=lambda field: str(shown(field, read)))
    if not typed:
        raise UsageError(
            "nothing to change was said", f"for example: kindtui contribution edit {read.id} --kind hosting"
        )
    tell(
        session,
        [service.edit(read.id, typed, read=read)],
        lambda each: f"changed: {_line(session, each)}",
        one=True,
    )


def _thank_options(parser: ArgumentParser) -> None:
    references(parser, "CONTRIBUTION", WHICH)
    parser.add_argument("--channel", default="", help="where you said it: in person, discord, a card")
    add_words(parser, "words", "what you said")
    add_day(parser, "on", "the day you said it; today when left out")
    parser.add_argument("--draft", action="store_true", help="print words to begin with, and record nothing")
    parser.add_argument("--copy", action="store_true", help="copy the words to the clipboard")


def _thank(session: Session, arguments: Namespace) -> None:
    service = session.workspace.contributions
    found = service.find_many(arguments.refs)
    one = len(arguments.refs) == 1
    if arguments.draft:
        drafts = [(each.id, service.thanks_draft(each.id)) for each in found]
        _print_drafts(session, drafts, one=one)
        if arguments.copy:
            copy_text(session, "\n\n".join(text for _, text in drafts))
        return
    if arguments.copy:
        need_clipboard()
    words = text_of(session, arguments.words, now=lambda: service.thanks_draft(found[0].id))
    on = day_of(session, "on", arguments.on)
    thanked = service.thank([each.id for each in found], channel=arguments.channel, words=words, on=on)
    if arguments.copy:
        copy_text(session, words or service.thanks_draft(found[0].id))
    tell(session, thanked, lambda each: f"thanked {_line(session, each)}", one=one)


def _print_drafts(session: Session, drafts: list[tuple[str, str]], *, one: bool) -> None:
    if session.output.as_json:
        values = [{"id": id, "draft": text} for id, text in drafts]
        session.output.json(values[0] if one else values)
        return
    session.output.prose("\n\n".join(text.rstrip("\n") for _, text in drafts))
    for id, _ in drafts:
        session.output.say(f"when it is said: kindtui contribution thank {id} --channel WHERE --words -")


def _keep_private(session: Session, arguments: Namespace) -> None:
    service = session.workspace.contributions
    kept = service.keep_private([each.id for each in service.find_many(arguments.refs)])
    tell(session, kept, lambda each: f"kept private: {_line(session, each)}", one=len(arguments.refs) == 1)


def _not_private(session: Session, arguments: Namespace) -> None:
    service = session.workspace.contributions
    opened = service.not_private([each.id for each in service.find_many(arguments.refs)])
    tell(session, opened, lambda each: f"no longer private: {_line(session, each)}", one=len(arguments.refs) == 1)


def _several_options(parser: ArgumentParser) -> None:
    references(parser, "CONTRIBUTION", WHICH)


def _remove(session: Session, arguments: Namespace) -> None:
    service = session.workspace.contributions
    gone = service.remove([each.id for each in service.find_many(arguments.refs)])
    tell_removed(session, gone, lambda each: _line(session, each), one=len(arguments.refs) == 1)


VERBS = (
    Verb(
        "add",
        "write down a kind act",
        'kindtui contribution add "Sat with two newcomers until their first build worked" --by amina --kind welcoming\n'
        'kindtui contribution add "Fixed the door" --by bo --helped amina --on yesterday --link https://example.org/1',
        _add,
        _add_options,
    ),
    Verb(
        "list",
        "the newest first, or those in which all the words are found",
        "kindtui contribution list welcoming",
        _list,
        list_options,
    ),
    Verb(
        "show", "one contribution, and every thank-you for it", "kindtui contribution show c-7f3", _show, _show_options
    ),
    Verb(
        "edit",
        "change what was written down",
        "kindtui contribution edit c-7f3 --effect 'They both came back'",
        _edit,
        _edit_options,
        about="A list that is given takes the place of the one before; an empty value ('') clears a field.",
    ),
    Verb(
        "thank",
        "draft a thank-you, or record that it was said",
        "kindtui contribution thank c-7f3 --draft\n"
        'kindtui contribution thank c-7f3 --channel discord --words "Thank you, Amina. They both came back."',
        _thank,
        _thank_options,
        about="A thank-you to the person needs nobody's consent; a public one is a spotlight.",
    ),
    Verb(
        "keep-private",
        "settle that it stays between you, and stop suggesting it",
        "kindtui contribution keep-private c-7f3",
        _keep_private,
        _several_options,
    ),
    Verb(
        "not-private",
        "take back that it is kept private",
        "kindtui contribution not-private c-7f3",
        _not_private,
        _several_options,
        about="It waits for thanks again, or, thanked already, may be told in a spotlight. Nothing leaves by that.",
    ),
    Verb(
        "remove",
        "remove contributions (undo brings them back)",
        "kindtui contribution remove c-7f3",
        _remove,
        _several_options,
    ),
)
