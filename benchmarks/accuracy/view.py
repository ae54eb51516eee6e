"""What a digest tells about places: issues by row and field, rows set aside, held sheets, columns without a field."""

from __future__ import annotations

from typing import Any

Place = tuple[str, int]
"""Sheet and row; no sheet where a format has one only."""

FAMILY = {
    "due_on": ("due_text",), "due_kind": ("due_text",), "declared_state": ("declared_status",), "acceptance": ("declared_status",),
    "lead_unit": ("lead_text",), "value_low": ("value",), "value_high": ("value",), "qualifier": ("value",), "unit": ("value",),
}  # fmt: skip
"""Field -> those from whose cell it is read."""


SAYS_EMPTY = {
    "TASK_WITHOUT_PRODUCT", "TASK_WITHOUT_PERSON", "TASK_WITHOUT_TITLE", "COMPLETED_WITHOUT_EVIDENCE", "COMPLETION_DATE_MISSING",
    "OUT_WITHOUT_EVIDENCE",
    "SERVICE_LEVEL_MISSING", "MEASURE_CELL_BLANK", "MEASURE_CELL_BLANK_DONE", "INDICATOR_WITHOUT_VALUE", "TASK_CODE_DERIVED",
}  # fmt: skip
"""Codes that call a cell empty: where it is not, the sender was told nothing true of it."""


class View:
    """The digest of one file, asked by place. `by_sheet`: places name their sheet."""

    def __init__(self, told: Any, *, by_sheet: bool) -> None:
        self.by_sheet = by_sheet
        self.issues: dict[Place, list[tuple[str, str]]] = {}
        self.table_codes: dict[str, set[str]] = {}
        for code, sheet, number, name in told.issues.select("code", "sheet", "row_number", "field").iter_rows():
            if number is None:
                self.table_codes.setdefault(self._sheet(sheet), set()).add(code)
            else:
                self.issues.setdefault((self._sheet(sheet), number), []).append((name or "", code))
        self.quarantine = {(self._sheet(sheet), number) for sheet, number in told.quarantine.select("sheet", "row_number").iter_rows()}
        skipped = told.skipped.select("sheet", "row_number", "reason").iter_rows()
        self.skipped = {(self._sheet(sheet), number): reason for sheet, number, reason in skipped}
        self.held = {self._sheet(one.sheet) for one in told.tables if one.rows_held}
        self.hold_codes = {str(one.hold_code) for one in told.submissions if one.hold_code}
        self.fields: dict[str, set[str]] = {}
        sheets = {one.table_id: self._sheet(one.sheet) for one in told.tables}
        for table_id, name in told.column_map.select("table_id", "field").iter_rows():
            if name is not None:
                self.fields.setdefault(sheets.get(table_id, ""), set()).add(name)

    def _sheet(self, sheet: str | None) -> str:
        return (sheet or "") if self.by_sheet else ""

    def codes(self, place: Place, name: str) -> list[str]:
        """The issues of a row's field and of the fields that it is read with."""
        family = (name, *FAMILY.get(name, ()))
        return [code for one, code in self.issues.get(place, []) if one in family and code not in SAYS_EMPTY]

    def is_mapped(self, place: Place, name: str) -> bool:
        """Whether a column of the row's sheet was read as the field."""
        return bool(self.fields.get(place[0], set()) & {name, *FAMILY.get(name, ())})

    def says_unmapped(self, place: Place) -> bool:
        """Whether the sender is told of a column that was not read."""
        return "COLUMN_UNMAPPED" in self.table_codes.get(place[0], set())

    def fate(self, place: Place | None) -> tuple[str, str]:
        """What became of a row that was not loaded: quarantined, held or missing; and why."""
        if place in self.quarantine:
            return "quarantined", f"quarantined: {sorted({code for _, code in self.issues.get(place, [])})}"
        if place in self.skipped:
            return "missing", f"skipped as {self.skipped[place]}"
        if self.held and (place is None or place[0] in self.held):
            codes = self.table_codes.get(place[0], set()) & self.hold_codes if place else self.hold_codes
            return "held", f"held: {sorted(codes or self.hold_codes)}"
        return "missing", "not seen"
