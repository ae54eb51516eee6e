"""`tonghop ui`: Dagster's webserver and daemon for this home."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from assets.commands.options import home_of, home_option, settings_of

ROOT = Path(__file__).resolve().parents[2]
"""Where workspace.yaml and the packages stand."""


@click.command()
@home_option
@click.option("--port", type=click.IntRange(1, 65535), default=3000, show_default=True)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Anything but this machine needs a proxy that asks for a login: the UI has none."
)
def ui(home: Path | None, port: int, host: str) -> None:
    """Dagster's UI and daemon (schedules run while it is up), on this machine only."""
    from assets.launch import LOCATION, prepare

    where = home_of(settings_of(home))
    dagster_home = prepare(where)
    environment = {**os.environ, "TONGHOP_HOME": str(where.root), "DAGSTER_HOME": str(dagster_home), "DAGSTER_DISABLE_TELEMETRY": "yes"}
    target = ["--workspace", str(_workspace(dagster_home, LOCATION))]
    click.echo(f"http://{host}:{port}   DAGSTER_HOME={dagster_home}   (Ctrl+C để dừng)")
    os.chdir(ROOT)
    # The process is replaced: signals reach Dagster itself, which ends its servers.
    os.execvpe(sys.executable, [sys.executable, "-m", "dagster", "dev", *target, "--host", host, "--port", str(port)], environment)


def _workspace(dagster_home: Path, location: str) -> Path:
    """The repository's workspace.yaml; an installed package has none, so one is written beside Dagster's own settings."""
    shipped = ROOT / "workspace.yaml"
    if shipped.exists():
        return shipped
    own = dagster_home / "workspace.yaml"
    own.write_text(f"load_from:\n  - python_module:\n      module_name: assets.definitions\n      location_name: {location}\n", encoding="utf-8")
    return own
