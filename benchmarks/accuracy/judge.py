"""Reads a file through the pipeline and holds what was loaded against the truth, cell by cell. The only module here that knows the pipeline."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from benchmarks.accuracy.agencies import CONFIG
from benchmarks.accuracy.columns import folded
from benchmarks.accuracy.compare import clean, is_same
from benchmarks.accuracy.model import Refused, RowTruth, Sent
from benchmarks.accuracy.view import FAMILY, Place, View

UNJUDGED = ("qualifier",)
KEY = b"a key of the accuracy harness, of nobody else"
KEYS = {
    "tasks": ("title",),
    "dossiers": ("dossier_code",),
    "dossier_counts": ("agency_code", "field"),
    "indicators": ("agency_code", "indicator_code"),
}
Records = list[tuple[str, dict[str, Any]]]
Pairs = list[tuple[RowTruth, dict[str, Any] | None]]
OUTCOMES = ("right", "wrong", "blank_told", "blank_untold", "refused_told", "refused_untold", "held", "quarantined", "missing")


@dataclass(frozen=True)
class Finding:
    """A cell (or row, or file) that did not come out as it should."""

    kind: str
    path: str
    format: str
    dataset: str
    sheet: str
    row: int
    field: str
    written: str
    truth: str
    loaded: str
    cause: str


@dataclass
class Verdict:
    """What became of one file: its status, cells by (dataset, outcome), rows by (dataset, fate), findings."""

    sent: Sent
    status: str
    reason: str
    is_accounted: bool
    cells: dict[tuple[str, str], int] = field(default_factory=dict)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@lru_cache(maxsize=1)
def _means() -> tuple[Any, Any]:
    from pipelines.intake import make_reader, make_vocabulary
    from pipelines.registers import load

    registers = load(CONFIG)
    return make_reader(registers, KEY), make_vocabulary(registers)


def judge(sent: Sent) -> Verdict:
    """The verdict on one file. Never raises: a crash of the pipeline is a file not accounted for."""
    import polars as pl

    from pipelines.digest import Sent as Delivery
    from pipelines.digest import Terms, digest

    reader, vocabulary = _means()
    delivery = Delivery("00000001-abc", sent.path, sent.path.rsplit("/", 1)[-1], sent.delivered_at)
    told = digest(sent.content, delivery, reader, vocabulary, Terms(latest_on=sent.delivered_at.date() + dt.timedelta(days=1)))
    broken = told.issues.filter(pl.col("code") == "INTERNAL_FAULT").height > 0
    verdict = Verdict(sent, told.status, str(told.reason or ""), not broken and told.status != "")
    if broken:
        verdict.findings.append(_of_file(verdict, "fault", str(told.issues.filter(pl.col("code") == "INTERNAL_FAULT")["value"].to_list()[:1])))
    records = [(one.dataset, record) for one in told.submissions if one.records is not None for record in one.records.to_dicts()]
    _fate_of_file(verdict, len(records))
    if sent.fate != "loaded":
        return verdict
    by_sheet = sent.placed_by != "row"
    view = View(told, by_sheet=by_sheet)
    pairs, extra = _by_key(sent, records) if sent.placed_by == "key" else _by_row(sent, records, by_sheet=by_sheet)
    for truth, row in pairs:
        place = (truth.sheet if by_sheet else "", truth.row_number)
        if row is None:
            _missing(verdict, truth, *view.fate(None if sent.placed_by == "key" else place))
        elif truth.fate != "loaded":
            extra.append((truth.dataset, row))
        else:
            verdict.rows[(truth.dataset, "loaded")] = verdict.rows.get((truth.dataset, "loaded"), 0) + 1
            _cells(verdict, truth, row, view, (row["sheet"] if by_sheet else "", row["row_number"]))
    for dataset, left in extra:
        verdict.rows[(dataset, "extra")] = verdict.rows.get((dataset, "extra"), 0) + 1
        shown = {name: value for name, value in left.items() if value is not None and name not in ("submission_id", "delivered_at", "extra")}
        place = (left["sheet"], left["row_number"])
        verdict.findings.append(Finding("extra", sent.path, sent.format, dataset, *place, "", "", "", str(shown)[:300], "extra row"))
    return verdict


def _by_row(sent: Sent, records: Records, *, by_sheet: bool) -> tuple[Pairs, Records]:
    """Each truth with the record of its row, if there is one; and the records of no truth."""
    loaded = {(dataset, row["sheet"] if by_sheet else "", row["row_number"]): row for dataset, row in records}
    pairs = [(one, loaded.pop((one.dataset, one.sheet if by_sheet else "", one.row_number), None)) for one in sent.truths]
    return pairs, [(dataset, row) for (dataset, _, _), row in loaded.items()]


def _by_key(sent: Sent, records: Records) -> tuple[Pairs, Records]:
    """The same where rows have no numbers: by their keys, and in order between equal keys."""
    pairs: Pairs = []
    extra: Records = []
    for dataset in sorted({name for name, _ in records} | {one.dataset for one in sent.truths}):
        truths = [one for one in sent.truths if one.dataset == dataset]
        rows = sorted((record for name, record in records if name == dataset), key=lambda record: (record["sheet"], record["row_number"]))
        said, heard = [_key(dataset, one.truth) for one in truths], [_key(dataset, row) for row in rows]
        for _, first, last, begin, end in difflib.SequenceMatcher(None, said, heard, autojunk=False).get_opcodes():
            alike = last - first == end - begin
            pairs += [(truths[spot], rows[begin + spot - first] if alike else None) for spot in range(first, last)]
            extra += [] if alike else [(dataset, row) for row in rows[begin:end]]
    return pairs, extra


def _key(dataset: str, row: Mapping[str, Any]) -> str:
    return " | ".join(folded(clean(row.get(name) or "")) for name in KEYS[dataset])


def _of_file(verdict: Verdict, kind: str, cause: str) -> Finding:
    sent = verdict.sent
    return Finding(kind, sent.path, sent.format, "", "", 0, "", sent.why, sent.fate, f"{verdict.status}: {verdict.reason}", cause)


def _fate_of_file(verdict: Verdict, loaded: int) -> None:
    wanted, why = verdict.sent.fate, verdict.sent.why
    if wanted == "loaded" and not loaded:
        verdict.findings.append(_of_file(verdict, "file", f"nothing loaded: {verdict.status} {verdict.reason}"))
    elif wanted != "loaded" and loaded:
        verdict.findings.append(_of_file(verdict, "file", f"{wanted} expected ({why}), loaded"))
        verdict.rows[("file", "extra")] = loaded
    elif wanted == "refused" and verdict.status not in ("rejected", "held"):
        verdict.findings.append(_of_file(verdict, "file", f"refusal expected ({why})"))


def _judged(truth: RowTruth) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in truth.truth.items() if name not in UNJUDGED]


def _missing(verdict: Verdict, truth: RowTruth, fate: str, cause: str) -> None:
    if fate == truth.fate:
        return
    verdict.rows[(truth.dataset, fate)] = verdict.rows.get((truth.dataset, fate), 0) + 1
    told = sum(1 for _, value in _judged(truth) if value is not None and not isinstance(value, Refused))
    verdict.cells[(truth.dataset, fate)] = verdict.cells.get((truth.dataset, fate), 0) + told
    verdict.findings.append(_of_row(verdict, fate, truth, "", str(dict(truth.written))[:300], "", "", cause))


def _of_row(verdict: Verdict, kind: str, truth: RowTruth, name: str, written: str, said: str, loaded: str, cause: str) -> Finding:
    sent = verdict.sent
    return Finding(kind, sent.path, sent.format, truth.dataset, truth.sheet, truth.row_number, name, written, said, loaded, cause)


def _cells(verdict: Verdict, truth: RowTruth, row: Mapping[str, Any], view: View, place: Place) -> None:
    for name, value in _judged(truth):
        loaded = row.get(name)
        if verdict.sent.caseless:
            value, loaded = _lowered(value), _lowered(loaded)
        if not is_same(name, value, loaded):
            loaded = _loaded(name, row)
        outcome, cause = _outcome(name, value, loaded, truth, view, place)
        if outcome is None:
            continue
        verdict.cells[(truth.dataset, outcome)] = verdict.cells.get((truth.dataset, outcome), 0) + 1
        if outcome not in ("right", "refused_told"):
            verdict.findings.append(_of_row(verdict, outcome, truth, name, _written(truth, name), repr(value), repr(loaded), cause))


def _lowered(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _loaded(name: str, row: Mapping[str, Any]) -> Any:
    """What the record holds; an empty text and an acceptance without a declared status say nothing."""
    value = row.get(name)
    if value == "" or (name == "acceptance" and value == "none" and row.get("declared_status") is None):
        return None
    return value


def _written(truth: RowTruth, name: str) -> str:
    return truth.written.get(name, truth.written.get(FAMILY.get(name, ("",))[0], "(not in the row)"))


def _header(written: str) -> str:
    match = re.search(r"\[(['\"])(.*)\1\]", written)
    return folded(match.group(2).replace("\\n", " ").replace("\\u200b", "") if match else written.split(" = ")[0])


def _outcome(name: str, value: Any, loaded: Any, truth: RowTruth, view: View, place: Place) -> tuple[str | None, str]:
    codes = view.codes(place, name)
    unread = name in truth.written and not view.is_mapped(place, name)
    if isinstance(value, Refused):
        if loaded is not None and value.or_value is not None and is_same(name, value.or_value, loaded):
            return "right", ""
        if loaded is not None:
            return "wrong", f"{name}: bad cell loaded"
        return ("refused_told", "") if codes or unread else ("refused_untold", f"{name}: bad cell left out without a word")
    if is_same(name, value, loaded):
        return (None, "") if loaded is None else ("right", "")
    header = _header(_written(truth, name))
    if loaded is not None:
        return "wrong", f"{name} (its column {header!r} is not read)" if unread else name
    if unread:
        return "blank_told" if view.says_unmapped(place) else "blank_untold", f"{name}: column {header!r} not read"
    return ("blank_told", f"{name}: {codes[0]}") if codes else ("blank_untold", f"{name}: left out")
