"""From the events of PyYAML's pure-Python parser to plain values, with limits, and every fault in plain words.

Never PyYAML's constructors: they build bombs from aliases and merge keys. Never its C parser: it crashes the process
on deep nesting.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

import msgspec

MAX_BYTES = 256 * 1024
MAX_DEPTH = 32
MAX_NODES = 20_000
MAX_FAULTS = 50

KeyPath = tuple[str | int, ...]
"""Where a value is: keys and list indexes from the top, such as `("clauses", 2, "text")`."""

_NULLS = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_INTEGER = r"[-+]?(?:0|[1-9][0-9]{0,17})\Z"
_OCTAL = r"0o[0-7]{1,20}\Z"
_HEX = r"0x[0-9a-fA-F]{1,15}\Z"
_FLOAT = r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z"
_SURROGATE = "[\ud800-\udfff]"
_KEY = "\0key"


class Fault(msgspec.Struct, frozen=True):
    """Something that cannot be read, at an index into the text."""

    index: int
    message: str
    hint: str = ""
    keypath: KeyPath = ()


class _Stop(Exception):
    """Reading ends here; the fault has been noted."""


class Reading:
    """One run over a text. After it: the start of each key, the span and the written form of each value, the faults."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.keys: dict[KeyPath, int] = {}
        self.spans: dict[KeyPath, tuple[int, int]] = {}
        self.written: dict[KeyPath, str] = {}
        self.faults: list[Fault] = []
        self._nodes = 0
        self._at = 0

    def run(self, allow_empty: bool) -> Any:
        """The value of the text; it means nothing when there are faults."""
        value: Any = None
        try:
            self._check_text()
            value = self._parse()
        except _Stop:
            pass
        if value is None and not self.faults:
            if allow_empty:
                return {}
            self.faults.append(Fault(0, "the file is empty", "write `key: value`, one a line"))
        return value

    def _note(self, index: int, message: str, hint: str = "", keypath: KeyPath = ()) -> None:
        self.faults.append(Fault(index, message, hint, keypath))
        if len(self.faults) >= MAX_FAULTS:
            raise _Stop

    def _stop(self, index: int, message: str, hint: str = "") -> NoReturn:
        self.faults.append(Fault(index, message, hint))
        raise _Stop

    def _check_text(self) -> None:
        text = self.text
        if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
            self._stop(0, f"the file is larger than {MAX_BYTES // 1024} KB", "split it into several files")
        from yaml.reader import Reader

        bad = Reader.NON_PRINTABLE.search(text)
        if bad:
            self._stop(
                bad.start(),
                f"a character that YAML does not allow: U+{ord(bad.group()):04X}",
                "remove it; or is this no text file?",
            )

    def _parse(self) -> Any:
        import yaml

        try:
            return self._document(self._events())
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        except (ValueError, OverflowError):
            # PyYAML lets chr() and int() raise on an escape beyond Unicode and on a version of thousands of digits.
            self._stop(self._at, "a character or number here does not exist", "check what follows the backslash")

    def _events(self) -> Iterator[Any]:
        from yaml.parser import Parser
        from yaml.reader import Reader
        from yaml.scanner import Scanner

        class Source(Reader, Scanner, Parser):
            def __init__(self, text: str) -> None:
                Reader.__init__(self, text)
                Scanner.__init__(self)
                begin: Any = Parser.__init__
                begin(self)

        source: Any = Source(self.text)
        while source.check_event():
            event = source.get_event()
            self._at = event.end_mark.index
            yield event

    def _document(self, events: Iterator[Any]) -> Any:
        from yaml import events as kinds

        value: Any = None
        seen = False
        for event in events:
            if isinstance(event, kinds.DocumentStartEvent):
                if seen:
                    hint = "keep one document a file, without `---`"
                    mark: Any = event.start_mark
                    self._stop(mark.index, "a second document starts here", hint)
                seen = True
            elif isinstance(event, kinds.NodeEvent):
                value = self._node(event, events, (), 1)
        return value

    def _node(self, event: Any, events: Iterator[Any], path: KeyPath, depth: int) -> Any:
        """The value that starts with an event; MAX_DEPTH bounds the recursion."""
        from yaml import events as kinds

        start = event.start_mark.index
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._stop(start, f"more than {MAX_NODES:,} values in one file", "split it into several files")
        if depth > MAX_DEPTH:
            self._stop(start, f"nested deeper than {MAX_DEPTH} levels", "a bracket or a dash too many?")
        instead = "write the value itself, or put quotes around text that starts so"
        if isinstance(event, kinds.AliasEvent):
            self._note(start, f"an alias (*{event.anchor}), which is not supported", instead)
            return None
        if event.anchor is not None:
            self._note(start, f"an anchor (&{event.anchor}), which is not supported", instead)
        if event.tag is not None:
            self._note(start, "a tag (!), which is not supported", instead)
        if isinstance(event, kinds.ScalarEvent):
            return self._scalar(event, path)
        mapping = isinstance(event, kinds.MappingStartEvent)
        value: Any = self._mapping(events, path, depth) if mapping else self._sequence(events, path, depth)
        self.spans[path] = (start, self._at)
        return value

    def _scalar(self, event: Any, path: KeyPath) -> Any:
        start = event.start_mark.index
        if re.search(_SURROGATE, event.value):
            self._note(start, "half a character (a surrogate)", "write the character itself, or \\U and 8 digits")
        self.spans[path] = (start, event.end_mark.index)
        self.written[path] = event.value
        return _plain_value(event.value) if event.implicit[0] else event.value

    def _sequence(self, events: Iterator[Any], path: KeyPath, depth: int) -> list[Any]:
        from yaml import events as kinds

        items: list[Any] = []
        for event in events:
            if isinstance(event, kinds.SequenceEndEvent):
                break
            here = (*path, len(items))
            self.keys[here] = event.start_mark.index
            items.append(self._node(event, events, here, depth + 1))
        return items

    def _mapping(self, events: Iterator[Any], path: KeyPath, depth: int) -> dict[str, Any]:
        from yaml import events as kinds

        items: dict[str, Any] = {}
        for event in events:
            if isinstance(event, kinds.MappingEndEvent):
                break
            start = event.start_mark.index
            if isinstance(event, kinds.CollectionStartEvent):
                self._stop(start, "a key must be plain text", "put quotes around text that starts with { or [")
            self._node(event, events, (*path, _KEY), depth + 1)
            key = "" if isinstance(event, kinds.AliasEvent) else event.value
            here: KeyPath = (*path, key)
            if key in items:
                first = self.text.count("\n", 0, self.keys[here]) + 1
                self._note(start, f"the key {key!r} is here twice", f"first on line {first}; keep one", here)
                here = (*path, _KEY)
            self.keys[here] = start
            value = self._node(next(events), events, here, depth + 1)
            items.setdefault(key, value)
        return items

    def _syntax(self, error: Any) -> NoReturn:
        mark = error.problem_mark or error.context_mark
        index = min(mark.index if mark else self._at, len(self.text))
        start = error.context_mark.index if error.context_mark else index
        character = self.text[index : index + 1]
        said = f"{error.context or ''} {error.problem or ''}"
        if character == "\t":
            self._stop(index, "a tab cannot be used for indentation", "use spaces")
        for words, message, hint, at_start in _SYNTAX:
            if words in said:
                self._stop(start if at_start else index, message.format(character), hint)
        self._stop(index, f"this is not YAML: {error.problem or error.context or 'it cannot be read'}")


