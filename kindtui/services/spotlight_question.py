"""The message that asks a member both questions at once: may we name you, and is this text right?"""

from __future__ import annotations

from kindtui.domain.anonymity import REPLACEMENT
from kindtui.domain.roster import Member
from kindtui.domain.settings import Settings
from kindtui.domain.spotlights import Audience, Spotlight
from kindtui.formats.pings import clean, neutral

_WHERE: dict[Audience, str] = {
    "internal": "inside the community, where members read it",
    "newsletter": "in our newsletter",
    "public": "in public, where everybody can read it",
}
_FEWER: dict[Audience, str] = {
    "internal": "",
    "newsletter": "yes, but only inside the community",
    "public": "yes, but only inside the community, or only in the newsletter",
}


def question_for(spotlight: Spotlight, member: Member, settings: Settings) -> str:
    """What to send to `member`: why, the whole text, and the answers there are. No answer is a wrong one."""
    answers = [
        "yes: these words, with my name",
        _FEWER[spotlight.audience],
        f"yes, but without me being named (we write “{REPLACEMENT}”, and leave out handles, links and pronouns)",
        "please change this: ...",
        "no (you need not say why)",
    ]
    text = neutral(clean(spotlight.text)).strip()
    picture = f"\n\n(Picture: {neutral(clean(spotlight.alt_text))})" if spotlight.alt_text.strip() else ""
    reach = f" or write to {settings.contact}" if settings.contact else ""
    parts = [
        f"Hi {member.name},",
        f"we would like to say thank you {_WHERE[spotlight.audience]}, and only if that is fine with you. May we name "
        "you, and is this text right?",
        f"---------- the text ----------\n\n{text}{picture}\n\n---------- end of the text ----------",
        "You could answer:\n" + "\n".join(f"- {each}" for each in answers if each),
        "Nothing is published before you say yes, and if a word of it changes we ask you again. You can take a yes "
        f"back at any time: just say so here{reach}, and we take the text down wherever we put it.",
    ]
    if settings.name:
        parts.append(settings.name)
    return "\n\n".join(parts)
