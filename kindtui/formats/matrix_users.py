"""The accounts of a Matrix homeserver, as the admin API of Synapse lists them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kindtui.domain.import_rows import FileFormat, People, Person
from kindtui.errors import InvalidInput
from kindtui.formats.people_json import Values, day_of, head, listed_under, people_in, read_json, said, without_blanks

WHAT = "this list of Matrix users"
_KEEP = frozenset(
    (
        *("users", "name", "displayname", "threepids", "medium", "address", "is_guest", "deactivated", "erased"),
        *("creation_ts", "user_type", "appservice_id", "next_token"),
    )
)
_NAME = re.compile(r'"name"\s*:\s*"@[^":\s]+:')
_ACCOUNT = re.compile(r"@[^:\s]+:\S+\Z")
_NEVER = ("passwords and sign-ins", "phone numbers", "privileges", "when somebody was last seen")


def _recognises(data: bytes) -> bool:
    text = head(data)
    if text[:1] not in ("{", "[") or not _NAME.search(text):
        return False
    return any(f'"{key}"' in text for key in ("displayname", "user_type", "is_guest", "deactivated"))


def _read(data: bytes) -> People:
    value = read_json(data, WHAT, _KEEP)
    if isinstance(value, dict) and "name" in value:
        entries: list[Any] = [value]
    else:
        entries = value if isinstance(value, list) else listed_under(value, "users", WHAT)
    more = isinstance(value, dict) and value.get("next_token")
    notices = ("the list goes on: it was cut off by the server; ask for its next page, too",) if more else ()
    return People(people_in(entries, _person), notices, never=_NEVER)


def _person(entry: Mapping[str, Any], number: int) -> Person:
    account = said(entry, "name")
    if not _ACCOUNT.match(account):
        raise InvalidInput("there is no account such as @ada:example.org in this entry")
    if reason := _left_out(entry):
        return Person(number, {"id": account}, skipped=reason)
    values: Values = {
        "id": account,
        "name": said(entry, "displayname"),
        "handle:matrix": account,
        "email": _addresses(entry),
        "joined": day_of(entry, "creation_ts"),
        "status": "left" if entry.get("deactivated") else "",
    }
    return Person(number, without_blanks(values))


def _left_out(entry: Mapping[str, Any]) -> str:
    if entry.get("erased"):
        return "an account that was erased"
    if entry.get("user_type") == "bot":
        return "a bot"
    if entry.get("appservice_id"):
        return "an account that a bridge or another program made"
    return "a guest without an account" if entry.get("is_guest") else ""


def _addresses(entry: Mapping[str, Any]) -> list[str]:
    listed = entry.get("threepids")
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return [address for each in found if each.get("medium") == "email" and (address := said(each, "address"))]


FORMAT = FileFormat(
    "matrix-users", "Matrix users (Synapse admin API)", _recognises, _read, source="matrix", whole=False
)
