"""`tonghop config`: the registers that stewards keep."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from assets.commands.options import as_json, home_of, home_option, settings_of, who_option, why_option
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


@config.command("export")
@home_option
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The patch to write.")
@who_option
@why_option(default="xuất cấu hình của đơn vị vận hành")
def export(home: Path | None, output: Path, who: str | None, why: str) -> None:
    """Write the home's own config rows as a patch of the shipped config/ (git apply, or patch -p1). Nothing of the home is changed."""
    from pipelines.ledger import Ledger
    from pipelines.steward.config_export import export_patch
    from pipelines.steward.decisions import EXPORT, record

    settings = settings_of(home)
    where = home_of(settings)
    patch = export_patch(settings.config_dir, where.config)
    if not patch:
        click.echo("Đơn vị vận hành chưa thêm dòng cấu hình nào; không ghi tệp.")
        return
    output.write_text(patch, encoding="utf-8")
    with Ledger.open(settings.ledger_url or where.ledger) as ledger:
        record(ledger, EXPORT, str(output), why, who)
    click.echo(f"Đã ghi {output}. Áp dụng: git apply {output}")
