"""Writing a file that leaves the workspace: whole, and for its owner alone."""

from __future__ import annotations

from pathlib import Path

from kindtui.errors import StoreError
from kindtui.store import durable, whole_file


def write_private(path: Path, content: str, *, make_parent: bool) -> None:
    """Write a whole file that only its owner can read. Raises StoreError; the file is then as it was.

    What is no file is never replaced by one, and nothing is written to where a link leads."""
    try:
        if make_parent:
            durable.make_folder(path.parent)
        if path.is_dir():
            raise StoreError(f"{path} is a folder", "name a file")
        if path.is_symlink():
            raise StoreError(f"{path} is a link", "name the file itself; - is standard output")
        if path.exists() and not path.is_file():
            raise StoreError(f"{path} is no file", "name a file; - is standard output")
        whole_file.replace(path, content.encode("utf-8"))
        durable.sync_folder(path.parent)
    except OSError as error:
        if not path.parent.is_dir():
            raise StoreError(f"{path} was not written: there is no folder {path.parent}", "make it first") from error
        raise durable.failure(f"{path} was not written", error) from error
