"""Dossier counts of the period, a row a field, as form II.06a has them. Rows only, no layout.

The national rates are reached by apportioning whole numbers: see `figures` for the sums that the day must give.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from .agencies import WITHOUT_FULL_PROCESS, Agency
from .dossiers import DossierRow
from .figures import Sums

_CENTRAL = {
    "BCA": ("Đăng ký, quản lý cư trú", "Quản lý xuất nhập cảnh", "Đăng ký, quản lý phương tiện", "Cấp, quản lý căn cước", "Phòng cháy, chữa cháy"),
    "BTC": ("Thuế", "Hải quan", "Chứng khoán", "Bảo hiểm xã hội", "Quản lý công sản", "Đấu thầu"),
    "BCT": ("Xuất nhập khẩu hàng hóa", "Hóa chất", "Điện lực", "Quản lý cạnh tranh", "Thương mại điện tử"),
    "BXD": ("Đăng kiểm", "Hàng hải và đường thủy", "Hàng không", "Hoạt động xây dựng", "Đường bộ"),
    "BTP": ("Lý lịch tư pháp", "Đăng ký biện pháp bảo đảm", "Quốc tịch", "Con nuôi", "Công chứng"),
    "BYT": ("Dược phẩm", "Trang thiết bị y tế", "An toàn thực phẩm", "Khám bệnh, chữa bệnh"),
    "BNNMT": ("Bảo vệ thực vật", "Thú y", "Môi trường", "Tài nguyên nước", "Thủy sản"),
}
_OTHER_CENTRAL = ("Tổ chức cán bộ", "Cấp phép hoạt động", "Thi đua, khen thưởng", "Hợp tác quốc tế")
_PROVINCE = (
    "Đất đai",
    "Thành lập và hoạt động của doanh nghiệp",
    "Hoạt động xây dựng",
    "Đường bộ",
    "Đầu tư tại Việt Nam",
    "Khám bệnh, chữa bệnh",
    "Lao động",
)
_COMMUNE = ("Hộ tịch", "Chứng thực", "Bảo trợ xã hội", "Người có công", "Giáo dục mầm non")


@dataclass(frozen=True)
class CountRow:
    """One field's dossiers in the period. `online_full` and `online_partial` are parts of `done_total`."""

    agency_code: str
    section: str
    field: str
    received_total: int
    received_online: int
    received_offline: int
    carried_over: int
    done_total: int
    done_early: int
    done_on_time: int
    done_late: int
    open_total: int
    open_in_time: int
    open_overdue: int
    online_full: int
    online_partial: int
    digitised: int


NUMBERS = tuple(name for name in CountRow.__dataclass_fields__ if name not in ("agency_code", "section", "field"))


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """`total` in whole parts in proportion to `weights`, by the largest remainders; the parts add up to `total`."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda position: (parts[position] - exact[position], position))
    for position in by_remainder[: total - sum(parts)]:
        parts[position] += 1
    return parts


def make(reporting: Iterable[Agency], from_dossiers: Sums, aims: Sums, rng: Random) -> list[CountRow]:
    """Counts of the agencies whose dossiers are not made one by one, such that with `from_dossiers` the sums are `aims`."""
    rows: list[CountRow] = []
    counting = [agency for agency in reporting if agency.dossiers_thousand]
    for block in ("central", "provincial"):
        members = [agency for agency in counting if agency.block == block and agency.code != WITHOUT_FULL_PROCESS]
        done = apportion(aims.done[block] - from_dossiers.done[block], [agency.dossiers_thousand for agency in members])
        wish = [settled * agency.full_process_share for settled, agency in zip(done, members, strict=True)]
        full = apportion(aims.online_full[block] - from_dossiers.online_full[block], wish)
        for agency, settled, online in zip(members, done, full, strict=True):
            rows += agency_rows(agency, settled, online, rng)
    for agency in counting:
        if agency.code == WITHOUT_FULL_PROCESS:
            settled = round(agency.dossiers_thousand * 1000) + 37
            rows += agency_rows(agency, settled, settled * 14 // 100, rng)
    return rows


def _fields(agency: Agency) -> list[tuple[str, str]]:
    if agency.is_central:
        return [("", name) for name in _CENTRAL.get(agency.code, _OTHER_CENTRAL)]
    return [("Cấp tỉnh", name) for name in _PROVINCE] + [("Cấp xã", name) for name in _COMMUNE]


def agency_rows(agency: Agency, settled: int, online_full: int, rng: Random) -> list[CountRow]:
    """One agency's rows whose `done_total` and `online_full` add up to the given sums. Raises ValueError where a field cannot hold its part."""
    fields = _fields(agency)
    done = apportion(settled, [rng.uniform(0.4, 2.0) for _ in fields])
    share = online_full / settled
    full = apportion(online_full, [part * rng.uniform(1 - 0.4 * (1 - share), 1 + 0.4 * (1 - share)) for part in done])
    over = sum(max(0, part - whole) for part, whole in zip(full, done, strict=True))
    if over:
        raise ValueError(f"{agency.code}: {over} full-process dossiers more than were settled")
    return [_row(agency, section, name, whole, part, rng) for (section, name), whole, part in zip(fields, done, full, strict=True)]


