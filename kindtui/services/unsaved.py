"""Texts of conduct documents that were typed and not saved. They are kept beside the records, so that they outlive the
app, and wait until they are saved or dropped."""

from __future__ import annotations

from typing import NamedTuple

from kindtui.domain.nearest import did_you_mean
from kindtui.errors import KindError, NotFound
from kindtui.store.documents import Documents
from kindtui.store.state import DRAFTS, State

_FOLDER = "conduct/"


class Unsaved(NamedTuple):
    """A text of the document `name`; `read` is what the file held when it was begun."""

    name: str
    text: str
    read: str


class UnsavedTexts:
    """What was typed in the app's editor and is in no file."""

    def __init__(self, state: State, documents: Documents) -> None:
        self._state = state
        self._documents = documents

    def all(self) -> list[Unsaved]:
        """Every text that differs from its file, by name; also one whose file is gone."""
        found = []
        for place, kept in sorted(self._state.drafts().items()):
            if not place.startswith(_FOLDER) or not isinstance(kept, dict):
                continue
            text, read = kept.get("text"), kept.get("read", "")
            name = place.removeprefix(_FOLDER)
            if isinstance(text, str) and isinstance(read, str) and text != self._in_file(name):
                found.append(Unsaved(name, text, read))
        return found

    def find(self, name: str) -> Unsaved:
        """The text of a document. Raises NotFound."""
        found = {each.name: each for each in self.all()}
        if name not in found:
            near = did_you_mean(name, found) if found else "everything that was typed is saved"
            raise NotFound(f"there is no unsaved text of {name!r}", near)
        return found[name]

    def save(self, name: str) -> None:
        """Write a text to its file. Raises NotFound, Clash when the file is no longer what the text was made from."""
        unsaved = self.find(name)
        self._documents.write(name, unsaved.text, expected=unsaved.read)
        self.drop(name)

    def drop(self, name: str) -> None:
        """Forget a text."""
        kept = {place: each for place, each in self._state.drafts().items() if place != f"{_FOLDER}{name}"}
        self._state.set(DRAFTS, kept)

    def _in_file(self, name: str) -> str | None:
        try:
            return self._documents.read(name)
        except KindError:
            return None
