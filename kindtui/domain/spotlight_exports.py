"""What became of the words that left: whether the agreed ones did, and which must not lie about any more."""

from __future__ import annotations

from kindtui.domain.spotlights import Export, Publication, Spotlight, hash_of, is_refusal, latest_consent

CLIPBOARD = "clipboard"
"""The `file` of an export that was copied."""

STANDARD_OUTPUT = "standard output"
"""The `file` of an export that a command printed, to be read or piped somewhere."""


def place_words(place: Export | Publication) -> str:
    """Where a text went, for the person who has to take it down there."""
    if isinstance(place, Publication):
        return place.where
    where = {CLIPBOARD: "wherever you pasted what was copied", STANDARD_OUTPUT: "wherever you put what was printed"}
    return f"{where.get(place.file, place.file)} ({place.format})"


def last_agreed_export(spotlight: Spotlight) -> Export | None:
    """The newest export of the words as they are now; a marked draft is none. None when they did not leave yet."""
    now = hash_of(spotlight)
    return next((each for each in reversed(spotlight.exports) if each.text_hash == now and not each.draft), None)


def somebody_refused(spotlight: Spotlight) -> bool:
    """Whether the last word of somebody who was ever asked is a no, or was taken back."""
    people = {each.member for each in spotlight.consents}
    return any(is_refusal(latest_consent(spotlight, each)) for each in people)


def to_take_out(spotlight: Spotlight, *, blocked: bool) -> tuple[Export, ...]:
    """The exports that must not lie about: all while the spotlight is blocked, and those of other words than now once
    whoever refused was taken out of it."""
    if blocked:
        return spotlight.exports
    if not somebody_refused(spotlight):
        return ()
    now = hash_of(spotlight)
    return tuple(each for each in spotlight.exports if each.text_hash != now)
