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
@click.option("--read-only", is_flag=True, help="For viewers: nothing can be launched or changed, and no daemon is started.")
@click.option("--path-prefix", metavar="/PATH", help="With --read-only: the path under which a proxy shows it.")
@click.option("--prepare", is_flag=True, help="Only make the home and Dagster's settings in it, for services that start the servers themselves.")
def ui(home: Path | None, port: int, host: str, read_only: bool, path_prefix: str | None, prepare: bool) -> None:
    """Dagster's UI and daemon (schedule and sensors run while it is up), on this machine only; they end together."""
    from assets.launch import LOCATION
    from assets.launch import prepare as prepared

    if path_prefix and not read_only:
        raise click.ClickException("--path-prefix goes with --read-only; operators reach the UI on this machine itself")
    settings = settings_of(home)
    where = home_of(settings)
    dagster_home = prepared(where)
    if prepare:
        click.echo(f"DAGSTER_HOME={dagster_home}")
        return
    environment = {**os.environ, "TONGHOP_HOME": str(where.root), "DAGSTER_HOME": str(dagster_home), "DAGSTER_DISABLE_TELEMETRY": "yes"}
    words = ["-m", "dagster_webserver", "--read-only"] if read_only else ["-m", "dagster", "dev"]
    words += ["--workspace", str(_workspace(dagster_home, LOCATION)), "--host", host, "--port", str(port)]
    if path_prefix:
        words += ["--path-prefix", path_prefix]
    if settings.log == "json":
        words += ["--log-format", "json"]
    click.echo(f"http://{host}:{port}{path_prefix or ''}   DAGSTER_HOME={dagster_home}   (Ctrl+C để dừng)", err=settings.log == "json")
    os.chdir(ROOT)
    # The process is replaced: signals reach Dagster itself, which ends its servers.
    os.execvpe(sys.executable, [sys.executable, *words], environment)


def _workspace(dagster_home: Path, location: str) -> Path:
    """The repository's workspace.yaml; an installed package has none, so one is written beside Dagster's own settings."""
    shipped = ROOT / "workspace.yaml"
    if shipped.exists():
        return shipped
    own = dagster_home / "workspace.yaml"
    own.write_text(f"load_from:\n  - python_module:\n      module_name: assets.definitions\n      location_name: {location}\n", encoding="utf-8")
    return own
