"""Undo and redo: every change is one sentence, and any of the last ones can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from kindtui.store.tables import Entry, Store


class History:
    """What was changed, newest first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def undo(self, dry_run: bool = False) -> str:
        """Take back the newest change; its sentence. Raises NotFound when there is none, Clash when one of its records
        was changed since."""
        return self._store.undo(dry_run=dry_run)

    def redo(self, dry_run: bool = False) -> str:
        """Do again what was taken back last; its sentence. Raises NotFound when there is none."""
        return self._store.redo(dry_run=dry_run)

    def entries(self) -> Sequence[Entry]:
        """The last changes, newest first."""
        return self._store.history()
