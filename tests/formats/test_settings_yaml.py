"""Settings are read as they were meant, and a slip in them is named with its line, not punished."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.kinds import Kind, kind_named, merged
from kindtui.domain.settings import CADENCES
from kindtui.errors import InvalidInput
from kindtui.formats.settings_yaml import first_text, read_kinds, read_settings
from kindtui.resources import bundled

ALL_CONTRIBUTORS = """a11y audio blog bug business code content data design doc eventOrganizing example financial
fundingFinding ideas infra maintenance mentoring platform plugin projectManagement promotion question research review
security talk test tool translation tutorial userTesting video"""


@given(st.text(st.characters(exclude_categories=["C"]), max_size=30))
def test_a_first_text_is_read_back(name: str) -> None:
    name = " ".join(name.split())
    settings, problems = read_settings(first_text(name, timezone="Europe/Lisbon"), "kindtui.yaml")
    assert (settings.name, settings.timezone, settings.places) == (name, "Europe/Lisbon", ())
    assert settings.cadences == CADENCES
    assert problems == ()


def test_an_empty_file_is_no_fault() -> None:
    settings, problems = read_settings("# nothing yet\n", "kindtui.yaml")
    assert settings.name == ""
    assert problems == ()


def test_a_name_is_kept_as_it_was_written() -> None:
    assert read_settings("name: 1.10\n", "k")[0].name == "1.10"
    assert read_settings("name: no\n", "k")[0].name == "no"


def test_every_slip_is_named_with_its_line_and_the_rest_is_used() -> None:
    text = """name: Hearth
contakt: x@example.org
timezone: Europe/Lisbonn
places: discourse
cadences:
  welcome_within_day: 4
  thank_within_days: soon
  check_in: often
"""
    settings, problems = read_settings(text, "kindtui.yaml")
    assert settings.name == "Hearth"
    assert settings.cadences == CADENCES
    assert {problem.line: problem.hint for problem in problems}.keys() == {2, 3, 4, 6, 7, 8}
    hints = {problem.line: problem.hint for problem in problems}
    assert "contact" in hints[2]
    assert "Europe/Lisbon" in hints[3]
    assert "welcome_within_days" in hints[6]
    assert all(problem.path == "kindtui.yaml" for problem in problems)


def test_what_is_no_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(InvalidInput) as fault:
        read_settings("name: [unclosed\n", "kindtui.yaml")
    assert fault.value.problems[0].line


def test_our_kinds_hold_all_of_the_specification_and_what_it_forgets() -> None:
    kinds = read_kinds((bundled("data") / "kinds.yaml").read_text(encoding="utf-8"), "kinds.yaml")
    ids = {kind.id for kind in kinds}
    assert set(ALL_CONTRIBUTORS.split()) < ids
    assert {"welcoming", "listening", "mediating", "supporting", "hosting", "noteTaking"} < ids
    assert all(kind.label and kind.description for kind in kinds)


def test_a_kind_is_found_by_id_and_label() -> None:
    kinds = (Kind("noteTaking", "Note-taking"), Kind("doc", "Documentation"))
    assert kind_named("note taking", kinds).id == "noteTaking"
    assert kind_named("documentation", kinds).id == "doc"
    with pytest.raises(InvalidInput) as fault:
        kind_named("notetakin", kinds)
    assert "noteTaking" in fault.value.hint


def test_a_kind_of_the_workspace_replaces_ours() -> None:
    own = read_kinds("kinds:\n  doc: {label: Guides}\n  tea: {label: Tea, description: Made tea}\n", "kinds.yaml")
    both = merged((Kind("doc", "Documentation"), Kind("code", "Code")), own)
    assert [kind.label for kind in both] == ["Code", "Guides", "Tea"]
    with pytest.raises(InvalidInput) as fault:
        read_kinds("kinds:\n  tea: {lable: Tea}\n", "kinds.yaml")
    assert fault.value.problems[0].line == 2
