"""What a clerk reads: each code tells what to do in Vietnamese, dates as Vietnam writes them, nobody named, large files listed only."""

from __future__ import annotations

import re

import openpyxl
import polars as pl
import pytest

from pipelines.grid import Unreadable
from pipelines.parse.people import MASK
from pipelines.read import read
from pipelines.report import annotated
from pipelines.report.feedback_words import (
    ACTION_VI,
    FORMATS_VI,
    SEVERITY_VI,
    SKIPPED_VI,
    STATUS_VI,
    plain_issues,
    refusal,
    safe_name,
    to_do,
    vietnamese_dates,
)
from schemas.audit import DELIVERY_STATUSES, ISSUE, SKIP_REASONS
from schemas.frames import polars_schema
from schemas.issues import CATALOGUE
from schemas.issues.remedies import REMEDIES
from schemas.rule import Action, Severity

ENGLISH = re.compile(r"\b(?:the|file|is|not|bytes?|document|error|row|column|date|Excel|upload|format)\b", re.IGNORECASE)


def told(**parts):
    """One issue as it would be handed to its sender."""
    issue = CATALOGUE[parts.get("code", "BAD_DATE")]
    value = parts.get("value")
    words = {"sheet": "NV", "cell": "F5", "row_number": 5, "header": "Ngày", "field": "Ngày", "value": value, "expected": ""} | parts
    row = dict.fromkeys(polars_schema(ISSUE.fields)) | {
        "code": issue.code,
        "severity": issue.severity.value,
        "action": issue.action.value,
        "message_vi": issue.message_vi.format(**words),
        "sheet": "NV",
        "cell": "F5",
        "row_number": 5,
        **{name: given for name, given in parts.items() if name in polars_schema(ISSUE.fields)},
    }
    frame = pl.DataFrame([row], schema=polars_schema(ISSUE.fields)).with_columns(
        pl.lit(parts.get("dataset"), pl.String).alias("dataset"), pl.lit(parts.get("is_workbook", True)).alias("is_workbook")
    )
    return plain_issues(frame, lambda code: f"cơ quan {code}").row(0, named=True)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_each_code_says_what_to_do_in_vietnamese(code):
    issue = CATALOGUE[code]
    assert REMEDIES[code].endswith(".")
    for text in (issue.message_vi, issue.expected, REMEDIES[code]):
        assert text
        assert not ENGLISH.search(re.sub(r"«[^»]*»|\{\w+\}|\.\w+", "", text)), text
    if issue.ours:
        assert "Không cần làm gì" in REMEDIES[code]
    elif issue.severity is Severity.ERROR and issue.action is not Action.REJECT:
        assert issue.expected != "Không áp dụng"


def test_every_code_of_the_contract_has_a_word():
    assert set(REMEDIES) == set(CATALOGUE)
    assert set(STATUS_VI) == set(DELIVERY_STATUSES)
    assert set(SKIPPED_VI) == set(SKIP_REASONS)
    assert set(ACTION_VI) == {action.value for action in Action}
    assert set(SEVERITY_VI) == {severity.value for severity in Severity}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("sau 2025-11-29", "sau 29/11/2025"),
        ("2025-10-28T08:30:00", "28/10/2025 08:30"),
        ("Ô A1: 2025-10-28.", "Ô A1: 28/10/2025."),
        ("từ 2025-01-01 đến 2025-10-28", "từ 01/01/2025 đến 28/10/2025"),
        ("H57.132-251028-0583", "H57.132-251028-0583"),
        ("31/02/2025", "31/02/2025"),
        ("12025-10-281", "12025-10-281"),
    ],
)
def test_dates_are_written_as_vietnam_writes_them(given, wanted):
    assert pl.DataFrame({"t": [given]}).select(vietnamese_dates(pl.col("t"))).item() == wanted


def test_a_text_is_quoted_as_written_a_date_cell_as_it_is_shown():
    assert told(value="2025-13-01", is_workbook=False)["value"] == "2025-13-01"
    assert told(code="FUTURE_COMPLETION", value="2025-11-29")["value"] == "29/11/2025"


