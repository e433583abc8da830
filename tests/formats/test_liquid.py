"""Templates: named values in, text out; faults with their place; nothing that a template can do takes long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kindtui.errors import InvalidInput, Problem
from kindtui.formats.liquid import MAX_TEMPLATE, render, variables_in

VALUES = {
    "community_name": "Quiet Harbour",
    "member": {"name": "Ana", "pronouns": ""},
    "acts": [{"what": "welcomed"}, {"what": "listened"}],
    "nobody": None,
    "count": 3,
    "long": "x" * 30_000,
}


def fault(text: str) -> Problem:
    with pytest.raises(InvalidInput) as caught:
        render(text, VALUES, "thanks.md")
    (problem,) = caught.value.problems
    assert problem.path == "thanks.md"
    return problem


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hello {{ member.name }}!", "Hello Ana!"),
        ("{% for act in acts %}- {{ act.what | capitalize }}\n{% endfor %}", "- Welcomed\n- Listened\n"),
        ("{% if member.pronouns == '' %}{{ member.name }}{% endif %}", "Ana"),
        ("{{ nobody | default: 'nothing' }}", "nothing"),
        ("{{ acts | map: 'what' | join: ', ' }}", "welcomed, listened"),
        ("{% assign x = count | plus: 1 %}{{ x }}", "4"),
        ("{% raw %}{{ kept }}{% endraw %}", "{{ kept }}"),
        ("{% comment %}{{ gone{% endcomment %}here", "here"),
        ("{% # a remark %}x", "x"),
        ("{% case count %}{% when 3 %}three{% else %}?{% endcase %}", "three"),
        ("<b>{{ member.name }}</b> & 100%", "<b>Ana</b> & 100%"),
        ("single { braces } and 5 % }", "single { braces } and 5 % }"),
        ("", ""),
    ],
)
def test_templates_render(template: str, text: str) -> None:
    assert render(template, VALUES) == text


def test_a_value_is_never_read_as_a_template() -> None:
    assert render("{{ x }}", {"x": "{{ secret }}", "secret": "s"}) == "{{ secret }}"


def test_only_plain_values_enter() -> None:
    with pytest.raises(TypeError):
        render("{{ x }}", {"x": object()})


@pytest.mark.parametrize(
    ("template", "line", "column", "words", "hint"),
    [
        ("a\n {{ comunity_name }}", 2, 5, "'comunity_name'", "'community_name'"),
        ("{{ member.nmae }}", 1, 4, "'member.nmae'", "'member.name'"),
        ("{% if pronouns %}x{% endif %}", 1, 7, "'pronouns'", ""),
        ("{% for a in act %}{% endfor %}", 1, 13, "'act'", "'acts'"),
        ("{{ count | upcas }}", 1, 12, "unknown filter 'upcas'", "'upcase'"),
        ("{{ count | date: '%Y' }}", 1, 12, "unknown filter 'date'", ""),
        ("{% include 'x' %}", 1, 1, "unknown tag 'include'", ""),
        ("{% render 'x' %}", 1, 1, "unknown tag 'render'", ""),
        ("{% fro a in b %}", 1, 1, "unknown tag 'fro'", "'for'"),
        ("x\n{% if count %}\ny", 2, 1, "not closed", "endif"),
        ("{% endif %}", 1, 1, "nothing to belong to", ""),
        ("{% for a in acts %}{% endif %}", 1, 20, "nothing to belong to", ""),
        ("abc {{ count", 1, 5, "not closed", ""),
        ("{% raw %}x", 1, 1, "not closed", "endraw"),
        ("{{ }}", 1, 1, "without a name", ""),
        ("{% assign %}", 1, 1, "lacks", ""),
        ("{{ count count }}", 1, 10, "", ""),
        ("{{ count | divided_by: 0 }}", 1, 12, "divide", ""),
        ("{{ acts | upcase: 1, 2 }}", 1, 11, "upcase", ""),
    ],
)
def test_faults_have_a_place_and_a_hint(template: str, line: int, column: int, words: str, hint: str) -> None:
    problem = fault(template)
    assert (problem.line, problem.column) == (line, column)
    assert words in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize(
    "template",
    [
        "{{" * 20_000,
        "{% raw %}" * 10_000,
        "{{ " + " " * 60_000,
        "{% a" + " " * 60_000,
        "{% if count %}" * 5_000,
        "{{ count" + " | upcase" * 5_000 + " }}",
        "{{ long | replace: 'x', long }}",
        "{{ long | replace: '', long }}",
        "{{ (1..100000000) | join }}",
        "{{ (1..100000000) | reverse | first }}",
        "{{ long | split: '' | join: long }}",
        "{% for i in (1..100000000) %}x{% endfor %}",
        "{% for i in (1..9999) %}{{ long }}{% endfor %}",
        "{% assign a = long %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}",
        "{% assign a = acts %}{% for i in (1..40) %}{% assign a = a | concat: a %}{% endfor %}",
        "{% assign a = 99 %}{% for i in (1..999) %}{% assign a = a | times: a %}{% endfor %}",
        "x" * MAX_TEMPLATE + "{{ count }}",
    ],
)
def test_hostile_templates_end_fast(template: str) -> None:
    started = time.process_time()
    fault(template)
    assert time.process_time() - started < 2


def test_variables_in_names_what_a_template_asks_for() -> None:
    loop = "{% for act in acts %}{{ act.what }}{% endfor %} {% assign x = count %}{{ x }}"
    text = f"{{{{ community_name }}}}\n{loop}\n{{{{member.name}}}}"
    assert variables_in(text) == [
        ("community_name", 1, 4),
        ("acts", 2, 15),
        ("count", 2, 63),
        ("member.name", 3, 3),
    ]
    assert variables_in("no braces") == []
    with pytest.raises(InvalidInput):
        variables_in("{{ x")


PIECES = [
    "{{",
    "}}",
    "{%",
    "%}",
    " member",
    ".name",
    "|",
    " upcase",
    ":",
    "'",
    '"',
    "[",
    "]",
    " 1",
    "(1..",
    ")",
    " if ",
]
MORE = [
    " endif ",
    " for ",
    "a in acts",
    "endfor",
    " else ",
    "assign x = ",
    "raw",
    "endraw",
    "comment",
    "-",
    "\n",
    " == ",
]
FRAGMENTS = st.sampled_from([*PIECES, *MORE, " and ", "é", "\x00", ",", "#"])


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(FRAGMENTS, max_size=30).map("".join)))
def test_no_template_raises_anything_but_invalid_input(text: str) -> None:
    for act in (lambda: render(text, VALUES), lambda: variables_in(text)):
        try:
            act()
        except InvalidInput as error:
            assert error.problems[0].line >= 1
