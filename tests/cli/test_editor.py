"""Writing in $EDITOR: the words come back, the copy is private and goes, and an editor that did not wait is named."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import pytest

from kindtui.editor import edit_text, rescue
from kindtui.errors import InvalidInput, UsageError


def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    script = tmp_path / "my editor"
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", f"'{script}' --flag")


def test_what_was_typed_comes_back_without_the_editors_last_line_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(tmp_path, monkeypatch, 'printf "Grüße\\r\\nzwei\\n" > "$2"')
    assert edit_text("before") == "Grüße\nzwei"


def test_the_copy_is_private_while_it_is_open_and_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    editor(
        tmp_path,
        monkeypatch,
        f'printf "%s" "$2" > "{seen}"; stat -c %a "$2" "$(dirname "$2")" > "{seen}.modes"; echo x > "$2"',
    )
    edit_text("")
    assert (tmp_path / "seen.modes").read_text().split() == ["600", "700"]
    assert not Path(seen.read_text()).parent.exists()


def test_an_editor_that_does_not_wait_is_told_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(tmp_path, monkeypatch, "exit 0")
    with pytest.raises(UsageError) as caught:
        edit_text("unchanged")
    assert "returned at once" in caught.value.message
    assert "--wait" in caught.value.hint


def test_a_failing_editor_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(tmp_path, monkeypatch, 'echo half > "$2"; exit 3')
    with pytest.raises(UsageError, match="ended with code 3"):
        edit_text("before")


def test_an_editor_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    with pytest.raises(UsageError, match="could not be started"):
        edit_text("")


def test_an_unclosed_quote_in_the_editors_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "vim 'oops")
    with pytest.raises(UsageError, match="EDITOR cannot be read"):
        edit_text("")


def test_bytes_that_are_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(tmp_path, monkeypatch, 'printf "\\377\\376" > "$2"')
    with pytest.raises(InvalidInput, match="not UTF-8"):
        edit_text("")


def test_rescued_words_are_readable_by_this_person_alone() -> None:
    path = rescue("kept")
    try:
        assert path.read_text() == "kept"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    finally:
        path.unlink()


def test_without_an_editor_and_a_terminal_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(UsageError, match="no terminal"):
        edit_text("before")
