"""The YAML loader: what people write is read as they meant it, and what cannot be read is named with its place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kindtui.errors import InvalidInput, Problem
from kindtui.formats.yaml_text import check_keys, dotted, load


def refused(text: str, path: str = "rules.yaml") -> tuple[Problem, ...]:
    with pytest.raises(InvalidInput) as caught:
        load(text, path)
    problems = caught.value.problems
    assert all(each.path == path and each.line >= 1 and each.column >= 1 for each in problems)
    assert problems
    return problems


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("Yes", "Yes"),
        ("on", "on"),
        ("off", "off"),
        ("true", True),
        ("False", False),
        ("12:30", "12:30"),
        ("0123", "0123"),
        ("123", 123),
        ("-5", -5),
        ("0x1F", 31),
        ("0o17", 15),
        ("1_000", "1_000"),
        ("1.10", 1.1),
        ("1e3", 1000.0),
        ("1e999", "1e999"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("9" * 5000, "9" * 5000),
        ("2024-02-30", "2024-02-30"),
        ("2024-02-03 10:00:00", "2024-02-03 10:00:00"),
        ("~", None),
        ("", None),
        ("null", None),
        ("'true'", "true"),
        ('"1"', "1"),
        ("<<", "<<"),
        ("=", "="),
        ("{}", {}),
        ("[a, 1, no]", ["a", 1, "no"]),
    ],
)
def test_scalars_follow_yaml_1_2(written: str, value: object) -> None:
    loaded = load(f"key: {written}\n")
    assert loaded.value == {"key": value}
    assert type(loaded.value["key"]) is type(value)


def test_the_written_form_of_a_scalar_is_kept() -> None:
    loaded = load("version: 1.10\nlist: [true, '0x10']\n")
    assert loaded.written(("version",)) == "1.10"
    assert loaded.written(("list", 0)) == "true"
    assert loaded.written(("list",)) is None


def test_keys_are_text_as_written() -> None:
    assert load("1: a\nno: b\nnull: c\n").value == {"1": "a", "no": "b", "null": "c"}


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    loaded = load("\ufeffa: 1\r\nb:\r\n  - x\r\n")
    assert loaded.value == {"a": 1, "b": ["x"]}
    assert loaded.place_of(("b", 0)) == (3, 5)


def test_values_and_keys_have_places() -> None:
    loaded = load("title: Hello\nclauses:\n  - id: kind\n    text: |\n      Be kind.\n      Be here.\n")
    assert loaded.place_of(("title",)) == (1, 8)
    assert loaded.place_of_key(("title",)) == (1, 1)
    assert loaded.place_of(("clauses", 0, "id")) == (3, 9)
    assert loaded.place_of_key(("clauses", 0)) == (3, 5)
    assert loaded.place_inside(("clauses", 0, "text"), "here") == (6, 10)
    assert loaded.place_inside(("clauses", 0, "text"), "Be", 1) == (6, 7)
    assert loaded.place_inside(("clauses", 0, "text"), "absent") == loaded.place_of(("clauses", 0, "text"))
    assert loaded.place_of(("clauses", 0, "missing")) == (3, 5)
    assert dotted(("clauses", 2, "text")) == "clauses[2].text"


def test_unknown_keys_are_named_with_the_nearest_known_one() -> None:
    loaded = load("title: x\nsectoins: []\nwhatever: 1\n", "a.yaml")
    first, second = check_keys(loaded, (), ["title", "sections"])
    assert str(first) == "a.yaml:2:1: unknown key 'sectoins' (did you mean 'sections'?)"
    assert (second.line, second.hint) == (3, "known: title, sections")
    assert check_keys(load("- a\n"), (), ["title"])[0].message == "keys with values are expected here"


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "empty"),
        ("# nothing here\n", 1, 1, "empty"),
        ("\ufeff", 1, 1, "empty"),
        ("a: 1\na: 2\n", 2, 1, "twice"),
        ("a:\n  b: 1\n  'b': 2\n", 3, 3, "twice"),
        ("a: &x 1\n", 1, 4, "anchor"),
        ("a: *x\n", 1, 4, "alias"),
        ("a: !!python/object:os.system x\n", 1, 4, "tag"),
        ("!t a: 1\n", 1, 1, "tag"),
        ("a: 1\n---\nb: 2\n", 2, 1, "second document"),
        ("a:\n\tb: 1\n", 2, 1, "tab"),
        ("a: x\x07y\n", 1, 5, "U+0007"),
        ("a: \ud800\n", 1, 4, "U+D800"),
        ('a: "\\ud800"\n', 1, 4, "surrogate"),
        ('a: "\\U99999999"\n', 1, 2, "does not exist"),
        ('a: "\\q"\n', 1, 6, "escape"),
        ("a: 'x\nb: 2\n", 1, 4, "not closed"),
        ("a: [1, 2\nb: 2\n", 1, 4, "bracket"),
        ("a: b: c\n", 1, 5, "colon"),
        ("a: 1\nnonsense\nb: 2\n", 2, 1, "without its colon"),
        ("a: 1\n  b: 2\n", 2, 4, "colon"),
        ("a: @home\n", 1, 4, "'@'"),
        ("? [a, b]\n: 1\n", 1, 3, "key must be plain"),
        ("%TAG\n", 1, 1, "directive"),
        ("x" * (256 * 1024 + 1), 1, 1, "larger"),
        ("é" * (130 * 1024), 1, 1, "larger"),
    ],
)
def test_faults_are_named_with_their_place(text: str, line: int, column: int, words: str) -> None:
    problem = refused(text)[0]
    assert (problem.line, problem.column) == (line, column)
    assert words in problem.message


def test_faults_that_can_be_told_apart_are_all_named() -> None:
    problems = refused("a: 1\na: 2\nb: &x 1\nc: !t 3\na: 4\n")
    assert [each.line for each in problems] == [2, 3, 4, 5]


def test_a_file_of_comments_can_be_an_empty_mapping() -> None:
    assert load("# all defaults\n", allow_empty=True).value == {}


ALIAS_BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)
)
MERGE_BOMB = "a: &a {x: 1}\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)}\n  <<: [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)
)


@pytest.mark.parametrize(
    "text",
    [
        ALIAS_BOMB,
        MERGE_BOMB,
        "[" * 25_000,
        "{" * 25_000,
        "- " * 25_000,
        "? " * 25_000,
        "a: " + "[" * 200_000,
        "\n".join(" " * n + "a:" for n in range(500)),
        "[" + "x," * 30_000 + "]",
        "'" * 100_001,
    ],
)
def test_hostile_texts_end_fast(text: str) -> None:
    started = time.process_time()
    refused(text)
    assert time.process_time() - started < 2


PIECES = [*":-?[]{},#&*!|>'\"%@`\\~<=. \t\n\r", "\n  ", "---", "...", "a", "key: ", "- ", "\ufeff", "\x00", "\x85"]
MORE = ["\\U", "\\x", "9" * 40, "%YAML 1.", "!!int", "<<: ", "é", "\u2028", "|2-\n", "\ud800"]
FRAGMENTS = st.sampled_from(PIECES + MORE)


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(FRAGMENTS, max_size=40).map("".join)))
def test_no_text_raises_anything_but_invalid_input(text: str) -> None:
    try:
        loaded = load(text, "x.yaml")
    except InvalidInput as error:
        assert error.problems
        for problem in error.problems:
            assert 1 <= problem.line <= text.count("\n") + 1
            assert problem.column >= 1
    else:
        line, column = loaded.place_of(())
        assert line >= 1 and column >= 1
