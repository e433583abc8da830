"""Text that calls nobody and runs nothing where it is posted.

A word joiner, which nobody sees, goes between a sign and what it would set off: `@` and a name, `<` and a tag.
"""

from __future__ import annotations

import html
import re

from kindtui.formats.markdown import link_allowed

JOINER = "\u2060"

_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Controls, direction overrides, and halves of characters: nothing that a reader sees."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_AT_ENTITY = re.compile(r"&(?:#0*64|#[xX]0*40|commat);")
_ADDRESS = r"https?://[^\s<>()\[\]\"'`|]*"
_PING = re.compile(
    rf"(?P<address>{_ADDRESS})|(?<![A-Za-z0-9])@(?=[^\s{JOINER}])|@(?=[*_~`\\]*(?:everyone|here|channel|room|all)(?![^\W_]))",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(?=[A-Za-z/!?@#&:])(?!(?:https?://|mailto:)[^\s<>\"'`]*>)", re.IGNORECASE)
_TAG_NO_MENTION = re.compile(
    r"<(?=[A-Za-z/?:!])(?!(?:https?://|mailto:)[^\s<>\"'`]*>)(?!![a-z^]+[^<>\s-]*>)", re.IGNORECASE
)
_TARGET = re.compile(
    r"((?<!\\)(?:\\\\)*\]\(\s*<?|^ {0,3}\[[^\[\]]+\]:\s*<?)((?:[^\s()<>]|\([^()\s]*\))*)", re.MULTILINE
)


def clean(text: str) -> str:
    """The source without comments, controls and links that lead elsewhere than to the web or to e-mail."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    while "<!--" in plain and "-->" in plain:
        shorter = _COMMENT.sub("", plain)
        if shorter == plain:
            break
        plain = shorter
    return _TARGET.sub(_safe_target, plain)


def without_pings(text: str) -> str:
    """`text` in which no `@` calls anybody; e-mail and web addresses still work."""
    return _PING.sub(_quiet, _AT_ENTITY.sub("@", text))


def without_tags(text: str, *, pings: bool = False) -> str:
    """`text` in which `<` begins no tag and, but for `pings`, no mention; addresses in `<https://...>` stay."""
    return (_TAG_NO_MENTION if pings else _TAG).sub("<" + JOINER, text)


def neutral(text: str, *, pings: bool = False) -> str:
    """`text` without raw tags, and without pings unless they are asked for."""
    bare = without_tags(text, pings=pings)
    return bare if pings else without_pings(bare)


def _quiet(found: re.Match[str]) -> str:
    address = found["address"]
    if address is None:
        return "@" + JOINER
    return address.replace("@", "%40")


def _safe_target(found: re.Match[str]) -> str:
    target = html.unescape(found[2]).replace("\\", "")
    return found[0] if link_allowed(target) else found[1]
