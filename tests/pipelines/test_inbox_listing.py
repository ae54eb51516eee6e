import os

from pipelines.inbox_listing import digest, listing
from pipelines.receive import _walk


def test_it_sees_what_receive_sees(tmp_path):
    inbox, outside = tmp_path / "inbox", tmp_path / "ngoài.csv"
    (inbox / "H01" / "quý 3").mkdir(parents=True)
    outside.write_text("x")
    for name in ("H01/nhiệm vụ.csv", "H01/quý 3/hồ sơ.xlsx", "~$mở.xlsx", ".ẩn.csv", "a.part", "Thumbs.db"):
        (inbox / name).write_text(name)
    (inbox / os.fsdecode(b"b\xe1o c\xe1o.csv")).write_text("TCVN3")
    (inbox / "trong.csv").symlink_to(inbox / "H01" / "nhiệm vụ.csv")
    (inbox / "ra ngoài.csv").symlink_to(outside)
    (inbox / "vòng").symlink_to(inbox / "vòng")
    (inbox / "thư mục").symlink_to(inbox / "H01")
    os.mkfifo(inbox / "ống")
    taken = {file.path: (file.size, file.mtime_ns) for file in _walk(inbox, [])}
    assert len(taken) == 4
    assert listing(inbox) == taken


def test_a_digest_tells_any_difference_but_that_of_order():
    files = {"a": (1, 2), "b": (3, 4)}
    assert digest(files) == digest(dict(reversed(files.items())))
    assert len({digest(one) for one in (files, {"a": (1, 2)}, {"a": (1, 2), "b": (3, 5)}, {"a": (1, 2), "c": (3, 4)}, {})}) == 5
