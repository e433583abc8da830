"""Text from outside cannot steer a terminal, hide from a reader, or escape a folder."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.text import MARKS_KEPT, first_line, folded, safe_text, slug

PRANKS = "\x1b\x07\x9b\u202e\u2066\u200d\u200ba\u0301\ufe0f👩\n\r\t"
ANY = st.text(st.characters(exclude_categories=())) | st.text(PRANKS)


@given(ANY)
def test_no_control_or_direction_mark_is_left(text: str) -> None:
    for char in safe_text(text):
        assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp"), repr(char)
        assert unicodedata.bidirectional(char) not in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


@given(ANY)
def test_lines_are_all_that_multiline_lets_through(text: str) -> None:
    lines = safe_text(text, multiline=True).split("\n")
    assert len(lines) == text.replace("\r\n", "\n").count("\n") + 1
    for line in lines:
        assert line == safe_text(line)


@given(ANY)
def test_what_is_safe_stays_as_it_is(text: str) -> None:
    assert safe_text(safe_text(text)) == safe_text(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S"], max_codepoint=0x2FFF)))
def test_plain_words_are_not_touched(text: str) -> None:
    if "\u115f" not in text and "\u1160" not in text:
        assert safe_text(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("a\x9b31m", "a‹CSI›31m"),
        ("Ada\u202egpj", "Ada‹RLO›gpj"),
        ("a\tb\nc", "a␉b␊c"),
        ("zero\u200bwidth", "zero‹ZWSP›width"),
        ("a\u200db", "a‹ZWJ›b"),
        ("\ud800", "‹U+D800›"),
        ("\x7f", "␡"),
    ],
)
def test_what_is_hidden_is_named(text: str, shown: str) -> None:
    assert safe_text(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "👩🏽\u200d🚀",
        "🏳️\u200d🌈",
        "👩\u200d❤️\u200d👩",
        "❤️",
        "1️⃣",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "می\u200cخواهم",
        "क्\u200dष",
        "Nguyễn Thị Minh",
        "שָׁלוֹם",
        "José O’Neil",
        "日本語",
    ],
)
def test_how_people_spell_their_names_is_kept(text: str) -> None:
    assert safe_text(text) == text


def test_a_pile_of_marks_is_capped() -> None:
    assert safe_text("a" + "\u0301" * 500 + "b") == "a" + "\u0301" * MARKS_KEPT + "b"


def test_a_mark_pile_cannot_hide_behind_selectors() -> None:
    assert safe_text("a" + "\u0301\ufe0f" * 2) == "a\u0301‹VS16›\u0301‹VS16›"


@given(ANY)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ÉLODIE", "elodie"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("İstanbul ılık", "istanbul ilik"),
        ("Straße", "strasse"),
        ("  two \n spaces ", "two spaces"),
        ("ＦＵＬＬ", "full"),
        ("O’Neil", "o'neil"),
    ],
)
def test_folding(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(ANY)
def test_a_slug_is_a_safe_file_name(text: str) -> None:
    made = slug(text)
    assert made
    assert len(made) <= 70
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert made not in ("con", "nul", "aux", "prn", "com1")


def test_slugs() -> None:
    assert slug("../../etc/Pässword!") == "etc-password"
    assert slug("Ωmega") == "mega"
    assert slug("日本", "spotlight") == "spotlight"
    assert slug("CON") == "con-file"


def test_first_line_skips_what_is_empty() -> None:
    assert first_line("\n  \n  hello \nworld") == "hello"
    assert first_line("") == ""
