"""Trace: from a value of the warehouse back to file, sheet, cell and the text that stands there, read again from the archived bytes.

Personal columns, and columns that no steward released, are masked. Nothing here is computed anew: it shows where a value came from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipelines.archive import Archive
from pipelines.grid import Kind, Unreadable, cell_address, column_letter
from pipelines.parse.people import MASK
from pipelines.read import read
from pipelines.report.sources import sources_of
from pipelines.warehouse import attached, quoted, rows_of
from schemas.contract import DATASETS
from schemas.field import Origin

if TYPE_CHECKING:
    import duckdb

    from pipelines.grid import Document, Grid
    from pipelines.home import Home
    from pipelines.parse.table import Reader
    from pipelines.warehouse import Limits
    from schemas.dataset import Dataset
    from schemas.field import Field

MOST_ROWS = 20
"""Rows of the warehouse that one trace follows to their cells."""
MOST_BEHIND = 200
"""Contributing rows that a figure's trace lists."""


class NotTraceable(ValueError):
    """What was asked for is not in the warehouse, or is no table that leads to files."""


@dataclass(frozen=True)
class Cell:
    """One cell of a delivered file. `place` is an A1 address, a csv row and column, or a path in JSON or XML; `text` is null for an empty cell."""

    field: str
    header: str | None
    place: str | None
    text: str | None
    kind: str | None
    masked: bool = False
    value: Any = None
    """What the warehouse holds for the field itself; null for a column that only feeds others."""


@dataclass(frozen=True)
class TracedRow:
    """One row of a fact and the place it was read from. `cells` are the columns behind the fields asked for; `notes` what no column tells."""

    table: str
    key: dict[str, Any]
    agency_code: str
    agency_name: str
    reported_on: Any
    submission_id: str
    delivery_id: str
    file_name: str
    path: str
    sha256: str
    format: str | None
    delivered_at: Any
    sender: str | None
    sender_evidence: str | None
    date_evidence: str | None
    sheet: str
    row_number: int
    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class TracedFigure:
    """One figure of a mart, by agency, and the rows behind it. `behind` has at most MOST_BEHIND rows of `rows_behind`."""

    figure: dict[str, Any]
    by_agency: list[dict[str, Any]]
    rows_behind: int
    behind: list[dict[str, Any]]
    fact: str
    where: str
    notes: tuple[str, ...] = ()


@dataclass
class _Opened:
    """Documents and column maps that a trace has read already."""

    documents: dict[str, Document | str] = field(default_factory=dict)
    maps: dict[str, list[tuple[int, str, str | None]]] = field(default_factory=dict)


def trace_rows(
    home: Home, table: str, key: str, field_name: str | None = None, agency: str | None = None, *, reader: Reader, limits: Limits | None = None
) -> list[TracedRow]:
    """Rows of a core fact (core.task, core.task_report, ...) whose key is `key`, each back to its cells; of one field, or of all.

    `key` is the dataset's first key field (task_code, dossier_code, indicator_code); of dossier_count its `field`, or 'section|field'. At most
    MOST_ROWS rows. Raises NotTraceable where the table, the field or the row does not exist.
    """
    dataset, shown = _fact(table)
    fields = _fields(dataset, shown, field_name)
    with attached(home.current, limits) as connection:
        rows = _rows(connection, dataset, table, key, agency)
        if not rows:
            raise NotTraceable(f"{table} has no row {key!r}" + (f" of agency {agency}" if agency else "") + f"; its key is {', '.join(dataset.key)}")
        opened = _Opened()
        return [_traced(connection, home, dataset, table, row, fields, reader, opened) for row in rows[:MOST_ROWS]]


def _fact(table: str) -> tuple[Dataset, Any]:
    for dataset in DATASETS.values():
        for shown in (dataset.current_table, dataset.report_table):
            if shown.full_name == table:
                return dataset, shown
    facts = ", ".join(dataset.current_table.full_name for dataset in DATASETS.values())
    raise NotTraceable(f"{table} leads to no cell; name one of {facts}, or mart.headline with a metric")


def _fields(dataset: Dataset, shown: Any, field_name: str | None) -> list[Field]:
    if field_name is None:
        return [one for one in shown.fields if one.origin is not Origin.LINEAGE]
    found = next((one for one in (*shown.fields, *dataset.of(Origin.PERSONAL)) if one.name == field_name), None)
    if found is None:
        raise NotTraceable(f"{shown.full_name} has no field {field_name}; it has {', '.join(shown.names)}")
    return [found]


