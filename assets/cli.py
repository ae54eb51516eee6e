"""The command line. A command's module is imported when it is called, and heavy libraries inside the command: `tonghop check` never meets Dagster."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import click

COMMANDS: dict[str, str] = {
    "refresh": "refresh:refresh",
    "backfill": "backfill:backfill",
    "demo": "demo:demo",
    "status": "status:status",
    "trace": "trace:trace",
    "query": "query:query",
    "check": "check:check",
    "template": "template:template",
    "report": "report:report",
    "export": "export:export",
    "feedback": "feedback:feedback",
    "assign": "steward:assign",
    "retract": "steward:retract",
    "release": "steward:release",
    "map": "steward_map:column_map",
    "rollback": "steward_keep:rollback",
    "backup": "steward_keep:backup",
    "verify": "steward_keep:verify",
    "rebuild": "rebuild:rebuild",
    "replay": "replay:replay",
    "config": "config:config",
    "alerts": "alerts:alerts",
    "docs": "docs:docs",
    "ui": "ui:ui",
}
"""Command name to module of assets.commands and the command in it, in the order of the help."""


class _LazyGroup(click.Group):
    """Imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"assets.commands.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        from assets.terminal import one_line_errors

        with one_line_errors():
            return super().invoke(ctx)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Where everything lies; TONGHOP_HOME, else ./var.")
@click.option("--log-json", is_flag=True, help="The program's log as JSON lines on standard error; TONGHOP_LOG=json does the same.")
@click.version_option(package_name="tonghop")
@click.pass_context
def main(ctx: click.Context, home: Path | None, log_json: bool) -> None:
    """Consolidates agencies' submissions into one DuckDB warehouse."""
    ctx.obj = home
    if log_json:
        # In the environment, so that servers and runs that this command starts write so too.
        os.environ["TONGHOP_LOG"] = "json"


if __name__ == "__main__":
    main()
