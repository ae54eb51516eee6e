"""A small world for tests of resolve, build and publish: records and outcomes written by hand, a ledger of frames, four agencies."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipelines import resolve
from pipelines.build import BuildResult, build
from pipelines.home import Home
from schemas import audit
from schemas.contract import DATASETS
from schemas.frames import polars_schema

DAY = dt.date(2025, 10, 28)
AGENCIES = pl.DataFrame(
    {
        "agency_code": ["G01", "G02", "H01", "H02"],
        "name_vi": ["Bộ Một", "Bộ Hai", "Tỉnh Một", "Tỉnh Hai"],
        "name_en": [None, None, None, None],
        "kind": ["ministry", "ministry", "province", "province"],
        "block": ["central", "central", "provincial", "provincial"],
        "valid_from": [None] * 4,
        "valid_to": [None] * 4,
        "successor_code": [None] * 4,
    },
    schema_overrides={"name_en": pl.String, "valid_from": pl.Date, "valid_to": pl.Date, "successor_code": pl.String},
)
EXPECTED = ("tasks", "dossier_counts")
SUBMISSION = {
    "submission_id": pl.String(),
    "delivery_id": pl.String(),
    "table_id": pl.String(),
    "reading": pl.String(),
    "dataset": pl.String(),
    "form": pl.String(),
    "reported_by": pl.String(),
    "agency_code": pl.String(),
    "reported_on": pl.Date(),
    "period_from": pl.Date(),
    "period_to": pl.Date(),
    "date_evidence": pl.String(),
    "delivered_at": pl.Datetime("us"),
    "series": pl.String(),
    "row_count": pl.Int64(),
    "record_path": pl.String(),
    "standing": pl.String(),
    "hold_code": pl.String(),
    "superseded_by": pl.String(),
    "counts_from": pl.Datetime("us"),
    "counts_until": pl.Datetime("us"),
}


def day(offset: int) -> dt.date:
    return DAY + dt.timedelta(days=offset)


@dataclass(frozen=True)
class Settings:
    carry_days: int = 30
    headline_min_senders: int = 1
    partial_share: float = 0.7
    memory_limit: str = "1GB"
    threads: int = 2
    temp_limit: str = "1GB"
    keep_builds: int = 7
    keep_days: int = 7
    keep_bytes: int = 10**12


@dataclass(frozen=True)
class SmallRegisters:
    agencies: pl.DataFrame = field(default_factory=lambda: AGENCIES)
    agency_codes: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(
            {"system": ["tw"], "code": ["G01"], "agency_code": ["G01"], "valid_from": [None], "valid_to": [None]},
            schema_overrides={"valid_from": pl.Date, "valid_to": pl.Date},
        )
    )
    indicators: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(
            {
                "indicator_code": ["I01", "I02"],
                "name_vi": ["Tỷ lệ hồ sơ", "Số ngày trễ"],
                "name_en": [None, None],
                "unit": ["%", "ngày"],
                "direction": ["higher", "lower"],
                "kind": ["stock", "stock"],
                "owner": [None, None],
                "target_value": [80.0, 5.0],
                "target_on": [None, None],
            },
            schema_overrides={"name_en": pl.String, "owner": pl.String, "target_on": pl.Date},
        )
    )
    content_hash: str = "r1"

    def expected(self, on: dt.date) -> pl.DataFrame:
        pairs = list(itertools.product(self.agencies["agency_code"], EXPECTED))
        return pl.DataFrame(pairs, schema={"agency_code": pl.String, "dataset": pl.String}, orient="row")

    def due_on(self, on: dt.date) -> dt.date:
        """The next day, or Monday where that is a Sunday."""
        return on + dt.timedelta(days=1 if on.isoweekday() != 6 else 2)


@dataclass
class SmallLedger:
    """The frames of a ledger, kept in lists of rows; and what is recorded of builds."""

    submissions: list[dict] = field(default_factory=list)
    deliveries: list[dict] = field(default_factory=list)
    tables: list[dict] = field(default_factory=list)

    def submissions_frame(self, columns=()) -> pl.DataFrame:
        return pl.DataFrame(self.submissions, schema=SUBMISSION).sort("delivered_at", "delivery_id", "submission_id")

    def deliveries_frame(self, columns=()) -> pl.DataFrame:
        return pl.DataFrame(self.deliveries, schema={**polars_schema(audit.DELIVERY.fields), "current_reading": pl.String()})

    def table_reads_frame(self) -> pl.DataFrame:
        return pl.DataFrame(self.tables, schema=polars_schema(audit.TABLE_READ.fields))


class World:
    """A home that is filled by hand: `send` is a delivery of one table, `day_ends` is resolve, build and (where asked) publication."""

    def __init__(self, root: Path) -> None:
        self.home = Home(root).create()
        self.ledger = SmallLedger()
        self.registers = SmallRegisters()
        self.settings = Settings()
        self.retracted: set[str] = set()
        self.released: set[str] = set()
        self.clock = dt.datetime(2025, 11, 1, 5, 30)

    def send(
        self,
        dataset: str,
        agency: str | None,
        rows: list[dict],
        *,
        on: dt.date = DAY,
        at: dt.datetime | None = None,
        by: str | None = None,
        form: str = "main",
        period: tuple[dt.date | None, dt.date] | None = None,
        hold: str | None = None,
        quarantined: int = 0,
        issues: list[dict] | None = None,
    ) -> str:
        number = len(self.ledger.deliveries) + 1
        delivery_id, table_id = f"d{number:04}", f"d{number:04}-t1"
        at = at or dt.datetime.combine(on, dt.time(15)) + dt.timedelta(minutes=number)
        by = by or agency
        period_from, period_to = period or (None, None)
        submission_id = f"{delivery_id}-{dataset}-{agency}-{form}"
        schema = polars_schema(DATASETS[dataset].record_fields)
        defaults = {
            "reported_by": by,
            "agency_code": agency,
            "reported_on": on,
            "delivered_at": at,
            "submission_id": submission_id,
            "sheet": "Sheet1",
            "task_code_kind": "given",
            "acceptance": "none",
            "period_from": period_from,
            "period_to": period_to or on,
            "section": "A",
        }
        full = [{name: {**defaults, "row_number": i + 5, **row}.get(name) for name in schema} for i, row in enumerate(rows)]
        path = self.home.record_file(dataset, submission_id, "r1")
        path.parent.mkdir(parents=True, exist_ok=True)
        pl.DataFrame(full, schema=schema).write_parquet(path)
        self._outcome(delivery_id, table_id, submission_id, quarantined, issues or [])
        self.ledger.deliveries.append(
            {
                "delivery_id": delivery_id,
                "file_name": f"{delivery_id}.xlsx",
                "path": f"{by}/{delivery_id}.xlsx",
                "sha256": "0" * 64,
                "bytes": 10,
                "format": "xlsx",
                "delivered_at": at,
                "sender_code": by,
                "sender_evidence": "folder",
                "status": "held" if hold else "accepted",
                "reason": None,
                "current_reading": "r1",
            }
        )
        self.ledger.tables.append(
            {
                "table_id": table_id,
                "delivery_id": delivery_id,
                "sheet": "Sheet1",
                "cell_range": "A1:B9",
                "dataset": dataset,
                "form": form,
                "status": "held" if hold else "loaded",
                "rows_read": len(rows) + quarantined + 2,
                "rows_loaded": 0 if hold else len(rows),
                "rows_quarantined": quarantined,
                "rows_held": len(rows) if hold else 0,
                "rows_skipped": 2,
            }
        )
        series = "|".join(map(str, (by, agency, dataset, form, *(period or (on,)))))
        self.ledger.submissions.append(
            {
                "submission_id": submission_id,
                "delivery_id": delivery_id,
                "table_id": table_id,
                "reading": "r1",
                "dataset": dataset,
                "form": form,
                "reported_by": by,
                "agency_code": agency,
                "reported_on": on,
                "period_from": period_from,
                "period_to": period_to,
                "date_evidence": "title",
                "delivered_at": at,
                "series": series,
                "row_count": len(rows),
                "record_path": str(path.relative_to(self.home.root)),
                "standing": "held" if hold else None,
                "hold_code": hold,
            }
        )
        return submission_id

    def _outcome(self, delivery_id: str, table_id: str, submission_id: str, quarantined: int, issues: list[dict]) -> None:
        folder = self.home.outcome_dir(delivery_id, "r1")
        folder.mkdir(parents=True)
        skipped = [{"table_id": table_id, "sheet": "Sheet1", "row_number": i, "reason": "title"} for i in (1, 2)]
        pl.DataFrame(skipped, schema=polars_schema(audit.SKIPPED_ROW.fields)).write_parquet(folder / "skipped_row.parquet")
        columns = [{"table_id": table_id, "column": 1, "header": "Mã", "field": "task_code", "how": "exact", "confidence": 1.0}]
        pl.DataFrame(columns, schema=polars_schema(audit.COLUMN_MAP.fields)).write_parquet(folder / "column_map.parquet")
        if quarantined:
            rows = [
                {"table_id": table_id, "sheet": "Sheet1", "row_number": 900 + i, "raw": '{"a": "x"}', "codes": "MISSING_KEY"}
                for i in range(quarantined)
            ]
            pl.DataFrame(rows, schema=polars_schema(audit.QUARANTINE.fields)).write_parquet(folder / "quarantine.parquet")
        if issues:
            defaults = {
                "submission_id": submission_id,
                "delivery_id": delivery_id,
                "table_id": table_id,
                "severity": "warning",
                "action": "load",
                "dimension": "sufficient",
                "sheet": "Sheet1",
                "message_vi": "x",
                "message_en": "x",
            }
            schema = polars_schema(audit.ISSUE.fields)
            pl.DataFrame([{name: {**defaults, **issue}.get(name) for name in schema} for issue in issues], schema=schema).write_parquet(
                folder / "issue.parquet"
            )

    def resolve(self) -> None:
        frame = self.ledger.submissions_frame()
        standings = resolve.resolve(
            frame,
            resolve.keys_in_records(self.home.root, frame),
            partial_share=self.settings.partial_share,
            released=self.released,
            retracted=self.retracted,
        )
        decided = {row["submission_id"]: row for row in standings.iter_rows(named=True)}
        for row in self.ledger.submissions:
            row.update(decided[row["submission_id"]])

    def build(self, full: bool = False) -> BuildResult | None:
        self.resolve()
        self.clock += dt.timedelta(days=1)
        return build(self.home, self.ledger, self.registers, self.settings, self.clock, full=full)

    def point(self, result: BuildResult) -> None:
        """What publication does in the end, without its checks."""
        target = self.home.warehouse_file(result.build)
        result.path.rename(target)
        target.chmod(0o444)
        self.home.current.unlink(missing_ok=True)
        self.home.current.symlink_to(target.name)


def task(code: str, **more: object) -> dict:
    return {"task_code": code, "title": f"Nhiệm vụ {code}", "declared_state": "open", **more}


def counts(field_name: str = "Tất cả", **more: object) -> dict:
    return {"field": field_name, **more}
