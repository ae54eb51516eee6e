"""Sheets into csv of several dialects and encodings; tables into json."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.accuracy import legacy
from benchmarks.accuracy.dice import Dice
from benchmarks.accuracy.model import Cell, Error, Formula, RowTruth, Sheet, Table

DIALECTS: dict[str, tuple[str, str]] = {
    "comma": (",", "utf-8"), "comma_bom": (",", "utf-8-sig"), "semicolon": (";", "utf-8-sig"), "tab": ("\t", "utf-8"), "pipe": ("|", "utf-8"),
    "semicolon_plain": (";", "utf-8"),
}  # fmt: skip
LEGACY: dict[str, Callable[[str], bytes]] = {"cp1258": legacy.windows_1258, "tcvn3": legacy.tcvn3, "vni": legacy.vni}
"""Encodings from before Unicode."""


def csv_text(sheet: Sheet, delimiter: str) -> str:
    """The sheet as a spreadsheet saves it: every row as wide as the widest."""
    width = max((len(row) for row in sheet.rows), default=0)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for row in sheet.rows:
        writer.writerow([cell.text() for cell in row] + [""] * (width - len(row)))
    return out.getvalue()


def csv_bytes(sheet: Sheet, dialect: str) -> bytes:
    """The sheet in one of DIALECTS."""
    delimiter, encoding = DIALECTS[dialect]
    return csv_text(sheet, delimiter).encode(encoding)


def legacy_bytes(sheet: Sheet, dice: Dice) -> tuple[bytes, str]:
    """The sheet in an encoding from before Unicode that holds all of its letters, else in UTF-16; and which it is."""
    text = unicodedata.normalize("NFC", csv_text(sheet, dice.pick((",", ";", "\t"))))
    name = dice.pick((*LEGACY, "utf-16"))
    if name != "utf-16":
        content = LEGACY[name](text)
        if content.count(b"?") == text.count("?"):
            return content, name
    return csv_text(sheet, "\t").encode("utf-16"), "utf-16"


def json_bytes(
    table: Table, head: Mapping[str, Any], list_key: str, truth: Mapping[str, Any], *, nested: bool, bare: bool, lines: bool = False
) -> tuple[bytes, list[RowTruth]]:
    """The table as a list of objects under `list_key`, and the truth by item. `bare`: the list alone; `lines`: an object a line.

    Totals stay, sections go.
    """
    items: list[dict[str, Any]] = []
    truths: list[RowTruth] = []
    for line in table.lines:
        if line.kind not in ("data", "total"):
            continue
        item: dict[str, Any] = {}
        written: dict[str, str] = {}
        told = {**truth, **table.truth, **line.truth}
        for column, cell in zip(table.columns, line.cells, strict=True):
            group = column.path[0] if nested and len(column.path) > 1 else None
            place = item.setdefault(group, {}) if group else item
            key = column.path[-1] if group else column.key
            place[key] = _value(cell)
            for field, value in cell.truth.items():
                told[field] = value
                written[field] = f"{group + '.' if group else ''}{key} = {place[key]!r}"
        items.append(item)
        if line.kind == "data":
            told.pop("section", None)
            told.pop("group_name", None)
            truths.append(RowTruth("", len(items), table.dataset, told, written, line.fate))
    if lines:
        return "\n".join(json.dumps({**head, **item}, ensure_ascii=False) for item in items).encode(), truths
    content: Any = items if bare else {**head, list_key: items}
    return json.dumps(content, ensure_ascii=False, indent=1).encode(), truths


def _value(cell: Cell) -> Any:
    value = cell.value
    if isinstance(value, Error | Formula) or (cell.number_format and "%" in cell.number_format):
        return cell.text()
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
