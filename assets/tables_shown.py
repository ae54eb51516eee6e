"""Tables inside metadata: rows as Dagster's UI shows them inline."""

from __future__ import annotations

from typing import Any

import dagster as dg


def table(rows: list[dict[str, Any]]) -> dg.TableMetadataValue | dg.TextMetadataValue:
    """Rows as the UI shows them inline; cells become text or numbers."""
    if not rows:
        return dg.MetadataValue.text("none")
    cells = [{name: value if isinstance(value, int | float) else "" if value is None else str(value) for name, value in row.items()} for row in rows]
    kinds = {
        name: "int"
        if all(isinstance(row[name], int) for row in cells)
        else "float"
        if all(isinstance(row[name], int | float) for row in cells)
        else "string"
        for name in cells[0]
    }
    schema = dg.TableSchema([dg.TableColumn(name, kind) for name, kind in kinds.items()])
    return dg.MetadataValue.table([dg.TableRecord(row) for row in cells], schema)
