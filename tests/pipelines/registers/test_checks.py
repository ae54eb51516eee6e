import shutil
from pathlib import Path

import pytest

from pipelines.refresh import fields_by_dataset
from pipelines.registers import ConfigError, check, default_config_dir, lastgood, load, load_last_good


def _edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _append(folder: Path, file: str, row: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as handle:
        handle.write(row + "\n")


@pytest.mark.parametrize(
    ("file", "row", "code"),
    [
        ("agency_aliases.csv", "Bộ lạ,BXX,anywhere,,,", "reference"),
        ("agency_aliases.csv", "Bộ KHCN,BYT,anywhere,,,", "overlap"),
        ("agency_aliases.csv", "Bộ lạ,BYT,anywhere,,", "width"),
        ("agency_aliases.csv", "Bộ lạ,BYT,sometimes,,,", "value"),
        ("agency_aliases.csv", "Bộ lạ,BYT,anywhere,01/03/2025,,", "type"),
        ("agency_aliases.csv", "Bộ lạ,BYT,anywhere,2025-03-01,2025-02-01,", "dates"),
        ("agency_aliases.csv", "Bộ lạ,,anywhere,,,", "blank"),
        ("agency_codes.csv", "gso,24,H05,2026-01-01,", "overlap"),
        ("agency_codes.csv", "gso,97,H99,,", "reference"),
        ("agency_codes.csv", "phone,97,H05,,", "value"),
        ("agencies.csv", "BXX,Bộ lạ,Strange,ministry,central,,,", "count"),
        ("agencies.csv", "BYT,Bộ Y tế,Ministry of Health,ministry,central,,,", "duplicate"),
        ("agency_groups.csv", "Các BỘ ngành địa phương,all", "duplicate"),
        ("column_synonyms.csv", "*,*,tasks,no_such_field,cột lạ,,", "field"),
        ("column_synonyms.csv", "*,*,dossiers,note,cột lạ,,", "field"),
        ("column_synonyms.csv", "*,*,tasks,product,THỜI HẠN,,", "two_fields"),
        ("column_synonyms.csv", "*,*,tasks,product,Đơn vị,,", "two_fields"),
        ("column_synonyms.csv", "*,*,tasks,title,Nhiem vu,,", "duplicate"),
        ("column_synonyms.csv", "*,II.99,dossier_counts,field,cột lạ,,", "reference"),
        ("column_synonyms.csv", "H99,*,dossier_counts,field,cột lạ,,", "reference"),
        ("column_synonyms.csv", "*,*,tasks,title,nhóm › …,,", "blank"),
        ("column_synonyms.csv", "*,*,tasks,title,nhóm › ,,", "type"),
        ("forms.csv", "NV2,tasks,yes,phu luc khac,Biểu khác,", "main"),
        ("indicators.csv", "I99,Tên,Name,%,stock,higher,BXX,,,,nguồn", "reference"),
        ("indicators.csv", "I99,Tên,Name,%,stock,higher,BYT,80%,,,nguồn", "type"),
        ("indicators.csv", "I99,GDP growth,Name,%,stock,higher,BYT,80,,,nguồn", "ambiguous"),
        ("indicator_aliases.csv", "Tên lạ,I99", "reference"),
        ("indicator_aliases.csv", "GDP growth,I01", "ambiguous"),
        ("wide_columns.csv", "766,LA,I99,,", "reference"),
        ("wide_columns.csv", "767,GDP growth,I01,,", "ambiguous"),
        ("wide_columns.csv", "767,CKMB,I01,,", "ambiguous"),
        ("wide_columns.csv", "766,TONG,Q766,,yes", "two_totals"),
        ("wide_columns.csv", "767,…,I01,,", "blank"),
        ("wide_columns.csv", "766,ckmb,Q766-CKMB,,", "duplicate"),
        ("document_aliases.csv", "NQ lạ,99/NQ-CP", "reference"),
        ("tasks.csv", "X-1,99/NQ-CP,,Nhiệm vụ lạ,BYT,,,,source", "reference"),
        ("tasks.csv", "X-1,03/NQ-CP,,Nhiệm vụ lạ,BXX,,,,source", "reference"),
        ("expected_submissions.csv", "BXX,tasks,daily,,", "reference"),
        ("calendar.csv", "CN,,,Chủ nhật", "type"),
        ("released_headers.csv", "H99,tasks,Cột,Lan,2025-10-28,vì", "reference"),
        ("agency_groups.csv", '"Các bộ,all', "csv"),
    ],
)
def test_each_fault_is_found_on_its_line(copy: Path, fields: dict[str, set[str]], file: str, row: str, code: str) -> None:
    _append(copy, file, row)
    last = len((copy / file).read_text(encoding="utf-8").splitlines())
    faults = check(copy, None, fields)
    assert {fault.file for fault in faults} == {file}
    assert any(fault.code == code and fault.line in (0, last) for fault in faults), faults


def test_spoilt_forms_of_a_file(copy: Path, fields: dict[str, set[str]]) -> None:
    path = copy / "agency_aliases.csv"
    path.write_bytes(path.read_bytes() + b"B\xe9 Y t\xd5,BYT,anywhere,,,\n")
    last = path.read_bytes().count(b"\n")
    assert [(fault.file, fault.line, fault.code) for fault in check(copy, None, fields)] == [("agency_aliases.csv", last, "encoding")]
    path.write_text("alias;agency_code;use;valid_from;valid_to;legacy\n", encoding="utf-8")
    assert [(fault.file, fault.line, fault.code) for fault in check(copy, None, fields)] == [("agency_aliases.csv", 1, "header")]
    path.unlink()
    assert [(fault.file, fault.line, fault.code) for fault in check(copy, None, fields)] == [("agency_aliases.csv", 0, "missing")]


def test_faults_of_succession(copy: Path, fields: dict[str, set[str]]) -> None:
    _edit(copy, "agencies.csv", "2025-02-28,BNNMT", "2025-02-28,BXX")
    assert "reference" in {fault.code for fault in check(copy, None, fields)}
    _edit(copy, "agencies.csv", "2025-02-28,BXX", "2025-02-28,")
    assert "successor" in {fault.code for fault in check(copy, None, fields)}
    shutil.copy(default_config_dir() / "agencies.csv", copy)
    _edit(copy, "agencies.csv", "2025-06-30,H05", "2025-06-30,H02")
    assert {(fault.file, fault.code) for fault in check(copy, None, fields)} == {("agencies.csv", "cycle")}


def test_counts_by_day(copy: Path, fields: dict[str, set[str]]) -> None:
    _edit(copy, "agencies.csv", "2025-06-30,H05", "2025-07-31,H05")
    messages = [fault.message for fault in check(copy, None, fields) if fault.code == "count"]
    assert messages == ["ngày 2025-07-01 có 35 cơ quan khối provincial, cần 34"]


def test_a_fault_of_the_home_is_named_so(copy: Path, tmp_path: Path, fields: dict[str, set[str]]) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "agency_aliases.csv").write_text("alias,agency_code,use,valid_from,valid_to,legacy\nBộ lạ,BXX,anywhere,,,\n", encoding="utf-8")
    assert [(fault.file, fault.line, fault.code) for fault in check(copy, home, fields)] == [("home config/agency_aliases.csv", 2, "reference")]


