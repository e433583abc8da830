"""Import maps: the shipped ones, those of a workspace, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kindtui.errors import InvalidInput
from kindtui.formats.import_map import parse_import_map, read_import_maps
from kindtui.resources import bundled

GOOD = """\
name: choir
title: Choir list
headers: [Voice, "Sings since"]
columns:
  Voice: tag
  Singer: name
  "Sings since": joined
dates: dmy
never: [Locker code]
rows:
  - {column: Voice, is: [guest], skip: a guest}
"""


def test_the_shipped_maps_are_sound() -> None:
    maps, problems = read_import_maps([bundled("data") / "imports"])
    assert problems == []
    assert {"discourse", "slack-members"} <= {each.name for each in maps}
    for each in maps:
        assert each.headers
        assert each.title
        assert not [header for header in each.columns if each.forbids(header)]


def test_a_map_of_ones_own() -> None:
    found = parse_import_map(GOOD, "choir.yaml")
    assert found.fits(frozenset({"voice", "sings since", "more"})) == 2
    assert found.fits(frozenset({"voice"})) == 0
    assert (found.target_of("SINGER"), found.target_of("other"), found.order_of("joined")) == ("name", None, "dmy")
    assert found.forbids("locker code")
    assert found.rules[0].holds(" Guest ")


def test_the_workspace_goes_first_and_a_broken_map_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "slack.yaml").write_text("name: slack-members\ncolumns: {a: name}\n")
    (tmp_path / "broken.yaml").write_text("name: [\n")
    (tmp_path / "latin.yaml").write_bytes(b"name: caf\xe9\n")
    maps, problems = read_import_maps([tmp_path, bundled("data") / "imports", tmp_path / "missing"])
    assert next(each for each in maps if each.name == "slack-members").columns == {"a": "name"}
    assert {problem.path for problem in problems} == {"broken.yaml", "latin.yaml"}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("name: x\ncolums: {a: name}\n", 2, "unknown key 'colums'"),
        ("name: x\ncolumns:\n  a: name\n  b: nam\n", 4, "'nam' is nothing that a column can become"),
        ("name: x\ncolumns: {a: handle}\n", 2, "needs the place"),
        ("name: X Y\ncolumns: {a: name}\n", 1, "name is needed"),
        ("columns: {a: name}\n", 1, "name is needed"),
        ("name: x\ncolumns: {a: name}\ndates: xyz\n", 3, "no order of day and month"),
        ("name: x\ncolumns: {a: name}\nnever: ip\n", 3, "a list belongs here"),
        ("name: x\ncolumns: {a: name}\nwhole: maybe\n", 3, "true or false"),
        ("name: x\ncolumns: {a: name}\nguess_others: 1\n", 3, "true or false"),
        ("name: x\ncolumns: {a: name}\nrows:\n  - {column: a, is: [b]}\n", 4, "a rule needs"),
        ("name: x\ncolumns: {a: name}\nrows:\n  - {column: a, is: [b], set: {notes: x}}\n", 4, "cannot set 'notes'"),
        ("name: x\n", 1, "without columns"),
        ("just text\n", 1, "made of keys"),
    ],
)
def test_faults_are_named_with_their_line(text: str, line: int, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_import_map(text, "own.yaml")
    found = [problem for problem in caught.value.problems if says in problem.message]
    assert found, caught.value.problems
    assert (found[0].path, found[0].line) == ("own.yaml", line)
