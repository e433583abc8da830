"""The lines of vCards: put together again, taken apart into name, parameters and value, and freed of their escapes.

Only the properties in `READ` are looked at: photos, telephones, birthdays, addresses and places are passed over before
they are put together, so that a card of any size costs what its name costs. The grammar of a line is icalendar's. It
has no cards of its own and refuses whole ones for the sake of single properties, so the lines are gathered here.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from kindtui.errors import InvalidInput
from kindtui.formats.file_text import as_guessed

OWN = "X-KINDTUI-"
"""What stands before the name of a field of ours that a vCard has no property for."""
CHATS = frozenset(("X-JABBER", "X-SKYPE", "X-TWITTER", "X-GITHUB", "X-MATRIX", "X-DISCORD", "X-SLACK"))
"""Properties that are called after a place, and tell what somebody is called there."""
READ = CHATS | frozenset(
    (
        *("VERSION", "FN", "N", "NICKNAME", "EMAIL", "NOTE", "CATEGORIES", "PRONOUNS", "X-PRONOUNS", "LANG", "TZ"),
        *("UID", "KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS", "ORG", "SOCIALPROFILE", "X-SOCIALPROFILE", "IMPP"),
    )
)
_NAME = re.compile(r"(?:[\w-]+\.)?([\w-]+)(?=[;:])", re.ASCII)
_LINE_END = re.compile(r"\r\n|\n|\r")
_PLAIN_HEAD = re.compile(r"[\w.-]+:", re.ASCII)
_NO_TEXT = re.compile("[\ud800-\udfff]")
"""What stands for bytes that are not UTF-8."""
_MAX_LINE = 200_000


class Line(NamedTuple):
    """One property of a card."""

    name: str
    parameters: dict[str, str]
    raw: str
    """The value with its escapes, out of the encoding that version 2.1 puts around it."""
    guessed: bool = False
    """Whether the card does not say how its letters are written, so that a person should look."""


@dataclass
class Card:
    """The properties of one card. `fault` is what is wrong with one of them; `closed` says that its end is there."""

    start: int
    lines: list[Line] = field(default_factory=list)
    fault: str = ""
    closed: bool = False


def cards(text: str, *, guess: bool = False) -> Iterator[Card]:
    """The cards of a file. One within another (an agent) is passed over.

    Bytes that are not UTF-8 are lone surrogates in the text (`surrogateescape`): they are read as the card says, and
    with `guess` as Windows-1252 where it does not.
    """
    read_line = _line_reader(guess)
    card: Card | None = None
    depth = 0
    for number, line in _logical_lines(text):
        word = line[:40].strip().upper()
        if word == "BEGIN:VCARD":
            depth += 1
            if depth == 1:
                card = Card(number)
        elif word == "END:VCARD":
            depth = max(0, depth - 1)
            if depth == 0 and card is not None:
                card.closed = True
                yield card
                card = None
        elif card is not None and depth == 1 and not card.fault:
            try:
                if (found := read_line(line)) is not None:
                    card.lines.append(found)
            except InvalidInput as fault:
                card.fault = f"line {number:,}: {fault.message}"
    if card is not None:
        yield card


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a card put together again, with the numbers they start at; those that nobody reads are left out."""
    start, parts, soft = 0, list[str](), False
    for number, line in enumerate(_LINE_END.split(text), 1):
        if soft or line.startswith((" ", "\t")):
            if parts:
                parts.append(line if soft else line[1:])
        else:
            if parts:
                yield start, "".join(parts)
            parts = [line] if _is_read(line) else []
            start = number
        # In version 2.1 an encoded line that ends in = goes on in the next one.
        soft = bool(parts) and line.endswith("=") and "QUOTED-PRINTABLE" in parts[0].upper()
        if soft:
            parts[-1] = parts[-1][:-1]
    if parts:
        yield start, "".join(parts)


def _is_read(line: str) -> bool:
    found = _NAME.match(line)
    name = found[1].upper() if found else ""
    return name in READ or name in ("BEGIN", "END", "AGENT") or name.startswith(OWN)


def _line_reader(guess: bool) -> Callable[[str], Line | None]:
    from icalendar.parser import Contentline

    @lru_cache(maxsize=1_000)
    def parameters_of(told: str) -> dict[str, str]:
        """The parameters before a colon: the same few stand in every card."""
        found = Contentline(_named_parameters(told) + ":").parts()[1]  # type: ignore[no-untyped-call]
        return {str(key).upper(): value if isinstance(value, str) else ",".join(value) for key, value in found.items()}

    def read_line(line: str) -> Line | None:
        if len(line) > _MAX_LINE:
            raise InvalidInput(f"a line of {len(line):,} characters")
        found = _NAME.match(line)
        name = found[1].upper() if found else "AGENT"
        if name == "AGENT":
            return None
        if _PLAIN_HEAD.match(line):
            return _decoded(Line(name, {}, line.partition(":")[2]), guess)
        at = _colon(line)
        if at < 0:
            raise InvalidInput(f"{name} has no value")
        try:
            parameters = parameters_of(line[:at])
        except ValueError:
            raise InvalidInput(f"the parameters of {name} cannot be read") from None
        return _decoded(Line(name, parameters, line[at + 1 :]), guess)

    return read_line


def _colon(line: str) -> int:
    """Where the value begins: at the first colon that is not between quotation marks."""
    at = line.find(":")
    while at >= 0 and line.count('"', 0, at) % 2:
        at = line.find(":", at + 1)
    return at


def _named_parameters(told: str) -> str:
    """The part before the colon, where version 2.1 may name encodings and types alone, and a type may be said again."""
    if '"' in told:
        return told
    name, *parameters = told.split(";")
    encodings = ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT")
    named, types = list[str](), list[str]()
    for each in filter(str.strip, parameters):
        key, equals, value = each.partition("=")
        if not equals and each.strip().upper() in encodings:
            named.append(f"ENCODING={each}")
        elif not equals or key.strip().upper() == "TYPE":
            types.append(value if equals else each)
        else:
            named.append(each)
    return ";".join((name, *named, *([f"TYPE={','.join(types)}"] if types else [])))


def _decoded(line: Line, guess: bool) -> Line:
    """A line whose letters are read as its card says, else as UTF-8, else as a guess where one is allowed; out of the
    encoding that version 2.1 puts around its value."""
    quoted = line.parameters.get("ENCODING", "").upper() in ("QUOTED-PRINTABLE", "Q")
    if not quoted and (line.raw.isascii() or not (guess or _NO_TEXT.search(line.raw))):
        return line
    data = line.raw.encode("utf-8", "surrogateescape")
    if quoted:
        data = quopri.decodestring(data)
    for charset in filter(None, (line.parameters.get("CHARSET"), "utf-8")):
        try:
            return line._replace(raw=data.decode(charset))
        except (ValueError, LookupError):
            continue
    return line._replace(raw=as_guessed(data), guessed=True) if quoted or guess else line


def text_of(raw: str) -> str:
    """One text without its escapes."""
    if "\\" not in raw:
        return raw.strip()
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], raw, flags=re.DOTALL).strip()


def items_of(raw: str, mark: str = ",") -> list[str]:
    """The texts of a list, split where the mark is not escaped."""
    if mark not in raw:
        return [text] if (text := text_of(raw)) else []
    parts = re.findall(rf"(?:\\.|[^{mark}\\])+", raw, flags=re.DOTALL)
    return [text for each in parts if (text := text_of(each))]
