"""`kindtui export`: leave with your records, as JSON, CSV or contacts, and the documents as they are."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from kindtui.cli.leaving import file_name, out_path
from kindtui.cli.options import choice_of
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.errors import UsageError
from kindtui.services.exports import FORMATS, selection_of

KINDS = ("members", "contributions", "followups", "spotlights", "conduct", "all")
WHOLE = ("conduct", "all")


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("what", metavar="WHAT", help=", ".join(KINDS))
    parser.add_argument(
        "member", nargs="*", metavar="MEMBER", help="of members only these: an id, @handle, e-mail, name"
    )
    parser.add_argument(
        "--format", default="", help="json (the default), csv, or vcard for members; all writes json and csv"
    )
    parser.add_argument(
        "--fields", action="append", default=[], metavar="NAMES", help="only these, in this order: name,pronouns,handle"
    )
    parser.add_argument(
        "--with-notes",
        "--private",
        dest="notes",
        action="store_true",
        help="with private words: notes, access needs, what somebody said, what you guessed, words of thanks",
    )
    parser.add_argument("--raw", action="store_true", help="leave what a spreadsheet takes for a formula as it is")
    parser.add_argument(
        "-o",
        "--out",
        type=file_name,
        metavar="FILE",
        help="the file, or for all and conduct the folder, to write; - is standard output",
    )


def _export(session: Session, arguments: Namespace) -> None:
    what = choice_of("WHAT", arguments.what, KINDS)
    if what == "all" and arguments.out == "-":
        raise UsageError("all is more than one file", "say where: kindtui export all -o leaving/")
    fields = [name for given in arguments.fields for name in given.split(",") if name.strip()]
    if arguments.fields and not fields:
        raise UsageError("--fields names none", "for example: --fields name,pronouns; without it come all")
    members = [each.id for each in session.workspace.roster.find_many(arguments.member)] if arguments.member else []
    made = session.workspace.exports.export(
        what,
        format=choice_of("--format", arguments.format, FORMATS) if arguments.format else "json",
        out=None if arguments.out in (None, "-") else out_path(arguments.out),
        fields=fields,
        members=members,
        notes=arguments.notes,
        raw=arguments.raw,
    )
    if what not in WHOLE:
        _tell_notes(session, what, fields, arguments.notes)
    if isinstance(made, list):
        _tell_files(session, made)
    elif session.output.as_json:
        session.output.json({arguments.format: made} if arguments.format in ("csv", "vcard") else json.loads(made))
    else:
        session.output.document(made)


def _tell_notes(session: Session, what: str, fields: list[str], notes: bool) -> None:
    """Say which private words go along, or that they stay here."""
    taken = selection_of(what, fields, notes=notes).private
    if taken:
        session.output.say(f"private words go along: {', '.join(taken)}")
    elif not fields and (left := selection_of(what, notes=True).private):
        session.output.say(f"private words stay here: {', '.join(left)}; --with-notes takes them along")


def _tell_files(session: Session, files: list[Path]) -> None:
    if session.output.as_json:
        session.output.json({"files": [str(path) for path in files]})
        return
    session.output.lines(str(path) for path in files)
    session.output.say("these files hold what people told you: keep them as carefully as the workspace")


VERBS = (
    Verb(
        "export",
        "leave with your records, and with everything",
        "kindtui export members --format csv --fields name,pronouns,email -o members.csv\n"
        "kindtui export members @ada @ben --format vcard -o friends.vcf\n"
        "kindtui export all -o leaving/",
        _export,
        _options,
        about="Private words leave a notebook only when they are named or asked for; all takes everything along.\n"
        "CSV is defused, so that a spreadsheet runs nothing that a name holds. A name that is no field lists them.",
        lenient=True,
    ),
)
