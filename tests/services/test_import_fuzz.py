"""Thousands of files that are almost right: whatever was done to one, the answer is a preview or one clear error, at
once and in little memory."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.errors import KindError
from kindtui.formats.own_export import packed
from kindtui.services.demo import make_demo
from kindtui.workspace import Workspace, open_workspace
from tests.formats.people_files import CONTRIBUTORS, DISCORD, FILES, GITHUB, MATRIX, SLACK, ZULIP

NAMES = [*FILES, "own-json", "own-csv", "own-zip"]
TOKENS = [
    *(
        b'"',
        b"\\",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b";",
        b"=",
        b"\n",
        b"\r",
        b"\r\n ",
        b"\x00",
        b"\xff",
        b"\xfe\xff",
    ),
    *(b"null", b"true", b"-1", b"1e400", b"1E5", b"NaN", b"99999999999999999999", b"253402300800", b"-62135596801"),
    *(
        b'""',
        b"[]",
        b"{}",
        b'"\\ud83d"',
        b'"\\u0000"',
        b"[" * 3000,
        b'{"a":' * 3000,
        b'"id":',
        b'"id": 7,',
        b'"name": [],',
    ),
    *(
        b"BEGIN:VCARD\r\n",
        b"END:VCARD\r\n",
        b"N:;;;;\r\n",
        b"FN:\r\n",
        b";A=" * 500,
        b";ENCODING=QUOTED-PRINTABLE:=",
        b'"' * 99,
    ),
    *(
        "\u202e\u200b".encode(),
        "e\u0301".encode(),
        b"\xef\xbb\xbf",
        b"=cmd|",
        b"x" * 5000,
        b"0000-00-00",
        b"PK\x03\x04",
    ),
]
PLACES = st.floats(0, 1, allow_nan=False)
MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "replace", "cut", "double", "truncate", "swap"]),
        PLACES,
        st.integers(1, 60),
        st.sampled_from(TOKENS) | st.binary(min_size=1, max_size=6),
    ),
    min_size=1,
    max_size=6,
)


def mutated(data: bytes, mutations: list[tuple[str, float, int, bytes]]) -> bytes:
    for how, place, length, token in mutations:
        at = int(place * len(data))
        piece = data[at : at + length]
        match how:
            case "insert":
                data = data[:at] + token + data[at:]
            case "replace":
                data = data[:at] + token + data[at + length :]
            case "cut":
                data = data[:at] + data[at + length :]
            case "double":
                data = data[:at] + piece * 3 + data[at + length :]
            case "truncate":
                data = data[: max(at, 1)]
            case "swap":
                data = data[:at] + piece[::-1] + data[at + length :]
    return data


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("fuzz") / "demo"
    make_demo(folder, date(2026, 3, 10))
    with open_workspace(folder, clock=lambda: datetime(2026, 3, 10, 9, 30, tzinfo=UTC)) as opened:
        yield opened


@pytest.fixture(scope="module")
def files(demo: Workspace) -> dict[str, bytes]:
    few = [member.id for member in demo.roster.list()[:4]]
    members = str(demo.exports.export("members", members=few, notes=True)).encode()
    table = str(demo.exports.export("members", format="csv", members=few, notes=True)).encode()
    folder = {"x/members.json": members, "x/conduct/a.yaml": b"kind: message", "x/members.csv": table}
    return {**FILES, "own-json": members, "own-csv": table, "own-zip": packed(folder)}


@pytest.mark.parametrize("name", NAMES)
@given(mutations=MUTATIONS, named=st.booleans())
def test_mutated_files(
    demo: Workspace,
    files: dict[str, bytes],
    name: str,
    mutations: list[tuple[str, float, int, bytes]],
    named: bool,
) -> None:
    data = mutated(files[name], mutations)
    format = ("kindtui" if name.startswith("own-") else name) if named else None
    look(demo, data, format)


def look(demo: Workspace, data: bytes, format: str | None) -> None:
    """Preview a file; anything but a preview whose counts add up, or an InvalidInput, fails."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()  # of this process: others may keep the machine busy
    try:
        preview = demo.imports.preview(data, "file", format=format)
    except KindError as error:
        assert error.message and error.exit_code == 3
    else:
        ends = preview.added + preview.changed + preview.same + preview.skipped + preview.refused
        assert not all(each.column for each in preview.needs) or ends + preview.waiting == preview.total
        assert all(each.reason for each in (*preview.problems, *preview.left_out))
    assert time.process_time() - begun < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256 * 1024


ODD = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        1e300,
        10**18,
        "",
        " ",
        "\0",
        "x" * 400,
        "\ud83d",
        "a\nb",
        "@",
        "\u202e",
        [],
        {},
        [None],
        {"a": 1},
    ]
)


def _paths(value: Any, before: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield before
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _paths(inner, (*before, key))


def _with(value: Any, path: tuple[str | int, ...], odd: Any) -> Any:
    if not path:
        return odd
    changed = value.copy()
    changed[path[0]] = _with(value[path[0]], path[1:], odd)
    return changed


STRUCTURES = {"slack-export": SLACK, "discord-json": DISCORD, "zulip-export": ZULIP, "matrix-users": MATRIX}
STRUCTURES |= {"github-users": GITHUB, "all-contributors": CONTRIBUTORS}


@pytest.mark.parametrize("name", STRUCTURES)
@given(chosen=st.lists(st.tuples(PLACES, ODD), min_size=1, max_size=4))
def test_odd_values_in_a_sound_file(demo: Workspace, name: str, chosen: list[tuple[float, Any]]) -> None:
    value = STRUCTURES[name]
    for place, odd in chosen:
        paths = list(_paths(value))
        value = _with(value, paths[min(int(place * len(paths)), len(paths) - 1)], odd)
    look(demo, json.dumps(value).encode(), name)


@pytest.mark.parametrize("name", sorted(FILES))
def test_what_a_mutated_file_brought_in_is_a_roster_that_can_be_read(name: str, tmp_path: Path) -> None:
    """The same with writing: a handful, since each makes a workspace."""
    for number, token in enumerate((b"\\u0000", b"\xe2\x80\xae", b"', ''")):
        folder = tmp_path / str(number)
        data = FILES[name].replace(b"Ada", b"A" + token + b"da")
        with open_workspace(folder, create=True) as workspace:
            try:
                workspace.imports.bring_in(data, "file")
            except KindError:
                continue
            written = workspace.store.table("members").all()
        with open_workspace(folder) as workspace:
            assert workspace.store.table("members").all() == written
