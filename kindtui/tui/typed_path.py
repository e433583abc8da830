"""Paths of files that a person types, pastes or drops on the terminal."""

from __future__ import annotations


def typed_path(typed: str) -> str:
    """The path that was meant. What a terminal pastes for a file that is dropped on it may be quoted, or an address."""
    return typed.strip().strip("'\"").removeprefix("file://")
