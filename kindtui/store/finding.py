"""What the doctor finds, and the mend that suits every file which is of no use any more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from kindtui.errors import Problem
from kindtui.store import durable, noting
from kindtui.store.engine import Engine


class Finding(msgspec.Struct, frozen=True):
    """One thing that is not as it should be."""

    problem: Problem
    stored: bool = True
    """Whether it concerns what the program keeps, and not a document that a person can mend."""
    mend: Callable[[], str] | None = None
    """Repairs it and says what was done; None where only a person can."""


def quarantine(engine: Engine, path: Path, shown: str) -> Callable[[], str]:
    """A mend that sets a file aside."""

    def mend() -> str:
        with engine.mutex, engine.locked():
            aside = noting.set_aside(engine, engine.layout.quarantine, path.name, durable.read_from(path))
            durable.remove(path)
            durable.sync_folder(path.parent)
        return f"{shown}: set aside as .kindtui/quarantine/{aside}"

    return mend
