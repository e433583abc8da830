"""Members as vCards, version 4.0 (RFC 6350, with the pronouns and profiles of RFC 9554)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kindtui.domain.fields import Field, shown
from kindtui.domain.roster import Member
from kindtui.domain.selection import Selection
from kindtui.formats.vcard_lines import OWN

_PROPERTIES = {
    "pronouns": "PRONOUNS",
    "email": "EMAIL",
    "timezone": "TZ",
    "language": "LANG",
    "notes": "NOTE",
}
"""Fields of a member -> the property that says the same."""
_SPECIAL = ("name", "handle", "tag", "kind")
_ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What some program takes for the end of a line: within a value it could begin a property of its own."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_IN_PARAMETER = str.maketrans({"^": "^^", '"': "^'", "\n": "^n"})
_PLAIN_PARAMETER = re.compile(r"[\w .+-]+\Z", re.ASCII)
_LONGEST = 75


def vcard_text(members: Sequence[Member], selection: Selection) -> str:
    """One card for each member: its id as UID, the name, which a card cannot be without, and the columns that were
    selected. Of a whole selection what a vCard has a property for goes along, and private words that were asked for; a
    field that was named and has none is written as X-KINDTUI-…, which `kindtui import` reads again."""
    fold = _folder()
    fields = [column for column in selection.columns if isinstance(column, Field)]
    if selection.whole:
        fields = [field for field in fields if field.private or field.name in (*_PROPERTIES, *_SPECIAL)]
    lines: list[str] = []
    for member in members:
        lines += ("BEGIN:VCARD", "VERSION:4.0", f"UID;VALUE=text:{_escaped(member.id)}", f"FN:{_escaped(member.name)}")
        for field in fields:
            lines += _lines(field, member)
        lines.append("END:VCARD")
    return "".join(f"{fold(line)}\r\n" for line in lines)


def _lines(field: Field, member: Member) -> Iterator[str]:
    match field.name:
        case "name":
            return
        case "handle":
            for place, handle in member.handles.items():
                yield f"SOCIALPROFILE;SERVICE-TYPE={_parameter(place)};VALUE=text:{_escaped(handle)}"
        case "tag":
            if member.tags:
                yield f"CATEGORIES:{','.join(_escaped(tag) for tag in member.tags)}"
        case "kind":
            yield f"KIND:{'application' if member.kind == 'bot' else 'individual'}"
        case _:
            name = _PROPERTIES.get(field.name) or OWN + field.name.upper()
            value = shown(field, member)
            for text in [value] if isinstance(value, str) else value:
                if text:
                    yield f"{name}{';VALUE=text' if name == 'TZ' else ''}:{_escaped(text)}"


def _escaped(text: str) -> str:
    return _plain(text).translate(_ESCAPES)


def _plain(text: str) -> str:
    """A text without control characters, in which a new line is one character."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def _parameter(text: str) -> str:
    text = _plain(text)
    return text if _PLAIN_PARAMETER.match(text) else f'"{text.translate(_IN_PARAMETER)}"'


def _folder() -> Callable[[str], str]:
    from icalendar.parser import Contentline

    def fold(line: str) -> str:
        """A line that is too long, parted between its letters."""
        if len(line) * 4 <= _LONGEST or len(line.encode("utf-8", "replace")) <= _LONGEST:
            return line
        return Contentline(line).to_ical().decode("utf-8")  # type: ignore[no-any-return, no-untyped-call]

    return fold
