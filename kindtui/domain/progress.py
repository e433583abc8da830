"""Long work tells how far it is, and may be called off."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):
    """Raised by a `Progress` to stop the work. Nothing of it is kept."""


class Progress(Protocol):
    """Told how many of how many are done; total 0 means that nobody knows."""

    def __call__(self, done: int, total: int) -> None:
        """Raises Cancelled to stop the work."""
