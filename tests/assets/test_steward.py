"""The stewards' commands as a steward types them: what they say, what they exit with, what status shows afterwards."""

import json

import pytest

from tests.pipelines.office import Office, tasks
from tests.pipelines.sent_files import xlsx

AS_OF = [["Số liệu tính đến ngày 28/10/2025"]]
TWICE = ("STT", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "Thời hạn hoàn thành", "Trạng thái", "Ngày hoàn thành", "Ngày hoàn thành")
DONE = (1, "NV1", "Xây dựng kho dữ liệu", "30/12/2025", "Đã hoàn thành", "20/10/2025", "21/10/2025")


@pytest.fixture
def office(tmp_path) -> Office:
    return Office(tmp_path / "home")


@pytest.fixture
def at(office, tonghop):
    """Runs a command in the office's home; the exit code must be the one expected."""

    def run(*words: object, code: int = 0) -> str:
        done = tonghop("--home", office.home.root, *words)
        assert done.exit_code == code, done.output
        return done.output

    return run


@pytest.fixture
def held(office):
    """Four files: one of nobody, one with two columns of one name, a full list, and one that has shrunk."""
    office.put("moi/khong ten.xlsx", tasks("NV1", top=AS_OF), hour=8)
    office.put("BTC/hai cot.xlsx", xlsx([*AS_OF, TWICE, DONE]), hour=9)
    office.put("BTP/du.xlsx", tasks(*(f"NV{n}" for n in range(10)), top=AS_OF), hour=10)
    office.put("BTP/thieu.xlsx", tasks("NV1", top=AS_OF), hour=11)
    office.refresh()
    return office


def test_status_names_the_command_that_answers_each_hold_and_each_works(held, at):
    def waiting() -> dict[str, str]:
        return {one["path"]: one["command"] for one in json.loads(at("status", "--json"))["open_holds"]}

    commands = waiting()
    assert set(commands) == {"moi/khong ten.xlsx", "BTC/hai cot.xlsx", "BTP/thieu.xlsx"}
    shown = at("status")
    assert "Lệnh trả lời" in shown

    fill = {"MÃ": "BYT", "LÝ_DO": "đã hỏi"}
    for path, said in (("moi/khong ten.xlsx", "nhận"), ("BTP/thieu.xlsx", "Đã công bố")):
        words = [fill.get(word, word) for word in commands[path].split()[1:]]
        assert said in at(*words, "--who", "lan")
        assert path not in waiting()

    proposal = at(*commands["BTC/hai cot.xlsx"].split()[1:])
    assert "Ngày hoàn thành" in proposal
    table = commands["BTC/hai cot.xlsx"].split()[-1]
    assert table in at("map", "list")
    assert "confirm" in proposal
    assert "Đã công bố" in at("map", "confirm", table, "G=completed_on", "F=-", "--who", "lan")
    assert waiting() == {}
    told = at("map", "list")
    assert "Không có bảng nào" in told
    [confirmed] = {one["fingerprint"] for one in json.loads(at("map", "list", "--json"))["confirmed"]}

    patch = held.home.root / "home.patch"
    at("config", "export", "-o", patch)
    assert "+++ b/config/column_maps.csv" in patch.read_text()
    at("map", "forget", confirmed, "--why", "thử")
    assert list(waiting()) == ["BTC/hai cot.xlsx"]

    status = at("status")
    for words in ("đã hỏi", "gán cơ quan", "cho tính lần nộp", "xác nhận cột", "bỏ cột đã xác nhận", "xuất cấu hình", "lan"):
        assert words in status, words


def test_retract_leaves_the_rest_to_the_next_run_when_asked(held, at):
    one = held.id_of("BTP/du.xlsx")
    assert "tonghop refresh tới" in at("retract", one, "--reason", "nhầm tệp", "--no-refresh")
    assert held.deliveries()["BTP/du.xlsx"]["status"] == "accepted_with_issues"
    held.refresh()
    assert held.deliveries()["BTP/du.xlsx"]["status"] == "retracted"
    assert "rút lại" in at("retract", one, "--reason", "tệp đúng", "--undo")
    assert "is not retracted" in at("retract", one, "--reason", "lần nữa", "--undo", code=1)
    assert "there is no delivery" in at("retract", "zzz", "--reason", "x", code=1)
    assert "Missing option '--reason'" in at("retract", one, code=2)


def test_rollback_shows_in_status_and_rebuild_says_that_it_does_not_publish(held, at):
    held.put("BYT/c.xlsx", tasks("NV3", top=AS_OF), hour=12)
    held.refresh()
    assert "ghim ở đó" in at("rollback", "--why", "số sai")
    shown = at("status")
    assert "ĐANG GHIM" in shown
    assert "số sai" in shown
    assert "CHƯA công bố" in at("rebuild")
    assert "Đã công bố" in at("rollback", "--release", "--why", "đã sửa")
    assert "ĐANG GHIM" not in at("status")


def test_backup_and_verify(held, at, tmp_path):
    told = at("backup", tmp_path / "elsewhere")
    different = len({path.read_bytes() for path in held.home.inbox.rglob("*") if path.is_file()})
    assert f"{different} tệp mới" in told  # the same bytes are kept once
    assert "tonghop rebuild --home NEW_HOME" in told
    assert "Không có hư hỏng" in at("verify")
    row = held.deliveries()["BTP/du.xlsx"]
    place = held.home.archive / row["sha256"][:2] / row["sha256"]
    place.chmod(0o644)
    place.write_bytes(b"x" + place.read_bytes()[1:])
    (held.home.inbox / "BTP/du.xlsx").unlink()
    told = at("verify", "--json", code=1)
    found = json.loads(told[told.index("{") :])
    assert [one["kind"] for one in found["damage"]] == ["archive"]
    assert str(tmp_path / "elsewhere") in found["damage"][0]["remedy"]
    assert row["sha256"] in at("backup", tmp_path / "other", code=1)


def test_a_home_without_a_ledger_is_told_what_to_do(at):
    for words in (("assign", "1", "--agency", "BTC", "--why", "x"), ("verify",), ("map", "list"), ("rollback", "--why", "x")):
        assert "run: tonghop refresh" in at(*words, code=1)
