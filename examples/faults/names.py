"""Faults of names and days: who sent, whose row it is, which day is meant; and two senders that say different things of one agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from examples.national_day.agencies import every_agency
from examples.national_day.counts import NUMBERS, CountRow
from examples.national_day.figures import Manifest
from examples.national_day.layouts import Report, sums
from examples.national_day.page import Page

from .manifest import Expected
from .parcel import DAY, Office, Parcel, at, fault

_IN_EXPORT = ("BCA", "BTC", "BTP", "H26", "H37", "H49", "H15", "H44", "H48", "H53")
_DISPUTED, _MISNAMED = "H49", "H05"


def former_ministry(national: Manifest) -> list[Parcel]:
    """A form still headed by a ministry that was merged in March, in the folder that all use."""
    office, moment = Office("BXD", national), at(15, 5)
    former = Report(replace(office.agency, name="Bộ Giao thông vận tải"), DAY, national.period_from, 291)
    pages = office.pages("indicators_letter", office.indicators, former)
    path = f"{DAY.isoformat()}/gui-chung/chi tieu nganh giao thong 29.10.2025.xlsx"
    planted = fault(
        office,
        "former_ministry",
        "headed 'Bộ Giao thông vận tải', which went into the Ministry of Construction on 1 March 2025",
        path,
        "accepted_with_issues",
        Expected("LEGACY_AGENCY", "load"),
        standing="counts",
        reported_on=DAY,
    )
    return [Parcel(path, moment, office.book(pages, moment), planted)]


def two_agencies(national: Manifest) -> list[Parcel]:
    """One province's form in another province's folder."""
    office, other, moment = Office("H13", national), Office("H36", national), at(15, 11)
    path = office.path("II.06a_20251029.xlsx")
    planted = fault(
        office, "two_agencies", "the form of Lâm Đồng in the folder of Cần Thơ", path, "held", Expected("AGENCY_CONFLICT", "hold"), standing="held"
    )
    return [Parcel(path, moment, office.book(other.pages("counts_form", other.counts), moment), planted)]


def day_to_come(national: Manifest) -> list[Parcel]:
    """A report dated a year ahead by a slip."""
    office, moment = Office("H50", national), at(15, 17)
    slip = Report(office.agency, date(DAY.year + 5, DAY.month, DAY.day), national.period_from, 292)
    path = office.path("chi tieu.xlsx")
    planted = fault(office, "day_to_come", "dated 29/10/2030", path, "held", Expected("DATE_OUT_OF_RANGE", "hold"), standing="held")
    return [Parcel(path, moment, office.book(office.pages("indicators_letter", office.indicators, slip), moment), planted)]


def national_export(national: Manifest) -> list[Parcel]:
    """The Office of the Government's export on many agencies: one figure is not the agency's own, one row's code is not its name's."""
    office, own, moment = Office("VPCP", national), Office(_DISPUTED, national), at(16, 5)
    own_path = own.path("II.06a_20251029.xlsx")
    page = Page("Tong hop")
    page.line(f"Đơn vị báo cáo: {office.agency.name}")
    page.line("TỔNG HỢP TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH CỦA CÁC BỘ, NGÀNH, ĐỊA PHƯƠNG")
    page.line(f"({office.report.period})")
    page.line("STT", "Mã đơn vị", "Tên đơn vị", "Lĩnh vực", *(header for _, header in _EXPORT))
    agencies = {agency.code: agency for agency in every_agency()}
    for number, code in enumerate(_IN_EXPORT, 1):
        rows = [row for row in national.counts if row.agency_code == code]
        whole = sums(_disputed(rows) if code == _DISPUTED else rows, NUMBERS)
        page.line(number, code, agencies[code].name, "Tất cả lĩnh vực", *(whole[name] for name, _ in _EXPORT))
    whole = sums([row for row in national.counts if row.agency_code == _MISNAMED], NUMBERS)
    wrong = page.line(len(_IN_EXPORT) + 1, _MISNAMED, agencies["H56"].name, "Tất cả lĩnh vực", *(whole[name] for name, _ in _EXPORT))
    path = office.path("ket xuat Cong DVCQG 20251029.xlsx")
    ours = sums(own.counts, NUMBERS)["done_total"]
    planted = fault(
        office,
        "national_export",
        f"an export on many agencies: {_DISPUTED} differs from its own form, one row has the code {_MISNAMED} and the name of H56",
        path,
        "partially_accepted",
        Expected("CODE_NAME_MISMATCH", "quarantine", page.name, row_number=wrong),
        Expected("SOURCES_DISAGREE", "load", value=str(ours + _MORE)),
        standing="counts",
        reported_on=DAY,
    )
    return [
        Parcel(own_path, at(13, 50), own.book(own.pages("counts_form", own.counts), at(13, 50))),
        Parcel(path, moment, office.book([page], moment), planted),
    ]


_MORE = 500
_EXPORT = (
    ("received_total", "Tổng số hồ sơ tiếp nhận"),
    ("received_online", "Tiếp nhận trực tuyến"),
    ("received_offline", "Tiếp nhận trực tiếp, dịch vụ bưu chính"),
    ("carried_over", "Kỳ trước chuyển sang"),
    ("done_total", "Tổng số hồ sơ đã giải quyết"),
    ("done_early", "Đã giải quyết trước hạn"),
    ("done_on_time", "Đã giải quyết đúng hạn"),
    ("done_late", "Đã giải quyết quá hạn"),
    ("online_full", "Hồ sơ trực tuyến toàn trình đã giải quyết"),
    ("open_total", "Tổng số hồ sơ đang giải quyết"),
    ("open_in_time", "Đang giải quyết trong hạn"),
    ("open_overdue", "Đang giải quyết quá hạn"),
)


def _disputed(rows: Sequence[CountRow]) -> list[CountRow]:
    """The same rows with dossiers more settled, all identities kept."""
    first = rows[0]
    more = replace(
        first,
        received_total=first.received_total + _MORE,
        received_offline=first.received_offline + _MORE,
        done_total=first.done_total + _MORE,
        done_early=first.done_early + _MORE,
    )
    return [more, *rows[1:]]
