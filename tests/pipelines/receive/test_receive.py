import datetime as dt
import hashlib
import os
import shutil
import unicodedata

import pytest

from pipelines import clock, receive
from pipelines.home import Home
from pipelines.ledger import Ledger

NOW = dt.datetime(2025, 10, 28, 5, 30)
MORNING = dt.datetime(2025, 10, 28, 4, 0, 0, 250_000)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


@pytest.fixture
def ledger(home):
    with Ledger.open(home.ledger) as ledger:
        yield ledger


def put(home, path, content="STT,Nhiệm vụ\n1,Ban hành nghị định\n", at=MORNING):
    place = home.inbox / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content if isinstance(content, bytes) else content.encode())
    touch(place, at)
    return place


def touch(place, at):
    ns = clock.epoch_us(at) * 1000
    os.utime(place, ns=(ns, ns))


def scan(home, ledger, now=NOW, **options):
    return receive.scan(home, ledger, now=now, **options)


def archived(home):
    return sorted(path.name for path in home.archive.rglob("*") if path.is_file())


def left(result):
    return {one.path: one.why for one in result.left}


def test_a_file_becomes_a_delivery_and_stays_in_the_inbox(home, ledger):
    place = put(home, "G09/Báo cáo 28.10.xlsx", b"PK\x03\x04")
    result = scan(home, ledger, run_id="run-1", run_date=dt.date(2025, 10, 28))
    sha256 = hashlib.sha256(b"PK\x03\x04").hexdigest()
    (delivery,) = result.deliveries
    assert delivery.delivery_id == f"00000001-{sha256[:10]}"
    assert (delivery.path, delivery.file_name) == ("G09/Báo cáo 28.10.xlsx", "Báo cáo 28.10.xlsx")
    assert (delivery.sha256, delivery.bytes) == (sha256, 4)
    assert (delivery.delivered_at, delivery.received_at) == (MORNING, NOW)
    assert (delivery.received_run, delivery.run_date, delivery.tie) == ("run-1", dt.date(2025, 10, 28), False)
    assert place.read_bytes() == b"PK\x03\x04"
    assert (home.archive / sha256[:2] / sha256).read_bytes() == b"PK\x03\x04"
    assert ledger.deliveries_pending() == [delivery]


def test_a_known_path_is_not_opened_again(home, ledger, monkeypatch):
    put(home, "G09/a.csv")
    scan(home, ledger)
    monkeypatch.setattr(receive, "_chunks", lambda file: pytest.fail(f"{file.path} was read again"))
    result = scan(home, ledger)
    assert (result.deliveries, result.files_seen, result.files_known, result.bytes_read) == ((), 1, 1, 0)


def test_order_is_that_of_known_time_then_path_and_ids_sort_alike(home, ledger):
    put(home, "H26/b.csv", "b", MORNING)
    put(home, "G09/z.csv", "z", MORNING - dt.timedelta(hours=1))
    put(home, "G10/a.csv", "a", MORNING)
    deliveries = scan(home, ledger).deliveries
    assert [(one.path, one.intake_no, one.tie) for one in deliveries] == [("G09/z.csv", 1, False), ("G10/a.csv", 2, True), ("H26/b.csv", 3, True)]
    assert sorted(one.delivery_id for one in deliveries) == [one.delivery_id for one in deliveries]


def test_a_tie_with_an_earlier_scan_is_flagged(home, ledger):
    put(home, "G09/a.csv", "a")
    scan(home, ledger)
    put(home, "G10/a.csv", "b")
    put(home, "G11/a.csv", "c", MORNING + dt.timedelta(microseconds=1))
    assert [one.tie for one in scan(home, ledger).deliveries] == [True, False]


def test_numbers_go_on_where_the_ledger_stopped(home, ledger):
    put(home, "G09/a.csv", "a")
    scan(home, ledger)
    # Delivered before the first, but found later: a later number all the same.
    put(home, "G10/late.csv", "b", MORNING - dt.timedelta(days=3))
    (late,) = scan(home, ledger).deliveries
    assert late.intake_no == 2


def test_a_clock_that_runs_ahead_cannot_outrun_the_scan(home, ledger):
    put(home, "G09/a.csv", at=NOW + dt.timedelta(days=400))
    assert scan(home, ledger).deliveries[0].delivered_at == NOW


