"""`tonghop alerts`: whether the people who should be told can be told."""

from __future__ import annotations

from pathlib import Path

import click

from assets.commands.options import home_option, settings_of


@click.group()
def alerts() -> None:
    """Alerts by e-mail and webhook (TONGHOP_ALERT_*)."""


@alerts.command("test")
@home_option
def send_test(home: Path | None) -> None:
    """Send a test alert by every channel that the settings name; exit 1 where one does not take it, or none is set."""
    from assets.alerts.alert import Alert, first_line
    from assets.alerts.channels import channels_of
    from pipelines.clock import local_now

    channels, faults = channels_of(settings_of(home))
    for fault in faults:
        click.echo(fault, err=True)
    if not channels:
        raise click.ClickException("no alert channel is set; name TONGHOP_ALERT_MAIL_HOST or TONGHOP_ALERT_WEBHOOK_URL")
    moment = local_now().isoformat(timespec="seconds")
    failed = bool(faults)
    for name, channel in channels.items():
        try:
            channel.send(Alert("test", "", "", "command line", moment, moment))
        except Exception as error:  # noqa: BLE001 - the other channel is tried all the same
            failed = True
            click.echo(f"{name}: không gửi được: {type(error).__name__}: {first_line(str(error))}", err=True)
        else:
            click.echo(f"{name}: đã gửi")
    if failed:
        raise SystemExit(1)
