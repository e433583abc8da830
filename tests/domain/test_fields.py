"""What is typed into a field is read as it was meant and can be shown as it is read; all faults come at once."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.contributions import CONTRIBUTION_FIELDS, Contribution
from kindtui.domain.dates import parse_day, parse_interval
from kindtui.domain.fields import Field, apply, changed, shown
from kindtui.domain.followups import FOLLOW_UP_FIELDS, FollowUp, Inferred, Repeat, Snooze, Worksheet
from kindtui.domain.record import Record
from kindtui.domain.roster import (
    LONGEST_ADDRESS,
    MEMBER_FIELDS,
    AccessNeed,
    Contact,
    Member,
    Need,
    Offer,
    Recognition,
)
from kindtui.domain.shapes import LONGEST_LINE, LONGEST_TEXT
from kindtui.domain.spotlight_fields import SPOTLIGHT_FIELDS
from kindtui.domain.spotlights import Spotlight
from kindtui.domain.text import is_blank
from kindtui.errors import Ambiguous, InvalidInput, NotFound

NOW = datetime(2026, 3, 10, tzinfo=UTC)
TODAY = NOW.date()
PEOPLE = {"ada": "m-ada", "grace": "m-grace", "lovelace, ada": "m-ada"}


class Told:
    """A reading of two people and a Tuesday."""

    def day(self, text: str) -> date:
        return parse_day(text, TODAY)

    def interval(self, text: str) -> str:
        return str(parse_interval(text))

    def member(self, text: str) -> str:
        if text == "a":
            raise Ambiguous("two people are called a")
        if text.startswith("m-"):
            return text
        if text.lower() not in PEOPLE:
            raise NotFound(f"nobody is called {text}")
        return PEOPLE[text.lower()]

    def record(self, table: str, text: str) -> str:
        return text


def read(fields: tuple[Field, ...], record: Record | None = None, **typed: Any) -> dict[str, Any]:
    return apply(fields, record, {name.replace("_", "-"): text for name, text in typed.items()}, Told())


def member(**values: Any) -> Member:
    return Member(id="m-1", created_at=NOW, updated_at=NOW, **{"name": "Ada", **values})


LINE = st.text(st.characters(exclude_categories=["Cs", "C", "Z"]) | st.just(" "), min_size=1, max_size=12).map(
    lambda text: "x" if is_blank(text) else text.strip()
)
DAY = st.dates(date(1900, 1, 1), date(2200, 1, 1))
SOME = st.none() | DAY
IDS = st.lists(st.integers(0, 9).map(lambda n: f"m-{n}"), min_size=1, max_size=3, unique=True).map(tuple)
PLACES = st.dictionaries(LINE.filter(lambda t: "=" not in t), LINE, max_size=3)
LINES = st.lists(LINE, max_size=3, unique=True).map(tuple)
PROSE = st.lists(LINE, max_size=3).map("\n".join)
INTERVAL = st.sampled_from(["2 weeks", "1 day", "3 months"])
SHARED = {"id": st.just("x-1"), "created_at": st.just(NOW), "updated_at": st.just(NOW)}
MEMBERS = st.builds(
    Member,
    **SHARED,
    name=LINE,
    pronouns=st.just("") | LINE,
    handles=PLACES,
    emails=st.just(("a@b.c",)) | st.just(()),
    joined=SOME,
    tags=LINES,
    languages=LINES,
    status=st.sampled_from(["active", "on_break"]),
    kind=st.sampled_from(["person", "bot"]),
    recognition=st.builds(Recognition, wish=st.sampled_from(["ask", "never"]), source=st.just("") | LINE, on=SOME),
    contact=st.builds(Contact, channel=st.just("") | LINE, note=PROSE),
    access_needs=st.lists(st.builds(AccessNeed, what=LINE, source=st.just("") | LINE, on=SOME), max_size=2).map(tuple),
    offers=st.lists(st.builds(Offer, topic=LINE, capacity=st.none() | st.integers(0, 99), until=SOME), max_size=2).map(
        tuple
    ),
    needs=st.lists(st.builds(Need, topic=LINE, since=SOME), max_size=2).map(tuple),
    notes=PROSE,
    sources=PLACES,
    locked=st.just(("name", "space-until")) | st.just(()),
)
CONTRIBUTIONS = st.builds(
    Contribution, **SHARED, what=LINE, on=DAY, by=IDS, helped=IDS, kind=LINE, effect=PROSE, evidence=LINES
)
FOLLOW_UPS = st.builds(
    FollowUp,
    **SHARED,
    about=IDS,
    kind=st.sampled_from(["welcome", "hard_time"]),
    said=PROSE,
    inferred=st.none() | st.builds(Inferred, text=LINE, expires=DAY),
    owner=st.just("") | st.just("m-7"),
    due=SOME,
    repeat=st.none() | st.builds(Repeat, every=INTERVAL, counted_from=st.sampled_from(["completion", "calendar"])),
    worksheet=st.builds(Worksheet, behaviour=PROSE, impact=PROSE),
    it_helped=st.none() | st.just("partly"),
)
SPOTLIGHTS = st.builds(
    Spotlight, **SHARED, members=st.just(()), text=PROSE, audience=st.just("newsletter"), contributions=IDS
)


@pytest.mark.parametrize(
    ("fields", "records"),
    [
        (MEMBER_FIELDS, MEMBERS),
        (CONTRIBUTION_FIELDS, CONTRIBUTIONS),
        (FOLLOW_UP_FIELDS, FOLLOW_UPS),
        (SPOTLIGHT_FIELDS, SPOTLIGHTS),
    ],
)
@given(data=st.data())
def test_what_is_shown_is_read_back(
    fields: tuple[Field, ...], records: st.SearchStrategy[Record], data: st.DataObject
) -> None:
    record = data.draw(records)
    typed = {field.name: shown(field, record) for field in fields}
    assert msgspec.structs.replace(record, **apply(fields, None, typed, Told())) == record


@given(st.text("a;=\\ on", min_size=1, max_size=20).map(str.strip).filter(lambda t: t), DAY)
def test_semicolons_in_a_need_survive(what: str, day: date) -> None:
    field = next(field for field in MEMBER_FIELDS if field.name == "access-need")
    need = AccessNeed(what=what, source=what, on=day)
    lines = shown(field, member(access_needs=(need,)))
    assert apply((field,), None, {"access-need": lines}, Told()) == {"access_needs": (need,)}


def test_every_field_leads_to_a_value_of_its_record() -> None:
    empty = (
        (MEMBER_FIELDS, member()),
        (FOLLOW_UP_FIELDS, FollowUp(id="f-1", created_at=NOW, updated_at=NOW, about=())),
    )
    for fields, record in empty:
        for field in fields:
            assert hasattr(record, field.path.partition(".")[0])
            assert field.help
            assert not field.help.endswith(".")
            assert shown(field, record) is not None


def test_all_faults_come_at_once_with_their_fields() -> None:
    with pytest.raises(InvalidInput) as fault:
        read(MEMBER_FIELDS, joined="2026-02-30", status="gone", recognition="publik", emial="x", handle="ada")
    problems = {problem.key: problem for problem in fault.value.problems}
    assert set(problems) == {"name", "joined", "status", "recognition", "emial", "handle"}
    assert "public" in problems["recognition"].hint
    assert "email" in problems["emial"].hint


def test_somebody_unknown_alone_stays_not_found() -> None:
    with pytest.raises(NotFound):
        read(CONTRIBUTION_FIELDS, what="wrote", by=["zoe"])
    with pytest.raises(Ambiguous):
        read(CONTRIBUTION_FIELDS, what="wrote", by=["a"])


def test_names_between_commas_and_names_with_commas() -> None:
    assert read(CONTRIBUTION_FIELDS, what="x", by="Ada, Grace")["by"] == ("m-ada", "m-grace")
    assert read(CONTRIBUTION_FIELDS, what="x", by="Lovelace, Ada")["by"] == ("m-ada",)


def test_an_empty_text_clears() -> None:
    known = member(tags=("a",), recognition=Recognition(wish="never", source="mail"), joined=TODAY, handles={"x": "y"})
    cleared = changed(known, MEMBER_FIELDS, {"tag": [], "recognition": "", "joined": " ", "handle": ""}, Told())
    assert cleared == member(recognition=Recognition(source="mail"))


@pytest.mark.parametrize("nothing", ["\u200b", "\u2060 \ufeff", "\u3164", "\u2800\u00a0", "\u202e\u200f", "\u0301"])
def test_a_text_that_nobody_sees_is_no_name(nothing: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(MEMBER_FIELDS, name=nothing)
    assert str(refused.value) == "name is needed"


def test_a_needed_field_is_not_cleared() -> None:
    with pytest.raises(InvalidInput) as fault:
        read(MEMBER_FIELDS, member(), name="")
    assert fault.value.problems[0].key == "name"


def test_handles_merge_by_place() -> None:
    known = member(handles={"github": "ada", "irc": "al"})
    assert read(MEMBER_FIELDS, known, handle=["irc=", "matrix=@ada:example.org"]) == {
        "handles": {"github": "ada", "matrix": "ada:example.org"}
    }


def test_the_mark_before_a_handle_is_no_part_of_it() -> None:
    known = member(handles={"discord": "@amina", "irc": "@al"})
    assert read(MEMBER_FIELDS, known, handle=["discord=@amina", "irc= @alma", "x=@@y"]) == {
        "handles": {"discord": "@amina", "irc": "alma", "x": "@y"}
    }
    with pytest.raises(InvalidInput, match="no handle"):
        read(MEMBER_FIELDS, known, handle=["discord=@"])


def test_choices_take_dashes_and_case() -> None:
    assert read(MEMBER_FIELDS, member(), status="On-Break") == {"status": "on_break"}


def test_a_guess_expires_by_itself() -> None:
    assert read(FOLLOW_UP_FIELDS, about="Ada", inferred="tired")["inferred"] == Inferred(
        text="tired", expires=date(2026, 4, 10)
    )


def test_a_repeat_needs_its_interval() -> None:
    with pytest.raises(InvalidInput) as fault:
        read(FOLLOW_UP_FIELDS, about="Ada", counted_from="calendar")
    assert fault.value.problems[0].key == "counted-from"


def test_a_repeat_keeps_its_anchor_and_goes_with_its_interval() -> None:
    known = FollowUp(
        id="f-1",
        created_at=NOW,
        updated_at=NOW,
        about=("m-1",),
        repeat=Repeat(every="2 weeks", anchor=TODAY),
        snoozes=(Snooze(on=TODAY, until=TODAY),),
    )
    kept = changed(known, FOLLOW_UP_FIELDS, {"missed": "pile-up"}, Told())
    assert kept.repeat == Repeat(every="2 weeks", anchor=TODAY, missed="pile_up")
    assert changed(known, FOLLOW_UP_FIELDS, {"every": ""}, Told()).repeat is None


def test_a_contribution_happened_today_unless_told() -> None:
    assert read(CONTRIBUTION_FIELDS, what="x", by="Ada")["on"] == TODAY
    assert "on" not in read(
        CONTRIBUTION_FIELDS, Contribution(id="c", created_at=NOW, updated_at=NOW, what="x", on=TODAY, by=())
    )


def test_myself_is_nobody_of_the_roster() -> None:
    assert read(FOLLOW_UP_FIELDS, about="Ada", owner="me")["owner"] == ""


def test_unknown_keys_of_a_need_name_the_nearest() -> None:
    with pytest.raises(InvalidInput) as fault:
        read(MEMBER_FIELDS, member(), access_need=["captions; sorce=mail"])
    assert "source=" in fault.value.hint


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(InvalidInput, match="UTF-8"):
        read(MEMBER_FIELDS, member(), notes="caf\udce9")


def test_an_address_and_a_lock_are_checked() -> None:
    with pytest.raises(InvalidInput) as fault:
        read(MEMBER_FIELDS, member(), email="ada at home", locked=["nmae"])
    assert [problem.key for problem in fault.value.problems] == ["email", "locked"]
    assert re.search("name", fault.value.problems[1].hint)


def test_what_is_far_too_long_is_refused_in_every_field() -> None:
    long = "x" * (LONGEST_LINE + 1)
    typed = {"name": long, "tag": ["ok", long], "handle": [f"github={long}"], "offer": long, "channel": long}
    typed |= {"email": f"{'x' * LONGEST_ADDRESS}@x.org", "notes": "y" * (LONGEST_TEXT + 1)}
    with pytest.raises(InvalidInput) as fault:
        read(MEMBER_FIELDS, member(), **typed)
    assert {problem.key for problem in fault.value.problems} == {*typed}
    assert f"{LONGEST_LINE:,} fit" in fault.value.problems[0].hint
    assert all(len(str(problem)) < 1000 for problem in fault.value.problems)
    assert read(MEMBER_FIELDS, member(), name=long[1:], notes="y" * LONGEST_TEXT)["name"] == long[1:]
