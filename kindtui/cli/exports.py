"""`kindtui export`: leave with your records, as JSON, CSV, and the documents as they are."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from kindtui.cli.leaving import out_path
from kindtui.cli.options import choice_of
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.errors import UsageError
from kindtui.services.exports import FORMATS

KINDS = ("members", "contributions", "followups", "spotlights", "conduct", "all")


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("what", metavar="WHAT", help=", ".join(KINDS))
    parser.add_argument("--format", default="", help="json (the default) or csv; all writes both")
    parser.add_argument("--private", action="store_true", help="with the fields of a CSV that hold private words")
    parser.add_argument("--raw", action="store_true", help="leave what a spreadsheet takes for a formula as it is")
    parser.add_argument(
        "-o",
        "--out",
        metavar="FILE",
        help="the file, or for all and conduct the folder, to write; - is standard output",
    )


def _export(session: Session, arguments: Namespace) -> None:
    what = choice_of("WHAT", arguments.what, KINDS)
    if what == "all" and arguments.out == "-":
        raise UsageError("all is more than one file", "say where: kindtui export all -o leaving/")
    made = session.workspace.exports.export(
        what,
        format=choice_of("--format", arguments.format, FORMATS) if arguments.format else "json",
        out=None if arguments.out in (None, "-") else out_path(arguments.out),
        private=arguments.private,
        raw=arguments.raw,
    )
    if isinstance(made, list):
        _tell_files(session, made)
    elif session.output.as_json:
        session.output.json(json.loads(made) if arguments.format != "csv" else {"csv": made})
    else:
        session.output.document(made)


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
        "kindtui export members --format csv -o members.csv\nkindtui export all -o leaving/",
        _export,
        _options,
        about="JSON holds every field; CSV is defused, so that a spreadsheet runs nothing that a name holds.",
    ),
)
