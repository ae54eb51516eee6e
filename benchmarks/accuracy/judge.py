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

FAMILY = {
    "due_on": ("due_text",), "due_kind": ("due_text",), "declared_state": ("declared_status",), "acceptance": ("declared_status",),
    "lead_unit": ("lead_text",),
    "value_low": ("value",), "value_high": ("value",), "qualifier": ("value",), "unit": ("value",),
}  # fmt: skip
UNJUDGED = ("qualifier",)
KEY = b"a key of the accuracy harness, of nobody else"
KEYS = {
    "tasks": ("title",),
    "dossiers": ("dossier_code",),
    "dossier_counts": ("agency_code", "field"),
    "indicators": ("agency_code", "indicator_code"),
}
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
    placed = sent.placed_by == "sheet"
    records = [(one.dataset, record) for one in told.submissions if one.records is not None for record in one.records.to_dicts()]
    loaded = {(dataset, record["sheet"] if placed else "", record["row_number"]): record for dataset, record in records}
    if sent.placed_by == "key":
        loaded = _by_key(sent, records)
    view = _View(told, placed)
    _fate_of_file(verdict, told, loaded)
    if sent.fate != "loaded":
        return verdict
    for truth in sent.truths:
        where = (truth.dataset, truth.sheet if placed else "", truth.row_number)
        row = loaded.pop(where, None)
        if row is None:
            _missing(verdict, truth, view)
        else:
            verdict.rows[(truth.dataset, "loaded")] = verdict.rows.get((truth.dataset, "loaded"), 0) + 1
            _cells(verdict, truth, row, view)
    for (dataset, sheet, number), left in loaded.items():
        verdict.rows[(dataset, "extra")] = verdict.rows.get((dataset, "extra"), 0) + 1
        shown = {name: value for name, value in left.items() if value is not None and name not in ("submission_id", "delivered_at", "extra")}
        verdict.findings.append(Finding("extra", sent.path, sent.format, dataset, sheet, number, "", "", "", str(shown)[:300], "extra row"))
    return verdict


def _by_key(sent: Sent, records: list[tuple[str, dict[str, Any]]]) -> dict[tuple[str, str, int], dict[str, Any]]:
    """The records at the places of the truths that they belong to: by their keys, and in order between equal keys."""
    out: dict[tuple[str, str, int], dict[str, Any]] = {}
    for dataset in sorted({name for name, _ in records}):
        truths = [one for one in sent.truths if one.dataset == dataset]
        rows = sorted((record for name, record in records if name == dataset), key=lambda record: (record["sheet"], record["row_number"]))
        said, heard = [_key(dataset, one.truth) for one in truths], [_key(dataset, row) for row in rows]
        spare = 0
        for _, first, last, begin, end in difflib.SequenceMatcher(None, said, heard, autojunk=False).get_opcodes():
            pairs = last - first if last - first == end - begin else 0
            for step in range(pairs):
                one = truths[first + step]
                out[(dataset, "", one.row_number)] = rows[begin + step]
            for row in rows[begin + pairs : end]:
                spare += 1
                out[(dataset, "extra", spare)] = row
    return out


def _key(dataset: str, row: Mapping[str, Any]) -> str:
    return " | ".join(folded(clean(row.get(name) or "")) for name in KEYS[dataset])


class _View:
    """What the digest tells about places: issues by row and field, rows set aside, held sheets, columns without a field."""

    def __init__(self, told: Any, placed: bool) -> None:
        self.placed = placed
        self.issues: dict[tuple[str, int], list[tuple[str, str]]] = {}
        self.table_codes: dict[str, set[str]] = {}
        for code, sheet, number, name in told.issues.select("code", "sheet", "row_number", "field").iter_rows():
            if number is None:
                self.table_codes.setdefault(self._sheet(sheet), set()).add(code)
            else:
                self.issues.setdefault((self._sheet(sheet), number), []).append((name or "", code))
        self.quarantine = {(self._sheet(sheet), number) for sheet, number in told.quarantine.select("sheet", "row_number").iter_rows()}
        self.skipped = {
            (self._sheet(sheet), number): reason for sheet, number, reason in told.skipped.select("sheet", "row_number", "reason").iter_rows()
        }
        self.held = {self._sheet(one.sheet) for one in told.tables if one.rows_held}
        self.hold_codes = sorted({str(one.hold_code) for one in told.submissions if one.hold_code} | {str(told.reason)} if told.reason else set())
        self.maps: dict[str, dict[str, str | None]] = {}
        sheets = {one.table_id: self._sheet(one.sheet) for one in told.tables}
        for table_id, header, name in told.column_map.select("table_id", "header", "field").iter_rows():
            self.maps.setdefault(sheets.get(table_id, ""), {})[header] = name

    def _sheet(self, sheet: str | None) -> str:
        return (sheet or "") if self.placed else ""

    def codes(self, truth: RowTruth, name: str) -> list[str]:
        """The issues of a row's field and of the fields that are read with it."""
        family = (name, *FAMILY.get(name, ()))
        return [code for one, code in self.issues.get((truth.sheet if self.placed else "", truth.row_number), []) if one in family]

    def is_mapped(self, truth: RowTruth, name: str) -> bool:
        """Whether a column of the row's sheet was read as the field."""
        fields = set(self.maps.get(truth.sheet if self.placed else "", {}).values())
        return bool(fields & {name, *FAMILY.get(name, ())})


