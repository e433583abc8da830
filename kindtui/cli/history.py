"""`kindtui undo`, `redo` and `save`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from kindtui.cli.session import Session
from kindtui.cli.verb import Verb


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only say which change it would be")


def _undo(session: Session, arguments: Namespace) -> None:
    sentence = session.workspace.history.undo(dry_run=arguments.dry_run)
    _tell(session, "undone", "would undo" if arguments.dry_run else "undone", sentence, dry_run=arguments.dry_run)
    if not arguments.dry_run:
        session.output.say("kindtui redo does it again")


def _redo(session: Session, arguments: Namespace) -> None:
    sentence = session.workspace.history.redo(dry_run=arguments.dry_run)
    _tell(session, "redone", "would redo" if arguments.dry_run else "redone", sentence, dry_run=arguments.dry_run)


def _tell(session: Session, key: str, words: str, sentence: str, *, dry_run: bool) -> None:
    if session.output.as_json:
        session.output.json({key: sentence, "dry_run": dry_run})
    else:
        session.output.line(f"{words}: {sentence}")


def _save(session: Session, arguments: Namespace) -> None:
    workspace = session.workspace
    workspace.store.save()
    if session.output.as_json:
        session.output.json({"saved": str(workspace.folder)})
    else:
        session.output.line(f"saved in {workspace.folder}")


VERBS = (
    Verb(
        "undo",
        "take the last change back, also one of an earlier session",
        "kindtui undo --dry-run",
        _undo,
        _options,
        about="It is about records. A conduct document that was removed comes back with kindtui conduct restore.",
    ),
    Verb("redo", "do again what was undone last", "kindtui redo", _redo, _options),
    Verb(
        "save",
        "fold the journal into the records' files now, so that git or a backup sees them",
        "kindtui save",
        _save,
        about="Each change is on disk as soon as it is acknowledged; this only tidies the files.",
    ),
)
