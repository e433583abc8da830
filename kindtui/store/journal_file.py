"""Adding to a journal, with an answer that can be trusted: saved, not saved, or not known."""

from __future__ import annotations

import os
from pathlib import Path

from kindtui.errors import StoreError
from kindtui.store import durable


class UnknownOutcome(StoreError):
    """The system did not say whether the change reached the disk. What is stored has to be read again."""


def append(fd: int, path: Path, length: int, data: bytes) -> None:
    """Add `data` to the journal at `fd`, which is `length` long, durably.

    StoreError: not saved, the journal is as it was. UnknownOutcome: the sync failed and so did taking it back.
    """
    try:
        durable.write_all(fd, data)
    except OSError as error:
        _take_back(fd, path, length)  # when this fails too, half a line stays, which nobody takes for a change
        raise durable.failure("Not saved", error) from error
    try:
        durable.sync_data(fd)
    except OSError as error:
        if _take_back(fd, path, length):
            raise durable.failure("Not saved", error) from error
        unknown = durable.failure("It is not known whether this was saved", error)
        raise UnknownOutcome(unknown.message, "look before you do it again") from error


def _take_back(fd: int, path: Path, length: int) -> bool:
    """Cut the journal back to `length`, and be sure of it: by another descriptor, since one whose sync failed may
    say that all is well the next time."""
    try:
        durable.truncate(fd, length)
        fresh = durable.open_append(path)
        try:
            durable.sync_data(fresh)
        finally:
            os.close(fresh)
    except OSError:
        return False
    return True
