"""Taking a person out of a text: name, handles, addresses, links and pronouns.

What a reader of the finished page would still recognise (a name broken up by marks of Markdown, say) cannot be replaced
faithfully: such a text is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kindtui.domain.naming import as_read, mentions, words_of
from kindtui.domain.pronouns import neutral_pronouns, pronoun_words
from kindtui.domain.roster import Member
from kindtui.errors import Declined

REPLACEMENT = "a member of our community"
LINK_LEFT_OUT = "(link left out)"

_LINK = re.compile(
    r"!?\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"(?:\([^()\s]*(?:\([^()]*\)[^()]*)*(?:\s[^()]*)?\)|\[[^\[\]]*\])"
)
_STEERING = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""What steers a terminal and shows nothing: the letter that ends a sequence would stick to the name after it."""

_WORD = re.compile(r"\w+")
_DRAWN_OUT = re.compile(r"(?<!\w)\w(?:[ .·_-]\w(?!\w)){2,}")
_LOOK_LATIN = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеѕіјорсхуԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοινα",
    "ABESIJKMHOPCTXYaesijopcxydqwABEZHIKMNOPTYXoiva",
)
"""Letters of the Cyrillic and Greek alphabets that look like Latin ones."""

_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]]+\]:[^\n]*$", re.MULTILINE)
_URL = re.compile(
    r"<?\b(?:[a-z][a-z0-9+.-]{1,20}://|www\.|mailto:)[^\s<>\"'`|)\]]*[^\s<>\"'`|)\].,;:!?*_~]/?>?", re.IGNORECASE
)


def anonymised(
    text: str, member: Member, *, former: Sequence[Member] = (), keep_words: frozenset[str] = frozenset()
) -> str:
    """`text` without anything that names `member`: names, handles, addresses, every link, and their pronouns.

    `former` are the cards that went into theirs, with what they were called before. `keep_words` are pronouns (folded)
    of somebody who stays named. Raises Declined, saying what is left, when the member could still be recognised.
    """
    words = pronoun_words(member.pronouns)
    if not member.pronouns.strip():
        words -= keep_words
    shared = sorted(words & keep_words & words_of(text))
    if shared:
        raise Declined(
            f"{' and '.join(repr(each) for each in shared)} in the text could be {member.name} or somebody else",
            "write names there instead, then ask again",
        )
    bare = without_names(without_links(_STEERING.sub("", text)), member, former=former)
    bare = _tidied(neutral_pronouns(bare, words))
    left = identifying(bare, member, words, former)
    if left:
        raise Declined(
            f"the text would still show who {member.name} is: {', '.join(repr(each) for each in left)}",
            "write those places in plain words, then ask again",
        )
    return bare


def without_names(text: str, member: Member, replacement: str = REPLACEMENT, *, former: Sequence[Member] = ()) -> str:
    """`text` with the member's names, handles and addresses replaced, those of `former` cards too; a capital where a
    sentence begins with it."""
    made: list[str] = []
    done = 0
    for start, end in mentions(text, member, *former):
        # a backslash of Markdown before a name has nothing to keep from being a mark
        made.append(text[done:start].rstrip("\\"))
        before = "".join(made).rstrip(" \t*_~`\"'([“‘>#-")
        begins = not before or before[-1] in ".!?\n…"
        made.append(_capital(replacement) if begins else replacement)
        done = end
    made.append(text[done:])
    return "".join(made)


def without_links(text: str) -> str:
    """`text` with its links reduced to their words, and bare addresses of pages left out."""
    bare = _DEFINITION.sub("", text)
    for _ in range(3):  # a picture inside a link inside brackets is as deep as Markdown goes
        bare = _LINK.sub(lambda found: found.group(1), bare)
    return _URL.sub(LINK_LEFT_OUT, bare)


def identifying(
    text: str, member: Member, words: frozenset[str] | None = None, former: Sequence[Member] = ()
) -> tuple[str, ...]:
    """What in `text`, as a reader of the finished page sees it, still names the member. `words` are the pronouns that
    count, the member's own when None."""
    shown = as_read(text)
    for phrase in (REPLACEMENT, _capital(REPLACEMENT)):
        shown = shown.replace(as_read(phrase), "\n")
    found = [each[start:end] for each in (shown, *_disguised(shown)) for start, end in mentions(each, member, *former)]
    found += sorted(words_of(shown) & (pronoun_words(member.pronouns) if words is None else words))
    return tuple(dict.fromkeys(found))


def _disguised(shown: str) -> Iterator[str]:
    """What a reader makes of a text: `A d a` is read as Ada, and so is a word with letters of another script."""
    drawn = _DRAWN_OUT.sub(lambda letters: re.sub(r"[\W_]", "", letters.group()), shown)
    if drawn != shown:
        yield drawn
    borrowed = _WORD.sub(lambda word: _latin(word.group()), shown)
    if borrowed != shown:
        yield borrowed


def _latin(word: str) -> str:
    """A word of Latin letters and such as look like them in Latin only; any other word as it is."""
    mixed = any("a" <= char.lower() <= "z" for char in word) and not word.isascii()
    return word.translate(_LOOK_LATIN) if mixed else word


def _capital(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def _tidied(text: str) -> str:
    """Without brackets that only repeated who it was: `a member of our community (they/them)`."""
    repeated = rf"{re.escape(REPLACEMENT)}|{re.escape(LINK_LEFT_OUT)}|they|them|their|theirs|[/,;:\s]"
    return re.sub(rf"\s*\((?:{repeated})+\)", "", text, flags=re.IGNORECASE)
