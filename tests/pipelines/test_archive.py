import hashlib

import pytest

from pipelines.archive import Archive, Archived

BYTES = "Báo cáo tiến độ nhiệm vụ".encode()
SHA = hashlib.sha256(BYTES).hexdigest()


def _names(root):
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_bytes_are_kept_once_and_read_only(tmp_path):
    archive = Archive(tmp_path)
    assert archive.take([BYTES[:5], BYTES[5:]]) == Archived(SHA, len(BYTES), new=True)
    assert archive.take([BYTES]) == Archived(SHA, len(BYTES), new=False)
    archive.settle()
    assert archive.path(SHA).read_bytes() == BYTES
    assert archive.path(SHA).stat().st_mode & 0o777 == 0o444
    assert _names(tmp_path) == [f"{SHA[:2]}/{SHA}"]


def test_an_empty_file_has_its_place_too(tmp_path):
    archive = Archive(tmp_path)
    archived = archive.take([])
    assert archived.bytes == 0
    assert archive.path(archived.sha256).read_bytes() == b""


def test_a_truncated_copy_is_replaced(tmp_path):
    archive = Archive(tmp_path)
    archive.take([BYTES])
    archive.path(SHA).chmod(0o644)
    archive.path(SHA).write_bytes(BYTES[:3])
    assert not archive.holds(SHA, len(BYTES))
    assert archive.take([BYTES]).new
    assert archive.path(SHA).read_bytes() == BYTES


def test_an_error_while_reading_leaves_nothing(tmp_path):
    def breaking():
        yield BYTES
        raise OSError("the disk has gone")

    with pytest.raises(OSError, match="gone"):
        Archive(tmp_path).take(breaking())
    assert _names(tmp_path) == []


def test_what_a_crash_left_aside_is_cleared(tmp_path):
    archive = Archive(tmp_path)
    archive.take([BYTES])
    (archive.aside / "4711-dead").write_bytes(b"half a fi")
    archive.clear_aside()
    assert _names(tmp_path) == [f"{SHA[:2]}/{SHA}"]