def _of_file(verdict: Verdict, kind: str, cause: str) -> Finding:
    sent = verdict.sent
    return Finding(kind, sent.path, sent.format, "", "", 0, "", sent.why, sent.fate, f"{verdict.status}: {verdict.reason}", cause)


def _fate_of_file(verdict: Verdict, told: Any, loaded: Mapping[tuple[str, str, int], Any]) -> None:
    wanted = verdict.sent.fate
    if wanted == "loaded" and not loaded:
        verdict.findings.append(_of_file(verdict, "file", f"nothing loaded: {verdict.status} {verdict.reason}"))
    elif wanted != "loaded" and loaded:
        verdict.findings.append(_of_file(verdict, "file", f"{wanted} expected ({verdict.sent.why}), loaded"))
        verdict.rows[("file", "extra")] = len(loaded)
    elif wanted == "refused" and verdict.status not in ("rejected", "held"):
        verdict.findings.append(_of_file(verdict, "file", f"refusal expected ({verdict.sent.why})"))


def _judged(truth: RowTruth) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in truth.truth.items() if name not in UNJUDGED]


def _missing(verdict: Verdict, truth: RowTruth, view: _View) -> None:
    where = (truth.sheet if view.placed else "", truth.row_number)
    if where in view.quarantine:
        fate, cause = "quarantined", f"quarantined: {sorted({code for _, code in view.issues.get(where, [])})}"
    elif where in view.skipped:
        fate, cause = "missing", f"skipped as {view.skipped[where]}"
    elif where[0] in view.held:
        codes = view.table_codes.get(where[0], set()) & set(view.hold_codes) or set(view.hold_codes)
        fate, cause = "held", f"held: {sorted(codes)}"
    else:
        fate, cause = "missing", f"not seen: {verdict.status} {verdict.reason}"
    if fate == truth.fate:
        return
    verdict.rows[(truth.dataset, fate)] = verdict.rows.get((truth.dataset, fate), 0) + 1
    told = sum(1 for _, value in _judged(truth) if value is not None and not isinstance(value, Refused))
    verdict.cells[(truth.dataset, fate)] = verdict.cells.get((truth.dataset, fate), 0) + told
    sent = verdict.sent
    verdict.findings.append(
        Finding(fate, sent.path, sent.format, truth.dataset, truth.sheet, truth.row_number, "", str(dict(truth.written))[:300], "", "", cause)
    )


def _cells(verdict: Verdict, truth: RowTruth, row: Mapping[str, Any], view: _View) -> None:
    for name, value in _judged(truth):
        loaded = row.get(name)
        if not is_same(name, value, loaded):
            loaded = _loaded(name, row)
        outcome, cause = _outcome(
            name, _lowered(value) if verdict.sent.caseless else value, _lowered(loaded) if verdict.sent.caseless else loaded, truth, view
        )
        if outcome is None:
            continue
        verdict.cells[(truth.dataset, outcome)] = verdict.cells.get((truth.dataset, outcome), 0) + 1
        if outcome not in ("right", "refused_told"):
            sent = verdict.sent
            verdict.findings.append(
                Finding(
                    outcome,
                    sent.path,
                    sent.format,
                    truth.dataset,
                    truth.sheet,
                    truth.row_number,
                    name,
                    _written(truth, name),
                    repr(value),
                    repr(loaded),
                    cause,
                )
            )


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


def _outcome(name: str, value: Any, loaded: Any, truth: RowTruth, view: _View) -> tuple[str | None, str]:
    codes = view.codes(truth, name)
    if isinstance(value, Refused):
        if loaded is None:
            return (
                ("refused_told", "") if codes or not view.is_mapped(truth, name) else ("refused_untold", f"{name}: bad cell left out without a word")
            )
        return "wrong", f"{name}: bad cell loaded"
    if is_same(name, value, loaded):
        return (None, "") if loaded is None else ("right", "")
    header = _header(_written(truth, name))
    if loaded is None:
        if not view.is_mapped(truth, name) and name in truth.written:
            return "blank_told" if "COLUMN_UNMAPPED" in view.table_codes.get(
                truth.sheet if view.placed else "", set()
            ) else "blank_untold", f"{name}: column {header!r} not read"
        return ("blank_told", f"{name}: {codes[0]}") if codes else ("blank_untold", f"{name}: left out")
    other = "" if view.is_mapped(truth, name) or name not in truth.written else f" (its column {header!r} is not read)"
    return "wrong", f"{name}{other}"
