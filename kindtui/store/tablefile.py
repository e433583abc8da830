"""One table as a file: a JSON object with one record a line, read by record without reading the whole.

    {
    "m-7f3k2q9x0a": {"created_at":"2026-11-02T09:00:00Z", ...},

    "m-8a00000000": {...}
    }

Keys are sorted, and an empty line stands between records, so that files merge well. Blocks of whole records have
checksums; the index of blocks (checksum, offset, first id) finds a record and verifies it.
"""

from __future__ import annotations

import re
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from kindtui.errors import InvalidInput, Problem
from kindtui.formats.strict_json import parse_json
from kindtui.store import durable

BLOCK_SIZE = 32 * 1024
_HEAD = b"{\n"
_BETWEEN = b",\n\n"
_TAIL = b"\n}\n"
_EMPTY = b"{\n}\n"
_KEY = re.compile(rb'"(?:[^"\\]|\\.)*"')
_key: Callable[[str], bytes] = msgspec.json.Encoder().encode
"""An id as it stands in the file."""
_INDEX_HEAD = 18
_MARK = re.compile(rb"^(?:<{7}|>{7}) .*$|^={7}$", re.MULTILINE)

Rows = dict[str, bytes]
"""Id -> the document's JSON, as it stands in the file."""


class Damaged(Exception):
    """A table file's bytes are not those that were written."""


def render(rows: Mapping[str, bytes]) -> bytes:
    """The file of a table."""
    if not rows:
        return _EMPTY
    ids = sorted(rows)
    parts = [_BETWEEN] * (4 * len(ids) - 1)
    parts[0::4] = map(_key, ids)
    parts[1::4] = [b": "] * len(ids)
    parts[2::4] = map(rows.__getitem__, ids)
    return b"".join([_HEAD, *parts, _TAIL])


def split(data: bytes) -> Rows:
    """The rows of a stretch of whole records of a file that is known to be as written."""
    rows: Rows = {}
    for line in _lines(data):
        key, _, document = line.partition(b'": ')
        if b"\\" in key:
            match = _KEY.match(line)
            assert match is not None
            rows[msgspec.json.decode(match[0])] = line[match.end() + 2 :].removesuffix(b",")
        else:
            rows[key[1:].decode()] = document.removesuffix(b",")
    return rows


def as_array(data: bytes) -> bytes:
    """The rows of such a stretch as a JSON array of documents with their ids inside, as `"id"`.

    Where an id or a document is out of the ordinary the result is no JSON, and `split` tells more.
    """
    heads = [line.replace(b'": {', b'",', 1) for line in _lines(data)]
    return b'[{"id":' + b'{"id":'.join(heads) + b"]" if heads else b"[]"


def as_object(data: bytes) -> bytes:
    """The rows of such a stretch as one JSON object: id -> document."""
    return b"{" + _body(data) + b"}"


def _lines(data: bytes) -> list[bytes]:
    """The lines of records, each with the comma after it: all but the last have one."""
    body = _body(data)
    return body.split(b"\n")[::2] if body else []


def _body(data: bytes) -> bytes:
    """A stretch without what stands before its first record and after its last."""
    return b"" if data == _EMPTY else data.removeprefix(_HEAD).removesuffix(_TAIL).removesuffix(_BETWEEN)


def parse_foreign(data: bytes, path: str) -> Rows:
    """The rows of a table file that somebody else wrote, read strictly save for the mark that some editors put at the
    beginning. InvalidInput with the place of the fault."""
    try:
        table = parse_json(data.removeprefix(BOM_UTF8), path)
    except InvalidInput:
        if line := merge_mark(data):
            problem = Problem("A merge was not finished: both versions stand in the file", path=path, line=line)
            raise InvalidInput(str(problem), problems=[problem]) from None
        raise
    if not isinstance(table, dict):
        raise InvalidInput(f"{path}: this is not a table of records", problems=[Problem("Not an object", path=path)])
    for id, document in table.items():
        if not id:
            raise InvalidInput(f"{path}: a record has no id", problems=[Problem("This record has no id", path=path)])
        if not isinstance(document, dict):
            problem = Problem("This record is not an object", path=path, key=id)
            raise InvalidInput(f"{path}: {id} is not a record", problems=[problem])
    return {id: canonical(document) for id, document in table.items()}


