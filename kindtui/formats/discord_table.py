"""Who wrote in a Discord channel, from the CSV that DiscordChatExporter writes. What they wrote is never kept."""

from __future__ import annotations

import re

from kindtui.domain.import_rows import FileFormat, People, Person
from kindtui.errors import InvalidInput
from kindtui.formats.csv_table import read_table
from kindtui.formats.discord_people import DELETED, NEVER, handle_of, is_deleted, notice_of
from kindtui.formats.people_json import head, without_blanks

_HEADER = re.compile(
    r'(?:"?MessageID"?[,;\t])?"?AuthorID"?[,;\t]"?Author"?[,;\t]"?Date"?[,;\t]"?Content"?(?:[,;\t]|[\r\n]|\Z)',
    re.IGNORECASE,
)


def _recognises(data: bytes) -> bool:
    return _HEADER.match(head(data)) is not None


def _read(data: bytes) -> People:
    table = read_table(data)
    at = {header.casefold(): number for number, header in enumerate(table.headers)}
    if "authorid" not in at or "author" not in at:
        raise InvalidInput("this has no columns AuthorID and Author", "choose a CSV file of DiscordChatExporter")
    found: dict[str, Person] = {}
    faults = []
    messages = 0
    for row in table.rows():
        if row.skipped:
            continue
        messages += 1
        id = "" if row.fault else row.cells[at["authorid"]].strip()
        if row.fault or not id.isascii() or not id.isdigit():
            faults.append(Person(row.line, {}, refused=row.fault or f"{id[:40]!r} is no id of Discord"))
        else:
            line = found[id].line if id in found else row.line
            found[id] = _person(line, id, row.cells[at["author"]].strip())
    people = sorted([*found.values(), *faults], key=lambda each: each.line)
    notices = (
        *table.notices,
        notice_of(len(found), messages),
        "this table does not say which authors are bots: the JSON of the same channel does",
    )
    return People(people, notices, "line", NEVER)


def _person(line: int, id: str, author: str) -> Person:
    name, mark, number = author.rpartition("#")
    if not (mark and name and number.isascii() and number.isdigit()):
        name, number = author, ""
    if is_deleted(id, name):
        return Person(line, {"id": id}, skipped=DELETED)
    return Person(line, without_blanks({"id": id, "name": name, "handle:discord": handle_of(name, number)}))


FORMAT = FileFormat(
    "discord-csv", "Discord channel (DiscordChatExporter, CSV)", _recognises, _read, source="discord", whole=False
)
