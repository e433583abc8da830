"""The version of the records that this program reads and writes. Apart from `schema`, since every start asks for it."""

from __future__ import annotations

from pathlib import Path

VERSION = 1
"""Grows with every change that an older program could not read; `schema.UPGRADES` says how it is reached."""


def first_file() -> bytes:
    """The table file `records/schema.json` that says so."""
    return b'{\n"records": {"version":%d}\n}\n' % VERSION


def is_current(folder: Path) -> bool:
    """Whether the records of a workspace say that they have this very version."""
    try:
        return (folder / "records" / "schema.json").read_bytes() == first_file()
    except OSError:
        return False
