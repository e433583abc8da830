"""Markdown as Slack's mrkdwn: `*bold*`, `_italic_`, `~strike~`, `<address|words>`, headings in bold, no tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kindtui.formats.markdown import is_comment, tokens
from kindtui.formats.pings import without_pings

if TYPE_CHECKING:
    from markdown_it.token import Token

_MENTION = re.compile(r"&lt;((?:@[UW]|#C|!(?:channel|here|everyone|subteam\^))[A-Za-z0-9^|]*)&gt;")


def to_slack(text: str, *, pings: bool = False) -> str:
    """The mrkdwn of a Markdown text (see `pings.clean`); mentions such as `<!channel>` work only with `pings`."""
    shown = _Mrkdwn().write(tokens(text))
    return _MENTION.sub(r"<\1>", shown) if pings else without_pings(shown)


class _Mrkdwn:
    """One walk over the tokens of a text."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._lists: list[int | None] = []
        self._marker = ""
        self._quotes = 0
        self._heading = False
        self._cells: list[str] | None = None

    def write(self, parts: list[Token]) -> str:
        for part in parts:
            self._block(part)
        return "\n".join(self._lines).strip("\n")

    def _block(self, part: Token) -> None:
        match part.type:
            case "heading_open" | "heading_close":
                self._heading = part.type == "heading_open"
            case "bullet_list_open":
                self._lists.append(None)
            case "ordered_list_open":
                self._lists.append(int(part.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                number = self._lists[-1]
                self._marker = "• " if number is None else f"{number}. "
                self._lists[-1] = None if number is None else number + 1
            case "blockquote_open":
                self._quotes += 1
            case "blockquote_close":
                self._quotes -= 1
            case "tr_open":
                self._cells = []
            case "tr_close":
                self._put(" | ".join(self._cells or []))
                self._cells = None
            case "inline":
                self._inline(part)
            case "fence" | "code_block":
                self._put(f"```\n{_escaped(part.content.rstrip())}\n```")
            case "html_block" if not is_comment(part.content):
                self._put(_escaped(part.content.rstrip("\n")))
            case "hr":
                self._put("———")
        if not self._lists and not part.hidden and part.nesting <= 0 and part.block and self._cells is None:
            self._blank()

    def _inline(self, part: Token) -> None:
        words = _inline(part.children or [], bold=not self._heading)
        if self._cells is not None:
            self._cells.append(words.replace("\n", " "))
        elif self._heading and words.strip():
            self._put(f"*{words.strip()}*")
        else:
            self._put(words)

    def _put(self, text: str) -> None:
        depth = len(self._lists)
        start = "> " * min(self._quotes, 1) + "    " * max(depth - 1, 0)
        marker, self._marker = self._marker, ""
        hanging = "  " if depth else ""
        for number, line in enumerate(text.split("\n")):
            self._lines.append((start + (marker if number == 0 and marker else hanging) + line).rstrip())

    def _blank(self) -> None:
        if self._lines and self._lines[-1] and not self._quotes:
            self._lines.append("")


def _inline(parts: list[Token], *, bold: bool) -> str:
    made: list[str] = []
    links: list[tuple[int, str]] = []
    for part in parts:
        match part.type:
            case "text" | "text_special" | "image":
                made.append(re.sub(r"~~(?=\S)(.+?)(?<=\S)~~", r"~\1~", _escaped(part.content)))
            case "code_inline":
                made.append(f"`{_escaped(part.content)}`")
            case "html_inline" if not is_comment(part.content):
                made.append(_escaped(part.content))
            case "softbreak" | "hardbreak":
                made.append("\n")
            case "strong_open" | "strong_close" if bold:
                made.append("*")
            case "em_open" | "em_close":
                made.append("_")
            case "link_open":
                links.append((len(made), str(part.attrGet("href") or "")))
            case "link_close":
                start, address = links.pop()
                words = "".join(made[start:]).replace("|", "¦").replace("\n", " ")
                made[start:] = [_link(address, words)]
    return "".join(made)


def _link(address: str, words: str) -> str:
    if not re.match(r"(?:https?://|mailto:)", address, re.IGNORECASE):
        return words
    target = address.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E").replace("&", "&amp;")
    same = words.strip() in ("", target, target.removeprefix("mailto:"))
    return f"<{target}>" if same else f"<{target}|{words}>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