def test_touch_delivers_the_same_bytes_again(home, ledger):
    place = put(home, "G09/a.csv")
    first = scan(home, ledger).deliveries[0]
    touch(place, MORNING + dt.timedelta(hours=1))
    (again,) = scan(home, ledger).deliveries
    assert again.sha256 == first.sha256
    assert again.delivered_at == MORNING + dt.timedelta(hours=1)
    assert archived(home) == [first.sha256]
    assert scan(home, ledger).deliveries == ()


def test_other_content_at_the_same_path_is_delivered_even_with_the_old_mtime_and_size(home, ledger):
    put(home, "G09/a.csv", "1,20\n")
    scan(home, ledger)
    put(home, "G09/a.csv", "1,25\n")
    (again,) = scan(home, ledger).deliveries
    assert again.sha256 == hashlib.sha256(b"1,25\n").hexdigest()
    assert len(archived(home)) == 2


def test_a_renamed_file_is_a_new_sighting_and_a_new_delivery(home, ledger):
    place = put(home, "inbox-tray/a.csv")
    scan(home, ledger)
    (home.inbox / "H26").mkdir()
    place.rename(home.inbox / "H26" / "a.csv")
    (again,) = scan(home, ledger).deliveries
    assert again.path == "H26/a.csv"
    assert set(ledger.known_sightings()) == {"inbox-tray/a.csv", "H26/a.csv"}
    assert len(archived(home)) == 1


def test_an_inbox_restored_from_a_backup_delivers_nothing_again(home, ledger, tmp_path):
    put(home, "G09/a.csv")
    scan(home, ledger)
    shutil.copytree(home.inbox, tmp_path / "backup")
    shutil.rmtree(home.inbox)
    shutil.copytree(tmp_path / "backup", home.inbox)
    before = ledger.known_sightings()["G09/a.csv"]
    result = scan(home, ledger, run_id="run-2")
    assert (result.deliveries, result.files_known) == ((), 1)
    after = ledger.known_sightings()["G09/a.csv"]
    assert after.signature != before.signature
    assert (after.delivery_id, after.seen_run) == (before.delivery_id, "run-2")
    assert scan(home, ledger).bytes_read == 0


def test_a_file_removed_and_sent_again_under_its_name(home, ledger):
    place = put(home, "G09/a.csv")
    scan(home, ledger)
    place.unlink()
    assert scan(home, ledger).files_seen == 0
    put(home, "G09/a.csv", at=MORNING + dt.timedelta(minutes=1))
    assert len(scan(home, ledger).deliveries) == 1


def test_the_same_bytes_in_two_folders_are_two_deliveries_and_one_copy(home, ledger):
    put(home, "H26/a.csv")
    put(home, "H29/a.csv")
    assert [one.path for one in scan(home, ledger).deliveries] == ["H26/a.csv", "H29/a.csv"]
    assert len(archived(home)) == 1


def test_rescan_finds_bytes_that_changed_behind_an_unchanged_stat(home, ledger, monkeypatch):
    place = put(home, "G09/a.csv", "1,20\n")
    put(home, "G10/b.csv", "2,20\n")
    scan(home, ledger)
    # A file system that does not tell: the scan is shown the old signature for the new bytes.
    old = ledger.known_sightings()["G09/a.csv"].signature
    inode = place.stat().st_ino
    put(home, "G09/a.csv", "1,25\n")
    real = receive._signature
    monkeypatch.setattr(receive, "_signature", lambda found: old if found.st_ino == inode else real(found))
    assert scan(home, ledger).deliveries == ()
    (found,) = scan(home, ledger, rescan=True).deliveries
    assert (found.path, found.sha256) == ("G09/a.csv", hashlib.sha256(b"1,25\n").hexdigest())


def test_rescan_puts_back_a_copy_that_the_archive_lost(home, ledger):
    put(home, "G09/a.csv")
    (delivery,) = scan(home, ledger).deliveries
    copy = home.archive / delivery.sha256[:2] / delivery.sha256
    copy.unlink()
    assert scan(home, ledger, rescan=True).deliveries == ()
    assert copy.exists()


