"""Undo and redo: every change is one sentence, and any of the last ones can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from kindtui.domain.consent_steps import revived
from kindtui.errors import Declined
from kindtui.services.notebooks import SPOTLIGHTS
from kindtui.store.tables import Entry, Store


class Step(msgspec.Struct, frozen=True):
    """What undo, or redo, would do next."""

    sentence: str
    number: int
    """Of the change; `undo` and `redo` take it to be sure that it is still this one."""
    consent: Sequence[str]
    """Whose yes would count again though they took it back or said no: sentences."""
    is_of_others: bool
    """Whether it was made outside this window, since this one was opened."""


class History:
    """What was changed, newest first. `name_of` answers the name in use of a member."""

    def __init__(self, store: Store, name_of: Callable[[str], str]) -> None:
        self._store = store
        self._name_of = name_of

    def next(self, *, redo: bool = False) -> Step:
        """What undo, or redo, would do now. Raises NotFound when there is nothing, Clash when one of the records was
        changed since."""
        reversal = self._store.reversal(redo=redo)
        names = [
            self._name_of(id)
            for now, then in self._store.reversed_records(SPOTLIGHTS, reversal)
            if now is not None and then is not None
            for id in revived(now, then)
        ]
        consent = [
            f"{name}'s yes to a spotlight would count again, which they took back" for name in dict.fromkeys(names)
        ]
        return Step(reversal.sentence, reversal.number, consent, reversal.is_of_others)

    def undo(self, *, step: Step | None = None) -> str:
        """Take back the newest change; its sentence. Raises NotFound when there is none, Clash when one of its records
        was changed since or it is not that of `step`, Declined when it would let a yes count again that was taken back,
        unless `step` was shown to somebody who decided."""
        return self._reverse(step, redo=False)

    def redo(self, *, step: Step | None = None) -> str:
        """Do again what was taken back last; its sentence. Raises as `undo` does."""
        return self._reverse(step, redo=True)

    def _reverse(self, step: Step | None, *, redo: bool) -> str:
        decided = step is not None
        step = step or self.next(redo=redo)
        if step.consent and not decided:
            raise Declined(
                f"Not undone: {'; '.join(step.consent)}",
                "if it was recorded by mistake: kindtui undo --yes; if they agreed again, ask and record their answer",
            )
        reverse = self._store.redo if redo else self._store.undo
        return reverse(number=step.number)

    def entries(self) -> Sequence[Entry]:
        """The last changes, newest first."""
        return self._store.history()
