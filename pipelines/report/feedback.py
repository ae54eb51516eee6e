"""Feedback to senders: a receipt for every delivery that was read and the workbook back where something is to be mended, one folder an agency.

They lie under reports/<reporting date>/feedback/<sender>/, so that one folder can be handed to one agency. What is written already is known by an
index and not written again; a delivery whose feedback fails keeps nobody else from theirs. The archive is read, the inbox is not touched.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.archive import Archive
from pipelines.report.annotated import Cover, write_annotated
from pipelines.report.feedback_words import STATUS_VI, safe_name
from pipelines.report.receipt import VERSION, Heard, receipt
from pipelines.report.receipt_ledger import Books, Row, hear, open_books, received
from pipelines.store import content_of

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.ledger import Ledger
    from pipelines.registers import Registers

NOBODY = "chua-ro-co-quan"
"""The folder of deliveries whose sender is not known."""
WORKBOOK_VERSION = 1
"""Raised by hand when a workbook that was written already should be written anew."""
INDEX = "feedback-index.json"
BATCH = 50
"""Deliveries whose outcomes are read together."""


@dataclass
class Feedback:
    """What was done. `left` are deliveries whose turn did not come in the time given: the next call writes them."""

    receipts: int = 0
    workbooks: int = 0
    unchanged: int = 0
    left: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    """Delivery to what went wrong, without a word of the file's own."""
    state: str = ""
    """Names all that is written by now; a call without news gives the same."""
    paths: list[Path] = field(default_factory=list)
    """Receipts and workbooks of the deliveries asked for, also those that stood there already."""


def write_feedback(
    home: Home,
    ledger: Ledger,
    registers: Registers,
    *,
    day: dt.date | None = None,
    agency: str | None = None,
    delivery: str | None = None,
    workbooks: bool = True,
    seconds: float | None = None,
    again: bool = False,
) -> Feedback:
    """Writes what is new, newest deliveries first: first receipts, then workbooks; `seconds` bounds both, what is left waits for the next call.

    `day` (a reporting date), `agency` (a sender) and `delivery` (an id) choose; `again` writes also what is written already.
    The caller holds the home's writer lock. Raises OSError where the index cannot be written.
    """
    done = Feedback()
    books = open_books(ledger)
    index = _read_index(home) or _index_of_what_lies_there(home, set(books.deliveries["delivery_id"]))
    job = _Job(home, registers, books, index, done, None if seconds is None else time.monotonic() + seconds)
    wanted = [
        row
        for row in books.deliveries.sort("intake_no", descending=True).iter_rows(named=True)
        if row["current_reading"]
        and (delivery is None or row["delivery_id"] == delivery)
        and (agency is None or (row["sender_code"] == agency and not books.is_disputed(row)))
        and (day is None or books.day_of(row) == day)
    ]
    try:
        stale = [row for row in wanted if again or _is_stale(row, job)]
        for row, heard in _hear_in_time(stale, job):
            with _failing(row["delivery_id"], done):
                _write_receipt(row, heard, job, again)
        unpainted = [row for row in wanted if row["delivery_id"] in index and _needs_painting(row, index[row["delivery_id"]], job)]
        done.unchanged = len(wanted) - len({row["delivery_id"] for row in (*stale, *unpainted)})
        # What must be mended comes before what should be.
        unpainted.sort(key=lambda row: row["status"] == "accepted_with_issues")
        for row, heard in _hear_in_time(unpainted if workbooks else [], job):
            with _failing(row["delivery_id"], done):
                _write_workbook(row, heard, job)
    finally:
        _write_index(home, index)
    done.state = _hash(sorted((delivery_id, sorted(entry.items())) for delivery_id, entry in index.items()))
    shown = [index[row["delivery_id"]] for row in wanted if row["delivery_id"] in index]
    done.paths = [home.root / one[name] for one in shown for name in ("receipt", "workbook") if one.get(name) and (home.root / one[name]).exists()]
    return done


@dataclass(frozen=True)
class _Job:
    """What every step of one call needs. `until` is a moment of the monotonic clock."""

    home: Home
    registers: Registers
    books: Books
    index: dict[str, dict[str, Any]]
    done: Feedback
    until: float | None


def _hear_in_time(rows: list[Row], job: _Job) -> Iterator[tuple[Row, Heard]]:
    """The outcomes of `rows`, read some at a time while there is time; where one cannot be read, the others of its batch are all the same."""
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        heard: list[tuple[Row, Heard]] = []
        try:
            heard = list(hear(batch, job.home, job.registers, job.books))
        except Exception:  # noqa: BLE001 whose trouble it is shows below
            for row in batch:
                with _failing(row["delivery_id"], job.done):
                    heard += hear([row], job.home, job.registers, job.books)
        for at, one in enumerate(heard):
            if job.until is not None and time.monotonic() > job.until:
                job.done.left += len(heard) - at + len(rows[start + BATCH :])
                return
            yield one


def _is_stale(row: Row, job: _Job) -> bool:
    known = job.index.get(row["delivery_id"])
    return known is None or known["state"] != _receipt_state(row, job) or not (job.home.root / known["receipt"]).exists()


def _write_receipt(row: Row, heard: Heard, job: _Job, again: bool) -> None:
    delivery_id, home = row["delivery_id"], job.home
    known = job.index.get(delivery_id, {})
    place = _folder(row, home, job.books)
    entry = _entry(row, heard, place, job, {} if again else known)
    document = receipt(heard, job.registers, received(row, job.books), Path(entry["workbook"]).name if entry["workbook"] else None)
    place.mkdir(parents=True, exist_ok=True)
    _write_text(home.root / entry["receipt"], json.dumps(document, ensure_ascii=False, indent=1))
    _forget(known, entry, home)
    job.index[delivery_id] = entry | {"state": _receipt_state(row, job)}
    job.done.receipts += 1


