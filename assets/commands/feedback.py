"""`tonghop feedback`: receipts and marked workbooks for the agencies that sent files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from assets.commands.options import as_json, date_option, home_of, home_option, settings_of
from assets.terminal import number, printable, say_json


@click.command()
@home_option
@date_option("Only deliveries of this reporting date.")
@click.option("--agency", metavar="CODE", help="Only deliveries of this sender.")
@click.option("--delivery", metavar="ID", help="Only this delivery: its id, or enough of its beginning.")
@click.option("--receipts-only", is_flag=True, help="Write no workbooks.")
@click.option("--again", is_flag=True, help="Write also what is written already.")
@as_json
def feedback(
    home: Path | None, on: dt.date | None, agency: str | None, delivery: str | None, receipts_only: bool, again: bool, as_json: bool
) -> None:
    """Write each agency's receipts and marked workbooks under reports/DATE/feedback/AGENCY. Exit 1 where one could not be written."""
    from pipelines.ledger import Ledger
    from pipelines.refresh import fields_by_dataset
    from pipelines.registers import load_last_good
    from pipelines.report.feedback import write_feedback
    from pipelines.steward.deliveries import find_delivery

    settings = settings_of(home)
    where = home_of(settings)
    registers, _ = load_last_good(where.root / "config-good", settings.config_dir, where.config, fields_by_dataset())
    with where.writer_lock(), Ledger.open(settings.ledger_url or where.ledger, create=False) as ledger:
        chosen = find_delivery(ledger, delivery).delivery_id if delivery else None
        done = write_feedback(where, ledger, registers, day=on, agency=agency, delivery=chosen, workbooks=not receipts_only, again=again, retry=True)
    if as_json:
        told = {"receipts": done.receipts, "workbooks": done.workbooks, "unchanged": done.unchanged, "failed": done.failed}
        say_json({**told, "paths": [str(path) for path in done.paths]})
    else:
        click.echo(f"{number(done.receipts)} biên nhận và {number(done.workbooks)} tệp đánh dấu lỗi được ghi, {number(done.unchanged)} không đổi.")
        for folder in sorted({path.parent for path in done.paths}):
            click.echo(f"  {folder}")
        for delivery_id, why in done.failed.items():
            click.echo(f"  {delivery_id}: không ghi được: {printable(why)}", err=True)
    if done.failed:
        raise SystemExit(1)
