"""vCards, version 3.0 and 4.0 (and what 2.1 has in common with them), as people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kindtui.domain.import_rows import FileFormat, People, Person
from kindtui.domain.roster import MEMBER_FIELDS
from kindtui.domain.text import counted
from kindtui.errors import InvalidInput
from kindtui.formats.file_text import GUESSED, decode_text, without_marks
from kindtui.formats.people_json import MAX_ENTRIES, Values, head, without_blanks
from kindtui.formats.vcard_lines import CHATS, OWN, Card, Line, cards, items_of, text_of

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
_START = re.compile(r"\s*BEGIN:VCARD\s*(?:[\r\n]|\Z)", re.IGNORECASE)
_FOLDED_WITHIN = re.compile(rb"([\xc2-\xf4][\x80-\xbf]{0,2})(\r?\n[ \t])([\x80-\xbf]{1,3})")
"""A letter of UTF-8 of which one line has the beginning and the next the rest: lines were folded by their bytes."""
_ZONE = re.compile(r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+\Z|UTC(?:[+-]\d{1,2}(?::?\d\d)?)?\Z", re.ASCII)
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
_NEVER = ("telephone numbers", "addresses and places", "birthdays", "photos and keys")


def _recognises(data: bytes) -> bool:
    return _START.match(head(data)) is not None


def _read(data: bytes) -> People:
    data = _FOLDED_WITHIN.sub(rb"\1\3\2", data)
    source = decode_text(data)
    text = data.decode("utf-8", "surrogateescape") if source.guessed else source.text
    people: list[Person] = []
    guessed = 0
    for card in cards(without_marks(text), guess=source.guessed):
        if len(people) >= MAX_ENTRIES:
            raise InvalidInput(f"there are more than {MAX_ENTRIES:,} cards", "split the file into several")
        people.append(_person(card))
        guessed += any(line.guessed for line in card.lines)
    if not people:
        raise InvalidInput("there is no card in this file", "choose a file that begins with BEGIN:VCARD")
    notices: tuple[str, ...] = ()
    if guessed:
        cards_read = f"{counted(guessed, 'card')} not saying how letters are written, read as {GUESSED}"
        notices = source.notices or (f"{cards_read}: look whether the names are right",)
    return People(people, notices, place="line", never=_NEVER)


def _person(card: Card) -> Person:
    try:
        return _told(card)
    except InvalidInput as fault:
        return Person(card.start, {}, refused=fault.message)


def _told(card: Card) -> Person:
    if card.fault:
        raise InvalidInput(card.fault)
    if not card.closed:
        raise InvalidInput("the card does not end: END:VCARD is missing")
    of: dict[str, list[str]] = {}
    for line in card.lines:
        of.setdefault(line.name, []).append(line.raw)
    kind = _first(of, "KIND", "X-ADDRESSBOOKSERVER-KIND").casefold()
    shown_as = _first(of, "X-ABSHOWAS").casefold()
    if reason := _NO_PERSON.get("org" if shown_as == "company" else kind):
        return Person(card.start, {}, skipped=reason)
    first, last = _parts_of_name(of)
    name = _first(of, "FN")
    if not (name or first or last):
        name = _first(of, "NICKNAME")
        if not name and _first(of, "ORG"):
            return Person(card.start, {}, skipped=_NO_PERSON["org"])
    if not (name or first or last or of.get("EMAIL") or any(_is_handle(line.name) for line in card.lines)):
        raise InvalidInput("there is no name in this card")
    values: Values = {
        "id": _first(of, "UID").removeprefix("urn:uuid:"),
        "name": name,
        "first-name": "" if name else first,
        "last-name": "" if name else last,
        "pronouns": _first(of, "PRONOUNS", "X-PRONOUNS"),
        "email": [text_of(line.raw) for line in _preferred_first(card.lines, "EMAIL")],
        "timezone": next((zone for raw in of.get("TZ", ()) if _ZONE.match(zone := text_of(raw))), ""),
        "language": [text_of(line.raw) for line in _preferred_first(card.lines, "LANG")],
        "tag": [tag for raw in of.get("CATEGORIES", ()) for tag in items_of(raw) if tag.casefold() not in _FAKE_GROUPS],
        "note": "\n".join(filter(None, (text_of(raw) for raw in of.get("NOTE", ())))),
        "kind": "bot" if kind in ("application", "device") else "",
    }
    values |= _handles(card.lines)
    values |= _own_fields(of)
    return Person(card.start, _sound(without_blanks(values)))


def _preferred_first(lines: Sequence[Line], name: str) -> list[Line]:
    """The lines of one property, those that the card prefers before the others: by PREF=1 (4.0) or TYPE=pref."""

    def rank(line: Line) -> int:
        told = line.parameters.get("PREF", "")
        if told.isascii() and told.isdigit() and len(told) < 4:
            return int(told)
        return 1 if "pref" in line.parameters.get("TYPE", "").casefold().split(",") else 101

    return sorted((line for line in lines if line.name == name), key=rank)


def _own_fields(of: dict[str, list[str]]) -> Values:
    """The fields of ours that a vCard has no property for."""
    names = {f"{OWN}{name.upper()}": name for name in OWN_FIELDS}
    return {names[key]: [text_of(raw) for raw in told] for key, told in of.items() if key in names}


def _sound(values: Values) -> Values:
    for target, value in values.items():
        for text in [value] if isinstance(value, str) else value:
            if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
                raise InvalidInput(f"the {target} holds bytes that are no text")
    return values


def _first(of: dict[str, list[str]], *names: str) -> str:
    return next((text for name in names for raw in of.get(name, ()) if (text := text_of(raw))), "")


def _parts_of_name(of: dict[str, list[str]]) -> tuple[str, str]:
    """Given and family name."""
    raw = next(iter(of.get("N", ())), "")
    family, _, rest = _split_first(raw)
    given, _, _ = _split_first(rest)
    return text_of(given), text_of(family)


def _split_first(raw: str) -> tuple[str, str, str]:
    """A structured value up to its first semicolon that is not escaped."""
    found = re.match(r"(?:\\.|[^;\\])*", raw, flags=re.DOTALL)
    end = found.end() if found else 0
    return raw[:end], raw[end : end + 1], raw[end + 1 :]


def _is_handle(name: str) -> bool:
    return name in CHATS or name in ("SOCIALPROFILE", "X-SOCIALPROFILE", "IMPP")


def _handles(lines: Sequence[Line]) -> Values:
    """What somebody is called where: profiles, and the addresses of chats that name their service."""
    found: Values = {}
    for line in lines:
        place, handle = _handle(line)
        if place and handle and not any(mark in place for mark in "\n:,;"):
            found.setdefault(f"handle:{place}", handle)
    return found


def _handle(line: Line) -> tuple[str, str]:
    text = text_of(line.raw)
    if line.name in ("SOCIALPROFILE", "X-SOCIALPROFILE"):
        place = line.parameters.get("SERVICE-TYPE", "").casefold() or _service(line.parameters.get("TYPE", ""))
        name = line.parameters.get("USERNAME") or line.parameters.get("X-USER") or _of_profile(text)
        return place, name
    if line.name == "IMPP":
        scheme = _SCHEME.match(text)
        told = (line.parameters.get("X-SERVICE-TYPE", ""), scheme[1] if scheme else "", line.parameters.get("TYPE", ""))
        place = next(filter(None, map(_service, told)), "")
        name = scheme[2] if scheme else text
        return place, name.removeprefix("u/") if place == "matrix" else name
    return (line.name[2:].casefold(), text) if line.name in CHATS else ("", "")


def _service(type: str) -> str:
    """The service that a type names; most say where somebody uses it, or nothing."""
    return next((each for each in type.casefold().split(",") if each not in _NO_SERVICES), "")


def _of_profile(text: str) -> str:
    """The name at the end of the address of a profile; anything else is the name itself."""
    if not _WEB.match(text):
        scheme = _SCHEME.match(text)
        return scheme[2] if scheme and scheme[1].casefold() == "x-apple" else text
    path = text.split("://", 1)[1].split("?")[0].split("#")[0].rstrip("/")
    return path.rpartition("/")[2] if "/" in path else ""


FORMAT = FileFormat("vcard", "Contacts (vCard)", _recognises, _read, trusted=False, whole=False, name_from="email")
