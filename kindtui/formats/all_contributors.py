"""`.all-contributorsrc`: the contributors of a project, and what each of them gave."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from kindtui.domain.import_rows import FileFormat, Given, People, Person
from kindtui.errors import InvalidInput
from kindtui.formats.people_json import head, listed_under, people_in, read_json, said, without_blanks

WHAT = "this .all-contributorsrc"
STANDARD = frozenset(
    [
        "a11y",
        "audio",
        "blog",
        "bug",
        "business",
        "code",
        "content",
        "data",
        "design",
        "doc",
        "eventOrganizing",
        "example",
        "financial",
        "fundingFinding",
        "ideas",
        "infra",
        "maintenance",
        "mentoring",
        "platform",
        "plugin",
        "projectManagement",
        "promotion",
        "question",
        "research",
        "review",
        "security",
        "talk",
        "test",
        "tool",
        "translation",
        "tutorial",
        "userTesting",
        "video",
    ]
)
"""The kinds that the specification knows."""
_CONFIG = ('"projectName"', '"projectOwner"', '"imageSize"', '"contributorsPerLine"', '"contributions"')
_ACCOUNT = re.compile(r"https?://avatars\d*\.githubusercontent\.com/u/(\d+)\b")
_MAX_LINK = 2_000
_MAX_WORDS = 300


def _recognises(data: bytes) -> bool:
    text = head(data)
    return text.startswith("{") and '"contributors"' in text and any(key in text for key in _CONFIG)


def _read(data: bytes) -> People:
    value = read_json(data, WHAT)
    entries = listed_under(value, "contributors", WHAT)
    host = "gitlab" if "gitlab" in _text(value, "repoHost").casefold() else "github"
    types = _types(value)
    read_one = partial(_person, host=host, project=_project(value), types=types)
    own = sorted(set(types) - STANDARD)
    notices: tuple[str, ...] = ()
    if own:
        notices = (f"kinds of its own: {', '.join(own)}; kinds.yaml in your workspace can give them a label",)
    return People(people_in(entries, read_one), notices)


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return found.strip() if isinstance(found, str) else ""


def _project(value: Mapping[str, Any]) -> str:
    return "/".join(filter(None, (_text(value, "projectOwner"), _text(value, "projectName"))))


def _types(value: Mapping[str, Any]) -> dict[str, str]:
    """The kinds that the file describes, with their words."""
    types = value.get("types")
    if not isinstance(types, dict):
        return {}
    return {name: _text(each, "description") for name, each in types.items() if isinstance(each, dict)}


def _person(entry: Mapping[str, Any], number: int, *, host: str, project: str, types: Mapping[str, str]) -> Person:
    login, name = said(entry, "login"), said(entry, "name")
    if not (login or name):
        raise InvalidInput("there is neither a login nor a name in this entry")
    if login.casefold().endswith("[bot]") or name.casefold().endswith("[bot]"):
        return Person(number, {}, skipped="a bot")
    account = _ACCOUNT.match(_text(entry, "avatar_url")) if host == "github" else None
    values = {"id": account[1] if account else "", "name": name, f"handle:{host}": login}
    contributions = entry.get("contributions")
    if contributions is None:
        contributions = []
    if not isinstance(contributions, list):
        raise InvalidInput("contributions is no list")
    given = tuple(_given(each, project, types) for each in contributions)
    return Person(number, without_blanks(values), given=tuple(dict.fromkeys(given)))


def _given(value: Any, project: str, types: Mapping[str, str]) -> Given:
    told: Mapping[str, Any] = value if isinstance(value, dict) else {"type": value}
    kind, link = said(told, "type"), said(told, "url")
    if not kind or len(kind) > _MAX_WORDS or len(kind.split()) > 1:
        raise InvalidInput("a contribution does not say of what type it is")
    if len(link) > _MAX_LINK:
        raise InvalidInput(f"the link of a contribution has {len(link):,} characters")
    words = types.get(kind) or _spelled(kind)
    return Given(f"{words} for {project}" if project else words, kind, link)


def _spelled(kind: str) -> str:
    """The name of a kind as words: `eventOrganizing` is event organizing."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind)
    return words[:1].upper() + words[1:].lower()


FORMAT = FileFormat(
    "all-contributors", "all-contributors (.all-contributorsrc)", _recognises, _read, source="github", whole=False
)
