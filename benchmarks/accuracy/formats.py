"""The formats that are on, and how tables become a file of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from benchmarks.accuracy import legacy, write_binary, write_markup, write_packed, write_text, write_xlsx
from benchmarks.accuracy.agencies import Agency, spelled
from benchmarks.accuracy.dice import Dice
from benchmarks.accuracy.dress import key
from benchmarks.accuracy.model import Sent, Sheet, Table
from benchmarks.accuracy.sheets import instruction_sheet, place
from benchmarks.accuracy.titles import Claim

WEIGHTS = {
    "xlsx": 6.0, "csv": 3.0, "json": 1.5, "ndjson": 0.5, "legacy": 1.5, "html": 1.5, "spreadsheetml": 0.7, "xml": 1.0, "docx": 1.5, "ods": 1.0,
    "zip": 0.7,
    "damaged": 0.7, "xls": 1.5, "xlsb": 0.5,
}  # fmt: skip
"""All formats that can be written: `legacy` is csv in encodings from before Unicode, `damaged` xlsx whose cells hold the letters of those."""
FORMATS = tuple(WEIGHTS)
"""What `make accuracy` writes where nothing else is asked for."""
SHEETS = ("xlsx", "ods", "spreadsheetml", "html", "docx", "zip", "damaged", "xls", "xlsb")
"""Formats that hold several tables and know merged cells."""
RECORD_FORMATS = ("json", "ndjson", "xml")
SHEET_NAMES = {
    "tasks": ("Nhiệm vụ", "NV", "Sheet1", "PL1"), "dossiers": ("Hồ sơ", "DS", "Data"), "dossier_counts": ("II.06a", "TTHC", "Biểu 06a"),
    "indicators": ("Chỉ tiêu", "KPI", "PL2"),
}  # fmt: skip
LISTS = ("data", "duLieu", "danh_sach", "items", "Rows", "noi_dung")
RECORDS = (("BaoCao", "DanhSach", "Dong"), ("report", "items", "item"), ("DuLieu", "Rows", "Row"), ("root", "list", "record"))


def choose(formats: tuple[str, ...], dice: Dice, tables: int) -> str:
    """A format by weight; of those with sheets where there are several tables."""
    able = [one for one in formats if tables == 1 or one in SHEETS] or list(formats)
    return dice.weighted({one: WEIGHTS[one] for one in able})


def write(
    form: str, tables: list[Table], agency: Agency, claim: Claim, truth: Mapping[str, Any], dice: Dice, delivered: dt.datetime, path: str
) -> Sent:
    """The file of a format with the tables, around them what `claim` says."""
    if form in RECORD_FORMATS:
        return _records(form, tables[0], agency, claim, truth, dice, delivered, path)
    sheets = _sheets(tables, claim, truth, dice, delivered, rich=form in SHEETS)
    truths = tuple(one for sheet in sheets for one in sheet.truths)
    if form == "damaged":
        damaged = [legacy.damaged(sheet, dice.pick(("tcvn3", "vni"))) for sheet in sheets]
        return Sent(f"{path}.xlsx", write_xlsx.write(damaged), delivered, form, truths, placed_by="sheet", caseless=True)
    if form == "csv":
        dialect = dice.pick(sorted(write_text.DIALECTS))
        ending = "csv" if dialect != "tab" else dice.pick(("tsv", "txt", "csv"))
        return Sent(f"{path}.{ending}", write_text.csv_bytes(sheets[0], dialect), delivered, form, truths)
    if form == "legacy":
        content, name = write_text.legacy_bytes(sheets[0], dice)
        return Sent(f"{path}.{dice.pick(('csv', 'txt'))}", content, delivered, form, truths, caseless=name == "tcvn3")
    if form == "zip":
        inner = _workbook(dice.pick(("xlsx", "ods")), sheets, delivered, path.rsplit("/", 1)[-1], truths, dice)
        return Sent(f"{path}.zip", write_packed.packed([(inner.path, inner.content)]), delivered, form, truths, placed_by="key")
    return _workbook(form, sheets, delivered, path, truths, dice)


def _workbook(form: str, sheets: list[Sheet], delivered: dt.datetime, path: str, truths: tuple[Any, ...], dice: Dice) -> Sent:
    writers: dict[str, Callable[[], tuple[str, bytes]]] = {
        "xlsx": lambda: ("xlsx", write_xlsx.write(sheets)),
        "ods": lambda: ("ods", write_packed.ods(sheets)),
        "xls": lambda: ("xls", write_binary.xls(sheets)),
        "xlsb": lambda: ("xlsb", write_binary.xlsb(sheets)),
        "spreadsheetml": lambda: (dice.pick(("xml", "xls")), write_markup.spreadsheetml(sheets)),
        "html": lambda: (dice.pick(("html", "xls", "htm")), write_markup.html([one for one in sheets if one.tables], apart=dice.chance(0.5))),
        "docx": lambda: ("docx", write_packed.docx([one for one in sheets if one.tables])),
    }
    ending, content = writers[form]()
    return Sent(f"{path}.{ending}", content, delivered, form, truths, placed_by="key" if form in ("html", "docx") else "sheet")


def claim_for(table: Table, claim: Claim) -> Claim:
    """A form of counts states its period; other tables do not."""
    return claim if table.dataset == "dossier_counts" else replace(claim, period=None, month=None)


def _sheets(tables: list[Table], claim: Claim, truth: Mapping[str, Any], dice: Dice, delivered: dt.datetime, *, rich: bool) -> list[Sheet]:
    around = claim.agency is not None or claim.day is not None or any(table.dataset == "dossier_counts" for table in tables) or dice.chance(0.6)
    letter = truth["reported_on"] if isinstance(truth["reported_on"], dt.date) else truth["reported_on"].values[0]
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


def _records(form: str, table: Table, agency: Agency, claim: Claim, truth: Mapping[str, Any], dice: Dice, delivered: dt.datetime, path: str) -> Sent:
    style = dice.pick(("camel", "snake", "pascal") if form == "xml" else ("camel", "snake", "vietnamese", "pascal"))
    head: dict[str, Any] = {}
    if claim.agency is not None:
        head[key(dice.pick(("Đơn vị báo cáo", "Cơ quan báo cáo", "Tên đơn vị")), style)] = spelled(agency, dice, formal=True)
        if agency.id_code and dice.chance(0.5):
            head[key("Mã định danh", style)] = agency.id_code
    if claim.day is not None:
        head[key(dice.pick(("Ngày báo cáo", "Tính đến ngày", "Ngày số liệu")), style)] = dice.pick((claim.day.isoformat(), f"{claim.day:%d/%m/%Y}"))
    if table.dataset == "dossier_counts" and claim.period is not None:
        head[key("Từ ngày", style)], head[key("Đến ngày", style)] = (f"{day:%d/%m/%Y}" for day in claim.period)
    if form == "xml":
        table = replace(table, columns=tuple(replace(one, key=_tag(one.key, order)) for order, one in enumerate(table.columns)))
        content, truths = write_markup.xml(table, head, dice.pick(RECORDS), truth, attributes=dice.chance(0.2))
    else:
        bare = not head and dice.chance(0.5)
        keys = {one.key for one in table.columns}
        head = {name: value for name, value in head.items() if form == "json" or name not in keys}
        nested = form == "json" and dice.chance(0.5)
        content, truths = write_text.json_bytes(table, head, dice.pick(LISTS), truth, nested=nested, bare=bare, lines=form == "ndjson")
    ending = "json" if form != "xml" and dice.chance(0.9) else form
    return Sent(f"{path}.{ending}", content, delivered, form, tuple(truths))


def _tag(name: str, order: int) -> str:
    """A key as a tag of xml: letters of ASCII, no digit in front."""
    text = key(name, "snake") if not name.isascii() or not name.replace("_", "").isalnum() else name
    return text if text[:1].isalpha() else f"cot_{order + 1}"
