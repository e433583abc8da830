"""The people of a Mattermost bulk export."""

from __future__ import annotations

import pytest

from kindtui.errors import InvalidInput
from kindtui.formats.mattermost_users import FORMAT
from tests.formats.people_files import FILES


def test_users_by_line_and_nothing_else() -> None:
    found = FORMAT.read(FILES["mattermost-export"])
    assert found.place == "line"
    assert [(each.line, dict(each.values), each.skipped, each.refused) for each in found.people] == [
        (3, {"name": "Ada Abara", "handle:mattermost": "ada", "email": "ada@example.org"}, "", ""),
        (4, {"name": "Benno", "handle:mattermost": "ben", "email": "ben@example.org", "status": "left"}, "", ""),
        (5, {}, "", "this user has no username"),
        (6, {}, "a bot", ""),
    ]


def test_a_broken_line_is_refused_and_the_others_are_read() -> None:
    lines = FILES["mattermost-export"].split(b"\n")
    lines[3] = lines[3][:30]
    lines.append(b'["not", "an object"]')
    people = FORMAT.read(b"\r\n".join(lines)).people
    assert [(each.line, bool(each.refused)) for each in people] == [
        *((3, False), (4, True), (5, True), (6, False), (8, True)),
    ]


def test_an_export_without_users_says_so() -> None:
    with pytest.raises(InvalidInput, match="holds no users"):
        FORMAT.read(b'{"type":"version","version":1}\n{"type":"team","team":{}}\n')
