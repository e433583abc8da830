"""What the program remembers between two runs and could do without: the theme, saved filters, drafts of forms."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kindtui import __version__
from kindtui.store import durable

S = TypeVar("S", bound=msgspec.Struct)

READ = "read"
"""The key of what YAML files said."""


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

    def reading(self, key: str, text: str, kind: type[S], read: Callable[[], S | None]) -> S | None:
        """What the text of a YAML file says. It is worked out by `read` and kept until the text is another one: to load
        YAML takes longer than all else that is done before something is shown. None is not kept."""
        kept = self.get(READ)
        known = kept if isinstance(kept, dict) else {}
        try:
            return msgspec.convert(known[key][f"{__version__} {text}"], kind)
        except (LookupError, TypeError, msgspec.ValidationError):
            value = read()
        if value is not None:
            self.set(READ, {**known, key: {f"{__version__} {text}": msgspec.to_builtins(value)}})
        return value

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
