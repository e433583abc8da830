"""The files in which spotlights leave, and the entries by which they are found again when somebody withdraws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kindtui.domain.spotlight_exports import CLIPBOARD, STANDARD_OUTPUT
from kindtui.domain.spotlights import Export, Format, Spotlight, hash_of, text_hash
from kindtui.services.private_file import write_private
from kindtui.services.spotlight_leaving import Leaving
from kindtui.store import durable


class LeftFile(NamedTuple):
    """A file that is still there. `file` is how its entry calls it; `as_exported`: nobody wrote in it since; `may_go`:
    kindtui may delete it. An entry may name any file of the computer, whoever wrote it, so what lies elsewhere than the
    exports goes only as it was exported."""

    path: Path
    file: str
    as_exported: bool
    may_go: bool


@dataclass(frozen=True)
class Written:
    """The file that was written, the plain-text `twin` beside an HTML one, and an entry for each."""

    path: Path
    twin: Path | None
    entries: tuple[Export, ...]

    def take_back(self) -> None:
        """Remove the files: what is not written down would not be found when somebody withdraws."""
        for path in (self.path, self.twin):
            if path is not None:
                path.unlink(missing_ok=True)


class SpotlightFiles:
    """`folder` is where files go for which no other place is named, `workspace` what their names are relative to."""

    def __init__(self, folder: Path, workspace: Path) -> None:
        self._folder = folder
        self._workspace = workspace

    def write(self, leaving: Leaving, messages: Sequence[str], format: Format, out: Path | None, day: date) -> Written:
        """Write the messages to `out` (a file, or a folder), else to a file of ours, with a twin beside an HTML one.
        Raises StoreError."""
        name = leaving.file_name(format)
        path = self._folder / name if out is None else out / name if out.is_dir() else out
        twin = path.with_suffix(".txt") if format == "html" and out is None else None
        entries = [self._write(leaving, path, messages, format, day, make_parent=out is None)]
        if twin is not None:
            plain = leaving.messages("text", day=day)
            entries.append(self._write(leaving, twin, plain, "text", day, make_parent=True))
        return Written(path, twin, tuple(entries))

    def left(self, spotlight: Spotlight) -> list[str]:
        """The files in our folder that were made from a spotlight, also when their entry was undone."""
        found = sorted(path for path in self._folder.glob(f"*-{spotlight.id}*") if path.is_file())
        return [self._kept_as(path) for path in found]

    def still_there(self, entries: Iterable[Export]) -> list[LeftFile]:
        """The files of these entries that are still on this machine, each once."""
        hashes: dict[str, set[str]] = {}
        for each in entries:
            if each.file not in (CLIPBOARD, STANDARD_OUTPUT):
                hashes.setdefault(each.file, set()).add(each.hash)
        exports = self._folder.resolve()
        left = []
        for file, known in hashes.items():
            path = self._workspace.absolute() / file
            if path.is_file():
                as_exported = _hash_of(path) in known
                left.append(LeftFile(path, file, as_exported, as_exported or path.resolve().is_relative_to(exports)))
        return left

    def delete(self, files: Iterable[LeftFile]) -> None:
        """Delete files for good. Raises StoreError at the first that cannot be."""
        for each in files:
            try:
                durable.remove(each.path)
            except OSError as error:
                raise durable.failure(f"{each.path} was not deleted", error) from error

    def _write(
        self, leaving: Leaving, path: Path, messages: Sequence[str], format: Format, day: date, *, make_parent: bool
    ) -> Export:
        content = file_text(messages)
        write_private(path, content, make_parent=make_parent)
        return export_of(leaving, content, self._kept_as(path), format, day)

    def _kept_as(self, path: Path) -> str:
        """From the workspace when it is inside."""
        whole = path.absolute()
        workspace = self._workspace.absolute()
        return whole.relative_to(workspace).as_posix() if whole.is_relative_to(workspace) else str(whole)


def file_text(messages: Sequence[str]) -> str:
    """Several messages as one file."""
    from kindtui.formats.spotlight_text import joined

    return joined(messages).rstrip("\n") + "\n"


def export_of(leaving: Leaving, content: str, file: str, format: Format, day: date) -> Export:
    """The entry by which an export is found again."""
    return Export(
        on=day,
        file=file,
        format=format,
        hash=text_hash(content),
        text_hash=hash_of(leaving.spotlight),
        draft=leaving.draft,
    )


def _hash_of(path: Path) -> str:
    """The hash of a file as `export_of` keeps it; "" for one that cannot be read as text."""
    try:
        return text_hash(path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError):
        return ""
