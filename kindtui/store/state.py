"""What the program remembers between two runs and could do without: the theme, saved filters, drafts of forms."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from kindtui.store import durable


class State:
    """`.kindtui/state.json`. A file that cannot be read counts as empty; nothing of worth is kept here.

    Where there is no workspace yet, or it is read-only, values live as long as this object.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._path = folder / ".kindtui" / "state.json"
        self._read_only = read_only
        self._values: dict[str, Any] | None = None

    def get(self, key: str, default: Any = None) -> Any:
        """The value under a key."""
        if self._values is None:
            self._values = self._read()
        return self._values.get(key, default)

    def set(self, key: str, value: Any) -> None:
        """Keep a JSON value under a key; None forgets it. Another window's keys stay."""
        values = self._values = {**(self._values or {}), **self._read()}
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value
        if not self._read_only and self._path.parent.is_dir():
            self._write(values)

    def forget_read(self) -> None:
        """Look into the file again at the next asking: somebody else wrote it."""
        self._values = None

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return values if isinstance(values, dict) else {}

    def _write(self, values: dict[str, Any]) -> None:
        """A new file under the old name, so that a reader sees one or the other. Losing it would be no loss."""
        fresh = self._path.with_name(f"state.{os.getpid()}.staged")
        try:
            durable.write_new(fresh, json.dumps(values, indent=1, sort_keys=True).encode(), durable=False)
            durable.replace(fresh, self._path)
        except OSError:
            durable.remove(fresh)
