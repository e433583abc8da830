"""Leaving, or taking a copy along: every record and every document, in files that other programs read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from kindtui.domain.contributions import CONTRIBUTION_FIELDS
from kindtui.domain.fields import Field
from kindtui.domain.followups import FOLLOW_UP_FIELDS
from kindtui.domain.nearest import did_you_mean
from kindtui.domain.record import Record
from kindtui.domain.roster import MEMBER_FIELDS
from kindtui.domain.selection import Selection, select
from kindtui.domain.spotlight_fields import SPOTLIGHT_FIELDS
from kindtui.domain.text import safe_text
from kindtui.errors import InvalidInput, StoreError
from kindtui.formats import csv_export, records_json
from kindtui.services.notebooks import MEMBERS, NOTEBOOKS, REMEMBERED
from kindtui.services.private_file import write_private
from kindtui.store import backup
from kindtui.store.tables import Store

FORMATS = ("json", "csv", "vcard")
SUFFIXES = {"vcard": "vcf"}
"""The end of a file of a format, where it is not the name of the format."""
DOCUMENTS = "conduct"
ALL = "all"
FOLDER = "exports"
_PREFIX = "kindtui-export-"

_STRANGE = "-not-understood"
"""What the name of a file of records ends with that kindtui cannot read, which are there as they are stored, by id."""

_CONDUCT = "conduct/*.y*ml"
DOCUMENT_PATTERNS = (*backup.DOCUMENTS, f"{FOLDER}/*")
"""What a person wrote or exported before, as it is in the workspace."""

_READ_ME = """\
Everything that was in the kindtui workspace {name} on {today}.

*.json    all records with every field; members are named by their id
*.csv     the same for a spreadsheet; members are named by their name, and a cell that
          could be taken for a formula has an apostrophe before it
the rest  the documents as they were written; what could not be understood of the records,
          as it was stored, if there was any

