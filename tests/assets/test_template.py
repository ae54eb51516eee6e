"""`tonghop template`: what is filled in loads as it was typed, without one finding; what is left empty or is old is told so."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from pathlib import Path

import openpyxl
import pytest

from pipelines.digest import Sent, Terms, digest
from pipelines.intake import make_reader, make_vocabulary
from pipelines.registers import default_config_dir, load
from pipelines.report import template
from schemas.contract import DATASETS
from schemas.field import Origin

NOW = dt.datetime(2025, 10, 28, 15)
ROWS = 1000
STATES = {"Đã hoàn thành": "done", "Đang thực hiện": "in_progress", "Chưa thực hiện": "not_started", "Tạm dừng": "paused", "Hủy bỏ": "cancelled"}


def day(number: int) -> dt.date:
    return dt.date(2025, 3, 4) + dt.timedelta(days=number % 200)


def typed_date(number: int, on: dt.date):
    """A date as offices type it: as text, without zeros, as a true date, as a moment at midnight."""
    return [f"{on:%d/%m/%Y}", f"{on.day}/{on.month}/{on.year}", on, dt.datetime.combine(on, dt.time())][number % 4]


def typed_percent(number: int, value: float):
    """A percentage as offices type it; a pair is a number and its format."""
    return [value, f"{value:g}".replace(".", ","), f"{value:g}%".replace(".", ","), (value / 100, "0.0%")][number % 4]


def task(n: int) -> tuple[dict, dict]:
    state = list(STATES)[n % 5]
    done = day(n) + dt.timedelta(days=30) if state == "Đã hoàn thành" else None
    percent = 100.0 if done else round(0.5 + n % 99, 1)
    given = {
        "task_code": f"NV.{n:04}",
        "title": f"Đẩy mạnh chuyển đổi số, xây dựng cơ sở dữ liệu về đất đai – đợt {n}",
        "source_document": "57-NQ/TW",
        "lead_text": "UBND tỉnh An Giang",
        "coordinating_agencies": "Bộ Khoa học và Công nghệ; Bộ Tài chính",
        "assigned_on": typed_date(n, day(n)),
        "due_text": typed_date(n + 1, dt.date(2025, 12, 1) + dt.timedelta(days=n % 30)),
        "completed_on": done and typed_date(n + 2, done),
        "declared_status": state,
        "progress_pct": typed_percent(n, percent),
        "product": "Cơ sở dữ liệu dùng chung",
        "responsible_person": "Ông Nguyễn Văn Ỷ, Phó Giám đốc Sở",
        "approving_authority": "Ủy ban nhân dân tỉnh",
        "evidence": f"{n}/BC-UBND",
        "blocker": "Thiếu kinh phí,\nthiếu người",
        "note": "=> theo dõi",
    }
    wanted = {
        **given,
        "assigned_on": day(n),
        "completed_on": done,
        "progress_pct": percent,
        "due_on": dt.date(2025, 12, 1) + dt.timedelta(days=n % 30),
    }
    wanted.pop("due_text")
    wanted["blocker"] = "Thiếu kinh phí, thiếu người"  # line breaks within a cell become spaces
    return given, wanted


def dossier(n: int) -> tuple[dict, dict]:
    received, due = dt.datetime.combine(day(n), dt.time(8, 30)), day(n) + dt.timedelta(days=20)
    given = {
        "dossier_code": f"H01.01-{day(n):%y%m%d}-{n:04}",
        "procedure_code": f"1.{n:06}",
        "procedure_name": "Cấp giấy phép xây dựng công trình",
        "field": "Hoạt động xây dựng",
        "channel": ["Trực tuyến", "Trực tiếp", "Bưu chính"][n % 3],
        "service_level": ["Toàn trình", "Một phần"][n % 2],
        "received_at": f"{received:%d/%m/%Y %H:%M}" if n % 2 else received,
        "due_at": typed_date(n, due),
        "finished_at": typed_date(n + 1, day(n) + dt.timedelta(days=10)),
        "handling_unit": "Sở Xây dựng",
        "digitised": ["Có", "Không"][n % 2],
        "paid_online": ["Không", "Có"][n % 2],
        "applicant_name": "Nguyễn Thị Ỷ",
        "applicant_number": f"0791850{n:05}",
    }
    midnight = dt.time()
    wanted = {
        **{name: given[name] for name in ("dossier_code", "procedure_code", "procedure_name", "field", "handling_unit")},
        "received_at": received,
        "due_at": dt.datetime.combine(due, midnight),
        "finished_at": dt.datetime.combine(day(n) + dt.timedelta(days=10), midnight),
        "channel": ["online", "in_person", "post"][n % 3],
        "service_level": ["full", "partial"][n % 2],
        "digitised": n % 2 == 0,
        "paid_online": n % 2 == 1,
    }
    return given, wanted


def count(n: int) -> tuple[dict, dict]:
    numbers = {
        "received_total": 100_000 + n * 3,
        "received_online": 80_000 + n,
        "received_offline": 15_000 + n,
        "carried_over": 5_000 + n,
        "done_total": 90_000 + n,
        "done_early": 1_000,
        "done_on_time": 88_000 + n,
        "done_late": 1_000,
        "open_total": 10_000 + 2 * n,
        "open_in_time": 10_000 + n,
        "open_overdue": n,
        "online_full": 1_234,
        "online_partial": 0,
    }
    typed = {name: [value, f"{value:,}".replace(",", "."), str(value)][n % 3] for name, value in numbers.items()}
    return {"field": f"Lĩnh vực số {n}", **typed, "note": "ghi chú"}, {"field": f"Lĩnh vực số {n}", **numbers}


def indicator(n: int) -> tuple[dict, dict]:
    code = ("I01", "I02", "I03", "I04", "I05", "I09", "I15", "I17")[n]  # whose unit in the register is a percentage
    value = [0.5, 39.98, 75.0, 1.0][n % 4]
    given = {
        "indicator_code": code,
        "value": [value, f"{value:g}".replace(".", ",")][n % 2],
        "unit": "%",
        "target": 80,
        "source": "Cổng Dịch vụ công",
    }
    return given, {"indicator_code": code, "value": value, "unit": "%", "target": 80.0, "source": "Cổng Dịch vụ công"}


MAKERS = {"tasks": (task, ROWS), "dossiers": (dossier, ROWS), "dossier_counts": (count, ROWS), "indicators": (indicator, 6)}


@pytest.fixture(scope="module")
def registers():
    return load(default_config_dir())


def filled(dataset: str, folder: Path) -> Path:
    """A template of An Giang for 28 October, filled with the rows of its maker."""
    file = folder / f"{dataset}.xlsx"
    template.write_template(dataset, file, agency_name="Ủy ban nhân dân tỉnh An Giang", on=dt.date(2025, 10, 28), period_from=dt.date(2025, 1, 1))
    book = openpyxl.load_workbook(file)
    sheet = book[template.SHEET]
    columns = {one.name: at for at, (one, _) in enumerate(template.columns_of(DATASETS[dataset]), start=2)}
    make, rows = MAKERS[dataset]
    for number in range(rows):
        row = template.HEADER_ROW + 1 + number
        sheet.cell(row, 1, number + 1)
        for name, value in make(number)[0].items():
            cell = sheet.cell(row, columns[name])
            if isinstance(value, tuple):
                cell.value, cell.number_format = value
            elif isinstance(value, str):
                cell.value = value
                cell.data_type = "s"
            else:
                cell.value = value
    book.save(file)
    return file


@pytest.mark.parametrize("dataset", list(DATASETS))
def test_what_is_filled_in_loads_as_it_was_typed_without_one_finding(registers, tmp_path, dataset):
    from pipelines.report.sender_check import check_files

    file = filled(dataset, tmp_path)
    (checked,) = check_files([file], registers, dataset=dataset, now=NOW)
    told = checked.receipt
    assert told["issues"] == []
    assert (told["status"]["code"], told["agency"]["code"], told["submissions"][0]["reporting_date"]) == ("accepted", "H01", "2025-10-28")
    assert told["template"] == {"dataset": dataset, "version": template.VERSIONS[dataset], "newest": template.VERSIONS[dataset]}
    make, rows = MAKERS[dataset]
    (table,) = [one for one in told["tables"] if one["dataset"]]
    assert (table["dataset"], table["rows"]["loaded"]) == (dataset, rows)
    fields = {column["header"]: column["field"] for column in table["columns"]}
    assert fields == {"STT": "row_label", **{header: one.name for one, header in template.columns_of(DATASETS[dataset])}}

    read = digest(
        file.read_bytes(),
        Sent("d", file.name, file.name, NOW),
        make_reader(registers, secrets.token_bytes(32)),
        make_vocabulary(registers),
        Terms(latest_on=dt.date(2025, 10, 29)),
    )
    loaded = read.submissions[0].records.sort("row_number").to_dicts()
    for number, row in enumerate(loaded):
        wanted = make(number)[1]
        # Shares typed as 45.5 % of one come back with the dust of a division.
        assert {name: round(row[name], 9) if isinstance(row[name], float) else row[name] for name in wanted} == wanted, number


@pytest.mark.parametrize("dataset", list(DATASETS))
def test_an_empty_template_is_told_to_be_empty_not_wrong(tonghop, tmp_path, dataset):
    file = tmp_path / "mau.xlsx"
    assert tonghop("template", dataset, "--agency", "H01", "--date", "28/10/2025", "-o", file).exit_code == 0
    done = tonghop("check", file, "--json", "--no-copy")
    (told,) = json.loads(done.stdout)
    assert done.exit_code == 0
    assert told["issues"] == []
    assert "chưa có dòng số liệu nào" in told["to_do"][0]
    assert not any("Không cần làm gì" in line for line in told["to_do"])
    bare = tmp_path / "trong.xlsx"
    assert tonghop("template", dataset, "-o", bare).exit_code == 0
    (told,) = json.loads(tonghop("check", bare, "--json", "--no-copy").stdout)
    assert "chưa có dòng số liệu nào" in told["to_do"][0]
    assert {one["code"] for one in told["issues"]} <= {"AGENCY_UNKNOWN", "DATE_FROM_DELIVERY", "PERIOD_MISSING"}
    assert told["submissions"][0]["date_evidence"] == "delivery"


def test_an_older_template_is_read_and_its_sender_told(registers, tmp_path, monkeypatch):
    from pipelines.report.sender_check import check_files

    file = filled("indicators", tmp_path)
    monkeypatch.setitem(template.VERSIONS, "indicators", 2)
    (checked,) = check_files([file], registers, now=NOW)
    assert checked.receipt["status"]["code"] == "accepted"
    assert checked.receipt["template"] == {"dataset": "indicators", "version": 1, "newest": 2}
    assert "phiên bản 1" in checked.receipt["to_do"][-1]


def test_other_workbooks_are_no_templates(tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 torn")
    for name in ("a.xlsx", "b.xlsx"):
        with (tmp_path / name).open("rb") as file:
            assert template.template_of(file) is None


def test_a_template_offers_lists_keeps_codes_as_typed_and_says_its_version(tonghop, tmp_path):
    file = tmp_path / "mau.xlsx"
    tonghop("template", "tasks", "-o", file)
    book = openpyxl.load_workbook(file)
    sheet = book[template.SHEET]
    rules = sheet.data_validations.dataValidation
    assert any("Đang thực hiện" in rule.formula1 for rule in rules)
    assert all(rule.errorStyle == "warning" for rule in rules)
    formats = {sheet.cell(template.HEADER_ROW, at).value: sheet.column_dimensions[template.column_letter(at)].number_format for at in range(1, 19)}
    assert (formats["Mã nhiệm vụ"], formats["Ngày hoàn thành"], formats["% hoàn thành"]) == ("@", "@", "General")
    assert "phiên bản 1" in book[template.GUIDE]["A1"].value


def test_every_closed_list_offers_what_is_understood(registers):
    """A list that offers a word which is not understood would plant an error in every file."""
    for dataset in DATASETS.values():
        for one in dataset.of(Origin.REPORTED):
            for word in template._offered(one):
                assert word
    spellings = make_reader(registers, b"x" * 16).spellings
    from pipelines.vietnamese.fold import fold

    for name in ("channel", "service_level"):
        assert {fold(word) for word in template.LISTS[name]} <= {fold(key) for key in spellings.enumerations[name]}
