"""A process that writes as fast as it can and says what was acknowledged: writer.py FOLDER NAME COUNT [THREADS].

Each thread adds records `NAME-<thread>-<number>`, now and then many in one change; edits its last one; counts up a
record that all writers share; and folds. It prints, when the change was acknowledged:

    + <id> ...         added, each with the text that `text_of` says
    ~ <id> <count>     edited: has this count now
    = 1                the shared record was counted up
"""

from __future__ import annotations

import os
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kindtui.domain.record import Record
from kindtui.errors import Clash
from kindtui.store import engine
from kindtui.store.tables import Store, TableSpec

NOW = datetime(2026, 3, 10, tzinfo=UTC)
PARTS = 14
"""Records in a change of many, beside the first."""


class Entry(Record, frozen=True, kw_only=True):
    text: str = ""
    count: int = 0


ENTRIES = TableSpec("entries", Entry)


def text_of(id: str) -> str:
    """What a record says: another text for each, and another length."""
    return f"{id} " * (len(id) + int(id.split("-")[2]) % 7)


def say(words: str) -> None:
    """In one piece, whatever happens next and whoever else speaks."""
    os.write(1, f"{words}\n".encode())


def write(store: Store, name: str, count: int, folder: Path | None) -> Store:
    """Make changes. With a folder the store is closed and opened anew now and then."""
    for number in range(count):
        ids = [f"{name}-{number:06d}"]
        if number % 17 == 16:
            ids += [f"{ids[0]}-{part}" for part in range(PARTS)]
        entries = [Entry(id=id, created_at=NOW, updated_at=NOW, text=text_of(id)) for id in ids]
        with store.change(f"{name} added {number}") as change:
            for entry in entries:
                change.put(entry)
        say(f"+ {' '.join(ids)}")
        if number % 3 == 0:
            with store.change(f"{name} edited {number}") as change:
                change.put(msgspec.structs.replace(entries[0], count=number + 1), before=entries[0])
            say(f"~ {ids[0]} {number + 1}")
        if number % 5 == 0:
            count_up(store, name)
        if number % 11 == 10:
            store.save()
        if folder is not None and number % 23 == 22:
            store.close()
            store = Store(folder, [ENTRIES], clock=lambda: NOW)
    return store


def count_up(store: Store, name: str) -> None:
    """Count the shared record up, unless somebody else does at the same moment."""
    shared = store.table(ENTRIES).get("shared")
    assert shared is not None
    try:
        with store.change(f"{name} counted") as change:
            change.put(msgspec.structs.replace(shared, text=name, count=shared.count + 1), before=shared)
    except Clash:
        return
    say("= 1")


def main(folder: str, name: str, count: str, threads: str = "1") -> None:
    engine.BULK = 12
    store = Store(Path(folder), [ENTRIES], clock=lambda: NOW)
    say("ready")
    if threads == "1":
        store = write(store, f"{name}-0", int(count), Path(folder))
    else:
        names = [f"{name}-{number}" for number in range(int(threads))]
        every = [threading.Thread(target=write, args=(store, name, int(count), None)) for name in names]
        for thread in every:
            thread.start()
        for thread in every:
            thread.join()
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
