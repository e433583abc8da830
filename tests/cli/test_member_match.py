"""`kindtui member offers | needs | match`: a need finds offers, a person chooses, and the one who offered is asked."""

from __future__ import annotations

import pytest

from tests.cli.conftest import CommandLine


@pytest.fixture
def table(kindtui: CommandLine) -> CommandLine:
    kindtui("member", "add", "Ada", "--offer", "SQL and reports; capacity=1", "--offer", "knots; until=yesterday")
    kindtui("member", "add", "Bo", "--need", "SQL for a first report; since=2026-03-01")
    kindtui("member", "add", "Cleo", "--offer", "sql", "--status", "on-break", "--until", "2026-04-02")
    return kindtui


def test_offers_say_for_how_many_and_why_not(table: CommandLine) -> None:
    assert table("member", "offers").out == (
        "m-0000000001  Ada  SQL and reports  room for 1 of 1\n"
        "m-0000000001  Ada  knots  until 2026-03-09  not now: the offer ended yesterday\n"
        "m-0000000003  Cleo  sql  not now: Cleo is on a break until Thu 2 April\n"
    )
    assert table("member", "offers", "knot").out.startswith("m-0000000001  Ada  knots")
    [knots] = table("member", "offers", "knots", "--json").json
    assert knots == {
        "member": "m-0000000001",
        "name": "Ada",
        "topic": "knots",
        "capacity": None,
        "taken": 0,
        "until": "2026-03-09",
        "why_not": "the offer ended yesterday",
    }
    assert "nobody offers that" in table("member", "offers", "cake").err


def test_a_need_finds_the_offers_beside_it_and_a_person_chooses(table: CommandLine) -> None:
    needs = table("member", "needs")
    assert needs.out == "m-0000000002  Bo  SQL for a first report  since 2026-03-01  could be asked: Ada\n"
    shown = table("member", "match", "bo")
    assert [line.split()[1] for line in shown.out.splitlines()] == ["Ada", "Cleo"]
    assert "kindtui member match m-0000000002 --with m-0000000001" in shown.err
    assert table("followup", "list").out == ""


def test_a_match_asks_the_one_who_offered_and_introduces_nobody(table: CommandLine) -> None:
    asked = table("member", "match", "bo", "--with", "ada", "--due", "friday")
    assert asked.out == "f-0000000001  Ask Ada whether they could help\n"
    assert "nobody was told anything yet" in asked.err
    assert "Bo" not in asked.err
    [follow_up] = table("followup", "list", "--json").json
    assert (follow_up["about"], follow_up["due"]) == (["m-0000000001"], "2026-03-13")
    assert follow_up["helping"] == {"topic": "SQL and reports", "whom": "m-0000000002"}
    assert "Bo" not in follow_up["action"]
    # the place is taken now, and free again when it is over
    assert "not now: no room just now" in table("member", "offers", "sql").out
    assert "is being asked that already" in table("member", "match", "bo", "--with", "ada", code=3).err
    table("member", "add", "Dov", "--need", "sql")
    assert "no room just now" in table("member", "match", "dov", "--with", "ada", code=5).err
    table("followup", "done", "f-0000000001", "--it-helped", "yes")
    table("member", "match", "bo", "--with", "ada")
    table("undo")
    assert len(table("followup", "list", "state:open", "--json").json) == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("bo", "--with", "cleo"), 5, "Cleo is on a break until Thu 2 April"),
        (("bo", "--with", "ada", "--offer", "knots"), 5, "the offer ended yesterday"),
        (("bo", "--with", "ada", "--offer", "cake"), 3, "has not offered “cake”"),
        (("bo", "--with", "bo"), 3, "needs that themselves"),
        (("bo", "--topic", "cake"), 4, "needs nothing with “cake”"),
        (("ada",), 4, "nothing is known that Ada needs"),
        (("bo", "--due", "friday"), 2, "need --with"),
    ],
)
def test_what_would_not_be_kind_or_clear_is_refused(
    table: CommandLine, words: tuple[str, ...], code: int, said: str
) -> None:
    assert said in table("member", "match", *words, code=code).err
    assert table("followup", "list").out == ""


def test_a_match_pauses_with_either_of_the_two(table: CommandLine) -> None:
    table("member", "match", "bo", "--with", "ada", "--due", "today")
    assert "Ask Ada" in table("today").out
    table("member", "edit", "bo", "--space-until", "2026-03-20")
    assert "Ask Ada" not in table("today").out
    table("member", "edit", "bo", "--space-until", "")
    assert "Ask Ada" in table("today").out


def test_somebody_who_is_forgotten_is_no_part_of_it_any_more(table: CommandLine) -> None:
    table("member", "match", "bo", "--with", "ada")
    table("member", "forget", "bo", "--yes")
    [follow_up] = table("followup", "list", "--json").json
    assert follow_up["helping"] == {"topic": "SQL and reports", "whom": ""}