@pytest.mark.parametrize("change", ["grow", "rewrite", "vanish", "replace"])
def test_a_file_that_changes_while_it_is_read_waits_for_the_next_run(home, ledger, monkeypatch, change):
    place = put(home, "G09/a.csv", "half")
    put(home, "G10/b.csv", "whole")
    real, done = receive._read, []

    def read(handle):
        chunk = real(handle)
        if chunk == b"half" and not done:
            done.append(change)
            if change == "grow":
                place.write_bytes(b"half and half")
            elif change == "rewrite":
                place.write_bytes(b"HALF")
                touch(place, MORNING)
            elif change == "vanish":
                place.unlink()
            else:
                (home.inbox / "new").write_bytes(b"half")
                (home.inbox / "new").rename(place)
        return chunk

    monkeypatch.setattr(receive, "_read", read)
    result = scan(home, ledger)
    assert done == [change]
    assert [one.path for one in result.deliveries] == ["G10/b.csv"]
    assert left(result) == {"G09/a.csv": "unstable"}
    assert archived(home) == [hashlib.sha256(b"whole").hexdigest()]
    later = scan(home, ledger)
    assert [one.path for one in later.deliveries] == ([] if change == "vanish" else ["G09/a.csv"])
    assert later.left == ()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("bao_cao.xlsx.part", "partial"),
        ("bao_cao.xlsx.PART", "partial"),
        ("bao_cao.xlsx.filepart", "partial"),
        ("~$bao_cao.xlsx", "office_lock"),
        (".~lock.bao_cao.ods#", "hidden"),
        (".DS_Store", "hidden"),
        ("Thumbs.db", "system"),
    ],
)
def test_names_that_wait(home, ledger, name, why):
    put(home, f"G09/{name}")
    result = scan(home, ledger)
    assert result.deliveries == ()
    assert left(result) == {f"G09/{name}": why}
    assert archived(home) == []


def test_a_part_file_is_taken_when_it_gets_its_name(home, ledger):
    place = put(home, "G09/a.xlsx.part")
    scan(home, ledger)
    place.rename(home.inbox / "G09" / "a.xlsx")
    assert [one.path for one in scan(home, ledger).deliveries] == ["G09/a.xlsx"]


def test_a_hidden_folder_is_reported_once_and_not_entered(home, ledger):
    put(home, ".git/objects/a")
    put(home, ".git/objects/b")
    assert left(scan(home, ledger)) == {".git": "hidden"}


def test_links(home, ledger, tmp_path):
    outside = tmp_path / "secret.csv"
    outside.write_text("mật khẩu")
    put(home, "G09/a.csv")
    (home.inbox / "G10").mkdir()
    (home.inbox / "G10" / "inside.csv").symlink_to(home.inbox / "G09" / "a.csv")
    (home.inbox / "G10" / "outside.csv").symlink_to(outside)
    (home.inbox / "G10" / "outside").symlink_to(tmp_path)
    (home.inbox / "G10" / "folder").symlink_to(home.inbox / "G09")
    (home.inbox / "G10" / "loop").symlink_to(home.inbox / "G10" / "loop")
    (home.inbox / "G10" / "nowhere.csv").symlink_to("không có.csv")
    result = scan(home, ledger)
    assert [one.path for one in result.deliveries] == ["G09/a.csv", "G10/inside.csv"]
    assert left(result) == {
        "G10/outside.csv": "link_outside",
        "G10/outside": "link_outside",
        "G10/folder": "link_folder",
        "G10/loop": "unreadable",
        "G10/nowhere.csv": "unreadable",
    }
    assert hashlib.sha256("mật khẩu".encode()).hexdigest() not in archived(home)


def test_a_file_that_becomes_a_link_after_the_listing_is_not_followed(home, ledger, tmp_path, monkeypatch):
    outside = tmp_path / "secret.csv"
    outside.write_text("mật khẩu")
    place = put(home, "G09/a.csv")
    real = receive._chunks

    def swap(file):
        place.unlink()
        place.symlink_to(outside)
        return real(file)

    monkeypatch.setattr(receive, "_chunks", swap)
    assert left(scan(home, ledger)) == {"G09/a.csv": "unreadable"}
    assert archived(home) == []


def test_an_inbox_that_is_itself_a_link_is_followed(home, ledger, tmp_path):
    put(home, "G09/a.csv")
    home.inbox.rename(tmp_path / "sftp")
    home.inbox.symlink_to(tmp_path / "sftp")
    assert [one.path for one in scan(home, ledger).deliveries] == ["G09/a.csv"]


def test_a_pipe_is_never_opened(home, ledger):
    os.mkfifo(home.inbox / "pipe.csv")
    assert left(scan(home, ledger)) == {"pipe.csv": "not_a_file"}