@pytest.mark.parametrize(
    ("dataset", "field", "value", "hidden"),
    [
        ("dossiers", "received_at", "Nguyễn Thị Bích Ngọc", True),
        ("dossiers", "received_at", "079185001234", True),
        ("dossiers", "received_at", "LAN", True),
        ("dossiers", "dossier_code", "B1234567", True),
        ("dossiers", "dossier_code", "H57.132-251028-0583", False),
        ("dossiers", "received_at", "41/10/2025", False),
        ("dossiers", "received_at", "2025-10-28T08:30:00", False),
        ("tasks", "due_text", "gọi bà Lan 0987 654 321", True),
        ("tasks", "due_text", "ngoc@example.vn", True),
        ("tasks", "due_text", "khi có hướng dẫn", False),
        ("tasks", "task_code", "NQ57.042", False),
        ("indicators", "value", "4.490.000.000.000", False),
        ("dossier_counts", "received_total", "khoảng 120", False),
        ("dossier_counts", "received_total", "hỏi 0987654321", True),
        (None, None, "079185001234", True),
    ],
)
def test_a_value_that_could_tell_of_a_person_is_hidden_in_value_and_message(dataset, field, value, hidden):
    one = told(code="BAD_NUMBER", dataset=dataset, field=field, value=value)
    assert (one["value"] == MASK) is hidden
    assert (value in one["message_vi"]) is not (hidden or "T" in value)


def test_agencies_are_told_by_name():
    one = told(code="LEGACY_AGENCY", value="Bộ Giao thông vận tải", expected="BXD")
    assert one["message_vi"].endswith("số liệu được ghi cho cơ quan BXD.")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", b"{\\rtf1\\ansi x}"),
        ("a.zip", b"Rar!\x1a\x07 x"),
        ("a.csv", b"\x1f\x8b\x08\x00abc"),
        ("a.png", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_a_refused_format_is_named_as_a_sender_knows_it(name, content):
    with pytest.raises(Unreadable) as refused:
        read(content, name)
    said = refusal(refused.value.code, refused.value.detail)
    assert any(f"({known})" in said for known in FORMATS_VI.values())
    assert name not in said


def test_what_a_reader_says_for_us_is_not_told():
    assert refusal("TOO_LARGE", "a.xlsx: 9 bytes, at most 8 are read") == "Tệp vượt giới hạn kích thước."
    one = told(code="CORRUPT_FILE", value="a.xlsx: damaged zip package", sheet=None, cell=None, row_number=None)
    assert one["value"] is None


def test_a_hold_that_came_after_the_reading_says_what_to_do():
    none = pl.DataFrame(schema=polars_schema(ISSUE.fields))
    assert REMEDIES["PARTIAL_RESUBMISSION"] in to_do("held", none, frozenset({"PARTIAL_RESUBMISSION"}))
    assert to_do("accepted", none) == ["Không cần làm gì."]


@pytest.mark.parametrize(("given", "wanted"), [("a/b\\c:d", "a_b_c_d"), ("..", "tep"), ("Báo cáo 28-10", "Báo cáo 28-10"), ("x" * 300, "x" * 80)])
def test_file_names_are_safe(given, wanted):
    assert safe_name(given) == wanted


def test_of_a_large_workbook_only_the_list_is_written(tmp_path, monkeypatch):
    book = openpyxl.Workbook()
    book.worksheets[0].title = "NV"
    book.save(tmp_path / "a.xlsx")
    issues = pl.DataFrame([told(value="31/02/2025")], schema={**polars_schema(ISSUE.fields), "remedy": pl.String()})
    monkeypatch.setattr(annotated, "MOST_SHEET_BYTES", 10)
    written = annotated.write_annotated(tmp_path / "a.xlsx", "xlsx", issues, tmp_path / "out.xlsx", annotated.Cover("a.xlsx", "Nhận được"))
    book = openpyxl.load_workbook(written)
    assert book.sheetnames == [annotated.LIST_SHEET]
    assert any("quá lớn" in str(row[0].value) for row in book[annotated.LIST_SHEET].iter_rows())
