"""`kindtui backup` and `restore`."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace

from kindtui.cli.leaving import file_name, out_path
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.domain.text import counted
from kindtui.errors import NotFound, UsageError


def _backup_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        "--output",
        type=file_name,
        metavar="FILE",
        help="write it there (a file, or a folder), and not among those that are kept",
    )
    parser.add_argument("--list", action="store_true", help="list the backups that are kept")


def _backup(session: Session, arguments: Namespace) -> None:
    if arguments.list:
        if arguments.output:
            raise UsageError("--list makes no backup", "leave -o out")
        _list(session)
        return
    session.make_if_new()
    out = out_path(arguments.output) if arguments.output else None
    if out is not None and arguments.output.endswith(("/", os.sep)) and not out.is_dir():
        raise NotFound(f"there is no folder {out}", "make it first, or name a file")
    path = session.workspace.upkeep.back_up(out=out)
    if session.output.as_json:
        session.output.json({"backup": str(path)})
        return
    session.output.line(str(path))
    session.output.say("it holds every record and document; kindtui restore FILE puts them back")


def _list(session: Session) -> None:
    backups = session.workspace.upkeep.backups()
    if session.output.as_json:
        session.output.json(
            [
                {"file": str(each.path), "at": each.at.isoformat(), "reason": each.reason, "size": each.size}
                for each in backups
            ]
        )
        return
    session.output.rows(
        [
            [each.path.name, f"{each.at:%Y-%m-%d %H:%M} UTC", each.reason.replace("-", " "), f"{each.size:,} bytes"]
            for each in backups
        ]
    )
    if not backups:
        session.output.say("no backup is kept yet: kindtui backup makes one, and so does leaving after changes")


def _restore_options(parser: ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help="a backup; without it, those that are kept are listed")


def _restore(session: Session, arguments: Namespace) -> None:
    if arguments.file is None:
        _list(session)
        return
    upkeep = session.workspace.upkeep
    path = upkeep.find(arguments.file)
    session.make_if_new()
    done = upkeep.restore(path)
    if session.output.as_json:
        session.output.json(
            {
                "restored": str(path),
                "records": done.records,
                "written": list(done.written),
                "left": list(done.left),
                "withheld": done.withheld,
                "kept_wishes": done.kept_wishes,
                "before": str(done.before),
            }
        )
        return
    output = session.output
    output.line(
        f"{done.sentence}: {counted(done.records, 'record')} and {counted(len(done.written), 'document')} changed"
    )
    output.lines(f"  put back: {name}" for name in done.written)
    output.lines(f"  not in the backup, left as it is: {name}" for name in done.left)
    if done.withheld:
        output.line(f"  {counted(done.withheld, 'member')} not put back: they asked to be forgotten")
    if done.kept_wishes:
        output.line(f"  {counted(done.kept_wishes, 'wish', 'wishes')} for less recognition kept as it is now")
    if done.upgraded_from is not None:
        output.line(f"  the records had version {done.upgraded_from} and were upgraded")
    undo = "; kindtui undo takes the records back" if done.records else ""
    output.say(f"what was there before is in {done.before}{undo}")


VERBS = (
    Verb(
        "backup",
        "put every record and document into one file",
        "kindtui backup\nkindtui backup -o /media/stick/\nkindtui backup --list",
        _backup,
        _backup_options,
        about="Backups are also made by themselves: on leaving after changes, and before a restore, an upgrade of the "
        "records or a change of very many. The last ten are kept, and the newest of each of the last seven days.",
        lenient=True,
    ),
    Verb(
        "restore",
        "put a backup back",
        "kindtui restore\nkindtui restore 20260310T093000Z\nkindtui restore /media/stick/kindtui-backup.zip",
        _restore,
        _restore_options,
        about="What is there before is backed up first. The records are one change, which undo takes back. A damaged "
        "backup is refused. Documents that the backup does not have stay.",
        lenient=True,
    ),
)
