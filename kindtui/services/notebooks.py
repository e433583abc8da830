"""The four notebooks as tables of the store: their files, their records, and what they are looked up by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kindtui.domain.contributions import Contribution
from kindtui.domain.followups import FollowUp
from kindtui.domain.roster import Member
from kindtui.domain.spotlights import Spotlight
from kindtui.store.tables import TableSpec


def _listed(*keys: str) -> Callable[[Mapping[str, Any]], Iterable[str]]:
    """An index over the ids that a document lists under some keys."""

    def ids_of(document: Mapping[str, Any]) -> Iterable[str]:
        return dict.fromkeys(id for key in keys for id in document.get(key, ()))

    return ids_of


def _involved(document: Mapping[str, Any]) -> Iterable[str]:
    """Those whom a follow-up is about, and the one whom somebody is asked to help."""
    whom = (document.get("helping") or {}).get("whom")
    return dict.fromkeys([*document.get("about", ()), *([whom] if whom else [])])


def _alive(document: Mapping[str, Any]) -> Iterable[str]:
    """Follow-ups that are not closed. A file leaves out what is the default, which is open."""
    return () if document.get("state") in ("done", "let_go") else ("yes",)


MEMBERS = TableSpec("members", Member)
CONTRIBUTIONS = TableSpec(
    "contributions",
    Contribution,
    {"member": _listed("by", "helped"), "state": lambda document: [document.get("state", "noticed")]},
)
SPOTLIGHTS = TableSpec("spotlights", Spotlight, {"member": _listed("members")})
FOLLOW_UPS = TableSpec("followups", FollowUp, {"member": _involved, "alive": _alive})
NOTEBOOKS: tuple[TableSpec[Any], ...] = (MEMBERS, CONTRIBUTIONS, SPOTLIGHTS, FOLLOW_UPS)
