"""A journal whose lines are decoded when somebody asks for more of them than a record."""

from __future__ import annotations

import msgspec

from kindtui.store.lines import Line, Put, document_of, line_at

_RECORDS = 16
"""So many records are looked for one by one."""


class Found(msgspec.Struct, frozen=True):
    """What the journal says of a record: its document, or None where it was removed."""

    document: bytes | None


class Unread:
    """A whole journal, of which it is known that every line is as it was written."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._looks = 0

    def ends(self) -> tuple[Line | None, Line | None]:
        """The first line and the last one; None where that is no line."""
        return line_at(self.data, 0), line_at(self.data, self.data.rfind(b"\n", 0, -1) + 1)

    def is_tiring(self) -> bool:
        """Whether so many records were looked for that reading all lines is the shorter way."""
        return self._looks > _RECORDS

    def append(self, line: bytes) -> None:
        """Add a line that was written since."""
        self.data += line

    def find(self, table: str, id: str) -> Found | None:
        """The last thing the journal says of a record; None when it says nothing.

        What is looked for is how a put line begins an operation. Documents may contain the same bytes, so a line where
        they are found is decoded and asked.
        """
        self._looks += 1
        key = b"[%b,%b," % (msgspec.json.encode(table), msgspec.json.encode(id))
        at = self.data.rfind(key)
        while at >= 0:
            start = self.data.rfind(b"\n", 0, at) + 1
            line = line_at(self.data, start)
            for operation in reversed(line.put) if isinstance(line, Put) else ():
                if operation[:2] == (table, id):
                    return Found(document_of(operation[3]))
            at = self.data.rfind(key, 0, start)
        return None
