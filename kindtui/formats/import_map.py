"""Import maps: the YAML files that say how the table of a tool becomes members.

name: discourse
title: Discourse user export
headers: [[id, username, trust_level]]     # any of these sets of headers identifies it
columns: {username: handle:discourse}      # header (or pattern with *) -> what it becomes
dates: ymd                                 # how days are written with numbers; or {created_at: mdy}, by column
never: [ip_address]                        # columns that must not be read
leave_out: {group_names: [trust_level_*]}  # values of a list that are not read
rows:                                      # rows that are skipped, or get a field, by what a cell says
  - {column: staged, is: ["true"], skip: a staged account}
  - {column: status, is: [Deactivated], set: {status: left}}
source: slack                              # whose ids these are, when several formats share them (else the name)
name_from: email                           # what is shown as name of somebody who has none (else the handle)
guess_others: true                         # columns that it does not name are taken by their name (pronouns, tags ...)
whole: false                               # it tells of a part of the people: whoever is missing is not listed as gone
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from kindtui.domain.imports import (
    DayOrder,
    ImportMap,
    RowRule,
    checked_order,
    checked_target,
)
from kindtui.errors import InvalidInput, KindError, Problem
from kindtui.formats.yaml_text import KeyPath, Loaded, check_keys, invalid, load

KEYS = (
    "name",
    "title",
    "headers",
    "columns",
    "dates",
    "never",
    "leave_out",
    "rows",
    "source",
    "name_from",
    "whole",
    "guess_others",
)
RULE_KEYS = ("column", "is", "skip", "set")
SETTABLE = ("status", "kind", "tag")

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")

T = TypeVar("T")


def checked_name(text: str) -> str:
    """The name of a map. Raises InvalidInput."""
    name = text.strip().casefold()
    if not _NAME.fullmatch(name):
        raise InvalidInput(f"{text!r} cannot be the name of an import map", "use a short word of a-z, 0-9 and dashes")
    return name


@lru_cache(maxsize=64)
def parse_import_map(text: str, path: str = "") -> ImportMap:
    """Read one map. A text that was read before is not read again: every look at a file asks for all maps. Raises
    InvalidInput with a problem for each fault, at its line and column."""
    return _MapReading(load(text, path)).run()


def read_import_maps(folders: Iterable[Path]) -> tuple[list[ImportMap], list[Problem]]:
    """The maps of some folders, and the faults of those that cannot be read. Of two maps with one name the first stays,
    so the workspace's folder goes before the bundled one."""
    maps: dict[str, ImportMap] = {}
    problems: list[Problem] = []
    for folder in folders:
        try:
            paths = sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))) if folder.is_dir() else []
        except OSError as error:
            problems.append(Problem(f"the folder cannot be read: {error.strerror}", "", folder.name))
            continue
        for path in paths:
            try:
                found = parse_import_map(path.read_text(encoding="utf-8"), path.name)
            except UnicodeDecodeError:
                problems.append(Problem("the file is not UTF-8", "save it as UTF-8", path.name))
            except OSError as error:
                problems.append(Problem(f"the file cannot be read: {error.strerror}", "", path.name))
            except KindError as error:
                problems.extend(error.problems_in(path.name))
            else:
                maps.setdefault(found.name, found)
    return list(maps.values()), problems


