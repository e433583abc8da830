"""An existing code of conduct comes over whole: sections, clauses, ladder, variables, and not a word lost."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kindtui.domain.conduct import ConductDocument
from kindtui.errors import InvalidInput
from kindtui.formats.conduct_markdown import from_markdown
from kindtui.formats.conduct_text import to_markdown
from kindtui.formats.conduct_yaml import parse

REAL = os.environ.get("KINDTUI_CODES_OF_CONDUCT")
"""A folder of codes of conduct as published, which are not ours to ship."""
FILES = sorted(Path(REAL).rglob("*.md")) if REAL else []


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d_]+", text))


def adopt(markdown: str) -> ConductDocument:
    yaml = from_markdown(markdown, id="ours", path="code.md")
    document, problems = parse(yaml, "ours.yaml")
    assert problems == []
    assert document is not None
    return document


def nothing_is_lost(source: str) -> None:
    document = adopt(source)
    filled = {name: variable.label for name, variable in document.variables.items()}
    shown = to_markdown(document, filled) + document.source.front_matter
    assert words(source) - words(shown) == Counter()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_word_of_a_published_code_is_lost(file: Path) -> None:
    nothing_is_lost(file.read_text(encoding="utf-8"))


COVENANT_LIKE = """\
+++
version = "9"
+++

# Our Code

We welcome all.

## Standards

Examples of behavior that makes a positive environment:

* Being kind
* Giving feedback,
  and taking it

Examples of unacceptable behavior include:

* Trolling
* Harassment, in public or private

## Enforcement

Write to **[INSERT CONTACT METHOD]**, or ask COMMUNITY_NAME. See [the list][list] and [FAQ].

## Enforcement Guidelines

We follow these:

### 1. Correction

**Community Impact**: Unkind words.

**Consequence**: A private note. A public apology may be requested.

### 2. Ban

**Community Impact**: A pattern.

**Consequence**: No part in anything.

## Grievances

Tell {{ governing_body }} about it.

## Attribution

Adapted from [another][list], under [CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/).

[list]: https://example.org/list
[FAQ]: https://example.org/faq
"""


def test_headings_lists_ladder_placeholders_and_attribution_are_understood() -> None:
    document = adopt(COVENANT_LIKE)
    assert (document.kind, document.title, document.licence) == ("code-of-conduct", "Our Code", "CC-BY-SA-4.0")
    assert [(each.id, each.type) for each in document.clauses] == [
        ("being-kind", "encouraged"),
        ("giving-feedback", "encouraged"),
        ("trolling", "restricted"),
        ("harassment", "restricted"),
    ]
    assert document.clauses[1].text == "Giving feedback,\nand taking it"
    assert [each.title for each in document.ladder] == ["1. Correction", "2. Ban"]
    assert document.ladder[0].consequence.startswith("**Consequence**: A private note.")
    assert {name: each.label for name, each in document.variables.items()} == {
        "contact": "INSERT CONTACT METHOD",
        "community_name": "COMMUNITY_NAME",
        "governing_body": "governing_body",
    }
    assert all(each.required for each in document.variables.values())
    assert document.attribution.startswith("## Attribution\n\nAdapted from [another][list]")
    assert document.appeal == "Tell {{ governing_body }} about it."
    assert [each.address for each in document.contacts] == ["{{ contact }}"]
    assert document.source.front_matter == 'version = "9"'
    nothing_is_lost(COVENANT_LIKE)


def test_the_text_reads_in_the_order_of_the_source() -> None:
    text = to_markdown(adopt(COVENANT_LIKE), {"contact": "a@b.c", "community_name": "Us", "governing_body": "them"})
    places = [
        text.index(each)
        for each in ("positive", "- Being kind", "unacceptable", "- Trolling", "### 1. Corr", "## Attr")
    ]
    assert places == sorted(places)
    assert "Write to **a@b.c**, or ask Us." in text
    assert text.count("- Trolling") == 1


def test_a_ladder_in_a_nested_list_is_understood() -> None:
    source = """\
# Code

## Repairing harm

The ladder:

1) Warning
   1) Event: One incident.
   2) Consequence: A private note.
   3) Repair: Asking what was meant,
      and saying sorry through us.
2) Time away
   1) Event: It goes on.
   2) Consequence: Some weeks away.
   3) Repair: A talk.

