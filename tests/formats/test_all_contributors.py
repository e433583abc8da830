"""`.all-contributorsrc`: people and what they gave."""

from __future__ import annotations

from kindtui.domain.import_rows import Given
from kindtui.formats.all_contributors import FORMAT
from tests.formats.people_files import FILES


def test_people_with_what_they_gave() -> None:
    ada, ben, cleo, bot, nobody, odd = FORMAT.read(FILES["all-contributors"]).people
    assert ada.values == {"id": "583231", "name": "Ada Abara", "handle:github": "ada"}
    assert ada.given == (
        Given("Code for garden/trellis", "code"),
        Given("Doc for garden/trellis", "doc"),
        Given("Talk for garden/trellis", "talk", "https://example.org/talk"),
        Given("Soup for everybody for garden/trellis", "soup"),
    )
    assert ben.values == {"name": "Ben", "handle:github": "ben"}
    assert ben.given == (Given("Event organizing for garden/trellis", "eventOrganizing"),)
    assert cleo.values == {"name": "Cleo of the quiet hands"}
    assert (bot.skipped, bot.given) == ("a bot", ())
    assert nobody.refused == "there is neither a login nor a name in this entry"
    assert odd.refused == "a contribution does not say of what type it is"


def test_a_bot_may_be_told_by_its_name_alone() -> None:
    data = (
        FILES["all-contributors"]
        .replace(b'"helper[bot]"', b'"helper"')
        .replace(b'"name": "helper"', b'"name": "Helper[Bot]"')
    )
    assert FORMAT.read(data).people[3].skipped == "a bot"


def test_kinds_of_its_own_are_named() -> None:
    assert "soup" in FORMAT.read(FILES["all-contributors"]).notices[0]


def test_another_host() -> None:
    data = FILES["all-contributors"].replace(b'"imageSize"', b'"repoHost": "https://gitlab.com", "imageSize"')
    assert FORMAT.read(data).people[0].values == {"name": "Ada Abara", "handle:gitlab": "ada"}


def test_a_picture_that_is_no_address_costs_nobody_their_place() -> None:
    data = b'{"projectName": "x", "contributors": [{"login": "ada", "avatar_url": ["x"], "contributions": ["code"]}]}'
    (ada,) = FORMAT.read(data).people
    assert (ada.values, ada.refused) == ({"handle:github": "ada"}, "")
