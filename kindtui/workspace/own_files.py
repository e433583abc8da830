"""The files that a person writes: kindtui.yaml, kinds.yaml and themes; what they say, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

from kindtui.domain.kinds import Kind
from kindtui.domain.settings import Settings
from kindtui.errors import InvalidInput, KindError, Problem, StoreError
from kindtui.paths import WORKSPACE_FILE
from kindtui.store.state import State

KINDS_FILE = "kinds.yaml"
LARGEST_YAML = 256 * 1024


def read_settings(folder: Path, state: State) -> tuple[Settings, tuple[Problem, ...]]:
    """What kindtui.yaml says, and what is wrong with it; `state` remembers it. Raises InvalidInput when it is no YAML,
    StoreError when it cannot be read."""
    text = text_of(folder / WORKSPACE_FILE)
    if text is None:
        return Settings(), ()
    problems: list[Problem] = []
    settings = Settings()

    def read() -> Settings | None:
        nonlocal settings
        from kindtui.formats import settings_yaml

        settings, found = settings_yaml.read_settings(text, WORKSPACE_FILE)
        problems.extend(found)
        return None if found else settings

    return state.reading(WORKSPACE_FILE, text, Settings, read) or settings, tuple(problems)


def is_there(path: Path, what: str) -> bool:
    """Whether there is such a file. StoreError when the system does not say."""
    try:
        return path.exists()
    except OSError as error:
        raise StoreError(f"{what} cannot be read: {error.strerror}") from error


def own_kinds(folder: Path) -> tuple[tuple[Kind, ...], tuple[Problem, ...]]:
    """The workspace's own kinds, or what is wrong with them."""
    try:
        text = text_of(folder / KINDS_FILE)
        if text is None:
            return (), ()
        from kindtui.formats.settings_yaml import read_kinds

        return read_kinds(text, KINDS_FILE), ()
    except (InvalidInput, StoreError) as fault:
        return (), fault.problems_in(KINDS_FILE)


def theme_problems(folder: Path) -> list[Problem]:
    """What is wrong with the workspace's own themes."""
    from kindtui.store.documents import Documents

    themes = Documents(folder / "themes", (".yaml", ".yml"), workspace=folder)
    found: list[Problem] = []
    for name in themes.names():
        from kindtui.formats.theme_yaml import read_theme  # it needs a while to load, and few have themes

        path = f"themes/{themes.path(name).name}"
        try:
            read_theme(themes.read(name), path, name)
        except KindError as fault:
            found += fault.problems_in(path)
    return found


def text_of(path: Path) -> str | None:
    """The text of a file that a person writes; None when there is none. Raises InvalidInput when it is too large or no
    text, StoreError when it cannot be read."""
    try:
        if path.stat().st_size > LARGEST_YAML:
            raise InvalidInput(f"{path.name} is larger than {LARGEST_YAML // 1024} KB", "is it the right file?")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise InvalidInput(f"{path} is not UTF-8 text", "save it as UTF-8") from None
    except OSError as fault:
        raise StoreError(f"{path} cannot be read: {fault.strerror}") from fault
