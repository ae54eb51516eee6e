"""The agencies of a day, and how offices spell their names. From the shipped register of agencies: names are facts, not readings."""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from benchmarks.accuracy.dice import Dice

CONFIG = Path(__file__).parents[2] / "config"

SHORT = {
    "BCA": ("Bộ CA", "BCA"), "BCT": ("BCT", "Bộ Công thương"), "BGDDT": ("Bộ GD&ĐT", "Bộ GDĐT"), "BXD": ("Bộ XD", "BXD"), "BTC": ("Bộ TC", "BTC"),
    "BKHCN": ("Bộ KH&CN", "Bộ KHCN", "BKHCN"), "BNG": ("BNG",), "BNV": ("Bộ NV", "BNV"), "BNNMT": ("Bộ NN&MT", "Bộ NNMT", "Bộ NN-MT"),
    "BQP": ("BQP",), "BTP": ("Bộ TP", "BTP"), "BVHTTDL": ("Bộ VH,TT&DL", "Bộ VHTTDL", "BVHTTDL"), "BYT": ("BYT",), "BDTTG": ("Bộ DT&TG", "BDTTG"),
    "NHNN": ("NHNN", "NHNN Việt Nam", "Ngân hàng Nhà nước"), "TTCP": ("TTCP",), "VPCP": ("VPCP", "Văn phòng CP"), "TTXVN": ("TTXVN",),
    "VOV": ("Đài TNVN", "VOV"), "VTV": ("Đài THVN", "VTV"), "VHLKHCN": ("Viện HLKH&CN VN", "Viện Hàn lâm KH&CN Việt Nam"),
    "VHLKHXH": ("Viện HLKHXH VN", "Viện Hàn lâm KHXH Việt Nam"),
}  # fmt: skip
FORMER = {
    "Bộ Kế hoạch và Đầu tư": "BTC", "Bộ KH&ĐT": "BTC", "Bộ Giao thông vận tải": "BXD", "Bộ GTVT": "BXD", "Bộ Tài nguyên và Môi trường": "BNNMT",
    "Bộ TN&MT": "BNNMT", "Bộ Nông nghiệp và Phát triển nông thôn": "BNNMT", "Bộ NN&PTNT": "BNNMT", "Bộ Thông tin và Truyền thông": "BKHCN",
    "Bộ TT&TT": "BKHCN", "Bộ Lao động - Thương binh và Xã hội": "BNV", "Bộ LĐ-TB&XH": "BNV", "Ủy ban Dân tộc": "BDTTG",
}  # fmt: skip
"""Names that files still use after 1 March 2025, and whose figures they are now."""
UNKNOWN = ("Ban Quản lý dự án 85", "Hội Nông dân huyện cũ", "Tổ công tác liên ngành", "Công ty Cổ phần An Phú", "Trung tâm Điều hành thông minh")
"""Names in an agency column that no register knows."""


@dataclass(frozen=True)
class Agency:
    """One body of the register on a day. `code` is its identity, `id_code` its code in the system of Gxx and Hxx."""

    code: str
    name: str
    is_central: bool
    is_city: bool
    id_code: str | None
    gso: str | None

    @property
    def place(self) -> str:
        """The province's own name, without what kind of place it is."""
        return re.sub(r"^(Ủy ban nhân dân )?(thành phố|tỉnh) ", "", self.name, flags=re.IGNORECASE)


def _rows(name: str) -> list[dict[str, str]]:
    with (CONFIG / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _holds(row: dict[str, str], day: dt.date) -> bool:
    return (row["valid_from"] or "0000") <= day.isoformat() <= (row["valid_to"] or "9999")


@lru_cache(maxsize=64)
def agencies_of(day: dt.date) -> tuple[Agency, ...]:
    """The bodies that must report on `day`: 22 central ones, and 63 or 34 provinces."""
    codes: dict[tuple[str, str], str] = {}
    for row in _rows("agency_codes.csv"):
        if _holds(row, day):
            codes[(row["system"], row["agency_code"])] = row["code"]
    found = []
    for row in _rows("agencies.csv"):
        if not _holds(row, day) or row["block"] not in ("central", "provincial") or (row["block"] == "central" and row["agency_code"] not in SHORT):
            continue
        code, central = row["agency_code"], row["block"] == "central"
        id_code = codes.get(("id_code", code))
        found.append(Agency(code, row["name_vi"], central, "thành phố " in row["name_vi"].lower(), id_code, codes.get(("gso", code))))
    return tuple(found)


@dataclass(frozen=True)
class Named:
    """The agency of a row as it is written there. `fate`: quarantined where nobody can know whose row it is."""

    agency: Agency
    name: str
    code: str | None
    fate: str = "loaded"


def named(own: Agency, among: tuple[Agency, ...], dice: Dice, *, has_code: bool) -> Named:
    """The agency in its row: seldom under its name of before, unknown, or with the code of another. In a table of one agency nothing names it."""
    if not among:
        return Named(own, own.name, own.id_code)
    former = [name for name, code in FORMER.items() if code == own.code]
    if former and dice.chance(0.15):
        return Named(own, dice.pick(former), None)
    if dice.chance(0.01):
        return Named(own, dice.pick(UNKNOWN), None, "quarantined")
    others = [one for one in among if one.id_code and one is not own]
    if has_code and own.id_code and others and dice.chance(0.01):
        return Named(own, spelled(own, dice), dice.pick(others).id_code, "quarantined")
    return Named(own, spelled(own, dice), own.id_code)


def plain(text: str) -> str:
    """Letters without marks, as in names of files and folders."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return bare.replace("đ", "d").replace("Đ", "D")


def spelled(agency: Agency, dice: Dice, *, formal: bool = False) -> str:
    """The agency's name as a sender types it: in full in a title block, shorter in cells."""
    if agency.is_central:
        return agency.name if formal or dice.chance(0.6) else dice.pick((*SHORT[agency.code], agency.name))
    kind, dotted, tight = ("thành phố", "TP.", "TP") if agency.is_city else ("tỉnh", "T.", "tỉnh")
    place = agency.place
    full = [f"UBND {kind} {place}", f"Ủy ban nhân dân {kind} {place}", f"Uỷ ban nhân dân {kind} {place}", f"UBND {tight} {place}"]
    if formal:
        return dice.pick(full)
    cells = [*full, agency.name, place, f"UBND {dotted} {place}", f"{dotted} {place}"]
    if place == "Hồ Chí Minh":
        cells += ["TP.HCM", "TPHCM", "TP. Hồ Chí Minh"]
    if "òa" in place or "óa" in place:
        cells.append(f"Tỉnh {place.replace('òa', 'oà').replace('óa', 'oá')}")
    return dice.pick(cells)
