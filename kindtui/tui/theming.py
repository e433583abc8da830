"""Themes of ours and of the workspace, as Textual themes; a file that changes is read again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App
from textual.color import Color
from textual.theme import Theme as TextualTheme

from kindtui.domain.themes import Theme
from kindtui.errors import InvalidInput, KindError
from kindtui.resources import bundled
from kindtui.tui.hints import fault_words

if TYPE_CHECKING:
    from kindtui.store.state import State
    from kindtui.workspace import Workspace

DEFAULT = "kind-dark"
SUFFIXES = (".yaml", ".yml")
MUTED = 0.72
"""How much of the foreground is in the colour of what is said in passing."""
MOST_BYTES = 64 * 1024


class Themes:
    """The themes one can choose from. Only the chosen one is read at the start; the others when somebody asks."""

    def __init__(self, app: App[int]) -> None:
        self.app = app
        self.faults: tuple[str, ...] = ()
        """One sentence for each file that is no theme, and for each theme that is hard to read."""
        self._own: Path | None = None
        self._state: State | None = None
        self._seen: dict[Path, tuple[int, int]] = {}

    def start(self, workspace: Workspace | None) -> None:
        """Show the theme that the workspace remembers, else, with the reason in `faults`, the default one."""
        self._own = workspace.folder / "themes" if workspace else None
        self._state = workspace.state if workspace else None
        self._seen = self._stamps()
        chosen = str(workspace.state.get("theme", DEFAULT)) if workspace else DEFAULT
        if not self.use(chosen):
            faults = self.faults
            self.use(DEFAULT)
            self.faults = faults

    def all(self) -> list[Theme]:
        """Every theme that can be read; what cannot is in `faults`."""
        found, faults = {}, []
        for path in self._files():
            try:
                theme = read(path)
            except KindError as error:
                faults.append(fault_words(error))
                continue
            found[theme.id] = theme
            faults += [f"themes/{path.name}: {warning}" for warning in theme.warnings]
        self.faults = tuple(faults)
        return list(found.values())

    def use(self, id: str) -> bool:
        """Show a theme; says whether it is there and can be read."""
        path = next((path for path in reversed(list(self._files())) if path.stem == id), None)
        self.faults = ()
        if path is None:
            self.faults = (f"there is no theme “{id}” any more",)
            return False
        try:
            theme = read(path, self._state)
        except KindError as error:
            self.faults = (error.message,)
            return False
        self.app.register_theme(as_textual(theme))
        if not self.app.is_running:
            # before the first paint: nothing has to be styled again
            self.app.set_reactive(App.theme, theme.id)
        elif self.app.theme == theme.id:
            # other colours under the same name are no change to textual's reactive
            self.app.refresh_css(animate=False)
        else:
            self.app.theme = theme.id
        return True

    def changed(self) -> bool:
        """Whether a file of the workspace's folder changed since the last look."""
        stamps = self._stamps()
        if stamps == self._seen:
            return False
        self._seen = stamps
        return True

    def _files(self) -> Iterator[Path]:
        for folder in (bundled("themes"), self._own):
            if folder is not None and folder.is_dir():
                yield from sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES and path.is_file())

    def _stamps(self) -> dict[Path, tuple[int, int]]:
        if self._own is None or not self._own.is_dir():
            return {}
        stamps = {}
        for path in self._own.iterdir():
            if path.suffix in SUFFIXES:
                try:
                    stat = path.stat()
                except OSError:
                    continue
                stamps[path] = (stat.st_mtime_ns, stat.st_size)
        return stamps


def read(path: Path, state: State | None = None) -> Theme:
    """The theme in a file, or as `state` remembers it. Raises InvalidInput."""

    def parsed() -> Theme:
        from kindtui.formats.theme_yaml import read_theme

        return read_theme(text, name, path.stem)

    name = f"themes/{path.name}"
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InvalidInput(f"{name}: larger than {MOST_BYTES // 1024} KB, so it is no theme")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InvalidInput(f"{name}: not UTF-8 text, so it is no theme") from None
    except OSError as error:
        raise InvalidInput(f"{name}: cannot be read: {error.strerror or error}") from None
    return (state.reading("theme", f"{path.name}\n{text}", Theme, parsed) if state else None) or parsed()


def as_textual(theme: Theme) -> TextualTheme:
    """The theme in Textual's terms."""
    colours = theme.colours
    muted = Color.parse(colours["background"]).blend(Color.parse(colours["foreground"]), MUTED).hex
    return TextualTheme(
        name=theme.id,
        dark=theme.dark,
        text_alpha=1.0,
        variables={
            "block-cursor-background": colours["primary"],
            "block-cursor-foreground": colours["background"],
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": colours["panel"],
            "block-cursor-blurred-foreground": colours["foreground"],
            "input-cursor-background": colours["accent"],
            "input-cursor-foreground": colours["background"],
            "text-muted": muted,
            "text-primary": colours["primary"],
            "text-accent": colours["accent"],
            "text-success": colours["success"],
            "text-warning": colours["warning"],
            "text-error": colours["error"],
            "border": colours["primary"],
            "border-blurred": colours["panel"],
            "scrollbar": colours["panel"],
            "scrollbar-hover": colours["primary"],
            "scrollbar-active": colours["primary"],
            "scrollbar-background": colours["background"],
            "scrollbar-background-hover": colours["background"],
            "scrollbar-background-active": colours["background"],
            "scrollbar-corner-color": colours["background"],
            "button-color-foreground": colours["background"],
        },
        **colours,  # type: ignore[arg-type]
    )
