"""The verbs of spotlights: their keys, and how help and palette call them."""

from __future__ import annotations

from msgspec.structs import replace

from kindtui.tui.commands import Command, usual
from kindtui.tui.list_finding import finding

RANKS = {"edit": 5, "add": 7}
"""The verbs that every list has, in the key bar of this one: those of consent go before,
so that a new one is offered where there is none yet."""

SPOTLIGHT_COMMANDS = (
    *(
        replace(each, footer=RANKS.get(each.verb, 0))
        for each in usual("spotlights", "spotlight", without=("copy", "editor"))
    ),
    *finding("spotlights"),
    Command(
        "spotlights.next",
        "Do the next step",
        "n",
        "next",
        "next step",
        "What the card names: ask, note an answer, publish ...",
        needs="one",
        writes=True,
        footer=1,
    ),
    Command(
        "spotlights.ask",
        "Ask who is in it",
        "A",
        "ask",
        "ask",
        "Shows the message to send to each, with the text.",
        needs="one",
        writes=True,
        footer=2,
    ),
    Command(
        "spotlights.answer",
        "Write down an answer",
        "r",
        "answer",
        "answer",
        "A yes or a no, and how far a yes goes.",
        needs="one",
        writes=True,
        footer=3,
    ),
    Command(
        "spotlights.export",
        "Export the text",
        "x",
        "export",
        "export",
        "To a file or the clipboard, once everybody agreed; a marked draft before.",
        needs="one",
        writes=True,
        footer=4,
    ),
    Command(
        "spotlights.publish",
        "Keep where it was published",
        "P",
        "publish",
        "publish",
        needs="one",
        writes=True,
    ),
    Command(
        "spotlights.withdraw",
        "Take a yes back",
        "W",
        "withdraw",
        "withdraw",
        "Shows what has to be taken down.",
        needs="one",
        writes=True,
    ),
    Command(
        "spotlights.take_out_files",
        "Take its exported files out",
        "X",
        "take_out_files",
        "files out",
        "Deletes what was exported, when somebody in it agrees no longer.",
        needs="one",
        writes=True,
    ),
    Command(
        "spotlights.without",
        "Take somebody out of it",
        "-",
        "without",
        "take out",
        "The others keep their spotlight.",
        needs="one",
        writes=True,
    ),
    Command(
        "spotlights.copy",
        "Copy the text",
        "y",
        "copy",
        "copy",
        "As Markdown; marked as a draft until everybody agreed.",
        needs="one",
        writes=True,
    ),
    Command("spotlights.as_written", "Show the text as written, or as it reads", "T", "as_written", needs="one"),
    Command("spotlights.editor", "Write the text in $EDITOR", "o", "editor", "editor", needs="one", writes=True),
    Command("spotlights.view", "Show the kind acts", "v", "view", "kind acts", footer=6),
)
