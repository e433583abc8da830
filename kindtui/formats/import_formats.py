"""The registry of formats that take code to read. Tables need none: they have import maps (`import_map`).

A format is a module of this package that is named in `MODULES` and has a `FORMAT` (a `FileFormat`). It imports what is
heavy inside the function that reads.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from kindtui.domain.import_rows import FileFormat

MODULES: tuple[str, ...] = (
    "slack_users",
    "discord_people",
    "discord_table",
    "mattermost_users",
    "zulip_realm",
    "matrix_users",
    "all_contributors",
    "github_users",
    "vcard_people",
)
"""The modules in the order in which they are asked whether a file is theirs: the more particular ones first."""


@lru_cache(maxsize=1)
def code_formats() -> tuple[FileFormat, ...]:
    """Every format that is read by code."""
    return tuple(import_module(f"kindtui.formats.{module}").FORMAT for module in MODULES)


def recognised(data: bytes) -> FileFormat | None:
    """The format that says that a file is its own."""
    return next((each for each in code_formats() if each.recognises(data)), None)
