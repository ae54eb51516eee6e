"""Faults of the register files: of form, of reference, of time. Every rule that a steward's edit can break has its function here.

Here belongs finding faults, all of them in one pass. What to do about them is `lastgood`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from pipelines.registers.expectation import GROUPS
from pipelines.registers.registers import ConfigFault, folded_cell, merge, parsed, place
from pipelines.registers.tables import BY_NAME, HOME, OVERRIDABLE, SHIPPED, TABLES, Rows, Sources, gather
from pipelines.vietnamese.fold import fold

BODIES = 92
"""Past and present bodies: 22 central, 7 dissolved ministries, 63 provinces of which 34 remain."""
COUNTS: dict[dt.date, dict[str, int]] = {
    dt.date(2025, 6, 30): {"central": 22, "provincial": 63},
    dt.date(2025, 7, 1): {"central": 22, "provincial": 34},
}
"""Bodies on the last day before and the first day after Resolution 202/2025/QH15 took effect."""

_Row = tuple[str, int, dict[str, str]]
"""(place, line, column -> text)"""


def check(config_dir: Path, overrides_dir: Path | None, fields: Mapping[str, Set[str]]) -> list[ConfigFault]:
    """Every fault of the registers, in order of file and line; empty where they are sound. Never raises on content.

    `fields` says which field names each dataset has; a synonym may name no other.
    """
    return [*check_sources(gather(config_dir, overrides_dir), fields), *_unread(overrides_dir)]


def _unread(overrides_dir: Path | None) -> list[ConfigFault]:
    """Files in the home's config/ that nobody reads there: whoever put them there believes that they count."""
    if overrides_dir is None or not overrides_dir.is_dir():
        return []
    legal = ", ".join(f"{name}.csv" for name in OVERRIDABLE)
    message = f"tệp này không được đọc ở đây; chỉ ghi thêm được: {legal}"
    strange = sorted(path.name for path in overrides_dir.glob("*.csv") if path.stem not in OVERRIDABLE)
    return [ConfigFault(f"{HOME}/{name}", 0, message, "unread") for name in strange]


def check_sources(sources: Sources, fields: Mapping[str, Set[str]]) -> list[ConfigFault]:
    """`check` over bytes that are already at hand."""
    read = parsed(sources)
    faults = [
        ConfigFault(place(BY_NAME[name], where), fault.line, fault.message, fault.code)
        for (where, name), rows in read.items()
        for fault in rows.faults
    ]
    missing = [table for table in TABLES if not table.optional and (SHIPPED, table.name) not in read]
    faults += [ConfigFault(table.file, 0, "thiếu tệp này trong thư mục cấu hình", "missing") for table in missing]
    for (where, name), rows in read.items():
        faults += _duplicates(where, rows)
        faults += _overlaps(where, rows) if name in ("agency_codes", "agency_aliases", "column_synonyms") else ()
    tables = {table.name: _joined(table.name, read) for table in TABLES}
    # A file that could not be read at all would only echo through every reference to it.
    spoilt = {name for (_, name), rows in read.items() if any(fault.code in ("encoding", "header", "csv") for fault in rows.faults)}
    spoilt |= {table.name for table in missing}
    if "agencies" not in spoilt:
        faults += _agencies(tables["agencies"])
        faults += _references(tables)
    faults += _documents(tables, spoilt)
    faults += _indicators(tables, spoilt)
    faults += _forms(tables["forms"]) if "forms" not in spoilt else ()
    faults += _synonyms(tables, fields, spoilt)
    faults += _column_maps(tables["column_maps"], fields)
    faults += _status_synonyms(tables["status_synonyms"], fields)
    return sorted(set(faults), key=lambda fault: (fault.file, fault.line, fault.code, fault.message))


def _joined(name: str, read: Mapping[tuple[str, str], Rows]) -> list[_Row]:
    """Rows as the loader would use them, each with the place that it comes from."""
    table = BY_NAME[name]
    shipped = read.get((SHIPPED, name), Rows(table, (), ()))
    home = read.get((HOME, name))
    own = home.rows if home else ()
    merged = list(merge(table, shipped, home).records())
    first_own = len(merged) - len(own)
    return [(SHIPPED if index < first_own else HOME, line, row) for index, (line, row) in enumerate(merged)]


def _fault(name: str, row: _Row, code: str, message: str) -> ConfigFault:
    return ConfigFault(place(BY_NAME[name], row[0]), row[1], message, code)


def _day(text: str, otherwise: dt.date) -> dt.date:
    return dt.date.fromisoformat(text) if text else otherwise


def _span(row: Mapping[str, str]) -> tuple[dt.date, dt.date]:
    return _day(row["valid_from"], dt.date.min), _day(row["valid_to"], dt.date.max)


def _duplicates(where: str, rows: Rows) -> Iterator[ConfigFault]:
    table = rows.table
    seen: dict[tuple[str, ...], int] = {}
    for line, row in rows.records():
        # Aliases that differ in marks alone are wanted: bare province names are compared with their marks.
        key = tuple(row[name] if table.name == "agency_aliases" else folded_cell(table, name, row[name]) for name in table.key)
        if key in seen:
            yield ConfigFault(place(table, where), line, f"trùng khóa ({', '.join(table.key)}) với dòng {seen[key]}", "duplicate")
        else:
            seen[key] = line


