"""kindtui.yaml and kinds.yaml: what is set, what is wrong with it and where, and the first text of a new one."""

from __future__ import annotations

import json
from typing import Any

from kindtui.domain.dates import parse_interval
from kindtui.domain.kinds import Kind
from kindtui.domain.settings import CADENCES, Settings
from kindtui.domain.zones import zone_hint, zone_names
from kindtui.errors import InvalidInput, Problem
from kindtui.formats.yaml_text import Loaded, check_keys, entries_of, invalid, load

FIRST_TEXT = """\
# This file is yours: kindtui reads it and never writes to it again.
# A line that begins with # is a note. Take the # away to set what it names.

# The name of your community, as it stands in texts and drafts.
name: {name}

# Where people can reach those who take care of it. It goes into your code of conduct.
contact: ""

# The zone whose day is "today" for all of you, such as Europe/Lisbon.
# Without it, "today" is that of the computer.
{timezone}

# Where you meet. The names are offered wherever a handle or a publication asks for a place.
places: []

# How soon you would like to be kind.
cadences:
  welcome_within_days: {welcome_within_days}
  thank_within_days: {thank_within_days}
  # A check-in that you give no day to is due after this.
  check_in: {check_in}

# Words in a note that one would hardly say to the person are asked about, and never held back.
# A words.yaml beside this file adds words of yours; false asks no more.
# ask_about_words: true
"""
"""Filled by `first_text`."""


def read_settings(text: str, path: str) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of a text, and what in it could not be used: a wrong value is left at its default, so that one slip
    does not keep a person from her work. Raises InvalidInput when the text is no YAML at all."""
    loaded = load(text, path, allow_empty=True)
    given: Any = loaded.value or {}
    problems = check_keys(loaded, (), Settings.__struct_fields__)
    if not isinstance(given, dict):
        return Settings(), tuple(problems)
    form = _Form(loaded, problems)
    places = given.get("places") or []
    if not isinstance(places, list):
        places = []
        problems.append(loaded.problem(("places",), "a list is expected here", "write it as [discourse, github]"))
    settings = Settings(
        name=form.text(given, ("name",)),
        contact=form.text(given, ("contact",)),
        timezone=form.zone(given),
        places=tuple(str(place) for place in places if isinstance(place, str | int)),
        cadences=form.cadences(given),
        ask_about_words=form.flag(given, "ask_about_words", otherwise=True),
    )
    return settings, tuple(problems)


def read_kinds(text: str, path: str) -> tuple[Kind, ...]:
    """The kinds of a text: a mapping of ids to a label and a description. Raises InvalidInput."""
    loaded = load(text, path, allow_empty=True)
    given, problems = entries_of(loaded, "kinds", ["label", "description"], "welcoming: {label: Welcoming}")
    if problems:
        raise invalid(problems, path)
    return tuple(
        Kind(id, str(about.get("label") or id), str(about.get("description") or "")) for id, about in given.items()
    )


def first_text(name: str = "", timezone: str = "") -> str:
    """The text of a new kindtui.yaml, with a note on everything in it."""
    return FIRST_TEXT.format(
        name=_quoted(name),
        timezone=f"timezone: {timezone}" if timezone else "# timezone: Europe/Lisbon",
        **CADENCES,
    )


class _Form:
    """Reads values one by one and keeps a problem for each that cannot be used."""

    def __init__(self, loaded: Loaded, problems: list[Problem]) -> None:
        self.loaded = loaded
        self.problems = problems

    def text(self, given: dict[str, Any], keypath: tuple[str, ...]) -> str:
        value = given.get(keypath[-1])
        if value is None or isinstance(value, str):
            return value or ""
        if isinstance(value, dict | list):
            self._fault(keypath, "a text is expected here", 'put it between quotes: "..."')
            return ""
        return self.loaded.written(keypath) or str(value)

    def flag(self, given: dict[str, Any], key: str, *, otherwise: bool) -> bool:
        value = given.get(key)
        if isinstance(value, bool):
            return value
        if value is not None:
            self._fault((key,), "true or false is expected here", f"{key}: false")
        return otherwise

    def zone(self, given: dict[str, Any]) -> str:
        name = self.text(given, ("timezone",))
        if not name:
            return ""
        if not is_zone(name):
            self._fault(("timezone",), f"there is no time zone {name!r}", zone_hint(name, zone_names()))
            return ""
        return name

    def cadences(self, given: dict[str, Any]) -> dict[str, int | str]:
        found: dict[str, int | str] = dict(CADENCES)
        cadences = given.get("cadences")
        if cadences is None:
            return found
        faults = check_keys(self.loaded, ("cadences",), CADENCES)
        self.problems += faults
        for key, value in cadences.items() if isinstance(cadences, dict) else ():
            if key == "check_in":
                try:
                    found[key] = str(parse_interval(str(value)))
                except InvalidInput as fault:
                    self._fault(("cadences", key), fault.message, fault.hint)
            elif key in CADENCES:
                if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 3650:
                    found[key] = value
                else:
                    self._fault(("cadences", key), "a number of days is expected here", f"such as {CADENCES[key]}")
        return found

    def _fault(self, keypath: tuple[str, ...], message: str, hint: str) -> None:
        self.problems.append(self.loaded.problem(keypath, message, hint))


def is_zone(name: str) -> bool:
    """Whether an IANA time zone has this name."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
