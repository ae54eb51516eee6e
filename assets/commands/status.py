"""`tonghop status`: who has sent, what is late, refused, held or stale, and how the last runs ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assets.commands.figures import DATASETS_VI
from assets.commands.options import as_json, date_option, home_of, home_option, settings_of
from assets.commands.refresh import STATUSES_VI
from assets.commands.steward import decision_vi
from assets.terminal import number, printable, say_json, show_table

if TYPE_CHECKING:
    from pipelines.ledger.rows import Run
    from pipelines.report.status import Status

STATES_VI = {"reported": "đã gửi", "held": "chờ xác nhận", "carried": "số liệu cũ", "missing": "CHƯA GỬI"}
LISTED = 20
"""Rows of each list that the terminal shows; --json gives all."""


@click.command()
@home_option
@date_option("The reporting date; the latest one held where none is given.")
@as_json
def status(home: Path | None, on: dt.date | None, as_json: bool) -> None:
    """Who has sent what, what waits or was refused and why, what should be read again, the last runs."""
    from pipelines.disk import disk_use
    from pipelines.ledger import Ledger
    from pipelines.reading import Way, stale
    from pipelines.refresh import fields_by_dataset
    from pipelines.registers import load_last_good
    from pipelines.report.status import status as read_status

    settings = settings_of(home)
    where = home_of(settings)
    if settings.ledger_url is None and not where.ledger.exists():
        raise click.ClickException(f"{where.root} has no ledger yet; run: tonghop refresh")
    registers, faults = load_last_good(where.root / "config-good", settings.config_dir, where.config, fields_by_dataset())
    with Ledger.open(settings.ledger_url or where.ledger, create=False) as ledger:
        found = read_status(where, ledger, stale(ledger, Way(registers, settings)), faults, on)
    use = disk_use(where)
    if as_json:
        say_json({**_as_dict(found), "disk": {**use.parts, "total": use.total, "free": use.free}})
    else:
        _show(found)
        parts = ", ".join(f"{name} {_size(size)}" for name, size in use.parts.items() if size)
        click.echo(f"Dung lượng: {_size(use.total)} ({parts}); ổ đĩa còn trống {_size(use.free)}.")


def _size(count: int) -> str:
    """Bytes as people read them."""
    for unit, bytes_of_it in (("GiB", 1024**3), ("MiB", 1024**2), ("KiB", 1024)):
        if count >= bytes_of_it:
            return number(count / bytes_of_it, 1, unit)
    return f"{count} B"


def _as_dict(found: Status) -> dict[str, Any]:
    frames = ("compliance", "refused", "held_submissions", "quarantined", "issues")
    return {
        "as_of": found.as_of,
        "build": found.build,
        "published_at": found.published_at,
        **{name: getattr(found, name).to_dicts() for name in frames},
        "deliveries": found.deliveries,
        "stale": list(found.stale),
        "runs": [asdict(run) for run in found.runs],
        "config_faults": [asdict(fault) for fault in found.config_faults],
        "open_holds": [asdict(hold) for hold in found.open_holds],
        "decisions": [asdict(decision) for decision in found.decisions],
        "pinned": asdict(found.pinned) if found.pinned else None,
    }


def _show(found: Status) -> None:
    day = f"{found.as_of:%d/%m/%Y}" if found.as_of else "chưa có"
    published_at = f", công bố {found.published_at:%d/%m/%Y %H:%M}" if found.published_at else ""
    click.echo(f"Ngày số liệu: {day}   Bản công bố: {found.build or 'chưa có'}{published_at}")
    if found.pinned:
        pin = found.pinned
        click.echo(f"ĐANG GHIM bản {pin.subject} từ {pin.at:%d/%m/%Y %H:%M} ({pin.who}: {printable(pin.why)}); các lần chạy sau không công bố.")
        click.echo("  Bỏ ghim: tonghop rollback --release --why LÝ_DO")
    if found.compliance.height:
        _show_compliance(found)
    elif found.as_of:
        click.echo("Không có báo cáo nào phải gửi, hoặc chưa có số liệu, cho ngày này.")
    click.echo("Tệp đã nhận: " + (", ".join(f"{count} {STATUSES_VI.get(name, name)}" for name, count in found.deliveries.items()) or "chưa có"))
    if found.refused.height:
        rows = found.refused.select("delivery_id", "path", "status", "reason").rows()
        show_table(
            ("Mã tệp", "Tệp", "Kết quả", "Lý do"), [(one, path, STATUSES_VI.get(state, state), why) for one, path, state, why in rows[:LISTED]]
        )
        _more(len(rows))
    if found.open_holds:
        answers = [(one.path, one.dataset, one.agency_code, one.reported_on, one.rows, one.code, one.command) for one in found.open_holds]
        show_table(("Chờ xác nhận", "Loại", "Cơ quan", "Ngày", "Số dòng", "Lý do", "Lệnh trả lời"), answers[:LISTED], right=(4,))
        _more(len(answers))
    if found.quarantined.height:
        show_table(
            ("Nơi gửi", "Loại", "Mã lỗi của dòng bị loại", "Số dòng"),
            found.quarantined.select("reported_by", "dataset", "codes", "refused_rows").rows()[:LISTED],
            right=(3,),
        )
    if found.issues.height:
        rows = found.issues.select("code", "severity", "issues", "senders", "example").rows()
        show_table(("Phát hiện", "Mức độ", "Số lượng", "Nơi gửi", "Ví dụ"), rows[:LISTED], right=(2, 3))
    if found.stale:
        click.echo(f"Đọc theo quy tắc cũ: {number(len(found.stale))} tệp, từ {found.stale[0]}. Đọc lại: tonghop replay --stale")
    for fault in found.config_faults:
        click.echo(f"Danh mục có lỗi: {fault.file}:{fault.line}: {fault.message}")
    if found.decisions:
        decisions = [(f"{one.at:%d/%m %H:%M}", one.who, decision_vi(one), one.subject, one.why) for one in found.decisions]
        show_table(("Quyết định lúc", "Người", "Việc", "Đối tượng", "Lý do"), decisions)
    if found.runs:
        newest = found.runs[0].run_id
        rows = [(run.run_id, f"{run.started_at:%d/%m %H:%M:%S}", _ended(run, newest), _took(run)) for run in found.runs]
        show_table(("Lần chạy", "Bắt đầu", "Kết quả", "Thời gian"), rows, right=(3,))


def _show_compliance(found: Status) -> None:
    import polars as pl

    states = found.compliance.group_by("dataset", "state").len().sort("dataset", "state")
    by_dataset: dict[str, list[str]] = {}
    for dataset, state, count in states.iter_rows():
        by_dataset.setdefault(dataset, []).append(f"{count} {STATES_VI.get(state, state).lower()}")
    for dataset, told in by_dataset.items():
        click.echo(f"  {DATASETS_VI.get(dataset, dataset)}: {', '.join(told)}")
    absent = found.compliance.filter(pl.col("state") != "reported")
    if absent.height:
        rows = [
            (code, name, DATASETS_VI.get(dataset, dataset), STATES_VI.get(state, state), f"{on:%d/%m/%Y}" if on else "")
            for code, name, dataset, state, on in absent.select("agency_code", "name_vi", "dataset", "state", "reported_on").iter_rows()
        ]
        show_table(("Mã", "Cơ quan", "Loại báo cáo", "Tình trạng", "Số liệu đang dùng"), rows)
    late = found.compliance.filter(pl.col("is_late"))
    if late.height:
        afterwards = [
            (code, name, DATASETS_VI.get(one, one), f"{at:%d/%m/%Y %H:%M}")
            for code, name, one, at in late.select("agency_code", "name_vi", "dataset", "delivered_at").iter_rows()
        ]
        show_table(("Mã", "Cơ quan", "Loại báo cáo gửi muộn", "Nhận lúc"), afterwards)


def _more(rows: int) -> None:
    if rows > LISTED:
        click.echo(f"  và {number(rows - LISTED)} dòng nữa; xem tất cả bằng --json")


def _took(run: Run) -> str:
    return f"{number((run.finished_at - run.started_at).total_seconds(), 1)} s" if run.finished_at else ""


def _ended(run: Run, newest: str) -> str:
    """How a run ended. One without an end was cut off if another began after it: there is one writer."""
    if run.outcome is None:
        return "đang chạy, hoặc bị ngắt" if run.run_id == newest else "bị ngắt giữa chừng"
    return "xong" if run.outcome == "done" else run.outcome.replace("failed", "thất bại").replace("refused", "bản dựng bị từ chối")
