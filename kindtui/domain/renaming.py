"""A text in which somebody is still called what they were called before."""

from __future__ import annotations

from collections.abc import Iterable

from kindtui.domain.roster import Member


def is_called_otherwise(before: Member, after: Member) -> bool:
    """Whether a text could name `before` in words by which nobody would look for `after`."""
    kept = set(after.handles.values())
    return (
        before.name != after.name
        or any(handle not in kept for handle in before.handles.values())
        or any(email not in after.emails for email in before.emails)
    )


def with_present_name(text: str, before: Member, after: Member, name: str, others: Iterable[Member] = ()) -> str:
    """`text` with `name` (that of `after`, as this text writes it) where it calls them what only `before` was called.

    A word that `after` or one of the `others` goes by stays.
    """
    # late: who only asks whether a name changed needs no patterns
    from kindtui.domain.naming import mentions, replaced

    def goes_by(words: str, member: Member) -> bool:
        return (0, len(words)) in mentions(words, member)

    known = (after, *others)
    former = (
        (start, end)
        for start, end in mentions(text, before)
        if not any(goes_by(text[start:end], each) for each in known)
    )
    return replaced(text, former, name)