def test_the_last_good_file_stands_in(copy: Path, tmp_path: Path, fields: dict[str, set[str]]) -> None:
    cache, sound = tmp_path / "cache", load(copy).content_hash
    first, faults = load_last_good(cache, copy, None, fields)
    assert (first.content_hash, faults) == (sound, [])
    _edit(copy, "tasks.csv", "Từ điển dữ liệu dùng chung", "Từ điển dữ liệu")
    _append(copy, "agency_aliases.csv", "Bộ lạ,BXX,anywhere,,,")
    used, faults = load_last_good(cache, copy, None, fields)
    assert {fault.file for fault in faults} == {"agency_aliases.csv"}
    assert "Bộ lạ" not in used.agency_aliases["alias"].to_list()
    assert "Ban hành Từ điển dữ liệu" in used.tasks["title"].to_list(), "what is sound is used as edited"
    shutil.copy(default_config_dir() / "agency_aliases.csv", copy)
    mended, faults = load_last_good(cache, copy, None, fields)
    assert faults == [] and mended.content_hash == load(copy).content_hash
    assert len([folder for folder in cache.iterdir() if folder.is_dir()]) == 1


def test_a_sound_set_is_not_checked_again_but_new_fields_are(
    copy: Path, tmp_path: Path, fields: dict[str, set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_last_good(tmp_path, copy, None, fields)
    calls = []
    judge = lastgood.check_sources
    monkeypatch.setattr(lastgood, "check_sources", lambda *given: calls.append(1) or judge(*given))
    load_last_good(tmp_path, copy, None, fields)
    assert calls == []
    assert (tmp_path / "config").is_dir(), "what else lies beside the copies stays"
    narrower = fields | {"tasks": fields["tasks"] - {"proposal"}}
    with pytest.raises(ConfigError):
        load_last_good(tmp_path, copy, None, narrower)
    assert calls


def test_files_that_agree_only_together_come_from_the_copy_together(copy: Path, tmp_path: Path, fields: dict[str, set[str]]) -> None:
    cache = tmp_path / "cache"
    _append(copy, "documents.csv", "99/NQ-CP,Nghị quyết lạ,,")
    _append(copy, "document_aliases.csv", "NQ99,99/NQ-CP")
    load_last_good(cache, copy, None, fields)
    shutil.copy(default_config_dir() / "documents.csv", copy)
    used, faults = load_last_good(cache, copy, None, fields)
    assert [fault.file for fault in faults] == ["document_aliases.csv"]
    assert used.document_of("NQ99") == "99/NQ-CP"


def test_before_any_good_copy(copy: Path, tmp_path: Path, fields: dict[str, set[str]]) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "agency_aliases.csv").write_text("alias\nx\n", encoding="utf-8")
    used, faults = load_last_good(tmp_path / "one", copy, home, fields)
    assert [fault.code for fault in faults] == ["header"] and used.content_hash == load(copy).content_hash
    (copy / "agencies.csv").write_bytes(b"")
    used, faults = load_last_good(tmp_path / "two", copy, None, fields)
    assert faults[0].file == "agencies.csv" and used.content_hash == load(default_config_dir()).content_hash


def test_a_damaged_copy_is_not_trusted(copy: Path, tmp_path: Path, fields: dict[str, set[str]]) -> None:
    cache = tmp_path / "cache"
    good, _ = load_last_good(cache, copy, None, fields)
    (cache / good.content_hash / "shipped" / "tasks.csv").write_text("x", encoding="utf-8")
    _append(copy, "tasks.csv", "X-1,99/NQ-CP,,Nhiệm vụ lạ,BYT,,,,source")
    used, faults = load_last_good(cache, copy, None, fields)
    assert faults and used.content_hash == load(default_config_dir()).content_hash


def test_a_status_of_an_unknown_field(copy: Path, fields: dict[str, set[str]]) -> None:
    (copy / "status_synonyms.csv").write_text("dataset,field,text,value,acceptance\ntasks,no_such_field,Xong,done,\n", encoding="utf-8")
    assert [(fault.file, fault.line, fault.code) for fault in check(copy, None, fields)] == [("status_synonyms.csv", 2, "field")]


@pytest.mark.parametrize("file", ["agencies.csv", "documents.csv", "indicators.csv", "forms.csv"])
def test_a_file_that_cannot_be_read_does_not_echo_through_the_others(copy: Path, fields: dict[str, set[str]], file: str) -> None:
    (copy / file).write_bytes(b"\xff\xfe")
    assert [(fault.file, fault.code) for fault in check(copy, None, fields)] == [(file, "encoding")]


def test_a_file_that_nobody_reads_in_the_home_is_said(tmp_path):
    (tmp_path / "agencies.csv").write_text("agency_code\nX\n", encoding="utf-8")
    faults = check(default_config_dir(), tmp_path, fields_by_dataset())
    assert [(fault.file, fault.code) for fault in faults] == [("home config/agencies.csv", "unread")]
    assert "column_synonyms.csv" in faults[0].message
