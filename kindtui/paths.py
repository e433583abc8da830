"""Where workspaces, settings and caches live on this computer."""

from __future__ import annotations

import os
from pathlib import Path

WORKSPACE_FILE = "kindtui.yaml"
WORDS_FILE = "words.yaml"
"""Words in notes that are asked about: ours, and in a workspace its own."""
FORGOTTEN = "forgotten.json"
"""The forgotten list, in `.kindtui` and in a backup."""


def find_workspace(given: str | None = None, start: Path | None = None) -> Path:
    """The folder of the workspace: given, else `KINDTUI_WORKSPACE`, else the nearest folder upwards that holds a
    `kindtui.yaml`, else the user's data folder (which need not exist yet)."""
    chosen = given or os.environ.get("KINDTUI_WORKSPACE")
    if chosen:
        return Path(chosen).expanduser().absolute()
    here = (start or Path.cwd()).absolute()
    for folder in (here, *here.parents):
        if (folder / WORKSPACE_FILE).is_file():
            return folder
    from platformdirs import user_data_path

    return user_data_path("kindtui", appauthor=False)
