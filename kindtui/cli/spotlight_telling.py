"""How the verbs of spotlights tell what became of one."""

from __future__ import annotations

from typing import Any

from kindtui.cli.records import names, record_json, tell
from kindtui.cli.session import Session
from kindtui.domain.spotlights import Spotlight

WHICH = "the id of a spotlight or its unique beginning"


def spotlight_json(session: Session, spotlight: Spotlight) -> dict[str, Any]:
    """The record, with what is derived from it."""
    standing = session.workspace.spotlights.standing(spotlight)
    return record_json(spotlight) | {"state": standing.state, "next_step": standing.next_step}


def tell_spotlight(session: Session, spotlight: Spotlight, done: str, *, about: str = "") -> None:
    """Say in one line what was done, and who is in it; not where that is only the member (id) whom `done` names."""
    whose = f"{done}: {names(session, spotlight.members)}" if spotlight.members != (about,) else done
    tell(
        session,
        [spotlight],
        lambda each: whose,
        one=True,
        as_json=lambda each: spotlight_json(session, each),
    )


def say_next(session: Session, spotlight: Spotlight) -> None:
    """Say the next step and its command, apart from the data."""
    standing = session.workspace.spotlights.standing(spotlight)
    session.output.say(f"next: {standing.next_step}" + (f"\n  {standing.command}" if standing.command else ""))
