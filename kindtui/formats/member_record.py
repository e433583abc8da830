"""What a member may see of what is kept about them, as a text to hand over: plain, or Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kindtui.domain.for_member import Entry, Kept, MemberRecord
from kindtui.domain.others import LEFT_OUT
from kindtui.domain.text import safe_text
from kindtui.formats.spotlight_templates import as_markdown

RecordFormat = Literal["text", "markdown"]
FORMATS: tuple[RecordFormat, ...] = ("text", "markdown")

TITLES = {
    "told": ("Told", "What you said yourself, or what was brought in under your name."),
    "observed": ("Observed", "What was seen, done or written down."),
    "inferred": ("Inferred", "What was only guessed. It is dropped on its day."),
    "sources": ("Sources", "Where lists were imported from, and what you are called there."),
}
NOTHING = "Nothing."


def record_text(record: MemberRecord, *, community: str, contact: str, format: RecordFormat = "text") -> str:
    """The whole text, without control characters: it may be read in a terminal. `community` and `contact` are those of
    the workspace; either may be empty."""
    markdown = format == "markdown"
    mark = as_markdown if markdown else str
    who = f"{mark(community)} keeps" if community else "we keep"
    lines = [f"{'# ' if markdown else ''}What {who} about you", ""]
    lines.append(f"As of {record.on}. Where {mark(LEFT_OUT)} stands, somebody else was named.")
    for part in record.parts:
        lines += _markdown(part) if markdown else _plain(part)
    lines += ["", "Earlier versions are kept for a while, so that changes can be undone, and in backups."]
    lines.append(
        "You may ask for any of this to be corrected, or to be forgotten" + (f": {mark(contact)}" if contact else ".")
    )
    return "\n".join(map(safe_text, lines)) + "\n"


def _plain(part: Kept) -> Iterator[str]:
    title, about = TITLES[part.key]
    yield ""
    yield f"{title.upper()}: {about}"
    if not part.entries:
        yield f"  {NOTHING}"
    for entry in part.entries:
        if len(entry.lines) == 1:
            yield f"  {entry.label}: {entry.lines[0]}"
        else:
            yield f"  {entry.label}:"
            yield from (f"    {line}" for line in entry.lines)


def _markdown(part: Kept) -> Iterator[str]:
    title, about = TITLES[part.key]
    yield from ("", f"## {title}", "", about, "")
    if not part.entries:
        yield NOTHING
    for entry in part.entries:
        yield from _item(entry)


def _item(entry: Entry) -> Iterator[str]:
    label = f"- **{as_markdown(entry.label)}:**"
    if len(entry.lines) == 1:
        yield f"{label} {as_markdown(entry.lines[0].strip())}"
        return
    yield label
    yield from (f"  - {as_markdown(line.strip())}" for line in entry.lines)
