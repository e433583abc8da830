"""vCards, version 3.0 and 4.0 (and what 2.1 has in common with them), as people.

Only the properties in `_READ` are looked at: photos, telephones, birthdays, addresses and places are passed over before
they are put together, so that a card of any size costs what its name costs. The grammar of a line is icalendar's. It
has no cards of its own and refuses whole ones for the sake of single properties, so the lines are gathered here.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from kindtui.domain.import_rows import FileFormat, People, Person
from kindtui.domain.roster import MEMBER_FIELDS
from kindtui.errors import InvalidInput
from kindtui.formats.file_text import decode_text
from kindtui.formats.people_json import MAX_ENTRIES, Values, head, without_blanks

OWN = "X-KINDTUI-"
"""What stands before the name of a field of ours that a vCard has no property for."""
OWN_FIELDS = tuple(
    field.name
    for field in MEMBER_FIELDS
    if field.name
    not in (
        *("name", "pronouns", "handle", "email", "timezone", "language", "tag", "kind", "notes"),
        *("source", "locked"),
    )
)
"""The fields of a member that a vCard has no property for, and that a file may tell."""
_READ = frozenset(
    (
        *("VERSION", "FN", "N", "NICKNAME", "EMAIL", "NOTE", "CATEGORIES", "PRONOUNS", "X-PRONOUNS", "LANG", "TZ"),
        *("UID", "KIND", "X-ABSHOWAS", "ORG", "SOCIALPROFILE", "X-SOCIALPROFILE", "IMPP"),
        *("X-JABBER", "X-SKYPE", "X-TWITTER", "X-GITHUB", "X-MATRIX", "X-DISCORD", "X-SLACK"),
    )
)
_START = re.compile(r"\s*BEGIN:VCARD\s*$", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(r"(?:[\w-]+\.)?([\w-]+)(?=[;:])", re.ASCII)
_LINE_END = re.compile(r"\r\n|\n|\r")
_PLAIN_HEAD = re.compile(r"[\w.-]+:", re.ASCII)
_ZONE = re.compile(r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+\Z|UTC\Z")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{1,30}):(?!//)(.+)\Z", re.IGNORECASE | re.DOTALL)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_FAKE_GROUPS = frozenset(("mycontacts", "* mycontacts", "my contacts", "starred", "* starred"))
"""Groups that address books make themselves."""
_NO_PERSON = {
    "org": "an organisation, not a person",
    "group": "a group, not a person",
    "location": "a place, not a person",
}
_NO_SERVICES = frozenset(("", "home", "work", "pref", "other", "internet", "uri", "custom"))
_MAX_LINE = 200_000
_NEVER = ("telephone numbers", "addresses and places", "birthdays", "photos and keys")


class _Line(NamedTuple):
    name: str
    parameters: dict[str, str]
    raw: str
    """The value with its escapes."""


@dataclass
class _Card:
    start: int
    lines: list[_Line] = field(default_factory=list)
    fault: str = ""
    closed: bool = False


def _recognises(data: bytes) -> bool:
    return _START.match(head(data)) is not None


def _read(data: bytes) -> People:
    text = decode_text(data).text
    people: list[Person] = []
    for card in _cards(text):
        if len(people) >= MAX_ENTRIES:
            raise InvalidInput(f"there are more than {MAX_ENTRIES:,} cards", "split the file into several")
        people.append(_person(card))
    if not people:
        raise InvalidInput("there is no card in this file", "choose a file that begins with BEGIN:VCARD")
    return People(people, place="line", never=_NEVER)


def _cards(text: str) -> Iterator[_Card]:
    """The cards of a file. One within another (an agent) is passed over."""
    read_line = _line_reader()
    card: _Card | None = None
    depth = 0
    for number, line in _logical_lines(text):
        word = line[:40].strip().upper()
        if word == "BEGIN:VCARD":
            depth += 1
            if depth == 1:
                card = _Card(number)
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
    return name in _READ or name in ("BEGIN", "END", "AGENT") or name.startswith(OWN)


def _line_reader() -> Callable[[str], _Line | None]:
    from icalendar.parser import Contentline

    @lru_cache(maxsize=1_000)
    def parameters_of(told: str) -> dict[str, str]:
        """The parameters before a colon: the same few stand in every card."""
        found = Contentline(_named_parameters(told) + ":").parts()[1]  # type: ignore[no-untyped-call]
        return {str(key).upper(): value if isinstance(value, str) else ",".join(value) for key, value in found.items()}

    def read_line(line: str) -> _Line | None:
        if len(line) > _MAX_LINE:
            raise InvalidInput(f"a line of {len(line):,} characters")
        found = _NAME.match(line)
        name = found[1].upper() if found else "AGENT"
        if name == "AGENT":
            return None
        if _PLAIN_HEAD.match(line):
            return _Line(name, {}, line.partition(":")[2])
        at = _colon(line)
        if at < 0:
            raise InvalidInput(f"{name} has no value")
        try:
            return _Line(name, parameters_of(line[:at]), line[at + 1 :])
        except ValueError:
            raise InvalidInput(f"the parameters of {name} cannot be read") from None

    return read_line


def _colon(line: str) -> int:
    """Where the value begins: at the first colon that is not between quotation marks."""
    at = line.find(":")
    while at >= 0 and line.count('"', 0, at) % 2:
        at = line.find(":", at + 1)
    return at


def _named_parameters(told: str) -> str:
    """The part before the colon, where version 2.1 may name encodings and types alone."""
    if '"' in told:
        return told
    name, *parameters = told.split(";")
    encodings = ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT")
    named = [
        each if "=" in each else f"{'ENCODING' if each.strip().upper() in encodings else 'TYPE'}={each}"
        for each in parameters
        if each.strip()
    ]
    return ";".join((name, *named))


def _person(card: _Card) -> Person:
    try:
        return _told(card)
    except InvalidInput as fault:
        return Person(card.start, {}, refused=fault.message)


def _told(card: _Card) -> Person:
    if card.fault:
        raise InvalidInput(card.fault)
    if not card.closed:
        raise InvalidInput("the card does not end: END:VCARD is missing")
    of: dict[str, list[str]] = {}
    for line in card.lines:
        of.setdefault(line.name, []).append(_decoded(line))
    kind = _first(of, "KIND").casefold()
    shown_as = _first(of, "X-ABSHOWAS").casefold()
    if reason := _NO_PERSON.get("org" if shown_as == "company" else kind):
        return Person(card.start, {}, skipped=reason)
    first, last = _parts_of_name(of)
    name = _first(of, "FN")
    if not (name or first or last):
        name = _first(of, "NICKNAME")
        if not name and _first(of, "ORG"):
            return Person(card.start, {}, skipped=_NO_PERSON["org"])
    if not (name or first or last or any(_is_handle(line.name) for line in card.lines)):
        raise InvalidInput("there is no name in this card")
    values: Values = {
        "id": _first(of, "UID").removeprefix("urn:uuid:"),
        "name": name,
        "first-name": "" if name else first,
        "last-name": "" if name else last,
        "pronouns": _first(of, "PRONOUNS", "X-PRONOUNS"),
        "email": [_text(raw) for raw in of.get("EMAIL", ())],
        "timezone": next((zone for raw in of.get("TZ", ()) if _ZONE.match(zone := _text(raw))), ""),
        "language": [_text(raw) for raw in of.get("LANG", ())],
        "tag": [tag for raw in of.get("CATEGORIES", ()) for tag in _items(raw) if tag.casefold() not in _FAKE_GROUPS],
        "note": "\n".join(filter(None, (_text(raw) for raw in of.get("NOTE", ())))),
        "kind": "bot" if kind in ("application", "device") else "",
    }
    values |= _handles(card.lines)
    values |= _own_fields(of)
    return Person(card.start, _sound(without_blanks(values)))


def _own_fields(of: dict[str, list[str]]) -> Values:
    """The fields of ours that a vCard has no property for."""
    names = {f"{OWN}{name.upper()}": name for name in OWN_FIELDS}
    return {names[key]: [_text(raw) for raw in told] for key, told in of.items() if key in names}


def _sound(values: Values) -> Values:
    for target, value in values.items():
        for text in [value] if isinstance(value, str) else value:
            if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
                raise InvalidInput(f"the {target} holds bytes that are no text")
    return values


def _decoded(line: _Line) -> str:
    """The value of a line with its escapes, out of the encoding that version 2.1 puts around it."""
    if line.parameters.get("ENCODING", "").upper() not in ("QUOTED-PRINTABLE", "Q"):
        return line.raw
    data = quopri.decodestring(line.raw.encode("utf-8", "surrogateescape"))
    for charset in (line.parameters.get("CHARSET") or "utf-8", "utf-8", "cp1252"):
        try:
            return data.decode(charset)
        except (UnicodeError, LookupError):
            continue
    raise InvalidInput(f"the encoding of {line.name} cannot be read")


def _text(raw: str) -> str:
    """One text without its escapes."""
    if "\\" not in raw:
        return raw.strip()
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], raw, flags=re.DOTALL).strip()


def _items(raw: str, mark: str = ",") -> list[str]:
    """The texts of a list, split where the mark is not escaped."""
    if mark not in raw:
        return [text] if (text := _text(raw)) else []
    parts = re.findall(rf"(?:\\.|[^{mark}\\])+", raw, flags=re.DOTALL)
    return [text for each in parts if (text := _text(each))]


def _first(of: dict[str, list[str]], *names: str) -> str:
    return next((text for name in names for raw in of.get(name, ()) if (text := _text(raw))), "")


def _parts_of_name(of: dict[str, list[str]]) -> tuple[str, str]:
    """Given and family name."""
    raw = next(iter(of.get("N", ())), "")
    family, _, rest = _split_first(raw)
    given, _, _ = _split_first(rest)
    return _text(given), _text(family)


def _split_first(raw: str) -> tuple[str, str, str]:
    """A structured value up to its first semicolon that is not escaped."""
    found = re.match(r"(?:\\.|[^;\\])*", raw, flags=re.DOTALL)
    end = found.end() if found else 0
    return raw[:end], raw[end : end + 1], raw[end + 1 :]


def _is_handle(name: str) -> bool:
    return name in ("SOCIALPROFILE", "X-SOCIALPROFILE", "IMPP") or (name.startswith("X-") and name in _READ)


def _handles(lines: Sequence[_Line]) -> Values:
    """What somebody is called where: profiles, and the addresses of chats that name their service."""
    found: Values = {}
    for line in lines:
        place, handle = _handle(line)
        if place and handle and not any(mark in place for mark in "\n:,;"):
            found.setdefault(f"handle:{place}", handle)
    return found


def _handle(line: _Line) -> tuple[str, str]:
    text = _text(_decoded(line))
    if line.name in ("SOCIALPROFILE", "X-SOCIALPROFILE"):
        place = line.parameters.get("SERVICE-TYPE") or line.parameters.get("TYPE", "")
        name = line.parameters.get("USERNAME") or line.parameters.get("X-USER") or _of_profile(text)
        return ("" if place.casefold() in _NO_SERVICES else place.casefold()), name
    if line.name == "IMPP":
        scheme = _SCHEME.match(text)
        service = line.parameters.get("X-SERVICE-TYPE", "")
        return (service or scheme[1]).casefold() if scheme else "", scheme[2] if scheme else ""
    if line.name in ("X-PRONOUNS", "X-ABSHOWAS") or not line.name.startswith("X-") or line.name.startswith(OWN):
        return "", ""
    return line.name[2:].casefold(), text


def _of_profile(text: str) -> str:
    """The name at the end of the address of a profile; anything else is the name itself."""
    if not _WEB.match(text):
        scheme = _SCHEME.match(text)
        return scheme[2] if scheme and scheme[1].casefold() == "x-apple" else text
    path = text.split("://", 1)[1].split("?")[0].split("#")[0].rstrip("/")
    return path.rpartition("/")[2] if "/" in path else ""


FORMAT = FileFormat("vcard", "Contacts (vCard)", _recognises, _read, trusted=False, whole=False)
