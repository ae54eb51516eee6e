"""Findings of what was corrected or taken back are no longer counted: not in the headline, not in status, not in the checks."""

from __future__ import annotations

from pipelines.report.headline import headline
from pipelines.report.issue_examples import by_code_on
from pipelines.report.status import issues_by_code
from pipelines.steward.carry_out import carry_out
from pipelines.steward.retract import retract
from pipelines.warehouse import attached
from tests.pipelines.office import DAY, Office

SENT = """\
BÁO CÁO TÌNH HÌNH THỰC HIỆN NHIỆM VỤ NGHỊ QUYẾT SỐ 57-NQ/TW (số liệu tính đến ngày 28/10/2025)
STT;Mã nhiệm vụ;Tên nhiệm vụ;Cơ quan chủ trì;Thời hạn hoàn thành;Ngày hoàn thành;Trạng thái
1;NV.901;Xây dựng kho dữ liệu thử nghiệm;UBND tỉnh An Giang;30/09/2025;;Đang thực hiện
2;NV.902;Ban hành kế hoạch chuyển đổi số;UBND tỉnh An Giang;31/12/2025;%s;Đã hoàn thành
"""


def dates_told(office: Office) -> tuple[bool, bool, int]:
    """Whether checks and status tell of a bad date, and the number of errors in the headline."""
    with attached(office.home.current) as connection:
        told = headline(connection, DAY)
        assert told is not None
        codes = [set(frame["code"]) for frame in (by_code_on(connection, DAY), issues_by_code(connection, DAY))]
        return "BAD_DATE" in codes[0], "BAD_DATE" in codes[1], told.issues.get("error", 0)


def test_a_corrected_finding_goes_and_comes_back_with_a_retraction(tmp_path):
    office = Office(tmp_path / "home")
    office.put("H01/nhiem vu.csv", (SENT % "32/13/2025").encode())
    office.refresh()
    assert dates_told(office) == (True, True, 1)
    office.put("H01/nhiem vu sua.csv", (SENT % "15/10/2025").encode(), hour=16)
    office.refresh()
    assert dates_told(office) == (False, False, 0)
    corrected = office.id_of("H01/nhiem vu sua.csv")
    carry_out(office.settings, lambda run: retract(run.ledger, corrected, reason="gửi nhầm", who="thử"))
    assert dates_told(office) == (True, True, 1)
