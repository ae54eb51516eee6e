"""What `tonghop demo --year` says of the year: its figures beside each other, and the faults that were planted beside those that were found."""

import datetime as dt
from dataclasses import replace

import lxml.html
import pytest

from assets.commands.demo_year import story_of, tell_year, verdicts_of
from pipelines.home import Home
from pipelines.report.briefing import write_briefing


@pytest.fixture(scope="module")
def home(year) -> Home:
    return Home(year.home)


def test_the_year_is_told_from_the_warehouse(year, home, capsys):
    tell_year(home, story_of(home), verdicts_of(home, year.faults))
    told = capsys.readouterr().out
    assert "Số liệu tính đến ngày 28/10/2025" in told
    for line in (
        "14/22 bộ, cơ quan đã có kế hoạch hành động.",
        "54/63 địa phương đã có kế hoạch hành động.",
        "công bố 10, đếm từ báo cáo được 9",
        "nhiệm vụ quá hạn 75 → 51 (-24).",
        "hồ sơ trực tuyến toàn trình 39,51 % → 39,98 % (+0,47 điểm %).",
        "187 nhiệm vụ: 58 hoàn thành (41 đúng hạn, 17 quá hạn), 119 trong hạn, 10 quá hạn.",
        "Lỗi cài sẵn: 23 tệp; mã lỗi và cách xử lý đúng như dự kiến: 23, khác dự kiến: 0, bỏ sót: 0.",
    ):
        assert line in told


def test_a_fault_that_is_not_found_as_planted_has_a_line(year, home, capsys):
    first, second, *rest = year.faults.faults
    changed = replace(year.faults, faults=(replace(first, status="accepted"), replace(second, path="2025-10-29/BTC/khong_co.xlsx"), *rest))
    verdicts = verdicts_of(home, changed)
    assert [one.outcome for one in verdicts[:2]] == ["otherwise", "missed"]
    tell_year(home, story_of(home), verdicts)
    told = capsys.readouterr().out
    assert f"đúng như dự kiến: {len(rest)}, khác dự kiến: 1, bỏ sót: 1." in told
    assert "khong_co.xlsx" in told
    assert first.path in told


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("vi", ("−5 so với 27/10/2025", "−24 so với 15/07/2025 (khi đó tính trên 22/56 cơ quan)", "+0,47 điểm % so với 15/07/2025")),
        ("en", ("−5 against 27 Oct 2025", "−24 against 15 Jul 2025 (then from 22 of 56 agencies)", "+0.47 points against 15 Jul 2025")),
    ],
)
def test_the_page_of_the_national_day_looks_back_to_july(home, tmp_path, language, says):
    page = write_briefing(home.current, tmp_path, dt.date(2025, 10, 28), language).read_text(encoding="utf-8")
    lines = [" ".join(found.text_content().split()) for found in lxml.html.fromstring(page).xpath("//p[@class='delta']")]
    assert all(any(line.startswith(one) for line in lines) for one in says), lines
