"""A pytest plugin for TinyDB's own tests: puts our storage, our table, or both in the place of TinyDB's, and leaves out
the cases named in the environment."""

from __future__ import annotations

import os

import pytest
import tinydb
import tinydb.database
import tinydb.storages

from kindtui.store.journal import JournaledStorage, JournaledTable

FACE = os.environ["KINDTUI_TINYDB_FACE"]
LEFT_OUT = os.environ["KINDTUI_TINYDB_LEFT_OUT"].split()

if "storage" in FACE:
    for module in (tinydb, tinydb.database, tinydb.storages):
        module.JSONStorage = JournaledStorage  # type: ignore[attr-defined]
    tinydb.TinyDB.default_storage_class = JournaledStorage
if "table" in FACE:
    tinydb.TinyDB.table_class = JournaledTable


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    out = [item for item in items if item.nodeid.removeprefix("tests/") in LEFT_OUT]
    items[:] = [item for item in items if item not in out]
    config.hook.pytest_deselected(items=out)
