"""What the lists of kind acts, follow-ups and spotlights can be sorted by. Never by how often or how many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, get_args

from kindtui.domain.contributions import Contribution, ContributionState
from kindtui.domain.followup_rules import DUE_ORDER
from kindtui.domain.followups import FollowUp
from kindtui.domain.ordering import EARLIEST_FIRST, IN_ORDER, Order
from kindtui.domain.spotlights import Audience, Spotlight, SpotlightState
from kindtui.domain.text import folded

if TYPE_CHECKING:
    from kindtui.services.followups import FollowUps
    from kindtui.services.roster import Roster
    from kindtui.services.spotlights import Spotlights

_CONTRIBUTION_STATES = get_args(ContributionState)
_SPOTLIGHT_STATES = get_args(SpotlightState)
_AUDIENCES = get_args(Audience)


def contribution_orders(roster: Roster, kind_label: Callable[[str], str]) -> Mapping[str, Order[Contribution]]:
    """The orders of kind acts."""
    return {
        "on": Order(lambda record: record.on, EARLIEST_FIRST),
        "what": Order(lambda record: folded(record.what)),
        "by": Order(lambda record: folded(roster.names_of(record.by))),
        "kind": Order(lambda record: folded(kind_label(record.kind))),
        "state": Order(lambda record: _CONTRIBUTION_STATES.index(record.state), IN_ORDER),
        "added": Order(lambda record: record.created_at, EARLIEST_FIRST),
        "changed": Order(lambda record: record.updated_at, EARLIEST_FIRST),
    }


def follow_up_orders(service: FollowUps) -> Mapping[str, Order[FollowUp]]:
    """The orders of follow-ups."""
    return {
        "state": Order(lambda record: DUE_ORDER.index(service.due_state(record)), IN_ORDER),
        "due": Order(lambda record: record.until if record.state == "waiting" else record.due, EARLIEST_FIRST),
        "about": Order(lambda record: folded(service.roster.names_of(record.about))),
        "kind": Order(lambda record: record.kind),
        "what": Order(lambda record: folded(service.detail(record))),
        "owner": Order(lambda record: folded(service.roster.name_of(record.owner)) if record.owner else ""),
        "closed": Order(lambda record: record.closed_on, EARLIEST_FIRST),
        "added": Order(lambda record: record.created_at, EARLIEST_FIRST),
        "changed": Order(lambda record: record.updated_at, EARLIEST_FIRST),
    }


def spotlight_orders(service: Spotlights) -> Mapping[str, Order[Spotlight]]:
    """The orders of spotlights."""
    return {
        "state": Order(lambda record: _SPOTLIGHT_STATES.index(service.standing(record).state), IN_ORDER),
        "member": Order(lambda record: folded(service.roster.names_of(record.members))),
        "next-step": Order(lambda record: folded(service.standing(record).next_step)),
        "audience": Order(lambda record: _AUDIENCES.index(record.audience), IN_ORDER),
        "added": Order(lambda record: record.created_at, EARLIEST_FIRST),
        "changed": Order(lambda record: record.updated_at, EARLIEST_FIRST),
    }
