"""Files that are there whole and durably, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from kindtui.errors import StoreError
from kindtui.store import durable
from kindtui.store.journal_file import UnknownOutcome


def replace(path: Path, data: bytes) -> None:
    """Let a file hold these bytes, which are durable before it has its name; the name itself is when its folder was
    synced. OSError leaves the file as it was."""
    staged = path.with_name(f".{path.name[:60]}.{os.urandom(4).hex()}.tmp")
    try:
        durable.write_new(staged, data)
        durable.replace(staged, path)
    except OSError:
        durable.discard(staged)
        raise


def write(path: Path, data: bytes) -> None:
    """Write a file whole and durably, under a name that it has only when it is whole. StoreError says what is known."""
    try:
        durable.make_folder(path.parent)
        replace(path, data)
    except OSError as error:
        raise durable.failure(f"{path.name} was not written", error) from error
    try:
        durable.sync_folder(path.parent)
    except OSError as error:
        unknown = durable.failure(f"It is not known whether {path.name} was written", error)
        raise UnknownOutcome(unknown.message, unknown.hint) from error


def begin(intent: Path, data: bytes) -> None:
    """Write down durably that something is decided: when it is interrupted, the next start finishes it."""
    try:
        write(intent, data)
    except UnknownOutcome as error:
        raise UnknownOutcome("It is not known whether this was begun", "the next start finishes it if so") from error
    except StoreError as error:
        raise StoreError(f"Not saved: {error.message}", error.hint) from error
