"""What a sender hears before sending: the pipeline's own digest of a file that nobody has delivered. Needs no home, no ledger, no warehouse.

Here belongs making up that delivery and reading its outcome. The annotated workbook is `pipelines.report.annotated`.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from pipelines.clock import local_now
from pipelines.digest import Sent, Terms, digest_all
from pipelines.intake import make_reader, make_vocabulary
from pipelines.telling import issue_frame
from schemas.contract import DATASETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.digest import Digest
    from pipelines.registers import Registers

CLEAN, ERRORS, UNREADABLE = 0, 1, 2
"""The verdicts, as exit codes of `tonghop check`."""


@dataclass(frozen=True)
class TableSeen:
    """One table of the file: what it was taken for, and what became of its rows."""

    sheet: str
    cell_range: str | None
    dataset: str | None
    dataset_vi: str | None
    form: str | None
    status: str
    rows_read: int
    rows_loaded: int
    rows_quarantined: int
    rows_held: int
    rows_skipped: int
    columns: tuple[dict[str, Any], ...]
    """column, letter, header, field, title_vi, how: what each column was read as."""


@dataclass(frozen=True)
class Checked:
    """What a file says and what is wrong with it. `issues` has the columns of audit.issue but its ids, errors first, then by place."""

    path: Path
    verdict: int
    status: str
    reason: str | None
    format: str | None
    agency_code: str | None
    agency_name: str | None
    agency_evidence: str | None
    reported_on: dt.date | None
    date_evidence: str | None
    period: tuple[dt.date, dt.date] | None
    tables: tuple[TableSeen, ...]
    issues: pl.DataFrame
    missing_dataset: str | None = None
    """The dataset that was asked for and is not in the file."""

    def count(self, severity: str) -> int:
        """Findings of one severity."""
        return self.issues.filter(pl.col("severity") == severity).height


def check_files(
    paths: Sequence[Path], registers: Registers, *, agency: str | None = None, dataset: str | None = None, now: dt.datetime | None = None
) -> list[Checked]:
    """Digests files as if they had just been delivered, from `agency`'s folder where it is given; duplicates among them are not looked for.

    Raises OSError where a file cannot be opened. The pseudonyms are made with a key that is forgotten at once.
    """
    moment = now or local_now()
    terms = Terms(latest_on=moment.date() + dt.timedelta(days=1))
    # As in the inbox, the folder that a file lies in may name its sender.
    sent = [Sent("check", f"{agency or path.resolve().parent.name}/{path.name}", path.name, moment) for path in paths]
    reader = make_reader(registers, secrets.token_bytes(32))
    digests = digest_all([(path.read_bytes(), one, terms) for path, one in zip(paths, sent, strict=True)], reader, make_vocabulary(registers))
    return [_checked(path, digest, registers, dataset) for path, digest in zip(paths, digests, strict=True)]


def _checked(path: Path, digest: Digest, registers: Registers, dataset: str | None) -> Checked:
    issues = issue_frame(digest.issues).sort(
        pl.col("severity").replace_strict({"error": 0, "warning": 1, "info": 2}, return_dtype=pl.Int8), "sheet", "row_number", maintain_order=True
    )
    absent = dataset if dataset and all(table.dataset != dataset for table in digest.tables) else None
    first = next(iter(digest.submissions), None)
    code = first.agency_code if first else digest.sender_code
    agency = registers.agency(code) if code else None
    wrong = absent is not None or issues.filter(pl.col("severity") == "error").height > 0
    verdict = UNREADABLE if digest.status == "rejected" else ERRORS if wrong else CLEAN
    when = first.when if first else None
    return Checked(
        path=path,
        verdict=verdict,
        status=digest.status,
        reason=digest.reason,
        format=digest.format,
        agency_code=code,
        agency_name=agency.name_vi if agency else None,
        agency_evidence=digest.sender_evidence,
        reported_on=when.reported_on if when else None,
        date_evidence=when.evidence if when else None,
        period=(when.period_from, when.period_to) if when and when.period_from and when.period_to else None,
        tables=tuple(_table(one, digest) for one in digest.tables),
        issues=issues.drop("table_id"),
        missing_dataset=absent,
    )


def _table(one: Any, digest: Digest) -> TableSeen:
    from pipelines.grid import column_letter

    dataset = DATASETS.get(one.dataset) if one.dataset else None
    columns = []
    for column, header, field, how in (
        digest.column_map.filter(pl.col("table_id") == one.table_id).select("column", "header", "field", "how").iter_rows()
    ):
        title = dataset.field(field).title_vi if dataset and field else None
        columns.append({"column": column, "letter": column_letter(column), "header": header, "field": field, "title_vi": title, "how": how})
    return TableSeen(
        one.sheet,
        one.cell_range,
        one.dataset,
        dataset.title_vi if dataset else None,
        one.form,
        one.status,
        one.rows_read,
        one.rows_loaded,
        one.rows_quarantined,
        one.rows_held,
        one.rows_skipped,
        tuple(columns),
    )
