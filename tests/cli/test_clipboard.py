"""Copying: to the system's tool at home, through the terminal from afar, and a clear word when there is nowhere."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from kindtui import clipboard
from kindtui.errors import StoreError


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No tool on the path, no terminal, no screen."""
    for name in ("WAYLAND_DISPLAY", "DISPLAY", "WSL_DISTRO_NAME", "TMUX", "SSH_TTY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    tools = tmp_path / "bin"
    tools.mkdir()
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    monkeypatch.setattr(clipboard, "_write_to_tty", lambda sequence: False)
    return tools


def tool(folder: Path, name: str, *, code: int = 0) -> Path:
    """A clipboard tool that keeps what it is given."""
    taken = folder / f"{name}.taken"
    script = folder / name
    script.write_text(f"#!/bin/sh\ncat > '{taken}'\nexit {code}\n")
    script.chmod(0o755)
    return taken


def test_at_home_the_systems_tool_takes_it(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = tool(nowhere, "wl-copy")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert clipboard.copy("Danke, Zoë") == "copied with wl-copy"
    assert taken.read_text(encoding="utf-8") == "Danke, Zoë"


def test_the_next_tool_is_tried_when_one_fails(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool(nowhere, "wl-copy", code=1)
    taken = tool(nowhere, "xclip")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("DISPLAY", ":0")
    assert clipboard.copy("hello") == "copied with xclip"
    assert taken.read_text() == "hello"


def test_from_afar_the_terminal_gets_it_though_a_tool_is_there(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool(nowhere, "xclip")
    monkeypatch.setenv("DISPLAY", "localhost:10.0")
    monkeypatch.setenv("SSH_TTY", "/dev/pts/1")
    sent: list[str] = []
    assert clipboard.copy("hé", write=sent.append) == "sent to the terminal's clipboard"
    assert sent == ["\x1b]52;c;" + base64.b64encode("hé".encode()).decode() + "\x07"]


def test_in_tmux_it_is_passed_through_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
    sent: list[str] = []
    assert clipboard.copy("a", write=sent.append) == "sent to the terminal's clipboard through tmux"
    assert sent == ["\x1b]52;c;YQ==\x07\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\"]


def test_nowhere_to_copy_to_says_what_to_do() -> None:
    with pytest.raises(StoreError) as caught:
        clipboard.copy("hello")
    assert caught.value.message == "there is no clipboard to copy to"
    assert "xclip" in caught.value.hint
    assert not clipboard.is_there()


def test_a_text_too_long_for_terminals_is_not_cut() -> None:
    with pytest.raises(StoreError, match="too long"):
        clipboard.copy("x" * 60_000, write=lambda sequence: None)
