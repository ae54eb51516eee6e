"""`tonghop check`: what a sender runs before sending. It reads the file as the pipeline will, and needs no home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assets.commands.options import as_json
from assets.terminal import number, printable, say_json, show_table

if TYPE_CHECKING:
    from pipelines.report.sender_check import Checked

LISTED = 50
"""Findings that the terminal shows; the annotated copy has all."""


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--agency", metavar="CODE", help="The agency that will send the files, by code, such as H01 or G06.")
@click.option("--dataset", type=click.Choice(["tasks", "dossiers", "dossier_counts", "indicators"]), help="What the files should hold.")
@as_json
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="The folder for annotated copies; else beside each file.")
@click.option("--no-copy", is_flag=True, help="Write no annotated copy.")
def check(files: tuple[Path, ...], agency: str | None, dataset: str | None, as_json: bool, output: Path | None, no_copy: bool) -> None:
    """Check files before they are sent. Exit 0: no error; 1: errors; 2: a file that cannot be read.

    --json gives a list of receipts (docs/receipt.schema.json), as the agency gets them after sending.
    """
    from pipelines.registers import default_config_dir, load
    from pipelines.report.sender_check import UNREADABLE, check_files

    registers = load(default_config_dir())
    if agency and registers.agency(agency) is None:
        raise click.ClickException(f"{agency} is no agency code of config/agencies.csv")
    there = [path for path in files if path.is_file()]
    checked = check_files(there, registers, agency=agency, dataset=dataset)
    taken: set[str] = set()
    copies = {} if no_copy else {one.path: _annotate(one, output, taken) for one in checked}
    if as_json:
        say_json([_as_dict(one, copies.get(one.path)) for one in checked])
    else:
        for one in checked:
            _show(one, copies.get(one.path))
    for path in files:
        if path not in there:
            click.echo(f"{path}: không có tệp này, hoặc đó là thư mục", err=True)
    raise SystemExit(max([one.verdict for one in checked] + ([UNREADABLE] if len(there) < len(files) else [])))


def _annotate(one: Checked, output: Path | None, taken: set[str]) -> Path | None:
    """The annotated copy, where there is something to mend. Nothing is written into an inbox: it would be taken for a delivery.

    `taken` are the names of this call's other copies, and gets this one's: files of one name from two folders have two copies.
    """
    from pipelines.report.annotated import Cover, write_annotated

    if not one.heard.needs_workbook:
        return None
    folder = output or one.path.absolute().parent
    if output is None and _is_inbox(folder):
        click.echo(f"{one.path}: nằm trong hộp thư; nêu -o THƯ_MỤC để nhận bản đánh dấu lỗi", err=True)
        return None
    folder.mkdir(parents=True, exist_ok=True)
    name = one.path.stem if one.path.suffix.lower() in (".xlsx", ".xlsm") else one.path.name
    stem, copy = name, 1
    while str(folder / stem).casefold() in taken:
        copy += 1
        stem = f"{name} ({copy})"
    taken.add(str(folder / stem).casefold())
    told = one.receipt
    cover = Cover(one.path.name, told["status"]["vi"], told["to_do"])
    paint = one.heard.status != "rejected"
    return write_annotated(one.path, one.heard.format, one.heard.issues, folder / f"{stem}-loi.xlsx", cover, paint=paint)


def _is_inbox(folder: Path) -> bool:
    """Whether a folder lies in some home's inbox."""
    return any(above.name == "inbox" and (above.parent / "ledger.sqlite").exists() for above in (folder, *folder.parents))


def _as_dict(one: Checked, copy: Path | None) -> dict[str, Any]:
    """The receipt, and what only a check has."""
    check = {
        "path": str(one.path),
        "verdict": ("clean", "errors", "unreadable")[one.verdict],
        "missing_dataset": one.missing_dataset,
        "annotated": str(copy) if copy else None,
    }
    return {**one.receipt, "workbook": copy.name if copy else None, "check": check}


def _show(one: Checked, copy: Path | None) -> None:
    told = one.receipt
    verdict = ("Đạt, không có lỗi.", "Có lỗi cần sửa.", "Không đọc được.")[one.verdict]
    click.echo(f"{one.path.name}: {verdict}" + (f" {printable(told['reason'])}" if told["reason"] and one.verdict else ""))
    _show_address(told)
    if one.missing_dataset:
        from schemas.contract import DATASETS

        click.echo(f"  Không tìm thấy bảng «{DATASETS[one.missing_dataset].title_vi}» ({one.missing_dataset}) trong tệp.")
    for table in told["tables"]:
        if table["dataset"] is not None:
            _show_table(table)
    counts = told["counts"]
    click.echo(f"  {number(counts['errors'])} lỗi, {number(counts['warnings'])} cảnh báo, {number(counts['notes'])} ghi nhận.")
    _show_issues(one)
    for line in told["to_do"]:
        click.echo(f"  Cần làm: {printable(line)}")
    if copy:
        click.echo(f"  Bản đánh dấu lỗi: {copy}")


def _show_address(told: dict[str, Any]) -> None:
    """Who and when, as far as the file says."""
    first = next(iter(told["submissions"]), None)
    sender = told["agency"]
    if sender:
        click.echo(f"  Cơ quan: {sender['name']} ({sender['code']})" + _evidence(sender["evidence_vi"]))
    elif first and first["agency_code"]:
        click.echo(f"  Cơ quan: {first['agency_name']} ({first['agency_code']})")
    else:
        click.echo("  Cơ quan: chưa xác định; thêm --agency MÃ hoặc ghi tên cơ quan trong tệp")
    if first is None:
        return
    click.echo(f"  Ngày số liệu: {_day(first['reporting_date'])}" + _evidence(first["date_evidence_vi"]))
    if first["period_from"] and first["period_to"]:
        click.echo(f"  Kỳ báo cáo: {_day(first['period_from'])} đến {_day(first['period_to'])}")


def _show_table(table: dict[str, Any]) -> None:
    rows = table["rows"]
    counts = f"{number(rows['loaded'])} dòng nạp, {number(rows['quarantined'])} bị loại, {number(rows['held'])} chờ xác nhận"
    counts += f", {number(rows['skipped'])} không phải số liệu"
    click.echo(f"  Bảng «{printable(table['sheet'])}» {table['cells']}: {table['dataset_vi']}, biểu {table['form']}: {counts}")
    known = [f"{column['letter']}={column['title_vi']}" for column in table["columns"] if column["field"]]
    unknown = [f"{column['letter']} «{printable(column['header'])}»" for column in table["columns"] if not column["field"]]
    click.echo(f"    Cột: {'; '.join(known)}")
    if unknown:
        click.echo(f"    Không nhận ra: {'; '.join(unknown)}")


def _show_issues(one: Checked) -> None:
    issues = one.heard.issues
    if not issues.height:
        return
    severities = {"error": "lỗi", "warning": "cảnh báo", "info": "ghi nhận"}
    rows = issues.head(LISTED).select("severity", "sheet", "cell", "row_number", "message_vi", "expected").iter_rows()
    show_table(
        ("Mức độ", "Trang", "Ô", "Nội dung", "Giá trị cần có"),
        [
            (severities[severity], sheet, cell or (f"dòng {row}" if row else ""), message, expected)
            for severity, sheet, cell, row, message, expected in rows
        ],
    )
    if issues.height > LISTED:
        click.echo(f"  và {number(issues.height - LISTED)} phát hiện nữa trong bản đánh dấu lỗi")


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))


def _evidence(said: str | None) -> str:
    return f" ({said})" if said else ""
