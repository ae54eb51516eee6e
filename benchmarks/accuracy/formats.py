"""The formats that are on, and how tables become a file of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from benchmarks.accuracy import write_text, write_xlsx
from benchmarks.accuracy.agencies import Agency, spelled
from benchmarks.accuracy.dice import Dice
from benchmarks.accuracy.dress import key
from benchmarks.accuracy.model import Sent, Sheet, Table
from benchmarks.accuracy.sheets import instruction_sheet, place
from benchmarks.accuracy.titles import Claim

FORMATS: tuple[str, ...] = ("xlsx", "csv", "json")
"""What `make accuracy` writes. A format that is not read yet stays out, and is named in docs/accuracy.md."""
WEIGHTS = {"xlsx": 6.0, "csv": 3.0, "json": 1.5}
SHEETS = ("xlsx",)
"""Formats that hold several sheets."""
SHEET_NAMES = {
    "tasks": ("Nhiệm vụ", "NV", "Sheet1", "PL1"),
    "dossiers": ("Hồ sơ", "DS", "Data"),
    "dossier_counts": ("II.06a", "TTHC", "Biểu 06a"),
    "indicators": ("Chỉ tiêu", "KPI", "PL2"),
}
LISTS = ("data", "duLieu", "danh_sach", "items", "Rows", "noi_dung")


def choose(formats: tuple[str, ...], dice: Dice, tables: int) -> str:
    """A format by weight; of those with sheets where there are several tables."""
    able = [one for one in formats if tables == 1 or one in SHEETS] or list(formats)
    return dice.weighted({one: WEIGHTS.get(one, 1.0) for one in able})


def write(
    form: str, tables: list[Table], agency: Agency, claim: Claim, truth: Mapping[str, Any], dice: Dice, delivered: dt.datetime, path: str
) -> Sent:
    """The file of a format with the tables, around them what `claim` says."""
    if form == "json":
        return _json(tables[0], agency, claim, truth, dice, delivered, path)
    sheets = _sheets(tables, claim, truth, dice, delivered, rich=form in SHEETS)
    truths = tuple(one for sheet in sheets for one in sheet.truths)
    if form == "csv":
        dialect = dice.pick(sorted(write_text.DIALECTS))
        ending = dice.weighted({"csv": 6, "txt": 1, "tsv": 0.0}) if dialect != "tab" else dice.pick(("tsv", "txt", "csv"))
        return Sent(f"{path}.{ending}", write_text.csv_bytes(sheets[0], dialect), delivered, form, truths)
    return Sent(f"{path}.xlsx", write_xlsx.write(sheets), delivered, form, truths)


def claim_for(table: Table, claim: Claim) -> Claim:
    """A form of counts states its period; other tables do not."""
    return claim if table.dataset == "dossier_counts" else Claim(claim.agency, claim.day, None)


def _sheets(tables: list[Table], claim: Claim, truth: Mapping[str, Any], dice: Dice, delivered: dt.datetime, *, rich: bool) -> list[Sheet]:
    around = claim.agency is not None or claim.day is not None or any(table.dataset == "dossier_counts" for table in tables) or dice.chance(0.6)
    letter = truth["reported_on"]
    if len(tables) > 1 and dice.chance(0.35):
        sheet = Sheet(dice.pick(("Sheet1", "Tổng hợp", "BC")))
        for order, table in enumerate(tables):
            if order:
                for _ in range(dice.whole(1, 3)):
                    sheet.add([])
            place(sheet, table, claim_for(table, claim), truth, dice.child(order), letter, rich=rich, around=True)
        sheets = [sheet]
    else:
        sheets = []
        for order, table in enumerate(tables):
            base = dice.pick(SHEET_NAMES[table.dataset])
            sheet = Sheet(base if all(base != one.name for one in sheets) else f"{base} ({order + 1})")
            place(sheet, table, claim_for(table, claim), truth, dice.child(order), letter, rich=rich, around=around)
            sheets.append(sheet)
    if rich and dice.chance(0.12):
        sheets.insert(dice.whole(0, len(sheets)), instruction_sheet())
    if rich and dice.chance(0.12):
        sheets.append(Sheet("Worksheet 1"))
    return sheets


def _json(table: Table, agency: Agency, claim: Claim, truth: Mapping[str, Any], dice: Dice, delivered: dt.datetime, path: str) -> Sent:
    style = dice.pick(("camel", "snake", "vietnamese", "pascal"))
    head: dict[str, Any] = {}
    if claim.agency is not None:
        head[key(dice.pick(("Đơn vị báo cáo", "Cơ quan báo cáo", "Tên đơn vị")), style)] = spelled(agency, dice, formal=True)
        if agency.id_code and dice.chance(0.5):
            head[key("Mã định danh", style)] = agency.id_code
    if claim.day is not None:
        head[key(dice.pick(("Ngày báo cáo", "Tính đến ngày", "Ngày số liệu")), style)] = dice.pick((claim.day.isoformat(), f"{claim.day:%d/%m/%Y}"))
    if table.dataset == "dossier_counts" and claim.period is not None:
        head[key("Từ ngày", style)], head[key("Đến ngày", style)] = (f"{day:%d/%m/%Y}" for day in claim.period)
    bare = not head and dice.chance(0.5)
    content, truths = write_text.json_bytes(table, head, dice.pick(LISTS), nested=dice.chance(0.5), bare=bare, truth=truth)
    return Sent(f"{path}.json", content, delivered, "json", tuple(truths))