def _overlaps(where: str, rows: Rows) -> Iterator[ConfigFault]:
    """One (system, code), one spelling, one header may mean only one thing on any day."""
    table = rows.table
    by, meaning = {
        "agency_codes": (("system", "code"), ""),
        "agency_aliases": (("alias",), "agency_code"),
        "column_synonyms": (("sender", "form", "dataset", "synonym"), "field"),
    }[table.name]
    held: dict[tuple[str, ...], list[tuple[int, dict[str, str]]]] = {}
    for line, row in rows.records():
        key = tuple(folded_cell(table, name, row[name]) for name in by)
        for other_line, other in held.get(key, []):
            same = meaning and row[meaning] == other[meaning]
            (start, end), (other_start, other_end) = _span(row), _span(other)
            if not same and start <= other_end and other_start <= end:
                code = "two_fields" if table.name == "column_synonyms" else "overlap"
                yield ConfigFault(place(table, where), line, f"chồng hiệu lực với dòng {other_line}: {' / '.join(row[name] for name in by)}", code)
        held.setdefault(key, []).append((line, row))


def _agencies(rows: list[_Row]) -> Iterator[ConfigFault]:
    known = {row["agency_code"]: row for _, _, row in rows}
    if len(known) != BODIES:
        yield ConfigFault("agencies.csv", 0, f"có {len(known)} cơ quan, cần đúng {BODIES}", "count")
    for day, blocks in COUNTS.items():
        alive = Counter(row["block"] for row in known.values() if _span(row)[0] <= day <= _span(row)[1])
        for block, expected in blocks.items():
            if alive[block] != expected:
                yield ConfigFault("agencies.csv", 0, f"ngày {day} có {alive[block]} cơ quan khối {block}, cần {expected}", "count")
    for entry in rows:
        row = entry[2]
        successor = row["successor_code"]
        if bool(successor) != bool(row["valid_to"]):
            yield _fault("agencies", entry, "successor", "cơ quan đã kết thúc phải có successor_code và valid_to, cả hai hoặc không cột nào")
        if successor and successor not in known:
            yield _fault("agencies", entry, "reference", f"successor_code {successor} không có trong agencies.csv")
        elif successor and _cyclic(row["agency_code"], known):
            yield _fault("agencies", entry, "cycle", f"chuỗi kế thừa của {row['agency_code']} quay vòng")


def _cyclic(code: str, known: Mapping[str, Mapping[str, str]]) -> bool:
    passed = set()
    while code in known and code:
        if code in passed:
            return True
        passed.add(code)
        code = known[code]["successor_code"]
    return False


def _references(tables: Mapping[str, list[_Row]]) -> Iterator[ConfigFault]:
    known = {row["agency_code"] for _, _, row in tables["agencies"]}

    def unknown(name: str, column: str, allowed: Set[str], many: bool = False) -> Iterator[ConfigFault]:
        for entry in tables[name]:
            text = entry[2][column]
            for code in [part.strip() for part in text.split(";")] if many else [text]:
                if code and code not in allowed:
                    yield _fault(name, entry, "reference", f"{column} {code} không có trong danh mục cơ quan")

    yield from unknown("agency_codes", "agency_code", known)
    yield from unknown("agency_aliases", "agency_code", known)
    yield from unknown("indicators", "owner", known | set(GROUPS), many=True)
    yield from unknown("tasks", "lead", known | set(GROUPS), many=True)
    yield from unknown("tasks", "assigned_to", known | set(GROUPS), many=True)
    yield from unknown("expected_submissions", "role", known | set(GROUPS))
    yield from unknown("column_synonyms", "sender", known | {"*"})
    yield from unknown("released_headers", "sender", known | {"*"})
    yield from unknown("column_maps", "sender", known)


def _documents(tables: Mapping[str, list[_Row]], spoilt: Set[str]) -> Iterator[ConfigFault]:
    if "documents" in spoilt:
        return
    known = {row["document"] for _, _, row in tables["documents"]}
    for name, column in (("document_aliases", "document"), ("tasks", "source_document")):
        for entry in tables[name]:
            document = entry[2][column]
            if document and document not in known:
                yield _fault(name, entry, "reference", f"{column} {document!r} không có trong documents.csv")