def _rows(connection: duckdb.DuckDBPyConnection, dataset: Dataset, table: str, key: str, agency: str | None) -> list[dict[str, Any]]:
    if dataset.name == "dossier_counts":
        section, _, name = key.rpartition("|")
        where = f"f.field = {quoted(name)}" + (f" AND f.section = {quoted(section)}" if section else "")
    else:
        where = f'f."{dataset.key[0]}" = {quoted(key)}'
    if agency:
        where += f" AND f.agency_code = {quoted(agency)}"
    cursor = connection.execute(
        f"SELECT f.*, a.name_vi AS agency_name_vi FROM {table} AS f INNER JOIN core.agency AS a ON a.agency_code = f.agency_code "
        f"WHERE {where} ORDER BY f.agency_code, f.reported_on DESC, f.row_number LIMIT {MOST_ROWS}"
    )
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _traced(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    dataset: Dataset,
    table: str,
    row: dict[str, Any],
    fields: list[Field],
    reader: Reader,
    opened: _Opened,
) -> TracedRow:
    delivery_id, evidence, file_name, path, sha256, format_, sender, sender_evidence = rows_of(
        connection,
        "SELECT d.delivery_id, s.date_evidence, d.file_name, d.path, d.sha256, d.format, d.sender_code, d.sender_evidence FROM audit.submission AS s "
        "INNER JOIN audit.delivery AS d ON d.delivery_id = s.delivery_id WHERE s.submission_id = ?",
        [row["submission_id"]],
    )[0]
    table_id = _table_of(connection, delivery_id, dataset.name, row["sheet"], row["row_number"], row.get("indicator_name"))
    if table_id not in opened.maps:
        opened.maps[table_id] = rows_of(
            connection, 'SELECT "column", header, field FROM audit.column_map WHERE table_id = ? ORDER BY "column"', [table_id]
        )
    document = _document(home, sha256, file_name, opened)
    cells, notes = _cells(dataset, fields, row, opened.maps[table_id], document, format_, reader)
    if isinstance(document, str):
        notes = (*notes, document)
    return TracedRow(
        table=table,
        key={name: row[name] for name in (*dataset.key, "agency_code") if name in row},
        agency_code=row["agency_code"],
        agency_name=row["agency_name_vi"],
        reported_on=row["reported_on"],
        submission_id=row["submission_id"],
        delivery_id=delivery_id,
        file_name=file_name,
        path=path,
        sha256=sha256,
        format=format_,
        delivered_at=row["delivered_at"],
        sender=sender,
        sender_evidence=sender_evidence,
        date_evidence=evidence,
        sheet=row["sheet"],
        row_number=row["row_number"],
        cells=cells,
        notes=notes,
    )


def _table_of(connection: duckdb.DuckDBPyConnection, delivery_id: str, dataset: str, sheet: str, row_number: int, heading: str | None) -> str:
    """The table of a delivery that holds a sheet row: a sheet may hold several, one below the other.

    Of a wide one, a table an indicator, it is the one whose figures stand under `heading`.
    """
    found = rows_of(
        connection,
        "SELECT table_id, cell_range FROM audit.table_read WHERE delivery_id = ? AND dataset = ? AND sheet = ? ORDER BY table_id",
        [delivery_id, dataset, sheet],
    )
    holding = []
    for table_id, cell_range in found:
        rows = [int(number) for number in re.findall(r"\d+", cell_range or "")]
        if len(found) == 1 or (rows and rows[0] <= row_number <= rows[-1]):
            holding.append(str(table_id))
    if len(holding) > 1 and heading is not None:
        of_heading = "SELECT 1 FROM audit.column_map WHERE table_id = ? AND field = 'value' AND header = ?"
        holding = [one for one in holding if rows_of(connection, of_heading, [one, heading])] or holding
    if holding:
        return holding[0]
    raise NotTraceable(f"delivery {delivery_id} has no {dataset} table that holds row {row_number} of sheet {sheet}")


def _document(home: Home, sha256: str, file_name: str, opened: _Opened) -> Document | str:
    """The archived bytes as grids; where they cannot be had, why."""
    if sha256 not in opened.documents:
        try:
            opened.documents[sha256] = read(Archive(home.archive).path(sha256).read_bytes(), file_name)
        except (OSError, Unreadable) as error:
            opened.documents[sha256] = f"the archived bytes of {file_name} cannot be read: {error}"
    return opened.documents[sha256]


