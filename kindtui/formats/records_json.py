"""Records as JSON documents and back. What a newer version or another hand wrote into one survives the round trip.

A document is a dict of JSON values without the record's id, which is the key it is stored under. Defaults are left
out, keys are sorted, dates and instants are ISO text.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from kindtui.domain.record import Record
from kindtui.domain.selection import NOTES_INSIDE, Selection
from kindtui.errors import InvalidInput, Problem
from kindtui.formats.strict_json import parse_json

R = TypeVar("R", bound=Record)

__all__ = ["decode", "decode_all", "encode", "from_document", "full", "parse_json", "picked", "to_document"]


def to_document(record: Record) -> dict[str, Any]:
    """The document of a record: defaults and the id left out, unknown keys back where they were found, keys sorted."""
    document: dict[str, Any] = msgspec.to_builtins(record, order="sorted")
    if _mentions_extra(document):
        document = _builtins(record, omit=True)
    del document["id"]
    return document


def full(record: Record) -> dict[str, Any]:
    """Every field of a record, defaults and id included, as JSON values: the shape of `--json`."""
    document: dict[str, Any] = _builtins(record, omit=False)
    return document


def picked(record: Record, selection: Selection) -> dict[str, Any]:
    """The id and what was selected of a record, as JSON values under the records' own names. Keys that this version
    does not know go along with a whole record and its notes only: nobody can tell what they hold."""
    document = full(record)
    if selection.whole and selection.notes:
        return document
    made: dict[str, Any] = {"id": document["id"]}
    for column in selection.columns:
        if isinstance(column, str):
            name = column.replace("-", "_")
            hidden = "" if selection.notes else NOTES_INSIDE.get(column, "")
            value = document[name]
            made[name] = [{key: item[key] for key in item if key != hidden} for item in value] if hidden else value
            continue
        top, _, inner = column.path.partition(".")
        if not inner:
            made[top] = document[top]
        elif document[top] is not None:
            made.setdefault(top, {})[inner] = document[top][inner]
    return made


_encoder = msgspec.json.Encoder(order="sorted")


def encode(record: Record) -> bytes:
    """The document of a record as one line of UTF-8 JSON."""
    id = f',"id":"{record.id}",'.encode()
    data = _encoder.encode(record)
    before, found, after = data.partition(id)
    if found and id not in after and b'"extra"' not in data:
        return before + b"," + after  # it is the id of the record itself, after `created_at`
    return msgspec.json.encode(to_document(record), order="sorted")


def decode(type: type[R], id: str, data: bytes) -> R:
    """The record that `encode` made. InvalidInput as in `from_document`."""
    if b'"extra"' not in data:
        head = b'{"id":' + msgspec.json.encode(id)
        try:
            return typing.cast(R, _decoder(type).decode(head + (b"," if len(data) > 2 else b"") + data[1:]))
        except msgspec.MsgspecError:
            pass
    return from_document(type, id, parse_json(data, path=id))


def decode_all(type: type[R], array: bytes) -> list[R] | None:
    """The records of a JSON array of documents with their ids inside; None when one of them needs a closer look."""
    if b'"extra"' in array:
        return None
    try:
        return _array_decoder(type).decode(array)
    except msgspec.MsgspecError:
        return None


def from_document(type: type[R], id: str, document: Mapping[str, Any]) -> R:
    """The record of a document. Keys that the record does not know go into `extra`, at every depth.

    All that is wrong is collected: InvalidInput with one problem for each fault, whose `key` is its path
    (`thanks[0].on`).
    """
    value = {**document, "id": id}
    if not _mentions_extra(document):
        try:
            return msgspec.convert(value, type)
        except msgspec.ValidationError:
            pass
    value = _sorted_out(type, value)
    try:
        return msgspec.convert(value, type)
    except msgspec.ValidationError:
        problems = [Problem(message, key=key) for key, message in _faults(type, value, "")]
        first = problems[0]
        more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
        message = f"{id}: {first.key + ': ' if first.key else ''}{first.message}{more}"
        raise InvalidInput(message, problems=problems) from None


@lru_cache(maxsize=64)
def _decoder(type: type[R]) -> msgspec.json.Decoder[R]:
    return msgspec.json.Decoder(type)


@lru_cache(maxsize=64)
def _array_decoder(type: type[R]) -> msgspec.json.Decoder[list[R]]:
    return msgspec.json.Decoder(list[type])  # type: ignore[valid-type]


def _mentions_extra(value: Any) -> bool:
    """Whether a mapping anywhere in a JSON value has the key that records use for what they do not know."""
    if isinstance(value, dict):
        return "extra" in value or any(_mentions_extra(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(_mentions_extra(item) for item in value)
    return False


def _builtins(value: Any, *, omit: bool) -> Any:
    """A JSON value; `omit` leaves out what equals its default. Keys of structs are sorted."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, msgspec.Struct):
        result = {}
        for field in _fields(type(value)):
            item = getattr(value, field.name)
            if not (omit and _is_default(field, item)):
                result[field.encode_name] = _builtins(item, omit=omit)
        extra = getattr(value, "extra", None)
        return dict(sorted((extra | result).items())) if extra else result
    if isinstance(value, Mapping):
        return {str(key): _builtins(item, omit=omit) for key, item in sorted(value.items())}
    if isinstance(value, list | tuple):
        return [_builtins(item, omit=omit) for item in value]
    if isinstance(value, set | frozenset):
        return [_builtins(item, omit=omit) for item in sorted(value)]
    return msgspec.to_builtins(value)


