"""Forms II.06a, II.06b and their kin: counts of dossiers by field of work or by unit, with sections, totals and subtotals."""

from __future__ import annotations

import datetime as dt
from typing import Any

from benchmarks.accuracy import spell_numbers
from benchmarks.accuracy import words_content as words
from benchmarks.accuracy.agencies import Agency, spelled
from benchmarks.accuracy.columns import Headers
from benchmarks.accuracy.dice import Dice
from benchmarks.accuracy.model import Cell, Column, Line, Table
from benchmarks.accuracy.words_dossiers import COUNT_FLAT, COUNT_GROUPS, COUNT_ROW_NAME, COUNT_UNIT_NAME
from benchmarks.accuracy.words_tasks import ADDRESS

TITLES = (
    ("TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", "TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT TTHC"),
    ("TỔNG HỢP TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC",),
    ("Biểu số II.06a/VPCP/KSTT", "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC"), ("BÁO CÁO TÌNH HÌNH TIẾP NHẬN VÀ GIẢI QUYẾT HỒ SƠ",),
    ("THỐNG KÊ KẾT QUẢ GIẢI QUYẾT HỒ SƠ DỊCH VỤ CÔNG",),
)  # fmt: skip
TOTALS = ("Tổng cộng", "TỔNG CỘNG", "Tổng số", "Tổng", "Cộng", "TỔNG CỘNG (I+II)", "Tổng toàn tỉnh")
CORE = tuple(field for _, leaves in COUNT_GROUPS.values() for field in leaves)
MORE = ("online_full", "online_partial", "digitised", "paid_online", "result_electronic", "reused")
EXTRA_SHARES = {
    "online_full": 0.85,
    "online_partial": 0.4,
    "digitised": 0.25,
    "paid_online": 0.2,
    "result_electronic": 0.12,
    "reused": 0.1,
    "note": 0.25,
}


