"""The workspace's YAML and Markdown files, which belong to the person: read as text, written as the text given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from kindtui.errors import Clash, InvalidInput, NotFound, Problem
from kindtui.store import durable, whole_file
from kindtui.store.lock import ProcessLock

MAX_SIZE = 256 * 1024
"""Bytes; larger files are not read."""
KEPT = 20
"""Earlier texts of a document that are kept."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


class Documents:
    """The documents of one folder, by name: the file name without its suffix.

    A person may have put files of any name there, and all of them can be read; what the program makes has a slug for a
    name. Of two files that differ only in their suffix, the one whose suffix stands first in `suffixes` counts.
    """

    def __init__(self, folder: Path, suffixes: Sequence[str], *, workspace: Path | None = None) -> None:
        """`suffixes` with their dot, the first is that of new files. In `workspace` (when not given, the parent of
        `folder`) is the lock, and copies are kept there: of removed documents in `.kindtui/removed/`, of what stood in
        those that are there in `.kindtui/earlier/`."""
        self.folder = folder
        self.suffixes = tuple(suffixes)
        self._private = (workspace or folder.parent) / ".kindtui"
        self._removed = self._private / "removed" / folder.name
        self._earlier = self._private / "earlier" / folder.name
        self._lock = ProcessLock(self._private / "lock")

    def names(self) -> list[str]:
        """The names of all documents, sorted."""
        return sorted({path.name[: -len(path.suffix)] for path in self._files()})

    def path(self, name: str) -> Path:
        """The file of a document. NotFound, with the nearest names, when there is none."""
        for suffix in self.suffixes:
            path = self.folder / f"{name}{suffix}"
            if self._is_plain(name) and path.is_file():
                return path
        import difflib

        near = difflib.get_close_matches(name, self.names(), n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(near)}?" if near else ""
        raise NotFound(f"There is no {name!r} in {self.folder.name}/", hint)

    def read(self, name: str) -> str:
        """The text of a document, without a byte order mark. NotFound; InvalidInput when the file is too large, not
        UTF-8, or a link that leads out of the folder."""
        path = self.path(name)
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise self._invalid(path, "this is a link that leads out of the folder", "put the file itself there")
        try:
            if path.stat().st_size > MAX_SIZE:
                raise self._invalid(path, f"the file is larger than {MAX_SIZE // 1024} KB", "make it shorter")
            data = durable.read_from(path)
        except OSError as error:
            raise durable.failure(f"{path.name} cannot be read", error) from error
        try:
            return data.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError as fault:
            line = data.count(b"\n", 0, fault.start) + 1
            column = fault.start - data.rfind(b"\n", 0, fault.start)
            raise self._invalid(path, "this is not UTF-8 text", "save it as UTF-8", line, column) from None

    def write(self, name: str, text: str, *, expected: str | None = None) -> Path:
        """Write a document, whole and durable, and answer its path. With `expected`, the text it was made from: Clash
        when the file holds something else by now. InvalidInput when the name is not a slug or the text is too long;
        StoreError when it cannot be written, in which case the earlier text is still there. Of a text that is replaced
        a copy is kept, which `restore` brings back."""
        path = self._target(name)
        try:
            data = text.encode("utf-8")
        except UnicodeEncodeError:
            raise self._invalid(path, "half of a character (a lone surrogate) cannot be saved", "") from None
        if len(data) > MAX_SIZE:
            raise self._invalid(path, f"the text is larger than {MAX_SIZE // 1024} KB", "make it shorter")
        with self._writing():
            if expected is not None and (not path.is_file() or self.read(name) != expected):
                raise Clash(f"Not saved: {path.name} was changed by somebody else meanwhile", "look at it again")
            if path.is_file() and durable.read_from(path) != data:
                self._keep_earlier(path)
            self._replace(path, data)
        return path

    def remove(self, name: str) -> Path:
        """Remove a document. A copy is kept, whose path is answered and from which `restore` brings it back."""
        path = self.path(name)
        with self._writing():
            copy = self._copy(path, self._removed)
            durable.remove(path)
            durable.sync_folder(self.folder)
        return copy

    def restore(self, name: str) -> Path:
        """Undo the last removal of this name or, of a document that is there, the last change of its text, of which a
        copy is kept in turn. NotFound when there is no copy, Clash when a removed one's name is in use again."""
        with self._writing():
            removed, earlier = self._copies(name, self._removed), self._copies(name, self._earlier)
            there = name in self.names()
            if not (copies := earlier if there else removed):
                if removed:
                    raise Clash(f"{name} is in use again", "rename or remove it first")
                raise NotFound(f"No removed or earlier {name!r} is kept", "it may be back already, or never was")
            path = self.path(name) if there else self.folder / copies[-1].name.partition("-")[2]
            data = durable.read_from(copies[-1])
            if there:
                self._keep_earlier(path)
            self._replace(path, data)
            durable.remove(copies[-1])
        return path

    def earlier(self) -> list[str]:
        """The names of documents of which an earlier text is kept, sorted."""
        return [name for name in self.names() if self._copies(name, self._earlier)]

    def removed(self) -> list[str]:
        """The names of removed documents of which a copy is kept, the one that was removed last first."""
        kept = sorted(self._removed.glob("??????-*"), reverse=True)
        return list(dict.fromkeys(copy.stem[7:] for copy in kept))

    def _keep_earlier(self, path: Path) -> None:
        """Keep what stands in a document; of its earlier texts the oldest go when there are many."""
        self._copy(path, self._earlier)
        for old in self._copies(path.stem, self._earlier)[:-KEPT]:
            durable.remove(old)

    def _copy(self, path: Path, folder: Path) -> Path:
        """Keep a copy of a document; answers where."""
        durable.make_folder(folder)
        number = max((int(copy.name[:6]) for copy in folder.glob("??????-*")), default=0) + 1
        copy = folder / f"{number:06d}-{path.name}"
        durable.write_new(copy, durable.read_from(path))
        durable.sync_folder(folder)
        return copy

    def _copies(self, name: str, folder: Path) -> list[Path]:
        """The copies of a document, the newest last."""
        wanted = {f"{name}{suffix}" for suffix in self.suffixes}
        copies = sorted(folder.iterdir()) if folder.is_dir() else []
        return [copy for copy in copies if copy.name.partition("-")[2] in wanted]

    def stamp(self) -> tuple[tuple[str, int, int, int], ...]:
        """A value that differs when any document was made, changed or removed."""
        stamps = []
        for path in self._files():
            # somebody may remove it between the look at the folder and the look at the file
            with suppress(FileNotFoundError):
                stat = path.stat()
                stamps.append((path.name, stat.st_ino, stat.st_mtime_ns, stat.st_size))
        return tuple(sorted(stamps))

    def _files(self) -> Iterator[Path]:
        try:
            for path in self.folder.iterdir() if self.folder.is_dir() else ():
                if path.suffix in self.suffixes and self._is_plain(path.name) and path.is_file():
                    yield path
        except OSError as error:
            raise durable.failure(f"{self.folder.name}/ cannot be read", error) from error

    def _is_plain(self, name: str) -> bool:
        return bool(name) and not name.startswith(".") and not set("/\\\0:") & set(name)

    def _target(self, name: str) -> Path:
        """Where a document is, or would be; its name must be a slug unless it is there already."""
        try:
            return self.path(name)
        except NotFound:
            if not _SLUG.fullmatch(name):
                raise InvalidInput(
                    f"{name!r} cannot be the name of a document", "use lower-case letters, digits, - and _"
                ) from None
            return self.folder / f"{name}{self.suffixes[0]}"

    def _replace(self, path: Path, data: bytes) -> None:
        durable.make_folder(self.folder)
        whole_file.replace(path, data)
        try:
            durable.sync_folder(self.folder)
        except OSError as error:
            raise durable.failure(f"It is not known whether {path.name} was saved", error) from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Be the only writer of the workspace; file-system errors become StoreError."""
        try:
            durable.make_folder(self._private)
            with self._lock:
                yield
        except OSError as error:
            raise durable.failure("Not saved", error) from error
        finally:
            self._lock.close()

    def _invalid(self, path: Path, message: str, hint: str, line: int = 0, column: int = 0) -> InvalidInput:
        problem = Problem(message, hint, f"{self.folder.name}/{path.name}", line, column)
        return InvalidInput(str(problem), problems=[problem])
