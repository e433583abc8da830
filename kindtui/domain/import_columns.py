"""What each column of a table becomes: as the person said, else as the map of the tool says, else by its name; and the
map that is made of it, for the next table of this kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kindtui.domain.import_headers import UNKNOWN_PLACE, guess_target, is_forbidden, is_name_in_use
from kindtui.domain.imports import HANDLE, IGNORE, NAMES, Column, ImportMap, Preview, checked_target
from kindtui.domain.nearest import did_you_mean
from kindtui.errors import InvalidInput

GUESSED = "by its name"
"""Why a column becomes what it does, when nobody said so."""
_CHOSEN = "as you said"
_FORBIDDEN = "never read in"
_OF_PEOPLE = ("pronouns", "joined", "language", "tag")
"""What people add to the table of a tool, and name so that it cannot be anything of the tool's own."""


def choose_columns(
    headers: Sequence[str], known: ImportMap | None, mapping: Mapping[str, str], only_place: str = ""
) -> list[Column]:
    """What each column becomes: as the person said, else as the map of the tool says, else by its name.

    Raises InvalidInput for a header or target that does not exist, and for a column that must never be read.
    """
    chosen = _chosen(headers, mapping)
    return [_column(header, headers, known, chosen, only_place) for header in headers]


def _chosen(headers: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    folded = {header.casefold(): header for header in reversed(headers)}
    chosen = {}
    for header, target in mapping.items():
        found = header if header in headers else folded.get(header.strip().casefold())
        if found is None:
            raise InvalidInput(f"there is no column {header!r}", did_you_mean(header, headers))
        chosen[found] = checked_target(target)
    return chosen


def _column(
    header: str, headers: Sequence[str], known: ImportMap | None, chosen: Mapping[str, str], only_place: str
) -> Column:
    forbidden = (known is not None and known.forbids(header)) or is_forbidden(header)
    if header in chosen:
        if forbidden and chosen[header] != IGNORE:
            raise InvalidInput(
                f"the column {header!r} is never read in",
                "addresses of machines, places, secrets and privileges are not kindtui's to keep",
            )
        return Column(header, chosen[header], reason=_CHOSEN)
    if forbidden:
        return Column(header, IGNORE, reason=_FORBIDDEN)
    if known is not None and known.columns:
        target = known.target_of(header)
        if target or not known.guess_others:
            return Column(header, target or IGNORE, reason=known.title if target else "")
        guessed = guess_target(header, headers)
        if guessed not in _OF_PEOPLE and (not guessed.startswith(HANDLE) or guessed == f"{HANDLE}{UNKNOWN_PLACE}"):
            guessed = ""
        return Column(header, guessed or IGNORE, reason=GUESSED if guessed else "")
    guessed = guess_target(header, headers, only_place)
    return Column(header, guessed or IGNORE, reason=GUESSED if guessed else "")


def names_somebody(columns: Iterable[Column]) -> bool:
    """Whether a column holds names, or what people are called somewhere."""
    return any(column.target in NAMES or column.target.startswith(HANDLE) for column in columns)


def kept_map(name: str, preview: Preview, known: ImportMap | None) -> ImportMap:
    """What a preview says about its table, as a map. It knows the table again by all columns that become something (by
    all columns when these are fewer than three); the rules of the map that was used stay."""
    used = [column for column in preview.columns if column.target != IGNORE]
    used.sort(key=lambda column: not is_name_in_use(column.header))  # of several names the first one wins
    marks = used if len(used) > 2 else preview.columns
    before = known or ImportMap(name)
    return ImportMap(
        name=name,
        title=f"{known.title} ({name})" if known else name,
        headers=(frozenset(column.header.casefold() for column in marks),),
        columns={column.header: column.target for column in used},
        dates={**before.dates, **preview.asked.dates},
        never=before.never,
        leave_out=before.leave_out,
        rules=before.rules,
        source=before.source or (before.name if known else ""),
        name_from=before.name_from if known or names_somebody(used) else "email",
        whole=before.whole,
    )
