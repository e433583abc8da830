"""`kindtui doctor`: everything that is wrong with the files of a workspace, each with its place."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kindtui.cli.output import problem_json
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.errors import InvalidInput, KindError, Problem

if TYPE_CHECKING:
    from kindtui.workspace import Workspace


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("--fix", action="store_true", help="mend what can be mended without losing anything")


def _doctor(session: Session, arguments: Namespace) -> int:
    workspace = session.workspace
    if arguments.fix and workspace.store.read_only_reason is None and not workspace.is_new:
        workspace.store.save()
    problems = list(_problems(workspace))
    if session.output.as_json:
        session.output.json({"problems": [problem_json(problem) for problem in problems]})
    else:
        session.output.lines(str(problem) for problem in problems)
        if not problems:
            session.output.line(f"all is well in {workspace.folder}")
    return InvalidInput.exit_code if any(problem.severity == "error" for problem in problems) else 0


def _problems(workspace: Workspace) -> Iterator[Problem]:
    yield from workspace.problems()
    for name in workspace.conduct_documents.names():
        try:
            yield from workspace.conduct.check(name)
        except KindError as fault:
            yield from _problems_of(fault, f"conduct/{name}.yaml")
    yield from _themes(workspace)
    yield from workspace.imports.problems()
    for template in workspace.spotlights.templates():
        if template.problem:
            yield Problem(template.problem)


def _themes(workspace: Workspace) -> Iterator[Problem]:
    from kindtui.formats.theme_yaml import read_theme
    from kindtui.store.documents import Documents

    themes = Documents(workspace.folder / "themes", (".yaml", ".yml"), workspace=workspace.folder)
    for name in themes.names():
        path = f"themes/{themes.path(name).name}"
        try:
            read_theme(themes.read(name), path, name)
        except KindError as fault:
            yield from _problems_of(fault, path)


def _problems_of(fault: KindError, path: str) -> tuple[Problem, ...]:
    return fault.problems or (Problem(fault.message, fault.hint, path=path),)


VERBS = (
    Verb(
        "doctor",
        "problems of settings, records, conduct documents, themes and templates, with file and line",
        "kindtui doctor\nkindtui doctor --fix",
        _doctor,
        _options,
        about="It ends with exit code 3 when something is wrong; warnings alone are 0.",
    ),
)
