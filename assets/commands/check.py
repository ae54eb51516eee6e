"""`tonghop check`: what a sender runs before sending. It reads the file as the pipeline will, and needs no home."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assets.commands.options import as_json
from assets.terminal import number, printable, say_json, show_table

if TYPE_CHECKING:
    from pipelines.report.sender_check import Checked

LISTED = 50
"""Findings that the terminal shows; the annotated copy and --json have all."""
EVIDENCE_VI = {
    "folder": "theo thư mục hoặc --agency",
    "stated": "ghi trong tệp",
    "title": "theo tiêu đề",
    "mention": "nêu trong tệp",
    "sheet": "theo tên trang tính",
    "file_name": "theo tên tệp",
    "as_of": "ghi trong tiêu đề",
    "column": "theo cột ngày số liệu",
    "period": "theo kỳ báo cáo",
    "signed": "theo ngày ký",
    "delivery": "theo ngày gửi, vì tệp không ghi ngày",
}
"""How the sender or the date was told, as a sender reads it."""


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--agency", metavar="CODE", help="The agency that will send the files, by code, such as H01 or G06.")
@click.option("--dataset", type=click.Choice(["tasks", "dossiers", "dossier_counts", "indicators"]), help="What the files should hold.")
@as_json
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="The folder for annotated copies; else beside each file.")
@click.option("--no-copy", is_flag=True, help="Write no annotated copy.")
def check(files: tuple[Path, ...], agency: str | None, dataset: str | None, as_json: bool, output: Path | None, no_copy: bool) -> None:
    """Check files before they are sent. Exit 0: no error; 1: errors; 2: a file that cannot be read."""
    from pipelines.registers import default_config_dir, load
    from pipelines.report.sender_check import UNREADABLE, check_files

    registers = load(default_config_dir())
    if agency and registers.agency(agency) is None:
        raise click.ClickException(f"{agency} is no agency code of config/agencies.csv")
    there = [path for path in files if path.is_file()]
    checked = check_files(there, registers, agency=agency, dataset=dataset)
    copies = {} if no_copy else {one.path: _annotate(one, output) for one in checked}
    if as_json:
        say_json([_as_dict(one, copies.get(one.path)) for one in checked])
    else:
        for one in checked:
            _show(one, copies.get(one.path))
    for path in files:
        if path not in there:
            click.echo(f"{path}: không có tệp này, hoặc đó là thư mục", err=True)
    raise SystemExit(max([one.verdict for one in checked] + ([UNREADABLE] if len(there) < len(files) else [])))


def _annotate(one: Checked, output: Path | None) -> Path | None:
    """The annotated copy, where there is something to tell. Nothing is written into an inbox: it would be taken for a delivery."""
    from pipelines.report.annotated import write_annotated

    if not one.issues.height:
        return None
    folder = output or one.path.absolute().parent
    if output is None and _is_inbox(folder):
        click.echo(f"{one.path}: nằm trong hộp thư; nêu -o THƯ_MỤC để nhận bản đánh dấu lỗi", err=True)
        return None
    folder.mkdir(parents=True, exist_ok=True)
    return write_annotated(
        one.path, one.format, one.issues, folder / f"{one.path.stem if one.path.suffix.lower() in ('.xlsx', '.xlsm') else one.path.name}-loi.xlsx"
    )


def _is_inbox(folder: Path) -> bool:
    """Whether a folder lies in some home's inbox."""
    return any(above.name == "inbox" and (above.parent / "ledger.sqlite").exists() for above in (folder, *folder.parents))


def _as_dict(one: Checked, copy: Path | None) -> dict[str, Any]:
    return {
        "file": str(one.path),
        "verdict": ("clean", "errors", "unreadable")[one.verdict],
        "status": one.status,
        "reason": one.reason,
        "format": one.format,
        "agency_code": one.agency_code,
        "agency_name": one.agency_name,
        "agency_evidence": one.agency_evidence,
        "reported_on": one.reported_on,
        "date_evidence": one.date_evidence,
        "period": list(one.period) if one.period else None,
        "missing_dataset": one.missing_dataset,
        "tables": [asdict(table) for table in one.tables],
        "issues": one.issues.to_dicts(),
        "annotated": str(copy) if copy else None,
    }


def _show(one: Checked, copy: Path | None) -> None:
    verdict = ("Đạt, không có lỗi.", "Có lỗi cần sửa.", "Không đọc được.")[one.verdict]
    click.echo(f"{one.path.name}: {verdict}" + (f" {printable(one.reason)}" if one.reason and one.verdict else ""))
    agency = f"{one.agency_name} ({one.agency_code})" if one.agency_code else "chưa xác định; thêm --agency MÃ hoặc ghi tên cơ quan trong tệp"
    click.echo(f"  Cơ quan: {agency}" + _evidence(one.agency_evidence if one.agency_code else None))
    if one.reported_on:
        click.echo(f"  Ngày số liệu: {one.reported_on:%d/%m/%Y}" + _evidence(one.date_evidence))
    if one.period:
        click.echo(f"  Kỳ báo cáo: {one.period[0]:%d/%m/%Y} đến {one.period[1]:%d/%m/%Y}")
    if one.missing_dataset:
        click.echo(f"  Không tìm thấy bảng loại {one.missing_dataset} trong tệp.")
    for table in one.tables:
        if table.dataset is None:
            continue
        counts = f"{number(table.rows_loaded)} dòng nạp, {number(table.rows_quarantined)} bị loại, {number(table.rows_held)} chờ xác nhận"
        counts += f", {number(table.rows_skipped)} không phải số liệu"
        click.echo(f"  Bảng «{printable(table.sheet)}» {table.cell_range}: {table.dataset_vi}, biểu {table.form}: {counts}")
        known = [f"{column['letter']}={column['title_vi']}" for column in table.columns if column["field"]]
        unknown = [f"{column['letter']} «{printable(column['header'])}»" for column in table.columns if not column["field"]]
        click.echo(f"    Cột: {'; '.join(known)}")
        if unknown:
            click.echo(f"    Không nhận ra: {'; '.join(unknown)}")
    click.echo(f"  {number(one.count('error'))} lỗi, {number(one.count('warning'))} cảnh báo, {number(one.count('info'))} ghi nhận.")
    if one.issues.height:
        rows = one.issues.head(LISTED).select("severity", "sheet", "cell", "row_number", "message_vi", "expected").iter_rows()
        severities = {"error": "lỗi", "warning": "cảnh báo", "info": "ghi nhận"}
        show_table(
            ("Mức độ", "Trang", "Ô", "Nội dung", "Giá trị cần có"),
            [
                (severities[severity], sheet, cell or (f"dòng {row}" if row else ""), message, expected)
                for severity, sheet, cell, row, message, expected in rows
            ],
        )
        if one.issues.height > LISTED:
            click.echo(f"  và {number(one.issues.height - LISTED)} phát hiện nữa trong bản đánh dấu lỗi")
    if copy:
        click.echo(f"  Bản đánh dấu lỗi: {copy}")


def _evidence(evidence: str | None) -> str:
    return f" ({EVIDENCE_VI.get(evidence, evidence)})" if evidence else ""
