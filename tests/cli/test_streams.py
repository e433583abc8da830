"""Commands whose streams are closed, full, or that nobody reads."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from kindtui.cli.main import run
from kindtui.cli.output import Progress
from tests.cli.conftest import CommandLine


class Full(io.StringIO):
    """A stream on a disk without room."""

    def write(self, text: str) -> int:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("member", "--help", "--json")])
def test_an_output_without_room_is_said_and_is_no_bug(words: tuple[str, ...]) -> None:
    err = io.StringIO()
    assert run(words, stdin=io.StringIO(), stdout=Full(), stderr=err) == 6
    assert "No space left on device" in err.getvalue()


def test_nothing_is_left_to_complain_about_when_no_stream_takes_anything() -> None:
    assert run(["--help"], stdin=io.StringIO(), stdout=Full(), stderr=Full()) == 6


def test_a_command_started_without_streams_does_its_work_and_says_what_is_lost(
    kindtui: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    add, err = ["-w", str(kindtui.folder), "member", "add"], io.StringIO()
    assert run([*add, "Ada"], stdin=io.StringIO(), stderr=err) == 6
    assert "standard output cannot be written" in err.getvalue()
    assert "Ada" in kindtui("member", "list").out
    assert run(["nonsense"], stdin=io.StringIO()) == 2  # it has nothing to say there
    monkeypatch.setattr(sys, "stderr", None)
    assert run([*add, "Ben"], stdin=io.StringIO(), stdout=io.StringIO()) == 0
    assert "Ben" in kindtui("member", "list").out


@pytest.mark.parametrize("words", [("member", "add", "Ada", "--notes", "-"), ("import", "-")])
def test_words_that_were_to_come_from_a_closed_input_are_missing(
    kindtui: CommandLine, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    out, err = io.StringIO(), io.StringIO()
    assert run(["-w", str(kindtui.folder), *words], stdout=out, stderr=err) == 6
    assert "standard input is closed" in err.getvalue()
    assert kindtui("member", "list").out == ""


class Gone(io.StringIO):
    """A pipe that nobody reads any more."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


class GoneAtTheEnd(io.StringIO):
    """A pipe whose reader went away before what was buffered came."""

    def flush(self) -> None:
        raise BrokenPipeError


def test_a_check_that_found_something_says_so_to_a_script_that_reads_nothing_of_it(
    kindtui: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "code.yaml"
    file.write_text("kind: code-of-conduct")
    check = ["-w", str(kindtui.folder), "conduct", "check", str(file)]
    assert run(check, stdout=GoneAtTheEnd(), stderr=io.StringIO()) == 3


def test_what_was_asked_for_is_done_although_nobody_hears_the_narration(kindtui: CommandLine) -> None:
    assert run(["-w", str(kindtui.folder), "member", "add", "Ada"], stdout=io.StringIO(), stderr=Gone()) == 0
    assert "Ada" in kindtui("member", "list").out
    assert run(["nonsense"], stdout=io.StringIO(), stderr=Gone()) == 2
    with Progress("counting", Gone(), clock=iter(range(9)).__next__) as progress:
        progress(1, 2)
        progress(2, 2)
