"""What a refresh imports, imported before victims are forked: a victim begins its work at once. No test is here."""

from importlib import import_module

for name in (
    "alembic.command",
    "alembic.migration",
    "pandera.polars",
    "python_calamine",
    "rapidfuzz",
    "sqlalchemy.dialects.sqlite",
    "pipelines.build",
    "pipelines.publish",
    "pipelines.refresh",
    "pipelines.settings",
    "pipelines.steward.told_status",
    "pipelines.validate",
    "schemas.pandera_models",
):
    import_module(name)