def _cells(
    dataset: Dataset,
    fields: list[Field],
    row: dict[str, Any],
    columns: list[tuple[int, str, str | None]],
    document: Document | str,
    format_: str | None,
    reader: Reader,
) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    by_field = {name: (column, header) for column, header, name in columns if name}
    grid = None if isinstance(document, str) else next((one for one in document.grids if one.sheet == row["sheet"]), None)
    personal = {one.name for one in dataset.of(Origin.PERSONAL)}
    wanted: dict[str, None] = {}
    notes: list[str] = []
    for one in fields:
        sources = sources_of(dataset.name, one.name)
        there = [name for name in sources if name in by_field]
        wanted |= dict.fromkeys(there)
        if len(fields) == 1:
            notes += _explain(one, sources, there, row, columns)
    cells = []
    for name in wanted:
        column, header = by_field[name]
        cells.append(_cell(name, column, header, row, grid, format_, masked=name in personal))
    if len(fields) > 1:
        cells += [
            _cell("extra", column, header, row, grid, format_, masked=not reader.is_released(row["reported_by"], dataset.name, header))
            for column, header, name in columns
            if name is None
        ]
    return tuple(cells), tuple(notes)


def _cell(name: str, column: int, header: str, row: dict[str, Any], grid: Grid | None, format_: str | None, *, masked: bool) -> Cell:
    number = row["row_number"]
    place = _place(column, number, grid, format_)
    text = kind = None
    if grid is not None and number <= grid.height and column <= grid.width:
        text = grid.text[f"c{column}"][number - 1]
        kind = Kind(grid.kind[f"c{column}"][number - 1]).name.lower()
    return Cell(name, header, place, MASK if masked and text is not None else text, kind, masked, None if masked else row.get(name))


def _place(column: int, row_number: int, grid: Grid | None, format_: str | None) -> str | None:
    if grid is not None and grid.header_paths is not None:
        return f"{grid.sheet}[{row_number - 1}].{'.'.join(grid.header_paths[column - 1])}"
    if format_ == "csv":
        return f"record {row_number}, column {column} ({column_letter(column)})"
    return cell_address(column, row_number)


def _explain(one: Field, sources: tuple[str, ...], there: list[str], row: dict[str, Any], columns: list[tuple[int, str, str | None]]) -> list[str]:
    """What stands behind a field that is no column of its own."""
    value = row.get(one.name)
    if one.origin is Origin.DERIVED:
        told = f"{one.name} = {value}: derived by tonghop"
        told += f" from {', '.join(there)} on {row['reported_on']}" if there else " from earlier submissions, not from a cell"
        return [told]
    if one.name == "extra":
        return [f"extra: {', '.join(header for _, header, name in columns if name is None) or 'no column'}"]
    if sources == (one.name,):
        return [] if there else [f"{one.name}: the table has no such column"]
    if there:
        return [f"{one.name} = {value}: made from {', '.join(there)}"]
    return [f"{one.name} = {value}: told by the file as a whole (folder, title, file name or time of delivery), not by a cell of the row"]


# -- figures

_TASK_CONDITIONS = {
    "tasks_total": "TRUE",
    "tasks_done": "t.status IN ('done_on_time', 'done_late')",
    "tasks_done_pct": "t.status IN ('done_on_time', 'done_late')",
    "tasks_done_on_time": "t.status = 'done_on_time'",
    "tasks_done_late": "t.status = 'done_late'",
    "tasks_open_in_time": "t.status = 'open_in_time'",
    "tasks_open_overdue": "t.status = 'open_overdue'",
}
_TASK_COLUMNS = {"tasks_total": "total", "tasks_done": "done", "tasks_done_pct": "done"}
_RATE_COLUMNS = {
    "dossiers_online_full_rate": ("online_full", "online_full_base"),
    "dossiers_on_time_rate": ("on_time", "on_time_base"),
    "dossiers_done_total": ("done_total", "done_total"),
    "dossiers_open_overdue": ("open_overdue", "open_overdue"),
}