It can begin anywhere.
"""
    document = adopt(source)
    assert [each.title for each in document.ladder] == ["Warning", "Time away"]
    assert document.ladder[0].event == "**Event:** One incident."
    assert document.ladder[0].repair == "**Repair:** Asking what was meant,\nand saying sorry through us."
    assert document.sections[0].text == "The ladder:\n\n{{ ladder }}\n\nIt can begin anywhere."
    nothing_is_lost(source)


@pytest.mark.parametrize(
    ("lead_in", "kind"),
    [
        ("Ejemplos de comportamiento inaceptable:", "restricted"),
        ("Ejemplos de comportamiento que contribuyen a un ambiente positivo:", "encouraged"),
        ("Exemples de comportements inacceptables :", "restricted"),
        ("Beispiele für inakzeptables Verhalten sind:", "restricted"),
        ("Beispiele für Verhalten, das zu einem positiven Umfeld beiträgt:", "encouraged"),
        ("Esempi di comportamento inaccettabile:", "restricted"),
        ("Exemplos de comportamentos inaceitáveis incluem:", "restricted"),
        ("Примеры неприемлемого поведения:", "restricted"),
        ("不可接受的行为例子包括:", "restricted"),
        ("有助于为我们的社区创造积极环境的行为例子包括但不限于：", "encouraged"),
        ("許容できない行為の例は以下の通りです。", "restricted"),
        ("In your report please include:", ""),
        ("If you see unacceptable behavior, tell us. Please include in your report:", ""),
        ("We use these tools:", ""),
    ],
)
def test_a_list_is_what_its_lead_in_says(lead_in: str, kind: str) -> None:
    document = adopt(f"# X\n\n## Y\n\n{lead_in}\n\n- one thing\n- another thing\n")
    assert [each.type for each in document.clauses] == ([kind, kind] if kind else [])
    assert ("- one thing" in document.sections[0].text) is not bool(kind)


def test_a_list_within_a_clause_becomes_clauses_of_their_own() -> None:
    source = (
        "# X\n\nWe strive to:\n\n* **Be kind**: Insults aren't acceptable. This means:\n  * Name-calling\n  * Mockery\n"
    )
    source += "* **Be here**: in\n  * the chat\n* Rest\n\nThat is all.\n"
    document = adopt(source)
    assert [(each.id, each.type, each.part_of) for each in document.clauses] == [
        ("be-kind", "encouraged", ""),
        ("name-calling", "restricted", "be-kind"),
        ("mockery", "restricted", "be-kind"),
        ("be-here", "encouraged", ""),
        ("rest", "encouraged", ""),
    ]
    assert "This means:\n  - Name-calling\n  - Mockery\n- **Be here**: in\n  * the chat\n" in to_markdown(document, {})
    nothing_is_lost(source)


def test_the_other_list_of_a_pair_is_its_opposite() -> None:
    source = "# Kode\n\n## Onze normen\n\nAldus {}:\n\n- a\n- b\n- c\n\nMaar {}:\n\n- d\n- e\n- f\n"
    for first, second in (
        ("positieve dingen", "zo niet"),
        ("het een", "onacceptabel"),
        ("het een van de", "en zo niet"),
    ):
        document = adopt(source.format(first, second))
        assert [each.type for each in document.clauses] == ["encouraged"] * 3 + ["restricted"] * 3
        nothing_is_lost(source.format(first, second))


@pytest.mark.parametrize(
    "text",
    [
        "{{'[Slack]({})'.format(slack)}} and {% include x.html %} and {{ open",
        "`{{ code }}` ${PROJECT} {PROJECT NAME} <INSERT NAME> <https://example.org/A_B_C>",
        "[NOTE: Say here what you decided.] and [Source/Culture] and [link][ref] and [a](b)",
        "tabs\tand trailing  \nspaces, \u2028 separators and \x0c feeds, and ‮ marks, \ufeff too",
        "# \n\n- \n\n* * *\n",
        "    code first\n\ntext",
        "Setext\n======\n\nunder\n-----\n\n> quote\n> - list\n",
        "```{admonition} Careful\nText `x`{.cls}\n```\n\n:::{note}\nHi\n:::\n(label)=\n## Title {#id}\n",
        "no: yes\n- 'x': \"y\" # not a comment\n  | block\n% directive\n---\n& anchor *alias !tag\n",
        "<!-- hidden words -->\n\n<details><summary>More</summary>\n\ninside\n\n</details>\n",
        "# A\n\n# B\n\n## A\n\n## A\n",
        "Only one paragraph, adapted from the Contributor Covenant.",
    ],
)
def test_odd_texts_come_over_whole(text: str) -> None:
    nothing_is_lost(text)


def test_empty_and_huge_files_are_refused() -> None:
    for text in ("", " \n\t\n", "x" * 200_000):
        with pytest.raises(InvalidInput):
            from_markdown(text, id="x")


LINES = """\
# Head
## Unacceptable behavior
### 1. Warning
**Event:** it
**Repair:** so
- item
* TODO
  - deeper
1. first
   1. Event: x
   2. Repair: y


text [INSERT X] {{ y }}
[ref]: https://e.org
> said
```
    code
---
+++
encouraged behavior:
COMMUNITY_NAME
<b>
\ttab
{% raw %}
é ü 漢
|
: x""".splitlines()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=14).map("\n".join).filter(str.strip))
def test_no_markdown_loses_a_word(text: str) -> None:
    nothing_is_lost(text)


@pytest.mark.parametrize(
    "text",
    [
        "A_" * 30_000,
        "a-." * 20_000,
        "[" * 30_000,
        "{{" * 30_000,
        "# x\n" * 10_000,
        "\n" * 60_000 + "x",
        "- be\n" * 5_000,
    ],
    ids=["names", "dots", "brackets", "braces", "headings", "blank lines", "items"],
)
def test_hostile_texts_end_soon(text: str) -> None:
    started = time.process_time()
    try:
        from_markdown(text, id="x")
    except InvalidInput as error:
        assert "too much" in error.message
    assert time.process_time() - started < 5