def merge_mark(data: bytes) -> int:
    """The line where the conflict of a merge begins that was not finished; 0 when there is none."""
    marks = [found for found in _MARK.finditer(data) if not found[0].startswith(b"=")]
    return data.count(b"\n", 0, marks[0].start()) + 1 if marks and marks[0][0].startswith(b"<") else 0


def salvage(data: bytes) -> Rows:
    """The records that can still be read, one line at a time, in a file that as a whole can not."""
    rows: Rows = {}
    for line in data.split(b"\n"):
        try:
            for id, document in parse_json(b"{" + line.strip().removesuffix(b",") + b"}").items():
                if isinstance(document, dict):
                    rows[id] = canonical(document)
        except InvalidInput:
            continue
    return rows


def canonical(document: Mapping[str, object]) -> bytes:
    """The JSON of a document as the store writes it."""
    return msgspec.json.encode(document, order="sorted")


class Blocks:
    """The block index of one table file: lines of checksum, offset and first id."""

    def __init__(self, text: bytes, size: int) -> None:
        self.text = text
        self._size = size

    @classmethod
    def of(cls, data: bytes) -> Blocks:
        """The index of a file's content."""
        entries = []
        start, first = 0, len(_HEAD)
        while start < len(data):
            end = data.find(_BETWEEN, start + BLOCK_SIZE)
            end = len(data) if end < 0 else end + len(_BETWEEN)
            match = _KEY.match(data, first)
            entries.append(
                b"%08x %08x %b" % (zlib.crc32(data[start:end]), start, match[0] if match is not None else b'""')
            )
            start = first = end
        return cls(b"\n".join(entries), len(data))

    def find(self, path: Path, id: str) -> bytes | None:
        """The document of a record, verified; reads one block. Damaged when the file is not as it was written."""
        entry = self._entry_for(id)
        if entry < 0:
            return None
        following = self.text.find(b"\n", entry) + 1
        start = int(self.text[entry + 9 : entry + 17], 16)
        end = int(self.text[following + 9 : following + 17], 16) if following else self._size
        block = durable.read_from(path, start, end - start)
        _verify(block, self.text[entry : entry + 8])
        key = _key(id) + b": "
        if block.startswith(key):
            found = 0
        elif (found := block.find(b"\n" + key)) < 0:
            return None
        else:
            found += 1
        found += len(key)
        stop = block.find(b"\n", found)
        return block[found:stop].removesuffix(b",")

    def rows(self, data: bytes) -> Rows:
        """All rows of the file's content, verified. Damaged when it is not as it was written."""
        rows: Rows = {}
        for block in self.stretches(data):
            rows.update(split(block))
        return rows

    def stretches(self, data: bytes) -> Iterator[bytes]:
        """The file's content in stretches of whole records, all of them verified before the first is answered. Damaged
        when it is not as it was written."""
        if len(data) != self._size:
            raise Damaged(f"{len(data)} bytes instead of {self._size}")
        spans = list(self._spans())
        with memoryview(data) as view:
            for check, start, end in spans:
                _verify(view[start:end], check)
        return (data[start:end] for _, start, end in spans)

    def intact(self, data: bytes) -> Rows:
        """The rows of those blocks that are still as they were written."""
        rows: Rows = {}
        for check, start, end in self._spans():
            try:
                _verify(data[start:end], check)
            except Damaged:
                continue
            rows.update(split(data[start:end]))
        return rows

    def _entry_for(self, id: str) -> int:
        """Where in the index the entry of the block begins that has `id`, if any has it; -1 when it comes before all.

        The text is bisected as it is: to split it takes as long as everything else together when it is large.
        """
        text = self.text
        found, low, high = -1, 0, len(text)
        while low < high:
            middle = text.rfind(b"\n", low, (low + high) // 2) + 1 or low
            stop = text.find(b"\n", middle)
            stop = len(text) if stop < 0 else stop
            if msgspec.json.decode(text[middle + _INDEX_HEAD : stop], type=str) <= id:
                found, low = middle, stop + 1
            else:
                high = middle
        return found

    def _spans(self) -> Iterator[tuple[bytes, int, int]]:
        """(checksum, from, to) of each block."""
        entries = self.text.split(b"\n") if self.text else []
        starts = [int(entry[9:17], 16) for entry in entries]
        for entry, start, end in zip(entries, starts, [*starts[1:], self._size], strict=True):
            yield entry[:8], start, end


def _verify(block: bytes | memoryview, check: bytes) -> None:
    if zlib.crc32(block) != int(check, 16):
        raise Damaged("a block does not have its checksum")
