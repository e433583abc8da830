"""Moving in: what `kindtui export` wrote comes back as the records that they were, with their ids and instants."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
from msgspec.structs import replace

from kindtui.domain.consent_steps import revived
from kindtui.domain.imports import Asked, Preview, RowProblem
from kindtui.domain.merging import with_stricter
from kindtui.domain.progress import Progress
from kindtui.domain.record import ID_DIGITS, Clock, Record
from kindtui.domain.roster import Member
from kindtui.domain.selection import NOTES_INSIDE
from kindtui.domain.spotlights import Spotlight
from kindtui.domain.text import counted
from kindtui.errors import InvalidInput, StoreError
from kindtui.formats import own_export
from kindtui.formats.own_export import NAME, TITLE, OwnExport, is_own, packed, read_own
from kindtui.formats.own_table import as_recorded
from kindtui.formats.records_json import decode, encode, from_document, full
from kindtui.paths import WORKSPACE_FILE
from kindtui.services.exports import DOCUMENT_PATTERNS
from kindtui.services.notebooks import MEMBERS, TABLES
from kindtui.store import durable
from kindtui.store.forgotten_list import ForgottenList
from kindtui.store.tables import Store

__all__ = ["NAME", "OwnImport", "OwnLook", "is_own", "packed_folder"]

Admitted = Callable[[str, dict[str, bytes]], dict[str, bytes]]
"""Rows of a table without those who asked to be forgotten."""

_ID = re.compile(rf"[a-z]-{ID_DIGITS}\Z")
_MEMBER = re.compile(rf'"(m-{ID_DIGITS})"')
_SHOWN = 20
_STEP = 500


@dataclass
class OwnLook:
    """What an export would bring, and what must be written for it."""

    preview: Preview
    records: list[tuple[Record, Record | None]] = field(repr=False)
    """Each with the record that it replaces."""
    documents: Mapping[str, bytes] = field(repr=False)
    """Files that the workspace does not have, by their path in it."""

    def sentence(self) -> str:
        """What undo will show; "" when no record changes."""
        count = len(self.records)
        return f"Imported {counted(count, 'record')} from {self.preview.filename}" if count else ""


class OwnImport:
    """`folder` is that of the workspace; `admitted` answers which rows of a table may come in, and how."""

    def __init__(
        self, store: Store, *, folder: Path, clock: Clock, forgotten: ForgottenList, admitted: Admitted
    ) -> None:
        self._store = store
        self._folder = folder
        self._clock = clock
        self._forgotten = forgotten
        self._admitted = admitted

    def look(self, data: bytes, filename: str, asked: Asked, progress: Progress | None) -> OwnLook:
        """What an export would bring; nothing is written. Raises InvalidInput when it cannot be read; Cancelled."""
        if asked.mapping:
            raise InvalidInput("an export of kindtui has no columns to map", "leave --map out")
        export = read_own(data)
        ends = _Ends(self._store, export, self._clock(), self._admitted)
        total = sum(len(entries) for entries in export.tables.values())
        for done, _ in enumerate(ends.take()):
            if progress is not None and done % _STEP == 0:
                progress(done, total)
        documents, notices = self._missing(export.documents)
        preview = Preview(
            format=NAME,
            title=TITLE,
            filename=Path(filename).name or "the export",
            columns=(),
            rows=tuple([each for each, _ in ends.records if isinstance(each, Member)][:_SHOWN]),
            total=total,
            added=ends.added,
            changed=len(ends.records) - ends.added,
            same=ends.same,
            skipped=len(ends.skipped),
            refused=len(ends.refused),
            problems=tuple(ends.refused),
            left_out=tuple(ends.skipped),
            notices=(*_told(export), *notices),
            place="record",
            delimiter="",
            data=data,
            asked=asked,
        )
        return OwnLook(preview, ends.records, documents)

    def save(self, look: OwnLook) -> None:
        """Write what was looked at: the records as one change, then the files that are missing."""
        if look.records:
            with self._store.change(look.sentence()) as change:
                for record, before in look.records:
                    change.put(record, before=before)
        for path, data in look.documents.items():
            target = self._folder / path
            if target.exists() and path != WORKSPACE_FILE:  # which was made a moment ago, with nothing in it
                continue
            try:
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                durable.write_new(target, data)
            except OSError as fault:
                raise StoreError(f"{path} could not be written: {fault.strerror or fault}") from None

    def _missing(self, documents: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
        """The documents that the workspace does not have, and what to say of them and of the others."""
        found, kept = {}, []
        for path, brought in documents.items():
            if not _is_document(path):
                continue
            data = self._forgotten.admitted_document(brought)
            try:
                here = (self._folder / path).read_bytes()
            except FileNotFoundError:
                found[path] = data
            except OSError:
                kept.append(path)
            else:
                kept += [path] if here != data else []
        notices = []
        if found:
            notices.append(f"documents that come along, and stay after an undo: {', '.join(sorted(found))}")
        if kept:
            notices.append(f"documents that are here in other words, and stay as they are: {', '.join(sorted(kept))}")
        return found, notices


class _Ends:
    """How each record of an export ends."""

    def __init__(self, store: Store, export: OwnExport, now: datetime, admitted: Admitted) -> None:
        self.records: list[tuple[Record, Record | None]] = []
        self.added = 0
        self.same = 0
        self.skipped: list[RowProblem] = []
        self.refused: list[RowProblem] = []
        self._store = store
        self._export = export
        self._now = now
        self._admitted = admitted
        self._known = set(store.table(MEMBERS).ids())

    def take(self) -> Iterator[None]:
        """Go through all records, one at a step. Members come first: the others name them."""
        number = 0
        for spec in TABLES:
            seen: set[str] = set()
            ours = {each.id: each for each in self._store.table(spec).all()}
            for value in self._export.tables.get(spec.name, ()):
                number += 1
                yield
                try:
                    record = self._record(spec, value, ours)
                    if record.id in seen:
                        raise InvalidInput(f"{record.id} is in the file twice")
                    seen.add(record.id)
                    self._end(spec.name, number, record, ours.get(record.id))
                except InvalidInput as fault:
                    self.refused.append(RowProblem(number, fault.message))

    def _record(self, spec: Any, value: Any, ours: Mapping[str, Record]) -> Record:
        """The record in a value; of one that is here already, what the file does not tell stays as it is."""
        if isinstance(value, InvalidInput):
            raise value
        id = value.get("id") if isinstance(value, dict) else None
        if not isinstance(id, str) or own_export.TABLES.get(id[:1]) != spec.name or not _ID.match(id):
            raise InvalidInput(f"this is no record of {spec.name}")
        document = {key: item for key, item in value.items() if key != "id"}
        if id in ours:
            before = full(ours[id])
            del before["id"]
            if isinstance(here := ours[id], Member) and not self._export.exact:
                document = as_recorded(here, document, before)
            document = _over(ours[id], before, document)
        else:
            document = {"created_at": self._now.isoformat(), "updated_at": self._now.isoformat(), **document}
        record: Record = from_document(spec.record, id, document)
        if isinstance(record, Member) and not record.name.strip():
            raise InvalidInput(f"{id} has no name")
        return record if id not in ours or "updated_at" in value else _no_weaker(record, ours[id])

    def _end(self, table: str, number: int, record: Record, before: Record | None) -> None:
        row = encode(record)
        admitted = self._admitted(table, {record.id: row}).get(record.id)
        if admitted is None:
            self.skipped.append(RowProblem(number, "about somebody who asked to be forgotten"))
            return
        if admitted != row:
            record = decode(type(record), record.id, admitted)
        if isinstance(record, Member):
            self._known.add(record.id)
        elif not self._export.whole and (strange := set(_MEMBER.findall(row.decode())) - self._known):
            raise InvalidInput(
                f"{record.id} names members who are not here ({', '.join(sorted(strange))}): import them first"
            )
        if before is None:
            self.added += 1
            self.records.append((record, None))
        elif record == before:
            self.same += 1
        elif before.updated_at > record.updated_at:
            self.skipped.append(RowProblem(number, f"{record.id} was changed here since"))
        else:
            self.records.append((record, before))


def _over(record: Record, before: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """The document of a record with what another one tells; its parts are completed, all else is replaced."""
    found = dict(before)
    for key, value in told.items():
        is_part = isinstance(getattr(record, key, None), msgspec.Struct) and isinstance(value, dict)
        if is_part:
            found[key] = {**before[key], **value}
        elif key in NOTES_INSIDE and isinstance(value, list):
            found[key] = _with_words(value, before[key], NOTES_INSIDE[key])
        else:
            found[key] = value
    return found


def _with_words(told: Sequence[Any], here: Sequence[Any], words: str) -> list[Any]:
    """A list of parts in which the private words stand that did not leave with an export."""
    left = list(here)
    found = []
    for part in told:
        known = (each for each in left if {key: each[key] for key in each if key != words} == part)
        if (same := next(known, None)) is not None:
            left.remove(same)
            part = same
        found.append(part)
    return found


def _no_weaker(record: Record, before: Record) -> Record:
    """A record of which nobody knows how old it is, with what protects people as it is here: the stricter wish, break
    and need for space, and a no or a withdrawal in place of a yes."""
    if isinstance(record, Member) and isinstance(before, Member):
        return with_stricter(record, before)
    if isinstance(record, Spotlight) and isinstance(before, Spotlight) and revived(before, record):
        return replace(record, consents=before.consents)
    return record


def _is_document(path: str) -> bool:
    """Whether a file of an export has a place in a workspace, and nowhere outside of it."""
    parts = path.split("/")
    plain = all(part and not part.startswith(".") and not set(part) & set("\\:\0") for part in parts)
    return plain and any(
        len(parts) == pattern.count("/") + 1 and PurePosixPath(path).match(pattern) for pattern in DOCUMENT_PATTERNS
    )


def _told(export: OwnExport) -> Sequence[str]:
    counts = ", ".join(f"{len(entries):,} {name}" for name, entries in export.tables.items() if entries)
    return (f"it holds {counts}",) if counts else ("it holds no records",)


def packed_folder(folder: Path) -> bytes | None:
    """The folder of an export of everything as one zip file; None when it is no such folder. Raises StoreError."""
    if not (folder / "members.json").is_file():
        return None
    try:
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
        return packed({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})
    except OSError as fault:
        raise StoreError(f"{folder} cannot be read: {fault.strerror or fault}", "look at who may read it") from None