def _indicators(tables: Mapping[str, list[_Row]], spoilt: Set[str]) -> Iterator[ConfigFault]:
    if "indicators" in spoilt:
        return
    named: dict[str, str] = {}
    for entry in tables["indicators"]:
        code = entry[2]["indicator_code"]
        for spelling in (code, entry[2]["name_vi"], entry[2]["name_en"]):
            other = named.setdefault(fold(spelling), code)
            if other != code:
                yield _fault("indicators", entry, "ambiguous", f"{spelling!r} cũng là tên của {other}")
    known = {row["indicator_code"] for _, _, row in tables["indicators"]}
    for entry in tables["indicator_aliases"]:
        code, alias = entry[2]["indicator_code"], entry[2]["alias"]
        if code not in known:
            yield _fault("indicator_aliases", entry, "reference", f"indicator_code {code} không có trong indicators.csv")
        elif named.get(fold(alias), code) != code:
            yield _fault("indicator_aliases", entry, "ambiguous", f"{alias!r} đã là tên của {named[fold(alias)]}")
    yield from _wide_columns(tables["wide_columns"], known, named)


def _wide_columns(rows: list[_Row], known: Set[str], named: Mapping[str, str]) -> Iterator[ConfigFault]:
    """A heading is one registered indicator's, in every layout the same; a layout has one total at most."""
    held: dict[str, str] = {}
    totals: dict[str, str] = {}
    for entry in rows:
        layout, heading, code = (entry[2][name] for name in ("layout", "heading", "indicator_code"))
        if code not in known:
            yield _fault("wide_columns", entry, "reference", f"indicator_code {code} không có trong indicators.csv")
        if not fold(heading):
            yield _fault("wide_columns", entry, "blank", f"{heading!r} không còn chữ nào sau khi chuẩn hóa")
        other = named.get(fold(heading), held.setdefault(fold(heading), code))
        if other != code:
            yield _fault("wide_columns", entry, "ambiguous", f"{heading!r} đã là tên của {other}")
        if entry[2]["is_total"] and totals.setdefault(layout, heading) != heading:
            yield _fault("wide_columns", entry, "two_totals", f"biểu {layout} đã có cột tổng {totals[layout]!r}")


def _forms(rows: list[_Row]) -> Iterator[ConfigFault]:
    mains = Counter(row["dataset"] for _, _, row in rows if row["is_main"])
    for dataset in sorted({row["dataset"] for _, _, row in rows} | {"tasks", "dossiers", "dossier_counts", "indicators"}):
        if mains[dataset] != 1:
            yield ConfigFault("forms.csv", 0, f"{dataset} có {mains[dataset]} biểu chính, cần đúng 1", "main")


def _synonyms(tables: Mapping[str, list[_Row]], fields: Mapping[str, Set[str]], spoilt: Set[str]) -> Iterator[ConfigFault]:
    forms = {row["form"] for _, _, row in tables["forms"]} | {"*"}
    anywhere = set().union(*fields.values())
    table = BY_NAME["column_synonyms"]
    for_all: dict[tuple[str, str, str], tuple[int, str]] = {}
    for _, line, row in tables["column_synonyms"]:
        if row["dataset"] == "*":
            for_all[row["sender"], row["form"], folded_cell(table, "synonym", row["synonym"])] = (line, row["field"])
    for entry in tables["column_synonyms"]:
        row = entry[2]
        allowed = anywhere if row["dataset"] == "*" else fields.get(row["dataset"], frozenset())
        if row["field"] not in allowed:
            yield _fault("column_synonyms", entry, "field", f"{row['dataset']} không có trường {row['field']}")
        if "forms" not in spoilt and row["form"] not in forms:
            yield _fault("column_synonyms", entry, "reference", f"form {row['form']} không có trong forms.csv")
        path = folded_cell(table, "synonym", row["synonym"])
        if any(not part for part in path.split(" › ")):
            yield _fault("column_synonyms", entry, "blank", f"{row['synonym']!r} không còn chữ nào sau khi chuẩn hóa")
        line, field = for_all.get((row["sender"], row["form"], path), (0, row["field"]))
        if row["dataset"] != "*" and field != row["field"]:
            yield _fault("column_synonyms", entry, "two_fields", f"{row['synonym']!r} đã là {field} cho mọi bộ dữ liệu ở dòng {line}")


def _column_maps(rows: list[_Row], fields: Mapping[str, Set[str]]) -> Iterator[ConfigFault]:
    """A confirmed column names a field of its dataset, or none ('-'), and no two columns of one header the same."""
    held: dict[tuple[str, str, str, str], str] = {}
    for entry in rows:
        row = entry[2]
        if row["field"] == "-":
            continue
        if row["field"] not in fields.get(row["dataset"], frozenset()):
            yield _fault("column_maps", entry, "field", f"{row['dataset']} không có trường {row['field']}")
        other = held.setdefault((row["sender"], row["dataset"], row["fingerprint"], row["field"]), row["header"])
        if other != row["header"]:
            yield _fault("column_maps", entry, "two_fields", f"hai cột {other!r} và {row['header']!r} cùng là {row['field']}")


def _status_synonyms(rows: list[_Row], fields: Mapping[str, Set[str]]) -> Iterator[ConfigFault]:
    anywhere = set().union(*fields.values())
    for entry in rows:
        row = entry[2]
        if row["field"] not in (anywhere if row["dataset"] == "*" else fields.get(row["dataset"], frozenset())):
            yield _fault("status_synonyms", entry, "field", f"{row['dataset']} không có trường {row['field']}")
