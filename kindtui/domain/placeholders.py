"""Words in a text that its adopters should have replaced: [INSERT CONTACT METHOD], COMMUNITY_NAME, <your e-mail>."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_BRACKETS = re.compile(r"(?<![\]!\\])\[([^\[\]]{2,300})\](?![\[(:])")
_ANGLES = re.compile(r"<{1,2}([A-Z][A-Z0-9 _-]{2,60}|(?:insert|your|add)\b[^<>\n@:/]{2,60})>{1,2}", re.IGNORECASE)
_BRACES = re.compile(r"(?<![{%])\$?\{([A-Z][A-Z0-9 _-]{2,60})\}(?!\})")
_BARE = re.compile(r"(?<![\w/.\[{<`$-])([A-Z][A-Z0-9]{1,30}(?:_[A-Z0-9]{1,30}){1,6})(?![\w/\]}>`]|[.-]\w)")
_OUTPUT = re.compile(r"\{\{(.{1,200}?)\}\}")
_CHOICE = re.compile(r"\w+(?:\s?/\s?\w+)+\Z")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]\n]+)\]:", re.MULTILINE)
_NOTE = re.compile(r"(?:NOTE|N\.B\.|NB|TODO)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:insert|fill in|replace|your|add your|enter|insert[ae]r?|ins[ée]re[rz]|indiquer|einf[üu]gen|eintragen|hier"
    r"|inserir|inserire|invoegen|wstaw|вставьте|вставте|укажите|вкажіть)\b|插入|填写|填寫|挿入|記入|삽입|입력|أدخل|הכנס|vložte"
    r"|infoga|indsæt|ekle",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Where something waits to be filled in: the span in the text, the words inside, and whether it is a remark."""

    start: int
    end: int
    words: str
    is_note: bool = False


def reference_names(text: str) -> set[str]:
    """The names, lower case, of the link references that a Markdown text defines."""
    return {name.casefold() for name in _DEFINITION.findall(text)}


def placeholders(text: str, references: Collection[str] = (), *, outputs: bool = False) -> list[Placeholder]:
    """The placeholders of a text, in order and apart. `references` are names of links, which are none.

    With `outputs`, `{{ name }}` counts too.
    """
    found = [
        Placeholder(match.start(), match.end(), match.group(1), bool(_NOTE.match(match.group(1))))
        for match in _BRACKETS.finditer(text)
        if match.group(1).casefold() not in references and _asks(match.group(1))
    ]
    found += [Placeholder(m.start(), m.end(), m.group(1)) for m in _ANGLES.finditer(text) if _asks(m.group(1))]
    for pattern in (_BRACES, _BARE, *((_OUTPUT,) if outputs else ())):
        found += [Placeholder(match.start(), match.end(), match.group(1)) for match in pattern.finditer(text)]
    apart: list[Placeholder] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not apart or each.start >= apart[-1].end:
            apart.append(each)
    return apart


def _asks(words: str) -> bool:
    """Whether words in brackets ask to be replaced: in capitals, a choice, or saying "insert" or "your"."""
    start = re.split(r"\s--|[:.(]|\s-\s", words.strip(), maxsplit=1)[0]
    letters = [character for character in start if character.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters) and len(start) > 2:
        return True
    return bool(_ASKS.search(words) or _CHOICE.match(words.strip()) or _NOTE.match(words))
