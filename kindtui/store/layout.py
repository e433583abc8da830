"""Where a workspace's files are, and what they are called."""

from __future__ import annotations

import os
import re
import sys
import zlib
from functools import lru_cache
from pathlib import Path

_PLAIN = re.compile(r"[a-z0-9_-]+")
_QUOTED = re.compile(r"%([0-9a-f]{2})")
_CONFLICT = re.compile(
    r"\.sync-conflict-\d|conflicted copy|_conflict-\d{8}|\([^)]*(?:conflict|konflikt|conflit)[^)]*\)"
    r"|\.(?:orig|rej)$|_(?:BACKUP|BASE|LOCAL|REMOTE)_\d+",
    re.IGNORECASE,
)
"""What Syncthing, Dropbox (in some languages), Nextcloud, ownCloud and git call the second version of a file."""
_OWN = re.compile(r"([0-9a-f]{8})-(\d{6,})\.")


class Layout:
    """The paths of one workspace folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records = folder / "records"
        self.private = folder / ".kindtui"
        self.journals = self.private / "journals"
        self.copies = self.private / "copies"
        self.quarantine = self.private / "quarantine"
        self.clashes = self.private / "clashes"
        self.lock = self.private / "lock"
        self.machine = machine_id()
        self._tables: dict[str, Path] = {}

    def folders(self) -> tuple[Path, ...]:
        """The folders that new table files need."""
        return (self.records, self.journals, self.copies)

    def table(self, name: str) -> Path:
        """The file of a table."""
        path = self._tables.get(name)
        if path is None:
            path = self._tables[name] = self.records / f"{file_name(name)}.json"
        return path

    def tables(self) -> tuple[dict[str, Path], list[Path]]:
        """The table files that are there, by table; and second versions of them, which sync services leave when two
        machines changed one. Some only add a number or the name of a machine, so that is whatever is no table."""
        found: dict[str, Path] = {}
        second: list[Path] = []
        for file in _names(self.records):
            if is_second_version(file) or (file.endswith(".json") and file[0] != "." and table_name(file[:-5]) is None):
                second.append(self.records / file)
            elif file.endswith(".json") and (name := table_name(file[:-5])) is not None:
                found[name] = self.table(name)
        return found, second

    def stem(self, generation: int) -> str:
        return f"{self.machine}-{generation:06d}"

    def journal(self, generation: int) -> Path:
        return self.journals / f"{self.stem(generation)}.log"

    def staged_journal(self, generation: int, token: str) -> Path:
        return self.journals / f"{self.stem(generation)}.{token}.staged"

    def staged_table(self, generation: int, token: str, name: str) -> Path:
        return self.journals / f"{self.stem(generation)}.{token}.{file_name(name)}.staged"

    def changes(self, generation: int, token: str) -> Path:
        """The changes that a swap made, for undo."""
        return self.journals / f"{self.stem(generation)}.{token}.changes"

    def blocks(self, generation: int, token: str, name: str) -> Path:
        return self.copies / f"{self.stem(generation)}.{token}.{file_name(name)}.blocks"

    def copy(self, generation: int, token: str, name: str) -> Path:
        """The store's own copy of a table file: what it was before somebody else changed or damaged it."""
        return self.copies / f"{self.stem(generation)}.{token}.{file_name(name)}.json"

    def mirror(self, generation: int) -> Path:
        """The second copy of a journal."""
        return self.copies / f"{self.stem(generation)}.log"

    def generations(self) -> list[int]:
        """The generations of this machine's journals, oldest first."""
        matches = (_OWN.match(name) for name in _names(self.journals) if name.endswith(".log"))
        return sorted(int(match[2]) for match in matches if match and match[1] == self.machine)

    def journals_of_others(self) -> list[Path]:
        """Journals that other machines made, the newest last: the folder was copied, or is synchronised."""
        if not self.journals.is_dir():
            return []
        found = [(match, path) for path in self.journals.glob("*.log") if (match := _OWN.match(path.name))]
        return [path for match, path in sorted(found, key=lambda one: int(one[0][2])) if match[1] != self.machine]

    def kept_clashes(self) -> list[Path]:
        """Versions of records that were set aside for a person to compare."""
        return [self.clashes / name for name in _names(self.clashes)]

    def own_files(self, folder: Path) -> list[Path]:
        """The files in a folder that this machine made."""
        return [path for path in folder.iterdir() if (match := _OWN.match(path.name)) and match[1] == self.machine]

    def generation_of(self, path: Path) -> int:
        """The generation that one of `own_files` belongs to."""
        match = _OWN.match(path.name)
        assert match is not None
        return int(match[2])


def is_second_version(file: str) -> bool:
    """Whether a file's name says that it is another version of a file."""
    return _CONFLICT.search(file) is not None


def _names(folder: Path) -> list[str]:
    """The names in a folder, sorted; none when there is no folder."""
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - half the time of iterdir, at every start
    except (FileNotFoundError, NotADirectoryError):
        return []


@lru_cache(maxsize=256)
def file_name(table: str) -> str:
    """A table's name as a file name that no file system folds into another one."""
    return "".join(
        part if _PLAIN.fullmatch(part) else "".join(f"%{byte:02x}" for byte in part.encode("utf-8", "surrogatepass"))
        for part in re.split(r"([^a-z0-9_-])", table)
    )


@lru_cache(maxsize=256)
def table_name(stem: str) -> str | None:
    """The table of a file name, or None when no table has this one."""
    try:
        name = _QUOTED.sub(lambda match: chr(int(match[1], 16)), stem).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    return name if file_name(name) == stem else None


@lru_cache(maxsize=1)
def machine_id() -> str:
    """Eight hexadecimal digits that stay the same on this machine, for the names of its journals."""
    if sys.platform == "win32":
        import platform

        name = platform.node()
    else:
        name = os.uname().nodename.partition(".")[0]
    try:
        name = Path("/etc/machine-id").read_text(encoding="ascii").strip() or name
    except (OSError, UnicodeError):
        pass  # only Linux has one
    return f"{zlib.crc32(name.encode('utf-8', 'replace')):08x}"
