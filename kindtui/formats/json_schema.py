"""JSON Schema draft-07 of a record, for editors that complete and check YAML. (msgspec writes 2020-12.)"""

from __future__ import annotations

import json
from inspect import cleandoc
from typing import Any

import msgspec


def draft_07(shape: type, title: str) -> dict[str, Any]:
    """The schema of a msgspec Struct, under a title, in the form that YAML editors read."""
    schema = _rewritten(msgspec.json.schema(shape))
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": title, **schema}


def _rewritten(node: Any) -> Any:
    if isinstance(node, list):
        return [_rewritten(each) for each in node]
    if not isinstance(node, dict):
        return node
    changed: dict[str, Any] = {}
    for key, value in node.items():
        match key:
            case "$defs":
                changed["definitions"] = {name: _rewritten(each) for name, each in value.items()}
            case "$ref":
                changed[key] = value.replace("#/$defs/", "#/definitions/")
            case "properties":
                changed[key] = {name: _rewritten(each) for name, each in value.items()}
            case "default" | "enum" | "const" | "examples":
                changed[key] = json.loads(msgspec.json.encode(value))
            case "description":
                changed[key] = cleandoc(value)
            case "prefixItems":
                changed["items"] = _rewritten(value)
            case "items" if "prefixItems" in node:
                changed["additionalItems"] = _rewritten(value)
            case _:
                changed[key] = _rewritten(value)
    # Draft-07 ignores everything beside a $ref.
    if "$ref" in changed and len(changed) > 1:
        changed["allOf"] = [{"$ref": changed.pop("$ref")}]
    return changed
