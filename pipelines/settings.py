"""Settings: every number or place that an installation may change, read from the environment (TONGHOP_*) or a `.env` file.

Here belong names, types, defaults and bounds; nothing that a steward decides about data (that is `config/`). Importing pydantic-settings
costs about 0.3 s: stages take plain values as arguments, only the command line and the Dagster resources import this module.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

SHIPPED_CONFIG = Path(__file__).resolve().parent.parent / "config"
"""The configuration that comes with the program; decisions in the home's own `config/` override it."""


class Settings(BaseSettings):
    """One installation's settings; `Settings()` reads them, a bad value raises pydantic's ValidationError naming it."""

    model_config = SettingsConfigDict(
        env_prefix="TONGHOP_", env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, frozen=True
    )

    home: Path = Field(Path("var"), description="where inbox, archive, ledger, records, warehouse and reports live")
    config_dir: Path = Field(SHIPPED_CONFIG, description="the shipped configuration CSVs")
    ledger_url: str | None = Field(None, description="an SQLAlchemy URL where several machines share one ledger; else ledger.sqlite in the home")
    applicant_key: SecretStr | None = Field(None, description="secret key of the applicant pseudonyms; else the file applicant.key in the home")

    carry_days: int = Field(30, ge=0, description="days for which an agency's last report is carried before the agency counts as missing")
    undated_hour: int = Field(12, ge=0, le=23, description="a file without a date that is delivered before this local hour speaks of the day before")
    earliest_date: dt.date = Field(dt.date(2024, 12, 22), description="reporting dates before this are held (the resolution's own date)")
    partial_share: float = Field(
        0.7, gt=0, le=1, description="share of its predecessor's keys under which an overlapping submission is held as partial"
    )
    headline_min_senders: int = Field(1, ge=1, description="senders that must be counted before a headline figure has a value")

    keep_builds: int = Field(7, ge=2, description="last builds that are kept")
    keep_days: int = Field(7, ge=0, description="days of which the last build is kept")
    keep_bytes: int = Field(50 * 1024**3, gt=0, description="bytes that kept builds may take; never fewer than two builds are kept")

    keep_exports: int = Field(30, ge=1, description="folders of exports that are kept; older ones go when a new one is written")
    export_licence: str | None = Field(None, description="licence that an export names: CC-BY-4.0 or an address; none names none")

    memory_limit: str = Field("2GB", pattern=r"^\d+(\.\d+)?\s*([KMGT]i?B)$", description="DuckDB memory_limit of every connection")
    threads: int = Field(2, ge=1, description="DuckDB threads of every connection")
    temp_limit: str = Field("20GB", pattern=r"^\d+(\.\d+)?\s*([KMGT]i?B)$", description="DuckDB max_temp_directory_size of every connection")

    inbox_minutes: int = Field(15, ge=1, description="least minutes between two runs that the inbox sensor asks for")
    quiet_seconds: int = Field(60, ge=0, description="seconds for which the inbox must not have changed before the sensor asks for a run")
    keep_runs_days: int = Field(90, ge=1, description="days for which Dagster's runs are kept with all their events")
    keep_runs: int = Field(100, ge=1, description="last runs that are kept however old they are")

    ui_url: str | None = Field(None, pattern=r"^https?://", description="where operators open Dagster's UI; alerts link to it")
    log: Literal["text", "json"] = Field("text", description="how the program's log is written to standard error: lines, or one JSON object a line")

    alert_mail_host: str | None = Field(None, description="SMTP server for alerts; none sends no mail")
    alert_mail_port: int = Field(587, ge=1, le=65535, description="its port")
    alert_mail_security: Literal["starttls", "tls", "none"] = Field("starttls", description="how the connection to it is protected")
    alert_mail_user: str | None = Field(None, description="login at it; none sends without")
    alert_mail_password: SecretStr | None = Field(None, description="secret: the password of that login")
    alert_mail_from: str | None = Field(None, description="the sender's address")
    alert_mail_to: str | None = Field(None, description="the recipients' addresses, with commas between them")
    alert_webhook_url: SecretStr | None = Field(None, description="secret: where alerts are posted as JSON; none posts nothing")
    alert_webhook_secret: SecretStr | None = Field(None, description="secret: signs what is posted (HMAC-SHA256)")
    alert_timeout_seconds: int = Field(10, ge=1, le=20, description="seconds for which one channel may keep an alert waiting")
    alert_again_hours: int = Field(24, ge=1, description="hours after which what still fails in the same way is told again")
