"""A query finds what its words and terms say, and names what it does not know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

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
        ("-tag:indoor", ["Tom", "Grey Tom"]),
        ("grey -tom", ["Éloïse Grey"]),
        ('-"grey tom"', ["Éloïse Grey", "Tom"]),
        ("-born:2025 -tag:none", ["Tom"]),
        ("NOT grey", ["Tom"]),
        ("tag:indoor OR tag:outdoor", ["Éloïse Grey", "Tom"]),
        ("grey born:2025 OR mood:calm", ["Éloïse Grey", "Grey Tom"]),
        ("tag:any AND NOT grey OR NOT tom", ["Éloïse Grey", "Tom"]),
        ("tag:indoor OR tag:outdoor tom", ["Tom"]),
        ("OR grey OR", ["Éloïse Grey", "Grey Tom"]),
        ('"OR"', []),
        ("or", []),
        ("-", []),
        ("-tag:", ["Éloïse Grey", "Tom", "Grey Tom"]),
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


_PARTS = st.tuples(st.booleans(), st.sampled_from(("word", "name", "tag", "mood", "born")), st.integers(0, 2))
_ASKED = {
    "word": [("grey", lambda cat: "grey" in folded(cat.name)), ("tom", lambda cat: "tom" in folded(cat.name))],
    "name": [("name:ELOÏSE", lambda cat: "Éloïse" in cat.name), ("names:any", lambda cat: bool(cat.name))],
    "tag": [('tag:"Very Old"', lambda cat: "very old" in cat.tags), ("tag:none", lambda cat: not cat.tags)],
    "mood": [("mood:calm", lambda cat: cat.mood == "calm"), ("mood:on_break", lambda cat: cat.mood == "on_break")],
    "born": [
        ("born:<2026", lambda cat: cat.born is not None and cat.born.year < 2026),
        ("born:none", lambda cat: not cat.born),
    ],
}


@given(st.lists(st.lists(_PARTS, min_size=1, max_size=3), min_size=1, max_size=4), st.sampled_from(("-", "NOT ")))
def test_what_is_found_is_what_a_reader_of_the_query_would_find(asked: list[list[Any]], no: str) -> None:
    typed, meant = [], []
    for one in asked:
        parts = [(wanted, *_ASKED[kind][number % 2]) for wanted, kind, number in one]
        typed.append(" OR ".join(f"{'' if wanted else no}{text}" for wanted, text, _ in parts))
        meant.append([(wanted, holds) for wanted, _, holds in parts])
    wanted = [cat.name for cat in CATS if all(any(h(cat) == w for w, h in group) for group in meant)]
    assert found(" ".join(typed)) == wanted
