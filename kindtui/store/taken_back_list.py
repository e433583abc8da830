"""The answers of a workspace that were a no, or became one, as a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from kindtui.domain.spotlights import Spotlight
from kindtui.domain.taken_back import Days, as_they_are, noted
from kindtui.errors import InvalidInput
from kindtui.formats.strict_json import parse_json
from kindtui.store import backup, durable
from kindtui.store.tablefile import Rows, canonical

TAKEN_BACK = "taken_back.json"


class TakenBackList:
    """`.kindtui/taken_back.json`. A file that cannot be read counts as empty, and the doctor names it: the records say
    the same, and this is for the copies of them that come back."""

    def __init__(self, private: Path) -> None:
        self._path = private / TAKEN_BACK

    @property
    def is_there(self) -> bool:
        """Whether there ever was such an answer."""
        return self._path.exists()

    def note(self, spotlights: Iterable[Spotlight]) -> None:
        """Keep in mind what these say, which were just saved. StoreError when that fails."""
        known = self._read()
        now = noted(known, spotlights)
        if now != known:
            backup.write(self._path, msgspec.json.encode(now, order="sorted"))

    def admitted(self, rows: Rows) -> Rows:
        """Spotlights from elsewhere, in which no yes counts that was taken back here."""
        known = self._read()
        if not known:
            return rows
        admitted: Rows = {}
        for id, row in rows.items():
            document = parse_json(row, id)
            mended = as_they_are(known, id, document)
            admitted[id] = row if mended is document else canonical(mended)
        return admitted

    def _read(self) -> Days:
        try:
            return msgspec.json.decode(durable.read_from(self._path), type=dict[str, str])
        except (OSError, msgspec.MsgspecError, InvalidInput):
            return {}
