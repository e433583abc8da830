"""`kindtui member card`: what one reads before writing to somebody."""

from __future__ import annotations

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
