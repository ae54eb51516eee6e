"""The files of feedback: where a delivery's receipt and workbook lie, and writing them. Whose turn it is, is in `feedback`.

They lie under reports/<reporting date>/feedback/<sender>/, so that one folder can be handed to one agency.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.archive import Archive
from pipelines.report.annotated import Cover, write_annotated
from pipelines.report.feedback_index import NOTHING, Entry
from pipelines.report.feedback_words import STATUS_VI, safe_name
from pipelines.report.receipt import Heard, receipt
from pipelines.report.receipt_ledger import received

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.registers import Registers
    from pipelines.report.receipt_ledger import Books, Row

NOBODY = "chua-ro-co-quan"
"""The folder of deliveries whose sender is not known."""


def entry_of(row: Row) -> Entry:
    """What the index says of a row that was joined with it."""
    return {name: row[name] for name in NOTHING}


def write_receipt(row: Row, heard: Heard, books: Books, home: Home, registers: Registers, *, keep_workbook: bool) -> Entry:
    """Writes a delivery's receipt; gives its entry in the index. `row` has the columns of its delivery, its states and its entry so far.

    A workbook that stands and was made for this place is kept, unless told otherwise; what lies at another place goes.
    """
    folder = home.report_dir(row["day"]) / "feedback" / safe_name((not row["is_disputed"] and row["sender_code"]) or NOBODY)
    stem, place = safe_name(Path(row["file_name"]).stem, 60), folder.relative_to(home.root).as_posix()
    workbook = None
    if heard.needs_workbook:
        ending = heard.format if heard.format in ("xlsx", "xlsm") and _is_painted(row, heard) else "xlsx"
        workbook = f"{place}/{row['delivery_id']}-{stem}-loi.{ending}"
    is_kept = keep_workbook and workbook is not None and row["workbook"] == workbook and (home.root / workbook).exists()
    path = f"{place}/{row['delivery_id']}-bien-nhan.json"
    document = receipt(heard, registers, received(row, books), Path(workbook).name if workbook else None)
    folder.mkdir(parents=True, exist_ok=True)
    _write_text(home.root / path, json.dumps(document, ensure_ascii=False, indent=1))
    # A delivery that was assigned to another agency must not stay in the first one's folder.
    for old, new in ((row["receipt"], path), (row["workbook"], workbook)):
        if old and old != new:
            (home.root / old).unlink(missing_ok=True)
    return {**NOTHING, "told": row["state"], "receipt": path, "workbook": workbook, "painted": row["painted"] if is_kept else None}


def write_workbook(row: Row, heard: Heard, home: Home) -> Entry:
    """Writes a delivery's marked workbook; gives its entry in the index. `row` as in `write_receipt`."""
    planned = home.root / row["workbook"]
    source = Archive(home.archive).path(row["sha256"])
    cover = Cover(row["file_name"], STATUS_VI[row["status"]], heard.to_do)
    written = write_annotated(source, heard.format, heard.issues, planned, cover, paint=_is_painted(row, heard))
    if written != planned:
        # A workbook with macros of which only the list was written.
        path = home.root / row["receipt"]
        document = json.loads(path.read_text(encoding="utf-8")) | {"workbook": written.name}
        _write_text(path, json.dumps(document, ensure_ascii=False, indent=1))
    told = {"workbook": written.relative_to(home.root).as_posix(), "painted": row["painting"]}
    return {**entry_of(row), **told, "failed_at": None, "failure": None}


def _is_painted(row: Row, heard: Heard) -> bool:
    """Whether the sender's own workbook is copied. Of a file whose sender is disputed only the list is made: its rows may be another agency's."""
    return heard.status != "rejected" and not row["is_disputed"]


def _write_text(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        aside.write_text(text + "\n", encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
