"""Glyph, word and tone of what a follow-up asks for today."""

from __future__ import annotations

from collections.abc import Mapping

from kindtui.domain.followup_rules import DueState
from kindtui.domain.followups import ItHelped
from kindtui.tui.marks import Mark

DUE_MARKS: Mapping[DueState, Mark] = {
    "overdue": Mark("!", "overdue", "error"),
    "due": Mark("●", "today", "warning"),
    "back": Mark("↩", "is back", "warning"),
    "waiting": Mark("…", "waiting", "accent"),
    "later": Mark("○", "later", "accent"),
    "someday": Mark("○", "some day", "muted"),
    "paused": Mark("◌", "paused", "muted"),
    "done": Mark("✓", "done", "success"),
    "let_go": Mark("~", "let go", "muted"),
}

HELPED_WORDS: Mapping[ItHelped, str] = {
    "yes": "✓ it helped",
    "partly": "◐ it helped partly",
    "no": "✗ it did not help",
    "unknown": "? not known yet whether it helped",
}
