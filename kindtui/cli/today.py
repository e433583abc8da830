"""`kindtui today`: what needs attention now, and the command for each next step."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from kindtui.cli.options import full_day
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb

if TYPE_CHECKING:
    from kindtui.services.waiting import Group


def _today(session: Session, arguments: Namespace) -> None:
    groups = session.workspace.today.groups()
    output = session.output
    if output.as_json:
        output.json({"date": session.today.isoformat(), "groups": [_json(group) for group in groups]})
        return
    name = session.workspace.settings.name
    output.line(f"{name}, {full_day(session.today)}" if name else full_day(session.today))
    if not any(group.lines for group in groups):
        output.line()
        output.line("Nothing needs you today. A good day to notice something kind.")
    for group in groups:
        if not group.lines:
            continue
        output.line()
        output.line(f"{group.title} ({len(group.lines):,})")
        for line in group.lines:
            output.line(f"  {line.text}" + (f" ({line.detail})" if line.detail else ""))
            if line.command:
                output.line(f"    {line.step}: {line.command}" if line.step else f"    {line.command}")


def _json(group: Group) -> dict[str, Any]:
    lines = [
        {
            "text": line.text,
            "detail": line.detail,
            "refs": [{"table": table, "id": id} for table, id in line.refs],
            "step": line.step,
            "verb": line.verb,
            "command": line.command,
            "query": line.query,
        }
        for line in group.lines
    ]
    return {"key": group.key, "title": group.title, "lines": lines}


VERBS = (
    Verb(
        "today",
        "what needs attention now: follow-ups, thank-yous, answers, newcomers, reviews",
        "kindtui today\nkindtui today --json",
        _today,
        names_problems=True,
    ),
)
