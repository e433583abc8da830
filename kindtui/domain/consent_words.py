"""The words of a spotlight as they leave: without those who agreed when they are not named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kindtui.domain.roster import Member
from kindtui.domain.spotlights import Spotlight

Former = Mapping[str, Sequence[Member]]
"""The cards that went into those of members, by the id of the member: what they were called before."""

NONE: Former = MappingProxyType({})


class Words(NamedTuple):
    """What may leave the house."""

    text: str
    alt_text: str


def words_leaving(
    spotlight: Spotlight, members: Mapping[str, Member], anonymous: Iterable[str], former: Former = NONE
) -> Words:
    """The text and the words for its picture, with the `anonymous` members taken out, by their `former` names too.

    Raises Declined when one of them could still be recognised.
    """
    hidden = tuple(anonymous)
    if not hidden:
        return Words(spotlight.text, spotlight.alt_text)
    # late, since most spotlights name everybody and lists need only the rule
    from kindtui.domain.anonymity import anonymised
    from kindtui.domain.pronouns import pronoun_words

    text, alt_text = spotlight.text, spotlight.alt_text
    named = [members[each] for each in spotlight.members if each in members and each not in hidden]
    theirs = frozenset(word for each in named if each.pronouns.strip() for word in pronoun_words(each.pronouns))
    for member_id in hidden:
        member, cards = members[member_id], former.get(member_id, ())
        text = anonymised(text, member, former=cards, keep_words=theirs)
        alt_text = anonymised(alt_text, member, former=cards, keep_words=theirs)
    return Words(text, alt_text)
