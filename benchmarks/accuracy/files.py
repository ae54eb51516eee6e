"""Names and folders as offices choose them, and the files that must be refused or held."""

from __future__ import annotations

import datetime as dt

from benchmarks.accuracy.agencies import Agency, plain
from benchmarks.accuracy.dice import Dice

WORDS = {
    "tasks": ("bao cao nhiem vu", "Nhiệm vụ NQ57", "PL nhiem vu", "tien do nhiem vu"), "dossiers": ("ds ho so", "Danh sách hồ sơ", "hoso",
    "chi tiet ho so"),
    "dossier_counts": ("BC TTHC", "Bieu II.06a", "tong hop ho so", "Biểu 06a"), "indicators": ("chi tieu", "Kết quả chỉ tiêu", "KQ chi tieu",
    "bao cao KPI"),
    "mixed": ("Bao cao tong hop", "BÁO CÁO NQ57", "bao cao ngay", "Phụ lục kèm theo BC (final)"),
}  # fmt: skip
FOLDERS = ("", "", "inbox moi", "gui qua email", "Thang {m}", "{y}{m:02}{d:02}", "ngay {d:02}.{m:02}")


def day_in_name(day: dt.date, dice: Dice) -> str:
    """The day as people put it into names."""
    return dice.pick((f"{day:%Y%m%d}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}", f"{day:%d%m%Y}", f"{day:%Y-%m-%d}", f"ngay {day:%d.%m.%Y}"))


def name_of(dataset: str, dice: Dice, *, agency: Agency | None, day: dt.date | None) -> str:
    """A file's name without its ending. The agency and the day are named where given."""
    parts = [dice.pick(WORDS[dataset])]
    if agency is not None:
        place = (
            agency.code
            if agency.is_central or dice.chance(0.3)
            else plain(f"UBND tinh {agency.place}" if not agency.is_city else f"UBND TP {agency.place}")
        )
        parts.insert(dice.whole(0, 1), place)
    if day is not None:
        parts.append(day_in_name(day, dice))
    name = dice.pick(("_", " ", " - ", "_"))
    text = name.join(parts)
    if dice.chance(0.08):
        text += dice.pick((" (1)", " (2)", " - Copy", " (final)", "_v2"))
    return text


def folder_of(day: dt.date, dice: Dice) -> str:
    """A folder that names no sender."""
    return dice.pick(FOLDERS).format(d=day.day, m=day.month, y=day.year)


REFUSED: dict[str, tuple[str, bytes]] = {
    "empty": ("bao cao trong.xlsx", b""), "png": ("bao cao.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(64))), "rar": ("phu luc.rar",
    b"Rar!\x1a\x07\x01\x00" + bytes(80)),
    "cut": ("bao cao.xlsx", b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(50)), "noise": ("so lieu.csv", bytes(range(256)) * 3),
    "blank": ("bieu.csv", b"\r\n\r\n  \r\n"),
    "words": ("cong van.txt", "Kính gửi: Bộ Khoa học và Công nghệ\r\nĐơn vị xin gửi báo cáo sau.\r\n".encode()),
}  # fmt: skip
"""Kind -> name and bytes of what cannot be read as a table."""
