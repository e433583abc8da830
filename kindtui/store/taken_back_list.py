"""The answers of a workspace that were a no, or became one, as a file."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from kindtui.domain.spotlights import Spotlight
from kindtui.domain.taken_back import Days, MergesInto, as_they_are, noted, refused_in
from kindtui.errors import StoreError
from kindtui.formats.strict_json import parse_json
from kindtui.store import durable, whole_file
from kindtui.store.sealed import sealed, unsealed
from kindtui.store.tablefile import Rows, canonical

TAKEN_BACK = "taken_back.json"


class TakenBackList:
    """`.kindtui/taken_back.json`. A file that cannot be read counts as empty, and the doctor names it: the records say
    the same, and this is for the copies of them that come back."""

    def __init__(self, private: Path) -> None:
        self._path = private / TAKEN_BACK

    def note(self, spotlights: Iterable[Spotlight], merges_into: MergesInto) -> None:
        """Keep in mind what these say, which were just saved. StoreError when that fails."""
        known = self._read()
        self._write(known, noted(known, spotlights, merges_into))

    def admitted(self, rows: Rows) -> Rows:
        """Spotlights from elsewhere, in which no yes counts that was taken back here. What was taken back there is kept
        in mind from now on, if that can be written: it says so itself."""
        documents = {id: parse_json(row, id) for id, row in rows.items()}
        known = self._read()
        told = {key: day for id, document in documents.items() for key, day in refused_in(id, document).items()}
        with suppress(StoreError):
            self._write(known, {**told, **known})
        admitted: Rows = {}
        for id, document in documents.items():
            mended = as_they_are(known, id, document)
            admitted[id] = rows[id] if mended is document else canonical(mended)
        return admitted

    def _write(self, known: Days, now: Days) -> None:
        if now != known:
            whole_file.write(self._path, sealed(msgspec.json.encode(now, order="sorted")))

    def _read(self) -> Days:
        try:
            return days_in(durable.read_from(self._path))
        except (OSError, ValueError):
            return {}


def days_in(data: bytes) -> Days:
    """The answers in a file. ValueError when it is none of these, or no longer what was written."""
    try:
        return msgspec.json.decode(unsealed(data), type=dict[str, str])
    except msgspec.MsgspecError as fault:
        raise ValueError(str(fault)) from None
