"""A loaded YAML text as a record, with every problem of form: unknown and missing keys, wrong values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from msgspec import inspect

from kindtui.domain.nearest import did_you_mean
from kindtui.errors import Problem
from kindtui.formats.yaml_text import KeyPath, Loaded, check_keys

T = TypeVar("T")


def decode(loaded: Loaded, shape: type[T]) -> tuple[T | None, list[Problem]]:
    """The record that a text says, as far as it can be read, and what is wrong with its form.

    `shape` is a msgspec Struct of texts, whole numbers, truth values, choices, and tuples, mappings and Structs of
    them. A text may be written as any plain scalar and keeps its spelling (`1.10`, `no`). What is missing or wrong has
    the default of its key. None when the text is no mapping at all.
    """
    reading = _Decoding(loaded)
    value = reading.value(_SHAPES(shape), loaded.value, ())
    return value, reading.problems


_SHAPES: Callable[[object], inspect.Type] = cache(inspect.type_info)
"""What a Struct is made of, looked at once."""


class _Wrong:
    """The place of a value that could not be read."""


WRONG = _Wrong()


class _Decoding:
    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.problems: list[Problem] = []

    def value(self, shape: inspect.Type, value: Any, path: KeyPath) -> Any:
        """The value read as its shape, or None when nothing of it can be read."""
        read = self._read(shape, value, path)
        return None if read is WRONG else read

    def _read(self, shape: inspect.Type, value: Any, path: KeyPath) -> Any:
        match shape:
            case inspect.StructType():
                return self._struct(shape, value, path)
            case inspect.VarTupleType() | inspect.ListType():
                return self._items(shape.item_type, value, path)
            case inspect.DictType():
                return self._mapping(shape.value_type, value, path)
            case inspect.LiteralType():
                return self._choice(shape.values, value, path)
            case inspect.StrType():
                written = self.loaded.written(path)
                return written if written is not None else self._wrong(path, "a text is expected here")
            case inspect.BoolType():
                return value if isinstance(value, bool) else self._wrong(path, "true or false is expected here")
            case inspect.IntType():
                whole = isinstance(value, int) and not isinstance(value, bool)
                return value if whole else self._wrong(path, "a whole number is expected here")
        raise TypeError(f"no way to read {shape}")

    def _wrong(self, path: KeyPath, message: str, hint: str = "") -> _Wrong:
        self.problems.append(self.loaded.problem(path, message, hint))
        return WRONG

    def _struct(self, shape: inspect.StructType, value: Any, path: KeyPath) -> Any:
        names = [field.name for field in shape.fields]
        if not isinstance(value, dict):
            return self._wrong(path, "keys with values are expected here", f"known: {', '.join(names[:12])}")
        self.problems += check_keys(self.loaded, path, names)
        read: dict[str, Any] = {}
        for field in shape.fields:
            here = (*path, field.name)
            given = value.get(field.name, WRONG)
            if given is WRONG and field.required:
                self.problems.append(self.loaded.problem(path, f"the key {field.name!r} is missing", _example(field)))
            # A key without a value is as good as none, but an empty text is one.
            if given is not WRONG and (given is not None or isinstance(field.type, inspect.StrType)):
                given = self._read(field.type, given, here)
            if given is not WRONG and given is not None:
                read[field.name] = given
            elif field.required:
                read[field.name] = field.type.values[0] if isinstance(field.type, inspect.LiteralType) else ""
        return shape.cls(**read)

    def _items(self, shape: inspect.Type, value: Any, path: KeyPath) -> Any:
        if not isinstance(value, list):
            return self._wrong(path, "a list is expected here", "start each item with `- ` on a line of its own")
        read = [self._read(shape, each, (*path, number)) for number, each in enumerate(value)]
        return tuple(each for each in read if each is not WRONG)

    def _mapping(self, shape: inspect.Type, value: Any, path: KeyPath) -> Any:
        if not isinstance(value, dict):
            return self._wrong(path, "names with values are expected here")
        read = {key: self._read(shape, each, (*path, key)) for key, each in value.items()}
        return {key: each for key, each in read.items() if each is not WRONG}

    def _choice(self, choices: Sequence[Any], value: Any, path: KeyPath) -> Any:
        if value in choices:
            return value
        names = [str(each) for each in choices]
        return self._wrong(path, f"{value!r} is none of: {', '.join(names)}", did_you_mean(str(value), names))


def _example(field: inspect.Field) -> str:
    if isinstance(field.type, inspect.LiteralType):
        return f"write `{field.name}: {field.type.values[0]}`"
    return f"write `{field.name}: ...`"
