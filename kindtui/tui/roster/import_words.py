"""What an import says on its preview: counts, columns, and what would become of the rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from kindtui.domain.imports import IGNORE, TARGETS, Column, Counts, Gone, Preview, RowProblem
from kindtui.domain.roster import Member
from kindtui.domain.text import counted
from kindtui.tui import content as draw

SHOWN_REFUSED = 200
SHOWN_OTHERS = 20

TARGET_WORDS = {
    "name": "their name, whole",
    "first-name": "the first part of their name",
    "last-name": "the last part of their name",
    "handle:PLACE": "a handle; you say of which place",
    "note": "added to the notes",
    "id": "their id in the tool it comes from",
    IGNORE: "nothing; the column is left out",
}


def counts_words(counts: Counts) -> Content:
    """ "+ 12 added  ~ 3 changed  = 4 the same  ✗ 1 refused"."""
    parts = [
        (counts.added, "+", "added", draw.SUCCESS),
        (counts.changed, "~", "changed", draw.ACCENT),
        (counts.same, "=", "the same", draw.MUTED),
        (counts.skipped, "–", "left out", draw.MUTED),
        (counts.refused, "✗", "refused", draw.ERROR),
        (counts.waiting, "?", "waiting for an answer", draw.WARNING),
    ]
    said = [Content.styled(f"{glyph} {number:,} {word}", style) for number, glyph, word, style in parts if number]
    return Content("   ").join(said or [Content.styled("nothing to import", draw.MUTED)])


def targets() -> Sequence[tuple[str, Content]]:
    """What a column can become, to choose from."""
    return [
        (target, Content.assemble(draw.text(target), draw.text(f"  {TARGET_WORDS.get(target, '')}", draw.MUTED)))
        for target in TARGETS
    ]


def column_words(column: Column) -> Content:
    """One column: what it becomes, why, and a few of its cells."""
    left_out = column.target == IGNORE
    becomes = draw.text("left out", draw.MUTED) if left_out else draw.text(column.target, draw.SUCCESS)
    why = f"  {column.reason}" if column.reason else ""
    samples = f"  e.g. {', '.join(column.samples[:2])}" if column.samples and not left_out else ""
    return Content.assemble(draw.text(column.header, "bold"), "  →  ", becomes, draw.text(samples or why, draw.MUTED))


def needs_words(preview: Preview) -> Content | None:
    """What must be answered, and what should be known, first."""
    said = [draw.text(f"! {question.text}", draw.WARNING) for question in preview.needs]
    if preview.welcomes:
        said.append(draw.text(f"+ {counted(preview.welcomes, 'welcome')} planned", draw.SUCCESS))
    if preview.contributions:
        said.append(draw.text(f"+ {counted(preview.contributions, 'contribution')}", draw.SUCCESS))
    if preview.asked.unlocked:
        said.append(draw.text("! what was edited by hand is changed, too", draw.WARNING))
    said += [draw.text(f"· {notice}", draw.MUTED) for notice in preview.notices]
    return draw.lines(said) if said else None


def rows_words(preview: Preview) -> Content:
    """The rows that do not come in, who is gone, and the first rows as members."""
    parts: list[Content | str] = []
    if preview.problems:
        parts += [_head("refused rows", len(preview.problems)), *_refused(preview.place, preview.problems), ""]
    if preview.left_out:
        parts += [_head("left out", len(preview.left_out)), *_left_out(preview.place, preview.left_out), ""]
    parts.append(Content.styled("THE FIRST ROWS WOULD BECOME", f"bold {draw.MUTED}"))
    parts += map(_member, preview.rows)
    if preview.gone:
        parts += ["", _head("not on this list any more", len(preview.gone)), *gone_words(preview.gone[:SHOWN_REFUSED])]
    return draw.lines(parts)


def gone_words(gone: Iterable[Gone]) -> list[Content]:
    """Members whom the source does not know any more; nothing is changed about them."""
    return [draw.text(f"? {each.name}  {each.id}") for each in gone]


def _head(words: str, count: int) -> Content:
    return Content.styled(f"{words.upper()}  {count:,}", f"bold {draw.MUTED}")


def _refused(place: str, problems: Sequence[RowProblem]) -> list[Content]:
    return [
        Content.assemble((f"✗ {place} {each.line}  ", draw.ERROR), draw.text(each.reason))
        for each in problems[:SHOWN_REFUSED]
    ]


def _left_out(place: str, rows: Sequence[RowProblem]) -> list[Content]:
    return [draw.text(f"– {place} {each.line}  {each.reason}", draw.MUTED) for each in rows[:SHOWN_OTHERS]]


def _member(member: Member) -> Content:
    handles = (f"@{handle}" for handle in member.handles.values())
    joined = f"joined {member.joined}" if member.joined else ""
    about = [member.pronouns, *handles, *member.emails, *member.tags, joined]
    return draw.text(member.name, "bold") + draw.text(f"  {'  '.join(each for each in about if each)}", draw.MUTED)
