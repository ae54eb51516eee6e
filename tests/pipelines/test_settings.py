import datetime as dt
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from pipelines.settings import Settings

EXAMPLE = Path(__file__).resolve().parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TONGHOP_{name.upper()}", raising=False)


def test_defaults_are_those_of_the_documentation():
    settings = Settings()
    assert (settings.carry_days, settings.undated_hour, settings.partial_share) == (30, 12, 0.7)
    assert settings.earliest_date == dt.date(2024, 12, 22)
    assert settings.applicant_key is None


def test_environment_wins_over_the_env_file(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("TONGHOP_CARRY_DAYS=10\nTONGHOP_THREADS=8\nANOTHER_PROGRAM=1\n")
    monkeypatch.setenv("TONGHOP_CARRY_DAYS", "5")
    settings = Settings()
    assert (settings.carry_days, settings.threads) == (5, 8)


def test_the_key_is_not_printed(monkeypatch):
    monkeypatch.setenv("TONGHOP_APPLICANT_KEY", "mot-khoa-rat-bi-mat")
    settings = Settings()
    assert "bi-mat" not in repr(settings)
    assert settings.applicant_key.get_secret_value() == "mot-khoa-rat-bi-mat"


def test_an_empty_variable_means_the_default(monkeypatch):
    monkeypatch.setenv("TONGHOP_APPLICANT_KEY", "")
    monkeypatch.setenv("TONGHOP_CARRY_DAYS", "")
    assert Settings().applicant_key is None
    assert Settings().carry_days == 30


@pytest.mark.parametrize(
    ("name", "value"), [("CARRY_DAYS", "-1"), ("UNDATED_HOUR", "24"), ("PARTIAL_SHARE", "70"), ("KEEP_BUILDS", "1"), ("MEMORY_LIMIT", "2 GB; DROP")]
)
def test_senseless_values_are_refused_by_name(monkeypatch, name, value):
    monkeypatch.setenv(f"TONGHOP_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_the_example_names_every_setting_and_gives_its_default():
    lines = re.findall(r"^(# )?TONGHOP_([A-Z_]+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), flags=re.M)
    assert {name.lower() for _, name, _ in lines} == set(Settings.model_fields)
    given = {name.lower(): value for commented, name, value in lines if not commented}
    assert Settings(**given, _env_file=None) == Settings(_env_file=None)
