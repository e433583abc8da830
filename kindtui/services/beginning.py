"""The first files of a workspace."""

from __future__ import annotations

import os
from pathlib import Path

from kindtui.errors import InvalidInput
from kindtui.formats.settings_yaml import first_text, is_zone
from kindtui.paths import WORKSPACE_FILE
from kindtui.store import durable
from kindtui.store.tables import SCHEMA
from kindtui.store.version import first_file

FOLDERS = ("records", "conduct", "spotlights/templates", "themes", "exports", ".kindtui")
GITIGNORE = """\
# What kindtui keeps for itself on this computer: journals, backups, drafts of forms.
.kindtui/
"""


def begin(folder: Path, *, name: str = "") -> None:
    """Write kindtui.yaml, the folders (for their owner alone) and a .gitignore. Raises InvalidInput when there is a
    workspace already, StoreError when the folder cannot be written."""
    target = folder / WORKSPACE_FILE
    if target.exists():
        raise InvalidInput(f"{folder} is a workspace already", f"edit {target} to change its name or settings")
    if folder.exists() and not folder.is_dir():
        raise InvalidInput(f"{folder} is a file, not a folder", "name another folder")
    try:
        for part in FOLDERS:
            durable.make_folder(folder / part)
        if not (folder / ".gitignore").exists():
            durable.write_new(folder / ".gitignore", GITIGNORE.encode())
        if not any((folder / "records").iterdir()):
            durable.write_new(folder / "records" / f"{SCHEMA}.json", first_file())
            durable.sync_folder(folder / "records")
        durable.write_new(target, first_text(name, timezone=local_zone()).encode())
        durable.sync_folder(folder)
    except OSError as fault:
        raise durable.failure(f"The workspace was not made in {folder}", fault) from fault


def local_zone() -> str:
    """The IANA zone of this computer, or nothing where it does not tell."""
    name = os.environ.get("TZ", "").removeprefix(":")
    if not name:
        _, found, name = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")
        name = name if found else ""
    return name if "/" in name and is_zone(name) else ""
