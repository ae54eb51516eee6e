"""`tonghop config`: the registers that stewards keep."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from assets.commands.options import as_json, home_of, home_option, settings_of
from assets.terminal import say_json


@click.group()
def config() -> None:
    """Look after the registers in config/."""


@config.command("check")
@home_option
@as_json
def check(home: Path | None, as_json: bool) -> None:
    """Check every register file; exit 1 where one is spoilt. A refresh then uses the last good one."""
    from pipelines.refresh import fields_by_dataset
    from pipelines.registers import check as check_registers

    settings = settings_of(home)
    faults = check_registers(settings.config_dir, home_of(settings).config, fields_by_dataset())
    if as_json:
        say_json([asdict(fault) for fault in faults])
    else:
        for fault in faults:
            click.echo(f"{fault.file}:{fault.line}: {fault.message}")
        click.echo(f"{len(faults)} lỗi trong danh mục." if faults else "Danh mục hợp lệ.")
    if faults:
        raise SystemExit(1)
