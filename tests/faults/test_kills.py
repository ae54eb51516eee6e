"""A refresh that is killed anywhere loses nothing, and no reader notices. `python -m tests.faults` does the same by the hundred."""

from __future__ import annotations

import pytest

from pipelines.home import Home
from pipelines.ledger import Ledger
from pipelines.steward.verify import verify
from tests.faults.killing import Campaign
from tests.faults.reader import Readers
from tests.faults.victim import settings_of

KILLS = 10

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """Ten kills under the eyes of two readers; what was done and what they met."""
    campaign = Campaign(tmp_path_factory.mktemp("kills"), seed=7)
    with Readers(campaign.current, 2) as readers:
        campaign.kill(KILLS, every=4)
    return campaign, readers


def test_the_warehouse_equals_the_undisturbed_one(lived):
    campaign, _ = lived
    assert campaign.done.differences == []
    assert campaign.done.compared >= 2
    assert sum(campaign.done.kills.values()) == KILLS


def test_readers_see_no_error_and_no_half_build(lived):
    _, readers = lived
    assert len(readers.met) == 2
    for met in readers.met:
        assert met.errors == []
        assert met.half_made == []
        assert sum(met.looks.values()) > 5
    contents = readers.builds()
    assert len(contents) >= 2
    assert {name for name, seen in contents.items() if len(seen) > 1} == set()


def test_nothing_that_the_ledger_names_is_damaged_and_nothing_unfinished_is_left(lived):
    campaign, _ = lived
    home = Home(campaign.disturbed)
    with home.writer_lock(), Ledger.open(home.ledger, create=False) as ledger:
        assert verify(home, ledger, settings_of(campaign.disturbed)).damage == ()
        assert {run.outcome for run in ledger.runs(1)} == {"done"}
    assert campaign.done.leftovers == []
