"""Lists of people as GitHub's API answers them."""

from __future__ import annotations

import json

import pytest

from kindtui.errors import InvalidInput
from kindtui.formats.github_users import FORMAT
from tests.formats.people_files import FILES, GITHUB


def test_people_without_what_github_knows_besides() -> None:
    people = FORMAT.read(FILES["github-users"]).people
    assert [(dict(each.values), each.skipped, each.refused) for each in people] == [
        ({"id": "583231", "name": "Ada Abara", "handle:github": "ada", "handle:twitter": "ada_a"}, "", ""),
        ({"id": "583232", "handle:github": "ben"}, "", ""),
        ({"id": "49699333"}, "a bot", ""),
        ({"id": "9"}, "an organisation", ""),
        ({"id": "10"}, "", "there is no login in this entry"),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        {"total_count": 5, "incomplete_results": False, "items": GITHUB},
        [GITHUB[:2], GITHUB[2:]],
        [{"starred_at": "2024-01-01T00:00:00Z", "user": each} for each in GITHUB],
    ],
    ids=["search", "pages", "stars"],
)
def test_the_shapes_of_answers(answer: object) -> None:
    data = json.dumps(answer).encode()
    assert FORMAT.recognises(data)
    assert FORMAT.read(data).people == FORMAT.read(FILES["github-users"]).people


def test_one_user() -> None:
    assert len(FORMAT.read(json.dumps(GITHUB[0]).encode()).people) == 1


@pytest.mark.parametrize("between", ["", "\n"])
def test_pages_that_were_not_joined_are_named_for_what_they_are(between: str) -> None:
    with pytest.raises(InvalidInput, match="several, one after the other") as caught:
        FORMAT.read(between.join(json.dumps(each) for each in (GITHUB[:2], GITHUB[2:])).encode())
    assert "--slurp" in caught.value.hint
