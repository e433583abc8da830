"""A text in which somebody is still called what they were called before."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from kindtui.domain.naming import mentions, words_of
from kindtui.domain.renaming import is_called_otherwise, with_present_name
from kindtui.domain.roster import Member

THEN = datetime(2026, 3, 10, tzinfo=UTC)
WORD = st.text("abcdeé", min_size=3, max_size=6).map(str.title)
NAME = st.lists(WORD, min_size=1, max_size=3).map(" ".join)


def member(name: str, handle: str = "") -> Member:
    return Member(id="m-1", created_at=THEN, updated_at=THEN, name=name, handles={"github": handle} if handle else {})


@settings(max_examples=80)
@given(NAME, NAME, st.lists(st.one_of(WORD, st.just("|")), max_size=5), st.data())
def test_what_only_the_former_name_explains_is_gone(old: str, new: str, others: list[str], data: st.DataObject) -> None:
    before, after = member(old, "old-handle"), member(new)
    words = data.draw(st.permutations([*others, old, "@old-handle", *old.split()]))
    text = ", ".join(words)
    told = with_present_name(text, before, after, new)
    mine = words_of(f"{new} {' '.join(others)}")
    assert all(words_of(told[start:end]) <= mine for start, end in mentions(told, before))
    gone = words_of(old)
    assert all(word in told for word in others if not words_of(word) <= gone)


def test_a_spelling_is_no_other_name() -> None:
    assert with_present_name("AMINA did it", member("Amina"), member("amina"), "amina") == "AMINA did it"
    assert not is_called_otherwise(member("Amina", "am"), member("Amina", "am"))
    assert is_called_otherwise(member("Amina", "am"), member("Amina"))
