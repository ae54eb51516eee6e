"""Lists of dossiers as one-stop systems export them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from benchmarks.accuracy import spell_dates, spell_states
from benchmarks.accuracy import words_content as words
from benchmarks.accuracy.agencies import Agency, named
from benchmarks.accuracy.columns import Headers
from benchmarks.accuracy.dice import Dice
from benchmarks.accuracy.dress import prose
from benchmarks.accuracy.model import Cell, Column, Line, OneOf, Table
from benchmarks.accuracy.words_dossiers import DOSSIERS
from benchmarks.accuracy.words_tasks import ADDRESS

SHARES = {
    "procedure_code": 0.7, "procedure_name": 0.7, "field": 0.6, "channel": 0.75, "service_level": 0.6, "received_at": 1.0, "due_at": 0.9,
    "finished_at": 0.45,
    "returned_at": 0.5, "status": 0.85, "handling_unit": 0.5, "digitised": 0.3, "paid_online": 0.25, "applicant_name": 0.6, "applicant_number": 0.3,
    "applicant_phone": 0.25,
}  # fmt: skip
TITLES = (
    "DANH SÁCH HỒ SƠ", "SỔ THEO DÕI HỒ SƠ", "DANH SÁCH HỒ SƠ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", "Bảng kê chi tiết hồ sơ TTHC",
    "CHI TIẾT HỒ SƠ TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
    "Danh sách hồ sơ DVC",
)  # fmt: skip


def _columns(dice: Dice, *, many: bool) -> list[Column]:
    headers = Headers(dice.child("headers"))
    columns = [headers.column("dossier_code", DOSSIERS["dossier_code"])]
    fields = [field for field, share in SHARES.items() if dice.chance(share)]
    for field in fields:
        never = ("Trạng thái", "Tình trạng") if field == "status" and "digitised" in fields else ()
        columns.append(headers.column(field, DOSSIERS[field], never=never))
    if many:
        columns += [headers.column("agency_name", ADDRESS["agency_name"]), headers.column("agency_given_code", ADDRESS["agency_given_code"])]
    if dice.chance(0.3):
        columns = dice.shuffled(columns)
    if dice.chance(0.8):
        columns.insert(0, headers.column("row_label", ADDRESS["row_label"]))
    return columns


def dossiers_table(agency: Agency, today: dt.date, dice: Dice, *, row_count: int, many: tuple[Agency, ...] = (), faults: float = 0.0) -> Table:
    """A list of `row_count` dossiers of `agency`, or of each row's own where `many` are given."""
    columns = _columns(dice, many=bool(many))
    styles = {field: dice.weighted(spell_dates.MOMENT_STYLES) for field in ("received_at", "due_at", "finished_at", "returned_at")}
    if dice.chance(0.5):
        styles = dict.fromkeys(styles, styles["received_at"])
    have = {column.field for column in columns}
    old_codes = dice.chance(0.2)
    by_number = dice.chance(0.1)
    lines: list[Line] = []
    for number in range(1, row_count + 1):
        own = dice.pick(many) if many else agency
        who = named(own, many, dice, has_code="agency_given_code" in have)
        received = dt.datetime.combine(dice.date(today - dt.timedelta(days=40), today), dt.time(dice.whole(7, 16), dice.whole(0, 59)))
        due = received + dt.timedelta(days=dice.whole(1, 25))
        state_text, state = dice.pick(spell_states.DOSSIER_STATES)
        number_state = dice.whole(1, 10)
        plain_state = spell_states.STATE_NUMBERS[number_state] if by_number else state
        done = plain_state in spell_states.DONE_STATES
        latest = dt.datetime.combine(today, dt.time(16, 30))
        finished = min(received + dt.timedelta(days=dice.whole(0, 20), hours=1), latest) if done else None
        finished = max(finished, received + dt.timedelta(minutes=20)) if finished else None
        returned = finished + dt.timedelta(minutes=dice.whole(5, 90)) if finished and plain_state == "returned" else None
        unit = own.id_code or "G22"
        code = (
            f"000.00.{dice.whole(1, 60):02}.{unit}-{received:%y%m%d}-{number:04}"
            if old_codes
            else f"{unit}.{dice.whole(1, 199)}-{received:%y%m%d}-{number:04}"
        )
        moments = {"received_at": received, "due_at": due, "finished_at": finished, "returned_at": returned}
        cells: list[Cell] = []
        for column in columns:
            field = column.field or ""
            if field == "row_label":
                cell = Cell(number)
            elif field == "dossier_code":
                written = dice.pick((f" {code}", f"{code} ", f"'{code}")) if dice.chance(0.02) else code
                cell = Cell(written, {field: code})
            elif field in moments:
                cell = spell_dates.moment_cell(field, moments[field], styles[field], dice, faults=faults)
            elif field == "status":
                cell = Cell(number_state, {field: plain_state}) if by_number else Cell(state_text, {field: state})
            elif field in ("agency_name", "agency_given_code"):
                cell = Cell(who.name if field == "agency_name" else who.code)
            else:
                cell = _plain_cell(field, dice, by_number=by_number)
            cells.append(cell)
        truth: dict[str, Any] = {"agency_code": own.code}
        if any(column.field in ("applicant_name", "applicant_number") for column in columns):
            truth["applicant_id"] = OneOf(("present",))
        lines.append(Line("data", tuple(cells), truth, who.fate))
    return Table("dossiers", tuple(columns), tuple(lines), (dice.pick(TITLES),))


def _plain_cell(field: str, dice: Dice, *, by_number: bool) -> Cell:
    if field == "channel":
        if by_number:
            number = dice.whole(1, 3)
            return Cell(number, {field: spell_states.CHANNEL_NUMBERS[number]})
        text, value = dice.pick(spell_states.CHANNELS)
        return Cell(text, {field: value})
    if field == "service_level":
        text, value = dice.pick(spell_states.LEVELS)
        return Cell(text, {field: value})
    if field in ("digitised", "paid_online"):
        text, yes = dice.pick((*spell_states.YES, *spell_states.NO, *spell_states.NO))
        if text == "Đã số hóa" and field == "paid_online":
            text = "Có"
        return Cell(text, {field: yes})
    if field == "procedure_code":
        text = f"{dice.whole(1, 3)}.{dice.whole(1, 13_000):06}" + (f".000.00.00.H{dice.whole(1, 63):02}" if dice.chance(0.3) else "")
        return Cell(text, {field: text})
    if field == "applicant_number":
        return Cell(f"0{dice.whole(10_000_000_000, 99_999_999_999)}")
    if field == "applicant_phone":
        return Cell(f"09{dice.whole(10_000_000, 99_999_999)}")
    if field == "applicant_name":
        return Cell(dice.pick(words.PEOPLE))
    text = dice.pick({"procedure_name": words.PROCEDURES, "field": words.FIELDS, "handling_unit": words.UNITS}[field])
    return Cell(prose(text, dice), {field: text})
