"""A text that was made, taken along as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kindtui.domain.text import slug
from kindtui.services.conduct import Format

if TYPE_CHECKING:
    from kindtui.tui.app import KindApp

FORMATS: tuple[tuple[Format, str, str], ...] = (
    ("markdown", ".md", "Markdown, for a repository or a forum"),
    ("html", ".html", "HTML, for a page"),
    ("text", ".txt", "plain text, for a mail"),
)


async def export(app: KindApp, name: str, make: Callable[[Format], str]) -> None:
    """Ask for a format and write the text to exports/. A file that holds something else is asked about."""
    from kindtui.services.private_file import write_private

    assert app.workspace is not None
    chosen = await app.choose("Export as", [(format, words) for format, _suffix, words in FORMATS])
    for format, suffix, _words in FORMATS:
        if format != chosen:
            continue
        text = make(format).rstrip("\n") + "\n"
        path = app.workspace.folder / "exports" / f"{slug(name, 'text')}{suffix}"
        if path.exists() and not _holds(path, text):
            question = f"Write over {path.name}?"
            if not await app.confirm(question, f"{path} holds another text.", yes="Write over it", no="Leave it"):
                return
        write_private(path, text, make_parent=True)
        app.tell(f"Written to {path}")


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_text(encoding="utf-8") == text
    except (OSError, UnicodeDecodeError):
        return False
