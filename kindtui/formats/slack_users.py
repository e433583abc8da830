"""The people of a Slack workspace: `users.json` of an export, or what the method users.list answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kindtui.domain.import_rows import FileFormat, People, Person
from kindtui.errors import InvalidInput
from kindtui.formats.people_json import head, listed_under, part, people_in, read_json, said, without_blanks

WHAT = "this Slack export"
_KEEP = frozenset(
    (
        *("members", "id", "name", "deleted", "is_bot", "is_workflow_bot", "real_name", "tz"),
        *("profile", "display_name", "email", "pronouns"),
    )
)
_ID = re.compile(r'"id"\s*:\s*"[UW][A-Z0-9]+"')
_NEVER = ("phone numbers", "pictures", "status lines", "roles and privileges")


def _recognises(data: bytes) -> bool:
    text = head(data)
    if text[:1] not in ("[", "{") or not _ID.search(text):
        return False
    return '"team_id"' in text and ('"is_bot"' in text or '"profile"' in text)


def _read(data: bytes) -> People:
    value = read_json(data, WHAT, _KEEP)
    entries = value if isinstance(value, list) else listed_under(value, "members", WHAT)
    return People(people_in(entries, _person), never=_NEVER)


def _person(entry: Mapping[str, Any], number: int) -> Person:
    id, profile = said(entry, "id"), part(entry, "profile")
    if not id:
        raise InvalidInput("there is no id in this entry")
    if entry.get("is_bot") or entry.get("is_workflow_bot") or id == "USLACKBOT":
        return Person(number, {"id": id}, skipped="a bot")
    name = said(profile, "real_name") or said(entry, "real_name") or said(profile, "display_name")
    values = {
        "id": id,
        "name": name,
        "handle:slack": said(entry, "name"),
        "email": said(profile, "email"),
        "pronouns": said(profile, "pronouns"),
        "timezone": said(entry, "tz"),
        "status": "left" if entry.get("deleted") else "",
    }
    return Person(number, without_blanks(values))


FORMAT = FileFormat("slack-export", "Slack export (users.json)", _recognises, _read, source="slack")
