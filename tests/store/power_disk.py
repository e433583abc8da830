"""A disk that keeps only what it must: what strace saw of an operation, played back into every state that a power cut
may leave.

A write is on the medium after a sync of its file, a name after a sync of its folder. Until then each of them may be
there or not, in any combination, whatever their order was; a rename is there whole or not at all.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

TRACED = (
    "openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,"
    "close,lseek,flock,link,linkat,sendto"
)
OPTIONS = ["-xx", "-y", "-s", "16777216", "-e", f"trace={TRACED}"]
"""For strace, so that `Recorded` understands what it writes."""
RANDOM_STATES = 6
"""Random choices of what is kept, for each moment."""

_CALL = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FD = re.compile(r"^(\d+)<([^>]*)>")


@dataclass(frozen=True, eq=False)
class Pending:
    """Something that was done and is not on the medium yet: bytes of a file, a length, or names."""

    inode: int
    offset: int = 0
    data: bytes | None = None
    """Bytes written; None for a new length, which is then `offset`, and for names."""
    names: tuple[tuple[str, int | None], ...] = ()
    """Path -> the file that has it from now on, or None when none has."""
    folders: frozenset[str] = frozenset()
    """Folders of which a sync makes the names durable."""

    def onto(self, content: bytes) -> bytes:
        """A file's content with this."""
        if self.data is None:
            return content[: self.offset].ljust(self.offset, b"\0")
        head = content[: self.offset].ljust(self.offset, b"\0")
        return head + self.data + content[self.offset + len(self.data) :]


FOLDER = -1
"""Stands for a folder where a file's number could be."""


