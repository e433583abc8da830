"""`kindtui member`: who they are, and how they want to be addressed, reached and named."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from kindtui.cli import forgetting, member_card, member_match, merging
from kindtui.cli.member_card import WHO
from kindtui.cli.options import add_field_options, needed, set_field, text_of, typed_fields
from kindtui.cli.records import (
    card,
    field_parts,
    list_options,
    references,
    show_list,
    tell,
    tell_removed,
)
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.domain.fields import shown
from kindtui.domain.pauses import pause_of
from kindtui.domain.roster import MEMBER_FIELDS, Member
from kindtui.errors import UsageError


def _add_options(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="the name they use")
    add_field_options(parser, MEMBER_FIELDS)


def _add(session: Session, arguments: Namespace) -> None:
    if arguments.name is not None:
        set_field(arguments, "name", text_of(session, arguments.name))
    needed(arguments, "name")
    member = session.workspace.roster.add(typed_fields(session, arguments, MEMBER_FIELDS))
    tell(session, [member], lambda each: f"added {each.name}", one=True)


def _edit_options(parser: ArgumentParser) -> None:
    references(parser, "MEMBER", WHO)
    parser.add_argument("--add-tag", action="append", default=[], metavar="WORD", help="put a tag on; may be repeated")
    parser.add_argument(
        "--drop-tag", action="append", default=[], metavar="WORD", help="take a tag off; may be repeated"
    )
    add_field_options(parser, MEMBER_FIELDS)


def _edit(session: Session, arguments: Namespace) -> None:
    roster = session.workspace.roster
    members = roster.find_many(arguments.refs)
    one = len(arguments.refs) == 1
    read = members[0] if len(members) == 1 else None
    typed = typed_fields(
        session, arguments, MEMBER_FIELDS, now=lambda field: str(shown(field, read)) if read is not None else ""
    )
    if arguments.add_tag or arguments.drop_tag:
        if "tag" in typed:
            raise UsageError("--tag says all the tags", "leave out either --tag or --add-tag and --drop-tag")
        changed = roster.retag([member.id for member in members], arguments.add_tag, arguments.drop_tag, typed)
    elif not typed:
        raise UsageError("nothing to change was said", 'for example: kindtui member edit amina --pronouns "she/her"')
    elif read is not None:
        changed = [roster.edit(read.id, typed, read=read)]
    else:
        changed = roster.edit_many([member.id for member in members], typed)
    before = {member.id: member for member in members}

    def words(member: Member) -> str:
        said = "nothing was changed about" if member == before[member.id] else "changed"
        return f"{said} {member.name}"

    tell(session, changed, words, one=one)


def _list(session: Session, arguments: Namespace) -> None:
    show_list(
        session,
        arguments,
        session.workspace.roster,
        lambda member: _row(session, member),
        MEMBER_FIELDS,
        empty='nobody is here yet: kindtui member add "Amina Diallo", or kindtui import members.csv',
    )


def _row(session: Session, member: Member) -> list[str]:
    handles = " ".join(f"{place}={handle}" for place, handle in member.handles.items())
    return [member.name, member.pronouns, handles or ", ".join(member.emails), _standing(session, member)]


def _standing(session: Session, member: Member) -> str:
    """A few words when there is something to mind before reaching out."""
    words = [member.status.replace("_", " ")] if member.status != "active" else []
    if member.kind == "bot":
        words.append("bot")
    if member.status == "on_break" and member.until:
        words.append(f"until {member.until.isoformat()}")
    pause = pause_of(member, session.today)
    if pause is not None and pause.reason == "space" and pause.until:
        words.append(f"asked for space until {pause.until.isoformat()}")
    return " ".join(words)


def _show_options(parser: ArgumentParser) -> None:
    references(parser, "MEMBER", WHO, several=False)
    member_card.add_for_member(parser)


def _show(session: Session, arguments: Namespace) -> None:
    workspace = session.workspace
    member = workspace.roster.find(arguments.ref)
    if member_card.is_for_member(arguments):
        member_card.show_for_member(session, arguments, member)
        return
    if session.output.as_json:
        tell(session, [member], lambda each: each.name, one=True)
        return
    parts = field_parts(MEMBER_FIELDS[1:], member, workspace.roster.name_of)
    parts.append(("Before you write", _standing(session, member)))
    given = workspace.contributions.of(member.id)
    parts.append(("Contributions", [f"{each.id}  {each.on.isoformat()}  {each.what}" for each in given]))
    asked = [each for each in workspace.follow_ups.of(member.id) if each.state in ("open", "waiting")]
    parts.append(
        ("Follow-ups", [f"{each.id}  {each.kind.replace('_', ' ')}  {each.action}".rstrip() for each in asked])
    )
    told = workspace.spotlights.of(member.id)
    parts.append(("Spotlights", [f"{each.id}  {workspace.spotlights.standing(each).state}" for each in told]))
    merged = workspace.unmerging.merges_into(member)
    parts.append(("Merged", [f"{each.id}  {each.name_of_other}, on {each.created_at.date()}" for each in merged]))
    session.output.lines(card(f"{member.name}  {member.id}", parts))


def _remove_options(parser: ArgumentParser) -> None:
    references(parser, "MEMBER", WHO)


def _remove(session: Session, arguments: Namespace) -> None:
    roster = session.workspace.roster
    gone = roster.remove([member.id for member in roster.find_many(arguments.refs)])
    tell_removed(session, gone, lambda member: member.name, one=len(arguments.refs) == 1)


VERBS = (
    Verb(
        "add",
        "put somebody on the roster",
        'kindtui member add "Amina Diallo" --pronouns she/her --handle discord=amina --recognition ask\n'
        'kindtui member add "Bo Lind" --access-need "captions; source=his mail; on=yesterday"',
        _add,
        _add_options,
    ),
    Verb(
        "list",
        "everybody, or those in whose card all the words are found",
        "kindtui member list lisbon --sort -joined\n"
        "kindtui member list 'tag:mentor joined:>2025-01-01' --save-filter 'new mentors'\n"
        "kindtui member list --filter 'new mentors' --format csv",
        _list,
        list_options,
    ),
    Verb(
        "show",
        "one member's record; --for-member as they may see it",
        "kindtui member show amina\nkindtui member show amina --for-member -o for-amina.txt",
        _show,
        _show_options,
        about="--for-member gives everything that is kept about them, parted into told, observed and inferred,\n"
        "without the other people of the roster: the same text answers a request for access.",
    ),
    Verb(
        "edit",
        "change a card, or several alike",
        "kindtui member edit amina --status on-break --until 'next month'\n"
        "kindtui member edit amina bo --add-tag hosts --drop-tag newcomer",
        _edit,
        _edit_options,
        about="A list that is given takes the place of the one before; an empty value ('') clears a field.\n"
        "What you change on the card of somebody who came with an import is locked: the next import leaves it as it\n"
        "is (--locked '' lets imports change it again).",
    ),
    Verb(
        "remove",
        "take somebody off the roster (undo brings them back)",
        "kindtui member remove amina",
        _remove,
        _remove_options,
    ),
    *member_card.VERBS,
    *member_match.VERBS,
    *merging.VERBS,
    *forgetting.VERBS,
)
