"""Members as hypothesis makes them: few names, addresses and places, so that cards often meet."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from kindtui.domain.roster import Contact, Member, Need, Offer, Recognition

EARLY = datetime(2025, 1, 1, tzinfo=UTC)
NAMES = ("Ada Lovelace", "Ada L.", "Lovelace Ada", "Grace Hopper", "Ádá Lovelace", "Gracie", "山田 健二")
EMAILS = ("ada@x.org", "Ada@x.org", "ada+work@X.org", "a.da@gmail.com", "grace@navy.mil", "info@club.org")
HANDLES = ("ada", "Ada", "adal", "grace_h", "@ghopper")
PLACES = ("github", "discord", "discord (2)", "slack")


def days() -> st.SearchStrategy[date | None]:
    return st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1))


def words(*some: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(some), max_size=3, unique=True).map(tuple)


def members(id: str) -> st.SearchStrategy[Member]:
    """A member with this id."""
    return st.builds(
        Member,
        id=st.just(id),
        created_at=st.just(EARLY),
        updated_at=st.just(EARLY),
        name=st.sampled_from(NAMES),
        pronouns=st.sampled_from(("", "she/her", "they/them")),
        handles=st.dictionaries(st.sampled_from(PLACES), st.sampled_from(HANDLES), max_size=3),
        emails=words(*EMAILS),
        joined=days(),
        timezone=st.sampled_from(("", "Europe/Lisbon", "Africa/Dakar")),
        languages=words("en", "pt"),
        tags=words("mentor", "docs", "host"),
        kind=st.sampled_from(("person", "person", "bot")),
        status=st.sampled_from(("active", "on_break", "left", "deceased")),
        until=days(),
        space_until=days(),
        recognition=st.builds(
            Recognition,
            wish=st.sampled_from(("ask", "public", "internal", "private", "never")),
            source=st.sampled_from(("", "our chat")),
            on=days(),
        ),
        contact=st.builds(Contact, channel=st.sampled_from(("", "mail")), note=st.sampled_from(("", "mornings"))),
        offers=st.lists(st.builds(Offer, topic=st.sampled_from(("sql", "tea"))), max_size=2).map(tuple),
        needs=st.lists(st.builds(Need, topic=st.sampled_from(("a mentor",))), max_size=1).map(tuple),
        how_we_met=st.sampled_from(("", "At the meetup.", "By mail.")),
        notes=st.sampled_from(("", "Likes tea.", "Likes tea.\nAnd sql.", "Garden group.")),
        sources=st.dictionaries(st.sampled_from(("slack", "csv")), st.sampled_from(("U1", "U2")), max_size=2),
        locked=words("name", "joined"),
    )
