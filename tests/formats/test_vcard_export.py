"""Members as vCards: what leaves, and that it is read back as it was."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.roster import MEMBER_FIELDS, Contact, Member, Need, Offer
from kindtui.domain.selection import Selection, select
from kindtui.formats.vcard_export import vcard_text
from kindtui.formats.vcard_people import FORMAT

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
ADA = Member(
    id="m-7f3k2q9x0a",
    created_at=NOW,
    updated_at=NOW,
    name="Ada; of the Garden, the second",
    pronouns="she/her",
    handles={"github": "ada", "mastodon": "@ada@example.social", 'the "old" place': "a;b,c"},
    emails=("ada@example.org", "ada@work.example"),
    timezone="Europe/Lisbon",
    languages=("pt", "en"),
    tags=("slow, kind", "mentor"),
    status="on_break",
    notes="Likes tea.\nDoes not like: phones, cameras; early mornings " + "ö" * 100,
    offers=(Offer(topic="code review", capacity=2), Offer(topic="soup")),
    needs=(Need(topic="a lift"),),
    contact=Contact(note="ring twice"),
    sources={"slack": "U1"},
)


def chosen(*names: str, notes: bool = False) -> Selection:
    return select(Member, MEMBER_FIELDS, names, notes=notes)


def back(text: str) -> dict[str, Any]:
    (person,) = FORMAT.read(text.encode()).people
    assert not person.refused
    return dict(person.values)


def test_what_leaves_without_a_choice() -> None:
    text = vcard_text([ADA], chosen())
    assert text.startswith("BEGIN:VCARD\r\nVERSION:4.0\r\nUID;VALUE=text:m-7f3k2q9x0a\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    for inner in ("tea", "ring twice", "break", "soup", "U1"):
        assert inner not in text
    assert "tea" in vcard_text([ADA], chosen(notes=True))


def test_a_choice_of_fields() -> None:
    assert back(vcard_text([ADA], chosen("email"))) == {
        "id": ADA.id,
        "name": ADA.name,
        "email": ["ada@example.org", "ada@work.example"],
    }


def test_everything_is_read_back() -> None:
    named = chosen(*(field.name for field in MEMBER_FIELDS if field.name not in ("source", "locked")))
    assert back(vcard_text([ADA], named)) == {
        "id": ADA.id,
        "name": ADA.name,
        "pronouns": "she/her",
        "handle:github": "ada",
        "handle:mastodon": "@ada@example.social",
        'handle:the "old" place': "a;b,c",
        "email": ["ada@example.org", "ada@work.example"],
        "timezone": "Europe/Lisbon",
        "language": ["pt", "en"],
        "tag": ["slow, kind", "mentor"],
        "status": ["on_break"],
        "recognition": ["ask"],
        "note": ADA.notes,
        "contact-note": ["ring twice"],
        "offer": ["code review; capacity=2", "soup"],
        "need": ["a lift"],
    }


LINE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1).map(str.strip).filter(bool)


NOTE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")) | st.sampled_from("\t\r\n"))


@given(LINE, LINE, st.lists(LINE, unique=True), LINE, NOTE)
def test_any_words_come_back(name: str, handle: str, tags: list[str], place: str, notes: str) -> None:
    member = Member(
        id="m-1", created_at=NOW, updated_at=NOW, name=name, handles={place: handle}, tags=tuple(tags), notes=notes
    )
    found = back(vcard_text([member], chosen("handle", "tag", "notes")))
    assert found["name"] == name
    made_up = ("mycontacts", "my contacts", "starred", "* mycontacts", "* starred")
    assert found.get("tag", []) == [tag for tag in tags if tag.casefold() not in made_up]
    assert found.get("note", "") == notes.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not set(place) & set(",:;^\\"):
        assert found[f"handle:{place.casefold()}"] == handle


@pytest.mark.parametrize("end", ["\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_no_value_begins_a_line_or_a_command_of_its_own(end: str) -> None:
    bad = f"Ada{end}NOTE:made up\x00\x1b[31m\x9b\x7f"
    member = Member(id="m-1", created_at=NOW, updated_at=NOW, name=bad, handles={bad: bad}, tags=(bad,), notes=bad)
    text = vcard_text([member], chosen("handle", "tag", "notes"))
    assert not [line for line in text.splitlines() if line.startswith("NOTE:made up")]
    assert not [each for each in text.replace("\r\n", "") if unicodedata.category(each) in ("Cc", "Zl", "Zp")]
    assert back(text)["note"] == "Ada\nNOTE:made up[31m"


def test_bots_and_many() -> None:
    bot = Member(id="m-2", created_at=NOW, updated_at=NOW, name="Poll", kind="bot")
    people = FORMAT.read(vcard_text([ADA, bot], chosen()).encode()).people
    assert [each.values.get("kind") for each in people] == [None, "bot"]
