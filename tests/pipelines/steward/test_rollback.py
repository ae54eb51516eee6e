"""Rollback: the pointer goes back and stays, refreshes go on, nothing is lost when it is released."""

import pytest

from pipelines.publish import current_build
from pipelines.refresh import build, open_run, publish, settle
from pipelines.steward.carry_out import carry_out
from pipelines.steward.decisions import StewardRefused
from pipelines.steward.rollback import release_pointer, roll_back
from tests.pipelines.office import Office, tasks

AS_OF = [["Số liệu tính đến ngày 28/10/2025"]]
CODES = "SELECT task_code FROM core.task ORDER BY ALL"


def back(office: Office, to: str | None = None):
    with office.home.writer_lock(), office.ledger() as ledger:
        return roll_back(office.home, ledger, to, why="số liệu sai", who="lan")


def test_the_pointer_stays_back_across_refreshes_until_it_is_released(office):
    office.put("BTP/a.xlsx", tasks("NV1", top=AS_OF), hour=9)
    office.refresh()
    first = current_build(office.home)
    with pytest.raises(StewardRefused, match="no one published build"):
        back(office)
    office.put("BTC/b.xlsx", tasks("NV2", top=AS_OF), hour=10)
    office.refresh()
    second = current_build(office.home)

    done = back(office)
    assert (current_build(office.home), done.before, done.build.build) == (first, second, first)
    assert office.said(CODES) == [("NV1",)]

    # Nothing new: nothing is built. Something new: taken in, built, checked, not published.
    assert office.refresh().publication is None
    office.put("BYT/c.xlsx", tasks("NV3", top=AS_OF), hour=11)
    beside = office.refresh().publication
    assert beside is not None
    assert not beside.published
    assert office.home.warehouse_file(beside.build).exists()
    assert office.deliveries()["BYT/c.xlsx"]["status"] == "accepted_with_issues"
    assert (current_build(office.home), office.refresh().publication) == (first, None)
    with open_run(office.settings) as run:
        settle(run)
        built = build(run, full=True)
        assert built is not None
        assert not publish(run, built).published

    released = carry_out(office.settings, lambda run: release_pointer(run.ledger, why="đã sửa", who="lan"))
    assert released.publication is not None
    assert released.publication.published, released.publication.failed
    assert office.said(CODES) == [("NV1",), ("NV2",), ("NV3",)]
    with pytest.raises(StewardRefused, match="not pinned"):
        carry_out(office.settings, lambda run: release_pointer(run.ledger, why="lần nữa"))
    with office.ledger() as ledger:
        assert [(one.subject, one.who, one.why, dict(one.payload)) for one in ledger.decisions("rollback")] == [
            (first, "lan", "số liệu sai", {"from": second}),
            (first, "lan", "đã sửa", {"undo": True}),
        ]


def test_what_an_earlier_build_said_is_said_again(office):
    office.put("BTP/a.xlsx", tasks("NV1", top=AS_OF), hour=9)
    office.refresh()
    first = current_build(office.home)
    office.put("BTC/b.xlsx", tasks("NV2", top=AS_OF), hour=10)
    office.refresh()
    back(office, first)
    with office.ledger() as ledger:
        said = ledger.published_frame()
    of_first = said.filter(said["build"] == first)
    moments = of_first["published_at"].unique().sort()
    assert len(moments) == 2
    old, new = (of_first.filter(of_first["published_at"] == at).drop("published_at").sort("metric", "block") for at in moments)
    assert old.drop("figure").equals(new.drop("figure"))
    assert said.filter(said["published_at"] == said["published_at"].max())["build"].unique().to_list() == [first]


def test_a_build_that_is_not_there_is_refused(office):
    office.put("BTP/a.xlsx", tasks("NV1", top=AS_OF))
    office.refresh()
    with pytest.raises(StewardRefused, match="no one published build"):
        back(office, "19990101")
    with office.ledger() as ledger:
        assert ledger.decisions() == []
