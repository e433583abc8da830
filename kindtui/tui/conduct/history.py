"""Undo and redo of what this room did to files. Records have their own history; files belong to the person."""

from __future__ import annotations

from dataclasses import dataclass

from kindtui.services.conduct import Conduct


@dataclass(frozen=True, slots=True)
class FileChange:
    """One document before and after; None where there was or is none."""

    sentence: str
    name: str
    before: str | None
    after: str | None

    @property
    def turned(self) -> FileChange:
        """The change that takes this one back."""
        return FileChange(self.sentence, self.name, self.after, self.before)


class FileHistory:
    """What was done to documents since the app began, newest last."""

    def __init__(self, conduct: Conduct) -> None:
        self._conduct = conduct
        self._done: list[FileChange] = []
        self._undone: list[FileChange] = []

    def did(self, change: FileChange) -> None:
        """Remember a change."""
        if change.before != change.after:
            self._done.append(change)
            self._undone.clear()

    def undo(self) -> str:
        """Take back the newest change; its sentence, "" when there is none. Raises Clash when the file is another by
        now."""
        return self._move(self._done, self._undone, back=True)

    def redo(self) -> str:
        """Do again what was taken back last; its sentence, "" when there is none. Raises as `undo` does."""
        return self._move(self._undone, self._done, back=False)

    def _move(self, of: list[FileChange], to: list[FileChange], *, back: bool) -> str:
        if not of:
            return ""
        change = of[-1]
        self._make(change.turned if back else change)
        to.append(of.pop())
        return change.sentence

    def _make(self, change: FileChange) -> None:
        conduct = self._conduct
        if change.after is None:
            conduct.remove(change.name)
        elif change.before is None:
            # it was removed before, by undo or by hand, and the copy that was kept is the file itself
            conduct.restore(change.name)
        else:
            conduct.keep(change.name, change.after, change.before)
