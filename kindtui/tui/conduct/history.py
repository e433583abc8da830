"""Undo and redo of what this room did to files. Records have their own history; files belong to the person."""

from __future__ import annotations

from dataclasses import dataclass

from kindtui.services.conduct import Conduct


@dataclass(frozen=True, slots=True)
class FileChange:
    """One document before and after; None where there was or is none."""

    name: str
    before: str | None
    after: str | None

    @property
    def turned(self) -> FileChange:
        """The change that takes this one back."""
        return FileChange(self.name, self.after, self.before)


@dataclass(frozen=True, slots=True)
class _Step:
    sentence: str
    changes: tuple[FileChange, ...]


class FileHistory:
    """What was done to documents since the app began, newest last."""

    def __init__(self, conduct: Conduct) -> None:
        self._conduct = conduct
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    def did(self, sentence: str, *changes: FileChange) -> None:
        """Remember changes that were made together."""
        real = tuple(each for each in changes if each.before != each.after)
        if real:
            self._done.append(_Step(sentence, real))
            self._undone.clear()

    def undo(self) -> str:
        """Take back the newest step; its sentence, "" when there is none. Raises Clash when a file is another by now;
        the documents before it are then done."""
        if not self._done:
            return ""
        step = self._done[-1]
        for change in reversed(step.changes):
            self._make(change.turned)
        self._undone.append(self._done.pop())
        return step.sentence

    def redo(self) -> str:
        """Do again what was taken back last; its sentence, "" when there is none. Raises as `undo` does."""
        if not self._undone:
            return ""
        step = self._undone[-1]
        for change in step.changes:
            self._make(change)
        self._done.append(self._undone.pop())
        return step.sentence

    def _make(self, change: FileChange) -> None:
        conduct = self._conduct
        if change.after is None:
            conduct.remove(change.name)
        elif change.before is None:
            # it was removed before, by undo or by hand, and the copy that was kept is the file itself
            conduct.restore(change.name)
        else:
            conduct.keep(change.name, change.after, change.before)
