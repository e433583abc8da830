"""The store with one of its precautions taken away. A check that does not fail then proves nothing."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kindtui.store import durable, erasing, folding, following, journal_file, lock, swaps
from kindtui.store.lines import Put, encode_line, read_lines


@dataclass(frozen=True)
class Mutant:
    """`apply` changes the store of this process for good; `caught_by` names the check that has to fail, and `because`
    a part of what it says."""

    apply: Callable[[], None]
    caught_by: str
    because: str


def _put(owner: Any, name: str, value: Any) -> None:
    setattr(owner, name, value)


def _no_durable_sync() -> None:
    _put(durable, "sync_data", lambda fd: None)


def _rename_before_sync() -> None:
    write_new, replace = durable.write_new, durable.replace

    def replace_and_sync(source: Path, target: Path) -> None:
        replace(source, target)
        fd = durable.open_append(target)
        durable.sync_data(fd)

    _put(durable, "write_new", lambda path, data, *, durable=True: write_new(path, data, durable=False))
    _put(durable, "replace", replace_and_sync)


def _no_folder_sync() -> None:
    _put(durable, "sync_folder", lambda folder: None)


def _sync_again_on_the_same_descriptor() -> None:
    def take_back(fd: int, path: Path, length: int) -> bool:
        durable.truncate(fd, length)
        durable.sync_data(fd)
        return True

    _put(journal_file, "_take_back", take_back)


def _no_checksum() -> None:
    _put(zlib, "crc32", lambda data, value=0: 0)


def _no_lock() -> None:
    _put(lock, "_try_lock", lambda fd: True)


def _torn_tail_not_cut() -> None:
    _put(durable, "truncate", lambda fd, length: None)


def _journal_not_ignored_after_a_swap() -> None:
    commit = swaps.commit

    def commit_with_all(layout: Any, journal: int | None, length: int, swap: Any, tail: bytes) -> None:
        if journal is not None:
            old = read_lines(durable.read_from(layout.journal(swap.generation - 1), 0, length))
            tail = b"".join(encode_line(line) for _, line in old.lines if isinstance(line, Put)) + tail
        commit(layout, journal, length, swap, tail)

    _put(swaps, "commit", commit_with_all)


def _readers_that_mix_generations() -> None:
    use = following._use

    def use_and_keep(engine: Any, *rest: Any) -> None:
        kept = {name: dict(state.rows()) for name, state in engine._tables.items() if state.loaded}
        use(engine, *rest)
        for name in sorted(kept)[:1]:
            engine._tables[name].show(kept[name])

    _put(following, "_use", use_and_keep)


def _undo_reaches_beyond_forgetting() -> None:
    swap = folding.swap
    _put(folding, "swap", lambda *given, **options: swap(*given, **{**options, "cut": False}))


def _every_swap_cuts_what_undo_knows() -> None:
    _put(folding, "_kept", lambda engine, number: [])


def _forgetting_leaves_the_journals() -> None:
    _put(erasing, "remove_the_past", lambda engine: None)


MUTANTS = {
    "no durable sync": Mutant(_no_durable_sync, "a power cut loses no change", "there are problems"),
    "rename before sync": Mutant(_rename_before_sync, "a power cut tears no fold", "after call"),
    "no folder sync": Mutant(_no_folder_sync, "a power cut tears no fold", "after call"),
    "sync again on the same descriptor": Mutant(
        _sync_again_on_the_same_descriptor, "a failed sync is not asked again", "the same descriptor"
    ),
    "no checksum": Mutant(_no_checksum, "a flipped bit is named", "silent"),
    "no lock": Mutant(_no_lock, "a change is written under the lock", "without the lock"),
    "no lock among writers": Mutant(_no_lock, "writers lose nothing", "lost"),
    "torn tail not cut": Mutant(_torn_tail_not_cut, "a torn tail is gone", "there are problems"),
    "journal not ignored after a bulk swap": Mutant(
        _journal_not_ignored_after_a_swap, "a bulk change wins over the journal", "an older change came back"
    ),
    "readers that mix generations": Mutant(
        _readers_that_mix_generations, "a reader sees one generation", "of two generations"
    ),
    "undo reaches beyond forgetting": Mutant(
        _undo_reaches_beyond_forgetting, "forgetting cuts what undo knows", "journal is missing"
    ),
    "every swap cuts what undo knows": Mutant(
        _every_swap_cuts_what_undo_knows, "undo reaches beyond a fold", "nothing to undo"
    ),
    "forgetting leaves the journals": Mutant(
        _forgetting_leaves_the_journals, "nobody finds who was forgotten", "grace@example.org in"
    ),
}
