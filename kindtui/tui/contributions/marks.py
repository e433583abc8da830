"""Glyph, word and tone of states and answers. The word always stands with the glyph; colour only adds to both."""

from __future__ import annotations

from collections.abc import Mapping

from kindtui.domain.consent import Verdict
from kindtui.domain.contributions import ContributionState
from kindtui.domain.spotlights import SpotlightState
from kindtui.tui.marks import Mark

CONTRIBUTION_MARKS: Mapping[ContributionState, Mark] = {
    "noticed": Mark("○", "to thank", "accent"),
    "thanked": Mark("♥", "thanked", "success"),
    "spotlighted": Mark("★", "spotlit", "success"),
    "kept_private": Mark("●", "private", "muted"),
}

SPOTLIGHT_MARKS: Mapping[SpotlightState, Mark] = {
    "draft": Mark("○", "draft", "muted"),
    "asked": Mark("?", "asked", "accent"),
    "ready": Mark("✓", "ready", "success"),
    "changed": Mark("≠", "changed", "warning"),
    "blocked": Mark("✗", "blocked", "error"),
    "published": Mark("★", "published", "success"),
}

VERDICT_MARKS: Mapping[Verdict, Mark] = {
    "yes": Mark("✓", "yes", "success"),
    "anonymous": Mark("✓", "yes, unnamed", "success"),
    "wish": Mark("✓", "gladly", "success"),
    "waiting": Mark("?", "asked", "accent"),
    "not_asked": Mark("○", "not asked", "accent"),
    "changed": Mark("≠", "text changed", "warning"),
    "wider": Mark("≠", "asked for less", "warning"),
    "too_far": Mark("≠", "not so far", "warning"),
    "recognisable": Mark("≠", "recognisable", "warning"),
    "no": Mark("✗", "no", "error"),
    "withdrawn": Mark("✗", "took it back", "error"),
    "declined": Mark("✗", "rather not", "error"),
    "gone": Mark("✗", "gone", "error"),
    "deceased": Mark("†", "deceased", "muted"),
}
