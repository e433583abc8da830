"""`kindtui followup`: from a need to an outcome, or to letting go."""

from __future__ import annotations

import pytest

from tests.cli.conftest import CommandLine


@pytest.fixture
def asked(kindtui: CommandLine) -> CommandLine:
    """A check-in with Amina, due in three days: f-…1."""
    kindtui("member", "add", "Amina Diallo")
    kindtui("member", "add", "Bo Lind")
    kindtui(
        "followup",
        "add",
        "--about",
        "amina",
        "--kind",
        "check-in",
        "--action",
        "Ask about the job",
        "--due",
        "in 3 days",
    )
    return kindtui


def test_every_field_comes_out_under_its_own_name(asked: CommandLine) -> None:
    made = asked(
        *(
            "followup",
            "add",
            "--about",
            "amina",
            "bo",
            "--kind",
            "hard_conversation",
            "--said",
            "it hurt",
            "--inferred",
        ),
        *("they want distance", "--inferred-expires", "in 2 weeks", "--asked-for", "an apology", "--action", "talk"),
        *("--owner", "bo", "--due", "2026-03-20", "--every", "2 weeks", "--counted-from", "calendar", "--missed"),
        *("pile-up", "--behaviour", "shouted", "--impact", "she left", "--request", "speak calmly", "--json"),
    ).json
    wanted = {
        "about": ["m-0000000001", "m-0000000002"],
        "kind": "hard_conversation",
        "said": "it hurt",
        "inferred": {"text": "they want distance", "expires": "2026-03-24"},
        "asked_for": "an apology",
        "action": "talk",
        "owner": "m-0000000002",
        "due": "2026-03-20",
        "state": "open",
        "worksheet": {"behaviour": "shouted", "impact": "she left", "request": "speak calmly"},
    }
    assert {key: made[key] for key in wanted} == wanted
    assert (made["repeat"]["every"], made["repeat"]["counted_from"], made["repeat"]["missed"]) == (
        "2 weeks",
        "calendar",
        "pile_up",
    )


def test_adding_echoes_the_day_and_listing_says_where_it_stands(asked: CommandLine) -> None:
    ended = asked(
        "followup", "add", "--about", "bo", "--kind", "promise", "--action", "Send the link", "--due", "yesterday"
    )
    assert ended.err == "due yesterday: Monday 9 March 2026\n"
    lines = asked("followup", "list").out.splitlines()
    assert lines[0].startswith("f-0000000002  overdue, ")
    assert lines[1].startswith("f-0000000001  later, ")
    assert lines[1].endswith(": Ask about the job")


def test_the_way_of_one_follow_up(asked: CommandLine) -> None:
    touched = asked("followup", "touch", "f-0", "--channel", "phone", "--note", "she laughed", "--json").json
    assert touched["touches"] == [{"on": "2026-03-10", "channel": "phone", "note": "she laughed"}]
    snoozed = asked("followup", "snooze", "f-0", "next friday", "--json").json
    assert snoozed["due"] == "2026-03-20"
    waiting = asked("followup", "wait", "f-0", "--on", "the venue", "--until", "in 1 week", "--json").json
    assert (waiting["state"], waiting["waiting_on"], waiting["until"]) == ("waiting", "the venue", "2026-03-17")
    assert "waiting for the venue" in asked("followup", "list").out
    done = asked("followup", "done", "f-0", "--outcome", "settling in", "--it-helped", "yes", "--json").json
    assert (done["state"], done["outcome"], done["it_helped"], done["next"]) == ("done", "settling in", "yes", None)
    assert asked("followup", "reopen", "f-0", "--json").json["state"] == "open"
    assert asked("followup", "let-go", "f-0", "--why", "Bo took it", "--json").json["state"] == "let_go"
    card = asked("followup", "show", "f-0").out
    assert "Did it help? yes" in card, "a question needs no colon"
    assert "2026-03-10 phone she laughed" in card


def test_one_that_repeats_says_when_it_comes_back(asked: CommandLine) -> None:
    asked("followup", "edit", "f-0", "--every", "2 weeks")
    ended = asked("followup", "done", "f-0", "--it-helped", "partly")
    assert ended.out.startswith("f-0000000001  done: ")
    assert ended.err == "it comes back on Tuesday 24 March 2026 as f-0000000002\n"
    asked("undo")
    assert [each["state"] for each in asked("followup", "list", "--json").json] == ["open"]


def test_after_three_snoozes_it_asks_what_is_in_the_way(asked: CommandLine) -> None:
    for day in ("in 4 days", "in 5 days"):
        assert len(asked("followup", "snooze", "f-0", day).err.splitlines()) == 1
    assert len(asked("followup", "snooze", "f-0", "in 6 days").err.splitlines()) == 2


def test_removing_says_how_to_undo(asked: CommandLine) -> None:
    assert asked("followup", "remove", "f-0").err == "kindtui undo brings it back\n"
    assert asked("followup", "list").err.startswith("nobody is waiting: kindtui followup add")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("add",), 2, "--about is needed"),
        (("add", "--about", "nobody"), 4, "nobody in the roster"),
        (("add", "--about", "amina", "--due", "2026-02-30"), 3, "2026-02-30"),
        (("add", "--about", "amina", "--kind", "chekc-in"), 3, "check-in"),
        (("add", "--about", "amina", "--every", "often"), 3, "often"),
        (("snooze", "f-0"), 2, "DAY is needed"),
        (("snooze", "f-0", "never"), 3, "never"),
        (("done", "f-0", "--it-helped", "maybe"), 3, "'maybe' is not one of the choices"),
        (("wait", "f-0"), 2, "--on"),
        (("touch", "f-9"), 4, "f-9"),
    ],
)
def test_what_cannot_be_read_or_found(asked: CommandLine, words: tuple[str, ...], code: int, message: str) -> None:
    assert message in asked("followup", *words, code=code).err
