"""CSV that leaves: complete, and with nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.contributions import CONTRIBUTION_FIELDS, Contribution, Thanks
from kindtui.domain.roster import MEMBER_FIELDS, AccessNeed, Member, Offer
from kindtui.domain.selection import select
from kindtui.formats.csv_export import csv_text, defused

AT = datetime(2026, 3, 1, tzinfo=UTC)
ALL = select(Member, MEMBER_FIELDS)
STARTS = "=+-@\t\r\n＝＋－＠﹦﹫−"


def member(**values: Any) -> Member:
    return Member(id="m-0000000001", created_at=AT, updated_at=AT, **{"name": "Ada", **values})


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", ["", "\u200b", "\ufeff", " ", "\u202e", "\x00"])
def test_formulas_are_defused(start: str, before: str) -> None:
    assert defused(f"{before}{start}1+1") == f"'{before}{start}1+1"


@pytest.mark.parametrize("text", ["", "Ada", "a=b", "'=1", "Zoë", "مرحبا", "3-4"])
def test_other_texts_stay(text: str) -> None:
    assert defused(text) == text


@given(st.text())
def test_no_cell_begins_with_a_formula(text: str) -> None:
    seen = [char for char in defused(text) if unicodedata.category(char) not in ("Cf", "Zs", "Mn", "Me")]
    assert not seen or seen[0] not in "=+-@＝＋－＠"
    assert defused(text).removeprefix("'") == text.removeprefix("'")


def test_every_cell_is_defused_unless_raw() -> None:
    sly = member(name="=cmd|' /C calc'!A0", tags=("-1+1", "x"), handles={"forum": "@SUM(A1)"})
    row = rows(csv_text([sly], ALL))[0]
    assert (row["name"], row["tag"], row["handle:forum"]) == ("'=cmd|' /C calc'!A0", "'-1+1; x", "'@SUM(A1)")
    assert rows(csv_text([sly], ALL, raw=True))[0]["name"] == sly.name


def test_what_is_private_leaves_only_when_asked() -> None:
    ada = member(notes="secret", access_needs=(AccessNeed(what="captions", on=date(2026, 1, 2)),))
    assert "secret" not in csv_text([ada], ALL)
    assert "captions" not in csv_text([ada], ALL)
    row = rows(csv_text([ada], select(Member, MEMBER_FIELDS, notes=True)))[0]
    assert (row["notes"], row["access-need"]) == ("secret", "captions; on=2026-01-02")


def test_a_column_for_each_place_and_all_lines_of_a_list() -> None:
    ada = member(handles={"forum": "ada"}, offers=(Offer(topic="maths", capacity=2), Offer(topic="tea")))
    bob = member(name="Bob", handles={"github": "bob"})
    first, second = rows(csv_text([ada, bob], ALL))
    assert (first["handle:forum"], first["handle:github"], second["handle:github"]) == ("ada", "", "bob")
    assert first["offer"] == "maths; capacity=2\ntea"


def test_what_the_program_keeps_is_there_too() -> None:
    kept = Contribution(
        id="c-0000000001",
        created_at=AT,
        updated_at=AT,
        what="Made tea",
        on=date(2026, 2, 1),
        by=("m-0000000001",),
        state="thanked",
        thanks=(Thanks(on=date(2026, 2, 2), channel="phone", words="Thank you, Ada"),),
    )
    row = rows(csv_text([kept], select(Contribution, CONTRIBUTION_FIELDS), lambda id: "Ada"))[0]
    assert (row["by"], row["state"], row["thanks"]) == ("Ada", "thanked", "on=2026-02-02, channel=phone")
    asked = rows(csv_text([kept], select(Contribution, CONTRIBUTION_FIELDS, notes=True), lambda id: "Ada"))[0]
    assert asked["thanks"] == "on=2026-02-02, channel=phone, words=Thank you, Ada"
    assert row["created-at"] == "2026-03-01T00:00:00Z", "as JSON has it"


def test_no_records_leave_the_header() -> None:
    assert csv_text([], select(Contribution, CONTRIBUTION_FIELDS)).splitlines() == [
        "id,what,by,helped,kind,on,effect,link,noticed-by,state,thanks,created-at,updated-at"
    ]


@given(st.text(st.sampled_from("a,;\"'\r\n \t=")))
def test_a_row_stays_one_row(name: str) -> None:
    (row,) = rows(csv_text([member(name=name)], ALL))
    assert row["name"] == defused(name)
