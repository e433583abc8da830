"""`kindtui member forget` and `welcome-back`."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from typing import Any

import msgspec

from kindtui.cli.records import references
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.domain.name_tokens import pieces_of
from kindtui.domain.record import ID_DIGITS
from kindtui.domain.roster import Member
from kindtui.domain.text import folded
from kindtui.errors import Ambiguous, NotFound, StoreError, UsageError

WHO = "id, @handle, e-mail or part of the name; of somebody removed, or whose card is broken, the whole id"


def _options(parser: ArgumentParser) -> None:
    references(parser, "MEMBER", WHO, several=False)
    parser.add_argument("--yes", action="store_true", help="do it without asking")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
    parser.add_argument(
        "--names", action="store_true", help="take the name out of every text of the records, not only out of fields"
    )


def _forget(session: Session, arguments: Namespace) -> None:
    workspace = session.workspace
    member = workspace.forgetting.removed(arguments.ref) or workspace.roster.find(arguments.ref)
    with session.output.progress("looking") as progress:
        plan = workspace.forgetting.plan(member, names=arguments.names, progress=progress)
    if not session.output.as_json:
        session.output.line(f"To forget {plan.name} ({plan.id}):")
        session.output.lines(plan.lines())
    if arguments.dry_run or not _agreed(session, arguments, member):
        if session.output.as_json:
            session.output.json({"plan": msgspec.to_builtins(plan), "forgotten": False})
        return
    proof = workspace.forgetting.forget(member, names=arguments.names)
    if session.output.as_json:
        values: dict[str, Any] = {"plan": msgspec.to_builtins(plan), "forgotten": True}
        session.output.json({**values, "proof": msgspec.to_builtins(proof)})
    else:
        session.output.line()
        session.output.lines(proof.lines())
    if proof.left:
        raise StoreError("Traces are left in files of kindtui; the lines above name them", "kindtui doctor")


def _must_be_meant(words: str, member: Member) -> None:
    """Raises Ambiguous where somebody who is to be forgotten unseen was named by less than a word of their name."""
    said, name = folded(words), folded(member.name)
    by_words = said == name or set(pieces_of(said)) <= set(pieces_of(name))
    addresses = {folded(each).lstrip("@") for each in (*member.emails, *member.handles.values())}
    by_id = member.id.startswith(said) or re.fullmatch(f"m-{ID_DIGITS}", said)  # or that of a card merged into theirs
    if not (by_words or by_id or said.lstrip("@") in addresses):
        raise Ambiguous(
            f"“{words}” is only a part of a word in “{member.name}”",
            "say the name, or the id",
            candidates=[f"{member.id}  {member.name}"],
        )


def _agreed(session: Session, arguments: Namespace, member: Member) -> bool:
    """Whether it is to be done. Asks on a terminal; a script has to say --yes."""
    if arguments.yes:
        _must_be_meant(arguments.ref, member)
        return True
    if not session.asks:
        raise UsageError("nothing was done yet", "--yes does it, --dry-run only says what it would do")
    return session.says_yes(f"This cannot be undone. Type yes to forget {member.name}:")


def _back_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "who",
        metavar="WHO",
        help="an address, place=handle, the id they had, or the name of somebody of whom lists tell nothing else",
    )


def _back(session: Session, arguments: Namespace) -> None:
    if not session.workspace.forgetting.welcome_back(arguments.who):
        raise NotFound(f"nobody known as {arguments.who!r} asked to be forgotten")
    if session.output.as_json:
        session.output.json({"welcome_back": True})
    else:
        session.output.line("they may be recorded again; what was kept of them is gone")


VERBS = (
    Verb(
        "forget",
        "erase somebody from every file, for good, and keep them out",
        "kindtui member forget amina --dry-run\nkindtui member forget amina --yes",
        _forget,
        _options,
        about="It says first what it will do. Records about others stay, without the person. Undo, backups, drafts and "
        "what was set aside are cleaned too, and every file is searched at the end. No import, restore or file from "
        "elsewhere brings them back: salted hashes of id, handles and addresses are kept for that, and of the "
        "name where a list may tell nothing else of them.",
    ),
    Verb(
        "welcome-back",
        "let somebody be recorded again who asked to be forgotten",
        "kindtui member welcome-back amina@example.org",
        _back,
        _back_options,
    ),
)
