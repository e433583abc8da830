"""`kindtui doctor`: everything that is wrong with the files of a workspace, each with its place."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kindtui.cli.output import problem_json, problem_line
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.errors import InvalidInput, KindError, Problem, StoreError

if TYPE_CHECKING:
    from kindtui.workspace import Workspace


def _options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--fix", action="store_true", help="repair what can be repaired; what is replaced goes into quarantine"
    )


def _doctor(session: Session, arguments: Namespace) -> int:
    workspace = session.workspace
    fixed: list[str] = []
    if arguments.fix and not workspace.is_new:
        fixed = workspace.health.mend()
        if workspace.store.read_only_reason is None:
            workspace.store.save()
    findings = [] if workspace.is_new else workspace.health.findings()
    known = {str(finding.problem) for finding in findings}
    others = [problem for problem in _problems(workspace) if str(problem) not in known]
    problems = [*(finding.problem for finding in findings), *others]
    if session.output.as_json:
        session.output.json({"fixed": fixed, "problems": [problem_json(problem) for problem in problems]})
    else:
        session.output.lines(f"fixed: {line}" for line in fixed)
        session.output.lines(map(problem_line, problems))
        if not problems:
            session.output.line(f"all is well in {workspace.folder}")
    damaged = any(finding.stored and (finding.mend or finding.problem.severity == "error") for finding in findings)
    if damaged or workspace.unfinished or workspace.store.read_only_reason is not None:
        return StoreError.exit_code
    return InvalidInput.exit_code if any(problem.severity == "error" for problem in problems) else 0


def _problems(workspace: Workspace) -> Iterator[Problem]:
    yield from workspace.problems()
    for name in workspace.conduct_documents.names():
        try:
            yield from workspace.conduct.check(name)
        except KindError as fault:
            yield from fault.problems_in(f"conduct/{name}.yaml")
    yield from workspace.imports.problems()
    for template in workspace.spotlights.templates():
        if template.problem:
            yield Problem(template.problem)


VERBS = (
    Verb(
        "doctor",
        "everything that is damaged or wrong, each with its place and what to do",
        "kindtui doctor\nkindtui doctor --fix",
        _doctor,
        _options,
        about="It reads every file: tables, journals, copies and backups against their checksums, settings, documents, "
        "themes and templates line by line, and says what sync services and merges left. It ends with exit code 6 "
        "when something stored is damaged or can be repaired, 3 when a document or setting is wrong; warnings alone "
        "are 0.",
        names_problems=True,
        lenient=True,
    ),
)
