"""Sheets into csv of several dialects and encodings; tables into json."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping
from typing import Any

from benchmarks.accuracy.model import Cell, Error, Formula, RowTruth, Sheet, Table

DIALECTS: dict[str, tuple[str, str]] = {
    "comma": (",", "utf-8"), "comma_bom": (",", "utf-8-sig"), "semicolon": (";", "utf-8-sig"), "tab": ("\t", "utf-8"), "pipe": ("|", "utf-8"),
    "semicolon_plain": (";", "utf-8"),
}  # fmt: skip
FURTHER_DIALECTS: dict[str, tuple[str, str]] = {"unicode_text": ("\t", "utf-16"), "cp1258": (",", "cp1258"), "cp1258_semicolon": (";", "cp1258")}


def csv_bytes(sheet: Sheet, dialect: str) -> bytes:
    """The first sheet as a spreadsheet saves it: every row as wide as the widest."""
    delimiter, encoding = {**DIALECTS, **FURTHER_DIALECTS}[dialect]
    width = max((len(row) for row in sheet.rows), default=0)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for row in sheet.rows:
        writer.writerow([cell.text() for cell in row] + [""] * (width - len(row)))
    text = out.getvalue()
    return encode_1258(text) if encoding == "cp1258" else text.encode(encoding)


def encode_1258(text: str) -> bytes:
    """Windows-1258: base letters, and tones as marks of their own."""
    import unicodedata

    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for letter in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in marks if mark in tones), "")
        out.append(unicodedata.normalize("NFC", marks.replace(tone, "")) + tone if tone else letter)
    return "".join(out).encode("cp1258", "replace")


def json_bytes(
    table: Table, head: Mapping[str, Any], list_key: str, *, nested: bool, bare: bool, truth: Mapping[str, Any]
) -> tuple[bytes, list[RowTruth]]:
    """The table as a list of objects under `list_key`, and the truth by item. `bare`: the list alone. Totals stay, sections go."""
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
