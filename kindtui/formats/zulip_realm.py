"""The people of a Zulip organisation: `realm.json` of an export."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from kindtui.domain.import_rows import FileFormat, People, Person
from kindtui.errors import InvalidInput
from kindtui.formats.people_json import day_of, head, listed_under, people_in, read_json, said, without_blanks

WHAT = "this Zulip export"
_PRONOUNS = 8
"""What Zulip calls the type of a profile field for pronouns."""
_PEOPLE = "zerver_userprofile"
_FIELDS = "zerver_customprofilefield"
_ANSWERS = "zerver_customprofilefieldvalue"
_REALM = "zerver_realm"
_KEEP = frozenset(
    (
        *(_PEOPLE, _FIELDS, _ANSWERS, _REALM, "string_id", "id", "full_name", "email", "delivery_email"),
        *("date_joined", "is_active", "is_bot", "bot_type", "is_mirror_dummy", "timezone"),
        *("field_type", "field", "user_profile", "value"),
    )
)
_HIDDEN_ADDRESS = re.compile(r"user\d+@")
"""What an organisation that hides addresses shows in their place."""
_NEVER = ("passwords and keys", "roles and privileges", "settings and presence")


def _recognises(data: bytes) -> bool:
    text = head(data)
    if not text.startswith("{"):
        return False
    return '"zerver_' in text or (b'"zerver_userprofile"' in data and b'"zerver_realm"' in data)


def _read(data: bytes) -> People:
    value = read_json(data, WHAT, _KEEP)
    users = listed_under(value, _PEOPLE, WHAT)
    realm = _realm(value)
    read_one = partial(_person, realm=realm, pronouns=_pronouns(value))
    return People(people_in(users, read_one, before_ids=realm), never=_NEVER)


def _rows(value: Mapping[str, Any], table: str) -> list[Mapping[str, Any]]:
    rows = value.get(table)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _realm(value: Mapping[str, Any]) -> str:
    """What goes before an id, which counts from 1 in each organisation: the name that its address begins with."""
    name = next((said(row, "string_id") for row in _rows(value, _REALM)), "")
    return f"{name}/" if name else ""


def _pronouns(value: Mapping[str, Any]) -> dict[str, str]:
    """The pronouns of users, by id, where the organisation has a profile field for them."""
    fields = {said(row, "id") for row in _rows(value, _FIELDS) if row.get("field_type") == _PRONOUNS}
    answers = (row for row in _rows(value, _ANSWERS) if isinstance(row.get("value"), str))
    return {said(row, "user_profile"): said(row, "value") for row in answers if said(row, "field") in fields}


def _person(entry: Mapping[str, Any], number: int, *, realm: str, pronouns: Mapping[str, str]) -> Person:
    id = said(entry, "id")
    if not id:
        raise InvalidInput("there is no id in this entry")
    if entry.get("is_bot") or entry.get("bot_type"):
        return Person(number, {"id": realm + id}, skipped="a bot")
    if entry.get("is_mirror_dummy"):
        return Person(number, {"id": realm + id}, skipped="a stand-in that Zulip made, not an account")
    address = said(entry, "delivery_email") or said(entry, "email")
    values = {
        "id": realm + id,
        "name": said(entry, "full_name"),
        "pronouns": pronouns.get(id, ""),
        "email": "" if _HIDDEN_ADDRESS.match(address) else address,
        "joined": day_of(entry, "date_joined"),
        "timezone": said(entry, "timezone"),
        "status": "left" if entry.get("is_active") is False else "",
    }
    return Person(number, without_blanks(values))


FORMAT = FileFormat("zulip-export", "Zulip export (realm.json)", _recognises, _read, source="zulip")
