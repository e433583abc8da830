"""The authors in what DiscordChatExporter writes, as JSON and as CSV."""

from __future__ import annotations

from kindtui.formats import discord_people, discord_table
from kindtui.formats.discord_people import handle_of
from tests.formats.people_files import FILES


def test_each_author_once_as_last_seen_and_nothing_of_what_they_wrote() -> None:
    found = discord_people.FORMAT.read(FILES["discord-json"])
    assert found.place == "message"
    assert [(each.line, dict(each.values), each.skipped, each.refused) for each in found.people] == [
        (1, {"id": "100", "name": "Ada A.", "handle:discord": "ada"}, "", ""),
        (2, {"id": "200", "name": "bob", "handle:discord": "bob#0042"}, "", ""),
        (3, {"id": "300"}, "a bot", ""),
        (5, {"id": "400", "name": "Eve", "handle:discord": "eve", "joined": "2024-05-05"}, "", ""),
        (6, {"id": "456226577798135808"}, "an account that was deleted", ""),
        (7, {}, "", "this message does not say who wrote it"),
    ]


def test_the_table_has_the_same_people_by_their_ids() -> None:
    found = discord_table.FORMAT.read(FILES["discord-csv"])
    assert [(each.line, dict(each.values), each.skipped, each.refused) for each in found.people] == [
        (2, {"id": "100", "name": "ada", "handle:discord": "ada"}, "", ""),
        (4, {"id": "200", "name": "bob", "handle:discord": "bob#0042"}, "", ""),
        (6, {}, "", "'nobody' is no id of Discord"),
        (7, {"id": "456226577798135808"}, "an account that was deleted", ""),
    ]
    assert discord_table.FORMAT.source == discord_people.FORMAT.source == "discord"


def test_a_table_with_the_ids_of_messages_has_them_too() -> None:
    data = (
        b'MessageID,AuthorID,Author,Date,Content,Attachments,Reactions\r\n"9","100","ada","2024-01-15","Hi","",""\r\n'
    )
    assert discord_table.FORMAT.recognises(data)
    (ada,) = discord_table.FORMAT.read(data).people
    assert ada.values == {"id": "100", "name": "ada", "handle:discord": "ada"}


def test_numbers_of_names() -> None:
    assert [handle_of("ada", number) for number in ("", "0", "0000", "0042")] == ["ada", "ada", "ada", "ada#0042"]
