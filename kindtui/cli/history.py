"""`kindtui undo`, `redo` and `save`."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.errors import StoreError


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only say which change it would be")
    parser.add_argument(
        "--yes",
        action="store_true",
        help="also where somebody's yes to a spotlight would count again that they took back",
    )


def _undo(session: Session, arguments: Namespace) -> None:
    if _reverse(session, arguments, redo=False):
        session.output.say("kindtui redo does it again")


def _redo(session: Session, arguments: Namespace) -> None:
    _reverse(session, arguments, redo=True)


def _reverse(session: Session, arguments: Namespace, *, redo: bool) -> bool:
    """Undo or redo, or say what it would be. Answers whether it was done."""
    history, output = session.workspace.history, session.output
    step = history.next(redo=redo)
    done = "redone" if redo else "undone"
    does = not arguments.dry_run
    if does:
        decided = arguments.yes or (bool(step.consent) and _is_sure(session, step.consent))
        reverse = history.redo if redo else history.undo
        reverse(step=step if decided or not step.consent else None)
    if output.as_json:
        output.json({done: step.sentence, "dry_run": not does, "consent": step.consent})
    else:
        output.line(f"{done if does else 'would redo' if redo else 'would undo'}: {step.sentence}")
        output.lines(step.consent)
    return does


def _is_sure(session: Session, reasons: Sequence[str]) -> bool:
    """Whether it is to be done all the same. Asks on a terminal."""
    if not session.asks:
        return False
    return session.says_yes(f"{'; '.join(reasons)}. Was that recorded by mistake? Type yes to undo it:")


def _save(session: Session, arguments: Namespace) -> None:
    workspace = session.workspace
    workspace.store.save()
    private = workspace.folder / ".kindtui"
    if private.is_dir() and not os.access(private, os.W_OK):
        # there was nothing to write, so nothing failed: it would the next time
        raise StoreError(f"{private} cannot be written, so nothing can be saved here", "check who owns it")
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
        about="It is about records. Where it would let a yes to a spotlight count again that somebody took back, it "
        "asks, and a script has to say --yes. A conduct document that was removed comes back with kindtui conduct "
        "restore.",
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
