"""Theme files: ours (`title`, `dark`, `colours`) and base16 schemes (`base00` to `base0F`)."""

from __future__ import annotations

from kindtui.domain.text import listed
from kindtui.domain.themes import ROLES, Theme, hard_to_read, read_colour
from kindtui.errors import KindError, Problem
from kindtui.formats.yaml_text import Loaded, check_keys, invalid, load

BASE16 = tuple(f"base0{digit}" for digit in "0123456789ABCDEF")
BASE16_ROLES = {
    "background": "base00",
    "surface": "base01",
    "panel": "base02",
    "foreground": "base05",
    "primary": "base0D",
    "secondary": "base0C",
    "accent": "base0E",
    "success": "base0B",
    "warning": "base0A",
    "error": "base08",
}
_BASE16_KEYS = ("system", "name", "author", "variant", "slug", "description", "palette", "scheme")


def read_theme(text: str, path: str, id: str) -> Theme:
    """The theme in a YAML text. `path` names the file in problems, `id` is the theme's name in the program.

    Raises InvalidInput with a problem for each colour that is none, and each key that is unknown or missing.
    """
    loaded = load(text, path)
    if isinstance(loaded.value, dict) and ("palette" in loaded.value or "base00" in loaded.value):
        return _read_base16(loaded, id)
    problems = check_keys(loaded, (), ("title", "dark", "colours"))
    if problems:
        raise invalid(problems, path)
    dark = loaded.value.get("dark", True)
    if not isinstance(dark, bool):
        problems.append(loaded.problem(("dark",), "dark is true or false"))
    if "colours" not in loaded.value:
        problems.append(loaded.problem((), "there are no colours", f"under colours: {', '.join(ROLES)}"))
    else:
        problems += check_keys(loaded, ("colours",), ROLES)
    if problems:
        raise invalid(problems, path)
    colours = _colours(loaded, ("colours",), ROLES)
    return Theme(id, str(loaded.value.get("title") or id), dark, colours, hard_to_read(colours))


def _read_base16(loaded: Loaded, id: str) -> Theme:
    """A scheme, in the present layout (under `palette`) or the older one (at the top)."""
    nested = "palette" in loaded.value
    at = ("palette",) if nested else ()
    problems = check_keys(loaded, (), (*_BASE16_KEYS, *(() if nested else BASE16)))
    if nested:
        problems += check_keys(loaded, at, (*BASE16, *(f"base1{digit}" for digit in "01234567")))
    if problems:
        raise invalid(problems, loaded.path)
    palette = _colours(loaded, at, BASE16)
    colours = {role: palette[key] for role, key in BASE16_ROLES.items()}
    variant = loaded.value.get("variant")
    dark = variant == "dark" if variant in ("dark", "light") else _is_dark(palette["base00"])
    title = loaded.value.get("name") or loaded.value.get("scheme") or id
    return Theme(id, str(title), dark, colours, hard_to_read(colours))


def _colours(loaded: Loaded, at: tuple[str, ...], names: tuple[str, ...]) -> dict[str, str]:
    """The colours of a mapping. What is written without quotes is taken as written: `001122` is no number here."""
    found: dict[str, str] = {}
    problems: list[Problem] = []
    missing = [name for name in names if loaded.written((*at, name)) is None]
    if missing:
        which = f"colour {missing[0]} is" if len(missing) == 1 else f"colours {listed(missing)} are"
        problems.append(loaded.problem(at, f"the {which} missing"))
    for name in names:
        written = loaded.written((*at, name))
        if written is None:
            continue
        try:
            found[name] = read_colour(written)
        except KindError as error:
            problems.append(loaded.problem((*at, name), error.message, error.hint))
    if problems:
        raise invalid(problems, loaded.path)
    return found


def _is_dark(background: str) -> bool:
    return sum(int(background[at : at + 2], 16) for at in (1, 3, 5)) < 3 * 128
