"""`kindtui contribution`: from a kind act to the thank-you for it."""

from __future__ import annotations

import pytest

from tests.cli.conftest import CommandLine


@pytest.fixture
def helped(kindtui: CommandLine) -> CommandLine:
    """Amina (m-…1) helped Bo (m-…2) yesterday: c-…1."""
    kindtui("member", "add", "Amina Diallo")
    kindtui("member", "add", "Bo Lind")
    kindtui(
        *("contribution", "add", "Sat with two newcomers", "--by", "amina", "--helped", "bo", "--kind", "welcoming"),
        *("--on", "yesterday", "--effect", "both came back", "--link", "https://example.org/1", "--noticed-by", "bo"),
    )
    return kindtui


def test_every_field_comes_out_under_its_own_name(helped: CommandLine) -> None:
    shown = helped("contribution", "show", "c-0000000001", "--json").json
    wanted = {
        "what": "Sat with two newcomers",
        "by": ["m-0000000001"],
        "helped": ["m-0000000002"],
        "kind": "welcoming",
        "on": "2026-03-09",
        "effect": "both came back",
        "evidence": ["https://example.org/1"],
        "noticed_by": "m-0000000002",
        "state": "noticed",
        "thanks": [],
    }
    assert {key: shown[key] for key in wanted} == wanted


def test_adding_and_listing_in_plain_lines(helped: CommandLine) -> None:
    ended = helped("contribution", "add", "Fixed the door", "--by", "bo")
    assert ended.out == "c-0000000002  noticed: Bo Lind: Fixed the door\n"
    assert ended.err == "next: kindtui contribution thank c-0000000002 --draft\n"
    assert helped("contribution", "list").out == (
        "c-0000000002  2026-03-10  Bo Lind  not thanked yet  Fixed the door\n"
        "c-0000000001  2026-03-09  Amina Diallo  not thanked yet  Sat with two newcomers\n"
    )
    assert helped("contribution", "list", "door", "--json").json[0]["id"] == "c-0000000002"


@pytest.mark.parametrize("wish", [("--status", "deceased"), ("--space-until", "tomorrow"), ("--recognition", "never")])
def test_no_thank_you_is_suggested_for_somebody_who_is_left_in_peace(
    helped: CommandLine, wish: tuple[str, str]
) -> None:
    helped("member", "edit", "bo", *wish)
    assert helped("contribution", "add", "Fixed the door", "--by", "bo").err == ""


def test_a_draft_is_printed_and_nothing_is_recorded(helped: CommandLine) -> None:
    ended = helped("contribution", "thank", "c-0", "--draft")
    assert "Amina" in ended.out
    assert "newcomers" in ended.out
    assert helped("contribution", "show", "c-0", "--json").json["state"] == "noticed"


def test_a_thank_you_keeps_its_words_channel_and_day(helped: CommandLine) -> None:
    ended = helped(
        "contribution", "thank", "c-0", "--channel", "discord", "--words", "-", "--on", "today", stdin="Thanks!\n"
    )
    assert ended.out == "c-0000000001  thanked Amina Diallo: Sat with two newcomers\n"
    assert ended.err == "on today: Tuesday 10 March 2026\n"
    shown = helped("contribution", "show", "c-0", "--json").json
    assert shown["state"] == "thanked"
    assert shown["thanks"] == [{"on": "2026-03-10", "channel": "discord", "words": "Thanks!"}]
    assert "2026-03-10 discord Thanks!" in helped("contribution", "show", "c-0").out


def test_several_are_thanked_at_once_and_undone_at_once(helped: CommandLine) -> None:
    helped("contribution", "add", "Fixed the door", "--by", "bo")
    thanked = helped("contribution", "thank", "c-0000000001", "c-0000000002", "--json").json
    assert [each["state"] for each in thanked] == ["thanked", "thanked"]
    helped("undo")
    assert {each["state"] for each in helped("contribution", "list", "--json").json} == {"noticed"}


def test_what_is_kept_private_can_be_taken_back(helped: CommandLine) -> None:
    helped("contribution", "thank", "c-0")
    helped("contribution", "keep-private", "c-0")
    assert helped("contribution", "not-private", "c-0").out.startswith("c-0000000001  no longer private: Amina Diallo")
    assert helped("contribution", "show", "c-0", "--json").json["state"] == "thanked"
    assert "not kept private" in helped("contribution", "not-private", "c-0", code=3).err
    assert helped("undo").out == "undone: “Sat with two newcomers” is no longer private\n"


def test_keeping_private_editing_and_removing(helped: CommandLine) -> None:
    assert helped("contribution", "keep-private", "c-0", "--json").json["state"] == "kept_private"
    assert helped("contribution", "edit", "c-0", "--effect", "they stayed", "--json").json["effect"] == "they stayed"
    assert helped("contribution", "remove", "c-0").out.startswith("c-0000000001  removed: Amina Diallo")
    assert helped("contribution", "list").out == ""


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("add", "Helped", "--by", "nobody"), 4, "nobody in the roster"),
        (("add", "Helped", "--by", "amina", "--on", "someday"), 3, "someday"),
        (("add", "Helped", "--by", "amina", "--kind", "welcomin"), 3, "welcoming"),
        (("thank", "c-9"), 4, "c-9"),
        (("thank", "c-0", "--on", "in 3 days"), 3, "future"),
        (("edit", "c-0"), 2, "nothing to change"),
    ],
)
def test_what_cannot_be_read_or_found(helped: CommandLine, words: tuple[str, ...], code: int, message: str) -> None:
    assert message in helped("contribution", *words, code=code).err
