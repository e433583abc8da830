"""`kindtui member card`: what one reads before writing to somebody."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine


def test_the_card_says_what_to_mind_before_one_writes(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Amina Diallo", "--timezone", "Asia/Tokyo", "--quiet-hours", "after 17:00")
    kindtui("member", "edit", "amina", "--channel", "discord", "--handle", "discord=amina", "--recognition", "private")
    kindtui("contribution", "add", "Sat with two newcomers", "--by", "amina", "--on", "yesterday")
    kindtui("followup", "add", "--about", "amina", "--kind", "promise", "--action", "Send the photos", "--due", "today")
    shown = kindtui("member", "card", "amina")
    assert shown.out == (
        "Amina Diallo  no pronouns told: use the name Amina Diallo  m-0000000001\n"
        "Reaching them\n"
        "  Channel: discord, @amina\n"
        "  There now: 18:30 on Tuesday 10 March (Asia/Tokyo)\n"
        "  Quiet hours: after 17:00; it is quiet now, so write later\n"
        "Between you\n"
        "  Promised: Send the photos, today\n"
        "What they gave\n"
        "  Recognition: thank them privately only (today)\n"
        "  Gave: ○ Sat with two newcomers (yesterday; not thanked yet)\n"
        "More about them\n"
        "  Handles: @amina on discord\n"
    )
    as_json = kindtui("member", "card", "amina", "--json").json
    assert (as_json["quiet_now"], as_json["time_there"], as_json["paused"]) == (True, "2026-03-10T18:30:00+09:00", "")
    assert [each["what"] for each in as_json["promises"]] == ["Send the photos"]


def test_the_card_says_who_is_left_in_peace_and_until_when(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Bo Lind", "--status", "on-break", "--until", "2026-04-02", "--pronouns", "he/him")
    assert kindtui("member", "card", "bo").out.splitlines()[:2] == [
        "Bo Lind  he/him  m-0000000001",
        "  Before you write: Bo Lind is on a break until Thu 2 April",
    ]
    assert kindtui("member", "card", "bo", "--json").json["paused_until"] == "2026-04-02"


def test_nobody_has_no_card(kindtui: CommandLine) -> None:
    assert "nobody in the roster is called" in kindtui("member", "card", "cleo", code=4).err


def test_a_member_is_shown_their_record_without_the_others(kindtui: CommandLine, tmp_path: Path) -> None:
    kindtui("init", "--name", "Hearth")
    kindtui("member", "add", "Amina Diallo", "--notes", "Knows Bo Lind from the choir.", "--handle", "irc=amina")
    kindtui("member", "add", "Bo Lind", "--handle", "irc=bolind", "--email", "bo@lind.example")
    kindtui("contribution", "add", "Helped bo@lind.example move", "--by", "amina", "--helped", "bo")
    kindtui("followup", "add", "--about", "amina", "--said", "Bo never answers", "--inferred", "Is cross with Bo")
    shown = kindtui("member", "show", "amina", "--for-member")
    assert "Knows […] from the choir." in shown.out
    assert "Helped […] move" in shown.out
    assert shown.out.index("[…] never answers") < shown.out.index("OBSERVED") < shown.out.index("Is cross with […]")
    assert not [word for word in ("Bo", "Lind", "bolind", "m-0000000002") if word in shown.out]
    assert "read it before you hand it over" in shown.err
    target = tmp_path / "for-amina.md"
    written = kindtui("member", "show", "amina", "--for-member", "--format", "markdown", "-o", str(target))
    assert (written.out, target.stat().st_mode & 0o777) == ("", 0o600)
    assert target.read_text("utf-8").startswith("# What Hearth keeps about you\n")
    parts = kindtui("member", "show", "amina", "--for-member", "--json").json["parts"]
    assert [part["key"] for part in parts] == ["told", "observed", "inferred", "sources"]


@pytest.mark.parametrize("words", [("-o", "x.txt"), ("--format", "markdown"), ("--copy",)])
def test_only_what_they_may_see_goes_into_a_file(kindtui: CommandLine, words: tuple[str, ...]) -> None:
    kindtui("member", "add", "Amina")
    assert "go with --for-member" in kindtui("member", "show", "amina", *words, code=2).err
    assert "markdown" in kindtui("member", "show", "amina", "--for-member", "--format", "pdf", code=3).err
    ended = kindtui("member", "show", "amina", "--for-member", "-o", "", code=2)
    assert (ended.out, "-o needs the name of a file" in ended.err) == ("", True)


def test_what_others_were_called_before_a_merge_is_left_out_too(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Amina Diallo", "--notes", "Came with Benjamin Osterwald; zuzu_o showed her around.")
    kindtui("member", "add", "Ben Ost")
    kindtui("member", "add", "Benjamin Osterwald", "--handle", "irc=zuzu_o")
    kindtui("member", "merge", "ben ost", "benjamin")
    shown = kindtui("member", "show", "amina", "--for-member")
    assert "Came with […]; […] showed her around." in shown.out
