"""`realm.json` of a Zulip export."""

from __future__ import annotations

from kindtui.formats.zulip_realm import FORMAT
from tests.formats.people_files import FILES


def test_people_with_the_day_they_joined_and_the_pronouns_they_gave() -> None:
    people = FORMAT.read(FILES["zulip-export"]).people
    assert [(each.line, dict(each.values), each.skipped, each.refused) for each in people] == [
        (
            1,
            {
                "id": "garden/11",
                "name": "Ada Abara",
                "pronouns": "she/her",
                "email": "ada@example.org",
                "joined": "2024-03-01",
                "timezone": "Europe/Lisbon",
            },
            "",
            "",
        ),
        (2, {"id": "garden/12", "name": "Ben", "status": "left"}, "", ""),
        (3, {"id": "garden/13"}, "a bot", ""),
        (4, {"id": "garden/14", "name": "Eve", "email": "eve@example.org", "joined": "2024-04-05"}, "", ""),
        (5, {"id": "garden/15"}, "", "date_joined: 'some day' is no day that can be read"),
    ]


def test_ids_of_two_organisations_are_kept_apart() -> None:
    other = FORMAT.read(FILES["zulip-export"].replace(b'"garden"', b'"orchard"', 1)).people
    assert other[0].values["id"] == "orchard/11"