These files hold what people told you. Keep them as carefully as you kept the workspace.
"""


class Exports:
    """`folder` is that of the workspace; `name_of` gives a member's name for an id."""

    def __init__(self, store: Store, *, folder: Path, name_of: Callable[[str], str], today: Callable[[], date]) -> None:
        self._store = store
        self._folder = folder
        self._name_of = name_of
        self._today = today

    @staticmethod
    def kinds() -> tuple[str, ...]:
        """What can be exported."""
        return (*(spec.name for spec in NOTEBOOKS), DOCUMENTS, ALL)

    def csv_text(self, records: Sequence[Record], selection: Selection, *, raw: bool = False) -> str:
        """Records as CSV, formulas defused (not with `raw`)."""
        return csv_export.csv_text(records, selection, self._name_of, raw=raw)

    def export(
        self,
        what: str,
        *,
        format: str = "json",
        out: Path | None = None,
        fields: Sequence[str] = (),
        members: Sequence[str] = (),
        notes: bool = False,
        raw: bool = False,
    ) -> str | list[Path]:
        """One notebook or the conduct documents as text, or written to `out` (then the files are answered).

        `all` writes a folder with everything, `exports/kindtui-export-<today>` when `out` is None; `conduct` a folder
        with the documents as they are. Of a notebook the `fields` that were named leave, or else all of them; what is
        marked private leaves only when it is named, or with `notes`. `members` (ids) leaves out all other members. Only
        members make vCards. Raises InvalidInput for a word that is unknown or a folder that is in use, StoreError when
        a file cannot be written.
        """
        if what not in self.kinds():
            raise InvalidInput(f"there is nothing called {what!r} to export", did_you_mean(what, self.kinds()))
        if format not in FORMATS:
            raise InvalidInput(f"there is no format {format!r}", did_you_mean(format, FORMATS))
        if fields and what in (ALL, DOCUMENTS):
            raise InvalidInput(f"{what} leaves as a whole", "choose fields of one notebook: members")
        if members and what != MEMBERS.name:
            raise InvalidInput(f"{what} leaves for everybody", "choose members of: kindtui export members")
        if format == "vcard" and what != MEMBERS.name:
            raise InvalidInput(f"{what} makes no contacts", "export it as json or csv")
        if what == ALL:
            return self._folder_of(out or self._fresh_folder(), self._everything_into)
        if what == DOCUMENTS and out is not None:
            return self._folder_of(out, self._documents_into)
        text = self._text(what, format, fields, members, notes=notes, raw=raw)
        if out is None:
            return text
        write_private(out, text, make_parent=False)
        return [out]

    def _text(
        self,
        what: str,
        format: str,
        fields: Sequence[str] = (),
        members: Sequence[str] = (),
        *,
        notes: bool,
        raw: bool,
    ) -> str:
        if what == DOCUMENTS:
            if format == "csv":
                raise InvalidInput("conduct documents make no table", "export them as json, or export all")
            return _json({file.name: file.read_text(encoding="utf-8") for file in self._matching(_CONDUCT)})
        selection = selection_of(what, fields, notes=notes)
        records: list[Any] = self._store.table(what).all()
        if members:
            chosen = frozenset(members)
            records = [each for each in records if each.id in chosen]
        if format == "vcard":
            from kindtui.formats.vcard_export import vcard_text

            return vcard_text(records, selection)
        if format == "csv":
            return self.csv_text(records, selection, raw=raw)
        return _json([records_json.picked(record, selection) for record in records])

    def _folder_of(self, target: Path, fill: Callable[[Path], None]) -> list[Path]:
        """A new folder that is there as a whole or not at all."""
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise InvalidInput(f"{target} is there already and not empty", "name a new folder")
        partial = target.with_name(f".{target.name}.partial")
        with _writing(target):
            try:
                shutil.rmtree(partial, ignore_errors=True)
                _make(partial.parent)
                partial.mkdir(mode=0o700)
                fill(partial)
                if target.exists():
                    target.rmdir()
                partial.rename(target)
            except BaseException:
                shutil.rmtree(partial, ignore_errors=True)
                raise
        return sorted(path for path in target.rglob("*") if path.is_file())

    def _fresh_folder(self) -> Path:
        base = self._folder / FOLDER / f"{_PREFIX}{self._today()}"
        fresh = base
        number = 1
        while fresh.exists():
            number += 1
            fresh = base.with_name(f"{base.name}-{number}")
        return fresh

    def _everything_into(self, folder: Path) -> None:
        _write(folder / "READ-ME.txt", _READ_ME.format(name=safe_text(self._folder.name), today=self._today()))
        for spec in NOTEBOOKS:
            _write(folder / f"{spec.name}.json", self._text(spec.name, "json", notes=True, raw=True))
            _write(folder / f"{spec.name}.csv", "\ufeff" + self._text(spec.name, "csv", notes=True, raw=False))
        for spec in REMEMBERED:
            if records := self._store.table(spec).all():
                _write(folder / f"{spec.name}.json", _json([records_json.full(each) for each in records]))
        for spec in (*NOTEBOOKS, *REMEMBERED):
            if strange := self._store.table(spec).misunderstood():
                documents = {id: msgspec.json.decode(data) for id, data in strange.items()}
                _write(folder / f"{spec.name}{_STRANGE}.json", _json(documents))
        for pattern in DOCUMENT_PATTERNS:
            for file in self._matching(pattern):
                copy = folder / file.relative_to(self._folder)
                _make(copy.parent)
                _write(copy, file.read_bytes())

    def _documents_into(self, folder: Path) -> None:
        for file in self._matching(_CONDUCT):
            _write(folder / file.name, file.read_bytes())

    def _matching(self, pattern: str) -> Iterable[Path]:
        return (file for file in sorted(self._folder.glob(pattern)) if file.is_file())


def fields_of(table: str) -> tuple[Field, ...]:
    """The fields that a person can set in the records of a notebook."""
    return {
        "members": MEMBER_FIELDS,
        "contributions": CONTRIBUTION_FIELDS,
        "followups": FOLLOW_UP_FIELDS,
        "spotlights": SPOTLIGHT_FIELDS,
    }[table]


def selection_of(table: str, fields: Sequence[str] = (), *, notes: bool = False) -> Selection:
    """What leaves of the records of a notebook. Raises InvalidInput, listing the fields, for a name that is none."""
    kind = next(spec.record for spec in NOTEBOOKS if spec.name == table)
    return select(kind, fields_of(table), fields, notes=notes)


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """Turn the faults of the file system into one that a person understands."""
    try:
        yield
    except OSError as fault:
        raise StoreError(
            f"{target} could not be written: {fault.strerror or fault}", "name a folder in which you may write"
        ) from None


def _json(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def _make(folder: Path) -> None:
    """A folder for this person only, with those above it that are missing."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)


def _write(path: Path, content: str | bytes) -> None:
    """A file for this person only."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