@lru_cache(maxsize=256)
def _fields(struct: type[msgspec.Struct]) -> list[msgspec.structs.FieldInfo]:
    """The fields of a struct in the order of their keys, without `extra`: msgspec looks for them anew each time."""
    fields = [field for field in msgspec.structs.fields(struct) if field.name != "extra"]
    return sorted(fields, key=lambda field: field.encode_name)


def _is_default(field: msgspec.structs.FieldInfo, item: Any) -> bool:
    if field.default is not msgspec.NODEFAULT:
        return bool(item == field.default)
    if field.default_factory is not msgspec.NODEFAULT:
        return bool(item == field.default_factory())
    return False


def _sorted_out(type: Any, value: Any) -> Any:
    """`value` with the keys that `type` does not know moved into `extra`, at every depth."""
    if (struct := _struct_in(type)) is not None and isinstance(value, dict):
        hints = _hints(struct)
        known = {key: _sorted_out(hints[key], item) for key, item in value.items() if key in hints}
        extra = {key: item for key, item in value.items() if key not in hints}
        return {**known, "extra": extra} if extra else known
    children = list(_children(type, value))
    if isinstance(value, dict) and children:
        return {key: _sorted_out(kind, item) for key, kind, item in children}
    if isinstance(value, list) and children:
        return [_sorted_out(kind, item) for _, kind, item in children]
    return value


def _faults(type: Any, value: Any, path: str) -> Iterator[tuple[str, str]]:
    """(path, what is wrong) for everything in `value` that `type` does not accept, innermost places first."""
    try:
        msgspec.convert(value, type)
    except msgspec.ValidationError as fault:
        inner: list[tuple[str, str]] = []
        if (struct := _struct_in(type)) is not None and isinstance(value, dict):
            for field in msgspec.structs.fields(struct):
                place = f"{path}.{field.name}" if path else field.name
                if field.encode_name in value:
                    inner += _faults(_hints(struct).get(field.encode_name, Any), value[field.encode_name], place)
                elif field.required:
                    inner.append((place, "This is required"))
        else:
            for key, kind, item in _children(type, value):
                step = f"[{key}]" if isinstance(key, int) else f".{key}"
                inner += _faults(kind, item, f"{path}{step}")
        yield from inner or [(path, str(fault).split(" - at `")[0])]


@lru_cache(maxsize=256)
def _hints(struct: Any) -> dict[str, Any]:
    """The type of each key of a struct's documents, without `extra`, which is not a key but what is left."""
    hints = typing.get_type_hints(struct, include_extras=True)
    return {field.encode_name: hints[field.name] for field in msgspec.structs.fields(struct) if field.name != "extra"}


def _struct_in(type: Any) -> Any:
    """The struct that a type is or, as one side of a union, may be; otherwise None."""
    for option in _options(type):
        if isinstance(option, typing.cast(Any, msgspec.Struct).__class__):
            return option
    return None


def _options(type: Any) -> Iterable[Any]:
    origin = typing.get_origin(type)
    if origin is typing.Annotated:
        return _options(typing.get_args(type)[0])
    if origin in (typing.Union, types.UnionType):
        return [option for part in typing.get_args(type) for option in _options(part)]
    return [type]


def _children(type: Any, value: Any) -> Iterator[tuple[str | int, Any, Any]]:
    """(key or position, its type, item) for the items of a list or dict, when `type` says what they are."""
    for option in _options(type):
        origin, arguments = typing.get_origin(option), typing.get_args(option)
        if isinstance(value, dict) and origin in (dict, Mapping, typing.get_origin(Mapping)) and arguments:
            yield from ((key, arguments[1], item) for key, item in value.items())
            return
        if isinstance(value, list) and origin in (list, tuple, set, frozenset) and arguments:
            if origin is tuple and arguments[-1] is not Ellipsis:
                yield from ((at, kind, item) for at, (kind, item) in enumerate(zip(arguments, value, strict=False)))
            else:
                yield from ((at, arguments[0], item) for at, item in enumerate(value))
            return