def _numbers(dice: Dice) -> dict[str, int]:
    online, offline, carried = dice.size(), dice.size(), dice.size() // 10
    total = online + offline + carried
    done = dice.whole(total // 2, total)
    early, late = dice.whole(0, done // 2), dice.whole(0, done // 20)
    open_total = total - done
    overdue = dice.whole(0, open_total // 5)
    full = dice.whole(0, done)
    return {
        "received_total": total, "received_online": online, "received_offline": offline, "carried_over": carried, "done_total": done,
        "done_early": early,
        "done_on_time": done - early - late, "done_late": late, "open_total": open_total, "open_in_time": open_total - overdue,
        "open_overdue": overdue,
        "online_full": full, "online_partial": dice.whole(0, done - full), "digitised": dice.whole(0, total), "paid_online": dice.whole(0, total),
        "result_electronic": dice.whole(0, done), "reused": dice.whole(0, total),
    }  # fmt: skip


def _columns(dice: Dice, *, many: bool, by_unit: bool) -> list[Column]:
    headers = Headers(dice.child("headers"))
    columns: list[Column] = []
    if many:
        columns.append(headers.column("agency_name", ADDRESS["agency_name"]))
        if dice.chance(0.6):
            columns.append(headers.column("agency_given_code", ADDRESS["agency_given_code"]))
    else:
        columns.append(headers.column("field", COUNT_UNIT_NAME if by_unit else COUNT_ROW_NAME))
    extra = [field for field, share in EXTRA_SHARES.items() if dice.chance(share)]
    style = dice.weighted({"form": 5, "grouped": 3, "flat": 4})
    if style == "flat":
        fields = [field for field in CORE if field not in MORE and (field in ("received_total", "done_total") or dice.chance(0.85))]
        columns += [headers.column(field, COUNT_FLAT[field]) for field in fields]
    else:
        for name in ("received", "done", "open"):
            heads, leaves = COUNT_GROUPS[name]
            head = dice.pick(heads)
            total_word = None
            for field, choice in leaves.items():
                groups = [head]
                if style == "form" and field in ("received_online", "received_offline"):
                    groups.append("Trong kỳ")
                leaf = total_word or choice
                columns.append(headers.column(field, (leaf,) if isinstance(leaf, str) else leaf, groups=groups))
        if {"online_full", "online_partial"} <= set(extra) and dice.chance(0.6):
            head = dice.pick(COUNT_GROUPS["online"][0])
            columns += [headers.column(field, COUNT_GROUPS["online"][1][field], groups=[head]) for field in ("online_full", "online_partial")]
            extra = [field for field in extra if field not in ("online_full", "online_partial")]
    columns += [headers.column(field, COUNT_FLAT[field]) for field in extra]
    for field in ("online_full_rate_declared", "on_time_rate_declared"):
        if dice.chance(0.15) and {"done_total"} <= {column.field for column in columns}:
            columns.append(headers.column(field, COUNT_FLAT[field]))
    if dice.chance(0.9):
        columns.insert(0, headers.column("row_label", ADDRESS["row_label"]))
    return columns


def counts_table(
    agency: Agency, today: dt.date, dice: Dice, *, row_count: int, many: tuple[Agency, ...] = (), faults: float = 0.0, period: tuple[Any, Any]
) -> Table:
    """Counts of `agency` by field or unit, or one row for each of `many`."""
    by_unit = dice.chance(0.25)
    columns = _columns(dice, many=bool(many), by_unit=by_unit)
    names = [spelled(one, dice) for one in many] if many else dice.some(words.UNITS if by_unit else words.FIELDS, row_count)
    style = dice.weighted(spell_numbers.COUNT_STYLES)
    rate_style = dice.weighted({**spell_numbers.PERCENT_STYLES, "fraction": 0})
    sections = dice.some(words.COUNT_SECTIONS, 2) if not many and len(names) >= 6 and dice.chance(0.3) else []
    plan: list[tuple[str, list[tuple[int, str]]]] = [("", list(enumerate(names)))]
    if sections:
        middle = len(names) // 2
        plan = [(sections[0], list(enumerate(names))[:middle]), (sections[1], list(enumerate(names))[middle:])]
    subtotals = bool(sections) and dice.chance(0.6)
    body: list[Line] = []
    grand: dict[str, int] = {}
    for order, (section, members) in enumerate(plan):
        rows: list[Line] = []
        sums: dict[str, int] = {}
        for place, (index, name) in enumerate(members, start=1):
            numbers = _numbers(dice)
            for field, value in numbers.items():
                sums[field] = sums.get(field, 0) + value
            own = many[index] if many else agency
            truth: dict[str, Any] = {"agency_code": own.code, "period_from": period[0], "period_to": period[1]}
            if section:
                truth["section"] = section
            label = place if sections or not dice.chance(0) else index
            rows.append(Line("data", tuple(_cells(columns, label, name, own, numbers, style, rate_style, dice, faults)), truth))
        for field, value in sums.items():
            grand[field] = grand.get(field, 0) + value
        if section:
            numeral = ("I", "II")[order]
            body.append(Line("section", tuple(_total_cells(columns, numeral, section, sums if subtotals else {}, style))))
        body += rows
    where = dice.weighted({"below": 5, "above": 2, "none": 2})
    if where != "none":
        total = Line("total", tuple(_total_cells(columns, None, dice.pick(TOTALS), grand, style)))
        body = [total, *body] if where == "above" else [*body, total]
    return Table("dossier_counts", tuple(columns), tuple(body), dice.pick(TITLES), "Đơn vị tính: hồ sơ" if dice.chance(0.5) else None)


def _rate(field: str, numbers: dict[str, int]) -> int | None:
    done = numbers.get("done_total", 0)
    if not done:
        return None
    part = numbers["online_full"] if field == "online_full_rate_declared" else numbers["done_early"] + numbers["done_on_time"]
    return round(part * 1000 / done)


def _cells(
    columns: list[Column], label: int, name: str, agency: Agency, numbers: dict[str, int], style: str, rate_style: str, dice: Dice, faults: float
) -> list[Cell]:
    cells: list[Cell] = []
    for column in columns:
        field = column.field or ""
        if field in numbers:
            cells.append(spell_numbers.count_cell(field, numbers[field], style, dice, faults=faults))
        elif field.endswith("_rate_declared"):
            tenths = _rate(field, numbers)
            cells.append(Cell(None, {field: None}) if tenths is None else spell_numbers.percent(field, tenths, rate_style))
        elif field == "row_label":
            cells.append(Cell(label))
        elif field == "note":
            text = dice.pick(words.NOTES) if dice.chance(0.2) else None
            cells.append(Cell(text, {field: text}))
        elif field == "agency_given_code":
            cells.append(Cell(agency.id_code))
        else:
            cells.append(Cell(name, {field: name} if field == "field" else {}))
    return cells


def _total_cells(columns: list[Column], label: str | None, text: str, sums: dict[str, int], style: str) -> list[Cell]:
    cells: list[Cell] = []
    named = False
    for column in columns:
        field = column.field or ""
        if field == "row_label":
            cells.append(Cell(label))
        elif field in ("field", "agency_name") and not named:
            named = True
            cells.append(Cell(text))
        elif field in sums:
            cells.append(spell_numbers.count(sums[field], style))
        elif field.endswith("_rate_declared") and sums:
            cells.append(Cell(None))
        else:
            cells.append(Cell(None))
    return cells
