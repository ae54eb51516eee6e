"""What holds for every test: no test sees or touches the installation of whoever runs it; hypothesis judges results, never speed."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("tonghop", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI")))
settings.load_profile("tonghop")


@pytest.fixture(autouse=True)
def _own_home(monkeypatch, tmp_path_factory):
    """TONGHOP_HOME and DAGSTER_HOME of the environment are out of reach: a test that names no home gets an empty one."""
    for name in [name for name in os.environ if name.startswith(("TONGHOP_", "DAGSTER_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TONGHOP_HOME", str(tmp_path_factory.mktemp("no-home") / "home"))
