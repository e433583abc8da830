"""Markdown becomes HTML that runs nothing and plain text that reads well."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kindtui.formats.markdown import to_html, to_text


def test_html_keeps_structure() -> None:
    html = to_html("# Code\n\n- *be* [kind](https://example.org)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert "<h1>Code</h1>" in html
    assert '<a href="https://example.org">kind</a>' in html
    assert "<td>2</td>" in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "[x](vbscript:x)",
        "![x](https://example.org/pixel.png)",
        "<!-- a --><script>alert(1)</script><!-- b -->",
        "[x]: javascript:alert(1)\n\n[x]",
        "<javascript:alert(1)>",
    ],
)
def test_html_runs_and_fetches_nothing(hostile: str) -> None:
    html = to_html(hostile)
    for danger in ("<script", "<img", 'href="javascript', 'href="data', 'href="vbscript', 'href="JaVa'):
        assert danger not in html


def test_comments_are_dropped_and_other_html_is_shown() -> None:
    assert to_html("<!-- note to self -->\n\nText <b>bold</b>").strip() == "<p>Text &lt;b&gt;bold&lt;/b&gt;</p>"
    assert to_text("<!-- note to self -->\n\nText <!-- x -->here") == "Text here\n"


def test_plain_text_reads_well() -> None:
    text = to_text(
        "# Our *pledge*\n\nWe care.\nAlways.\n\n- one\n- two [site](https://example.org)\n  - deeper\n\n"
        "1. first\n2. second\n\n> said\n\n```\ncode\n```\n<https://example.org> and `x`\n"
    )
    assert text == (
        "Our pledge\n\nWe care.\nAlways.\n\n- one\n- two site (https://example.org)\n  - deeper\n\n"
        "1. first\n2. second\n\n> said\n\ncode\n\nhttps://example.org and x\n"
    )


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="*_[]()<>!`#-+>&|\\ \n1.:ab", max_size=60))
def test_no_text_makes_a_tag_of_its_own(text: str) -> None:
    html = to_html(text)
    assert "<a>" not in html and "<b>" not in html
    to_text(text)
