"""What a sender hears before sending: the pipeline's own digest of a file that nobody has delivered. Needs no home, no ledger, no warehouse.

Here belongs making up that delivery. What is told of it is a receipt like a delivery's, and the same annotated workbook.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from pipelines.clock import local_now
from pipelines.digest import Sent, Terms, digest_all
from pipelines.grid import WORKBOOKS
from pipelines.intake import make_reader, make_vocabulary
from pipelines.report.feedback_words import plain_issues
from pipelines.report.receipt import Heard, agency_named, receipt
from pipelines.report.template import template_of
from pipelines.telling import issue_frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.digest import Digest
    from pipelines.registers import Registers

CLEAN, ERRORS, UNREADABLE = 0, 1, 2
"""The verdicts, as exit codes of `tonghop check`."""
_TABLE = {
    **dict.fromkeys(("table_id", "sheet", "cell_range", "dataset", "form", "status"), pl.String()),
    **dict.fromkeys(("rows_read", "rows_loaded", "rows_quarantined", "rows_held", "rows_skipped"), pl.Int64()),
}
_SUBMISSION = {
    **dict.fromkeys(("submission_id", "dataset", "form", "agency_code"), pl.String()),
    **dict.fromkeys(("reported_on", "period_from", "period_to"), pl.Date()),
    "date_evidence": pl.String(),
    "row_count": pl.Int64(),
    "hold_code": pl.String(),
}


@dataclass(frozen=True)
class Checked:
    """What a file says and what is wrong with it."""

    path: Path
    verdict: int
    heard: Heard
    receipt: dict[str, Any]
    missing_dataset: str | None = None
    """The dataset that was asked for and is not in the file."""


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
    contents = [path.read_bytes() for path in paths]
    reader = make_reader(registers, secrets.token_bytes(32))
    digests = digest_all([(content, one, terms) for content, one in zip(contents, sent, strict=True)], reader, make_vocabulary(registers))
    return [_checked(path, content, digest, registers, dataset) for path, content, digest in zip(paths, contents, digests, strict=True)]


def _checked(path: Path, content: bytes, digest: Digest, registers: Registers, dataset: str | None) -> Checked:
    heard = _heard(path, content, digest, registers)
    absent = dataset if dataset and all(table.dataset != dataset for table in digest.tables) else None
    wrong = absent is not None or bool((heard.issues["severity"] == "error").any())
    verdict = UNREADABLE if digest.status == "rejected" else ERRORS if wrong else CLEAN
    return Checked(path, verdict, heard, receipt(heard, registers), absent)


def _heard(path: Path, content: bytes, digest: Digest, registers: Registers) -> Heard:
    tables = pl.DataFrame([tuple(asdict(one)[name] for name in _TABLE) for one in digest.tables], schema=_TABLE, orient="row")
    submissions = [
        (
            one.submission_id,
            one.dataset,
            one.form,
            one.agency_code,
            one.when.reported_on,
            one.when.period_from,
            one.when.period_to,
            one.when.evidence,
            one.row_count,
            one.hold_code,
        )
        for one in digest.submissions
    ]
    found = issue_frame(digest.issues).join(tables.select("table_id", "dataset"), on="table_id", how="left", maintain_order="left")
    found = found.with_columns(pl.lit(digest.format in WORKBOOKS).alias("is_workbook"))
    return Heard(
        file_name=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        format=digest.format,
        status=digest.status,
        reason=digest.reason,
        sender_code=digest.sender_code,
        sender_evidence=digest.sender_evidence,
        tables=tables,
        submissions=pl.DataFrame(submissions, schema=_SUBMISSION, orient="row"),
        issues=plain_issues(found, lambda code: agency_named(code, registers)),
        column_map=digest.column_map,
        skipped=digest.skipped,
        template=template_of(io.BytesIO(content)) if digest.format in ("xlsx", "xlsm") else None,
    )
