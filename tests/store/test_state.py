"""State is a convenience: it survives a restart, and never stands in the way."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kindtui.store.state import State


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".kindtui").mkdir()
    return tmp_path


def test_it_survives_a_restart_and_keeps_what_others_set(folder: Path) -> None:
    one, other = State(folder), State(folder)
    assert one.get("theme", "dark") == "dark"
    other.set("filters", ["tag:mentor"])
    one.set("theme", "light")
    again = State(folder)
    assert (again.get("theme"), again.get("filters")) == ("light", ["tag:mentor"])
    again.set("theme", None)
    assert State(folder).get("theme") is None
    assert [path.name for path in (folder / ".kindtui").iterdir()] == ["state.json"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xff", b"[" * 100_000])
def test_a_damaged_file_counts_as_empty(folder: Path, damage: bytes) -> None:
    (folder / ".kindtui" / "state.json").write_bytes(damage)
    state = State(folder)
    assert state.get("theme", "dark") == "dark"
    state.set("theme", "light")
    assert State(folder).get("theme") == "light"


@pytest.mark.parametrize("written", [5, "x", [], None, {"members.add": {"name": "Ada"}}])
def test_drafts_that_somebody_else_wrote_otherwise_count_as_none(folder: Path, written: object) -> None:
    State(folder).set("drafts", written)
    assert State(folder).drafts() == (written if isinstance(written, dict) else {})


def test_without_a_workspace_it_writes_nothing(tmp_path: Path) -> None:
    state = State(tmp_path / "none")
    state.set("theme", "light")
    assert state.get("theme") == "light"
    assert not (tmp_path / "none").exists()


def test_read_only_it_writes_nothing(folder: Path) -> None:
    state = State(folder, read_only=True)
    state.set("theme", "light")
    assert state.get("theme") == "light"
    assert not list((folder / ".kindtui").iterdir())


class Said(msgspec.Struct):
    colour: str


def test_a_text_is_worked_out_once_and_again_when_it_is_another(folder: Path) -> None:
    asked: list[str] = []

    def read(text: str) -> Said | None:
        def work_out() -> Said | None:
            asked.append(text)
            return Said(text) if text != "wrong" else None

        return State(folder).reading("theme", text, Said, work_out)

    assert [read(text) for text in ("red", "red", "blue", "red", "wrong", "wrong")] == [
        *map(Said, ("red", "red", "blue", "red")),
        None,
        None,
    ]
    assert asked == ["red", "blue", "red", "wrong", "wrong"]


def test_what_is_remembered_wrongly_is_worked_out_again(folder: Path) -> None:
    State(folder).reading("theme", "red", Said, lambda: Said("red"))
    remembered = State(folder).get("read")
    remembered["theme"] = {text: {"colour": 7} for text in remembered["theme"]}
    State(folder).set("read", remembered)
    assert State(folder).reading("theme", "red", Said, lambda: Said("red again")) == Said("red again")


def test_what_another_window_wrote_is_taken_over(folder: Path) -> None:
    one, other = State(folder), State(folder)
    one.set("drafts", {"new": {"name": "Ada"}})
    assert other.get("drafts") == {"new": {"name": "Ada"}}
    one.set("drafts", {})
    other.set("theme", "light")
    assert (one.get("drafts"), one.get("theme")) == ({}, "light")
