"""What stands around a table: motto, letterhead, title, dates, parameters, notes, signatures. Who sends and which day is meant stand here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from benchmarks.accuracy.agencies import Agency, spelled
from benchmarks.accuracy.dice import Dice
from benchmarks.accuracy.model import Cell, Table

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
NOTES = (
    "Ghi chú: Số liệu sơ bộ, sẽ được cập nhật.", "* Số liệu do các đơn vị trực thuộc cung cấp.", "Ghi chú: cột (3) = (4) + (5) + (6)",
    "Nơi nhận: - Như trên; - Lưu: VT, KSTT.",
    "(1) Bao gồm cả hồ sơ chờ bổ sung.", "Người lập biểu đã đối chiếu với hệ thống.",
)  # fmt: skip
PARAMETERS = ("Loại báo cáo: Định kỳ", "Cấp chỉ đạo: Chính phủ", "Tình trạng báo cáo: Đã gửi", "Văn bản chỉ đạo: 57-NQ/TW", "Nhóm: Tất cả")


@dataclass(frozen=True)
class Claim:
    """What the text around a table says: the sender (None: says nothing), the day, the period."""

    agency: Agency | None
    day: dt.date | None
    period: tuple[dt.date, dt.date] | None = None
    month: tuple[int, int] | None = None
    """Year and month, where the period is told by the month alone."""


def day_line(day: dt.date, dice: Dice) -> str:
    """The line that says on which day the figures stand."""
    d, m, y = day.day, day.month, day.year
    return dice.pick((
        f"Số liệu tính đến ngày {d:02}/{m:02}/{y}", f"(Tính đến ngày {d}/{m}/{y})", f"Tính đến ngày {d:02} tháng {m:02} năm {y}",
        f"Ngày báo cáo: {d:02}/{m:02}/{y}",
        f"Số liệu tính đến hết ngày {d:02}/{m:02}/{y}", f"Thời điểm chốt số liệu: {d:02}/{m:02}/{y}", f"(số liệu đến 17h00 ngày {d}/{m}/{y})",
        f"Đến ngày {d:02}-{m:02}-{y}",
        f"Ngày số liệu: {d:02}.{m:02}.{y}", f"TÍNH ĐẾN NGÀY {d:02}/{m:02}/{y}",
    ))  # fmt: skip


def period_line(period: tuple[dt.date, dt.date], dice: Dice) -> str:
    """The line that says from when to when."""
    first, last = period
    return dice.pick((
        f"(Từ ngày {first.day}/{first.month}/{first.year} đến ngày {last.day}/{last.month}/{last.year})",
        f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}",
        f"Kỳ báo cáo: từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}", f"Thời gian: từ ngày {first:%d-%m-%Y} đến ngày {last:%d-%m-%Y}",
        f"(Từ ngày {first.day:02} tháng {first.month:02} năm {first.year} đến ngày {last.day:02} tháng {last.month:02} năm {last.year})",
        f"Kỳ báo cáo: {first:%d/%m/%Y} - {last:%d/%m/%Y}",
    ))  # fmt: skip


def above(table: Table, claim: Claim, width: int, dice: Dice, letter_day: dt.date) -> list[list[Cell]]:
    """The rows above the header, each as wide as need be. The letter's own date is the day of delivery and says nothing of the figures."""
    rows: list[dict[int, str]] = []
    right = max(2, width // 2 + 1)
    agency = claim.agency
    if agency is not None and dice.chance(0.45):
        name = spelled(agency, dice, formal=True).upper() if dice.chance(0.8) else spelled(agency, dice, formal=True)
        rows += [{0: name, right: MOTTO[0]}, {0: dice.pick(("", "-------")), right: MOTTO[1]}]
        if dice.chance(0.6):
            number = f"Số: {dice.whole(1, 900)}/BC-{agency.code if agency.is_central else 'UBND'}"
            place = "Hà Nội" if agency.is_central else agency.place
            rows.append({0: number, right: f"{place}, ngày {letter_day.day:02} tháng {letter_day.month:02} năm {letter_day.year}"})
    elif agency is not None:
        label = dice.pick(("Đơn vị báo cáo: ", "- Đơn vị báo cáo: ", "Cơ quan báo cáo: ", "", "Tên đơn vị: ", "Đơn vị: "))
        rows.append({0: f"{label}{spelled(agency, dice, formal=True)}"})
        if dice.chance(0.3):
            rows.append(
                {
                    0: dice.pick(
                        (
                            "Đơn vị nhận báo cáo: Văn phòng Chính phủ",
                            "- Đơn vị nhận báo cáo: Bộ Khoa học và Công nghệ",
                            "Kính gửi: Bộ Khoa học và Công nghệ",
                        )
                    )
                }
            )
    if dice.chance(0.3) and rows:
        rows.append({})
    titles = list(table.titles)
    if len(titles) == 2 and dice.chance(0.3):
        titles = ["\n".join(titles)]
    spot = dice.pick((0, 0, 1, 2))
    rows += [{spot: text} for text in titles]
    if claim.month is not None and claim.period is not None:
        year, month = claim.month
        rows.append({spot: dice.pick((f"Kỳ báo cáo: Tháng {month}/{year}", f"Kỳ báo cáo: tháng {month:02} năm {year}", f"Tháng {month:02}/{year}"))})
    elif claim.period is not None:
        rows.append({spot: period_line(claim.period, dice)})
    if claim.day is not None:
        line = day_line(claim.day, dice)
        if ":" in line and dice.chance(0.3):
            head, _, rest = line.partition(": ")
            rows.append({spot: f"{head}:", spot + 1: rest} if rest else {spot: line})
        else:
            rows.append({spot: line})
    if dice.chance(0.15):
        rows += [{1: text.split(": ")[0], 2: text.split(": ")[1]} for text in dice.some(PARAMETERS, dice.whole(1, 3))]
    if table.unit_line and dice.chance(0.8):
        rows.append({max(0, width - 2): table.unit_line})
    if dice.chance(0.4):
        rows.append({})
    size = max([width, *(max(row, default=0) + 1 for row in rows)])
    return [[Cell(row[spot]) if row.get(spot) else Cell() for spot in range(size)] for row in rows]


def below(width: int, dice: Dice, letter_day: dt.date, place: str) -> list[list[Cell]]:
    """The rows below the table: notes and signatures, or none."""
    rows: list[dict[int, str]] = []
    right = max(1, width - 3)
    if dice.chance(0.3):
        rows += [{0: text} for text in dice.some(NOTES, dice.whole(1, 2))]
    if dice.chance(0.4):
        rows += [{}] if dice.chance(0.6) else []
        rows.append({right: f"{place}, ngày {letter_day.day} tháng {letter_day.month} năm {letter_day.year}"})
        left, sign = dice.pick(
            (
                ("Người lập biểu", "Thủ trưởng đơn vị"),
                ("NGƯỜI LẬP BIỂU", "TM. ỦY BAN NHÂN DÂN"),
                ("Người làm báo cáo", "KT. BỘ TRƯỞNG"),
                ("Người tổng hợp", "CHÁNH VĂN PHÒNG"),
            )
        )
        rows.append({min(1, right - 1): left, right: sign})
        rows.append({min(1, right - 1): "(Ký, ghi rõ họ tên)", right: "(Ký tên, đóng dấu)"})
        if dice.chance(0.5):
            rows += [{}, {min(1, right - 1): "Nguyễn Văn Bình", right: "Trần Quốc Cường"}]
    return [[Cell(row.get(spot)) for spot in range(max(width, right + 1))] for row in rows]
