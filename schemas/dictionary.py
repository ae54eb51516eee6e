"""The data dictionary: every public table and column as one page of Markdown, from the same fields that make the DDL."""

from __future__ import annotations

from schemas.contract import DATASETS, TABLES
from schemas.field import Field, Origin, Table
from schemas.frames import DUCKDB

_HEAD = "| column | type | tiêu đề | title | unit, values |\n|---|---|---|---|---|"


def markdown() -> str:
    """The whole dictionary; `docs/dictionary.md` is this text."""
    parts = [
        "# Data dictionary",
        "Generated from `schemas/` by `make docs`; do not edit. The same words stand in the warehouse as COMMENTs. "
        "Moments are in Asia/Ho_Chi_Minh; percents run from 0 to 100; a type followed by `!` is never NULL.",
        "## Tables",
        "\n".join(f"- [{table.full_name}](#{_anchor(table)}): {table.title_vi} / {table.title_en}" for table in TABLES),
    ]
    for table in TABLES:
        key = f" Key: {', '.join(table.key)}." if table.key else ""
        parts += [f"## {table.full_name}", f"{table.title_vi} / {table.title_en}. {table.grain}{key}", _columns(table.fields)]
    parts += [
        "## Columns that are read and not kept",
        "They say who, when or which row, or they tell of a person: of these only a keyed pseudonym is kept.",
    ]
    for dataset in DATASETS.values():
        read_only = dataset.of(Origin.ADDRESS, Origin.PERSONAL)
        if read_only:
            parts += [f"### {dataset.name}", _columns(read_only)]
    return "\n\n".join(parts) + "\n"


def _anchor(table: Table) -> str:
    return table.full_name.replace(".", "")


def _columns(fields: tuple[Field, ...]) -> str:
    return "\n".join([_HEAD, *(_row(one) for one in fields)])


def _row(one: Field) -> str:
    told = [one.unit or "", ", ".join(f"`{value}`" for value in one.allowed)]
    if one.minimum is not None or one.maximum is not None:
        told.append(f"{'' if one.minimum is None else f'{one.minimum:g}'}..{'' if one.maximum is None else f'{one.maximum:g}'}")
    cells = (f"`{one.name}`", f"{DUCKDB[one.type]}{'' if one.nullable else ' !'}", one.title_vi, one.title_en, "; ".join(filter(None, told)))
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
