"""Backup and verify: a copy that can be restored, and every damage that a disk can do found and told with its remedy."""

import os
import shutil
import stat

import pytest

from pipelines.home import Home
from pipelines.refresh import build, intake, open_run, publish, settle
from pipelines.settings import Settings
from pipelines.steward.assign import assign
from pipelines.steward.backup import back_up, check_backup
from pipelines.steward.carry_out import carry_out
from pipelines.steward.decisions import StewardRefused
from pipelines.steward.rollback import roll_back
from pipelines.steward.verify import Verified, verify
from tests.pipelines.office import Office, tasks

AS_OF = [["Số liệu tính đến ngày 28/10/2025"]]


def look(office: Office) -> Verified:
    with office.home.writer_lock(), office.ledger() as ledger:
        return verify(office.home, ledger, office.settings)


def copy(office: Office, target, **given):
    with office.home.writer_lock(), office.ledger() as ledger:
        return back_up(office.home, ledger, target, **given)


@pytest.fixture
def two_days(office):
    (office.home.config / "column_maps.csv").write_text("sender,dataset,fingerprint,header,nth,field,who,when,why\n")
    office.put("BTP/a.xlsx", tasks("NV1", "", "NV3", top=AS_OF), hour=9)
    office.put("moi/b.xlsx", tasks("NV2", top=AS_OF), hour=10)
    office.put("BTC/hong.xlsx", b"PK\x03\x04 no workbook", hour=11)
    office.refresh()
    earliest = office.settings.earliest_date
    one = office.id_of("moi/b.xlsx")
    carry_out(office.settings, lambda run: assign(run.ledger, run.registers, one, agency="BYT", why="x", earliest_on=earliest))
    return office


def test_a_sound_home_has_no_damage(two_days):
    found = look(two_days)
    assert found.damage == ()
    assert (found.looked_at["archive"], found.looked_at["outcome"], found.looked_at["record"]) == (3, 3, 2)
    with two_days.ledger() as ledger:
        assert ledger.decisions("verify")[-1].payload["damaged"] == 0


