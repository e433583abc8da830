"""`users.json` of a Slack export."""

from __future__ import annotations

import json

from kindtui.formats.slack_users import FORMAT
from tests.formats.people_files import FILES, SLACK


def test_people_bots_and_those_who_left() -> None:
    people = FORMAT.read(FILES["slack-export"]).people
    assert [(each.values, each.skipped) for each in people] == [
        (
            {
                "id": "U0AAA",
                "name": "Ada Abara",
                "handle:slack": "ada",
                "email": "ada@example.org",
                "pronouns": "she/her",
                "timezone": "Europe/Lisbon",
            },
            "",
        ),
        ({"id": "U0BBB", "name": "Ben", "handle:slack": "ben", "status": "left"}, ""),
        ({"id": "B0CCC"}, "a bot"),
        ({"id": "USLACKBOT"}, "a bot"),
        ({"id": "U0DDD", "handle:slack": "dee"}, ""),
    ]


def test_the_answer_of_the_api_is_the_same_list() -> None:
    answer = json.dumps({"ok": True, "members": SLACK}).encode()
    assert FORMAT.recognises(answer)
    assert FORMAT.read(answer).people == FORMAT.read(FILES["slack-export"]).people
