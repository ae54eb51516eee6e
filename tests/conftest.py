"""What holds for every test: no test sees or touches the installation of whoever runs it; hypothesis judges results, never speed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["TONGHOP_THREADS"] = "1"  # tests run side by side, one a core; homes that a session shares are made under this too
settings.register_profile("tonghop", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI")))
settings.load_profile("tonghop")


TOGETHER = {"demonstration": "demonstration", "properties": "properties", "report": "report"}
"""Folders whose tests share a home that is costly to make."""
LONGEST = ("demonstration", "properties", "pipelines/publish/test_publish.py", "pipelines/steward/test_answers.py", "report")


# Before xdist's own hook, which reads the marks.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where tests run side by side, a file's tests stay together, and so do those of a folder with one home; the longest groups begin first."""
    places = {}
    for item in items:
        path = item.path.relative_to(Path(__file__).parent)
        group = next((TOGETHER[part] for part in path.parts if part in TOGETHER), path.as_posix())
        item.add_marker(pytest.mark.xdist_group(group))
        places[item] = LONGEST.index(group) if group in LONGEST else len(LONGEST)
    items.sort(key=places.__getitem__)


@pytest.fixture(autouse=True)
def _own_home(monkeypatch, tmp_path_factory):
    """TONGHOP_HOME and DAGSTER_HOME of the environment are out of reach: a test that names no home gets an empty one."""
    for name in [name for name in os.environ if name.startswith(("TONGHOP_", "DAGSTER_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TONGHOP_HOME", str(tmp_path_factory.mktemp("no-home") / "home"))
    monkeypatch.setenv("TONGHOP_THREADS", "1")
