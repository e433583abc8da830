"""Who somebody is today that was merged into somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from kindtui.domain.import_matching import Former
from kindtui.domain.merges import Merge
from kindtui.domain.record import Record
from kindtui.domain.roster import Member
from kindtui.domain.text import folded
from kindtui.formats.records_json import encode, from_document
from kindtui.formats.strict_json import parse_json
from kindtui.services.notebooks import MEMBERS, MERGES
from kindtui.store.tables import Store


def document_of(record: Record) -> dict[str, Any]:
    """A record as it is stored, in nothing but JSON values: what a merge remembers is compared with it."""
    document: dict[str, Any] = parse_json(encode(record), record.id)
    return document


def merges_into(store: Store, id: str) -> Sequence[Merge]:
    """The merges that went into a member, newest first."""
    found = store.table(MERGES).where("kept", id)
    return sorted(found, key=lambda merge: (merge.created_at, merge.id), reverse=True)


def all_merges_of(store: Store, id: str) -> Sequence[Merge]:
    """The merges that went into a member, and those that went into these before."""
    found: dict[str, Merge] = {}
    ids = [id]
    while ids:
        for merge in store.table(MERGES).where("kept", ids.pop()):
            if merge.id not in found:
                found[merge.id] = merge
                ids.append(merge.other)
    return list(found.values())


def former_cards(store: Store) -> Iterator[Member]:
    """The cards of members as they were before they were merged: what somebody was called who is here under another
    name."""
    for merge in store.table(MERGES).all():
        yield from _cards(merge)


def cards_before(store: Store, id: str) -> Sequence[Member]:
    """The cards that a member has been put together from, as they were."""
    return [card for merge in all_merges_of(store, id) for card in _cards(merge)] if len(store.table(MERGES)) else []


def present_cards(store: Store) -> Iterator[Member]:
    """The cards of members as they were before they were merged, with the ids of who they are today."""
    for merge in store.table(MERGES).all():
        kept = present(store, merge.kept)
        if kept is not None:
            yield from (replace(card, id=kept.id) for card in _cards(merge))


def _cards(merge: Merge) -> Iterator[Member]:
    for moved in merge.moved:
        if moved.table == MEMBERS.name:
            yield from_document(Member, moved.id, moved.before)


def former_of(store: Store) -> Former:
    """What the members were called who were merged into others."""
    ids: dict[str, str] = {}
    names: dict[str, frozenset[str]] = {}
    for merge in store.table(MERGES).all():
        kept = present(store, merge.kept)
        if kept is not None:
            ids[merge.other] = kept.id
            cards = (each.before for each in merge.moved if each.table == MEMBERS.name)
            called = frozenset(folded(str(card.get("name", ""))) for card in cards)
            names[kept.id] = names.get(kept.id, frozenset()) | called
    return Former(ids, names)


def present(store: Store, id: str) -> Member | None:
    """The member with an id, or the one that this member became, if their card can be understood."""
    seen = set()
    members = store.table(MEMBERS)
    while (member := members.understood(id)) is None and id not in members and id not in seen:
        seen.add(id)
        merges = store.table(MERGES).where("other", id)
        if not merges:
            return None
        id = max(merges, key=lambda merge: merge.created_at).kept
    return member
