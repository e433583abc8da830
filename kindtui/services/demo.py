"""The demo: an invented community, with dates relative to today, in a folder of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from kindtui.domain.contributions import Contribution
from kindtui.domain.followups import FollowUp
from kindtui.domain.record import CROCKFORD, ID_LENGTH, Record
from kindtui.domain.roster import Member
from kindtui.domain.spotlights import Spotlight, text_hash
from kindtui.resources import bundled
from kindtui.services.beginning import begin
from kindtui.services.notebooks import NOTEBOOKS
from kindtui.store.tables import Store

_DAYS = frozenset(
    (
        *("on", "joined", "until", "space_until", "since", "due", "closed_on", "expires", "anchor"),
        *("asked_on", "answered_on", "withdrawn_on"),
    )
)
"""Keys whose numbers are days from today."""
_REFERENCES = {
    **dict.fromkeys(("by", "helped", "noticed_by", "about", "owner", "members", "member", "whom"), "m"),
    "contributions": "c",
}
"""Keys under which records are named by their key in the demo's files -> the letter of their ids."""
_DAY = re.compile(r"@today([+-]\d+)")
_BEFORE_THE_EDIT = "what the text was before it was edited"


def make_demo(folder: Path, today: date) -> None:
    """Make a workspace with the demo in a folder that is empty or not there. Raises InvalidInput when it is in use.

    Ids are the same each time, so that a page of the documentation can name one. Nothing of it can be undone: undo
    begins with the first change of whoever looks around.
    """
    source = bundled("data") / "demo"
    begin(folder, name="")
    for file in sorted(source.rglob("*.yaml")):
        text = _DAY.sub(lambda found: str(today + timedelta(days=int(found[1]))), file.read_text(encoding="utf-8"))
        _write(folder / file.relative_to(source), text)
    morning = datetime.combine(today, time(5), UTC)
    store = Store(folder, NOTEBOOKS, clock=lambda: morning)
    with store.change("") as change:
        for record in _records(source, today):
            change.put(record)
            if isinstance(record, Spotlight):
                for export in record.exports:
                    _write(folder / export.file, record.text)
    store.close(fold=True)


def demo_id(letter: str, key: str) -> str:
    """The id of a record of the demo."""
    bits = int.from_bytes(blake2b(f"{letter}:{key}".encode(), digest_size=8).digest(), "big")
    return f"{letter}-" + "".join(CROCKFORD[bits >> 5 * place & 31] for place in range(ID_LENGTH))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    path.chmod(0o600)


def _records(source: Path, today: date) -> Iterator[Record]:
    kinds: tuple[tuple[str, str, type[Record]], ...] = (
        ("members", "m", Member),
        ("contributions", "c", Contribution),
        ("followups", "f", FollowUp),
        ("spotlights", "s", Spotlight),
    )
    for name, letter, kind in kinds:
        for number, row in enumerate(msgspec.json.decode((source / f"{name}.json").read_bytes())):
            made = row.pop("created", row.get("joined", row.get("on", -1)))
            at = datetime.combine(today + timedelta(days=min(made, 0)), time(5), UTC)
            head = {"id": demo_id(letter, row.pop("key", str(number))), "created_at": at, "updated_at": at}
            if kind is Spotlight:
                _seal(row)
            yield msgspec.convert({**head, **_dated(row, today)}, kind)


def _dated(value: Any, today: date, key: str = "") -> Any:
    """A row with days for numbers and ids for keys, at every depth."""
    if isinstance(value, dict):
        return {name: _dated(item, today, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_dated(item, today, key) for item in value]
    if key in _DAYS and isinstance(value, int):
        return today + timedelta(days=value)
    if key in _REFERENCES and value:
        return demo_id(_REFERENCES[key], value)
    return value


def _seal(row: dict[str, Any]) -> None:
    """Put a hash where the demo says that a yes was about the text ("now") or about an older one ("before")."""
    hashes = {"now": text_hash(row["text"], row.get("alt_text", "")), "before": text_hash(_BEFORE_THE_EDIT)}
    for consent in row.get("consents", ()):
        consent["text_hash"] = hashes[consent["text_hash"]]
    for export in row.get("exports", ()):
        export["hash"] = hashes[export["hash"]]
