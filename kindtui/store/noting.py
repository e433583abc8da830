"""What the store has to tell: problems for those who ask, and bytes that are set aside for a person."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kindtui.errors import Problem
from kindtui.store import durable

if TYPE_CHECKING:
    from kindtui.store.engine import Engine


def note(engine: Engine, about: str, message: str, hint: str = "", path: str = "", severity: str = "warning") -> None:
    """Keep a problem for those who ask."""
    engine.notes[about] = Problem(message, hint, path, severity=severity)


_HAPPENED = ("damage", "adopted", "journal")


def happened(engine: Engine) -> list[Problem]:
    """Damage that was dealt with, and files of other hands that were taken over, since the engine was opened."""
    return [problem for about, problem in engine.notes.items() if about.partition(" ")[0] in _HAPPENED]


def set_aside(engine: Engine, folder: Path, name: str, data: bytes) -> str:
    """Keep bytes in a folder of the workspace under a name of their own; answers the name."""
    stamp = engine.now().replace(":", "").replace("-", "")
    digest = sha256(data).hexdigest()[:8]
    path = folder / f"{stamp}-{digest}-{name}"
    try:
        durable.make_folder(folder)
        durable.write_new(path, data)
        durable.sync_folder(folder)
    except OSError as error:
        raise durable.failure("What is damaged could not be set aside, so nothing was changed", error) from error
    return path.name
