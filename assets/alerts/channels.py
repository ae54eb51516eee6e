"""The channels that the settings ask for. A setting that is wrong costs its own channel, is said, and never stops a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from assets.alerts.alert import Alert

if TYPE_CHECKING:
    from pipelines.settings import Settings


class Channel(Protocol):
    """A way out. `send` raises where the alert was not taken."""

    @property
    def name(self) -> str:
        """As the settings and the log call it."""

    def send(self, alert: Alert) -> None:
        """Hand over one alert."""


def channels_of(settings: Settings) -> tuple[dict[str, Channel], list[str]]:
    """The channels by name, and what is wrong with those that are asked for but cannot be."""
    from assets.alerts.mail import Mail
    from assets.alerts.webhook import Webhook

    channels: dict[str, Channel] = {}
    faults: list[str] = []
    if settings.alert_mail_host:
        recipients = tuple(one.strip() for one in (settings.alert_mail_to or "").split(",") if one.strip())
        missing = [name for name, given in (("FROM", settings.alert_mail_from), ("TO", recipients)) if not given]
        faults += [f"TONGHOP_ALERT_MAIL_{name} is not set: no mail is sent" for name in missing]
        if not missing:
            password = settings.alert_mail_password
            channels["mail"] = Mail(
                settings.alert_mail_host,
                settings.alert_mail_port,
                settings.alert_mail_security,
                settings.alert_mail_from or "",
                recipients,
                settings.alert_mail_user,
                password.get_secret_value() if password else None,
                settings.alert_timeout_seconds,
            )
    if settings.alert_webhook_url:
        url = settings.alert_webhook_url.get_secret_value()
        if url.startswith(("https://", "http://")):
            secret = settings.alert_webhook_secret
            channels["webhook"] = Webhook(url, secret.get_secret_value() if secret else None, settings.alert_timeout_seconds)
        else:
            faults.append("TONGHOP_ALERT_WEBHOOK_URL begins neither with https:// nor with http://: nothing is posted")
    return channels, faults
