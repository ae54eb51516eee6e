"""Agencies and their dated codes, the register that every row is judged by."""

from __future__ import annotations

from schemas.field import Field, Origin, Table, Type

_D = Origin.DERIVED

AGENCY = Table(
    "core",
    "agency",
    "Cơ quan",
    "Agencies, past and present",
    "One row is one body.",
    (
        Field("agency_code", "Mã cơ quan", "Agency code", origin=_D, nullable=False),
        Field("name_vi", "Tên cơ quan", "Name in Vietnamese", origin=_D, nullable=False),
        Field("name_en", "Tên tiếng Anh", "Name in English", origin=_D),
        Field(
            "kind",
            "Loại cơ quan",
            "Kind of body",
            origin=_D,
            nullable=False,
            allowed=("ministry", "ministerial_agency", "government_agency", "province", "city"),
        ),
        Field("block", "Khối", "Block", origin=_D, nullable=False, allowed=("central", "provincial")),
        Field("valid_from", "Hiệu lực từ", "Exists from", Type.DATE, _D),
        Field("valid_to", "Hiệu lực đến", "Existed until, that day included", Type.DATE, _D),
        Field("successor_code", "Cơ quan kế thừa", "Successor", origin=_D),
    ),
    ("agency_code",),
)

AGENCY_CODE = Table(
    "core",
    "agency_code",
    "Mã định danh theo thời gian",
    "Dated code systems",
    "One row is one code of one system in one span of time.",
    (
        Field("system", "Hệ mã", "Code system", origin=_D, nullable=False),
        Field("code", "Mã", "Code", origin=_D, nullable=False),
        Field("agency_code", "Mã cơ quan", "Agency code", origin=_D, nullable=False),
        Field("valid_from", "Hiệu lực từ", "Valid from", Type.DATE, _D),
        Field("valid_to", "Hiệu lực đến", "Valid until, that day included", Type.DATE, _D),
    ),
    ("system", "code", "valid_from"),
)

INDICATOR = Table(
    "core",
    "indicator",
    "Danh mục chỉ tiêu",
    "Register of indicators",
    "One row is one measure.",
    (
        Field("indicator_code", "Mã chỉ tiêu", "Indicator code", origin=_D, nullable=False),
        Field("name_vi", "Tên chỉ tiêu", "Name in Vietnamese", origin=_D, nullable=False),
        Field("name_en", "Tên tiếng Anh", "Name in English", origin=_D),
        Field("unit", "Đơn vị tính", "Unit", origin=_D),
        Field("direction", "Chiều tốt", "Which way is better", origin=_D, allowed=("higher", "lower", "none")),
        Field("kind", "Loại số liệu", "Stock or flow", origin=_D, nullable=False, allowed=("stock", "flow")),
        Field("owner", "Cơ quan theo dõi", "Owner", origin=_D),
        Field("target_value", "Mục tiêu", "Target", Type.NUMBER, _D),
        Field("target_on", "Thời hạn mục tiêu", "Target date", Type.DATE, _D),
    ),
    ("indicator_code",),
)
