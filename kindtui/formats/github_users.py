"""Lists of people as GitHub's API answers them: members, collaborators, contributors, stargazers, a search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kindtui.domain.import_rows import FileFormat, People, Person
from kindtui.errors import InvalidInput
from kindtui.formats.people_json import head, people_in, read_json, said, without_blanks
from kindtui.formats.strict_json import GOES_ON

WHAT = "this list from GitHub"
_KEEP = frozenset(("login", "id", "name", "email", "type", "items", "user", "members", "twitter_username"))
_MORE = ('"avatar_url"', '"html_url"', '"gravatar_id"', '"node_id"')
_NEVER = ("places and employers", "privileges", "counts of followers and commits")
_DEPTH = 3


def _recognises(data: bytes) -> bool:
    text = head(data)
    if text[:1] not in ("[", "{") or '"login"' not in text or '"contributors"' in text:
        return False
    return any(key in text for key in _MORE)


_EXAMPLE = "gh api --paginate --slurp orgs/NAME/members"


def _read(data: bytes) -> People:
    try:
        entries = list(_users(read_json(data, WHAT, _KEEP), 0))
    except InvalidInput as fault:
        if GOES_ON in fault.message:
            raise InvalidInput(f"{WHAT} is several, one after the other", f"join them: {_EXAMPLE}") from None
        raise
    if not any(isinstance(entry, dict) and "login" in entry for entry in entries):
        raise InvalidInput(f"{WHAT} holds no users", f"for example: {_EXAMPLE}")
    return People(people_in(entries, _person), never=_NEVER)


def _users(value: Any, depth: int) -> Iterator[Any]:
    """The users in an answer: one of them, a list, pages of lists, the items of a search, stars with their day."""
    if isinstance(value, list) and depth < _DEPTH:
        for each in value:
            yield from _users(each, depth + 1)
    elif isinstance(value, dict) and "login" not in value and isinstance(value.get("items"), list):
        yield from value["items"]
    elif isinstance(value, dict) and "login" not in value and isinstance(value.get("user"), dict):
        yield value["user"]
    elif isinstance(value, dict) or depth:
        yield value


def _person(entry: Mapping[str, Any], number: int) -> Person:
    login, id, kind = said(entry, "login"), said(entry, "id"), said(entry, "type")
    if not login:
        raise InvalidInput("there is no login in this entry")
    if kind == "Bot" or login.endswith("[bot]"):
        return Person(number, {"id": id}, skipped="a bot")
    if kind == "Organization":
        return Person(number, {"id": id}, skipped="an organisation")
    values = {
        "id": id if id.isdigit() else "",
        "name": said(entry, "name"),
        "handle:github": login,
        "handle:twitter": said(entry, "twitter_username"),
        "email": said(entry, "email"),
    }
    return Person(number, without_blanks(values))


FORMAT = FileFormat("github-users", "GitHub users (API)", _recognises, _read, source="github", whole=False)
