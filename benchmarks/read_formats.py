"""Files of every format from their bytes through validation, each beside the same table as xlsx; and a large workbook beside calamine's bare read.

Measured inside this process, imports done before: what a refresh pays for one more file.
"""

from __future__ import annotations

import datetime as dt
import io
import time
from collections.abc import Callable, Sequence

from benchmarks.measure import Row

NAME = "reading by format"
TASKS = 40
RUNS = 7
LARGE_ROWS, LARGE_COLUMNS = 50_000, 20
HEAD = ["STT", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn hoàn thành", "Trạng thái", "Ngày hoàn thành"]
TOP = ["BỘ TƯ PHÁP", "Số liệu tính đến ngày 28/10/2025"]
MOMENT = dt.datetime(2025, 10, 28, 15)


def run() -> list[Row]:
    """One row a format: the fastest of several runs, beside that of xlsx; then the large workbook, read only, beside its bare read."""
    from pipelines.digest import Sent, Terms, digest
    from pipelines.intake import make_reader, make_vocabulary
    from pipelines.registers import default_config_dir, load

    registers = load(default_config_dir())
    reader, vocabulary, terms = make_reader(registers, b"benchmark"), make_vocabulary(registers), Terms(latest_on=dt.date(2025, 10, 29))

    def through(name: str, content: bytes) -> Callable[[], object]:
        def once() -> None:
            told = digest(content, Sent("00000001-abc", f"BTP/{name}", name, MOMENT), reader, vocabulary, terms)
            assert sum(one.row_count for one in told.submissions) == TASKS, (name, told.reason)

        return once

    seconds = {name: _best(through(f"a.{name}", content)) for name, content in small_files().items()}
    rows = [
        Row(f"{name}, {TASKS} tasks, through validation", taken, seconds["xlsx"], taken / seconds["xlsx"], None) for name, taken in seconds.items()
    ]
    return [*rows, _large()]


def _best(once: Callable[[], object], runs: int = RUNS) -> float:
    once()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        once()
        taken.append(time.perf_counter() - began)
    return min(taken)


def _large() -> Row:
    from python_calamine import CalamineWorkbook

    from pipelines.read import Limits, read

    content = _xlsx(
        [[f"Nhiệm vụ số {row % 700}" if column % 3 == 0 else row * column / 7 for column in range(LARGE_COLUMNS)] for row in range(LARGE_ROWS)]
    )

    def bare() -> object:
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)

    ours, base = _best(lambda: read(content, "a.xlsx", Limits()), 2), _best(bare, 2)
    return Row(f"xlsx, {LARGE_ROWS} x {LARGE_COLUMNS}, read; beside calamine alone", ours, base, ours / base, None)


def small_files() -> dict[str, bytes]:
    """The same tasks in every format."""
    import json

    from benchmarks import office_files as office

    body = [
        [str(number), f"NV-{number}", f"Xây dựng cơ sở dữ liệu dùng chung số {number}", "Bộ Tư pháp", "30/12/2025", "Đang thực hiện", ""]
        for number in range(1, TASKS + 1)
    ]
    sheet = [*([line] for line in TOP), HEAD, *body]
    keys = ("stt", "maNhiemVu", "noiDungNhiemVu", "coQuanChuTri", "thoiHan", "trangThai", "ngayHoanThanh")
    records = [dict(zip(keys, row, strict=True)) for row in body]
    lines = "".join(f"<p>{line}</p>" for line in TOP)
    table = "".join(f"<tr><td>{'<td>'.join(row)}</tr>" for row in [HEAD, *body])
    tags = "".join("<nhiemVu>" + "".join(f"<{key}>{cell}</{key}>" for key, cell in record.items()) + "</nhiemVu>" for record in records)
    cells = "".join("<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>" for row in sheet)
    schema = "urn:schemas-microsoft-com:office:spreadsheet"
    widths = [30.0, 70, 260, 100, 100, 100, 100]
    page, rest = office.drawn_table([HEAD, *body[:24]], 20, 80, widths), office.drawn_table(body[24:], 20, 20, widths)
    page.texts += [(20, 30, TOP[0]), (20, 50, TOP[1])]
    xlsx = _xlsx(sheet)
    return {
        "xlsx": xlsx,
        "xls": office.xls(office.Sheet(sheet)),
        "xlsb": office.xlsb(office.Sheet(sheet)),
        "ods": office.ods(f'<table:table table:name="NV">{office.ods_rows(sheet)}</table:table>'),
        "csv": "\n".join(map(";".join, sheet)).encode(),
        "json": json.dumps({"donVi": "Bộ Tư pháp", "nhiemVu": records}).encode(),
        "ndjson": "\n".join(map(json.dumps, records)).encode(),
        "xml": f"<baoCao><donVi>Bộ Tư pháp</donVi>{tags}</baoCao>".encode(),
        "html": f"<html><meta charset=utf-8>{lines}<table>{table}</table></html>".encode(),
        "spreadsheetml": (
            f'<?xml version="1.0"?><Workbook xmlns="{schema}" xmlns:ss="{schema}"><Worksheet ss:Name="NV">'
            f"<Table>{cells}</Table></Worksheet></Workbook>"
        ).encode(),
        "docx": office.docx("".join(map(office.paragraph, TOP)) + office.word_table([HEAD, *body])),
        "pdf": office.pdf(page, rest),
        "zip": office.zipped({"a.xlsx": xlsx}),
    }


def _xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("NV")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
