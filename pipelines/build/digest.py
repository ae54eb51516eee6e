"""The digest of a warehouse's content, by which two builds are compared. What tells of the building itself is left out."""

from __future__ import annotations

from pathlib import Path

from pipelines.warehouse import connect, rows_of
from schemas.contract import TABLES

LEFT_OUT = frozenset({"audit.build", "audit.change", "audit.published_figure"})


def content_digest(path: Path) -> dict[str, tuple[int, int]]:
    """Row count and sum of row hashes of every public table over its declared columns. Equal digests mean equal content within one DuckDB version."""
    digest = {}
    with connect(path) as connection:
        for table in TABLES:
            if table.full_name not in LEFT_OUT:
                columns = ", ".join(f't."{name}"' for name in table.names)
                count, total = rows_of(connection, f"SELECT count(*), coalesce(sum(hash({columns})), 0) FROM {table.full_name} AS t")[0]
                digest[table.full_name] = (int(count), int(total))
    return digest
