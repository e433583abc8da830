"""`kindtui init` and `where`: the folder itself."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.paths import WORKSPACE_FILE


def _init_options(parser: ArgumentParser) -> None:
    parser.add_argument("--name", default="", help="the name of your community")


def _init(session: Session, arguments: Namespace) -> None:
    from kindtui.workspace import init_workspace

    chosen = session.given or os.environ.get("KINDTUI_WORKSPACE")
    folder = Path(chosen).expanduser().absolute() if chosen else Path.cwd()
    init_workspace(folder, name=arguments.name)
    if session.output.as_json:
        session.output.json({"workspace": str(folder), "name": arguments.name})
    else:
        session.output.line(str(folder))
        session.output.say(f"made a workspace; its settings are in {folder / WORKSPACE_FILE}")
        session.output.say("next: kindtui import members.csv --dry-run, or kindtui for the app")


def _where(session: Session, arguments: Namespace) -> None:
    folder = session.folder
    exists = (folder / WORKSPACE_FILE).is_file()
    why = _why(session, folder)
    if session.output.as_json:
        session.output.json({"workspace": str(folder), "why": why, "exists": exists})
        return
    session.output.line(str(folder))
    session.output.say(f"because {why}" if exists else f"because {why}; it is made when you first write to it")


def _why(session: Session, folder: Path) -> str:
    if session.given:
        return "-w names it"
    if os.environ.get("KINDTUI_WORKSPACE"):
        return "KINDTUI_WORKSPACE names it"
    here = Path.cwd()
    if folder in (here, *here.parents):
        return f"it is the nearest folder upwards that holds a {WORKSPACE_FILE}"
    return "it is your data folder, and nothing else names a workspace"


VERBS = (
    Verb(
        "init",
        "make a workspace in this folder, or in the one that -w names",
        'kindtui init --name "Harbour Makers"\nkindtui -w ~/community init',
        _init,
        _init_options,
    ),
    Verb("where", "which workspace this is, and why", "kindtui where", _where),
)
