"""What kindtui exported of its members changes nothing when it is imported where it came from, whatever they hold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kindtui.domain.roster import AccessNeed, Contact, Member, Need, Offer, Recognition
from kindtui.errors import InvalidInput
from kindtui.workspace import Workspace
from tests.conftest import NOW

HOSTILE = st.sampled_from(
    (
        *("a,b", "@amina", "@@x", "=1+1", "'=1", "' ", " a  b ", "x; y", "x;on=2", "x\\;on=2", "\\", "\\n", "a|b"),
        *('"q"', '"', "\x1b[31mred\x1b[0m", "a\x00b", "a\tb", "a\r\nb", "a\rb", "a\n\nb ", "\u2028", "\x85x", "\u200b"),
        *("\ufeff", "-", "n/a", "m-0123456789", "https://github.com/ada", "Ada <ada@example.org>", "mailto:a@b.org"),
        *(
            "A@B.Org",
            "a=b",
            "a:b",
            "^n",
            "starred",
            "My Contacts",
            "none",
            "2024-03-01",
            "03/04/2024",
            "left",
            "x" * 400,
        ),
        *("é" * 90, "END:VCARD", "= ", "1E5"),
    )
)
TEXT = HOSTILE | st.text(st.characters(codec="utf-8"), max_size=12)
MANY = st.lists(TEXT, max_size=3).map(tuple)
DAYS = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
PLACES = st.sampled_from(("github", "GitHub", "discord", "discord (2)")) | TEXT.map(lambda text: " ".join(text.split()))
PAIRS = st.dictionaries(PLACES.filter(bool), TEXT, max_size=3)


@st.composite
def members(draw: st.DrawFn) -> list[Member]:
    found = []
    for number in range(2):
        told: dict[str, Any] = {
            "name": draw(TEXT),
            "pronouns": draw(TEXT),
            "handles": draw(PAIRS),
            "emails": draw(MANY),
            "joined": draw(DAYS),
            "timezone": draw(TEXT),
            "languages": draw(MANY),
            "tags": draw(MANY),
            "kind": draw(st.sampled_from(("person", "bot"))),
            "status": draw(st.sampled_from(("active", "on_break", "left", "deceased"))),
            "until": draw(DAYS),
            "space_until": draw(DAYS),
            "recognition": Recognition(draw(st.sampled_from(("ask", "never"))), draw(TEXT), draw(DAYS)),
            "contact": Contact(draw(TEXT), draw(TEXT), draw(TEXT)),
            "access_needs": tuple(AccessNeed(each, each) for each in draw(MANY)),
            "offers": tuple(Offer(each, draw(st.none() | st.integers(0, 9))) for each in draw(MANY)),
            "needs": tuple(map(Need, draw(MANY))),
            "how_we_met": draw(TEXT),
            "notes": draw(TEXT | st.lists(TEXT, max_size=4).map("\n".join)),
            "sources": draw(PAIRS),
            "locked": draw(st.sampled_from(((), ("tag",), ("notes", "name")))),
        }
        found.append(Member(id=f"m-000000000{number}", created_at=NOW, updated_at=NOW, **told))
    return found


FIELDS = "name pronouns handle email tag language timezone notes offer status joined"
CHOICES = {"all": [], "some": FIELDS.split(), "few": ["tag", "handle"]}


@pytest.mark.parametrize("chosen", CHOICES)
@pytest.mark.parametrize("format", ["vcard", "csv", "json"])
def test_nothing_changes(format: str, chosen: str, workspace: Workspace) -> None:
    it = workspace

    @settings(max_examples=settings().max_examples // 2, phases=[Phase.explicit, Phase.generate])
    @given(members())
    def check(people: list[Member]) -> None:
        with it.store.change("as they are") as change:
            for each in people:
                change.put(each, before=it.store.table("members").get(each.id))
        data = str(it.exports.export("members", format=format, notes=True, fields=CHOICES[chosen]))
        try:
            report = it.imports.bring_in(data.encode(), f"members.{format}", dates="ymd")
        except InvalidInput:  # as a whole, such as a table with characters that are in no text
            assert format == "csv"
        else:
            assert (report.added, report.changed) == (0, 0)
        assert list(it.store.table("members").all()) == people

    check()
