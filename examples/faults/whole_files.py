"""Faults of whole files: damaged, empty, locked, not a table, a picture of one."""

from __future__ import annotations

from examples.national_day.figures import Manifest
from examples.national_day.page import Page

from .manifest import Expected
from .parcel import Office, Parcel, at, fault

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def corrupt_workbook(national: Manifest) -> list[Parcel]:
    """A workbook of which only the first half was copied."""
    office, moment = Office("H17", national), at(14, 35)
    whole = office.book(office.pages("tasks_letter", office.tasks), moment)
    path = office.path("nhiem_vu_20251029.xlsx")
    planted = fault(office, "corrupt_workbook", "half of a workbook", path, "rejected", Expected("TRUNCATED_FILE", "reject"))
    return [Parcel(path, moment, whole[: len(whole) // 2], planted)]


def empty_file(national: Manifest) -> list[Parcel]:
    """A file of no bytes."""
    office, moment = Office("H20", national), at(14, 41)
    path = office.path("chi_tieu_20251029.csv")
    return [Parcel(path, moment, b"", fault(office, "empty_file", "no bytes", path, "rejected", Expected("EMPTY_FILE", "reject")))]


def locked_workbook(national: Manifest) -> list[Parcel]:
    """What a workbook behind a password looks like: a compound document with a stream 'EncryptedPackage'."""
    office, moment = Office("BQP", national), at(14, 47)
    path = office.path("nhiem_vu_20251029.xlsx")
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", "EncryptionInfo", "EncryptedPackage"))
    content = _OLE + bytes(504) + directory + bytes(4096)
    return [Parcel(path, moment, content, fault(office, "locked_workbook", "behind a password", path, "rejected", Expected("ENCRYPTED", "reject")))]


def letter_without_table(national: Manifest) -> list[Parcel]:
    """A covering letter in a workbook, with no table in it."""
    office, moment = Office("H31", national), at(14, 53)
    page = Page("Công văn")
    for line in ("ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN", "Kính gửi: Văn phòng Chính phủ", "Số liệu sẽ được gửi sau khi rà soát.", "TM. ỦY BAN NHÂN DÂN"):
        page.line(line)
    path = office.path("cong_van_20251029.xlsx")
    planted = fault(office, "letter_without_table", "a letter, no table", path, "rejected", Expected("NO_TABLE", "reject"))
    return [Parcel(path, moment, office.book([page], moment), planted)]


def scanned_page(national: Manifest) -> list[Parcel]:
    """A scan in PDF."""
    office, moment = Office("H42", national), at(14, 59)
    path = office.path("II.06a_20251029.pdf")
    planted = fault(office, "scanned_page", "a scan in PDF", path, "rejected", Expected("SCANNED_PDF", "reject"))
    objects = (b"/Type /Catalog /Pages 2 0 R", b"/Type /Pages /Kids [3 0 R] /Count 1", b"/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]")
    body = b"".join(b"%d 0 obj\n<< %s >>\nendobj\n" % (number, one) for number, one in enumerate(objects, start=1))
    return [Parcel(path, moment, b"%PDF-1.4\n" + body + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n", planted)]
