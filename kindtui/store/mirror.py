"""A second copy of the newest journal, from which it is repaired when it is damaged.

It is written after a change is durable, at the same place as in the journal, and never synced: where it is missing,
behind or torn, nothing is lost but a second chance. Each of its lines has its checksum.
"""

from __future__ import annotations

import os

from kindtui.store import durable
from kindtui.store.layout import Layout
from kindtui.store.lines import Reading, Swap, read_lines


class Mirror:
    """The second copies of the journals of one workspace. Used under the lock, and never fails."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._generation = -1
        self._fd = -1

    def add(self, generation: int, offset: int, data: bytes) -> None:
        """Copy what was added to a journal at `offset`."""
        try:
            if self._generation != generation:
                self._open(generation, offset)
            durable.write_at(self._fd, data, offset)
        except OSError:
            self.close()

    def close(self) -> None:
        """Give the descriptor back. The mirror can be used again."""
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = self._generation = -1

    def _open(self, generation: int, length: int) -> None:
        """Open the copy of a journal of this length, and bring it up to that."""
        self.close()
        self._fd, size = durable.open_any(self._layout.mirror(generation))
        if size > length:
            durable.truncate(self._fd, length)
        elif size < length:
            missing = durable.read_from(self._layout.journal(generation), size, length - size)
            durable.write_at(self._fd, missing, size)
        self._generation = generation


def read_mirror(layout: Layout, generation: int) -> Reading:
    """What can be read in the second copy of a journal; nothing when there is none."""
    try:
        return read_lines(durable.read_from(layout.mirror(generation)))
    except OSError:
        return Reading()


def head_in(reading: Reading, generation: int) -> Swap | None:
    """The line that a journal, or its copy, begins with."""
    first = reading.lines[0][1] if reading.lines else None
    return first if isinstance(first, Swap) and first.generation == max(generation, 1) else None
