"""The description of an export: `datapackage.json` by the Frictionless Data Package 2. It only describes; nothing is read but bytes to hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from schemas.contract import TABLES
from schemas.field import Field, Origin, Table, Type
from schemas.relations import relations_of

DESCRIPTION = "datapackage.json"
PROFILES = "https://datapackage.org/profiles/2.0"
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_TYPES: dict[Type, dict[str, str]] = {
    Type.TEXT: {"type": "string"},
    Type.DATE: {"type": "date"},
    Type.MOMENT: {"type": "datetime"},
    Type.INTEGER: {"type": "integer"},
    Type.NUMBER: {"type": "number"},
    Type.PERCENT: {"type": "number"},
    Type.BOOLEAN: {"type": "boolean"},
    Type.UUID: {"type": "string", "format": "uuid"},
    Type.JSON: {"type": "object"},
}


@dataclass(frozen=True, slots=True)
class Written:
    """One table as it was written: its file, rows, size in bytes and sha256."""

    table: Table
    file: str
    rows: int
    bytes: int
    sha256: str


def digest_of(path: Path) -> tuple[int, str]:
    """A file's size in bytes and its sha256 as hex, read in pieces."""
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


def described(written: Sequence[Written], build: str, as_of: dt.date, made_at: dt.datetime, licence: str | None, workbook: Path | None) -> str:
    """The whole description as JSON. `licence` is a name (CC-BY-4.0) or an address; none says none. `made_at` is naive, in Asia/Ho_Chi_Minh."""
    there = {one.table.full_name for one in written}
    package: dict[str, Any] = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": f"tonghop-{as_of.isoformat()}",
        "title": f"Kho dữ liệu tổng hợp Nghị quyết 57-NQ/TW, số liệu đến ngày {as_of:%d/%m/%Y}",
        "description": "Every table of one published warehouse. Moments are naive and in Asia/Ho_Chi_Minh; percents run from 0 to 100; JSON columns "
        "hold text. A rate is a sum over a sum, whose numerator and denominator stand beside it.",
        "version": build,
        "created": made_at.replace(tzinfo=_ZONE).isoformat(timespec="seconds"),
        "as_of": as_of.isoformat(),
        "resources": [_resource(one, there) for one in written],
    }
    if licence:
        package["licenses"] = [{"path" if licence.startswith(("http://", "https://")) else "name": licence}]
    if workbook is not None:
        size, sha256 = digest_of(workbook)
        package["resources"].append(
            {
                "$schema": f"{PROFILES}/dataresource.json",
                "name": "marts",
                "path": workbook.name,
                "title": "Các bảng số liệu của một ngày, để mở bằng Excel",
                "format": "xlsx",
                "mediatype": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "bytes": size,
                "hash": f"sha256:{sha256}",
            }
        )
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(one: Written, there: set[str]) -> dict[str, Any]:
    table = one.table
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": table.full_name,
        "type": "table",
        "path": one.file,
        "title": table.title_vi,
        "description": f"{table.title_en}. {table.grain}",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": one.bytes,
        "hash": f"sha256:{one.sha256}",
        "rows": one.rows,
        "schema": _schema(table, there),
    }


def _schema(table: Table, there: set[str]) -> dict[str, Any]:
    """The table's schema. Foreign keys are named only where the table they lead to is in the package too."""
    schema: dict[str, Any] = {"$schema": f"{PROFILES}/tableschema.json", "fieldsMatch": "equal", "fields": [_field(one) for one in table.fields]}
    if table.key:
        # A primary key's columns are never null; a key with one that may be null is only unique.
        nullable = {field.name for field in table.fields if field.nullable}
        schema |= {"uniqueKeys": [list(table.key)]} if nullable & set(table.key) else {"primaryKey": list(table.key)}
    links = [one for one in relations_of(TABLES) if one.child is table and one.is_strict and one.parent.full_name in there]
    if links:
        schema["foreignKeys"] = [
            {
                "fields": [one.column],
                "reference": {"resource": "" if one.parent is table else one.parent.full_name, "fields": [one.parent_column]},
            }
            for one in links
        ]
    return schema


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {"name": field.name, **_TYPES[field.type], "title": field.title_vi, "description": field.title_en}
    if field.unit:
        described["unit"] = field.unit
    constraints: dict[str, Any] = {} if field.nullable else {"required": True}
    if field.allowed and field.origin is Origin.DERIVED:
        # What senders report may break its rule: such a cell loads with an issue, so no rule is promised of it here.
        constraints["enum"] = list(field.allowed)
    if constraints:
        described["constraints"] = constraints
    return described
