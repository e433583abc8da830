"""The import maps of a workspace: its own before those that kindtui brings along, and how a mapping is kept as one."""

from __future__ import annotations

from pathlib import Path

from kindtui.domain.import_columns import kept_map
from kindtui.domain.imports import ImportMap, Preview
from kindtui.errors import InvalidInput, Problem
from kindtui.formats.import_formats import code_formats


class ImportMaps:
    """`own` holds the workspace's maps, which go before those in `bundled`."""

    def __init__(self, own: Path, bundled: Path) -> None:
        self._own = own
        self._bundled = bundled

    def all(self) -> tuple[list[ImportMap], list[Problem]]:
        """The maps, and what is wrong with those that cannot be read."""
        from kindtui.formats.import_map import read_import_maps

        return read_import_maps((self._own, self._bundled))

    def check_name(self, name: str) -> str:
        """The name under which a map could be kept. Raises InvalidInput when it is no short word, or is in use."""
        from kindtui.formats.import_map import checked_name

        found = checked_name(name)
        if found in {each.name for each in code_formats()} or found == "csv":
            raise InvalidInput(f"{found} is the name of another format", "choose another name")
        if any((self._own / f"{found}{suffix}").exists() for suffix in (".yaml", ".yml")):
            raise InvalidInput(
                f"there is a map {found} in imports/ already, and kindtui does not write over it",
                f"choose another name, or edit {self._own / found}.yaml",
            )
        return found

    def keep(self, preview: Preview, name: str) -> Path:
        """Write down what the columns of a previewed table become, as a map of the workspace. Raises InvalidInput when
        the name is in use, or the file is no table; StoreError when it cannot be written."""
        from kindtui.formats.import_map_write import to_yaml
        from kindtui.store.documents import Documents

        found = self.check_name(name)
        if preview.format in {each.name for each in code_formats()}:
            raise InvalidInput(f"{preview.title} needs no map: only the columns of a table can be kept")
        known = next((each for each in self.all()[0] if each.name == preview.format), None)
        text = to_yaml(kept_map(found, preview, known))
        return Documents(self._own, (".yaml", ".yml")).write(found, text)
