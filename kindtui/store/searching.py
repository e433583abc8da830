"""Looking through every file of a workspace for traces of a person: what is left, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from kindtui.domain.name_tokens import pieces_of
from kindtui.domain.progress import UNTOLD, Tally
from kindtui.domain.scrubbing import strings_of
from kindtui.domain.text import folded
from kindtui.domain.traces import Traces
from kindtui.errors import InvalidInput
from kindtui.formats.strict_json import parse_json
from kindtui.store import backup, durable
from kindtui.store.erasing import lines_of
from kindtui.store.forgotten_list import MEMBERS
from kindtui.store.layout import Layout
from kindtui.store.lines import PREFIX_LENGTH
from kindtui.store.tablefile import Rows

_SHOWN = 60
_CALLED = ("emails", "handles")
"""Fields of a card that are often made of the name."""


class Mention(msgspec.Struct, frozen=True):
    """A place, and the words around what was found there."""

    place: str
    words: str
    named: str = ""
    """The place as people know it, where that is another."""


class Search(msgspec.Struct):
    """What was found, by whose file it is."""

    searched: int = 0
    left: list[Mention] = msgspec.field(default_factory=list)
    """In files of the program."""
    yours: list[Mention] = msgspec.field(default_factory=list)
    """In files that people write: an address, an id, or a handle as a word."""
    named: list[Mention] = msgspec.field(default_factory=list)
    """In the same files: where they are, or may be, called by name."""
    exported: list[str] = msgspec.field(default_factory=list)
    """Files in exports/, which have left already."""


def search(layout: Layout, traces: Traces, *, ours: bool = True, tally: Tally = UNTOLD) -> Search:
    """Look through every file of the workspace, and into its backups; without `ours` only through what people write and
    what was exported. `tally` is asked after each file."""
    found = Search()
    for path in sorted(layout.folder.rglob("*")):
        parts = path.relative_to(layout.folder).parts
        if ".git" in parts or not path.is_file() or (path.name == "forget.json" and "unfinished" in parts):
            continue
        shown = "/".join(parts)
        is_ours = parts[0] == ".kindtui" or (parts[0] == "records" and path.suffix == ".json")
        if is_ours and not ours:
            continue
        for name, data in _contents(path, shown):
            found.searched += 1
            tally()
            if parts[0] == "exports":
                if _names(data, path.name, traces):
                    found.exported.append(f"{shown}: a draft that was exported; remove it if it should go")
                continue
            if is_ours:
                found.left.extend(_found(name, data, traces))
            else:
                _look_into(found, name, data, traces)
    return found


def names_in(table: str, rows: Rows, traces: Traces, tally: Tally = UNTOLD) -> Iterator[tuple[str, Mention]]:
    """Where the records of a table mention the person by name, with their ids. `tally` counts its rows."""
    for id, row in traces.named.among(rows, tally):
        if id == traces.identity.id:
            continue
        document = parse_json(row, id)
        own = _words_of(document) if table == MEMBERS else None
        for place, text in strings_of(document):
            theirs = place == "name" if table == MEMBERS else place.endswith((".before.name", ".after.name"))
            # somebody who is called alike, and whose addresses and handles are made of the same words
            rest = own.sub(" ", folded(text)) if own and place.startswith(_CALLED) else text
            if not theirs and (traces.named_in(rest) or traces.found_in(text)):
                yield id, Mention(f"{id} {place}", _around(text, traces))


def _words_of(document: Mapping[str, Any]) -> re.Pattern[str] | None:
    """Finds the words of the name on a card as whole words; None where it has none."""
    words = "|".join(map(re.escape, pieces_of(folded(str(document.get("name") or "")))))
    return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])") if words else None


def outside(folder: Path) -> list[str]:
    """What no program can reach from here."""
    found = []
    for above in (folder, *folder.parents):
        if (above / ".git").exists():
            found.append(f"the history of the git repository in {above} still has what was committed before")
            break
    found.append("backups written elsewhere (kindtui backup -o), copies by a sync service or of this computer")
    return found


def _contents(path: Path, shown: str) -> Iterator[tuple[str, bytes]]:
    """A file, or the files of a backup."""
    try:
        if path.suffix == ".zip" and path.parent.name in ("backups", "unfinished"):
            for name, data in backup.read(path).files.items():
                yield f"{shown}/{name}", data
        else:
            yield shown, durable.read_from(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise durable.failure(f"{shown} cannot be searched", error) from error


def _found(shown: str, data: bytes, traces: Traces) -> Iterator[Mention]:
    if not traces.traced.may_be_in_bytes(data):
        return
    for number, line in enumerate(data.split(b"\n"), 1):
        if not traces.traced.may_be_in_bytes(line):
            continue
        texts = list(_texts(line))
        if any(traces.found_in(text) for text in texts) or any(map(traces.found_in_file, lines_of(line))):
            yield Mention(f"{shown}:{number}", _around(next(lines_of(line)), traces))


def _look_into(found: Search, shown: str, data: bytes, traces: Traces) -> None:
    """Find the person in a file of somebody's own. What is written in it is left to them, so a handle counts even where
    it could be a word."""
    if not traces.named.may_be_in_bytes(data):
        return
    for number, line in enumerate(data.split(b"\n"), 1):
        if not traces.named.may_be_in_bytes(line):
            continue
        texts = (line.decode("utf-8", "replace"), *lines_of(line))
        if any(traces.found_in(text) or traces.handled_in(text) for text in texts):
            found.yours.append(Mention(f"{shown}:{number}", _around(texts[0], traces)))
        elif any(map(traces.named_in, texts)):
            found.named.append(Mention(f"{shown}:{number}", _around(texts[0], traces)))


def _texts(line: bytes) -> Iterator[str]:
    """What people wrote in a line of a table file or a journal."""
    body = line[PREFIX_LENGTH:] if line[8:9] == b" " and line[PREFIX_LENGTH - 1 : PREFIX_LENGTH] == b"{" else line
    body = b"{" + body if body.startswith(b'"') else body
    body = body.rstrip(b",")
    if not body.startswith(b"{"):
        return
    for text in (body, body + b"}"):
        try:
            yield from (found for _, found in strings_of(parse_json(text)))
            return
        except InvalidInput:
            continue


def _names(data: bytes, name: str, traces: Traces) -> bool:
    text = data.decode("utf-8", "replace")
    if not traces.named.may_be_in(text) and not traces.named.may_be_in(name):
        return False
    return any(traces.found_in(part) or traces.named_in(part) for part in (name, text))


def _around(text: str, traces: Traces) -> str:
    """The words around a mention, in one line."""
    line = next((each for each in text.split("\n") if traces.named_in(each) or traces.found_in(each)), text)
    words = " ".join(line.split())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