def _row(agency: Agency, section: str, field: str, done: int, full: int, rng: Random) -> CountRow:
    late = int(done * rng.uniform(0.001, 0.03))
    on_time = int((done - late) * rng.uniform(0.1, 0.35))
    still = int(done * rng.uniform(0.01, 0.06))
    overdue = int(still * rng.uniform(0.0, 0.15))
    partial = int((done - full) * rng.uniform(0.1, 0.5))
    received = done + still
    carried = min(int(received * rng.uniform(0.005, 0.04)), received - full - partial)
    new = received - carried
    online = min(new, full + partial + int((new - full - partial) * rng.uniform(0.0, 0.1)))
    return CountRow(
        agency_code=agency.code,
        section=section,
        field=field,
        received_total=received,
        received_online=online,
        received_offline=new - online,
        carried_over=carried,
        done_total=done,
        done_early=done - late - on_time,
        done_on_time=on_time,
        done_late=late,
        open_total=still,
        open_in_time=still - overdue,
        open_overdue=overdue,
        online_full=full,
        online_partial=partial,
        digitised=int(received * rng.uniform(0.5, 0.95)),
    )


def of_dossiers(dossiers: Sequence[DossierRow], period_from: date, day: date) -> list[CountRow]:
    """The counts that an office draws from its own dossiers, a row a field in order of name."""
    rows = []
    for field in sorted({dossier.field for dossier in dossiers}):
        mine = [dossier for dossier in dossiers if dossier.field == field]
        new = [dossier for dossier in mine if dossier.received_at.date() >= period_from]
        done = [dossier for dossier in mine if dossier.finished_at is not None]
        still = [dossier for dossier in mine if dossier.finished_at is None]
        early = sum(dossier.finished_at.date() < dossier.due_at.date() for dossier in done if dossier.finished_at)
        late = sum(dossier.finished_at.date() > dossier.due_at.date() for dossier in done if dossier.finished_at)
        overdue = sum(day > dossier.due_at.date() for dossier in still)
        online = sum(dossier.channel == "online" for dossier in new)
        rows.append(
            CountRow(
                agency_code=mine[0].agency_code,
                section="",
                field=field,
                received_total=len(mine),
                received_online=online,
                received_offline=len(new) - online,
                carried_over=len(mine) - len(new),
                done_total=len(done),
                done_early=early,
                done_on_time=len(done) - early - late,
                done_late=late,
                open_total=len(still),
                open_in_time=len(still) - overdue,
                open_overdue=overdue,
                online_full=sum(dossier.online_full for dossier in done),
                online_partial=sum(dossier.channel == "online" and not dossier.full_process for dossier in done),
                digitised=sum(dossier.digitised for dossier in mine),
            )
        )
    return rows
