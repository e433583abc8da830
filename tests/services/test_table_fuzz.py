"""Tables that were mutated at random: each comes in or is refused in words, in good time and with little memory.

The long form (`--long`) goes through 100,000 files, in parts: hypothesis remembers all files of a run, and what it
keeps is neither to be measured nor collected here.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from kindtui.domain.imports import Preview
from kindtui.errors import InvalidInput
from kindtui.workspace import Workspace, open_workspace
from tests.formats.tool_files import FILES, OTHERS

resource = pytest.importorskip("resource")

PARTS = 20
FILES_A_PART = 5000
SECONDS = 1.0
MEGABYTES = 256
PLAIN = "name;e-mail;joined;tags;notes\n" + 'Zoë;zoe@x.org;03/04/2024;a,b;"two\nlines ""here"""\n' * 8
BROKEN = (
    b'a,b\n"x,1\n' + b"y,2\n" * 300,
    b"name\tid\r\n" + "Ж\t1\r".encode() * 50,
    "name,mail\n\u202eevil,\x00\n\ufeff\u200b,x@x\n".encode(),
    b"sep=;\nname;name;name\n1;2\n3;4;5;6\n\n\ntotal: 9\n",
    ("name," * 400 + "\n" + "x," * 400 + "\n").encode(),
    "name,joined\nÅsa,2024-02-30\n".encode("cp1252"),
    PLAIN.encode("utf-16"),
    PLAIN.encode("utf-32"),
    PLAIN.replace("\n", "\r").encode(),
)
SEEDS = [text.encode() for text in (*FILES.values(), *(each for texts in OTHERS.values() for each in texts), PLAIN)]
SEEDS += BROKEN

TOKENS = st.sampled_from(
    (
        b'"',
        b'""',
        b",",
        b";",
        b"\t",
        b"|",
        b"\n",
        b"\r",
        b"\r\n",
        b"\0",
        b"\xff",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"sep=,\n",
    )
) | st.binary(max_size=6)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A file of some tool with cuts, insertions, repetitions and exchanged parts."""
    data = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        how = draw(st.sampled_from(("put", "cut", "repeat", "join")))
        if how == "put":
            data = data[:at] + draw(TOKENS) + data[at + draw(st.integers(0, 3)) :]
        elif how == "cut":
            data = data[:at] + data[at + draw(st.integers(1, 40)) :]
        elif how == "repeat":
            part = data[at : at + draw(st.integers(1, 60))]
            data = data[:at] + part * draw(st.sampled_from((2, 20, 2000))) + data[at:]
        else:
            data = data[:at] + draw(st.sampled_from(SEEDS))[at:]
    return data[:1_000_000]


def try_all(folder: Path, examples: int, part: int = 0) -> tuple[int, float, float]:
    """Look at mutated files; answers how many there were, the longest time of one, in seconds of the processor, and the
    most memory that one added to what was there, in MB."""
    reached, longest, most = 0, 0.0, 0.0
    with open_workspace(folder / "club", create=True) as workspace:
        workspace.imports.bring_in(FILES["discourse"].encode(), "x.csv")

        @seed(part)
        @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(mutated())
        def look(data: bytes) -> None:
            nonlocal reached, longest, most
            before = peak()  # what hypothesis keeps of all files of a run is in it
            took = seconds_of(workspace, data)
            reached, longest, most = reached + 1, max(longest, took), max(most, peak() - before)
            assert took < SECONDS

        look()
    return reached, longest, most


def seconds_of(workspace: Workspace, data: bytes) -> float:
    """How long one file takes; the shorter of two times when it was long, since the first may have been spent on
    collecting what the test itself keeps."""
    took: list[float] = []
    while not took or (took[0] > SECONDS / 4 and len(took) < 2):
        start = time.process_time()
        try:
            check(workspace.imports.preview(data, "x.csv"))
        except InvalidInput as error:
            assert error.message
        took.append(time.process_time() - start)
    return min(took)


def check(preview: Preview) -> None:
    """Every row has ended somehow, and the reason is told when it did not come in."""
    if any(not question.column for question in preview.needs):
        return  # nobody knows who the rows are about
    ends = (preview.added, preview.changed, preview.same, preview.skipped, preview.refused, preview.waiting)
    assert sum(ends) == preview.total
    assert preview.needs or not preview.waiting
    assert (len(preview.problems), len(preview.left_out)) == (preview.refused, preview.skipped)
    assert all(each.reason and each.line > 0 for each in (*preview.problems, *preview.left_out))
    assert all(member.name.strip() for member in preview.rows)


def peak() -> float:
    """The most memory that this process had so far, in MB."""
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / unit


def test_mutated_files(tmp_path: Path) -> None:
    assert try_all(tmp_path, 100)[2] < MEGABYTES


@pytest.mark.slow
@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_a_hundred_thousand_mutated_files(part: int, tmp_path: Path) -> None:
    reached, longest, most = try_all(tmp_path, FILES_A_PART, part)
    print(f"\npart {part}: {reached:,} files; the longest took {longest:.2f} s; none needed more than {most:.0f} MB")
    assert reached >= FILES_A_PART
    assert most < MEGABYTES
