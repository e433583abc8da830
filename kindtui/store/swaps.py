"""A new generation of table files takes the place of the old one, whole or not at all.

The files are staged and made durable under names of their own. The swap line at the end of the journal commits. Then
the staged files take their names, which `roll_forward` does again after a crash; a finished swap is one whose new
journal has its name. Fold, bulk change, adoption, repair, erasing and migration differ only in what they stage.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

from kindtui.store import durable
from kindtui.store.journal_file import UnknownOutcome, append
from kindtui.store.layout import Layout
from kindtui.store.lines import Mark, Swap, encode_line, good_end, read_lines
from kindtui.store.mirror import head_in, read_mirror
from kindtui.store.tablefile import Blocks, render

_INLINE_BLOCKS = 512
"""Block indexes up to this many bytes stand in the mark itself."""


class Staged(msgspec.Struct):
    """Table files of the next generation that are on the medium under temporary names."""

    generation: int
    token: str = msgspec.field(default_factory=lambda: os.urandom(4).hex())
    marks: dict[str, Mark] = msgspec.field(default_factory=dict)
    paths: list[Path] = msgspec.field(default_factory=list)

    def discard(self) -> None:
        """Remove what was staged."""
        for path in self.paths:
            durable.discard(path)


def stage_tables(layout: Layout, staged: Staged, tables: Mapping[str, Mapping[str, bytes]]) -> None:
    """Write the next files of tables, durably, and the store's own copies and block indexes of them, which can be made
    again and need not be durable."""
    for folder in layout.folders():
        durable.make_folder(folder)
    for name, rows in tables.items():
        _stage_table(layout, staged, name, rows)


def _stage_table(layout: Layout, staged: Staged, name: str, rows: Mapping[str, bytes]) -> None:
    data = render(rows)
    blocks = Blocks.of(data).text
    path = layout.staged_table(staged.generation, staged.token, name)
    staged.paths.append(path)
    stat = durable.write_new(path, data)
    inline = len(blocks) <= _INLINE_BLOCKS
    copies = [(layout.copy(staged.generation, staged.token, name), data)]
    if not inline:
        copies.append((layout.blocks(staged.generation, staged.token, name), blocks))
    for path, content in copies:
        staged.paths.append(path)
        durable.write_new(path, content, durable=False)
    staged.marks[name] = Mark(
        generation=staged.generation,
        token=staged.token,
        count=len(rows),
        size=len(data),
        sha256=sha256(data).hexdigest(),
        blocks_sha256=sha256(blocks).hexdigest(),
        ino=stat.st_ino,
        mtime_ns=stat.st_mtime_ns,
        blocks=blocks.decode() if inline else "",
    )


def stage_changes(layout: Layout, staged: Staged, data: bytes) -> None:
    """Write the file of the changes that the swap makes, for undo."""
    path = layout.changes(staged.generation, staged.token)
    staged.paths.append(path)
    durable.write_new(path, data)


def commit(layout: Layout, journal: int | None, length: int, swap: Swap, tail: bytes) -> None:
    """Make the staged files the workspace. `journal` is the open old journal (None: there is none yet) of `length`;
    `tail` holds the lines of changes that the new files do not contain. Raises StoreError as `append` does."""
    line = encode_line(swap)
    staged = layout.staged_journal(swap.generation, swap.token)
    try:
        durable.write_new(staged, line + tail)
        durable.sync_folder(layout.journals)
    except OSError as error:
        durable.discard(staged)
        raise durable.failure("Not saved", error) from error
    if journal is not None:
        append(journal, layout.journal(swap.generation - 1), length, line)
        return
    first = layout.staged_journal(swap.generation - 1, swap.token)
    try:
        durable.write_new(first, line)
        durable.replace(first, layout.journal(swap.generation - 1))
    except OSError as error:
        durable.discard(first)
        raise durable.failure("Not saved", error) from error
    try:
        durable.sync_folder(layout.journals)
    except OSError as error:
        unknown = durable.failure("It is not known whether this was saved", error)
        raise UnknownOutcome(unknown.message, "look before you do it again") from error


def roll_forward(layout: Layout, swap: Swap) -> str:
    """Give the files of a committed swap their names. Answers what is to be said when the new journal is missing and
    had to be made again: of its copy or, without one, of the changes in the old journal that the files do not have."""
    journal = layout.journal(swap.generation)
    if layout.generations()[-1] >= swap.generation:
        return ""  # somebody finished it already
    for name, mark in swap.tables.items():
        staged = layout.staged_table(swap.generation, swap.token, name)
        if mark.generation == swap.generation and staged.exists():
            durable.replace(staged, layout.table(name))
    for name in swap.dropped:
        durable.remove(layout.table(name))
    durable.sync_folder(layout.records)
    staged = layout.staged_journal(swap.generation, swap.token)
    said = ""
    if not staged.exists():
        data, said = _journal_again(layout, swap)
        durable.write_new(staged, data)
    durable.replace(staged, journal)
    durable.sync_folder(layout.journals)
    return said


def _journal_again(layout: Layout, swap: Swap) -> tuple[bytes, str]:
    """The journal that a swap begins, as far as it can be made again, and what is to be said about that."""
    copy = read_mirror(layout, swap.generation)
    if head_in(copy, swap.generation) == swap:
        data = durable.read_from(layout.mirror(swap.generation), 0, good_end(copy, 0))
        return data, "The newest journal was missing; it was made again from its copy"
    old = durable.read_from(layout.journal(swap.generation - 1))
    start = next((at for at, line in read_lines(old).lines if line == swap), len(old))
    return encode_line(swap) + old[swap.contains : start], "The newest journal was missing; changes may be lost"


def clear_away(layout: Layout, swap: Swap) -> None:
    """Remove what neither the current generation nor undo needs any more."""
    current = copies_of(layout, swap.tables, swap.generation)
    for path in layout.own_files(layout.copies):
        if path not in current:
            durable.remove(path)
    kept = {generation for generation, _ in swap.kept} | {swap.generation - 1, swap.generation}
    for path in layout.own_files(layout.journals):
        generation = layout.generation_of(path)
        if path.suffix == ".staged":
            if generation <= swap.generation:
                durable.remove(path)
        elif generation not in kept:
            durable.remove(path)


def copies_of(layout: Layout, marks: Mapping[str, Mark], generation: int) -> set[Path]:
    """The store's own copies and block indexes of table files, and the copy of the journal of this generation."""
    places = (layout.copy, layout.blocks)
    copies = {place(mark.generation, mark.token, name) for name, mark in marks.items() for place in places}
    return {layout.mirror(generation), *copies}
