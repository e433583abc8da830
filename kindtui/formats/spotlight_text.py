"""The text of a spotlight as each place takes it: Markdown, plain text, Discord, Slack, Discourse, HTML.

Whatever the text holds, nothing that leaves calls anybody (unless asked to) or carries a tag of its own.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence

from kindtui.domain.spotlights import FORMATS, Format
from kindtui.domain.text import first_line
from kindtui.errors import InvalidInput
from kindtui.formats.discord import to_discord
from kindtui.formats.markdown import to_html, to_text
from kindtui.formats.pings import JOINER, clean, neutral, without_pings
from kindtui.formats.slack import to_slack

__all__ = ["DRAFT_MARK", "EXTENSIONS", "FORMATS", "Format", "format_named", "joined", "render", "title_of"]

EXTENSIONS: Mapping[Format, str] = {
    "markdown": "md",
    "text": "txt",
    "discord": "discord.txt",
    "slack": "slack.txt",
    "discourse": "discourse.md",
    "html": "html",
}

DRAFT_MARK = "Draft for the members' own review, not for publication"
_BETWEEN_MESSAGES = "\n\n----- next message -----\n\n"


def format_named(name: str) -> Format:
    """The format of this name. Raises InvalidInput with the names there are."""
    for known in FORMATS:
        if name == known:
            return known
    raise InvalidInput(f"there is no format {name!r}", f"formats: {', '.join(FORMATS)}")


def joined(messages: Iterable[str]) -> str:
    """Several messages as one text, such as that of a file."""
    return _BETWEEN_MESSAGES.join(message.rstrip("\n") for message in messages)


def render(
    format: Format,
    text: str,
    *,
    alt_text: str = "",
    draft: bool = False,
    pings: bool = False,
    front_matter: Mapping[str, str | Sequence[str]] | None = None,
) -> list[str]:
    """The messages to post: one, but for Discord, where a long text becomes several.

    `draft` puts DRAFT_MARK in front and at the end of each message; `front_matter` goes before Markdown only.
    """
    body = clean(text).strip("\n")
    if alt_text.strip():
        body += f"\n\n(Picture: {' '.join(clean(alt_text).split())})"
    mark = f"**{DRAFT_MARK}**"
    if format == "discord":
        return to_discord(body, pings=pings, first=mark if draft else "", last=mark if draft else "")
    source = f"{mark}\n\n{body}\n\n{mark}" if draft else body
    if format == "text":
        return [neutral(to_text(source), pings=pings)]
    if format == "slack":
        return [to_slack(source, pings=pings) + "\n"]
    if format == "html":
        return [_page(source, draft=draft, pings=pings)]
    page = neutral(source, pings=pings) + "\n"
    if front_matter is not None and format == "markdown":
        page = _front_matter({**front_matter, **({"draft": DRAFT_MARK} if draft else {})}) + page
    return [page]


def title_of(text: str) -> str:
    """The first heading of a text, or the start of its first line, without marks."""
    found = re.search(r"^ {0,3}#{1,6} +(.+?)[ #]*$", text, re.MULTILINE)
    line = first_line(to_text(clean(found[1] if found else first_line(text))))
    return line if len(line) <= 80 else line[:79].rstrip() + "…"


def _page(source: str, *, draft: bool, pings: bool) -> str:
    title = title_of(source)
    inside = to_html(source if pings else without_pings(source))
    page = f"<title>{html.escape(title)}</title>\n</head>\n<body>\n{inside}</body>\n</html>\n"
    if not pings:
        # a mention copied from the page into a chat would work again there
        page = re.sub(r"&lt;(?=[@#!])", f"&lt;{JOINER}", without_pings(page))
    return '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n' + page


def _front_matter(values: Mapping[str, str | Sequence[str]]) -> str:
    """YAML between lines of dashes. A text in double quotes means the same in JSON and in YAML."""
    lines = ["---"]
    for key, value in values.items():
        plain = neutral(clean(value)) if isinstance(value, str) else [neutral(clean(each)) for each in value]
        lines.append(f"{key}: {json.dumps(plain, ensure_ascii=False)}")
    return "\n".join([*lines, "---", "", ""])
