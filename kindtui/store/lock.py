"""One writer at a time: a lock among processes, the name of its holder, and the acknowledged length."""

from __future__ import annotations

import os
import random
import sys
import time
import zlib
from pathlib import Path

from kindtui.errors import StoreError
from kindtui.store import durable

_HOLDER_SIZE = 128
_ACKNOWLEDGED_SIZE = 128

if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE = 1 << 30  # beyond the content: Windows refuses to read bytes that somebody has locked

    def _try_lock(fd: int) -> bool:
        os.lseek(fd, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(fd: int) -> None:
        os.lseek(fd, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)


def _identity(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_ino, stat.st_dev


class Busy(StoreError):
    """Somebody else has held the lock for too long."""


class ProcessLock:
    """The lock file of a workspace. It is held by an open descriptor, so the system releases it when a process dies.

    The file's content is a note, not the lock: who holds it, and up to which length which journal was acknowledged,
    with the checksum of all that is before.
    """

    def __init__(self, path: Path, timeout: float = 10.0) -> None:
        self.path = path
        self.timeout = timeout
        self._fd = -1
        self._file = (0, 0)
        """Which file that is."""
        self._held = 0

    def __enter__(self) -> ProcessLock:
        if self._held == 0:
            self._acquire()
        self._held += 1
        return self

    def __exit__(self, *exc: object) -> None:
        self._held -= 1
        if self._held == 0:
            _unlock(self._fd)

    @property
    def held(self) -> bool:
        return self._held > 0

    def close(self) -> None:
        """Give the descriptor back. The lock can be used again."""
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            try:
                os.close(fd)
            except OSError:
                pass  # it is closed all the same

    def acknowledged(self) -> tuple[str, int, int] | None:
        """The journal, its length and checksum at the last acknowledgement, or None when the note is missing or
        unreadable."""
        try:
            check, _, note = durable.read_from(self.path, _HOLDER_SIZE, _ACKNOWLEDGED_SIZE).rstrip().partition(b" ")
            if int(check, 16) != zlib.crc32(note):
                return None
            length, crc, name = note.decode("ascii").split()
            return name, int(length), int(crc, 16)
        except (OSError, ValueError):
            return None

    def acknowledge(self, name: str, length: int, crc: int) -> None:
        """Note that `name` is durable up to `length`, and the CRC-32 of it up to there. Needs no sync: it protects
        against bit rot, not power cuts."""
        note = b"%d %08x %b" % (length, crc, name.encode("ascii"))
        line = b"%08x %b" % (zlib.crc32(note), note)
        durable.write_at(self._fd, line.ljust(_ACKNOWLEDGED_SIZE - 1) + b"\n", _HOLDER_SIZE)

    def _acquire(self) -> None:
        deadline = time.monotonic() + self.timeout
        pause = 0.0005
        while True:
            if self._fd < 0:
                flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
                self._fd = os.open(self.path, flags, durable.FILE_MODE)
                self._file = _identity(os.fstat(self._fd))
            if _try_lock(self._fd):
                try:
                    if self._is_current():
                        self._note_holder()
                        return
                except OSError:
                    self.close()  # or it would be held by somebody who does not know
                    raise
                _unlock(self._fd)
                self.close()
                continue
            if time.monotonic() > deadline:
                raise Busy(f"Not saved: the workspace is in use by {self._holder()}", "close it there, or try again")
            time.sleep(pause * random.uniform(0.5, 1.5))
            pause = min(pause * 1.5, 0.02)

    def _note_holder(self) -> None:
        try:
            durable.write_at(self._fd, (b"%d" % os.getpid()).ljust(_HOLDER_SIZE - 1) + b"\n", 0)
        except OSError:
            pass  # the lock holds without its note

    def _is_current(self) -> bool:
        """Whether the locked file still has its name: somebody may have removed it while we waited."""
        try:
            named = os.stat(self.path)  # noqa: PTH116 - a third of the time, at every change
        except FileNotFoundError:
            return False
        return _identity(named) == self._file

    def _holder(self) -> str:
        try:
            pid = int(durable.read_from(self.path, 0, _HOLDER_SIZE))
        except (OSError, ValueError):
            return "another process"
        return "another window of this process" if pid == os.getpid() else f"process {pid}"
