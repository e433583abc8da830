"""A conduct document in YAML: every problem, of form and of content, at its line and column."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kindtui.domain.conduct import ConductDocument, Section
from kindtui.formats.conduct_text import to_markdown
from kindtui.formats.conduct_write import to_yaml
from kindtui.formats.conduct_yaml import check, parse
from kindtui.resources import bundled

TODAY = date(2026, 5, 4)
BROKEN = """\
kind: code-of-conduct
id: ours
title: Ours
sectoins: []
variables:
  contact: {label: where, requird: true}
sections:
  - id: why
    title: Why
    text: |
      Be kind in {{ comunity_name }}.
      Write to [INSERT CONTACT METHOD] or
      [INSERT CONTACT METHOD].
  - title: No id
    text: {{ x }}
clauses:
  - id: insults
    type: forbidden
    text: 1.10
"""


def lines(text: str) -> list[str]:
    return [f"{each.severity} {each}" for each in check(text, "ours.yaml", today=TODAY)[1]]


def test_all_problems_are_named_at_once_in_the_order_of_the_lines() -> None:
    found = lines(BROKEN.replace("{{ x }}", "Hi {% if %}"))
    assert found == sorted(found, key=lambda each: [int(part) for part in each.split(":")[1:3]])
    placeholder = "a placeholder is left: [INSERT CONTACT METHOD] (write what stands here in your community)"
    for expected in (
        "error ours.yaml:4:1: unknown key 'sectoins' (did you mean 'sections'?)",
        "error ours.yaml:6:27: unknown key 'requird' (did you mean 'required'?)",
        "error ours.yaml:11:21: unknown variable 'comunity_name' (did you mean 'community_name'?)",
        f"error ours.yaml:12:16: {placeholder}",
        f"error ours.yaml:13:7: {placeholder}",
        "error ours.yaml:14:5: the key 'id' is missing (write `id: ...`)",
        "error ours.yaml:18:11: 'forbidden' is none of: encouraged, restricted (known: encouraged, restricted)",
    ):
        assert expected in found
    assert any(each.startswith("error ours.yaml:15:14:") for each in found)
    assert any("nobody can be reached" in each for each in found)


def test_yaml_that_cannot_be_read_is_one_problem_with_its_place() -> None:
    assert lines(BROKEN)[0].startswith("error ours.yaml:15:")
    assert lines("")[0].startswith("error ours.yaml:1:1: the file is empty")
    assert "keys with values" in lines("- a\n- b\n")[0]


def test_a_text_keeps_its_spelling() -> None:
    document, problems = parse("kind: message\nid: no\ntitle: 1.10\nlocale: no\nappeal: 2024-01-31\nlicence: ~\n")
    assert problems == []
    assert document is not None
    assert (document.id, document.title, document.locale, document.appeal) == ("no", "1.10", "no", "2024-01-31")


def test_wrong_kinds_of_values_are_named() -> None:
    text = "kind: message\nid: x\ntitle: [a]\nsections: text\nvariables: [a]\nreview: 2026\ncontacts: [x]\n"
    assert [each.message for each in parse(text)[1]] == [
        "a text is expected here",
        "a list is expected here",
        "names with values are expected here",
        "keys with values are expected here",
        "keys with values are expected here",
    ]
    assert parse(text)[0] is None


def test_known_parts_of_a_message_are_known() -> None:
    text = "'{{ member.name }} {{ clause.txt }} {{ who }}'"
    text = f"kind: message\nid: x\ntitle: X\nsections:\n  - id: a\n    text: {text}\n"
    found = lines(text)
    assert len(found) == 2
    assert "'clause.txt' (did you mean 'text'?)" in found[0]
    assert "unknown variable 'who' (declare it" in found[1]


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from("\n\t #|>-:'\"{}[]&*!%@`")
)


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_what_is_written_reads_back_the_same(title: str, text: str, front: str) -> None:
    document = ConductDocument(
        kind="procedure",
        id="x",
        title=title,
        sections=(Section(id="a", title=title, text=text), Section(id="b", text=front, level=3)),
    )
    again, problems = parse(to_yaml(document, "a remark\nof two lines"))
    assert problems == []
    assert again is not None

    def settled(words: str) -> list[str]:
        """The lines of a text, without the spaces that make up a blank line."""
        return [line if line.strip() else "" for line in words.split("\n")]

    assert settled(again.title) == settled(title)
    assert [settled(each.text) for each in again.sections] == [settled(text), settled(front)]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_edit_of_a_document_makes_the_check_fail(data: st.DataObject) -> None:
    text = (bundled("data") / "conduct" / "small-group.yaml").read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, min(len(text), start + 40)))
    put = data.draw(st.sampled_from(["", "{{", "{% if", "\t", ": ", "- ", "'", "\x00", "[", "\n", "é", "{{ x }}", "#"]))
    edited = text[:start] + put + text[stop:]
    document, problems = check(edited, "x.yaml", today=TODAY)
    assert document is not None or problems
    assert all(1 <= each.line <= edited.count("\n") + 1 and each.column >= 1 for each in problems)


def test_what_no_section_shows_comes_at_the_end() -> None:
    document, _ = parse("""\
kind: code-of-conduct
id: x
title: X
sections:
  - {id: a, title: A, text: "{{ encouraged }}"}
clauses:
  - {id: one, type: encouraged, text: One, section: a}
  - {id: two, type: restricted, text: Two, section: gone}
contacts:
  - {name: Team, address: a@b}
appeal: Ask.
licence: CC-BY-4.0
attribution: From a friend.
""")
    assert document is not None
    assert to_markdown(document, {}) == (
        "# X\n\n## A\n\n- One\n\n## What we do not accept\n\n- Two\n\n## Whom to turn to\n\n- Team: a@b\n\n"
        "## How to appeal\n\nAsk.\n\n---\n\nFrom a friend.\n\nLicence of this text: CC-BY-4.0\n"
    )
