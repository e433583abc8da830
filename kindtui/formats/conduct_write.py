"""The first YAML text of a conduct document, laid out for the people who will edit it."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from kindtui.domain.conduct import ConductDocument

SCHEMA_LINE = "# yaml-language-server: $schema=./conduct.schema.json"
_PLAIN = re.compile(r"[^\W\d_][\w /()'’.&+-]*\Z")
_WORDS_WITH_MEANING = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")


def to_yaml(document: ConductDocument, remarks: str = "") -> str:
    """The YAML of a document; keys at their default are left out. `remarks` become comments at the top."""
    lines = [SCHEMA_LINE, *(f"# {line}".rstrip() for line in remarks.splitlines())]
    for key, value in _fields(document, always=("kind", "id", "title", "locale")).items():
        if isinstance(value, dict | list):
            lines.append("")
        lines += _entry(key, value, 0)
    return "\n".join(lines) + "\n"


def _fields(record: Any, always: tuple[str, ...] = ()) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field in msgspec.structs.fields(record):
        value = getattr(record, field.name)
        if field.name in always or value != field.default:
            fields[field.name] = value
    return {name: plain for name, value in fields.items() if (plain := _plain(value)) not in ({}, [])}


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return _fields(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _entry(key: str, value: Any, depth: int) -> list[str]:
    indent = "  " * depth
    if isinstance(value, dict):
        return [f"{indent}{_scalar(key)}:", *(line for k, v in value.items() for line in _entry(k, v, depth + 1))]
    if isinstance(value, list):
        lines = [f"{indent}{key}:"]
        for item in value:
            entries = [line for k, v in item.items() for line in _entry(k, v, depth + 2)]
            lines += [f"{indent}  - {entries[0].lstrip()}", *entries[1:]]
        return lines
    if isinstance(value, str) and (len(value) > 90 or "\n" in value):
        return [f"{indent}{key}: {_block_sign(value)}", *_block(value, indent + "  ")]
    return [f"{indent}{_scalar(key)}: {_scalar(value)}"]


def _block_sign(text: str) -> str:
    # Where the first line is indented, YAML must be told by how much ours are.
    sign = "|2" if text.startswith((" ", "\n")) else "|"
    return sign if text.endswith("\n") else sign + "-"


def _block(text: str, indent: str) -> list[str]:
    return [f"{indent}{line}" if line.strip() else "" for line in text.removesuffix("\n").split("\n")]


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    if _PLAIN.match(value) and value.casefold() not in _WORDS_WITH_MEANING and not value.endswith(" "):
        return value
    return json.dumps(value, ensure_ascii=False)
