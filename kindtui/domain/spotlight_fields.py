"""The fields of a spotlight that a person can set. Members and answers change through its verbs."""

from __future__ import annotations

from typing import get_args

from kindtui.domain.fields import Field
from kindtui.domain.spotlights import Audience

SPOTLIGHT_FIELDS: tuple[Field, ...] = (
    Field("text", "text", "Text", "What will be read. Changing it asks for a new yes", "text"),
    Field("alt-text", "alt_text", "Alt text", "What a picture beside it shows, for those who do not see it"),
    Field(
        "audience",
        "audience",
        "Audience",
        "Who will read it: internal, newsletter or public",
        "choice",
        get_args(Audience),
    ),
    Field(
        "contribution",
        "contributions",
        "Contributions",
        "The kind acts it tells of",
        "records",
        table="contributions",
        aliases=("contributions",),
    ),
)
