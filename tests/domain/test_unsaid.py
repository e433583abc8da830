"""Words that are asked about: ours, the workspace's own, and never anybody's name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.unsaid import QUESTION, Doubt, Unsaid, WordGroup, with_own
from kindtui.errors import InvalidInput
from kindtui.formats.words_yaml import read_words
from kindtui.resources import bundled

OURS = read_words((bundled("data") / "words.yaml").read_text("utf-8"), "words.yaml")
UNSAID = Unsaid(OURS)


def asked(text: str) -> list[str]:
    return [each.words for each in UNSAID.doubts(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Such a drama queen, and LAZY.", ["drama queen", "lazy"]),
        ("a trouble-maker\nand a drama\n  queen", ["trouble-maker", "drama queen"]),
        ("Narcissistic? Apparently bipolar.", ["narcissistic", "apparently", "bipolar"]),
        ("stupidity", ["stupidity"]),
        ("lazy and lazy", ["lazy"]),
        ("ｌａｚｙ", ["lazy"]),
        ("Amazing, hazy, unlazy, detoxic", []),
        ("She told me that she is tired, and asked for fewer calls.", []),
        ("I can't stand it", ["can't stand"]),
        ("I can’t stand it", ["can't stand"]),
        ("", []),
    ],
)
def test_what_one_would_not_say_is_asked_about(text: str, words: list[str]) -> None:
    assert asked(text) == words


def test_there_are_several_dozen_and_each_is_found_alone() -> None:
    assert {group.id for group in OURS} == {"label", "diagnosis", "hearsay", "contempt"}
    words = [word for group in OURS for word in group.words]
    assert len(words) > 100
    assert len(set(words)) == len(words)
    for word in words:
        assert asked(word.rstrip("*")), word


def test_somebody_who_is_called_so_is_not_asked_about() -> None:
    unsaid = Unsaid([WordGroup("x", "?", ("nuts", "moody"))])
    found = unsaid.doubts("Moody and moody went nuts", lambda word: word == "Moody")
    assert [each.words for each in found] == ["moody", "nuts"]
    assert unsaid.doubts("Moody was here", lambda word: word == "Moody") == []


def test_the_own_words_of_a_workspace_join_ours() -> None:
    own = read_words(
        "groups:\n  label: {words: [Besserwisser]}\n  mine: {question: 'Ist das wahr?', words: [angeblich*]}\n", "w"
    )
    both = Unsaid(with_own(OURS, own))
    label = next(group.question for group in OURS if group.id == "label")
    assert list(both.doubts("Angeblicher Besserwisser, lazy")) == [
        Doubt("angeblicher", "Ist das wahr?"),
        Doubt("besserwisser", label),
        Doubt("lazy", label),
    ]
    [alone] = Unsaid(read_words("groups: {a: {words: [x]}}", "w")).doubts("x")
    assert str(alone) == f"“x”: {QUESTION}"


@pytest.mark.parametrize(
    "text",
    ["groups: [a]", "groups: {a: {words: lazy}}", "groups: {a: {wrods: []}}", "words: []", "groups: {a: 1}", "["],
)
def test_words_that_cannot_be_read_are_named_with_their_place(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_words(text, "words.yaml")
    assert caught.value.problems


@given(text=st.text(max_size=200), words=st.lists(st.text(max_size=8), max_size=5))
def test_any_words_can_be_looked_for_in_any_text(text: str, words: list[str]) -> None:
    for each in Unsaid([WordGroup("a", "", tuple(words))]).doubts(text):
        assert each.words
