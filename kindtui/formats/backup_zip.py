"""A backup as one zip file: what it holds, and a manifest with the hash of each file, by which damage is seen."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

import msgspec

from kindtui.errors import StoreError

MANIFEST = "manifest.json"
LARGEST = 2**30
"""Bytes of all files of a backup together; more is not unpacked."""
_KIND = "kindtui backup"
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    ValueError,
    OSError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
"""What reading a zip file that is damaged, or none, may raise."""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    size: int
    sha256: str


class Manifest(msgspec.Struct, forbid_unknown_fields=True):
    """What a backup is. `number` is that of the last change it holds, `schema` the version of its records."""

    kind: str
    at: datetime
    reason: str
    number: int
    schema: int
    files: dict[str, _File]


class Unpacked(msgspec.Struct, frozen=True):
    """A backup whose every byte is as it was written."""

    manifest: Manifest
    files: Mapping[str, bytes]


def pack(files: Mapping[str, bytes], *, at: datetime, reason: str, number: int, schema: int) -> bytes:
    """The zip file of a backup. The same files at the same instant make the same bytes."""
    listed = {name: _File(len(data), sha256(data).hexdigest()) for name, data in sorted(files.items())}
    manifest = Manifest(_KIND, at, reason, number, schema, listed)
    made = io.BytesIO()
    stamp = (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in ((MANIFEST, msgspec.json.format(msgspec.json.encode(manifest))), *sorted(files.items())):
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)
    return made.getvalue()


def unpack(data: bytes, shown: str) -> Unpacked:
    """The files of a backup, each verified. StoreError, with `shown` for its name, when it is not whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if sum(info.file_size for info in infos) > LARGEST:
                raise ValueError("it would unpack to more than a gigabyte")
            found = {info.filename: archive.read(info) for info in infos}
        manifest = msgspec.json.decode(found.pop(MANIFEST), type=Manifest)
        if manifest.kind != _KIND or manifest.schema < 1:
            raise ValueError("its manifest is that of no backup")
        if len(found) + 1 != len(infos) or found.keys() != manifest.files.keys():
            raise ValueError("its files are not those of its manifest")
        for name, file in manifest.files.items():
            if len(found[name]) != file.size or sha256(found[name]).hexdigest() != file.sha256:
                raise ValueError(f"{name} is not what was written")
    except (*UNREADABLE, msgspec.MsgspecError) as fault:
        reason = str(fault) if type(fault) is ValueError else "it is no whole backup"
        raise StoreError(f"{shown} is damaged: {reason}", "kindtui backup --list shows the others") from None
    return Unpacked(manifest, found)
