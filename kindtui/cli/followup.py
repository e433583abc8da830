"""`kindtui followup`: who needs something from me, and did what I did help?"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from kindtui.cli.options import (
    add_day,
    add_field_options,
    add_words,
    choice_of,
    day_of,
    full_day,
    note_of,
    typed_fields,
)
from kindtui.cli.records import (
    Part,
    card,
    dated_line,
    field_parts,
    list_options,
    on_day,
    record_json,
    references,
    show_list,
    tell,
    tell_removed,
)
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.domain.fields import shown
from kindtui.domain.followups import FOLLOW_UP_FIELDS, FollowUp
from kindtui.errors import UsageError

WHICH = "the id of a follow-up or its unique beginning"
HELPED = ("yes", "partly", "no", "unknown")


def _add_options(parser: ArgumentParser) -> None:
    parser.add_argument("--each", action="store_true", help="one for each member in --about, instead of one about all")
    add_field_options(parser, FOLLOW_UP_FIELDS, several=("about",), needed=("about",))


def _add(session: Session, arguments: Namespace) -> None:
    service, typed = session.workspace.follow_ups, typed_fields(session, arguments, FOLLOW_UP_FIELDS)
    if arguments.each:
        tell(session, service.add_each(typed), lambda each: f"added: {_line(session, each)}", one=False)
        return
    tell(session, [service.add(typed)], lambda each: f"added: {_line(session, each)}", one=True)


def _line(session: Session, followup: FollowUp) -> str:
    """What is to be done for whom, and the line that says most about it."""
    service = session.workspace.follow_ups
    detail = service.detail(followup)
    return f"{service.title(followup)}: {detail}" if detail else service.title(followup)


def _when(session: Session, followup: FollowUp) -> str:
    """Where it stands, in words."""
    from kindtui.domain.dates import spoken

    state = session.workspace.follow_ups.due_state(followup, session.today).replace("_", " ")
    day = followup.until if followup.state == "waiting" else followup.due
    if followup.state in ("done", "let_go"):
        day = followup.closed_on
    if followup.state == "waiting":
        state = "waiting" if state == "waiting" else f"{state} from waiting"
        state += f" for {followup.waiting_on}" if followup.waiting_on else ""
    return state + (f", {spoken(day, session.today)}" if day else "")


def _list(session: Session, arguments: Namespace) -> None:
    show_list(
        session,
        arguments,
        session.workspace.follow_ups,
        lambda each: [_when(session, each), _line(session, each)],
        FOLLOW_UP_FIELDS,
        empty='nobody is waiting: kindtui followup add --about amina --kind check-in --due "in 2 weeks"',
    )


def _one_options(parser: ArgumentParser) -> None:
    references(parser, "FOLLOWUP", WHICH, several=False)


def _several_options(parser: ArgumentParser) -> None:
    references(parser, "FOLLOWUP", WHICH)


def _show(session: Session, arguments: Namespace) -> None:
    workspace = session.workspace
    found = workspace.follow_ups.find(arguments.ref)
    if session.output.as_json:
        tell(session, [found], lambda each: each.action, one=True)
        return
    parts: list[Part] = [("State", _when(session, found))]
    parts += field_parts(FOLLOW_UP_FIELDS, found, workspace.roster.name_of)
    parts.append(("Touches", [dated_line(each.on, each.channel, each.note) for each in found.touches]))
    parts.append(("Snoozes", [f"{on_day(each.on)} until {on_day(each.until)}" for each in found.snoozes]))
    parts.append(("Advice", workspace.follow_ups.advice(found)))
    session.output.lines(card(f"{workspace.follow_ups.title(found)}  {found.id}", parts))


def _edit_options(parser: ArgumentParser) -> None:
    references(parser, "FOLLOWUP", WHICH, several=False)
    add_field_options(parser, FOLLOW_UP_FIELDS)


def _edit(session: Session, arguments: Namespace) -> None:
    service = session.workspace.follow_ups
    read = service.find(arguments.ref)
    typed = typed_fields(session, arguments, FOLLOW_UP_FIELDS, now=lambda field: str(shown(field, read)))
    if not typed:
        raise UsageError("nothing to change was said", f"for example: kindtui followup edit {read.id} --due friday")
    tell(session, [service.edit(read.id, typed, read=read)], lambda each: f"changed: {_line(session, each)}", one=True)


def _touch_options(parser: ArgumentParser) -> None:
    references(parser, "FOLLOWUP", WHICH)
    parser.add_argument("--channel", default="", help="where you were in touch")
    add_words(parser, "note", "what was said")
    add_day(parser, "on", "the day; today when left out")


def _touch(session: Session, arguments: Namespace) -> None:
    service = session.workspace.follow_ups
    found = service.find_many(arguments.refs)
    note = note_of(session, "note", arguments.note)
    on = day_of(session, "on", arguments.on)
    touched = service.touch([each.id for each in found], channel=arguments.channel, note=note, on=on)
    tell(session, touched, lambda each: f"in touch: {_line(session, each)}", one=len(arguments.refs) == 1)


def _snooze_options(parser: ArgumentParser) -> None:
    references(parser, "FOLLOWUP", WHICH)
    parser.add_argument("until", metavar="DAY", help="until when")


def _snooze(session: Session, arguments: Namespace) -> None:
    service = session.workspace.follow_ups
    found = service.find_many(arguments.refs)
    until = day_of(session, "until", arguments.until)
    if until is None:
        raise UsageError("until when is not said", "for example: kindtui followup snooze f-9x0 'in 3 days'")
    snoozed = service.snooze([each.id for each in found], until)
    tell(session, snoozed, lambda each: f"snoozed: {_line(session, each)}", one=len(arguments.refs) == 1)
    for advice in {service.advice(each) for each in snoozed} - {""}:
        session.output.say(advice)


def _wait_options(parser: ArgumentParser) -> None:
    references(parser, "FOLLOWUP", WHICH, several=False)
    parser.add_argument("--on", required=True, metavar="WHO", help="whom or what you wait for, in your words")
    add_day(parser, "until", "the day on which it comes back by itself")


def _wait(session: Session, arguments: Namespace) -> None:
    service = session.workspace.follow_ups
    found = service.find(arguments.ref)
    waiting = service.wait(found.id, arguments.on, day_of(session, "until", arguments.until))
    tell(session, [waiting], lambda each: f"waiting for {each.waiting_on}: {_line(session, each)}", one=True)


def _done_options(parser: ArgumentParser) -> None:
    references(parser, "FOLLOWUP", WHICH)
    add_words(parser, "outcome", "what came of it")
    parser.add_argument("--it-helped", default="", metavar="CHOICE", help=f"whether it helped: {', '.join(HELPED)}")


def _done(session: Session, arguments: Namespace) -> None:
    service = session.workspace.follow_ups
    found = service.find_many(arguments.refs)
    it_helped = choice_of("--it-helped", arguments.it_helped, HELPED) if arguments.it_helped else None
    outcome = note_of(session, "outcome", arguments.outcome)
    ended = service.done([each.id for each in found], outcome=outcome, it_helped=it_helped)
    following = {each.follow_up.id: each.next for each in ended}

    def as_json(followup: FollowUp) -> dict[str, object]:
        after = following[followup.id]
        return record_json(followup) | {"next": record_json(after) if after is not None else None}

    one = len(arguments.refs) == 1
    tell(
        session,
        [each.follow_up for each in ended],
        lambda each: f"done: {_line(session, each)}",
        one=one,
        as_json=as_json,
    )
    for after in following.values():
        if after is not None:
            due = f" on {full_day(after.due)}" if after.due else ""
            session.output.say(f"it comes back{due} as {after.id}")


def _let_go_options(parser: ArgumentParser) -> None:
    references(parser, "FOLLOWUP", WHICH)
    add_words(parser, "why", "why you let it go, for yourself")


def _let_go(session: Session, arguments: Namespace) -> None:
    service = session.workspace.follow_ups
    found = service.find_many(arguments.refs)
    let_go = service.let_go([each.id for each in found], why=note_of(session, "why", arguments.why))
    tell(session, let_go, lambda each: f"let go: {_line(session, each)}", one=len(arguments.refs) == 1)


def _reopen(session: Session, arguments: Namespace) -> None:
    service = session.workspace.follow_ups
    opened = service.reopen([each.id for each in service.find_many(arguments.refs)])
    tell(session, opened, lambda each: f"open again: {_line(session, each)}", one=len(arguments.refs) == 1)


def _remove(session: Session, arguments: Namespace) -> None:
    service = session.workspace.follow_ups
    gone = service.remove([each.id for each in service.find_many(arguments.refs)])
    tell_removed(session, gone, lambda each: _line(session, each), one=len(arguments.refs) == 1)


VERBS = (
    Verb(
        "add",
        "write down what somebody needs",
        'kindtui followup add --about amina --kind check-in --action "Ask how the new job goes" --due "in 2 weeks"\n'
        "kindtui followup add --about amina bo --kind hard-time --said -",
        _add,
        _add_options,
    ),
    Verb(
        "list",
        "overdue first, or those in which all the words are found",
        "kindtui followup list welcome",
        _list,
        list_options,
    ),
    Verb("show", "one follow-up, and all that was done", "kindtui followup show f-9x0", _show, _one_options),
    Verb(
        "edit",
        "change what was written down",
        "kindtui followup edit f-9x0 --owner bo --every '2 weeks'",
        _edit,
        _edit_options,
        about="A list that is given takes the place of the one before; an empty value ('') clears a field.",
    ),
    Verb(
        "touch",
        "record that you were in touch",
        'kindtui followup touch f-9x0 --channel phone --note "She starts on Monday"',
        _touch,
        _touch_options,
    ),
    Verb("snooze", "put it off", "kindtui followup snooze f-9x0 'next tuesday'", _snooze, _snooze_options),
    Verb(
        "wait",
        "wait for somebody; it comes back by itself",
        "kindtui followup wait f-9x0 --on 'the venue' --until 'in 1 week'",
        _wait,
        _wait_options,
    ),
    Verb(
        "done",
        "finish it, with its outcome",
        'kindtui followup done f-9x0 --outcome "She is settling in" --it-helped yes',
        _done,
        _done_options,
    ),
    Verb(
        "let-go",
        "let it go, on purpose",
        "kindtui followup let-go f-9x0 --why 'Bo took it over'",
        _let_go,
        _let_go_options,
    ),
    Verb("reopen", "open again what was done or let go", "kindtui followup reopen f-9x0", _reopen, _several_options),
    Verb(
        "remove",
        "remove follow-ups (undo brings them back)",
        "kindtui followup remove f-9x0",
        _remove,
        _several_options,
    ),
)