def _plain_value(text: str) -> Any:
    """A plain scalar by the YAML 1.2 core schema, but leading zeros, infinities and huge numbers stay text."""
    if text in _NULLS:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if text[0] not in "+-.0123456789":
        return text
    if re.match(_INTEGER, text):
        return int(text)
    if re.match(_OCTAL, text):
        return int(text[2:], 8)
    if re.match(_HEX, text):
        return int(text, 16)
    if re.match(_FLOAT, text) and math.isfinite(float(text)):
        return float(text)
    return text


_SYNTAX = (
    (
        "mapping values are not allowed",
        "a colon is not expected here",
        "put quotes around text that holds `: `, or check the indentation",
        False,
    ),
    (
        "while scanning a simple key",
        "a key without its colon",
        "write `key: value`, or indent the line as a part of the text above it",
        True,
    ),
    ("while scanning a quoted scalar", "a quotation mark is not closed", "add the closing one", True),
    (
        "while scanning a double-quoted scalar",
        "an unknown escape in double quotes",
        "write two backslashes for one, or use single quotes",
        False,
    ),
    (
        "while parsing a flow",
        "a bracket is not closed, or a comma is missing",
        "put quotes around text that starts with [ or {",
        True,
    ),
    ("cannot start any token", "text cannot start with {!r} here", "put quotes around it", False),
    (
        "while parsing a block mapping",
        "this line does not fit the keys above it",
        "check its indentation, and the quotes above it",
        False,
    ),
    (
        "while parsing a block collection",
        "this line does not fit the list above it",
        "start each item with `- `, all equally indented",
        False,
    ),
    (
        "while scanning a block scalar",
        "the text block that starts here cannot be read",
        "put nothing but a line break after | or >, and indent the lines equally",
        True,
    ),
    (
        "sequence entries are not allowed",
        "a list item is not expected here",
        "start the list on a line of its own",
        False,
    ),
    (
        "while scanning an anchor",
        "an anchor (&), which is not supported",
        "put quotes around text that starts with &",
        True,
    ),
    (
        "while scanning an alias",
        "an alias (*), which is not supported",
        "put quotes around text that starts with *",
        True,
    ),
    (
        "while scanning a tag",
        "a tag (!), which is not supported",
        "put quotes around text that starts with !",
        True,
    ),
    (
        "while scanning a directive",
        "a directive (%), which is not supported",
        "put quotes around text that starts with %",
        True,
    ),
)
"""What PyYAML says -> what is wrong, what to do, and whether the place is where the construct starts."""
