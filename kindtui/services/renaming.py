"""When members are called otherwise, the spotlights about them say so too.

An anonymous yes takes out of a text what somebody is called now: a former name would stay in it. Whoever said yes to
the old words is asked again, as after any other edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from msgspec.structs import replace

from kindtui.domain.renaming import is_called_otherwise, with_present_name
from kindtui.domain.roster import Member
from kindtui.domain.spotlights import Spotlight, text_hash
from kindtui.domain.text import folded
from kindtui.services.notebooks import MEMBERS, SPOTLIGHTS
from kindtui.store.tables import Change, Store


def retell(store: Store, change: Change, members: Iterable[tuple[Member, Member]], now: datetime) -> None:
    """Add to `change` the spotlights that call somebody of `members` (each before and after) what they were called
    before: those about them, and those that name them in passing, in which nobody would notice them any more."""
    for id, told in retold(store, members).items():
        change.put(replace(told, updated_at=now), before=store.table(SPOTLIGHTS).get(id))


def retold(
    store: Store,
    members: Iterable[tuple[Member, Member]],
    changed: Mapping[str, Spotlight] = MappingProxyType({}),
    others: Sequence[Member] = (),
) -> dict[str, Spotlight]:
    """The spotlights that say something else when `members` (each before and after) are called otherwise, by id.
    `changed` are spotlights that are about to be saved; `others` are members that are about to be there too."""
    renamed: dict[str, list[tuple[Member, Member]]] = {}
    for before, after in members:
        if is_called_otherwise(before, after):
            for id in {before.id, after.id}:
                renamed.setdefault(id, []).append((before, after))
    if not renamed:
        return {}
    from kindtui.domain.naming import Names

    names = Names([before for pairs in renamed.values() for before, _ in pairs])
    found = {}
    for stored in store.table(SPOTLIGHTS).all():
        spotlight = told = changed.get(stored.id, stored)
        in_passing = (each.id for each in names.named_in(f"{spotlight.text}\n{spotlight.alt_text}"))
        for id in dict.fromkeys((*spotlight.members, *in_passing)):
            for before, after in renamed.get(id, ()):
                told = _retold(store, told, before, after, others)
        if told != spotlight:
            found[spotlight.id] = told
    return found


def _retold(store: Store, spotlight: Spotlight, before: Member, after: Member, also: Sequence[Member]) -> Spotlight:
    from kindtui.formats.spotlight_templates import as_markdown

    table = store.table(MEMBERS)
    if after.id in spotlight.members:
        found = [each for each in map(table.understood, spotlight.members) if each]
    else:
        # a text that is not about them may mean somebody of the same name
        found = [each for each in table.all() if folded(each.name) == folded(before.name)]
    others = [*also, *(each for each in found if each.id not in (before.id, after.id))]
    text = with_present_name(spotlight.text, before, after, as_markdown(after.name), others)
    alt_text = with_present_name(spotlight.alt_text, before, after, after.name, others)
    drafted = text_hash(text) if spotlight.drafted == text_hash(spotlight.text) else spotlight.drafted
    return replace(spotlight, text=text, alt_text=alt_text, drafted=drafted)
