"""The warehouse as known at a moment: equal to that of a home which stopped then, whatever was sent and decided later."""

import datetime as dt

import pytest

from pipelines import refresh
from pipelines.build import content_digest
from pipelines.known_at import KnownRefused, build_known
from pipelines.ledger import Decision
from pipelines.settings import Settings
from pipelines.warehouse import connect, rows_of
from tests.pipelines.office import DAY, Office, tasks
from tests.properties.histories import differing

AS_OF = [["Số liệu tính đến ngày 28/10/2025"]]
# Made once: a workbook tells when it was written, and ids come of the bytes.
MORNING = {
    "BTP/sang.xlsx": (tasks("NV1", "NV2", "NV3", top=AS_OF), 8),
    "moi/ai.xlsx": (tasks("NV7", top=AS_OF), 9),
    "BCA/nham.xlsx": (tasks("NV8", top=AS_OF), 10),
    "BCA/hong.xlsx": (b"PK\x03\x04 cut off", 11),
}
MUON = tasks("NV5", top=AS_OF)
NOON = dt.datetime.combine(DAY, dt.time(12))


def settings_of(office: Office) -> None:
    office.settings = Settings(_env_file=None, home=office.home.root, applicant_key="one key for both homes")


def morning(office: Office) -> None:
    """What both homes know: a report, one for which nobody can be told, one that a steward took back, a file that nobody can read."""
    settings_of(office)
    for path, (content, hour) in MORNING.items():
        office.put(path, content, hour=hour)
    office.refresh()
    decide(office, "retract", "BCA/nham.xlsx", at=dt.time(11))
    office.refresh()


def decide(office: Office, action: str, path: str, at: dt.time, day: dt.date = DAY, **payload: object) -> None:
    one = office.id_of(path)
    with refresh.open_run(office.settings) as run:
        run.ledger.record_decision(Decision(dt.datetime.combine(day, at), "lan", "gửi nhầm", action, one, payload))


@pytest.fixture(scope="module")
def then(tmp_path_factory) -> Office:
    office = Office(tmp_path_factory.mktemp("then"))
    morning(office)
    return office


@pytest.fixture(scope="module")
def later(tmp_path_factory) -> Office:
    """The same home in the evening: a correction, a part that is held, assignments, a retraction and the end of one, all after noon."""
    office = Office(tmp_path_factory.mktemp("later"))
    morning(office)
    office.put("BTP/chieu.xlsx", tasks("NV1", "NV2", "NV3", "NV4", top=AS_OF), hour=15)
    office.put("BTP/toi.xlsx", tasks("NV1", top=AS_OF), hour=19)
    office.put("H05/muon.xlsx", MUON, hour=20)
    office.refresh()
    decide(office, "assign", "moi/ai.xlsx", dt.time(16), agency="BTC")
    decide(office, "assign", "BTP/sang.xlsx", dt.time(17), date="2025-10-27")
    decide(office, "retract", "BCA/nham.xlsx", dt.time(18), undo=True)
    decide(office, "retract", "BTP/chieu.xlsx", dt.time(21))
    # Copied late with the moment of the morning: the first of its bytes that was known at noon came in after another that was not.
    office.put("H05/som.xlsx", MUON, hour=7)
    office.refresh()
    return office


def test_it_is_the_warehouse_of_a_home_that_stopped_then(then, later, tmp_path):
    before = later.digest()
    known = build_known(later.settings, NOON, tmp_path / "noon.duckdb")
    assert later.digest() == before, "nothing was published"
    with connect(known.path) as connection:
        rows = rows_of(connection, "SELECT agency_code, task_code FROM core.task_report ORDER BY ALL")
        said = rows_of(connection, "SELECT count(*) FROM audit.published_figure")
    assert rows == [("BTP", "NV1"), ("BTP", "NV2"), ("BTP", "NV3"), ("H05", "NV5")]
    assert said == [(0,)], "figures were said in the year of the test, not by that noon"
    assert (known.deliveries, known.decisions) == (5, 1)
    assert then.digest()["audit.delivery"][0] == 4, "the late copy alone is more than the morning's home had"


def test_a_moment_after_all_is_what_is_published(later, tmp_path):
    later.refresh()
    known = build_known(later.settings, dt.datetime(2030, 1, 1), tmp_path / "now.duckdb")
    assert differing(content_digest(known.path), later.digest()) == []
    assert known.path.stat().st_mode & 0o222 == 0


def test_the_moment_of_the_home_that_stopped(then, tmp_path):
    """Of a home that went on without anything known by then, table by table the same."""
    with_more = Office(tmp_path / "more")
    morning(with_more)
    with_more.put("BTP/chieu.xlsx", tasks("NV1", "NV2", "NV3", "NV4", top=AS_OF), hour=15)
    decide(with_more, "assign", "moi/ai.xlsx", dt.time(16), agency="BTC")
    decide(with_more, "retract", "BCA/nham.xlsx", dt.time(18), undo=True)
    decide(with_more, "retract", "BTP/sang.xlsx", dt.time(18))
    with_more.refresh()
    assert differing(with_more.digest(), then.digest()) != []
    known = build_known(with_more.settings, NOON, tmp_path / "noon.duckdb")
    assert differing(content_digest(known.path), then.digest()) == []
    assert known.read_again == 1, "the assigned one alone"


def test_no_file_is_written_over_and_nothing_is_left_behind(then, tmp_path):
    target = tmp_path / "kept.duckdb"
    target.write_bytes(b"mine")
    with pytest.raises(KnownRefused, match="is there already"):
        build_known(then.settings, NOON, target)
    assert target.read_bytes() == b"mine"
    assert list(then.home.root.glob(".known-*")) == []
