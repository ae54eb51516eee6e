"""JSON and JSON lines into grids: every list of objects (or of lists) is a grid whose columns are key paths. Numbers stay exact.

Nothing is typed further.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from pipelines.grid import Document, Grid, Kind, Unreadable
from pipelines.read.cells import decimal_text, kind_series
from pipelines.read.limits import Limits

_LARGEST_EXPONENT = 400
_NEXT_OBJECT = re.compile(r"\s*\{")
_VALUE_COLUMN = "value"

KeyPath = tuple[str, ...]


class NotJson(Exception):
    """The text does not follow JSON's grammar; it may be something else. `at_end`: it follows it as far as it goes, and stops too early."""

    def __init__(self, text: str, at_end: bool = False) -> None:
        super().__init__(text)
        self.at_end = at_end


def read_json(content: bytes, limits: Limits) -> Document:
    """A grid for every list of objects or of lists, at any depth, in the order of the text.

    `sheet` is the path of the list ('$.nhiem_vu'), row i its item i + 1. Objects inside an item are flattened; lists inside an item stand in their
    cell as JSON text, and are grids of their own too where they hold objects and `limits.max_sheets` allows. `context` holds the scalar members of
    all objects around the list. A document without such a list is one row. JSON lines (an object a line) are one list, and row i is line i.

    Raises NotJson on a text that is not JSON; Unreadable with CORRUPT_FILE for what the grammar allows but nobody can rely on (NaN, a key twice,
    numbers beyond any measure, nesting without end), with TRUNCATED_FILE, with TOO_LARGE.
    """
    text = content.decode("utf-8-sig")
    document, document_format = _parsed(text)
    reader = ListReader(limits)
    try:
        reader.walk(document, "$", (), inside_item=False)
        if not reader.grids:
            reader.add_objects([document] if isinstance(document, dict) else [], "$", ())
    except RecursionError as error:
        raise Unreadable("CORRUPT_FILE", "nested too deeply") from error
    except UnicodeEncodeError as error:
        raise Unreadable("CORRUPT_FILE", f"half of a surrogate pair in a text: {error.reason}") from error
    return Document(document_format, tuple(reader.grids), "utf-8")


