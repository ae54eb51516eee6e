"""The parts of JSON Schema that docs/receipt.schema.json uses, checked plainly. No test is here."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "receipt.schema.json").read_text(encoding="utf-8"))
_TYPES = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
_KNOWN = {"$schema", "title", "description", "type", "additionalProperties", "required", "properties", "items", "enum", "const", "format", "pattern"}


def faults(value: Any, schema: dict[str, Any] = SCHEMA, at: str = "$") -> list[str]:
    """Where `value` departs from the schema; empty where it does not. Fails on a keyword that is not checked here."""
    assert set(schema) <= _KNOWN, set(schema) - _KNOWN
    if "const" in schema:
        return [] if value == schema["const"] else [f"{at}: {value!r}"]
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{at}: {value!r}"]
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, _TYPES[name]) and not isinstance(value, bool) for name in types):
        return [f"{at}: {type(value).__name__} is none of {types}"]
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        return [f"{at}: {value!r} is not like {schema['pattern']}"]
    if isinstance(value, str) and schema.get("format") == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return [f"{at}: {value!r} is no date"]
    if isinstance(value, list):
        return [fault for number, one in enumerate(value) for fault in faults(one, schema["items"], f"{at}[{number}]")]
    if isinstance(value, dict):
        own = schema["properties"]
        found = [f"{at}: {name} is missing" for name in schema["required"] if name not in value]
        found += [f"{at}: {name} is unknown" for name in value if name not in own]
        return found + [fault for name, one in value.items() if name in own for fault in faults(one, own[name], f"{at}.{name}")]
    return []
