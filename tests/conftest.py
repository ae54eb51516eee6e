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


def group_of(path: str) -> str:
    """The tests that stay together: those of a file, or of a folder with one home. `path` is relative to this folder, with slashes."""
    return next((TOGETHER[part] for part in path.split("/") if part in TOGETHER), path)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest groups begin first."""
    places = {item: group_of(item.path.relative_to(Path(__file__).parent).as_posix()) for item in items}
    items.sort(key=lambda item: LONGEST.index(places[item]) if places[item] in LONGEST else len(LONGEST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Where tests run side by side, a group goes to one process. (xdist's own groups are marked in node ids, which this pytest no longer lets be.)"""
    from xdist.scheduler import LoadScopeScheduling

    class ByHome(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(nodeid.split("::", 1)[0].removeprefix("tests/"))

    return ByHome(config, log)


@pytest.fixture(autouse=True)
def _own_home(monkeypatch, tmp_path_factory):
    """TONGHOP_HOME and DAGSTER_HOME of the environment are out of reach: a test that names no home gets an empty one."""
    for name in [name for name in os.environ if name.startswith(("TONGHOP_", "DAGSTER_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TONGHOP_HOME", str(tmp_path_factory.mktemp("no-home") / "home"))
    monkeypatch.setenv("TONGHOP_THREADS", "1")
