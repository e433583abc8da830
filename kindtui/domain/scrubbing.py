"""A person who asked to be forgotten is taken out of records.

Everything here works on documents as they are stored, so that the same rule reaches the records, what merges remember
of them, backups, drafts of forms and what other hands bring.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kindtui.domain.traces import Document, Traces, texts_of

_NO_TEXT = frozenset(
    (
        *("kind", "status", "wish", "state", "audience", "template", "table", "answer", "scope", "format", "it_helped"),
        *("counted_from", "missed", "every", "timezone", "hash", "text_hash", "drafted"),
        *("on", "since", "until", "due", "expires", "anchor", "joined", "asked_on", "answered_on", "withdrawn_on"),
        *("closed_on", "space_until", "created_at", "updated_at"),
    )
)
"""Keys of records under which there are choices, days and hashes, which may look like somebody's handle."""
_OF_PAIRS = ("merges", "distinctions")
"""Tables of records that say nothing without one of the two they are about."""
_NEEDED = frozenset(("what", "name", "topic", "text"))
"""Keys without which a record could not be read."""


def record_without(table: str, id: str, document: Document, traces: Traces) -> dict[str, Any] | None:
    """A stored record without the person; None when it is about nobody else. An unconcerned one stays as it is."""
    if table == "members" and traces.is_id(id):
        return None
    about = {
        "contributions": (*_ids(document, "by"), *_ids(document, "helped")),
        "followups": _ids(document, "about"),
        "spotlights": _ids(document, "members"),
        "merges": texts_of([document.get("kept"), document.get("other")]),
        "distinctions": _ids(document, "members"),
    }.get(table, ())
    concerned = [traces.is_id(each) for each in about]
    if any(concerned) and (all(concerned) or table in _OF_PAIRS):
        return None
    kept = dict(document)
    if table == "spotlights" and any(concerned):
        kept = _spotlight_without(kept, traces)
    if table == "merges":
        kept["moved"] = [left for each in document.get("moved", ()) if (left := _moved_without(each, traces))]
    cleaned: dict[str, Any] = scrubbed(kept, traces)
    return cleaned


def strings_of(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a JSON value that somebody wrote, with its place."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _NO_TEXT or not isinstance(inner, str):
                yield from strings_of(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, (list, tuple)):
        for place, inner in enumerate(value):
            yield from strings_of(inner, f"{path}[{place}]")


def said_in(value: Any) -> Iterator[str]:
    """The same texts, and the keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            if key not in _NO_TEXT or not isinstance(inner, str):
                yield from said_in(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from said_in(inner)


def scrubbed(value: Any, traces: Traces) -> Any:
    """A JSON value without traces of the person: fields and parts that are about them are left out, texts cleaned."""
    if isinstance(value, str):
        return traces.without(value)
    if isinstance(value, Mapping):
        return {
            (traces.without(key) if traces.found_in_file(key) else key): inner
            if key in _NO_TEXT and isinstance(inner, str)
            else scrubbed(inner, traces)
            for key, inner in value.items()
            if not traces.is_id(key) and (key in _NEEDED or not traces.is_id(inner))
        }
    if isinstance(value, (list, tuple)):
        return [
            scrubbed(inner, traces)
            for inner in value
            if not traces.is_id(inner) and not _is_about(inner, traces) and not _is_link(inner, traces)
        ]
    return value


def _ids(document: Document, key: str) -> list[str]:
    return texts_of(document.get(key))


def _is_link(value: Any, traces: Traces) -> bool:
    return isinstance(value, str) and traces.is_link(value)


def _is_about(part: Any, traces: Traces) -> bool:
    """Whether a part of a record, such as a consent, is that of the person."""
    return isinstance(part, Mapping) and any(map(traces.is_id, part.values()))


def _spotlight_without(document: dict[str, Any], traces: Traces) -> dict[str, Any]:
    """A spotlight of several, without the name of one in its words and in the names of its files.

    Who is known by hashes alone has no name that could be looked for: then nothing stays of a text that was about
    them, nor of the files that are called after it, and the yes of the others was to other words.
    """
    if not traces.identity.names:
        return {key: value for key, value in document.items() if key not in ("text", "alt_text", "drafted", "exports")}
    for key in ("text", "alt_text"):
        if isinstance(document.get(key), str):
            document[key] = traces.without_name(document[key])
    exports = document.get("exports")
    if isinstance(exports, list):
        document["exports"] = [
            each
            for each in exports
            if not any(traces.named_in(text) or traces.found_in(text) for _, text in strings_of(each))
        ]
    return document


def _moved_without(moved: Any, traces: Traces) -> dict[str, Any] | None:
    """What a merge remembers of one record, without somebody who is neither of the two; None when nothing is left."""
    if not isinstance(moved, Mapping):
        return None
    cleaned = dict(moved)
    for key in ("before", "after"):
        if isinstance(moved.get(key), Mapping):
            cleaned[key] = record_without(str(moved.get("table")), "", moved[key], traces)
    return None if cleaned.get("before") is None else cleaned
