"""`kindtui export`: leave with your records, as JSON, CSV, and the documents as they are."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from kindtui.cli.leaving import out_path
from kindtui.cli.options import choice_of
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.errors import UsageError

KINDS = ("members", "contributions", "followups", "spotlights", "conduct", "all")
FORMATS = ("json", "csv")


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("what", metavar="WHAT", help=", ".join(KINDS))
    parser.add_argument("--format", default="", help="json (the default) or csv; all writes both")
    parser.add_argument(
        "-o", "--out", metavar="FILE", help="the file to write; a folder for all and conduct; - is standard output"
    )


def _export(session: Session, arguments: Namespace) -> None:
    what = choice_of("WHAT", arguments.what, KINDS)
    chosen = choice_of("--format", arguments.format, FORMATS) if arguments.format else "json"
    to_stdout = arguments.out in (None, "-")
    if to_stdout and what in ("all", "conduct"):
        raise UsageError(f"{what} is more than one file", f"say where: kindtui export {what} -o leaving/")
    made = session.workspace.exports.export(what, format=chosen, out=None if to_stdout else out_path(arguments.out))
    if isinstance(made, str):
        session.output.document(made)
    elif session.output.as_json:
        session.output.json({"files": [str(path) for path in made]})
    else:
        session.output.lines(str(path) for path in made)


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
