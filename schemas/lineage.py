"""Lineage: the columns of every core fact that say who reported it, when, and from which cell."""

from __future__ import annotations

from schemas.field import Field, Origin, Type

LINEAGE: tuple[Field, ...] = (
    Field("reported_by", "Nơi gửi báo cáo", "Sender", origin=Origin.LINEAGE, nullable=False),
    Field("agency_code", "Mã cơ quan của số liệu", "Agency that the row speaks of", origin=Origin.LINEAGE, nullable=False),
    Field("unit_code", "Mã đơn vị trực thuộc", "Unit under the agency, such as H01.13", origin=Origin.LINEAGE),
    Field("reported_on", "Ngày số liệu", "Reporting date: the day that the row speaks of", Type.DATE, Origin.LINEAGE, nullable=False),
    Field("delivered_at", "Thời điểm nhận tệp", "Known time: when the file was delivered", Type.MOMENT, Origin.LINEAGE, nullable=False),
    Field("submission_id", "Mã lần nộp", "Submission", origin=Origin.LINEAGE, nullable=False),
    Field("sheet", "Trang tính", "Sheet", origin=Origin.LINEAGE, nullable=False),
    Field("row_number", "Dòng trong tệp", "Row in the sheet, from 1", Type.INTEGER, Origin.LINEAGE, nullable=False, minimum=1),
    Field("extra", "Các cột khác của tệp", "Columns that no field takes, masked unless released", Type.JSON, Origin.LINEAGE),
)
"""In the order in which every fact ends."""

ADDRESS: tuple[Field, ...] = (
    Field("row_label", "Số thứ tự", "Row label", origin=Origin.ADDRESS),
    Field("agency_name", "Tên cơ quan", "Agency as written in the row", origin=Origin.ADDRESS),
    Field("agency_given_code", "Mã cơ quan ghi trong tệp", "Agency code as written in the row", origin=Origin.ADDRESS),
    Field("reporting_date", "Ngày số liệu ghi trong tệp", "Reporting date as written in the row", origin=Origin.ADDRESS),
    Field("period", "Kỳ báo cáo ghi trong tệp", "Period as written in the row", origin=Origin.ADDRESS),
)
"""Columns that any dataset's table may have to say who and when."""
