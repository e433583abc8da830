"""What a member may see: everything that is kept about them, parted by how it is known, and nobody else in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.contributions import Contribution, Thanks
from kindtui.domain.followups import FollowUp, Helping, Inferred, Touch, Worksheet
from kindtui.domain.for_member import MemberRecord, Notebooks, record_for
from kindtui.domain.merges import Distinction, Merge, Moved
from kindtui.domain.naming import mentions
from kindtui.domain.roster import AccessNeed, Contact, Member, Need, Offer, Recognition
from kindtui.domain.spotlights import Consent, Export, Publication, Spotlight
from kindtui.formats.member_record import FORMATS, record_text
from tests.conftest import NOW

TODAY = date(2026, 3, 10)
STAMPS = {"created_at": NOW, "updated_at": NOW}
ME = "m-0000000001"
WORDS = st.text("bcdfgxqzñøджλ山", min_size=3, max_size=7)


def everything(words: str, others: tuple[str, ...] = ()) -> tuple[Member, Notebooks]:
    """A member of whom every field is filled, with `words` in every text that somebody writes."""
    amina = Member(
        id=ME,
        name="Amina Diallo",
        pronouns="she/her",
        handles={"discord": "amina"},
        emails=("amina@example.org",),
        joined=TODAY,
        timezone="Africa/Dakar",
        languages=("fr",),
        tags=(f"tag {words}",),
        status="on_break",
        until=TODAY,
        space_until=TODAY,
        recognition=Recognition(wish="internal", source=f"source {words}", on=TODAY),
        contact=Contact(channel=f"channel {words}", quiet_hours=f"hours {words}", note=f"reaching {words}"),
        access_needs=(AccessNeed(what=f"access {words}", source=f"told {words}", on=TODAY),),
        offers=(Offer(topic=f"offer {words}", capacity=2, until=TODAY),),
        needs=(Need(topic=f"need {words}", since=TODAY),),
        how_we_met=f"met {words}",
        notes=f"note {words}",
        sources={"discourse": "4711"},
        locked=("name",),
        extra={"newer": f"extra {words}"},
        **STAMPS,  # type: ignore[arg-type]
    )
    contributions = [
        Contribution(
            id="c-1",
            what=f"act {words}",
            on=TODAY,
            by=(ME, *others),
            helped=others,
            kind="docs",
            effect=f"effect {words}",
            evidence=(f"https://x.example/{words}",),
            noticed_by=others[0] if others else "",
            thanks=(Thanks(on=TODAY, channel=f"via {words}", words=f"thanks {words}"),),
            **STAMPS,  # type: ignore[arg-type]
        ),
        Contribution(id="c-2", what=f"received {words}", on=TODAY, by=others, helped=(ME,), **STAMPS),  # type: ignore[arg-type]
        Contribution(id="c-3", what=f"noticed {words}", on=TODAY, by=others, noticed_by=ME, **STAMPS),  # type: ignore[arg-type]
    ]
    follow_ups = [
        FollowUp(
            id="f-1",
            about=(ME, *others),
            said=f"said {words}",
            asked_for=f"asked {words}",
            inferred=Inferred(text=f"guess {words}", expires=TODAY),
            action=f"action {words}",
            waiting_on=f"waiting {words}",
            state="waiting",
            touches=(Touch(on=TODAY, channel=f"by {words}", note=f"touch {words}"),),
            outcome=f"outcome {words}",
            worksheet=Worksheet(behaviour=f"behaviour {words}", impact=f"impact {words}", request=f"request {words}"),
            **STAMPS,  # type: ignore[arg-type]
        ),
        FollowUp(id="f-2", about=others, helping=Helping(topic=f"topic {words}", whom=ME), said="quux", **STAMPS),  # type: ignore[arg-type]
        FollowUp(id="f-3", about=others, owner=ME, said="quux", action="quux", **STAMPS),  # type: ignore[arg-type]
    ]
    spotlight = Spotlight(
        id="s-1",
        members=(ME, *others),
        text=f"story {words}",
        alt_text=f"picture {words}",
        consents=(
            Consent(member=ME, asked_on=TODAY, via=f"post {words}", answer="yes", scope="public", answered_on=TODAY),
            *(Consent(member=id, asked_on=TODAY, answer="no", via="quux") for id in others),
        ),
        exports=(Export(on=TODAY, file=f"exports/{words}.md", format="markdown", hash="x"),),
        published=(Publication(on=TODAY, where=f"place {words}"),),
        **STAMPS,  # type: ignore[arg-type]
    )
    other = {
        "name": f"Amy {words}",
        "handles": {"irc": f"amy {words}"},
        "notes": f"merged {words}",
        "access_needs": [{"what": f"a place that is quiet\n{words}"}],
    }
    moved = (Moved(table="members", id="m-0000000777", before=other), Moved(table="contributions", id="c-9", before={}))
    merge = Merge(id="g-1", kept=ME, other="m-0000000777", moved=moved, **STAMPS)  # type: ignore[arg-type]
    apart = Distinction(id="x-1", members=(ME, "m-0000000778"), **STAMPS)  # type: ignore[arg-type]
    return amina, Notebooks(contributions, follow_ups, [spotlight], [amina], [merge], [apart])


TOLD = "source channel hours reaching access told offer need said asked post"
OBSERVED = """
tag met note act effect x.example via thanks received noticed action waiting by touch outcome behaviour impact request
story picture exports place extra topic merged amy
"""


def said_in(record: MemberRecord, key: str) -> str:
    [part] = [each for each in record.parts if each.key == key]
    return "\n".join(line for entry in part.entries for line in (entry.label, *entry.lines))


def test_everything_that_is_kept_is_there_in_its_part() -> None:
    member, kept = everything("zork")
    record = record_for(member, kept, TODAY)
    told, observed = said_in(record, "told"), said_in(record, "observed")
    for word in TOLD.split():
        assert f"{word} zork" in told and f"{word} zork" not in observed
    for word in OBSERVED.split():
        between = "/" if word in ("x.example", "exports") else " "
        assert f"{word}{between}zork" in observed and f"{word}{between}zork" not in told
    assert said_in(record, "inferred") == "Guessed, to be dropped on 2026-03-10\nguess zork"
    assert said_in(record, "sources") == "Known there as, in discourse\n4711"
    assert "you said yes, public on 2026-03-10" in told
    assert "Exported on 2026-03-10 as markdown" in observed
    for own in ("Amina Diallo", "she/her", "@amina on discord", "amina@example.org", "Africa/Dakar"):
        assert own in told


def test_what_is_about_somebody_else_stays_out() -> None:
    member, kept = everything("zork", others=("m-0000000002",))
    shown = "\n".join(said_in(record_for(member, kept, TODAY), key) for key in ("told", "observed", "inferred"))
    assert "quux" not in shown
    assert not [id for id in ("m-0000000002", "m-0000000777", "m-0000000778") if id in shown]


@given(
    names=st.lists(st.lists(WORDS, min_size=1, max_size=2).map(" ".join), min_size=1, max_size=4),
    handle=WORDS,
    way=st.sampled_from(["{name}", "{first}", "@{handle}", "{email}", "{id}", "{name}'s", "({handle})", "{name} {id}"]),
)
def test_no_other_member_is_named_in_any_form_of_it(names: list[str], handle: str, way: str) -> None:
    people = [
        Member(
            id=f"m-{n:010d}", name=name, handles={"irc": f"{handle}{n}"}, emails=(f"{handle}{n}@b.example",), **STAMPS
        )  # type: ignore[arg-type]
        for n, name in enumerate(names, 2)
    ]
    words = " and ".join(
        way.format(
            name=each.name,
            first=each.name.split()[0],
            handle=each.handles["irc"],
            email=each.emails[0],
            id=each.id,
        )
        for each in people
    )
    member, kept = everything(words, others=tuple(each.id for each in people))
    record = record_for(member, msgspec.structs.replace(kept, roster=[member, *people]), TODAY)
    for format in FORMATS:
        text = record_text(record, community="", contact="", format=format)
        for other in people:
            assert list(mentions(text, other)) == []
            assert other.id not in text
            assert other.name.casefold() not in text.casefold()
            assert other.emails[0].casefold() not in text.casefold()


@given(
    notes=st.text(st.characters() | st.sampled_from("\x1b\x9b\u202e\n"), max_size=60),
    name=st.text(min_size=1, max_size=20),
)
def test_any_words_can_be_shown(notes: str, name: str) -> None:
    member = Member(id=ME, name=name, notes=notes, **STAMPS)  # type: ignore[arg-type]
    record = record_for(member, Notebooks([], [], [], [member]), TODAY)
    for format in FORMATS:
        text = record_text(record, community="C", contact="c@example.org", format=format)
        assert text.endswith("c@example.org\n")
        assert not set(text) & set("\x00\x07\x1b\x9b\u202e")


def test_the_text_says_what_is_empty_and_whom_to_ask() -> None:
    member: Any = Member(id=ME, name="Bo *Lind*", **STAMPS)  # type: ignore[arg-type]
    record = record_for(member, Notebooks([], [], [], [member]), TODAY)
    assert record_text(record, community="Hearth", contact="care@hearth.example") == (
        "What Hearth keeps about you\n"
        "\n"
        "As of 2026-03-10. Where […] stands, somebody else was named.\n"
        "\n"
        "TOLD: What you said yourself, or what was brought in under your name.\n"
        "  Name: Bo *Lind*\n"
        "  Recognition: please ask each time\n"
        "\n"
        "OBSERVED: What was seen, done or written down.\n"
        "  Kept since, and last changed: 2026-03-10, 2026-03-10\n"
        "\n"
        "INFERRED: What was only guessed. It is dropped on its day.\n"
        "  Nothing.\n"
        "\n"
        "SOURCES: Where lists were imported from, and what you are called there.\n"
        "  Nothing.\n"
        "\n"
        "Earlier versions are kept for a while, so that changes can be undone, and in backups.\n"
        "You may ask for any of this to be corrected, or to be forgotten: care@hearth.example\n"
    )
    markdown = record_text(record, community="Hearth", contact="", format="markdown")
    assert "## Told" in markdown and "- **Name:** Bo \\*Lind\\*" in markdown


def test_words_said_by_one_of_several_are_not_shown_to_each() -> None:
    member, kept = everything("quux", others=("m-0000000002",))
    told = said_in(record_for(member, kept, TODAY), "told")
    assert "said quux" not in told and "asked quux" not in told
    assert told.count("words of one of several people, left out") == 2
