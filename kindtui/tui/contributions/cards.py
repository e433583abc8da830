"""The cards of the room: a kind act with its thanks, and a spotlight with where each person in it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.content import Content

from kindtui.domain.consent import Standing, wishes_no_spotlight
from kindtui.domain.contributions import Contribution, Thanks
from kindtui.domain.dates import ago, spoken
from kindtui.domain.spotlights import Spotlight
from kindtui.domain.text import first_line, listed
from kindtui.tui import content as draw
from kindtui.tui.contributions.marks import CONTRIBUTION_MARKS, SPOTLIGHT_MARKS, VERDICT_MARKS
from kindtui.tui.contributions.next_step import KEYS, next_verb

if TYPE_CHECKING:
    from datetime import date

    from kindtui.workspace import Workspace


def contribution_card(contribution: Contribution, workspace: Workspace) -> Content:
    """What was done, by whom and for whom, what came of it, and every thank-you."""
    names = workspace.roster.name_of
    today = workspace.date_today()
    return draw.lines(
        [
            draw.paragraph(contribution.what, draw.HEADING),
            CONTRIBUTION_MARKS[contribution.state].badge,
            _next(*_suggestion(contribution, workspace)),
            "",
            draw.row("By", [names(id) for id in contribution.by]),
            draw.row("Helped", [names(id) for id in contribution.helped]),
            draw.row("On", f"{contribution.on.isoformat()}, {ago(contribution.on, today)}"),
            draw.row("Kind", workspace.contributions.kind_label(contribution.kind)),
            draw.row("Noticed by", names(contribution.noticed_by) if contribution.noticed_by else ""),
            *draw.part("What came of it", [draw.paragraph(contribution.effect)] if contribution.effect.strip() else []),
            *draw.part("Links", [draw.text(link) for link in contribution.evidence]),
            *draw.part("Thanks", [part for each in contribution.thanks for part in _thanks(each, today)]),
            *draw.part("Spotlights", _spotlights_of(contribution, workspace)),
        ]
    )


def spotlight_card(spotlight: Spotlight, standing: Standing, workspace: Workspace, *, as_written: bool) -> Content:
    """State and next step, where each person stands, the text, and where it went. `as_written` shows the Markdown
    itself instead of how it reads."""
    names = workspace.roster.name_of
    mark = SPOTLIGHT_MARKS[standing.state]
    acts = [workspace.contributions.get(id) for id in spotlight.contributions]
    return draw.lines(
        [
            draw.heading(listed([names(id) for id in spotlight.members]) or "About nobody"),
            mark.badge + draw.text(f"  for {_audience(spotlight.audience)}", draw.MUTED),
            _next(KEYS.get(next_verb(standing), ""), standing.next_step),
            *draw.part(
                "May they be named",
                [
                    Content.assemble(VERDICT_MARKS[line.verdict].badge, "  ", draw.text(line.reason))
                    for line in standing.lines
                ],
            ),
            *draw.part(
                "Text, as written (T)" if as_written else "Text, as it reads (T)", [_text(spotlight, as_written)]
            ),
            *draw.part("In place of a picture", [draw.paragraph(spotlight.alt_text)] if spotlight.alt_text else []),
            *draw.part("Tells of", [draw.text(first_line(each.what)) for each in acts if each is not None]),
            *draw.part("Went out", _places(spotlight)),
            *draw.part("Made from", [draw.text(spotlight.template, draw.MUTED)] if spotlight.template else []),
        ]
    )


def _suggestion(contribution: Contribution, workspace: Workspace) -> tuple[str, str]:
    """A key and what it does; nothing about people who are left in peace or asked not to be suggested."""
    givers = [member for member in map(workspace.roster.get, contribution.by) if member is not None]
    if any(workspace.roster.is_quiet(each.id) or each.recognition.wish == "never" for each in givers):
        return "", ""
    if contribution.state == "noticed":
        return "t", "Say thank you"
    if contribution.state == "thanked" and not any(map(wishes_no_spotlight, givers)):
        return "s", "Draft a spotlight, if they would like that"
    return "", ""


def _audience(audience: str) -> str:
    return {"internal": "the team", "newsletter": "the newsletter"}.get(audience, "everybody")


def _text(spotlight: Spotlight, as_written: bool) -> Content:
    if not spotlight.text.strip():
        return draw.text("No text yet. e writes it.", draw.MUTED)
    if as_written:
        return draw.paragraph(spotlight.text.rstrip())
    from kindtui.formats.markdown import to_text

    return draw.paragraph(to_text(spotlight.text).rstrip())


def _next(key: str, words: str) -> Content | None:
    if not words:
        return None
    return Content.assemble((f"{key}  " if key else "", "bold $text-accent"), draw.text(words))


def _thanks(said: Thanks, today: date) -> Iterable[Content]:
    where = f" · {said.channel}" if said.channel else ""
    yield draw.text(f"♥ {spoken(said.on, today)}{where}", draw.SUCCESS)
    if said.words.strip():
        yield draw.paragraph(said.words.rstrip())


def _spotlights_of(contribution: Contribution, workspace: Workspace) -> Iterable[Content]:
    for id in contribution.by[:1]:
        for each in workspace.spotlights.of(id):
            if contribution.id in each.contributions:
                state = workspace.spotlights.standing(each).state
                yield SPOTLIGHT_MARKS[state].badge + draw.text(f"  for {_audience(each.audience)}", draw.MUTED)


def _places(spotlight: Spotlight) -> Iterable[Content]:
    for each in spotlight.published:
        yield draw.text(f"★ {each.on.isoformat()}  published: {each.where}")
    for export in spotlight.exports:
        yield draw.text(f"→ {export.on.isoformat()}  {export.format}: {export.file}")