def test_every_damage_is_found_and_told(two_days):
    office = two_days
    rows = office.deliveries()
    flipped = office.home.archive / rows["BTP/a.xlsx"]["sha256"][:2] / rows["BTP/a.xlsx"]["sha256"]
    content = bytearray(flipped.read_bytes())
    content[len(content) // 2] ^= 1
    flipped.chmod(0o644)
    flipped.write_bytes(content)
    gone = office.home.archive / rows["moi/b.xlsx"]["sha256"][:2] / rows["moi/b.xlsx"]["sha256"]
    gone.unlink()
    (office.home.inbox / "moi/b.xlsx").unlink()

    submissions = office.submissions()
    missing = office.home.root / submissions.filter(submissions["agency_code"] == "BTP")["record_path"][0]
    missing.unlink()
    outcome = office.home.outcome_dir(rows["moi/b.xlsx"]["delivery_id"], rows["moi/b.xlsx"]["current_reading"])
    (outcome / "issue.parquet").unlink()
    (outcome / "skipped_row.parquet").write_bytes(b"PAR1 torn")

    silent = office.home.inbox / "BTC/hong.xlsx"
    before = silent.stat()
    silent.write_bytes(b"PK\x03\x04 NO workbook")
    os.utime(silent, ns=(before.st_atime_ns, before.st_mtime_ns))

    published = office.home.current.resolve()
    published.chmod(0o644)
    with published.open("r+b") as file:
        file.truncate(5000)

    found = look(office)
    told = {(one.kind, one.what.split(" ")[0].rsplit("/", 1)[-1]): one for one in found.damage}
    assert told["archive", flipped.name].detail.startswith("its bytes are")
    assert "tonghop refresh --rescan" in told["archive", flipped.name].remedy
    assert told["archive", gone.name].detail == "not there"
    assert "ask the sender" in told["archive", gone.name].remedy
    assert told["record", missing.name].detail == "not there"
    assert "tonghop rebuild" in told["record", missing.name].remedy
    assert "were written" in told["outcome", "skipped_row.parquet"].detail
    assert told["inbox", "hong.xlsx"].detail.startswith("its bytes have changed")
    assert told["warehouse", published.name].remedy.startswith("tonghop rebuild")
    assert any("no longer in the inbox" in note for note in found.notes)


def test_a_missing_issue_file_is_found_by_what_was_published(two_days):
    office = two_days
    row = office.deliveries()["BTP/a.xlsx"]
    path = office.home.outcome_dir(row["delivery_id"], row["current_reading"]) / "issue.parquet"
    path.unlink()
    assert [(one.kind, one.what.rsplit("/", 1)[-1], one.detail) for one in look(office).damage] == [("outcome", "issue.parquet", "not there")]


def test_remedies_mend(two_days):
    """What verify advises for a flipped byte and for lost Parquet brings all back, and the warehouse is the same."""
    office = two_days
    before = office.digest()
    row = office.deliveries()["BTP/a.xlsx"]
    place = office.home.archive / row["sha256"][:2] / row["sha256"]
    place.chmod(0o644)
    place.write_bytes(b"x" + place.read_bytes()[1:])
    place.rename(place.with_name("set-aside.damaged"))
    from pipelines.refresh import refresh

    refresh(office.settings, rescan=True)
    shutil.rmtree(office.home.outcome_dir(row["delivery_id"], row["current_reading"]))
    for file in office.home.records.rglob("*.parquet"):
        file.unlink()
    with open_run(office.settings) as run:
        assert len(intake(run, missing=True).statuses) == 2
    office.rebuild()
    assert office.digest() == before
    found = look(office)
    assert found.damage == ()
    assert any("named by no delivery" in note for note in found.notes)


def test_while_pinned_the_old_file_is_not_held_against_the_ledger_of_today(two_days):
    office = two_days
    with office.home.writer_lock(), office.ledger() as ledger:
        roll_back(office.home, ledger, why="thử")
    found = look(office)
    assert found.damage == ()
    assert any("pinned" in note for note in found.notes)


def test_a_backup_is_restored_to_the_same_warehouse(two_days, tmp_path):
    office, target = two_days, tmp_path / "elsewhere"
    before = office.digest()
    done = copy(office, target, with_key=True)
    assert (done.copied, done.known, done.damaged) == (3, 0, ())
    assert stat.S_IMODE((done.folder / "applicant.key").stat().st_mode) == 0o600
    assert check_backup(done.folder) == []

    # Incremental by content: only what is new is copied; without being asked for, the key is not.
    office.put("BYT/c.xlsx", tasks("NV9", top=AS_OF), hour=16)
    office.refresh()
    after = office.digest()
    again = copy(office, target)
    assert (again.copied, again.known) == (1, 3)
    assert not (again.folder / "applicant.key").exists()
    assert after != before

    for folder, content in ((done.folder, before), (again.folder, after)):
        new = Home(tmp_path / f"new-{folder.name}").create()
        shutil.copytree(target / "archive", new.archive, dirs_exist_ok=True)
        shutil.copyfile(folder / "ledger.sqlite", new.ledger)
        shutil.copytree(folder / "config", new.config, dirs_exist_ok=True)
        shutil.copyfile(done.folder / "applicant.key", new.key_file)
        new.key_file.chmod(0o600)
        restored = Office(new.root)
        with open_run(Settings(home=new.root)) as run:
            intake(run, missing=True)
            settle(run)
            built = build(run, full=True)
            assert built is not None
            assert publish(run, built).published
        assert restored.digest() == content

    (target / "archive" / next(iter(office.deliveries().values()))["sha256"][:2]).rename(target / "gone")
    assert len(check_backup(done.folder)) == 1


def test_a_backup_copies_no_damage_and_goes_nowhere_foolish(two_days, tmp_path):
    office = two_days
    row = office.deliveries()["BTP/a.xlsx"]
    place = office.home.archive / row["sha256"][:2] / row["sha256"]
    place.chmod(0o644)
    place.write_bytes(b"x" + place.read_bytes()[1:])
    done = copy(office, tmp_path / "elsewhere")
    assert done.damaged == (row["sha256"],)
    assert not (tmp_path / "elsewhere/archive" / row["sha256"][:2] / row["sha256"]).exists()
    for target in (office.home.root / "backup", office.home.root.parent):
        with pytest.raises(StewardRefused, match="one in the other"):
            copy(office, target)
