"""Markdown to safe HTML and to plain text.

HTML in the source is shown as text (its comments are dropped), links lead to http, https and mailto only, and pictures
become their description, so that reading a page fetches nothing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SCHEMES = ("http", "https", "mailto")
_BLOCK_ENDS = ("paragraph_close", "heading_close", "fence", "code_block", "html_block", "hr")


def to_html(text: str) -> str:
    """The HTML of a Markdown text: a fragment, no page around it."""
    return str(_markdown().render(text))


def to_text(text: str) -> str:
    """The plain text of a Markdown text: no marks, lists with dashes or numbers, addresses behind their links."""
    return _PlainText().write(_markdown().parse(text))


def tokens(text: str) -> list[Token]:
    """The tokens of a Markdown text, with the lines of each block, for those who read its structure."""
    return _markdown().parse(text)


def link_allowed(address: str) -> bool:
    """Whether a link may be followed: a web or e-mail address, or a place relative to the document."""
    try:
        scheme = urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return False
    return scheme in _SCHEMES or not scheme


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    from html import escape

    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": True, "maxNesting": 20}).enable("table")
    markdown.validateLink = link_allowed  # type: ignore[method-assign, assignment]

    def raw(_self: Any, parts: Any, index: int, _options: Any, _env: Any) -> str:
        content = str(parts[index].content)
        return "" if is_comment(content) else escape(content)

    def picture(_self: Any, parts: Any, index: int, _options: Any, _env: Any) -> str:
        return escape(parts[index].content)

    markdown.add_render_rule("html_block", raw)
    markdown.add_render_rule("html_inline", raw)
    markdown.add_render_rule("image", picture)
    return markdown


def is_comment(html: str) -> bool:
    """Whether a piece of HTML in Markdown is a comment and nothing else."""
    bare = html.strip()
    return bare.startswith("<!--") and bare.endswith("-->") and bare.find("-->") == len(bare) - 3


class _PlainText:
    """One walk over the tokens of a text."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._lists: list[int | None] = []
        self._marker = ""
        self._quotes = 0

    def write(self, parts: list[Token]) -> str:
        for part in parts:
            self._block(part)
        return "\n".join(self._lines).strip("\n") + "\n" if self._lines else ""

    def _block(self, part: Token) -> None:
        match part.type:
            case "ordered_list_open":
                self._lists.append(int(part.attrGet("start") or 1))
            case "bullet_list_open":
                self._lists.append(None)
            case "ordered_list_close" | "bullet_list_close":
                self._lists.pop()
                if not self._lists:
                    self._blank()
            case "list_item_open":
                number = self._lists[-1]
                self._marker = "- " if number is None else f"{number}. "
                if number is not None:
                    self._lists[-1] = number + 1
            case "blockquote_open":
                self._quotes += 1
            case "blockquote_close":
                self._quotes -= 1
            case "inline":
                self._put(_inline(part.children or []))
            case "fence" | "code_block":
                self._put(part.content.rstrip("\n"))
            case "html_block" if not is_comment(part.content):
                self._put(part.content.rstrip("\n"))
            case "hr":
                self._put("----")
            case "tr_close":
                self._blank()
        if part.type in _BLOCK_ENDS and not part.hidden and not self._lists:
            self._blank()

    def _put(self, text: str) -> None:
        depth = len(self._lists)
        indent = "> " * self._quotes + "  " * max(depth - 1, 0)
        marker, self._marker = self._marker, ""
        hanging = " " * (len(marker) or (2 if depth else 0))
        for number, line in enumerate(text.split("\n")):
            self._lines.append((indent + (marker if number == 0 and marker else hanging) + line).rstrip())

    def _blank(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")


def _inline(parts: list[Token]) -> str:
    text: list[str] = []
    links: list[tuple[int, str]] = []
    for part in parts:
        match part.type:
            case "text" | "code_inline" | "text_special" | "image":
                text.append(part.content)
            case "html_inline" if not is_comment(part.content):
                text.append(part.content)
            case "softbreak" | "hardbreak":
                text.append("\n")
            case "link_open":
                links.append((len(text), str(part.attrGet("href") or "")))
            case "link_close":
                start, address = links.pop()
                shown = "".join(text[start:]).strip()
                if address and shown not in (address, address.removeprefix("mailto:")):
                    text.append(f" ({address})")
    return "".join(text)
