"""Several members changed alike: one command, one change, one undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import CommandLine


@pytest.fixture
def three(kindtui: CommandLine) -> CommandLine:
    kindtui("member", "add", "Bo Lind", "--tag", "docs")
    kindtui("member", "add", "Zoë Ødegård", "--tag", "Mentor", "--tag", "hosts")
    kindtui("member", "add", "Amina Diallo")
    return kindtui


def tags(kindtui: CommandLine) -> dict[str, list[str]]:
    members = kindtui("member", "list", "--json").json
    return {member["name"].split()[0]: member["tags"] for member in members}


def test_tags_are_put_on_and_taken_off_and_the_others_stay(three: CommandLine) -> None:
    before = tags(three)
    words = ("--add-tag", "mentor", "--drop-tag", "DOCS", "--status", "on-break")
    changed = three("member", "edit", "bo", "zoe", "amina", *words, "--json").json
    assert [member["status"] for member in changed] == ["on_break"] * 3
    assert tags(three) == {"Bo": ["mentor"], "Zoë": ["Mentor", "hosts"], "Amina": ["mentor"]}
    three("undo")
    assert tags(three) == before
    assert "--tag" in three("member", "edit", "bo", "--tag", "x", "--add-tag", "y", code=2).err


def test_what_changes_nothing_says_so(three: CommandLine) -> None:
    three("member", "edit", "bo", "--add-tag", "mentor")
    again = three("member", "edit", "bo", "amina", "--add-tag", "Mentor").out.splitlines()
    assert [line.split("  ", 1)[1] for line in again] == ["nothing was changed about Bo Lind", "changed Amina Diallo"]
    assert "nothing was changed about Bo" in three("member", "edit", "bo", "--status", "active").out


def test_a_follow_up_for_each_is_one_change(three: CommandLine) -> None:
    made = three("followup", "add", "--about", "bo", "zoe", "--kind", "check-in", "--each", "--json").json
    assert [len(each["about"]) for each in made] == [1, 1]
    assert len({each["id"] for each in made}) == 2
    three("undo")
    assert three("followup", "list", "--json").json == []
    three("member", "edit", "bo", "--status", "left")
    three("followup", "add", "--about", "zoe", "bo", "--kind", "welcome", "--each", code=5)
    assert three("followup", "list", "--json").json == []
