"""The lines of a journal: what they say, how they are checked, and how a file of them is read."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import msgspec

PREFIX_LENGTH = 18
_PREFIX = re.compile(rb"[0-9a-f]{8} [0-9a-f]{8} \{")
NOTHING = msgspec.Raw(b"null")


def document_of(raw: msgspec.Raw) -> bytes | None:
    """A document of a line, or None for null."""
    document = bytes(raw)
    return None if document == b"null" else document


def raw_of(document: bytes | None) -> msgspec.Raw:
    """A document, or None, as it stands in a line."""
    return NOTHING if document is None else msgspec.Raw(document)


Operation = tuple[str, str, msgspec.Raw, msgspec.Raw]
"""Table, id, the document before and after; null is: no such record."""


class Put(msgspec.Struct, tag_field="line", tag="put", omit_defaults=True):
    """One acknowledged change of any number of records."""

    n: int
    """Its number in the order of all changes of the workspace."""
    at: str
    say: str
    put: list[Operation]
    undoes: int = 0
    redoes: int = 0


class Mark(msgspec.Struct, omit_defaults=True):
    """What a table file must be: content by hash and blocks, and the stat it has when nobody else touched it."""

    generation: int
    """The generation whose swap wrote the file."""
    count: int
    size: int
    sha256: str
    blocks_sha256: str
    token: str
    """With the generation, part of the names of the copy and the block index."""
    ino: int = 0
    mtime_ns: int = 0
    blocks: str = ""
    """The table's block index, when it is short; otherwise it has a file of its own."""


class Swap(msgspec.Struct, tag_field="line", tag="swap", omit_defaults=True):
    """A new generation of table files. It ends one journal and begins the next."""

    n: int
    """The last change that is contained or, when the swap itself is a change, its own number."""
    at: str
    reason: str
    generation: int
    token: str
    """Part of the names of the staged files."""
    contains: int
    """Up to which length of the old journal its changes are in the table files."""
    tables: dict[str, Mark]
    say: str = ""
    """The sentence for undo, when the swap is a change a person can undo."""
    changes: str = ""
    """SHA-256 of the file of its changes."""
    undoes: int = 0
    redoes: int = 0
    seen: dict[str, str] = {}
    """SHA-256 of table files that somebody else changed or that were damaged, and that this swap deals with."""
    dropped: list[str] = []
    """Tables whose files are removed."""
    made: int = 0
    """How many of the changes up to `n` are neither undo nor redo."""
    kept: list[tuple[int, int]] = []
    """Earlier generations kept for undo, each with how many such changes were made before it."""


Line = Put | Swap
_decoder: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)
_encoder = msgspec.json.Encoder()


class Reading(msgspec.Struct):
    """What was found in a stretch of a journal. Offsets are those of the file."""

    lines: list[tuple[int, Line]] = msgspec.field(default_factory=list)
    faults: list[tuple[int, int]] = msgspec.field(default_factory=list)
    """Stretches (from, to) that are no valid line."""
    end: int = 0


def encode_line(line: Line) -> bytes:
    """A line with its checksum and length before it."""
    return frame(_encoder.encode(line))


def frame(payload: bytes) -> bytes:
    """A payload as a line: checksum, length, payload."""
    return b"%08x %08x %b\n" % (zlib.crc32(payload), len(payload), payload)


def payloads(data: bytes, start: int = 0) -> Iterator[tuple[int, int, bytes | None, bool]]:
    """(from, to, payload, whole) for each line in `data`; the payload is None where bytes are no valid line, and only
    the line break is broken where there is a payload that is not whole.

    A broken stretch ends where the next line begins, so one bad line does not take its neighbours with it.
    """
    at = 0
    while at < len(data):
        end = _line_end(data, at)
        if end is not None:
            payload = data[at + PREFIX_LENGTH : end]
            if zlib.crc32(payload) == int(data[at : at + 8], 16):
                yield start + at, start + end + 1, payload, data[end] == 10
                at = end + 1
                continue
        following = _PREFIX.search(data, at + 1)
        while following is not None and not _is_valid(data, following.start()):
            following = _PREFIX.search(data, following.start() + 1)
        stop = following.start() if following else len(data)
        yield start + at, start + stop, None, False
        at = stop


def line_at(data: bytes, start: int) -> Line | None:
    """The line at `start` of data that is known to be as it was written; None when none begins there."""
    try:
        return _decoder.decode(data[start + PREFIX_LENGTH : data.find(b"\n", start)])
    except msgspec.MsgspecError:
        return None


def read_lines(data: bytes, start: int = 0) -> Reading:
    """Decode a stretch of a journal that begins at offset `start`."""
    reading = Reading(end=start)
    done = _read_whole_lines(data, start, reading)
    for begin, end, payload, whole in payloads(data[done:], start + done):
        try:
            if payload is not None:
                reading.lines.append((begin, _decoder.decode(payload)))
        except msgspec.MsgspecError:
            whole = False
        if not whole:
            reading.faults.append((begin, end))
        reading.end = end
    return reading


def good_end(reading: Reading, start: int) -> int:
    """Where the last valid line ends."""
    if not reading.lines:
        return start
    last = reading.lines[-1][0]
    return next((begin for begin, _ in reading.faults if begin > last), reading.end)


def is_whole(reading: Reading, generation: int) -> bool:
    """Whether this is all of a journal that another one followed: such a journal ends with the line that begins the
    next."""
    last = reading.lines[-1][1] if reading.lines else None
    return not reading.faults and isinstance(last, Swap) and last.generation == generation + 1


def _read_whole_lines(data: bytes, start: int, reading: Reading) -> int:
    """Decode lines up to the first that is not as it must be, and answer where that is: the short way for the usual
    journal."""
    at = 0
    while (end := data.find(b"\n", at)) >= 0:
        payload = data[at + PREFIX_LENGTH : end]
        if data[at : at + PREFIX_LENGTH] != b"%08x %08x " % (zlib.crc32(payload), len(payload)):
            break
        try:
            reading.lines.append((start + at, _decoder.decode(payload)))
        except msgspec.MsgspecError:
            break
        at = end + 1
    reading.end = start + at
    return at


def _line_end(data: bytes, at: int) -> int | None:
    """Where the payload of the line at `at` ends by its own word; None when it has no such word, or no end here."""
    if not _PREFIX.match(data, at):
        return None
    end = at + PREFIX_LENGTH + int(data[at + 9 : at + 17], 16)
    return end if end < len(data) else None


def _is_valid(data: bytes, at: int) -> bool:
    end = _line_end(data, at)
    return end is not None and zlib.crc32(data[at + PREFIX_LENGTH : end]) == int(data[at : at + 8], 16)
