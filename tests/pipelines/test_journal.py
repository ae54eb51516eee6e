import json
import logging

import pytest

from pipelines import journal


@pytest.fixture(autouse=True)
def _silent_afterwards():
    yield
    journal.listen("text")
    journal.RUN.set(None)


def test_one_json_object_a_line_with_the_run_and_the_delivery(capsys):
    journal.listen("json")
    journal.begin("20251028T053000-ab12cd")
    journal.write("delivery held", stage="intake", delivery_id="00000004-320c73cac5", level=logging.WARNING)
    journal.end("run done")
    journal.write("after", stage="run")
    first, held, last, after = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert held["moment"].endswith("+07:00")
    assert {name: held[name] for name in ("level", "run_id", "stage", "message", "delivery_id")} == {
        "level": "warning",
        "run_id": "20251028T053000-ab12cd",
        "stage": "intake",
        "message": "delivery held",
        "delivery_id": "00000004-320c73cac5",
    }
    assert [one["run_id"] for one in (first, last, after)] == [held["run_id"], held["run_id"], None]
    assert "delivery_id" not in last


def test_an_error_stays_one_line(capsys):
    journal.listen("json")
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logging.getLogger("tonghop").exception("broke")
    (line,) = capsys.readouterr().err.splitlines()
    assert "two\nlines" in json.loads(line)["trace"]


def test_as_text_only_what_went_wrong_is_written_and_once(capsys):
    journal.listen("text")
    journal.listen("text")
    journal.write("all is well", stage="run")
    journal.write("build refused", stage="publish", level=logging.ERROR)
    assert capsys.readouterr().err == "ERROR build refused\n"
