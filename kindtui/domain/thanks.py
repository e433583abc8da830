"""The first words of a thank-you: what somebody did, whom it helped, and what was better afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from kindtui.domain.contributions import Contribution
from kindtui.domain.text import listed


def thanks_draft(contribution: Contribution, to: Sequence[str], helped: Sequence[str], noticed_by: str = "") -> str:
    """A short letter to be made one's own before it is sent. `to`, `helped` and `noticed_by` are names in use.

    It says what happened and nothing about the person's worth: a thank-you for the act needs no superlatives.
    """
    greeting = f"Hi {listed(to)}," if to else "Hi,"
    opening = f"thank you for this: {_sentence(contribution.what)}"
    if noticed_by:
        opening += f" {noticed_by} noticed it, and I did not want it to go unsaid."
    better = []
    if helped:
        better.append(f"It helped {listed(helped)}.")
    if contribution.effect:
        better.append(_sentence(contribution.effect))
    if not better:
        better.append("[What was better afterwards? Say it in one line, or leave this out.]")
    return "\n\n".join([greeting, opening, " ".join(better), "Nothing is asked of you in return."]) + "\n"


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."
