"""Themes: ours are readable, other people's are taken or named with their fault, and none stops the app."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.themes import ROLES, contrast, read_colour
from kindtui.errors import InvalidInput
from kindtui.formats.theme_yaml import read_theme
from kindtui.resources import bundled
from kindtui.tui.theming import read
from kindtui.workspace import Workspace

AtWork = Callable[..., AbstractAsyncContextManager[Any]]
OURS = sorted(bundled("themes").glob("*.yaml"))
COLOURS = (
    "101010 202020 303030 505050 b0b0b0 e0e0e0 f0f0f0 ffffff f07070 f0a070 f0e070 70f070 70f0f0 70a0f0 c070f0 a07050"
)
BASE16 = "system: base16\nname: Ember\nvariant: dark\npalette:" + "".join(
    f'\n  base0{digit}: "{colour}"' for digit, colour in zip("0123456789ABCDEF", COLOURS.split(), strict=True)
)


def test_there_are_the_five_that_people_need() -> None:
    assert {"kind-dark", "kind-light", "high-contrast", "deuteranopia", "tritanopia"} <= {path.stem for path in OURS}


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_ours_can_be_read_by_everybody(path: Path) -> None:
    theme = read(path)
    assert theme.warnings == ()
    assert set(theme.colours) == set(ROLES)
    if theme.id == "high-contrast":
        assert all(contrast(theme.colours[sign], "#000000") > 7 for sign in ("primary", "accent", "warning", "error"))


def test_a_base16_scheme_is_a_theme() -> None:
    theme = read_theme(BASE16, "themes/ember.yaml", "ember")
    assert (theme.id, theme.title, theme.dark) == ("ember", "Ember", True)
    assert theme.colours["background"] == "#101010"
    assert theme.colours["foreground"] == "#e0e0e0"


def test_colours_without_quotes_are_taken_as_written() -> None:
    theme = read_theme(BASE16.replace('"101010"', "001122").replace('"202020"', "1e1e10"), "t.yaml", "t")
    assert (theme.colours["background"], theme.colours["surface"]) == ("#001122", "#1e1e10")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"f07070"', '"reddish"', "'reddish' is not a colour"),
        ("palette:", "pallete:\n  x: y\npalette:", "unknown key 'pallete'"),
        ("base0F:", "base0G:", "unknown key 'base0G'"),
        ("system: base16", "system: [", "t.yaml:"),
    ],
)
def test_a_fault_is_named_with_its_place(old: str, new: str, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_theme(BASE16.replace(old, new), "t.yaml", "t")
    assert said in caught.value.message
    assert "t.yaml:" in caught.value.message


def test_colours_that_are_missing_are_one_fault() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_theme('base00: "101010"\nbase01: "202020"', "t.yaml", "t")
    (problem,) = caught.value.problems
    assert problem.message.startswith("the colours base02, base03,") and "base0E and base0F are" in problem.message


def test_a_theme_that_is_hard_to_read_says_so() -> None:
    theme = read_theme(BASE16.replace('"e0e0e0"', '"404040"'), "t.yaml", "t")
    assert any("text on background" in warning for warning in theme.warnings)


@given(st.text(max_size=9))
def test_a_colour_is_six_digits_or_refused(text: str) -> None:
    try:
        colour = read_colour(text)
    except InvalidInput:
        return
    assert len(colour) == 7 and int(colour[1:], 16) >= 0


async def test_a_theme_is_chosen_kept_and_shown_again(at_work: AtWork, people: Workspace) -> None:
    async with at_work(people) as person:
        await person.press("ctrl+p")
        await person.write("choose a theme")
        await person.until(lambda: "Choose a theme" in person.sees)
        await person.press("enter")
        await person.until(lambda: "Kind light" in person.sees)
        await person.press("4")
        assert person.app.theme == "kind-light"
    async with at_work(people) as person:
        assert person.app.theme == "kind-light"


async def test_a_broken_theme_of_the_workspace_stops_nothing(at_work: AtWork, people: Workspace) -> None:
    folder = people.folder / "themes"
    folder.mkdir(exist_ok=True)
    (folder / "mine.yaml").write_text("title: Mine\ncolours: {background: mauve}\n", encoding="utf-8")
    (folder / "photo.yaml").write_bytes(b"\x89PNG\r\n\xff\xfe")
    people.state.set("theme", "mine")
    async with at_work(people) as person:
        assert person.app.theme == "kind-dark"
        assert "mine.yaml" in person.messages
        assert person.app.themes.all()
        faults = "\n".join(person.app.themes.faults)
        assert "mine.yaml:2" in faults and "photo.yaml" in faults


async def test_a_theme_that_is_edited_is_shown_at_once(at_work: AtWork, people: Workspace) -> None:
    folder = people.folder / "themes"
    folder.mkdir(exist_ok=True)
    mine = folder / "mine.yaml"
    mine.write_text(BASE16, encoding="utf-8")
    people.state.set("theme", "mine")
    async with at_work(people) as person:
        assert person.app.screen.styles.background.hex == "#101010"
        mine.write_text(BASE16.replace("101010", "181020"), encoding="utf-8")
        person.app.look_around()
        await person.settle()
        assert person.app.screen.styles.background.hex == "#181020"
        mine.write_text("colours: nonsense", encoding="utf-8")
        person.app.look_around()
        await person.settle()
        assert person.app.screen.styles.background.hex == "#181020"
        assert "mine.yaml" in person.messages
        assert "To be mended" in person.sees  # on Today, which is open
