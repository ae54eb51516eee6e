"""Export: the home's own config rows as a patch of the shipped files, so that what stewards decided can be taken into the repository."""

from __future__ import annotations

import csv
import difflib
import io
from pathlib import Path

from pipelines.registers.registers import merge
from pipelines.registers.tables import BY_NAME, OVERRIDABLE, Rows, TableFile, gather, rows_of
from pipelines.steward.decisions import StewardRefused


def export_patch(config_dir: Path, home_config: Path) -> str:
    """A unified diff (for `git apply` or `patch -p1`) from the shipped config to the config as the home has it; empty where the home adds nothing.

    Rows that the home overrides go, its own are put in their sorted place. Raises StewardRefused where a file is spoilt.
    """
    sources = gather(config_dir, home_config)
    parts = []
    for name in OVERRIDABLE:
        table = BY_NAME[name]
        if table.file not in sources.home:
            continue
        shipped = sources.shipped.get(table.file)
        before = shipped.decode("utf-8-sig") if shipped is not None else ""
        after = _merged(table, shipped, sources.home[table.file])
        if after == before:
            continue
        old = f"a/config/{table.file}" if shipped is not None else "/dev/null"
        lines = difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), old, f"b/config/{table.file}")
        parts.append("".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines))
    return "".join(parts)


def _merged(table: TableFile, shipped: bytes | None, home: bytes) -> str:
    before = rows_of(table, shipped) if shipped is not None else Rows(table, (), ())
    own = rows_of(table, home)
    for where, rows in (("config", before), ("home config", own)):
        if rows.faults:
            fault = rows.faults[0]
            raise StewardRefused(f"{where}/{table.file}:{fault.line}: {fault.message}; mend it first")
    merged = merge(table, before, own).rows
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(sorted(merged))
    return out.getvalue()
