import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from pipelines.registers import ConfigError, Registers, check, default_config_dir, load
from pipelines.vietnamese.fold import fold


def test_the_shipped_registers_are_sound(fields: dict[str, set[str]]) -> None:
    assert check(default_config_dir(), None, fields) == []


def test_the_shipped_files_are_sorted(registers: Registers) -> None:
    files = sorted(default_config_dir().glob("*.csv"))
    assert len(files) >= 14
    for name in ("agencies", "agency_codes", "agency_aliases", "synonyms", "indicators", "tasks", "document_aliases"):
        frame = getattr(registers, name)
        keys = frame.columns[:4] if name == "synonyms" else frame.columns[:1]
        assert frame.select(keys).equals(frame.select(keys).sort(keys)), name


def test_config_dir_may_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TONGHOP_CONFIG_DIR", str(tmp_path))
    assert default_config_dir() == tmp_path


@pytest.mark.parametrize(
    ("dataset", "path", "field"),
    [
        ("dossier_counts", ["số lượng hồ sơ đã giải quyết", "Tổng số"], "done_total"),
        ("dossier_counts", ["Số lượng hồ sơ đang giải quyết", "Quá hạn"], "open_overdue"),
        ("dossier_counts", ["SỐ LƯỢNG HỒ SƠ ĐÃ GIẢI QUYẾT", "Quá hạn"], "done_late"),
        ("dossier_counts", ["Đang giải quyết", "Đúng hạn"], "open_in_time"),
        ("dossier_counts", ["Số lượng hồ sơ tiếp nhận", "Trong kỳ(Trong đó)", "Trực tiếp, dịch vụ bưu chính"], "received_offline"),
        ("dossier_counts", ["Số lượng hồ sơ tiếp nhận", "Trong kỳ", "Trực tuyến"], "received_online"),
        ("dossier_counts", ["Hồ sơ trực tuyến toàn trình"], "online_full"),
        ("tasks", ["% hoàn thành"], "progress_pct"),
        ("tasks", ["Hoàn thành"], "completed_on"),
        ("tasks", ["Đánh giá"], "declared_status"),
        ("tasks", ["taskCode"], "task_code"),
        ("tasks", ["ten_nhiem_vu"], "title"),
        ("indicators", ["Đánh giá"], "assessment"),
        ("indicators", ["Chỉ tiêu"], "indicator_name"),
        ("indicators", ["TH"], "value"),
        ("dossiers", ["maHoSo"], "dossier_code"),
        ("dossiers", ["Ghi chú"], "dossier_note"),
        ("*", ["Đơn vị"], "agency_name"),
        ("*", ["STT"], "row_label"),
    ],
)
def test_synonyms(registers: Registers, dataset: str, path: list[str], field: str) -> None:
    folded = [fold(part) for part in path]
    found = registers.synonyms.filter(pl.col("dataset") == dataset).filter(pl.col("path") == folded)
    assert found["field"].to_list() == [field]
    assert found["leaf"].to_list() == [folded[-1]]


def test_ambiguous_leaves_never_stand_alone(registers: Registers) -> None:
    alone = registers.synonyms.filter(pl.col("path").list.len() == 1, pl.col("dataset").is_in(["dossier_counts", "*"]))
    assert not set(alone["leaf"]) & {"tong so", "dung han", "qua han", "trong han", "tre han", "tong", "cong", "ket qua"}


def test_short_synonyms_are_the_known_ones(registers: Registers) -> None:
    short = registers.synonyms.filter(pl.col("path").list.len() == 1, pl.col("leaf").str.len_chars() <= 3)
    assert set(short["leaf"]) <= {"#", "stt", "tt", "no", "nv", "dvt", "th", "kpi", "due", "sdt", "nam", "quy", "ky", "ten", "han"}


def test_indicators_and_documents(registers: Registers) -> None:
    assert registers.indicator_of("i08A") == "I08a"
    assert registers.indicator_of("Tỷ lệ hồ sơ trực tuyến toàn trình") == "I01"
    assert registers.indicator_of("Số thửa đất đã đồng bộ về hệ thống trung ương") == "I10"
    assert registers.indicator_of("tỷ lệ") is None
    for text in ("57-NQ/TW", "57/NQ-TW", "NQ57", "NQ 57", "Nghị quyết số 57-NQ/TW"):
        assert registers.document_of(text) == "57-NQ/TW"
    assert registers.document_of("58-NQ/TW") is None


def test_each_indicator_is_one_measure(registers: Registers) -> None:
    counts = {
        code: registers.indicators.filter(pl.col("indicator_code").str.starts_with(code)).height
        for code in ("I08", "I14", "I21", "I36", "I27", "I31")
    }
    assert counts == {"I08": 5, "I14": 2, "I21": 7, "I36": 6, "I27": 2, "I31": 2}
    assert registers.indicators.filter(pl.col("inferred").str.contains("target_value"))["indicator_code"].to_list() == [
        "I06",
        "I07",
        "I12",
        "I13",
        "I14a",
        "I14b",
    ]


