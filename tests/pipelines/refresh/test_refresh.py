"""The refresh as one run: what it publishes, what a second one does, what a fallback day means, what is left to other runs."""

from __future__ import annotations

import datetime as dt

import pytest

from pipelines import refresh
from pipelines.home import HomeLocked
from pipelines.settings import Settings
from tests.pipelines.sent_files import TASK_HEAD, task_row, xlsx
from tests.properties.homes import asked, put, run

DAY = dt.date(2025, 10, 28)


def at(hour, minute=0, day=28):
    return dt.datetime(2025, 10, day, hour, minute)


def tasks(*codes, top=()):
    return xlsx([*top, TASK_HEAD, *[task_row(number, code) for number, code in enumerate(codes, start=1)]])


def test_a_day_a_correction_and_nothing_new(tmp_path):
    put(tmp_path, "BTP/a.xlsx", tasks("NV-1", "NV-2"), at(14))
    put(tmp_path, "BTP/hong.xlsx", b"PK\x03\x04 broken", at(14, 1))
    first = run(tmp_path, DAY)
    assert sorted(first.intake.statuses.values()) == ["accepted_with_issues", "rejected"]
    assert first.publication.published
    assert asked(tmp_path, "SELECT task_code FROM core.task ORDER BY 1") == [("NV-1",), ("NV-2",)]
    put(tmp_path, "BTP/b.xlsx", tasks("NV-1", "NV-2", "NV-3"), at(15))
    run(tmp_path, DAY)
    assert asked(tmp_path, "SELECT count(*), count(DISTINCT submission_id) FROM core.task") == [(3, 1)]
    standing = "SELECT s.standing FROM audit.submission AS s ORDER BY s.delivered_at"
    assert asked(tmp_path, standing) == [("superseded",), ("counts",)]
    third = run(tmp_path, DAY)
    assert (third.publication, third.intake.statuses) == (None, {})


def test_the_fallback_day_is_for_undated_files_and_filters_nothing(tmp_path):
    put(tmp_path, "BTP/a.xlsx", tasks("NV-1"), at(14))
    put(tmp_path, "BCA/a.xlsx", tasks("NV-1", top=[["Tính đến ngày 27/10/2025"]]), at(14, 1))
    run(tmp_path, dt.date(2025, 10, 20))
    found = dict(asked(tmp_path, "SELECT agency_code, reported_on FROM audit.submission"))
    assert found == {"BTP": dt.date(2025, 10, 20), "BCA": dt.date(2025, 10, 27)}


def test_a_partial_file_is_held_and_says_so(tmp_path):
    put(tmp_path, "BTP/a.xlsx", tasks(*[f"NV-{number}" for number in range(10)]), at(14))
    put(tmp_path, "BTP/b.xlsx", tasks("NV-1"), at(15))
    run(tmp_path, DAY)
    assert asked(tmp_path, "SELECT status FROM audit.delivery ORDER BY delivery_id") == [("accepted_with_issues",), ("held",)]
    assert asked(tmp_path, "SELECT count(*) FROM core.task") == [(10,)]
    assert asked(tmp_path, "SELECT code FROM audit.issue WHERE code = 'PARTIAL_RESUBMISSION'") == [("PARTIAL_RESUBMISSION",)]


def test_no_inbox_is_ours_and_raised(tmp_path):
    run_settings = Settings(_env_file=None, home=tmp_path)
    with refresh.open_run(run_settings) as opened:
        (tmp_path / "inbox").rmdir()
        with pytest.raises(FileNotFoundError, match="inbox"):
            refresh.receive(opened)


def test_a_home_has_one_writer(tmp_path):
    own = Settings(_env_file=None, home=tmp_path)
    with refresh.open_run(own), pytest.raises(HomeLocked), refresh.open_run(own):
        pass