class _MapReading:
    """One run over a map: values on one side, faults on the other."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.problems: list[Problem] = []

    def run(self) -> ImportMap:
        value = self.loaded.value
        if not isinstance(value, dict):
            raise invalid([self.loaded.problem((), "an import map is made of keys", f"known: {', '.join(KEYS)}")])
        self.problems += check_keys(self.loaded, (), KEYS)
        read = ImportMap(
            name=self._name(),
            title=self._text(("title",)) or self._text(("name",)),
            headers=self._headers(),
            columns=self._columns(),
            dates=self._dates(),
            never=self._words(("never",)),
            leave_out={key.casefold(): self._words(("leave_out", key)) for key in self._mapping(("leave_out",))},
            rules=tuple(self._rule(("rows", at)) for at, _ in enumerate(self._list(("rows",)))),
            source=self._text(("source",)),
            name_from=self._name_from(),
            whole=self._flag("whole", otherwise=True),
            guess_others=self._flag("guess_others", otherwise=False),
            origin=self.loaded.path,
        )
        if not read.columns:
            self._fault((), "a map without columns maps nothing", "add columns: with header: field")
        if self.problems:
            raise invalid(self.problems, self.loaded.path)
        return read

    def _fault(self, path: KeyPath, message: str, hint: str = "") -> None:
        self.problems.append(self.loaded.problem(path, message, hint))

    def _at(self, path: KeyPath) -> Any:
        value: Any = self.loaded.value
        for part in path:
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int):
                value = value[part]
            else:
                return None
        return value

    def _text(self, path: KeyPath) -> str:
        """A scalar as it was written, so that `no` and `1.10` are what they look like."""
        if isinstance(self._at(path), dict | list):
            self._fault(path, "one text belongs here")
            return ""
        return (self.loaded.written(path) or "").strip()

    def _list(self, path: KeyPath) -> list[Any]:
        value = self._at(path)
        if value is None:
            return []
        if not isinstance(value, list):
            self._fault(path, "a list belongs here", "write [one, two], or each on a line of its own after a dash")
            return []
        return value

    def _mapping(self, path: KeyPath) -> dict[str, Any]:
        value = self._at(path)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._fault(path, "keys with values belong here", "write `header: value`, one a line")
            return {}
        return value

    def _words(self, path: KeyPath) -> tuple[str, ...]:
        return tuple(self._text((*path, at)).casefold() for at, _ in enumerate(self._list(path)))

    def _name(self) -> str:
        name = self._text(("name",))
        if not _NAME.fullmatch(name):
            self._fault(("name",), "name is needed: a short word such as discourse", "use a-z, 0-9 and dashes")
        return name

    def _headers(self) -> tuple[frozenset[str], ...]:
        """The sets of headers; one set may be written without the outer list."""
        listed = self._list(("headers",))
        if listed and not any(isinstance(each, list) for each in listed):
            return (frozenset(self._words(("headers",))),)
        return tuple(frozenset(self._words(("headers", at))) for at, _ in enumerate(listed))

    def _columns(self) -> dict[str, str]:
        columns: dict[str, str] = {}
        for header in self._mapping(("columns",)):
            path = ("columns", header)
            target = self._read(path, checked_target)
            if target:
                columns[header.casefold()] = target
        return columns

    def _dates(self) -> dict[str, DayOrder]:
        """One order for the whole table, or one for each column."""
        value = self._at(("dates",))
        if value is None:
            return {}
        paths = {key: ("dates", key) for key in value} if isinstance(value, dict) else {"*": ("dates",)}
        orders = {key.casefold(): self._read(path, checked_order) for key, path in paths.items()}
        return {key: order for key, order in orders.items() if order}

    def _name_from(self) -> str:
        name = self._text(("name_from",))
        if name not in ("", "email"):
            self._fault(("name_from",), f"a name cannot be taken from {name!r}", "it can be taken from email")
        return name

    def _flag(self, key: str, *, otherwise: bool) -> bool:
        said = self._at((key,))
        if said is None:
            return otherwise
        if not isinstance(said, bool):
            self._fault((key,), "true or false belongs here")
        return said is True

    def _read(self, path: KeyPath, read: Callable[[str], T]) -> T | None:
        try:
            return read(self._text(path))
        except InvalidInput as error:
            self._fault(path, error.message, error.hint)
            return None

    def _rule(self, path: KeyPath) -> RowRule:
        if not self._mapping(path):
            return RowRule("", ())
        self.problems += check_keys(self.loaded, path, RULE_KEYS)
        column, skip = self._text((*path, "column")).casefold(), self._text((*path, "skip"))
        sets = {name: self._text((*path, "set", name)) for name in self._mapping((*path, "set"))}
        for name in sets:
            if name not in SETTABLE:
                self._fault((*path, "set", name), f"a rule cannot set {name!r}", f"it can set {', '.join(SETTABLE)}")
        values = self._words((*path, "is"))
        if not column or not values or bool(skip) == bool(sets):
            self._fault(path, "a rule needs column, is, and either skip or set", 'such as is: ["true"], skip: a bot')
        return RowRule(column, values, skip, sets)
