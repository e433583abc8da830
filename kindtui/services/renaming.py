"""When members are called otherwise, the spotlights about them say so too.

An anonymous yes takes out of a text what somebody is called now: a former name would stay in it. Whoever said yes to
the old words is asked again, as after any other edit.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from kindtui.domain.renaming import is_called_otherwise, with_present_name
from kindtui.domain.roster import Member
from kindtui.domain.spotlights import Spotlight, text_hash
from kindtui.services.notebooks import MEMBERS, SPOTLIGHTS
from kindtui.store.tables import Change, Store


def retell(store: Store, change: Change, members: Iterable[tuple[Member, Member]], now: datetime) -> None:
    """Add to `change` the spotlights about `members` (each before and after) that use what they were called before."""
    read: dict[str, Spotlight] = {}
    told: dict[str, Spotlight] = {}
    for before, after in members:
        if not is_called_otherwise(before, after):
            continue
        for spotlight in store.table(SPOTLIGHTS).where("member", after.id):
            read.setdefault(spotlight.id, spotlight)
            told[spotlight.id] = _retold(store, told.get(spotlight.id, spotlight), before, after)
    for id, spotlight in told.items():
        if spotlight != read[id]:
            change.put(replace(spotlight, updated_at=now), before=read[id])


def _retold(store: Store, spotlight: Spotlight, before: Member, after: Member) -> Spotlight:
    from kindtui.formats.spotlight_templates import as_markdown

    found = map(store.table(MEMBERS).get, spotlight.members)
    others = [each for each in found if each and each.id != after.id]
    text = with_present_name(spotlight.text, before, after, as_markdown(after.name), others)
    alt_text = with_present_name(spotlight.alt_text, before, after, after.name, others)
    drafted = text_hash(text) if spotlight.drafted == text_hash(spotlight.text) else spotlight.drafted
    return replace(spotlight, text=text, alt_text=alt_text, drafted=drafted)