def test_forms_and_tasks(registers: Registers) -> None:
    assert [registers.main_form(name) for name in ("tasks", "dossier_counts", "dossiers", "indicators")] == ["NV", "II.06a", "HS", "CT"]
    assert "bieu so ii 06a vpcp kstt" in registers.forms.filter(pl.col("form") == "II.06a")["title_patterns"][0].to_list()
    cities = registers.tasks.filter(pl.col("assigned_to") == "cities")
    assert cities["title_key"].to_list() == ["xay dung phe duyet va to chuc thuc hien de an do thi thong minh"]
    assert registers.tasks.filter(pl.col("basis") == "source", pl.col("number").is_not_null()).is_empty()


def test_groups(registers: Registers) -> None:
    assert registers.group_of("Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ") == "central"
    assert registers.group_of("Uỷ ban nhân dân các tỉnh, thành phố trực thuộc Trung ương") == "provincial"
    assert registers.group_of("Các bộ, ngành, địa phương") == "all"
    assert registers.group_of("Bộ Y tế") is None


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2025-10-28", True),
        ("2025-10-26", False),
        ("2025-01-24", True),
        ("2025-01-25", False),
        ("2025-02-02", False),
        ("2025-02-03", True),
        ("2025-04-07", False),
        ("2025-09-02", False),
        ("2026-02-14", False),
        ("2026-02-23", True),
        ("2026-05-01", False),
    ],
)
def test_reporting_days(registers: Registers, day: str, due: bool) -> None:
    on = dt.date.fromisoformat(day)
    assert registers.reporting_day(on) is due
    assert registers.expected(on).is_empty() is not due


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2025-10-24", "2025-10-25"),
        ("2025-10-25", "2025-10-27"),  # a Sunday between
        ("2025-01-24", "2025-02-03"),  # Tết, and the Sunday that ends it
        ("2025-04-29", "2025-05-02"),
        ("2026-02-13", "2026-02-23"),
    ],
)
def test_reports_are_due_by_the_end_of_the_next_reporting_day(registers: Registers, day: str, due: str) -> None:
    assert registers.due_on(dt.date.fromisoformat(day)) == dt.date.fromisoformat(due)


def test_expected(registers: Registers) -> None:
    due = registers.expected(dt.date(2025, 10, 28))
    assert due.height == 56 * 3
    assert due.filter(pl.col("agency_code") == "H05")["dataset"].to_list() == ["dossier_counts", "indicators", "tasks"]
    assert registers.expected(dt.date(2025, 6, 30))["agency_code"].n_unique() == 85


def test_overrides_win_and_change_the_hash(copy: Path, tmp_path: Path, fields: dict[str, set[str]]) -> None:
    home = tmp_path / "home"
    home.mkdir()
    header = "sender,form,dataset,field,synonym,valid_from,valid_to\n"
    (home / "column_synonyms.csv").write_text(header + "*,*,tasks,product,ĐÁNH GIÁ,,\nH05,*,tasks,note,Cột lạ,,\n", encoding="utf-8")
    (home / "agency_aliases.csv").write_text(
        "alias,agency_code,use,valid_from,valid_to,legacy\nBKH,BKHCN,whole,,,\nMST,BYT,whole,,,\n", encoding="utf-8"
    )
    (home / "released_headers.csv").write_text(
        "sender,dataset,header,who,when,why\nH05,tasks,Mã vùng,Lan,2025-10-28,không có dữ liệu cá nhân\n", encoding="utf-8-sig"
    )
    assert check(copy, home, fields) == []
    plain, own = load(copy), load(copy, home)
    on = dt.date(2025, 10, 28)
    assert plain.content_hash != own.content_hash
    assert plain.content_hash == load(default_config_dir()).content_hash
    assert plain.agency_of_name("BKH", on) is None and own.agency_of_name("BKH", on).agency_code == "BKHCN"
    assert own.agency_of_name("MST", on).agency_code == "BYT"
    rated = own.synonyms.filter(pl.col("dataset") == "tasks", pl.col("path") == ["danh gia"])
    assert rated["field"].to_list() == ["product"]
    assert own.synonyms.filter(pl.col("sender") == "H05")["path"].to_list() == [["cot la"]]
    assert own.released_headers["header_key"].to_list() == ["ma vung"]


def test_status_synonyms_are_loaded_if_there(copy: Path) -> None:
    (copy / "status_synonyms.csv").write_text(
        "dataset,field,text,value,acceptance\ntasks,declared_status,Đã trình,open,submitted\n", encoding="utf-8"
    )
    assert load(copy).status_synonyms["text_key"].to_list() == ["da trinh"]
    (copy / "status_synonyms.csv").unlink()
    assert load(copy).status_synonyms.is_empty()


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "forms.csv").unlink()
    with pytest.raises(ConfigError, match=r"forms\.csv"):
        load(copy)


def test_a_duty_of_one_agency_and_for_a_time(copy: Path) -> None:
    (copy / "expected_submissions.csv").write_text(
        "role,dataset,frequency,valid_from,valid_to\nH22,tasks,daily,,\nH05,dossiers,daily,2025-07-01,\nH05,tasks,daily,,2025-06-30\n",
        encoding="utf-8",
    )
    own = load(copy)
    assert own.expected(dt.date(2025, 6, 30)).rows() == [("H05", "tasks"), ("H22", "tasks")]
    assert own.expected(dt.date(2025, 7, 1)).rows() == [("H05", "dossiers")]
