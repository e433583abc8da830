"""Long work tells how far it is, and may be called off."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):
    """Raised by a `Progress` to stop the work. Nothing of it is kept."""


class Progress(Protocol):
    """Told how many of how many are done; total 0 means that nobody knows."""

    def __call__(self, done: int, total: int) -> None:
        """Raises Cancelled to stop the work."""


_SHARE = 256
"""Of the whole, what is worth another word: the most that is told of a work, and asked about it, is so many times."""


class Tally:
    """Adds up what the passes of a long work have done, for one `Progress` or nobody."""

    def __init__(self, progress: Progress | None = None, total: int = 0) -> None:
        self._progress = progress
        self._total = total
        self._done = self._told = 0

    def __call__(self, more: int = 0) -> None:
        """So many more are done; 0 only asks whether to go on. Raises Cancelled as the progress does."""
        self._done += more
        if self._progress is not None and (not more or self._done - self._told >= self._total // _SHARE):
            self._told = self._done
            self._progress(self._done, self._total)


UNTOLD = Tally()
"""For work that nobody watches."""
