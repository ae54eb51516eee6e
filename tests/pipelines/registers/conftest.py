import importlib
import shutil
from pathlib import Path

import pytest

from pipelines.registers import Registers, default_config_dir, load
from schemas.dataset import Dataset


def _fields() -> dict[str, set[str]]:
    found = {}
    for name in ("tasks", "dossiers", "dossier_counts", "indicators"):
        module = importlib.import_module(f"schemas.{name}")
        for value in vars(module).values():
            if isinstance(value, Dataset):
                found[value.name] = {field.name for field in value.matchable}
    return found


@pytest.fixture(scope="session")
def fields() -> dict[str, set[str]]:
    return _fields()


@pytest.fixture(scope="session")
def registers() -> Registers:
    return load(default_config_dir())


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped registers that a test may spoil."""
    target = tmp_path / "config"
    shutil.copytree(default_config_dir(), target, ignore=shutil.ignore_patterns("__pycache__"))
    return target
