"""`kindtui import`: a list of members from another tool."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kindtui.cli.options import add_day, choice_of, day_of
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.errors import InvalidInput

if TYPE_CHECKING:
    from kindtui.domain.imports import Preview, Report

_GONE_SHOWN = 20
"""So many who are missing are named, so that the counts stay in sight."""
TARGETS = (
    "name, pronouns, email, handle:PLACE, joined, timezone, language, tag, note, id, ignore, "
    "or another field of member edit, such as offer"
)
COUNTS = ("added", "changed", "same", "skipped", "refused")


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a table or another list of people; - is standard input")
    parser.add_argument("--format", default="", help="the tool it comes from; recognised when left out")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help=f"what a column becomes: {TARGETS}; may be repeated",
    )
    parser.add_argument(
        "--keep-map", default="", metavar="NAME", help="keep what the columns become as imports/NAME.yaml"
    )
    parser.add_argument(
        "--dates",
        action="append",
        default=[],
        metavar="[COLUMN=]ORDER",
        help="the order in ambiguous dates: dmy, mdy or ymd; for all columns or for one; may be repeated",
    )
    parser.add_argument(
        "--encoding", default="", help="how its text is written, such as cp1252; found out when left out"
    )
    add_day(parser, "welcome-since", "plan a welcome for each new member who joined on this day or later")
    parser.add_argument("--unlock", action="store_true", help="change fields that were edited by hand, too")
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    parser.add_argument("--strict", action="store_true", help="exit code 3 when a row is refused")


def _import(session: Session, arguments: Namespace) -> int:
    imports = session.workspace.imports
    data, name = _read(session, arguments.file)
    keep = imports.check_map_name(arguments.keep_map) if arguments.keep_map else ""
    chosen = choice_of("--format", arguments.format, imports.formats()) if arguments.format else None
    asked: dict[str, Any] = {
        "format": chosen,
        "mapping": _mapping(arguments.map),
        "dates": _orders(arguments.dates),
        "encoding": arguments.encoding or None,
        "welcome_since": day_of(session, "welcome-since", arguments.welcome_since),
        "unlocked": arguments.unlock,
    }
    with session.output.progress("reading" if arguments.dry_run else "importing") as progress:
        if not (arguments.dry_run or keep):
            return _report(session, imports.bring_in(data, name, **asked, progress=progress), strict=arguments.strict)
        preview = imports.preview(data, name, **asked, progress=progress)
        if not arguments.dry_run:
            path = imports.keep_map(preview, keep)
            report = imports.bring_in(data, name, **{**asked, "format": keep}, progress=progress)
            session.output.say(f"what the columns become is kept in {path}")
            return _report(session, report, strict=arguments.strict)
    _say_columns(session, preview)
    if keep:
        session.output.say(f"a dry run keeps no map; it would be imports/{keep}.yaml")
    return _report(session, preview, strict=arguments.strict, dry_run=True)


def _read(session: Session, file: str) -> tuple[bytes, str]:
    if file == "-":
        return session.read_stdin_bytes(), "standard input"
    from kindtui.services.import_files import read_file

    path = Path(file).expanduser()
    return read_file(file), path.name


def _orders(given: list[str]) -> dict[str, str]:
    """The orders of `--dates`: for all columns (`*`), or for one."""
    orders: dict[str, str] = {}
    for each in given:
        column, equals, order = each.rpartition("=")
        orders[column.strip() if equals else "*"] = choice_of("--dates", order, ("dmy", "mdy", "ymd"))
    return orders


def _mapping(given: list[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for each in given:
        column, equals, target = each.rpartition("=")
        if not equals or not column.strip():
            raise InvalidInput(
                f"--map: {each!r} is not COLUMN=FIELD", f"for example --map 'Full name=name'; fields: {TARGETS}"
            )
        mapping[column] = target.strip()
    return mapping


def _say_columns(session: Session, preview: Preview) -> None:
    """Which column becomes what, apart from the data."""
    session.output.say(
        f"read as {preview.title or preview.format}, {preview.total} row{'' if preview.total == 1 else 's'}"
    )
    for column in preview.columns:
        why = f" ({column.reason})" if column.reason else ""
        session.output.say(f"  {column.header} -> {column.target or 'ignore'}{why}")


def _report(session: Session, report: Preview | Report, *, strict: bool, dry_run: bool = False) -> int:
    """Say the counts, each refused row, who is gone, and what has to be answered first."""
    needs = getattr(report, "needs", ())
    if session.output.as_json:
        session.output.json(_as_json(report))
    else:
        _say_rows(session, report)
        told = ", ".join(f"{getattr(report, key)} {key}" for key in COUNTS)
        if report.waiting:
            told += f", {report.waiting} waiting for an answer"
        session.output.line(f"would be: {told}" if dry_run else told)
    if not dry_run and (report.added or report.changed or report.contributions):
        session.output.say("kindtui undo takes the whole import back")
    for question in needs:
        said = f" ({question.option})" if question.option else ""
        session.output.say(f"to be answered first: {question.text}{said}")
    return InvalidInput.exit_code if needs or (strict and report.refused) else 0


def _as_json(report: Preview | Report) -> dict[str, Any]:
    return {
        "format": report.format,
        **{key: getattr(report, key) for key in COUNTS},
        "problems": [{"line": each.line, "reason": each.reason} for each in report.problems],
        "left_out": [{"line": each.line, "reason": each.reason} for each in report.left_out],
        "waiting": report.waiting,
        "gone": [{"id": each.id, "name": each.name} for each in report.gone],
        "welcomes": report.welcomes,
        "contributions": report.contributions,
        "contributions_same": report.contributions_same,
        "notices": list(report.notices),
        "needs": [
            {"column": each.column, "question": each.text, "choices": list(each.choices), "option": each.option}
            for each in getattr(report, "needs", ())
        ],
    }


def _say_rows(session: Session, report: Preview | Report) -> None:
    """What became of single rows, and what goes with them."""
    output = session.output
    for notice in dict.fromkeys(report.notices):
        output.say(notice)
    for each in report.left_out:
        output.say(f"{report.place} {each.line}: skipped: {each.reason}")
    for gone in report.gone[:_GONE_SHOWN]:
        output.say(f"not on this list any more: {gone.id} {gone.name}")
    if (more := len(report.gone) - _GONE_SHOWN) > 0:
        output.say(f"and {more:,} more, whom --json names")
    if report.gone:
        output.say("nothing was changed about them; kindtui member edit M --status left says that somebody left")
    if report.contributions or report.contributions_same:
        output.say(f"contributions: {report.contributions} new, {report.contributions_same} known")
    if report.welcomes:
        output.say(f"welcomes planned: {report.welcomes}")
    output.lines(f"{report.place} {each.line}: refused: {each.reason}" for each in report.problems)


VERBS = (
    Verb(
        "import",
        "bring in a list of members; the same file twice changes nothing",
        "kindtui import members.csv --dry-run\n"
        "kindtui import people.csv --map 'Full name=name' --map 'Discord=handle:discord' --dates dmy --keep-map guild\n"
        "kindtui import newcomers.csv --welcome-since 2026-03-01",
        _import,
        _options,
        about="A file is recognised by what is in it: tables of Discourse, Slack, Meetup, Mailchimp, Google, Outlook,\n"
        "Eventbrite, LinkedIn and GitLab, any other table by the names of its columns; users.json of Slack, Discord\n"
        "channels (DiscordChatExporter), Mattermost, Zulip, Matrix, GitHub, .all-contributorsrc, vCards; and what\n"
        "kindtui export wrote, also the folder of export all. Put a map of your own for a tool into imports/ of the\n"
        "workspace, or keep one with --keep-map. Each refused row is named, with its line and reason, and so is who\n"
        "was in an earlier file and is in this one no more. IP addresses, coordinates, passwords and privileges are\n"
        "never read. One undo takes the import back.\n"
        "Exit codes: 0 done, also with refused rows (3 with --strict); 3 no such file can be read as a list, or\n"
        "something must be answered first, such as the order of day and month; 4 no such file; 6 it cannot be opened.",
    ),
)