@dataclass
class Disk:
    """What is on the medium, and what waits, in the order in which it was done."""

    root: str
    names: dict[str, int] = field(default_factory=dict)
    files: dict[int, bytes] = field(default_factory=dict)
    waiting: list[Pending] = field(default_factory=list)
    current: dict[str, int] = field(default_factory=dict)
    """The names as a program sees them."""
    sizes: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> Disk:
        """What is in a folder is on the medium."""
        disk = cls(str(folder))
        for path in folder.rglob("*"):
            inode = FOLDER
            if path.is_file():
                inode = len(disk.files)
                disk.files[inode] = path.read_bytes()
                disk.sizes[inode] = len(disk.files[inode])
            disk.names[str(path)] = disk.current[str(path)] = inode
        return disk

    def new_file(self) -> int:
        inode = len(self.files)
        self.files[inode], self.sizes[inode] = b"", 0
        return inode

    def name(self, *names: tuple[str, int | None]) -> None:
        """Names are given or taken away."""
        for path, inode in names:
            if inode is None:
                self.current.pop(path, None)
            else:
                self.current[path] = inode
        folders = frozenset(os.path.dirname(path) for path, _ in names)  # noqa: PTH120 - these are no files here
        self.waiting.append(Pending(-1, names=names, folders=folders))

    def write(self, inode: int, offset: int, data: bytes) -> None:
        self.sizes[inode] = max(self.sizes[inode], offset + len(data))
        self.waiting.append(Pending(inode, offset, data))

    def cut(self, inode: int, length: int) -> None:
        self.sizes[inode] = length
        self.waiting.append(Pending(inode, length))

    def sync_file(self, inode: int) -> None:
        for each in [each for each in self.waiting if each.inode == inode]:
            self.files[inode] = each.onto(self.files[inode])
            self.waiting.remove(each)

    def sync_folder(self, folder: str) -> None:
        for each in [each for each in self.waiting if folder in each.folders]:
            _rename(self.names, each)
            self.waiting.remove(each)

    def states(self, chance: random.Random) -> Iterator[dict[str, bytes | None]]:
        """What may be found after a power cut now: path -> content, None for a folder."""
        seen = set()
        for kept in self._choices(chance):
            names, files = dict(self.names), dict(self.files)
            for each in kept:
                if each.names:
                    _rename(names, each)
                else:
                    files[each.inode] = each.onto(files[each.inode])
            found = {path: None if inode == FOLDER else files[inode] for path, inode in names.items()}
            found = {path: content for path, content in found.items() if self._has_folders(path, found)}
            digest = sha256(repr(sorted(found.items())).encode()).digest()
            if digest not in seen:
                seen.add(digest)
                yield found

    def _choices(self, chance: random.Random) -> Iterator[list[Pending]]:
        waiting = self.waiting
        yield []
        yield waiting
        yield [each for each in waiting if each.names]
        yield [each for each in waiting if not each.names]
        for number, one in enumerate(waiting):
            yield waiting[:number]
            yield [one]
            yield [each for each in waiting if each is not one]
            if one.data is not None and len(one.data) > 1:
                torn = Pending(one.inode, one.offset, one.data[: len(one.data) // 2])
                yield [*waiting[:number], torn]
        for _ in range(RANDOM_STATES if len(waiting) > 2 else 0):
            yield [each for each in waiting if chance.random() < 0.5]

    def _has_folders(self, path: str, found: dict[str, bytes | None]) -> bool:
        folder = os.path.dirname(path)  # noqa: PTH120 - as above
        return folder == self.root or (folder in found and found[folder] is None and self._has_folders(folder, found))


def _rename(names: dict[str, int], pending: Pending) -> None:
    for path, inode in pending.names:
        if inode is None:
            names.pop(path, None)
        else:
            names[path] = inode


def write_down(state: dict[str, bytes | None], root: str, folder: Path) -> None:
    """Make a folder that is as the disk was."""
    folder.mkdir(parents=True)
    for path, content in sorted(state.items()):
        target = folder / path[len(root) + 1 :]
        if content is None:
            target.mkdir()
        else:
            target.write_bytes(content)


@dataclass(frozen=True)
class Call:
    """One system call of a record."""

    name: str
    line: str
    path: str
    """What it is about: of a descriptor, the name the file has now."""
    other: str
    data: bytes
    number: int
    result: int


def recorded(trace: str, root: str) -> Iterator[Call]:
    """The calls of strace's record that concern the files below a folder; `sendto` marks the end of the operation."""
    for line in trace.splitlines():
        match = _CALL.match(line)
        if match is None:
            continue
        name, arguments, result, opened = match[1], match[2], int(match[3]), match[4]
        strings = [_bytes(text) for text in _STRING.findall(arguments)]
        fd = _FD.match(arguments)
        path = _bytes(fd[2]).decode() if fd else ""
        other, data = "", b""
        if name in ("write", "pwrite64"):
            data = strings[0]
        elif name == "openat":
            path = _bytes(opened).decode() if opened else strings[0].decode()
        elif strings and name != "sendto":
            path, other = strings[0].decode(), strings[-1].decode()
        if name == "sendto" or path == root or path.startswith(f"{root}/"):
            numbers = re.findall(
                r"(?<![\w\\])(\d+)(?![\w<])", _STRING.sub("", arguments[fd.end() :] if fd else arguments)
            )
            yield Call(name, arguments, path, other, data, int(numbers[-1]) if numbers else 0, result)


def played(disk: Disk, calls: Iterable[Call]) -> Iterator[Call]:
    """Let the calls happen to the disk; each is yielded when it has happened."""
    for call in calls:
        if call.result < 0:
            continue
        inode = disk.current.get(call.path)
        if call.name == "openat" and inode is None and "O_CREAT" in call.line:
            disk.name((call.path, disk.new_file()))
        elif call.name == "openat" and "O_TRUNC" in call.line and inode is not None and disk.sizes[inode]:
            disk.cut(inode, 0)
        elif call.name in ("write", "pwrite64"):
            assert inode is not None, call
            disk.write(inode, call.number if call.name == "pwrite64" else disk.sizes[inode], call.data[: call.result])
        elif call.name == "ftruncate":
            assert inode is not None, call
            disk.cut(inode, call.number)
        elif call.name in ("fsync", "fdatasync"):
            if inode is None or inode == FOLDER:
                disk.sync_folder(call.path)
            else:
                disk.sync_file(inode)
        elif call.name.startswith("rename"):
            assert inode is not None, call
            disk.name((call.path, None), (call.other, inode))
        elif call.name.startswith(("unlink", "rmdir")):
            disk.name((call.path, None))
        elif call.name.startswith("mkdir"):
            disk.name((call.path, FOLDER))
        elif call.name.startswith("link"):
            raise NotImplementedError(call)
        yield call


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
