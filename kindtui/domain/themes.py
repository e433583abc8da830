"""Colour themes: which colours there are, and whether a text in them can be read."""

from __future__ import annotations

import re

import msgspec

from kindtui.errors import InvalidInput

ROLES = (
    "background",
    "surface",
    "panel",
    "foreground",
    "primary",
    "secondary",
    "accent",
    "success",
    "warning",
    "error",
)
"""background: behind everything; surface: lists and cards; panel: dialogs and the cursor without focus; primary:
headings and the cursor; accent: keys and what one can act on."""

TEXT_CONTRAST = 4.5
"""The least ratio of text to what is behind it (WCAG 2 AA)."""

SIGN_CONTRAST = 3.0
"""The least ratio of headings, keys and signs to what is behind them."""

_HEX = re.compile(r"#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


class Theme(msgspec.Struct, frozen=True):
    """A theme. `colours` maps each of `ROLES` to "#rrggbb"; `warnings` say what will be hard to read in it."""

    id: str
    title: str
    dark: bool
    colours: dict[str, str]
    warnings: tuple[str, ...] = ()


def read_colour(text: str) -> str:
    """ "#rrggbb" for "#RGB", "#RRGGBB" or the same without "#". Raises InvalidInput."""
    if not _HEX.fullmatch(text):
        raise InvalidInput(f"{text!r} is not a colour", 'write six hexadecimal digits in quotes: "#2e7d6b"')
    digits = text.lstrip("#").lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def contrast(one: str, other: str) -> float:
    """How well "#rrggbb" can be told from another: 1 not at all, 21 black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def hard_to_read(colours: dict[str, str]) -> tuple[str, ...]:
    """A sentence for each pair of colours of a theme that is hard to tell apart."""
    faults = []
    for back in ("background", "surface", "panel"):
        ratio = contrast(colours["foreground"], colours[back])
        if ratio < TEXT_CONTRAST:
            faults.append(f"text on {back} has a contrast of {ratio:.1f}, {TEXT_CONTRAST} is readable")
    for sign in ("primary", "accent", "success", "warning", "error"):
        ratio = contrast(colours[sign], colours["background"])
        if ratio < SIGN_CONTRAST:
            faults.append(f"{sign} on background has a contrast of {ratio:.1f}, {SIGN_CONTRAST} is readable")
    return tuple(faults)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
