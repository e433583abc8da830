"""A small notebook to attack: a record with every shape of field, and stores on one folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from kindtui.domain.record import Part, Record
from kindtui.store.tables import Store, TableSpec

Open = Callable[..., Store]


class Touch(Part, frozen=True):
    on: date
    note: str = ""


class Person(Record, frozen=True, kw_only=True):
    name: str
    tags: tuple[str, ...] = ()
    touches: tuple[Touch, ...] = ()
    until: date | None = None


class Note(Record, frozen=True, kw_only=True):
    about: tuple[str, ...] = ()
    text: str = ""


PEOPLE = TableSpec("people", Person, {"tag": lambda document: document.get("tags", ())})
NOTES = TableSpec("notes", Note, {"about": lambda document: document.get("about", ())})
SPECS = (PEOPLE, NOTES)


def person(id: str, name: str = "Ana", **fields: Any) -> Person:
    from tests.conftest import NOW

    return Person(id=id, created_at=NOW, updated_at=NOW, name=name, **fields)


def note(id: str, text: str = "", **fields: Any) -> Note:
    from tests.conftest import NOW

    return Note(id=id, created_at=NOW, updated_at=NOW, text=text, **fields)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def open_store(folder: Path, clock: Callable[[], datetime]) -> Iterator[Open]:
    """Open a store on the folder; those still open at the end are closed without folding."""
    opened: list[Store] = []

    def open(**options: Any) -> Store:
        opened.append(Store(folder, SPECS, clock=clock, **options))
        return opened[-1]

    yield open
    for store in opened:
        store.close(fold=False)
