"""Tables of tasks as annexes and trackers have them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from benchmarks.accuracy import spell_dates, spell_deadlines, spell_numbers, spell_states
from benchmarks.accuracy import words_content as words
from benchmarks.accuracy.agencies import Agency, agencies_of, named, spelled
from benchmarks.accuracy.columns import Headers, grouped
from benchmarks.accuracy.dice import Dice
from benchmarks.accuracy.dress import prose
from benchmarks.accuracy.model import Cell, Column, Line, OneOf, Table
from benchmarks.accuracy.words_tasks import ADDRESS, EXTRA, TASK_GROUPS, TASKS

SHARES = {
    "task_code": 0.75, "source_document": 0.45, "lead_text": 0.6, "coordinating_agencies": 0.35, "assigned_on": 0.3, "due_text": 0.95,
    "declared_status": 0.9,
    "completed_on": 0.55, "progress_pct": 0.4, "product": 0.4, "responsible_person": 0.25, "approving_authority": 0.15, "evidence": 0.35,
    "blocker": 0.3,
    "proposal": 0.25, "note": 0.45, "last_progress_on": 0.12, "assignees": 0.08,
}  # fmt: skip
TITLES = (
    "BÁO CÁO TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ", "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ ĐƯỢC GIAO THEO NGHỊ QUYẾT SỐ 57-NQ/TW",
    "PHỤ LỤC KẾT QUẢ THỰC HIỆN NHIỆM VỤ", "DANH MỤC NHIỆM VỤ",
    "BIỂU THEO DÕI, ĐÔN ĐỐC NHIỆM VỤ", "Tổng hợp kết quả thực hiện các nhiệm vụ về KHCN, ĐMST, CĐS và Đề án 06",
    "BẢNG TỔNG HỢP NHIỆM VỤ CHÍNH PHỦ, THỦ TƯỚNG CHÍNH PHỦ GIAO",
)  # fmt: skip
CODE_FORMS = ("NV{:03}", "{a}-NV-{:03}", "NQ57.{:03}", "03/NQ-CP-{:02}", "{:04}", "NV.{:02}.{a}", "{a}{:03}", "57-{:03}")
LISTS = (", ", "; ", " và ", "\n", ";\n")


def _title(dice: Dice) -> str:
    text = f"{dice.pick(words.VERBS)} {dice.pick(words.OBJECTS)} {dice.pick(words.ENDS)}"
    return f"{text}, đợt {dice.whole(1, 9)}" if dice.chance(0.3) else text


def _columns(dice: Dice, *, many: bool) -> tuple[list[Column], Headers]:
    headers = Headers(dice.child("headers"))
    fields = [field for field, share in SHARES.items() if dice.chance(share)]
    if not {"due_text", "declared_status"} & set(fields):
        fields.append("due_text")
    lone = "completed_on" not in fields
    columns = [
        headers.column(field, ADDRESS[field])
        for field in ("agency_given_code", "agency_name")
        if many and (field == "agency_name" or dice.chance(0.6))
    ]
    rest = {"title": TASKS["title"], **{field: TASKS[field] for field in SHARES if field in fields}}
    for field, choice in rest.items():
        never = () if lone or field != "due_text" else ("Thời gian hoàn thành", "TG hoàn thành")
        columns.append(headers.column(field, choice, never=never))
    if dice.chance(0.25):
        columns.append(headers.column(None, EXTRA))
    if many and dice.chance(0.3):
        columns.append(headers.column("reporting_date", ADDRESS["reporting_date"]))
    if dice.chance(0.3):
        columns = dice.shuffled(columns)
    if dice.chance(0.25):
        columns = grouped(columns, TASK_GROUPS, dice, headers.fashion)
    if dice.chance(0.85):
        columns.insert(0, headers.column("row_label", ADDRESS["row_label"]))
    return columns, headers


def _state_cells(today: dt.date, due: dt.date, assigned: dt.date, dice: Dice) -> tuple[str, Any, Any, str, dt.date | None, int]:
    """Words, state, acceptance, kind, completion day and progress in tenths that agree with each other."""
    kind = dice.weighted(
        {"done_on_time": 4, "done_late": 1, "open_in_time": 4, "open_overdue": 1.5, "not_started": 0.7, "submitted": 0.7, "other": 0.4}
    )
    text, state, acceptance = dice.pick(spell_states.TASK_STATES[kind])
    done_on = None
    if kind.startswith("done"):
        done_on = dice.date(assigned, min(today, due)) if kind == "done_on_time" else dice.date(min(due + dt.timedelta(days=1), today), today)
    progress = (
        1000
        if kind.startswith("done")
        else 0
        if kind == "not_started"
        else dice.pick((dice.whole(1, 9) * 100, dice.whole(1, 19) * 50, dice.whole(1, 999)))
    )
    return text, state, acceptance, kind, done_on, progress


def tasks_table(agency: Agency, today: dt.date, dice: Dice, *, row_count: int, many: tuple[Agency, ...] = (), faults: float = 0.0) -> Table:
    """A table of `row_count` tasks of `agency`, or of each row's own where `many` are given."""
    columns, _ = _columns(dice, many=bool(many))
    all_agencies = agencies_of(today)
    have = {column.field for column in columns}
    due_style = dice.weighted({"words": 6, "native": 2, "slash": 3, "serial": 0.2})
    day_styles = {field: dice.weighted(spell_dates.DAY_STYLES) for field in ("assigned_on", "completed_on", "last_progress_on")}
    percent_style = dice.weighted(spell_numbers.PERCENT_STYLES)
    form = dice.pick(CODE_FORMS)
    label_style = dice.pick(("{}", "{}", "{}", "{}.", "{:02}", "native"))
    lists = dice.pick(LISTS)
    sections = dice.shuffled(words.TASK_SECTIONS) if dice.chance(0.25) and not many else []
    seen: set[str] = set()
    lines: list[Line] = []
    group: str | None = None
    for number in range(1, row_count + 1):
        if sections and (number - 1) % max(3, row_count // 3) == 0:
            group = sections[(number - 1) // max(3, row_count // 3) % len(sections)]
            lines.append(_section(columns, len([line for line in lines if line.kind == "section"]), group, dice))
        row_agency = dice.pick(many) if many else agency
        own = named(row_agency, many, dice, has_code="agency_given_code" in have)
        assigned = dice.date(today - dt.timedelta(days=200), today - dt.timedelta(days=30))
        due = dice.date(assigned + dt.timedelta(days=20), today + dt.timedelta(days=200))
        text, state, acceptance, kind, done_on, tenths = _state_cells(today, due, assigned, dice)
        title = _title(dice)
        while title in seen:
            title = _title(dice)
        seen.add(title)
        code = form.format(number, a=row_agency.code)
        leads = dice.some([one for one in all_agencies if one is not row_agency], 2)
        alone = dice.chance(0.9)
        lead = [row_agency] if alone and dice.chance(0.8) else leads[:1] if alone else [row_agency, leads[0]]
        truth: dict[str, Any] = {}
        cells: list[Cell] = []
        for column in columns:
            field = column.field
            if field == "row_label":
                cell = Cell(number) if label_style == "native" else Cell(label_style.format(number))
            elif field == "title":
                cell = Cell(prose(title, dice), {"title": title})
            elif field == "task_code":
                cell = Cell(f" {code}" if dice.chance(0.02) else code, {"task_code": code})
            elif field == "due_text":
                cell = spell_deadlines.deadline_cell(None if dice.chance(0.03) else due, due_style, dice, today)
            elif field == "declared_status":
                cell = Cell(text, {"declared_status": text, "declared_state": state, "acceptance": acceptance or OneOf(("none", "accepted"))})
            elif field == "reporting_date":
                cell = spell_dates.day(today, day_styles["assigned_on"])
            elif field in day_styles:
                value = {"assigned_on": assigned, "completed_on": done_on, "last_progress_on": today - dt.timedelta(days=dice.whole(0, 20))}[field]
                cell = spell_dates.day_cell(field, value, day_styles[field], dice, faults=faults)
            elif field == "progress_pct":
                cell = spell_numbers.percent(field, tenths, percent_style)
            elif field == "lead_text":
                names = [spelled(one, dice) for one in lead]
                written = lists.join(names)
                cell = Cell(written, {"lead_text": written, "lead_unit": lead[0].code if len(lead) == 1 else OneOf((None, lead[0].code))})
            elif field in ("agency_name", "agency_given_code"):
                cell = Cell(own.name if field == "agency_name" else own.code)
            elif field is None:
                cell = Cell(dice.pick(("Cao", "Thường", "2", "Vụ Pháp chế", None)))
            else:
                cell = _text_cell(field, kind, row_agency, leads, lists, dice)
            cells.append(cell)
        truth["agency_code"] = row_agency.code
        if group is not None:
            truth["group_name"] = group
        lines.append(Line("data", tuple(cells), truth, own.fate))
    if dice.chance(0.08):
        lines.append(_total(columns, row_count, dice))
    return Table("tasks", tuple(columns), tuple(lines), (dice.pick(TITLES),))


def _total(columns: list[Column], count: int, dice: Dice) -> Line:
    spot = next(i for i, column in enumerate(columns) if column.field == "title")
    text = dice.pick((f"Tổng cộng: {count} nhiệm vụ", "Tổng cộng", f"Tổng số nhiệm vụ: {count}"))
    return Line("total", tuple(Cell(text) if i == spot else Cell() for i in range(len(columns))))


def _section(columns: list[Column], count: int, group: str, dice: Dice) -> Line:
    numeral = dice.pick((("I", "II", "III", "IV", "V", "VI", "VII"), ("A", "B", "C", "D", "E", "G", "H")))[count % 7]
    cells = [Cell() for _ in columns]
    labelled = columns[0].field == "row_label"
    spot = next((i for i, column in enumerate(columns) if column.field == "title"), 0)
    if labelled and spot:
        cells[0], cells[spot] = Cell(numeral), Cell(group.upper() if dice.chance(0.3) else group)
    else:
        cells[0] = Cell(f"{numeral}. {group}")
    return Line("section", tuple(cells))


def _text_cell(field: str, kind: str, agency: Agency, others: list[Agency], lists: str, dice: Dice) -> Cell:
    done = kind.startswith("done")
    choices: dict[str, tuple[float, tuple[str, ...]]] = {
        "source_document": (0.95, words.DOCUMENTS), "product": (0.9, words.PRODUCTS), "responsible_person": (0.85, words.PEOPLE),
        "approving_authority": (0.9, words.AUTHORITIES), "blocker": (0.4, words.BLOCKERS), "proposal": (0.3, words.PROPOSALS), "note": (0.35,
        words.NOTES),
    }  # fmt: skip
    if field == "evidence":
        text = (
            f"{dice.whole(10, 3000)}/{dice.pick(('QĐ', 'BC', 'KH', 'TTr'))}-{'UBND' if not agency.is_central else agency.code}"
            if done and dice.chance(0.85)
            else None
        )
    elif field == "coordinating_agencies":
        text = lists.join(spelled(one, dice) for one in others) if dice.chance(0.8) else None
    elif field == "assignees":
        text = lists.join(dice.some(words.UNITS, dice.whole(1, 3)))
    else:
        share, among = choices[field]
        text = dice.pick(among) if dice.chance(share) else None
    if text is None:
        return Cell(None, {field: None})
    return Cell(prose(text, dice), {field: OneOf((None, text)) if text in ("Không",) else text})
