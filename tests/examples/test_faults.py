"""The planted faults before any pipeline: each stands where the manifest says; and the comparison tells found, otherwise and missed apart."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from examples.faults import DAYS, Expected, Fault, FaultManifest, compare, write_faults

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    return tmp_path_factory.mktemp("inbox")


@pytest.fixture(scope="module")
def manifest(inbox):
    return write_faults(inbox)


def one(manifest, kind: str) -> Fault:
    return next(fault for fault in manifest.faults if fault.kind == kind)


def test_every_file_stands_on_its_day(manifest, inbox):
    on_disk = {path.relative_to(inbox).as_posix() for path in inbox.rglob("*") if path.is_file()}
    assert on_disk == {fault.path for fault in manifest.faults} | set(manifest.others)
    for fault in manifest.faults:
        assert datetime.fromtimestamp((inbox / fault.path).stat().st_mtime, ZONE).date() == fault.delivered_on
    assert {fault.delivered_on for fault in manifest.faults} == set(DAYS)


def test_values_stand_in_the_cells_that_the_manifest_names(manifest, inbox):
    named = [(fault, expected) for fault in manifest.faults for expected in fault.issues if expected.cell and expected.value]
    assert len(named) == 5
    for fault, expected in named:
        assert openpyxl.load_workbook(inbox / fault.path)[expected.sheet][expected.cell].value == expected.value


def test_each_identity_is_broken_in_its_row_alone(manifest, inbox):
    fault = one(manifest, "broken_identities")
    sheet = openpyxl.load_workbook(inbox / fault.path)["II.06a"]
    broken = {}
    for number in range(9, sheet.max_row + 1):
        cells = [sheet.cell(number, column).value for column in range(1, 15)]
        if isinstance(cells[0], int):
            received, online, offline, carried, done, early, on_time, late, _, still, in_time, overdue = cells[2:]
            checks = (received == online + offline + carried, done == early + on_time + late, still == in_time + overdue, received == done + still)
            if not all(checks):
                broken[number] = [f"IDENTITY_A{position}" for position, holds in enumerate(checks, 1) if not holds]
    assert broken == {expected.row_number: [expected.code] for expected in fault.issues if expected.code.startswith("IDENTITY")}


def test_the_damaged_are_damaged(manifest, inbox):
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(inbox / one(manifest, "corrupt_workbook").path)
    assert (inbox / one(manifest, "empty_file").path).stat().st_size == 0
    assert "EncryptedPackage".encode("utf-16-le") in (inbox / one(manifest, "locked_workbook").path).read_bytes()


def test_a_duplicate_is_the_same_bytes_and_a_correction_is_not(manifest, inbox):
    def digest(path: str) -> bytes:
        return hashlib.sha256((inbox / path).read_bytes()).digest()

    assert digest(one(manifest, "duplicate").path) in {digest(path) for path in manifest.others}
    assert digest(one(manifest, "sent_again_next_day").path) in {digest(path) for path in manifest.others}
    assert digest(one(manifest, "corrected").path) != digest(one(manifest, "correction").path)


def test_only_the_days_asked_for_are_written(tmp_path, manifest):
    later = write_faults(tmp_path, [DAYS[1]])
    assert later == manifest
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert written == {fault.path for fault in manifest.faults if fault.delivered_on == DAYS[1]}


def test_the_manifest_goes_into_json(manifest):
    back = json.loads(json.dumps(manifest.as_dict(), ensure_ascii=False))
    assert len(back["faults"]) == len(manifest.faults) > 20
    assert back["faults"][0]["issues"][0]["code"] == "BAD_DATE"


DAY = date(2025, 10, 29)
FAULT = Fault(
    "wrong_dates",
    "",
    "H01/a.xlsx",
    "H01",
    DAY,
    "accepted_with_issues",
    (Expected("BAD_DATE", "blank", "S", "B7"),),
    standing="counts",
    reported_on=DAY,
)
DELIVERY = {"delivery_id": "1", "path": "H01/a.xlsx", "status": "accepted_with_issues", "delivered_at": datetime(2025, 10, 29, 14)}
ISSUE = {"delivery_id": "1", "code": "BAD_DATE", "action": "blank", "sheet": "S", "cell": "B7", "row_number": 7, "value": "x"}
SUBMISSION = {"delivery_id": "1", "standing": "counts", "reported_on": DAY}


def verdict(fault=FAULT, deliveries=(DELIVERY,), issues=(ISSUE,), submissions=(SUBMISSION,)):
    [found] = compare(FaultManifest((DAY,), (fault,)), deliveries, issues, submissions)
    return found


def test_found_where_all_is_as_expected():
    assert verdict().is_found
    other = {**ISSUE, "cell": "C9"}
    assert verdict(issues=(other, ISSUE)).is_found, "another finding of the same code beside it does no harm"


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"issues": ({**ISSUE, "cell": "C7"},)}, "BAD_DATE with cell C7"),
        ({"issues": ({**ISSUE, "action": "load"},)}, "BAD_DATE with action load"),
        ({"deliveries": ({**DELIVERY, "status": "held"},)}, "status held, not accepted_with_issues"),
        ({"submissions": ({**SUBMISSION, "standing": "held"},)}, "standing held, not counts"),
        ({"submissions": ({**SUBMISSION, "reported_on": DAY - timedelta(days=1)},)}, "reported_on 2025-10-28, not 2025-10-29"),
        ({"submissions": ()}, "standing nothing, not counts"),
    ],
)
def test_noticed_but_otherwise(changed, difference):
    said = verdict(**changed)
    assert said.outcome == "otherwise" and not said.is_found
    assert difference in said.differences


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"deliveries": ()}, "no delivery of H01/a.xlsx"),
        ({"issues": (), "deliveries": ({**DELIVERY, "status": "accepted"},)}, "no BAD_DATE"),
        ({"issues": ({**ISSUE, "delivery_id": "2"},), "deliveries": ({**DELIVERY, "status": "accepted"},)}, "no BAD_DATE"),
    ],
)
def test_missed(changed, difference):
    said = verdict(**changed)
    assert said.outcome == "missed"
    assert difference in said.differences


def test_a_path_that_came_before_is_not_meant():
    yesterday = {**DELIVERY, "delivery_id": "0", "delivered_at": datetime(2025, 10, 28, 14), "status": "accepted"}
    assert verdict(deliveries=(yesterday, DELIVERY)).is_found
    late = replace(FAULT, delivered_on=DAY + timedelta(days=1))
    assert verdict(fault=late).outcome == "missed"
