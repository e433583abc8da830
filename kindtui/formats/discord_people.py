"""Who wrote in a Discord channel, from the JSON that DiscordChatExporter writes. What they wrote is never kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kindtui.domain.import_rows import FileFormat, People, Person
from kindtui.domain.text import counted
from kindtui.errors import InvalidInput
from kindtui.formats.people_json import day_of, head, listed_under, part, read_json, said, without_blanks

WHAT = "this DiscordChatExporter file"
NEVER = ("the texts of messages", "attachments and reactions")
DELETED = "an account that was deleted"
_DELETED_ID = "456226577798135808"
_KEEP = frozenset(
    ("messages", "author", "id", "name", "discriminator", "nickname", "isBot", "type", "timestamp"),
)


def is_deleted(id: str, name: str) -> bool:
    """Whether this is what Discord shows in place of somebody who deleted their account."""
    return id == _DELETED_ID or name == "Deleted User" or name.startswith("deleted_user_")


def handle_of(name: str, discriminator: str) -> str:
    """A name as it was written while names had numbers; `0` and `0000` mean that this one has none."""
    return f"{name}#{discriminator}" if discriminator.strip("0") else name


def notice_of(authors: int, messages: int) -> str:
    """What a person should know about a channel as a whole."""
    return f"{counted(authors, 'author')} of {counted(messages, 'message')}; what they wrote is not read in"


def _recognises(data: bytes) -> bool:
    text = head(data)
    if not text.startswith("{") or '"guild"' not in text or '"channel"' not in text:
        return False
    return '"exportedAt"' in text or '"dateRange"' in text or '"messages"' in text


def _read(data: bytes) -> People:
    messages = listed_under(read_json(data, WHAT, _KEEP), "messages", WHAT)
    found: dict[str, Person] = {}
    joined: dict[str, str] = {}
    faults = []
    for number, message in enumerate(messages, 1):
        try:
            person = _author(message, number)
            if message.get("type") == "GuildMemberJoin":
                joined.setdefault(person.values["id"], day_of(message, "timestamp"))  # type: ignore[arg-type]
        except InvalidInput as fault:
            faults.append(Person(number, {}, refused=fault.message))
            continue
        first = found.get(person.values["id"])  # type: ignore[arg-type]
        line = first.line if first else number
        found[person.values["id"]] = Person(line, person.values, skipped=person.skipped)  # type: ignore[index]
    people = [
        Person(each.line, {**each.values, "joined": joined[id]}) if joined.get(id) and not each.skipped else each
        for id, each in found.items()
    ]
    notices = (notice_of(len(people), len(messages)),)
    return People(sorted([*people, *faults], key=lambda each: each.line), notices, "message", NEVER)


def _author(message: Any, number: int) -> Person:
    if not isinstance(message, dict):
        raise InvalidInput("this is no message")
    author: Mapping[str, Any] = part(message, "author")
    id, name = said(author, "id"), said(author, "name")
    if not id:
        raise InvalidInput("this message does not say who wrote it")
    if author.get("isBot"):
        return Person(number, {"id": id}, skipped="a bot")
    if is_deleted(id, name):
        return Person(number, {"id": id}, skipped=DELETED)
    values = {
        "id": id,
        "name": said(author, "nickname") or name,
        "handle:discord": handle_of(name, said(author, "discriminator")) if name else "",
    }
    return Person(number, without_blanks(values))


FORMAT = FileFormat(
    "discord-json", "Discord channel (DiscordChatExporter, JSON)", _recognises, _read, source="discord", whole=False
)