def test_a_file_that_cannot_be_read_is_left_and_the_others_are_taken(home, ledger, monkeypatch):
    put(home, "G09/a.csv", "bad")
    put(home, "G10/b.csv", "good")
    put(home, "H26/c.csv", "in a locked folder")
    real_read, real_list = os.read, os.scandir

    def read(handle, size):
        chunk = real_read(handle, size)
        if chunk == b"bad":
            raise OSError(5, "Input/output error")
        return chunk

    def listing(folder):
        if str(folder).endswith("/H26"):
            raise PermissionError(13, "Permission denied")
        return real_list(folder)

    with monkeypatch.context() as patch:
        patch.setattr(receive.os, "read", read)
        patch.setattr(receive.os, "scandir", listing)
        result = scan(home, ledger)
    assert [one.path for one in result.deliveries] == ["G10/b.csv"]
    assert [(one.path, one.why, one.detail) for one in result.left] == [
        ("G09/a.csv", "unreadable", "Input/output error"),
        ("H26", "unreadable", "Permission denied"),
    ]
    assert [one.path for one in scan(home, ledger).deliveries] == ["G09/a.csv", "H26/c.csv"]


def test_a_full_disk_is_our_fault_and_is_raised(home, ledger, monkeypatch):
    put(home, "G09/a.csv")

    def full(_fd):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("pipelines.archive.os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            scan(home, ledger)
    assert ledger.deliveries_pending() == []
    assert len(scan(home, ledger).deliveries) == 1


def test_a_missing_inbox_is_an_error_not_an_empty_day(home, ledger):
    home.inbox.rmdir()
    with pytest.raises(FileNotFoundError, match="inbox"):
        scan(home, ledger)


def test_a_crash_between_archive_and_ledger_loses_nothing_and_doubles_nothing(home, ledger, monkeypatch):
    put(home, "G09/a.csv", "a")
    put(home, "G10/b.csv", "b")

    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "record_deliveries", crash)
        with pytest.raises(KeyboardInterrupt):
            scan(home, ledger)
    assert len(archived(home)) == 2
    assert (ledger.known_sightings(), ledger.deliveries_pending()) == ({}, [])
    (home.archive / ".aside" / "1-half").write_bytes(b"a crashed writer's")
    assert [one.intake_no for one in scan(home, ledger).deliveries] == [1, 2]
    assert len(archived(home)) == 2
    assert scan(home, ledger).deliveries == ()


def test_names_keep_their_form_on_disk_and_show_in_nfc(home, ledger):
    decomposed = unicodedata.normalize("NFD", "Tiến độ.csv")
    put(home, f"G09/{decomposed}", "nfd")
    put(home, "G09/Tiến độ.csv", "nfc")
    deliveries = scan(home, ledger).deliveries
    assert {one.path for one in deliveries} == {f"G09/{decomposed}", "G09/Tiến độ.csv"}
    assert {one.file_name for one in deliveries} == {"Tiến độ.csv"}
    assert scan(home, ledger).files_known == 2


def test_a_name_that_is_no_utf_8_is_taken_all_the_same(home, ledger):
    # 'Tiến độ' as an old Windows program packed it (TCVN3 bytes).
    put(home, os.fsdecode("TiÕn ®é.csv".encode("latin-1")))
    (delivery,) = scan(home, ledger).deliveries
    assert delivery.path == r"Ti\xd5n \xae\xe9.csv"
    assert scan(home, ledger).files_known == 1


def test_inodes_beyond_the_ledgers_integers(home, ledger, monkeypatch):
    put(home, "G09/a.csv")
    real = receive._signature

    class Huge:
        def __init__(self, found):
            self.st_size, self.st_mtime_ns, self.st_ctime_ns, self.st_ino = found.st_size, found.st_mtime_ns, found.st_ctime_ns, 2**64 - 3

    monkeypatch.setattr(receive, "_signature", lambda found: real(Huge(found)))
    scan(home, ledger)
    assert ledger.known_sightings()["G09/a.csv"].inode == -3
    assert scan(home, ledger).files_known == 1


def test_progress_counts_every_file(home, ledger):
    for name in "abc":
        put(home, f"G09/{name}.csv", name)
    steps = []
    scan(home, ledger, progress=lambda done, total: steps.append((done, total)))
    assert steps == [(1, 3), (2, 3), (3, 3)]
