"""A checksum in the small JSON files beside the records, so that what a disk did to them is seen."""

from __future__ import annotations

import re
import zlib

_SEAL = re.compile(rb'\{"crc32":"([0-9a-f]{8})"(?:,|(?=\}))')


def sealed(data: bytes) -> bytes:
    """A JSON object, as compact as it is encoded, with the CRC-32 of its bytes as its first key."""
    return b'{"crc32":"%08x"%b%b' % (zlib.crc32(data), b"" if data == b"{}" else b",", data[1:])


def unsealed(data: bytes) -> bytes:
    """The JSON object that was sealed; without a seal, the data as they are. ValueError when they are no longer what
    was written."""
    found = _SEAL.match(data)
    if found is None:
        return data
    plain = b"{" + data[found.end() :]
    if int(found[1], 16) != zlib.crc32(plain):
        raise ValueError("it is not what was written")
    return plain