def trace_figure(
    home: Home, metric: str, block: str = "national", agency: str | None = None, *, on: Any = None, limits: Limits | None = None
) -> TracedFigure:
    """A headline figure: what each agency brings to it, and the rows behind it.

    Raises NotTraceable for an unknown metric.
    """
    with attached(home.current, limits) as connection:
        day = on or rows_of(connection, "SELECT max(as_of) FROM mart.headline")[0][0]
        figures = _dicts(connection, "SELECT * FROM mart.headline WHERE as_of = ? AND metric = ? AND block = ?", [day, metric, block])
        if not figures:
            known = [row[0] for row in rows_of(connection, "SELECT DISTINCT metric FROM mart.headline ORDER BY metric")]
            raise NotTraceable(f"mart.headline has no {metric!r} of block {block!r} on {day}; metrics: {', '.join(known)}")
        of_agency = f" AND a.agency_code = {quoted(agency)}" if agency else ""
        of_block = "" if block == "national" else f" AND a.block = {quoted(block)}"
        latest = rows_of(connection, "SELECT max(as_of) FROM mart.headline")[0][0]
        if metric in _TASK_CONDITIONS:
            fact = "core.task"
            by_agency = _dicts(
                connection,
                f"SELECT p.agency_code, a.name_vi, p.{_task_column(metric)} AS value, p.total FROM mart.task_progress AS p "
                f"INNER JOIN core.agency AS a ON a.agency_code = p.agency_code WHERE p.as_of = ?{of_block}{of_agency} "
                f"AND p.{_task_column(metric)} > 0 ORDER BY value DESC, p.agency_code",
                [day],
            )
            source = f"core.tasks_as_of(DATE '{day}')" if day != latest else fact
            where = f"{_TASK_CONDITIONS[metric]}{of_block}{of_agency}"
            select = "t.task_code, t.agency_code, t.title, t.status, t.due_on"
            order = "t.task_code, t.agency_code"
            note = (
                "each task once: overdue where any holder is, done where every holder is; the rows are those of any holder"
                if block == "national"
                else "each task at each agency that holds it"
            )
        elif metric in _RATE_COLUMNS:
            fact = "core.dossier_count"
            numerator, base = _RATE_COLUMNS[metric]
            by_agency = _dicts(
                connection,
                f"SELECT r.agency_code, a.name_vi, r.basis, r.period_from, r.period_to, r.{numerator} AS numerator, r.{base} AS denominator, "
                f"r.rows_counted FROM mart.dossier_rate AS r INNER JOIN core.agency AS a ON a.agency_code = r.agency_code "
                f"WHERE r.as_of = ?{of_block}{of_agency} AND r.{base} IS NOT NULL ORDER BY denominator DESC, r.agency_code",
                [day],
            )
            source = f"core.dossier_counts_as_of(DATE '{day}')" if day != latest else fact
            where = f"TRUE{of_block}{of_agency}"
            select = "t.section || '|' || t.field AS field, t.agency_code, t.online_full, t.done_total, t.open_overdue"
            order = "t.agency_code, t.row_number"
            note = "agencies of basis 'dossiers' sent no counts: their dossiers in core.dossier are counted"
        else:
            fact, note = "mart.submission_compliance", "agencies that sent something for the day"
            by_agency = _dicts(
                connection,
                "SELECT c.agency_code, a.name_vi, list(c.dataset || ': ' || c.state ORDER BY c.dataset) AS datasets "
                "FROM mart.submission_compliance AS c INNER JOIN core.agency AS a ON a.agency_code = c.agency_code "
                f"WHERE c.as_of = ?{of_block}{of_agency} GROUP BY c.agency_code, a.name_vi ORDER BY c.agency_code",
                [day],
            )
            return TracedFigure(figures[0], by_agency, len(by_agency), [], fact, "", (note,))
        joined = f"FROM {source} AS t INNER JOIN core.agency AS a ON a.agency_code = t.agency_code WHERE {where}"
        behind = rows_of(connection, f"SELECT count(*) {joined}")[0][0]
        rows = _dicts(
            connection,
            f"SELECT {select}, d.path, t.sheet, t.row_number FROM {source} AS t INNER JOIN core.agency AS a ON a.agency_code = t.agency_code "
            "INNER JOIN audit.submission AS s ON s.submission_id = t.submission_id INNER JOIN audit.delivery AS d ON d.delivery_id = s.delivery_id "
            f"WHERE {where} ORDER BY {order} LIMIT {MOST_BEHIND}",
        )
        return TracedFigure(figures[0], by_agency, behind, rows, fact, where.replace("t.", "").replace("a.", ""), (note,))


def _task_column(metric: str) -> str:
    return _TASK_COLUMNS.get(metric, metric.removeprefix("tasks_"))


def _dicts(connection: duckdb.DuckDBPyConnection, sql: str, parameters: list[Any] | None = None) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, parameters) if parameters else connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
