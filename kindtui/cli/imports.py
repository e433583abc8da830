"""`kindtui import`: a list of members from another tool."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kindtui.cli.options import choice_of
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.errors import InvalidInput, NotFound, StoreError

if TYPE_CHECKING:
    from kindtui.domain.imports import Preview, Report

TARGETS = "name, pronouns, email, handle:PLACE, joined, timezone, language, tag, note, id, ignore"
COUNTS = ("added", "changed", "same", "skipped", "refused")


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a CSV file; - is standard input")
    parser.add_argument("--format", default="", help="the tool it comes from; recognised when left out")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help=f"what a column becomes: {TARGETS}; may be repeated",
    )
    parser.add_argument("--dates", default="", help="the order in ambiguous dates: dmy, mdy or ymd")
    parser.add_argument(
        "--encoding", default="", help="how its text is written, such as cp1252; found out when left out"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    parser.add_argument("--strict", action="store_true", help="exit code 3 when a row is refused")


def _import(session: Session, arguments: Namespace) -> int:
    imports = session.workspace.imports
    data, name = _read(session, arguments.file)
    chosen = choice_of("--format", arguments.format, imports.formats()) if arguments.format else None
    dates = choice_of("--dates", arguments.dates, ("dmy", "mdy", "ymd")) if arguments.dates else None
    asked: dict[str, Any] = {
        "format": chosen,
        "mapping": _mapping(arguments.map),
        "dates": dates,
        "encoding": arguments.encoding or None,
    }
    with session.output.progress("reading" if arguments.dry_run else "importing") as progress:
        if not arguments.dry_run:
            report = imports.bring_in(data, name, **asked, progress=progress)
            return _report(session, report, strict=arguments.strict)
        preview = imports.preview(data, name, **asked, progress=progress)
    _say_columns(session, preview)
    return _report(session, preview, strict=arguments.strict, dry_run=True)


def _read(session: Session, file: str) -> tuple[bytes, str]:
    if file == "-":
        return session.read_stdin_bytes(), "standard input"
    path = Path(file).expanduser()
    try:
        return path.read_bytes(), path.name
    except FileNotFoundError:
        raise NotFound(f"there is no file {file}", "check the path; - reads standard input") from None
    except OSError as fault:
        raise StoreError(f"{file} cannot be read: {fault.strerror or fault}") from None


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
    """Say the counts, each refused row, and what has to be answered first."""
    counts = {key: getattr(report, key) for key in COUNTS}
    output = session.output
    for notice in dict.fromkeys(report.notices):
        output.say(notice)
    if output.as_json:
        problems = [{"line": each.line, "reason": each.reason} for each in report.problems]
        output.json({"format": report.format, **counts, "problems": problems})
    else:
        for each in report.left_out:
            output.say(f"line {each.line}: skipped: {each.reason}")
        output.lines(f"line {each.line}: refused: {each.reason}" for each in report.problems)
        told = ", ".join(f"{count} {key}" for key, count in counts.items())
        output.line(f"would be: {told}" if dry_run else told)
    if not dry_run and (report.added or report.changed):
        output.say("kindtui undo takes the whole import back")
    for question in getattr(report, "needs", ()):
        output.say(f"to be answered first: {question.text}" + (f" ({question.option})" if question.option else ""))
    return InvalidInput.exit_code if strict and report.refused else 0


VERBS = (
    Verb(
        "import",
        "bring in a list of members; the same file twice changes nothing",
        "kindtui import members.csv --dry-run\n"
        "kindtui import people.csv --map 'Full name=name' --map 'Discord=handle:discord' --dates dmy",
        _import,
        _options,
        about="Discourse's and Slack's member lists are recognised by themselves. Each refused row is named, with its\n"
        "line and reason. One undo takes the whole import back.",
    ),
)
