"""An installation of its own for every test."""

from pathlib import Path

import pytest

from tests.pipelines.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "home")
