"""The people of a Mattermost bulk export: one JSON object a line, of which only users and bots are looked at.

It holds no ids: a user is known by name and address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kindtui.domain.import_rows import FileFormat, People, Person
from kindtui.errors import InvalidInput
from kindtui.formats.people_json import head, part, read_text_of, said, without_blanks
from kindtui.formats.strict_json import parse_json

WHAT = "this Mattermost export"
_KEEP = frozenset(
    (
        *("type", "user", "bot", "username", "email", "nickname", "first_name", "last_name", "display_name"),
        "delete_at",
    )
)
_TYPE = re.compile(r'\s*\{\s*"type"\s*:\s*"(\w{1,40})"')
_OBJECTS = frozenset(
    (
        *("version", "scheme", "role", "emoji", "team", "channel", "post", "direct_channel", "direct_post"),
        *("custom_profile_attribute", "channel_bookmark"),
    )
)
_NEVER = ("messages", "passwords and sign-in data", "roles and privileges", "settings")
_MAX_LINE = 4_000_000


def _recognises(data: bytes) -> bool:
    first = head(data).partition("\n")[0]
    kind = _TYPE.match(first)
    if not kind:
        return False
    if kind[1] == "version":
        return re.search(r'"version"\s*:\s*\d', first) is not None
    return kind[1] in ("user", "bot") and '"username"' in first


def _read(data: bytes) -> People:
    text = read_text_of(data, WHAT)
    people = [person for number, line in _lines(text) if (person := _line(number, line)) is not None]
    if not people:
        raise InvalidInput(f"{WHAT} holds no users", "export it with its users")
    return People(people, place="line", never=_NEVER)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers; only a line feed ends one."""
    start, number = 0, 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        number += 1
        line = text[start:end]
        if line.strip():
            yield number, line
        start = end + 1


def _line(number: int, line: str) -> Person | None:
    """The person in one line, None when it tells of something else."""
    kind = _TYPE.match(line)
    if kind and kind[1] in _OBJECTS:
        return None
    try:
        if len(line) > _MAX_LINE:
            raise InvalidInput("this line is too long")
        try:
            value = parse_json(line, only=_KEEP)
        except InvalidInput as fault:
            where = f", column {fault.problems[0].column:,}" if fault.problems else ""
            raise InvalidInput(f"this line is no JSON object that is whole{where}") from None
        if not isinstance(value, dict):
            raise InvalidInput("this line is no object with a type")
        word = said(value, "type")
        if word == "user":
            return _user(number, part(value, "user"))
        if word == "bot":
            return Person(number, {}, skipped="a bot")
        return None if word else Person(number, {}, refused="this line does not say what it is")
    except InvalidInput as fault:
        return Person(number, {}, refused=fault.message)


def _user(number: int, user: Mapping[str, Any]) -> Person:
    username = said(user, "username")
    if not username:
        raise InvalidInput("this user has no username")
    deleted = user.get("delete_at")
    whole = " ".join(filter(None, (said(user, "first_name"), said(user, "last_name"))))
    values = {
        "name": whole or said(user, "nickname"),
        "handle:mattermost": username,
        "email": said(user, "email"),
        "status": "left" if isinstance(deleted, int) and deleted > 0 else "",
    }
    return Person(number, without_blanks(values))


FORMAT = FileFormat("mattermost-export", "Mattermost bulk export (JSONL)", _recognises, _read, source="mattermost")
