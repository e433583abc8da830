"""A screen that is styled, laid out and drawn once when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual._context import active_app
from textual.events import ScreenResume
from textual.geometry import Size

if TYPE_CHECKING:
    from textual.screen import Screen

    _Screen = Screen[Any]
else:
    # no DOMNode at run time: textual takes the styles of the first base that is one
    _Screen = object


class Fitted(_Screen):
    """Mixed in before Screen, for one that has breakpoints. It begins with the classes that they will give it; Textual
    would style each of its widgets without them, again on resuming, and again on resizing, and lay it out as often."""

    def __init__(self, *given: Any, **named: Any) -> None:
        size = active_app.get().size
        chosen = [
            _class_at(size.width, self.HORIZONTAL_BREAKPOINTS or ()),
            _class_at(size.height, self.VERTICAL_BREAKPOINTS or ()),
        ]
        named["classes"] = " ".join([named.get("classes") or "", *chosen])
        super().__init__(*given, **named)
        self._is_styled = False

    def on_screen_resume(self, event: ScreenResume) -> None:
        if not self._is_styled:
            # what it holds was styled as it was mounted; the screen itself before its own style sheet was read
            self._is_styled = True
            event.refresh_styles = False
            self.app.stylesheet.apply(self, animate=False)

    def _screen_resized(self, size: Size) -> None:
        # it is laid out on resuming; textual says twice more that it has the size it has
        if size != self.outer_size or self._layout_required:
            super()._screen_resized(size)

    def _compositor_refresh(self) -> None:
        # textual would draw a screen that is shown at the start, and throw the drawing away
        if not self.app._batch_count:
            super()._compositor_refresh()


def _class_at(size: int, breakpoints: Any) -> str:
    """The class of the last breakpoint that the size reaches."""
    return str(max(((least, name) for least, name in breakpoints if size >= least), default=(0, ""))[1])
