"""The four notebooks as tables of the store: their files, their records, and what they are looked up by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kindtui.domain.contributions import Contribution
from kindtui.domain.followups import FollowUp
from kindtui.domain.merges import Distinction, Merge
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


def _took_part(document: Mapping[str, Any]) -> Iterable[str]:
    """Those who did an act or were helped by it, and the one who noticed it."""
    noticed_by = document.get("noticed_by")
    return dict.fromkeys((*document.get("by", ()), *document.get("helped", ()), *([noticed_by] if noticed_by else [])))


def _shown_or_asked(document: Mapping[str, Any]) -> Iterable[str]:
    """Those whom a spotlight is about, and those who were asked."""
    return dict.fromkeys((*document.get("members", ()), *(each["member"] for each in document.get("consents", ()))))


def _for_whom(document: Mapping[str, Any]) -> Iterable[str]:
    """Those involved in a follow-up, and the one who does it."""
    return dict.fromkeys((*_involved(document), *([document["owner"]] if document.get("owner") else [])))


MEMBERS = TableSpec("members", Member)
CONTRIBUTIONS = TableSpec(
    "contributions",
    Contribution,
    {
        "member": _listed("by", "helped"),
        "refers": _took_part,
        "state": lambda document: [document.get("state", "noticed")],
    },
)
SPOTLIGHTS = TableSpec("spotlights", Spotlight, {"member": _listed("members"), "refers": _shown_or_asked})
FOLLOW_UPS = TableSpec("followups", FollowUp, {"member": _involved, "refers": _for_whom, "alive": _alive})
NOTEBOOKS: tuple[TableSpec[Any], ...] = (MEMBERS, CONTRIBUTIONS, SPOTLIGHTS, FOLLOW_UPS)

MERGES = TableSpec(
    "merges", Merge, {"kept": lambda document: [document["kept"]], "other": lambda document: [document["other"]]}
)
DISTINCTIONS = TableSpec("distinctions", Distinction, {"member": _listed("members")})
REMEMBERED: tuple[TableSpec[Any], ...] = (MERGES, DISTINCTIONS)
"""What is kept about members beside the notebooks: who was merged, and who is not the same person."""

TABLES = (*NOTEBOOKS, *REMEMBERED)
