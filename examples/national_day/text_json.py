"""Layouts in .json: keys without marks, camelCase keys, nested objects."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from .counts import CountRow
from .dossiers import DossierRow
from .indicators import IndicatorRow
from .layouts import CHANNELS, DOSSIER_STATES, LEVELS, Report, iso, layout, slash
from .tasks import TaskRow


def _dump(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


@layout("tasks", ".json")
def tasks_plain_keys(report: Report, rows: Sequence[TaskRow]) -> str:
    """Flat records with keys without marks."""
    records = [
        {
            "ma_nhiem_vu": row.task_code,
            "ten_nhiem_vu": row.title,
            "co_quan_chu_tri": row.lead_text,
            "van_ban_giao": row.source_document,
            "thoi_han": slash(row.due),
            "trang_thai": row.status_text,
            "ngay_hoan_thanh": slash(row.completed_on),
            "ty_le_hoan_thanh": row.progress_pct,
            "san_pham": row.product,
            "nguoi_phu_trach": row.responsible_person,
            "minh_chung": row.evidence,
            "vuong_mac": row.blocker,
            "de_xuat": row.proposal,
        }
        for row in rows
    ]
    return _dump({"don_vi_bao_cao": report.agency.reporting_line, "tinh_den_ngay": slash(report.day), "nhiem_vu": records})


@layout("tasks", ".json")
def tasks_camel_keys(report: Report, rows: Sequence[TaskRow]) -> str:
    """camelCase keys, nested objects for term and result, ISO days."""
    records = [
        {
            "maNhiemVu": row.task_code,
            "noiDungNhiemVu": row.title,
            "coQuanChuTri": row.lead_text,
            "vanBanGiao": row.source_document,
            "thoiHan": {"ngayGiao": iso(row.assigned_on), "hanHoanThanh": iso(row.due)},
            "ketQua": {"trangThai": row.status_text, "ngayHoanThanh": iso(row.completed_on), "soVanBan": row.evidence},
            "sanPham": row.product,
            "nguoiPhuTrach": row.responsible_person,
            "khoKhanVuongMac": row.blocker,
        }
        for row in rows
    ]
    return _dump({"donViBaoCao": report.agency.name, "maDonVi": report.agency.code, "ngayBaoCao": iso(report.day), "duLieu": records})


@layout("dossier_counts", ".json")
def counts_nested_keys(report: Report, rows: Sequence[CountRow]) -> str:
    """The form's three groups as nested objects."""
    records = [
        {
            "linh_vuc": row.field,
            "tiep_nhan": {
                "tong_so": row.received_total,
                "truc_tuyen": row.received_online,
                "truc_tiep": row.received_offline,
                "ky_truoc": row.carried_over,
            },
            "da_giai_quyet": {
                "tong_so": row.done_total,
                "truoc_han": row.done_early,
                "dung_han": row.done_on_time,
                "qua_han": row.done_late,
                "truc_tuyen_toan_trinh": row.online_full,
            },
            "dang_giai_quyet": {"tong_so": row.open_total, "trong_han": row.open_in_time, "qua_han": row.open_overdue},
        }
        for row in rows
    ]
    return _dump({"don_vi_bao_cao": report.agency.reporting_line, "ky_bao_cao": report.period, "so_lieu": records})


@layout("indicators", ".json")
def indicators_plain_keys(report: Report, rows: Sequence[IndicatorRow]) -> str:
    """Flat records with keys without marks; numbers as numbers."""
    records = [
        {"ma_chi_tieu": row.code, "ten_chi_tieu": row.name, "don_vi_tinh": row.unit, "muc_tieu": row.target, "ket_qua": row.value} for row in rows
    ]
    return _dump({"don_vi_bao_cao": report.agency.reporting_line, "tinh_den_ngay": slash(report.day), "chi_tieu": records})


@layout("dossiers", ".json")
def dossiers_camel_keys(report: Report, rows: Sequence[DossierRow]) -> str:
    """The national synchronisation's names in camelCase, the applicant as a nested object, ISO moments."""
    records = [
        {
            "maHoSo": row.dossier_code,
            "maTTHC": row.procedure_code,
            "tenTTHC": row.procedure_name,
            "linhVuc": row.field,
            "chuHoSo": {"hoVaTen": row.applicant, "soCCCD": row.citizen_number, "soDienThoai": row.phone},
            "kenhThucHien": CHANNELS[row.channel],
            "mucDo": LEVELS[row.full_process],
            "ngayTiepNhan": iso(row.received_at),
            "ngayHenTra": iso(row.due_at),
            "ngayKetThucXuLy": iso(row.finished_at),
            "ngayTra": iso(row.returned_at),
            "trangThaiHoSo": DOSSIER_STATES[row.status],
        }
        for row in rows
    ]
    return _dump({"donViBaoCao": report.agency.reporting_line, "kyBaoCao": report.period, "danhSachHoSo": records})
