"""What a run that Dagster starts writes to standard error: Dagster's lines or, where the setting asks for JSON lines, the journal's form of them."""

from __future__ import annotations

import logging
import sys

import dagster as dg

from assets.installation import settings_at
from pipelines.journal import JsonLines


class _Named(logging.Filter):
    """Dagster's run and step under the journal's names."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = getattr(record, "dagster_meta", None) or {}
        record.run_id, record.stage = told.get("run_id"), told.get("step_key") or "dagster"
        return True


@dg.logger(
    config_schema={
        "log_level": dg.Field(str, is_required=False, default_value="INFO"),
        "name": dg.Field(str, is_required=False, default_value="dagster"),
    },
    description="Standard error, as lines or as JSON lines (TONGHOP_LOG).",
)
def console(context: dg.InitLoggerContext) -> logging.Logger:
    """In place of Dagster's console logger, with its configuration."""
    if settings_at(None).log != "json":
        return dg.colored_console_logger.logger_fn(context)
    logger = logging.Logger(context.logger_config["name"], context.logger_config["log_level"].upper())
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Named())
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    return logger
