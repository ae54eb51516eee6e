"""`tonghop replay` and `rebuild --known-at`, on one home: a spelling is added; what it touches is stale and is read again, nothing else is."""

from __future__ import annotations

import json

import pytest

from pipelines.settings import Settings
from tests.pipelines.office import Office
from tests.pipelines.sent_files import xlsx
from tests.properties.histories import CONFIG, OWN_HEAD

AS_OF = ["Số liệu tính đến ngày 28/10/2025"]
ROWS = [[at, f"NV-{at}", f"Nhiệm vụ thứ {at}", "05/11/2025", "Đang thực hiện", None, None] for at in range(1, 5)]


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Office:
    office = Office(tmp_path_factory.mktemp("replayed"))
    office.settings = Settings(_env_file=None, home=office.home.root)
    for at, sender in enumerate(("BTP", "BCA", "H05")):
        office.put(f"{sender}/nhiem vu.xlsx", xlsx([AS_OF, OWN_HEAD, *ROWS]), hour=9 + at)
    office.refresh()
    return office


def told(tonghop, *words: object) -> dict:
    done = tonghop(*words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def due(office: Office) -> list[tuple]:
    return office.said("SELECT agency_code, count(due_on) FROM core.task GROUP BY ALL ORDER BY ALL")


def files(office: Office) -> int:
    return sum(1 for place in (office.home.records, office.home.outcomes) for one in place.rglob("*") if one.is_file())


def test_only_what_a_new_spelling_may_touch_is_stale_and_read_again(office, tonghop):
    home = ("--home", office.home.root)
    assert told(tonghop, "status", *home)["stale"] == []
    assert due(office) == [("BCA", 0), ("BTP", 0), ("H05", 0)]
    stored = files(office)

    file, header, row = CONFIG["a spelling of one sender"]
    (office.home.config / file).write_text(f"{header}\n{row.replace('Mốc phải xong', 'Chốt sổ')}\n", encoding="utf-8")
    assert len(told(tonghop, "status", *home)["stale"]) == 3, "a word that is new in headers may make a header of any file"
    (office.home.config / file).write_text(f"{header}\n{row.replace('Mốc phải xong', 'Nội dung nhiệm vụ')}\n", encoding="utf-8")
    assert told(tonghop, "status", *home)["stale"] == [office.id_of("BTP/nhiem vu.xlsx")], "a known word of one sender bears on that sender alone"

    (office.home.config / file).write_text(f"{header}\n{row}\n", encoding="utf-8")
    before = office.deliveries()
    office.refresh()
    after = office.deliveries()
    assert [one["current_reading"] for one in after.values()] == [one["current_reading"] for one in before.values()], "no daily run reads again"
    assert len(told(tonghop, "status", *home)["stale"]) == 3
    assert "tonghop replay --stale" in tonghop("status", *home).output

    done = told(tonghop, "replay", "--stale", *home)
    assert (done["read_again"], done["changed"], done["published"], done["files_removed"]) == (3, 1, True, 0)
    (change,) = done["changes"]
    assert (change["path"], change["rows_added"], change["rows_removed"]) == ("BTP/nhiem vu.xlsx", 4, 4)
    assert change["issues"] == {"COLUMN_UNMAPPED": -1}
    assert due(office) == [("BCA", 0), ("BTP", 4), ("H05", 0)]
    assert told(tonghop, "status", *home)["stale"] == []
    assert files(office) == 2 * stored, "the earlier readings stay beside"

    again = told(tonghop, "replay", "--stale", *home)
    assert (again["read_again"], again["build"]) == (0, None)
    day = told(tonghop, "replay", "--date", "2025-10-28..2025-10-29", *home)
    assert (day["read_again"], day["changed"], day["build"]) == (3, 0, None), "read in the same way nothing changes and nothing is built"
    one = told(tonghop, "replay", "--delivery", "2", "--prune", *home)
    assert (one["read_again"], one["changed"], one["files_removed"]) == (1, 0, stored)
    assert files(office) == stored
    before_loss = office.digest()
    office.rebuild()
    assert office.digest() == before_loss
    spoken = tonghop("replay", "--stale", "--prune", *home)
    assert (spoken.exit_code, "Không có tệp nào phải đọc lại" in spoken.output) == (0, True)


def test_replay_wants_to_know_what(office, tonghop):
    done = tonghop("replay", "--home", office.home.root)
    assert (done.exit_code, "--stale" in done.output) == (2, True)
    wrong = tonghop("replay", "--date", "hôm qua", "--home", office.home.root)
    assert (wrong.exit_code, "is no day" in wrong.output) == (1, True)


def test_rebuild_known_at_writes_a_file_and_publishes_nothing(office, tonghop, tmp_path):
    home, target = ("--home", office.home.root), tmp_path / "known.duckdb"
    before = office.home.current.resolve()
    done = tonghop("rebuild", "--known-at", "2025-10-28T10:30", "-o", target, *home)
    assert done.exit_code == 0, done.output
    assert "2 tệp" in done.output
    assert office.home.current.resolve() == before
    assert target.is_file()
    again = tonghop("rebuild", "--known-at", "2025-10-28", "-o", target, *home)
    assert (again.exit_code, "is there already" in again.output) == (1, True)
    assert tonghop("rebuild", "--known-at", "2025-10-28", *home).exit_code == 2
