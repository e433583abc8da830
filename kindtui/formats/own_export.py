"""What `kindtui export` wrote: one notebook as JSON, the members as CSV, or everything, as a zip file of the folder."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kindtui.domain.record import ID_DIGITS
from kindtui.errors import InvalidInput
from kindtui.formats.backup_zip import UNREADABLE
from kindtui.formats.file_text import MAX_BYTES
from kindtui.formats.own_table import members_in, table_of
from kindtui.formats.people_json import head, read_json

NAME = "kindtui"
TITLE = "kindtui export"
WHAT = "this kindtui export"
TABLES = {
    "m": "members",
    "c": "contributions",
    "s": "spotlights",
    "f": "followups",
    "u": "merges",
    "d": "distinctions",
}
"""What the ids of each table begin with."""
_ID = re.compile(rf'"id"\s*:\s*"([{"".join(TABLES)}])-{ID_DIGITS}"')
_MAX_FILES = 20_000
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class OwnExport:
    """Records as JSON values, by table (an InvalidInput stands for one that cannot be read), and the other files by
    their path. `whole` says that it is an export of everything, so that whom a record names is in it, if anywhere;
    `exact`, that no value lost anything on its way, as some do in a table."""

    tables: Mapping[str, list[Any]] = field(repr=False)
    documents: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    whole: bool = False
    exact: bool = True


def is_own(data: bytes) -> bool:
    """Whether a file was written by `kindtui export`, by its content."""
    if data.startswith(_ZIP):
        return _members_in(data) is not None
    text = head(data)
    return bool(text.startswith("[") and _ID.search(text)) or table_of(data) in TABLES


def read_own(data: bytes) -> OwnExport:
    """The records of an export. Raises InvalidInput when it is none, or broken."""
    if data.startswith(_ZIP):
        return _unpacked(data)
    if prefix := table_of(data):
        return _table(data, TABLES.get(prefix, ""))
    found = read_json(data, WHAT)
    first = found[0] if isinstance(found, list) and found else None
    id = first.get("id") if isinstance(first, dict) else None
    table = TABLES.get(id[:1]) if isinstance(id, str) and id[1:2] == "-" else None
    if table is None:
        raise InvalidInput(f"{WHAT} is no list of records", "choose a file that kindtui export wrote")
    return OwnExport({table: found})


def _table(data: bytes, name: str) -> OwnExport:
    if name != "members":
        raise InvalidInput(
            f"a table of {name or 'something else'} names members by their names, and says less than was known",
            f"import {name}.json of the same export",
        )
    return OwnExport({name: members_in(data)}, exact=False)


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files of an export, by their paths, as one zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(path), data)
    return made.getvalue()


def _members_in(data: bytes) -> str | None:
    """The folder in a zip file in which members.json is ("" or one that ends in /), None without one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except UNREADABLE:
        return None
    found = [name for name in names if name == "members.json" or name.endswith("/members.json")]
    return min(found, key=len)[: -len("members.json")] if found else None


def _unpacked(data: bytes) -> OwnExport:
    base = _members_in(data)
    if base is None:
        raise InvalidInput("this zip file is no export of kindtui: it holds no members.json", "unpack it first")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = _files(archive, base)
    except UNREADABLE:
        raise InvalidInput(f"{WHAT} is damaged", "export it again, and name the folder or a zip file of it") from None
    tables = {}
    for name in TABLES.values():
        if (text := files.pop(f"{name}.json", None)) is not None:
            found = read_json(text, f"{name}.json")
            if not isinstance(found, list):
                raise InvalidInput(f"{name}.json is no list of records", "export it again")
            tables[name] = found
    documents = {path: content for path, content in files.items() if "/" in path or path.endswith((".yaml", ".yml"))}
    return OwnExport(tables, documents, whole=True)


def _files(archive: zipfile.ZipFile, base: str) -> dict[str, bytes]:
    infos = [each for each in archive.infolist() if each.filename.startswith(base) and not each.is_dir()]
    if len(infos) > _MAX_FILES or sum(each.file_size for each in infos) > MAX_BYTES:
        raise InvalidInput(f"{WHAT} holds more than can be read at once", "import its JSON files one by one")
    found = {}
    for info in infos:
        path = info.filename[len(base) :]
        if path.endswith(".csv") and "/" not in path:
            continue
        with archive.open(info) as file:
            found[path] = file.read(info.file_size + 1)
    return found
