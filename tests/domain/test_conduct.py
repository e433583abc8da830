"""The rules of a code of conduct: each one finds its fault, and says nothing of a text that is sound."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.conduct import (
    Clause,
    ConductDocument,
    Review,
    Route,
    Rung,
    Scenario,
    Section,
    Variable,
    has_label,
    span,
    without_label,
)
from kindtui.domain.conduct_rules import Finding, findings, review_due
from kindtui.domain.placeholders import placeholders, reference_names

TODAY = date(2026, 5, 4)
SOUND = ConductDocument(
    kind="code-of-conduct",
    id="ours",
    title="Ours",
    sections=(Section(id="why", title="Why", text="Because."),),
    clauses=(
        Clause(id="be-kind", type="encouraged", text="Be kind."),
        Clause(id="insults", type="restricted", text="Insults."),
    ),
    ladder=(
        Rung(id="note", title="Note", event="Small.", consequence="A word.", repair="Listen.", expires_after="30 days"),
        Rung(id="ban", title="Removal", event="Grave.", consequence="Out.", repair="Ask.", expires_after="never"),
    ),
    contacts=(Route(name="Team", address="a@b"), Route(name="Other", address="c@d", instead_of="Team")),
    appeal="Ask again.",
    review=Review(last="2026-01-31", every="12 months"),
    scenarios=(Scenario(given="Somebody swears.", clause="insults", rung="note"),),
)


def found(**changes: Any) -> list[Finding]:
    return findings(msgspec.structs.replace(SOUND, **changes), today=TODAY)


def rung(**changes: str) -> dict[str, Any]:
    return {"ladder": (msgspec.structs.replace(SOUND.ladder[0], **changes), SOUND.ladder[1])}


def test_a_sound_document_has_no_findings() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "where", "words", "severity"),
    [
        ({"title": " "}, ("title",), "title is empty", "error"),
        ({"sections": (), "clauses": (), "scenarios": ()}, (), "says nothing", "error"),
        ({"sections": (Section(id="a", title="A"),)}, ("sections", 0), "is empty", "error"),
        ({"sections": (Section(id="a", text="x"), Section(id="a", text="y"))}, ("sections", 1, "id"), "twice", "error"),
        ({"id": "my code"}, ("id",), "cannot be typed", "error"),
        ({"appeal": ""}, (), "appeal", "warning"),
        ({"review": Review()}, (), "no review", "warning"),
        ({"review": Review(every="1 year")}, ("review",), "never reviewed", "warning"),
        ({"review": Review(last="2024-02-30", every="1 year")}, ("review", "last"), "no date", "error"),
        ({"review": Review(last="2026-01-31", every="sometimes")}, ("review", "every"), "no span", "error"),
        ({"review": Review(last="2025-05-03", every="a year")}, ("review", "last"), "due on 2026-05-03", "warning"),
        ({"contacts": ()}, (), "no contact", "error"),
        ({"contacts": SOUND.contacts[:1]}, ("contacts",), "one contact only", "warning"),
        (
            {"contacts": (Route(name="A", address="a"), Route(name="B", address="b"))},
            ("contacts",),
            "no route",
            "warning",
        ),
        ({"contacts": (Route(name="A"), *SOUND.contacts)}, ("contacts", 0), "no address", "error"),
        (
            {"contacts": (SOUND.contacts[0], Route(name="B", address="b", instead_of="Teem"))},
            ("contacts", 1, "instead_of"),
            "no contact is named 'Teem'",
            "error",
        ),
        ({"ladder": (), "scenarios": SOUND.scenarios[:0]}, (), "no ladder", "warning"),
        (rung(repair=""), ("ladder", 0), "no repair", "warning"),
        (rung(expires_after=""), ("ladder", 0), "never ends", "warning"),
        (rung(expires_after="soon"), ("ladder", 0, "expires_after"), "no span", "error"),
        (rung(event=""), ("ladder", 0), "when it applies", "warning"),
        (rung(consequence=""), ("ladder", 0), "what follows", "error"),
        (rung(repair="A public apology."), ("ladder", 0, "repair"), "public apology", "warning"),
        (rung(consequence="Must apologise to the reporter."), ("ladder", 0, "consequence"), "apolog", "warning"),
        ({"ladder": SOUND.ladder[::-1]}, ("ladder", 1), "milder", "warning"),
        ({"scenarios": ()}, ("clauses",), "no scenario", "warning"),
        (
            {"scenarios": (Scenario(given="x", clause="insluts", rung="note"),)},
            ("scenarios", 0, "clause"),
            "no clause",
            "error",
        ),
        (
            {"scenarios": (Scenario(given="x", clause="insults", rung="nope"),)},
            ("scenarios", 0, "rung"),
            "no rung",
            "error",
        ),
        (
            {"scenarios": (Scenario(given="", clause="insults", rung="note"),)},
            ("scenarios", 0),
            "without a case",
            "error",
        ),
        ({"scenarios": (Scenario(given="x", rung="note"),)}, ("clauses", 1), "insults", "warning"),
        (
            {"clauses": (Clause(id="a", type="encouraged", text=" "), *SOUND.clauses)},
            ("clauses", 0, "text"),
            "empty",
            "error",
        ),
        (
            {"clauses": (msgspec.structs.replace(SOUND.clauses[1], section="wy"),)},
            ("clauses", 0, "section"),
            "no section",
            "error",
        ),
        (
            {"clauses": (msgspec.structs.replace(SOUND.clauses[1], ratified_on="yesterday"),)},
            ("clauses", 0, "ratified_on"),
            "no date",
            "error",
        ),
        ({"appeal": "Write to [INSERT CONTACT METHOD]."}, ("appeal",), "[INSERT CONTACT METHOD]", "error"),
        ({"appeal": "[NOTE: say who]"}, ("appeal",), "note to the adopter", "error"),
        ({"appeal": "TODO"}, ("appeal",), "unfinished", "error"),
        ({"variables": {"x": Variable(required=True)}}, ("variables", "x"), "'x' is empty", "error"),
    ],
)
def test_each_fault_is_found_at_its_place(
    changes: dict[str, Any], where: tuple[Any, ...], words: str, severity: str
) -> None:
    assert [
        each for each in found(**changes) if each.where == where and words in each.message and each.severity == severity
    ]


def test_warnings_suggest_and_never_call_for_punishment() -> None:
    (finding,) = found(**rung(repair="A public apology."))
    assert "relay" in finding.hint


def test_a_variable_can_be_filled_from_outside_or_in_the_document() -> None:
    document = msgspec.structs.replace(SOUND, variables={"x": Variable(required=True)})
    assert findings(document, today=TODAY, filled={"x": "y"}) == []
    assert found(variables={"x": Variable(required=True, value="y")}) == []
    assert found(variables={"x": Variable()}) == []


def test_messages_need_no_contact_ladder_or_review() -> None:
    message = ConductDocument(kind="message", id="m", title="M", sections=(Section(id="m", text="Hi."),))
    assert findings(message, today=TODAY) == []


def test_a_review_is_due_by_the_calendar() -> None:
    leap = msgspec.structs.replace(SOUND, review=Review(last="2024-02-29", every="every 12 months"))
    assert review_due(leap) == date(2025, 2, 28)
    assert review_due(msgspec.structs.replace(SOUND, review=Review())) is None


@pytest.mark.parametrize(("text", "said"), [("90 days", "90 days"), ("a year", "1 year"), ("never", None), ("", None)])
def test_spans(text: str, said: str | None) -> None:
    assert (str(span(text)) if span(text) else None) == said


def test_labels_of_adopted_rungs() -> None:
    assert without_label("**Consequence**: A note.") == "A note."
    assert without_label("**Consequence:** A note.") == "A note."
    assert without_label("**Bold** start") == "**Bold** start"
    two = "**Modification:** a\n\n**Repair:** b"
    assert without_label(two) == two
    assert has_label("**Événement** : x") and not has_label("x")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("at [INSERT CONTACT METHOD].", ["INSERT CONTACT METHOD"]),
        ("**[COMMUNITY]** and [COMMUNITY_NAME]", ["COMMUNITY", "COMMUNITY_NAME"]),
        ("[YOUR CONTACT INFO HERE -- a small team]", ["YOUR CONTACT INFO HERE -- a small team"]),
        ("[insert your e-mail]", ["insert your e-mail"]),
        (
            "[INSERTAR MÉTODO DE CONTACTO] [ВСТАВЬТЕ АДРЕС] [連絡方法を挿入]",
            ["INSERTAR MÉTODO DE CONTACTO", "ВСТАВЬТЕ АДРЕС", "連絡方法を挿入"],
        ),
        ("Open [Source/Culture/Tech]", ["Source/Culture/Tech"]),
        ("ask COMMUNITY_NAME today", ["COMMUNITY_NAME"]),
        (
            "<INSERT NAME> <your name> {PROJECT NAME} ${PROJECT}",
            ["INSERT NAME", "your name", "PROJECT NAME", "PROJECT"],
        ),
        ("[FAQ](x) [FAQ][y] [text][FAQ] ![ALT TEXT](p) [FAQ]: x", []),
        ("[homepage] [sic] [1] NASA <https://A_B.org/C_D> `x`", []),
    ],
)
def test_placeholders_are_told_from_links(text: str, words: list[str]) -> None:
    assert [each.words for each in placeholders(text)] == words


def test_references_are_no_placeholders() -> None:
    text = "[FAQ] and [SCOPE]\n\n[FAQ]: https://example.org"
    assert [each.words for each in placeholders(text, reference_names(text))] == ["SCOPE"]


@given(st.text(alphabet="[]<>{}A_B b/:(!$%\n", max_size=60))
def test_placeholders_are_in_order_and_apart(text: str) -> None:
    at = 0
    for each in placeholders(text, outputs=True):
        assert at <= each.start < each.end <= len(text)
        assert each.words in text[each.start : each.end]
        at = each.end