def _parsed(text: str) -> tuple[Any, str]:
    """The document, and whether it is 'json' or 'ndjson'."""
    try:
        return _loaded(text), "json"
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and text.lstrip().startswith("{") and _NEXT_OBJECT.match(text, error.pos):
            return _parsed_lines(text), "ndjson"
        raise NotJson(str(error), at_end=error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")) from error
    except RecursionError as error:
        raise Unreadable("CORRUPT_FILE", "nested too deeply") from error


def _parsed_lines(text: str) -> list[Any]:
    """An object a line; a blank line is an empty row. Objects that stand otherwise (several a line, over several lines) are numbered as they come."""
    lines = text.rstrip().split("\n")
    try:
        return [_loaded(line) if line.strip() else None for line in lines]
    except json.JSONDecodeError as error:
        if len(lines) > 2 and error.doc is lines[-1]:
            raise Unreadable("TRUNCATED_FILE", f"damaged JSON in line {len(lines)}: {error.msg}") from error
    items, at, end = [], 0, len(text.rstrip())
    decoder = json.JSONDecoder(parse_float=_number, parse_int=_number, parse_constant=_refuse_constant, object_pairs_hook=_without_repeats)
    while at < end:
        if text[at].isspace() or text[at] == ",":
            at += 1
            continue
        try:
            item, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise NotJson(str(error), at_end=error.pos >= end) from error
        items.append(item)
    return items


def _loaded(text: str) -> Any:
    return json.loads(text, parse_float=_number, parse_int=_number, parse_constant=_refuse_constant, object_pairs_hook=_without_repeats)


def _number(written: str) -> Decimal:
    number = Decimal(written)
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise Unreadable("CORRUPT_FILE", f"number {written[:40]} is beyond any measure")
    return number


def _refuse_constant(name: str) -> None:
    raise Unreadable("CORRUPT_FILE", f"{name} is no JSON value")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        repeated = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise Unreadable("CORRUPT_FILE", f"key {repeated!r} stands twice in one object")
    return members


class ListReader:
    """Collects the grids of one document; counts cells against the limits."""

    def __init__(self, limits: Limits) -> None:
        self.grids: list[Grid] = []
        self._limits = limits
        self._cells = 0

    def walk(self, value: Any, path: str, context: tuple[str, ...], inside_item: bool) -> None:
        """The lists in `value`, which stands at `path`, as grids; `context` is what stands around it."""
        if isinstance(value, dict):
            inner = context + tuple(_lines(value))
            for key, member in value.items():
                self.walk(member, f"{path}.{key}", inner, inside_item)
        elif isinstance(value, list):
            if any(isinstance(item, dict) for item in value):
                if self._room(inside_item):
                    self.add_objects(value, path, context)
                for number, item in enumerate(value):
                    self.walk(item, f"{path}[{number}]", context, inside_item=True)
            elif not inside_item and any(isinstance(item, list) for item in value):
                if self._room(inside_item):
                    self._add_lists(value, path, context)
            elif not value and not inside_item:
                self.add_objects(value, path, context)

    def _room(self, inside_item: bool) -> bool:
        """Whether one more grid may be added. A list inside an item may be left out, since it stands in the item's cell; any other may not."""
        if len(self.grids) < self._limits.max_sheets:
            return True
        if not inside_item:
            raise Unreadable("TOO_LARGE", f"more than {self._limits.max_sheets} lists")
        return False

    def add_objects(self, items: list[Any], path: str, context: tuple[str, ...]) -> None:
        """One grid of objects, each flattened into a row."""
        columns: dict[KeyPath, dict[int, Any]] = {}
        for row, item in enumerate(items):
            if isinstance(item, dict):
                for key_path, value in _flattened(item, ()):
                    columns.setdefault(key_path, {})[row] = value
            elif item is not None:
                # A stray value among objects keeps its row, in a column of its own.
                columns.setdefault((_VALUE_COLUMN,), {})[row] = item
        self._add(list(columns.values()), len(items), path, context, tuple(columns))

    def _add_lists(self, items: list[Any], path: str, context: tuple[str, ...]) -> None:
        columns: dict[int, dict[int, Any]] = {}
        for row, item in enumerate(items):
            for column, value in enumerate(item if isinstance(item, list) else [item]):
                columns.setdefault(column, {})[row] = value
        self._add([columns[column] for column in sorted(columns)], len(items), path, context, None)

    def _add(self, columns: list[dict[int, Any]], height: int, path: str, context: tuple[str, ...], header_paths: tuple[KeyPath, ...] | None) -> None:
        self._cells += len(columns) * height
        if self._cells > self._limits.max_cells:
            raise Unreadable("TOO_LARGE", f"{path} has {height} items of {len(columns)} columns; at most {self._limits.max_cells} cells are read")
        texts, kinds = [], []
        for number, values in enumerate(columns, start=1):
            cells = [_cell(values.get(row)) for row in range(height)]
            texts.append(pl.Series(f"c{number}", [text for text, _ in cells], dtype=pl.String()))
            kinds.append(kind_series([kind for _, kind in cells]).alias(f"c{number}"))
        self.grids.append(Grid(path, len(self.grids), pl.DataFrame(texts), pl.DataFrame(kinds), header_paths=header_paths, context=context))


def _flattened(item: Mapping[str, Any], parents: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    for key, value in item.items():
        if isinstance(value, dict) and value:
            yield from _flattened(value, (*parents, key))
        else:
            yield (*parents, key), value


def _cell(value: Any) -> tuple[str | None, int]:
    if value is None or value == "" or value == {}:
        return None, int(Kind.EMPTY)
    if isinstance(value, str):
        return value, int(Kind.TEXT)
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), int(Kind.BOOL)
    if isinstance(value, Decimal):
        return decimal_text(value), int(Kind.NUMBER)
    return _json_text(value), int(Kind.TEXT)


def _lines(members: Mapping[str, Any], parents: KeyPath = ()) -> Iterator[str]:
    """'key: value' for the scalar members, also of objects that hold no list of objects themselves; plain lists as JSON text."""
    for key, value in members.items():
        name = ".".join((*parents, key))
        if isinstance(value, dict):
            if not _holds_grid(value):
                yield from _lines(value, (*parents, key))
        elif isinstance(value, list):
            if value and not _holds_grid(value):
                yield f"{name}: {_json_text(value)}"
        else:
            text, _ = _cell(value)
            if text is not None:
                yield f"{name}: {text}"


def _holds_grid(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_grid(member) for member in value.values())
    return isinstance(value, list) and (not value or any(isinstance(item, dict | list) for item in value))


def _json_text(value: Any) -> str:
    """JSON again; numbers in their plain exact form."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {_json_text(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_json_text, value)) + "]"
    return decimal_text(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)
