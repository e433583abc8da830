"""Two members again: what a merge changed is taken back, what was changed since stays.

Everything here works on documents as they are stored: `before` and `after` the merge, and `now`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Document = Mapping[str, Any]

_NOTHING: Any = object()
_STAMP = "updated_at"
_REMEMBERED = (_STAMP, "consents")
"""Keys that are remembered also where a merge left them as they were: an answer that was given since is told from
them."""
_TEXTS = ("notes", "note", "how_we_met")
"""Texts to which a merge added, and to which a person adds."""


class GivenBack(NamedTuple):
    """A document without what the merge did. `stayed` are keys that were changed since and keep some of that; when
    nothing at all was changed since, it `is_exact`."""

    document: dict[str, Any]
    stayed: tuple[str, ...]
    is_exact: bool


def touched(before: Document, after: Document) -> tuple[dict[str, Any], dict[str, Any]]:
    """The keys in which two documents differ, of each, the instants of their last change, and all answers."""
    keys = [
        key
        for key in {**before, **after}
        if key in _REMEMBERED or before.get(key, _NOTHING) != after.get(key, _NOTHING)
    ]
    return {key: before[key] for key in keys if key in before}, {key: after[key] for key in keys if key in after}


def given_back(before: Document, after: Document, now: Document) -> GivenBack:
    """`now` with what the merge changed as it was before it. When nothing was changed since, this is exactly what was
    there before, down to the instant of its last change."""
    result = dict(now)
    stayed = []
    for key in {**before, **after}:
        was, became, present = (each.get(key, _NOTHING) for each in (before, after, now))
        if was == became or key == _STAMP:
            continue
        value = _value(key, was, became, present)
        if present != became:
            stayed.append(key)
        if value is _NOTHING:
            result.pop(key, None)
        else:
            result[key] = value
    is_exact = not stayed and now.get(_STAMP) == after.get(_STAMP)
    if is_exact and _STAMP in before:
        result[_STAMP] = before[_STAMP]
    return GivenBack(result, tuple(sorted(stayed)), is_exact)


def _value(key: str, was: Any, became: Any, now: Any) -> Any:
    if now == became:
        return was
    given = [each for each in (was, became, now) if each is not _NOTHING]
    if all(isinstance(each, Mapping) for each in given):
        made = {
            inner: value
            for inner in {**_mapping(was), **_mapping(now)}
            if (value := _inner(inner, was, became, now)) is not _NOTHING
        }
        return made or _NOTHING
    if all(isinstance(each, Sequence) and not isinstance(each, str) for each in given):
        return _items(_list(was), _list(became), _list(now)) or _NOTHING
    if key in _TEXTS and isinstance(now, str) and isinstance(became, str) and now.startswith(became):
        return ("" if was is _NOTHING else was) + now[len(became) :]
    return now


def _inner(key: str, *versions: Any) -> Any:
    was, became, now = (_mapping(each).get(key, _NOTHING) for each in versions)
    return now if was == became else _value(key, was, became, now)


def _items(was: list[Any], became: list[Any], now: list[Any]) -> list[Any]:
    """Items that the merge added go, those it took away come back, unless a person took away what stood for them."""
    added = [each for each in became if each not in was]
    gone = [each for each in was if each not in became]
    if added and not any(each in now for each in added):
        gone = []
    old = [each for each in was if each in now or each in gone]
    return [*old, *(each for each in now if each not in was and each not in added)]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []
