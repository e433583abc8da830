"""Notes that one would not say to the person are asked about on standard error, and saved as they are."""

from __future__ import annotations

import pytest

from tests.cli.conftest import CommandLine


@pytest.fixture
def amina(kindtui: CommandLine) -> CommandLine:
    kindtui("member", "add", "Amina Lazy")
    kindtui("followup", "add", "--about", "amina")
    return kindtui


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("member", "edit", "amina", "--notes", "a drama queen"), "notes"),
        (("member", "edit", "amina", "--tag", "docs", "--tag", "drama queen"), "tag"),
        (("member", "edit", "amina", "--contact-note", "a drama queen"), "contact note"),
        (("member", "add", "Bo", "--how-we-met", "a drama queen"), "how we met"),
        (("followup", "edit", "f-0000000001", "--inferred", "a drama queen"), "inferred"),
        (("followup", "touch", "f-0000000001", "--note", "a drama queen"), "note"),
        (("followup", "done", "f-0000000001", "--outcome", "a drama queen"), "outcome"),
        (("followup", "let-go", "f-0000000001", "--why", "a drama queen"), "why"),
    ],
)
def test_every_place_for_words_about_somebody_asks_and_saves(
    amina: CommandLine, words: tuple[str, ...], option: str
) -> None:
    ended = amina(*words)
    assert ended.err.startswith(f"{option}: “drama queen”: It names the person, not what happened.")
    assert ended.out


def test_what_they_said_themselves_and_names_are_never_asked_about(amina: CommandLine) -> None:
    assert amina("followup", "edit", "f-0000000001", "--said", "I feel lazy and stupid").err == ""
    assert amina("member", "edit", "amina", "--notes", "Lazy came by").err == ""
    assert "“lazy”" in amina("member", "edit", "amina", "--notes", "Lazy was lazy").err


def test_it_can_be_turned_off_and_own_words_added(amina: CommandLine) -> None:
    (amina.folder / "words.yaml").write_text("groups:\n  mine: {question: 'Wirklich?', words: [schwierig*]}\n", "utf-8")
    assert amina("member", "edit", "amina", "--notes", "Schwierige Person").err == "notes: “schwierige”: Wirklich?\n"
    (amina.folder / "words.yaml").write_text("groups:\n  mine: {qestion: x}\n", "utf-8")
    assert "“lazy”" in amina("member", "edit", "amina", "--notes", "so lazy").err
    assert "words.yaml:2" in amina("doctor", code=3).out
    settings = amina.folder / "kindtui.yaml"
    settings.write_text(settings.read_text("utf-8") + "\nask_about_words: false\n", "utf-8")
    assert amina("member", "edit", "amina", "--notes", "still lazy").err == ""
    settings.write_text(settings.read_text("utf-8").replace(": false", ": perhaps"), "utf-8")
    assert "true or false is expected here" in amina("doctor", code=3).out


@pytest.mark.parametrize("name", ["words.yaml", "kinds.yaml"])
def test_a_file_of_ones_own_that_cannot_be_read_is_named_and_stops_nothing(amina: CommandLine, name: str) -> None:
    path = amina.folder / name
    path.write_bytes(b"\xff\xfe\xff")
    assert "is not UTF-8 text" in amina("doctor", code=3).out
    path.unlink()
    path.mkdir()
    assert f"{name}: " in amina("today").out
    assert "“lazy”" in amina("member", "edit", "amina", "--notes", "so lazy").err
