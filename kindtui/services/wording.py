"""Asking about words in a note that one would hardly say to the person it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from kindtui.domain.naming import words_of
from kindtui.domain.settings import Settings
from kindtui.domain.unsaid import Doubt, Unsaid, WordGroup, with_own
from kindtui.errors import InvalidInput, Problem, StoreError
from kindtui.paths import WORDS_FILE
from kindtui.services.roster import Roster


class Wording:
    """The words are those of kindtui, in the folder `bundled`, and of the workspace. `own_text` answers the text of its
    words.yaml, None when there is none; it raises InvalidInput, StoreError."""

    def __init__(
        self, roster: Roster, settings: Settings, *, own_text: Callable[[], str | None], bundled: Path
    ) -> None:
        self._roster = roster
        self._settings = settings
        self._own_text = own_text
        self._bundled = bundled / WORDS_FILE

    def doubts(self, text: str) -> Sequence[Doubt]:
        """What in a note is asked about: nothing, where the settings say so. Names of members are not."""
        if not self._settings.ask_about_words or not text.strip():
            return []
        return self._unsaid.doubts(text, self._is_name)

    def problems(self) -> list[Problem]:
        """What is wrong with the workspace's own words. They are left out then."""
        return self._read_own()[1]

    @cached_property
    def _unsaid(self) -> Unsaid:
        from kindtui.formats.words_yaml import read_words

        ours = read_words(self._bundled.read_text(encoding="utf-8"), WORDS_FILE)
        return Unsaid(with_own(ours, self._read_own()[0]))

    def _read_own(self) -> tuple[tuple[WordGroup, ...], list[Problem]]:
        from kindtui.formats.words_yaml import read_words

        try:
            text = self._own_text()
            return (read_words(text, WORDS_FILE) if text is not None else ()), []
        except (InvalidInput, StoreError) as fault:
            return (), list(fault.problems_in(WORDS_FILE))

    def _is_name(self, words: str) -> bool:
        sought = words_of(words)
        return any(sought <= words_of(member.name) for member in self._roster.table.all())
