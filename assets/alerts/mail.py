"""Alerts by e-mail: one message to all recipients, over STARTTLS, TLS or neither, with a login or without."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.header import Header
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr, localtime, make_msgid
from typing import Literal

from assets.alerts.alert import Alert, subject_of, text_of


@dataclass(frozen=True)
class Mail:
    """Where mail goes. The server's certificate is checked against the system's authorities (SSL_CERT_FILE names others)."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    sender: str
    recipients: tuple[str, ...]
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 10.0

    name = "mail"

    def send(self, alert: Alert) -> None:
        """Hand the alert to the server. Raises OSError or smtplib.SMTPException where that fails, or where any recipient is refused."""
        with self._connected() as server:
            if self.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password or "")
            refused = server.send_message(self.message(alert), self.sender, list(self.recipients))
        if refused:
            raise smtplib.SMTPRecipientsRefused(refused)

    def message(self, alert: Alert) -> MIMEText:
        """The message as it is sent."""
        # Not EmailMessage: in Python 3.11 it loses the space where a long Vietnamese subject is folded.
        message = MIMEText(text_of(alert), "plain", "utf-8")
        message["Subject"] = Header(subject_of(alert), "utf-8")  # type: ignore[assignment]
        message["From"] = formataddr(("tonghop", self.sender))
        message["To"] = ", ".join(self.recipients)
        message["Date"] = format_datetime(localtime())
        message["Message-ID"] = make_msgid("tonghop", self.sender.rpartition("@")[2] or "localhost")
        message["Auto-Submitted"] = "auto-generated"
        return message

    def _connected(self) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)
