"""The light paths of the command line stay light: a sender who checks a file never waits for Dagster to be imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

PROBE = """
import json, pathlib, sys
out, *words = sys.argv[1:]
sys.argv = ["tonghop", *words]
try:
    from assets.cli import main
    sys.exit(main())
finally:
    pathlib.Path(out).write_text(json.dumps(sorted(sys.modules)))
"""

TASKS = """\
BÁO CÁO TÌNH HÌNH THỰC HIỆN NHIỆM VỤ NGHỊ QUYẾT SỐ 57-NQ/TW (đến ngày 28/10/2025)
STT;Mã nhiệm vụ;Tên nhiệm vụ;Cơ quan chủ trì;Thời hạn hoàn thành;Tình trạng
1;NV-57-001;Xây dựng cơ sở dữ liệu quốc gia;Bộ Khoa học và Công nghệ;30/09/2025;Đang thực hiện
2;NV-57-002;Ban hành kế hoạch chuyển đổi số;Bộ Khoa học và Công nghệ;31/12/2025;Đã hoàn thành
"""


@pytest.fixture
def modules_after(tmp_path):
    """Runs `tonghop ...` in a fresh process; gives (exit code, output, names of all modules loaded)."""

    def run(*words: str) -> tuple[int, str, set[str]]:
        listing = tmp_path / "modules.json"
        environment = {**os.environ, "TONGHOP_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-c", PROBE, str(listing), *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert listing.exists(), done.stderr
        return done.returncode, done.stdout + done.stderr, set(json.loads(listing.read_text()))

    return run


def dagster_in(loaded: set[str]) -> list[str]:
    return sorted(name for name in loaded if name.partition(".")[0].startswith("dagster"))


def test_help_loads_no_dagster(modules_after):
    code, output, loaded = modules_after("check", "--help")
    assert (code, "check" in output) == (0, True), output
    assert dagster_in(loaded) == []


def test_checking_a_file_loads_no_dagster(modules_after, tmp_path):
    file = tmp_path / "nhiem-vu.csv"
    file.write_text(TASKS, encoding="utf-8")
    code, output, loaded = modules_after("check", str(file))
    assert code in {0, 1}, output
    assert "pipelines" in loaded
    assert dagster_in(loaded) == []


def test_status_of_an_empty_home_loads_no_dagster(modules_after):
    code, output, loaded = modules_after("status")
    assert "Traceback" not in output, (code, output)
    assert dagster_in(loaded) == []
