"""The few file-system calls that durability rests on. Nothing else in the store writes, syncs, renames or removes.

They raise OSError; `failure` turns one into what a person should know.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from kindtui.errors import StoreError

FILE_MODE = 0o600
FOLDER_MODE = 0o700
_BINARY = getattr(os, "O_BINARY", 0)
_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)


def sync_data(fd: int) -> None:
    """Return when the bytes written to `fd` are on the medium. Never call it again on an fd where it failed."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
    elif hasattr(os, "fdatasync"):
        os.fdatasync(fd)
    else:
        os.fsync(fd)


def sync_folder(folder: Path) -> None:
    """Return when the names in `folder` are on the medium (Windows keeps them in its own journal)."""
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY | _CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def make_folder(folder: Path) -> None:
    """Make a private folder and its parents, durably. An existing one is left as it is."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(FOLDER_MODE, exist_ok=True)
    sync_folder(folder.parent)


def write_new(path: Path, data: bytes, *, durable: bool = True) -> os.stat_result:
    """Write a whole private file and answer its stat. With `durable` its content is on the medium; its name is not
    before `sync_folder`."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | _BINARY | _CLOEXEC, FILE_MODE)
    try:
        write_all(fd, data)
        if durable:
            sync_data(fd)
        return os.fstat(fd)
    finally:
        os.close(fd)


def write_all(fd: int, data: bytes) -> None:
    """Write every byte at the descriptor's place."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def replace(source: Path, target: Path) -> None:
    """Give a file another name, over what was there. Durable after `sync_folder`."""
    source.replace(target)


def open_append(path: Path) -> int:
    """A descriptor that writes at the end of an existing file."""
    return os.open(path, os.O_RDWR | os.O_APPEND | _BINARY | _CLOEXEC)


def open_any(path: Path) -> tuple[int, int]:
    """A descriptor on a private file, which is made when there is none; and how long the file is."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT | _BINARY | _CLOEXEC, FILE_MODE)
    return fd, os.fstat(fd).st_size


def write_at(fd: int, data: bytes, offset: int) -> None:
    """Write at a place of a file. Nothing that is acknowledged rests on it."""
    if hasattr(os, "pwrite"):
        os.pwrite(fd, data, offset)
    else:
        os.lseek(fd, offset, os.SEEK_SET)
        os.write(fd, data)


def truncate(fd: int, length: int) -> None:
    """Cut a file."""
    os.ftruncate(fd, length)


def remove(path: Path) -> None:
    """Remove a file, which may be gone already."""
    path.unlink(missing_ok=True)


def discard(path: Path) -> None:
    """Remove a file that is of no use, if that can be done now: for the way out after another failure."""
    try:
        remove(path)
    except OSError:
        pass


def read_from(path: Path, offset: int = 0, length: int | None = None) -> bytes:
    """Bytes of a file. FileNotFoundError when there is none; a pipe in its place is empty, and nobody waits for it."""
    fd = os.open(path, os.O_RDONLY | _BINARY | _CLOEXEC | _NONBLOCK)
    try:
        if offset:
            os.lseek(fd, offset, os.SEEK_SET)
        wanted = os.fstat(fd).st_size - offset if length is None else length
        pieces = []
        while wanted > 0 and (piece := os.read(fd, wanted)):
            pieces.append(piece)
            wanted -= len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)
    except OSError as error:
        error.filename = str(path)
        raise
    finally:
        os.close(fd)


def failure(what: str, error: OSError) -> StoreError:
    """The StoreError for a file-system error; `what` says what happened to the change."""
    reasons = {
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "the disk quota is used up",
        errno.EACCES: "permission was denied",
        errno.EPERM: "permission was denied",
        errno.EROFS: "the file system is read-only",
        errno.EIO: "the disk reported an error",
        errno.EFBIG: "a file would become too large",
    }
    reason = reasons.get(error.errno or 0, error.strerror or str(error))
    place = f" ({error.filename})" if error.filename else ""
    hint = dict.fromkeys((errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ELOOP), "move away what is in its place")
    hint |= {
        errno.ENOSPC: "make room, then do it again",
        errno.EDQUOT: "make room, then do it again",
        errno.EACCES: "check who owns the workspace folder",
        errno.EROFS: "copy the workspace to a folder that can be written",
    }
    return StoreError(f"{what}: {reason}{place}", hint.get(error.errno or 0, ""))
