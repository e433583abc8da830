"""What is in memory of one table: its file's mark, the changes since, and as much of the file as somebody asked for."""

from __future__ import annotations

import itertools
from bisect import bisect_left, insort
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

from kindtui.store import durable
from kindtui.store.lines import Mark
from kindtui.store.tablefile import Blocks, Damaged, Rows

_LOOKS_BEFORE_LOADING = 256
_RECENT = 1000
_serials = itertools.count(1)

RowChange = tuple[str, bytes | None, bytes | None]
"""Id, the document before and after."""


class TableState:
    """Rows of one table. A row is the JSON of a document, kept as bytes until somebody decodes it."""

    def __init__(self, path: Path, mark: Mark | None = None, load_blocks: Callable[[], Blocks] | None = None) -> None:
        self.path = path
        self.mark = mark
        self.changed: dict[str, bytes | None] = {}
        """What journal lines did since the file was written: id -> document, or None where it was removed."""
        self.serial = next(_serials)
        """Tells it from every other state of any table."""
        self.version = 0
        """Counts changes, for those who keep something computed from the rows."""
        self._recent: deque[RowChange] = deque(maxlen=_RECENT)
        self._load_blocks = load_blocks
        self._blocks: Blocks | None = None
        self._rows: Rows | None = None
        self.is_of_file = True
        """Whether the file and `changed` together are the rows."""
        self._order: list[str] | None = None
        self._looked: dict[str, bytes | None] = {}
        """What was found in the file so far, while it is not loaded."""

    @classmethod
    def holding(cls, path: Path, rows: Rows, mark: Mark | None = None) -> TableState:
        """A table whose rows are known."""
        state = cls(path, mark)
        state._rows = rows
        state.is_of_file = False
        return state

    def rebase(self, mark: Mark, load_blocks: Callable[[], Blocks], changed: dict[str, bytes | None]) -> None:
        """The file has become what `mark` says, `changed` is what it does not contain; the rows are what they were."""
        self.mark = mark
        self.changed = changed
        self._load_blocks = load_blocks
        self._blocks = None
        self._looked = {}

    @property
    def loaded(self) -> bool:
        return self._rows is not None

    def blocks(self) -> Blocks:
        """The block index of the file."""
        if self._blocks is None:
            assert self._load_blocks is not None
            self._blocks = self._load_blocks()
        return self._blocks

    def get(self, id: str) -> bytes | None:
        """One document. Damaged or OSError when the file is not what it must be."""
        if self._rows is not None:
            return self._rows.get(id)
        if id in self.changed:
            return self.changed[id]
        if self.mark is None or self.mark.count == 0:
            return None
        if id not in self._looked:
            if len(self._looked) >= _LOOKS_BEFORE_LOADING:
                return self.rows().get(id)
            self._looked[id] = self.blocks().find(self.path, id)
        return self._looked[id]

    def rows(self) -> Rows:
        """All rows, of which the caller changes nothing. Damaged or OSError as in `get`."""
        if self._rows is None:
            rows = self.file_rows()
            apply(rows, self.changed)
            self._rows = rows
            self._looked = {}
        return self._rows

    def whole(self) -> tuple[Iterable[bytes], dict[str, bytes | None]]:
        """Everything, for those who decode it all: the file as verified stretches of whole records, and what is to be
        put over it. Damaged or OSError as in `get`."""
        if self._rows is not None or self.mark is None:
            return [], dict(self.rows())
        return self.blocks().stretches(self._content(self.mark)), dict(self.changed)

    def show(self, rows: Rows) -> None:
        """Let the table be these rows, whatever its file is."""
        self.version += 1
        self._recent.clear()
        self._rows = rows
        self._order = None
        self.is_of_file = False

    def release(self) -> None:
        """Let go of rows that can be read again."""
        if self.is_of_file and self.mark is not None:
            self._rows = self._order = None

    def file_rows(self) -> Rows:
        """The rows of the file, read anew and verified."""
        return {} if self.mark is None else self.blocks().rows(self._content(self.mark))

    def _content(self, mark: Mark) -> bytes:
        data = durable.read_from(self.path)
        if len(data) != mark.size:
            raise Damaged(f"{len(data)} bytes instead of {mark.size}")
        return data

    def order(self) -> list[str]:
        """All ids, sorted, of which the caller changes nothing."""
        if self._order is None:
            self._order = sorted(self.rows())
        return self._order

    def count(self) -> int:
        """How many rows there are; does not read the file when nothing was changed since it was written."""
        if self._rows is None and not self.changed:
            return self.mark.count if self.mark else 0
        return len(self.rows())

    def put(self, id: str, before: bytes | None, document: bytes | None) -> None:
        """Take over a change that is in the journal."""
        self.version += 1
        self.changed[id] = document
        self._recent.append((id, before, document))
        if self._rows is None:
            self._order = None
            return
        known = id in self._rows
        if document is not None:
            self._rows[id] = document
            if not known and self._order is not None:
                insort(self._order, id)
        elif known:
            del self._rows[id]
            if self._order is not None:
                del self._order[bisect_left(self._order, id)]

    def since(self, version: int) -> list[RowChange] | None:
        """What was changed since `version`, in order; None when that is not known any more."""
        count = self.version - version
        return None if count > len(self._recent) else list(self._recent)[len(self._recent) - count :]


def apply(rows: Rows, changed: dict[str, bytes | None]) -> None:
    """Put changes into rows."""
    for id, document in changed.items():
        if document is None:
            rows.pop(id, None)
        else:
            rows[id] = document
