"""What an officer reads: the place, the value, days as they are written in Vietnam."""

import datetime as dt

from pipelines import findings
from pipelines.digest.outcome import with_table
from pipelines.telling import issue_frame
from schemas import issues


def told(code: str, **parts):
    return issue_frame(with_table(findings.finding(code, **parts), "d-t1")).to_dicts()[0]


def test_days_in_a_message_are_vietnamese_and_the_value_stays_as_it_was_sent():
    said = told(issues.BAD_DATE.code, value="2025-13-45T00:00:00", sheet="S", row_number=5, column=3, header="Thời hạn", field="due_on")
    assert "45/13/2025" in said["message_vi"]
    assert said["value"] == "2025-13-45T00:00:00"
    assert said["cell"] == "C5"


def test_numbers_that_are_no_days_stay():
    said = told(issues.BAD_DATE.code, value="A2025-10-281", sheet="S", row_number=5, column=28, header=None, field="due_on")
    assert "A2025-10-281" in said["message_vi"]
    assert said["cell"] == "AB5"
    assert dt.date(2025, 10, 28).isoformat() not in (said["expected"] or "")
