"""A process that writes as fast as it can and says what was acknowledged: writer.py FOLDER NAME COUNT.

It adds records `NAME-<number>`, edits a record that all writers share, folds now and then, and prints `+ <id>` when a
change was acknowledged.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kindtui.domain.record import Record
from kindtui.errors import Clash
from kindtui.store import engine
from kindtui.store.tables import Store, TableSpec

NOW = datetime(2026, 3, 10, tzinfo=UTC)


class Entry(Record, frozen=True, kw_only=True):
    text: str = ""
    count: int = 0


ENTRIES = TableSpec("entries", Entry)


def main(folder: str, name: str, count: str) -> None:
    engine.BULK = 12
    store = Store(Path(folder), [ENTRIES], clock=lambda: NOW)
    print("ready", flush=True)
    for number in range(int(count)):
        ids = [f"{name}-{number:06d}"]
        if number % 17 == 16:
            ids += [f"{name}-{number:06d}-{part}" for part in range(14)]
        with store.change(f"{name} added {number}") as change:
            for id in ids:
                change.put(Entry(id=id, created_at=NOW, updated_at=NOW, text=name * 20))
        print("+", *ids, flush=True)
        if number % 5 == 0:
            try:
                shared = store.table(ENTRIES).get("shared")
                assert shared is not None
                with store.change(f"{name} counted") as change:
                    change.put(msgspec.structs.replace(shared, text=name, count=shared.count + 1), before=shared)
                print("= 1", flush=True)
            except Clash:
                pass
        if number % 11 == 10:
            store.save()
        if number % 23 == 22:
            store.close()
            store = Store(Path(folder), [ENTRIES], clock=lambda: NOW)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
