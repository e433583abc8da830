"""A query finds what its words and terms say, and names what it does not know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.query import Key, Query, parse_query
from kindtui.domain.text import folded
from kindtui.errors import InvalidInput

TODAY = date(2026, 3, 10)


@dataclass(frozen=True)
class Cat:
    name: str
    tags: tuple[str, ...] = ()
    mood: str = "calm"
    born: date | None = None


CATS = [
    Cat("Éloïse Grey", ("indoor", "very old"), "on_break", date(2025, 1, 5)),
    Cat("Tom", ("outdoor",), "calm", date(2026, 3, 1)),
    Cat("Grey Tom", (), "calm", None),
]
KEYS: dict[str, Key[Cat]] = {
    "name": Key(lambda cat: [cat.name]),
    "tag": Key(lambda cat: cat.tags, whole=True),
    "mood": Key(lambda cat: [cat.mood], whole=True, choices=("calm", "on_break")),
    "born": Key(lambda cat: [cat.born], days=True),
}


def found(text: str) -> list[str]:
    query: Query[Cat] = parse_query(text, KEYS, TODAY)
    return [cat.name for cat in CATS if query.matches(cat, lambda cat: folded(cat.name))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["Éloïse Grey", "Tom", "Grey Tom"]),
        ("eloise", ["Éloïse Grey"]),
        ("grey tom", ["Grey Tom"]),
        ('"tom grey"', []),
        ("tag:INDOOR", ["Éloïse Grey"]),
        ('tag:"very old"', ["Éloïse Grey"]),
        ("tag:very-old", ["Éloïse Grey"]),
        ("tag:door", []),
        ("tag:none", ["Grey Tom"]),
        ("tag:any", ["Éloïse Grey", "Tom"]),
        ("tag:", ["Éloïse Grey", "Tom", "Grey Tom"]),
        ("name:grey mood:calm", ["Grey Tom"]),
        ("mood:on-break", ["Éloïse Grey"]),
        ("born:2025", ["Éloïse Grey"]),
        ("born:>2025", ["Tom"]),
        ("born:>=2025-01-05", ["Éloïse Grey", "Tom"]),
        ("born:<today", ["Éloïse Grey", "Tom"]),
        ('born:<"2 weeks ago"', ["Éloïse Grey"]),
        ("born:none", ["Grey Tom"]),
    ],
)
def test_what_is_found(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "hint"),
    [("tgs:x", "tag"), ("mood:calmm", "calm"), ("born:soonish", "2026"), ("name:<x", "tag:mentor")],
)
def test_what_is_not_known_is_named(text: str, hint: str) -> None:
    with pytest.raises(InvalidInput) as fault:
        found(text)
    assert hint in fault.value.hint


def test_an_address_is_a_word() -> None:
    assert found("https://example.org") == []


@given(st.text(max_size=30))
def test_any_text_is_a_query_or_a_clear_refusal(text: str) -> None:
    try:
        found(text)
    except InvalidInput as fault:
        assert fault.hint


@given(st.lists(st.sampled_from([folded(cat.name) for cat in CATS]), min_size=1, max_size=3))
def test_more_words_never_find_more(words: list[str]) -> None:
    assert set(found(" ".join(words))) <= set(found(words[0]))