def _needs_painting(row: Row, entry: dict[str, Any], job: _Job) -> bool:
    # Found again without its receipt written anew, it may lie in a folder that is no longer its own.
    if not (entry["state"] and entry["workbook"]):
        return False
    return entry["painted"] != _painted_state(row, job) or not (job.home.root / entry["workbook"]).exists()


def _entry(row: Row, heard: Heard, place: Path, job: _Job, known: dict[str, Any]) -> dict[str, Any]:
    """Where a delivery's feedback lies. A workbook that was written for this reading and status is kept."""
    stem = safe_name(Path(row["file_name"]).stem, 60)
    home, folder = job.home, place.relative_to(job.home.root).as_posix()
    workbook = None
    if heard.needs_workbook:
        ending = heard.format if heard.format in ("xlsx", "xlsm") and _is_painted(row, heard, job.books) else "xlsx"
        workbook = f"{folder}/{row['delivery_id']}-{stem}-loi.{ending}"
    kept = known.get("painted") if known.get("workbook") == workbook and workbook and (home.root / workbook).exists() else None
    return {"receipt": f"{folder}/{row['delivery_id']}-bien-nhan.json", "workbook": workbook, "painted": kept}


def _forget(known: dict[str, Any], entry: dict[str, Any], home: Home) -> None:
    """Removes what lies at another place now: a delivery that was assigned to another agency must not stay in the first one's folder."""
    for name in ("receipt", "workbook"):
        if known.get(name) and known[name] != entry[name]:
            (home.root / known[name]).unlink(missing_ok=True)


def _write_workbook(row: Row, heard: Heard, job: _Job) -> None:
    home, entry = job.home, job.index[row["delivery_id"]]
    cover = Cover(row["file_name"], STATUS_VI[row["status"]], heard.to_do)
    planned = home.root / entry["workbook"]
    source = Archive(home.archive).path(row["sha256"])
    written = write_annotated(source, heard.format, heard.issues, planned, cover, paint=_is_painted(row, heard, job.books))
    if written != planned:
        # A workbook with macros of which only the list was written.
        entry["workbook"] = written.relative_to(home.root).as_posix()
        _rename_in_receipt(home.root / entry["receipt"], written.name)
    entry["painted"] = _painted_state(row, job)
    job.done.workbooks += 1


def _rename_in_receipt(path: Path, name: str) -> None:
    document = json.loads(path.read_text(encoding="utf-8")) | {"workbook": name}
    _write_text(path, json.dumps(document, ensure_ascii=False, indent=1))


@contextmanager
def _failing(delivery_id: str, done: Feedback) -> Iterator[None]:
    """One delivery's trouble is told and goes no further. The error's own words are left out: they may quote a cell."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 see above
        done.failed[delivery_id] = f"{type(error).__name__}{f' ({error.strerror})' if isinstance(error, OSError) else ''}"


def _is_painted(row: Row, heard: Heard, books: Books) -> bool:
    """Whether the sender's own workbook is copied. Of a file whose sender is disputed only the list is made: its rows may be another agency's."""
    return heard.status != "rejected" and not books.is_disputed(row)


def _folder(row: Row, home: Home, books: Books) -> Path:
    sender = None if books.is_disputed(row) else row["sender_code"]
    return home.report_dir(books.day_of(row)) / "feedback" / safe_name(sender or NOBODY)


def _receipt_state(row: Row, job: _Job) -> str:
    return _hash(VERSION, *job.books.state_of(row, job.home))


def _painted_state(row: Row, job: _Job) -> str:
    content = content_of(job.home.outcome_dir(row["delivery_id"], row["current_reading"]))
    return _hash(WORKBOOK_VERSION, row["current_reading"], content, row["status"], job.books.is_disputed(row))


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _read_index(home: Home) -> dict[str, dict[str, Any]]:
    """Delivery to what is written for it; empty where the index is lost or damaged: then all is written again."""
    try:
        known = json.loads((home.reports / INDEX).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    whole = {"state", "receipt", "workbook", "painted"}
    return {one: entry for one, entry in known.items() if isinstance(entry, dict) and whole <= set(entry)} if isinstance(known, dict) else {}


def _index_of_what_lies_there(home: Home, known: set[str]) -> dict[str, dict[str, Any]]:
    """A lost index from the files that it named, all of them to be written again: what lies in a folder that it no longer belongs to must go.

    `known` are the deliveries' ids, with which the files' names begin. Of a delivery that lies in several places only one is kept.
    """
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(home.reports.glob("*/feedback/*/*-*")):
        delivery_id = "-".join(path.name.split("-", 2)[:2])
        kind = "receipt" if path.name.endswith("-bien-nhan.json") else "workbook" if path.stem.endswith("-loi") else None
        if kind is None or delivery_id not in known:
            continue
        entry = found.setdefault(delivery_id, {"state": "", "receipt": "", "workbook": None, "painted": None})
        if entry[kind]:
            (home.root / entry[kind]).unlink(missing_ok=True)
        entry[kind] = path.relative_to(home.root).as_posix()
    return found


def _write_index(home: Home, index: dict[str, dict[str, Any]]) -> None:
    home.reports.mkdir(parents=True, exist_ok=True)
    _write_text(home.reports / INDEX, json.dumps(index, ensure_ascii=False))


def _write_text(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        aside.write_text(text + "\n", encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
