"""Lists on the command line: the order, and filters that are kept under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import CommandLine


@pytest.fixture
def three(kindtui: CommandLine) -> CommandLine:
    kindtui("member", "add", "Bo Lind", "--joined", "2025-03-01", "--tag", "mentor")
    kindtui("member", "add", "Zoë Ødegård", "--joined", "2026-01-05", "--tag", "mentor", "--offer", "SQL for beginners")
    kindtui("member", "add", "Amina Diallo")
    return kindtui


def names(kindtui: CommandLine, *words: str) -> list[str]:
    return [member["name"].split()[0] for member in kindtui("member", "list", *words, "--json").json]


def test_a_list_is_sorted_by_a_field_and_backwards(three: CommandLine) -> None:
    assert names(three) == ["Amina", "Bo", "Zoë"]
    assert names(three, "--sort", "joined") == ["Bo", "Zoë", "Amina"]
    assert names(three, "--sort", "-joined") == ["Zoë", "Bo", "Amina"]
    assert names(three, "--sort", "-tag,-name") == ["Zoë", "Bo", "Amina"]
    assert "joined" in three("member", "list", "--sort", "joind", code=3).err


@pytest.mark.parametrize("count", ["contributions", "thanks", "followups", "score"])
def test_nobody_is_ranked(three: CommandLine, count: str) -> None:
    for noun in ("member", "contribution", "followup", "spotlight"):
        assert "cannot be sorted" in three(noun, "list", "--sort", f"-{count}", code=3).err


def test_a_filter_is_kept_used_listed_and_removed(three: CommandLine) -> None:
    assert names(three, "tag:mentor", "--save-filter", "Mentors") == ["Bo", "Zoë"]
    assert names(three, "--filter", "mentors") == ["Bo", "Zoë"]
    assert names(three, "--filter", "MENTORS", 'offers:"sql"', "joined:>2025-12-31") == ["Zoë"]
    assert three("member", "list", "--filters", "--json").json == {"Mentors": "tag:mentor"}
    assert three("member", "list", "--filters").out == "Mentors  tag:mentor\n"
    assert three("followup", "list", "--filters", "--json").json == {}
    assert "Mentors" in three("member", "list", "--filter", "mentor", code=4).err
    assert three("member", "list", "--remove-filter", "mentors", "--json").json["query"] == "tag:mentor"
    three("member", "list", "--filter", "mentors", code=4)


def test_what_must_not_be_and_what_may_be_instead(three: CommandLine) -> None:
    assert names(three, "NOT", "tag:mentor") == names(three, "-tag:mentor zoe OR amina") == ["Amina"]
    assert names(three, "tag:none OR joined:>=2026", "--save-filter", "new") == ["Amina", "Zoë"]
    assert names(three, "--filter", "new", "NOT", "amina") == ["Zoë"], "all of what is kept is narrowed"


def test_what_cannot_be_read_is_not_kept(three: CommandLine) -> None:
    three("member", "list", "tgs:mentor", "--save-filter", "x", code=3)
    assert "no filter to save" in three("member", "list", "--save-filter", "x", code=3).err
    three("member", "list", "bo", "--save-filter", "n" * 41, code=3)
    assert three("member", "list", "--filters", "--json").json == {}


def test_a_kept_filter_does_not_remember_whom_one_forgot(three: CommandLine) -> None:
    three("contribution", "list", 'by:"Amina Diallo"', "--save-filter", "what Amina Diallo gave")
    three("member", "list", "tag:mentor", "--save-filter", "Mentors")
    three("member", "forget", "amina", "--yes")
    assert "amina" not in (three.folder / ".kindtui" / "state.json").read_text().lower()
    assert three("member", "list", "--filters", "--json").json == {"Mentors": "tag:mentor"}
