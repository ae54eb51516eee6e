"""Alerts to a webhook: one JSON object by POST, signed where a secret is set. `text` alone is what most chat services show."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from assets.alerts.alert import Alert, subject_of, text_of

SIGNATURE, MOMENT = "X-Tonghop-Signature", "X-Tonghop-Timestamp"


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect would turn the POST into a GET and lose the alert: it is an error."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


@dataclass(frozen=True)
class Webhook:
    """Where alerts are posted. The address is a secret too: it is never told."""

    url: str = field(repr=False)
    secret: str | None = field(default=None, repr=False)
    timeout: float = 10.0

    name = "webhook"

    def send(self, alert: Alert) -> None:
        """Post the alert. Raises OSError where the other side cannot be reached or answers with anything but 2xx."""
        body = body_of(alert)
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "tonghop"}
        if self.secret:
            moment = str(int(time.time()))
            headers |= {MOMENT: moment, SIGNATURE: f"sha256={signature(self.secret, moment, body)}"}
        try:
            request = urllib.request.Request(self.url, data=body, headers=headers, method="POST")
            with urllib.request.build_opener(_Stay).open(request, timeout=self.timeout) as answer:
                answer.read(1024)
        except urllib.error.HTTPError as error:
            with error:
                raise OSError(f"the webhook answered {error.code} {error.reason}") from None
        except (http.client.HTTPException, ValueError) as error:
            # Their words quote the address, which is a secret.
            raise OSError(f"the webhook's address is no good: {type(error).__name__}") from None


def body_of(alert: Alert) -> bytes:
    """What is posted: `text` in words, and each part by itself."""
    return json.dumps({"text": f"{subject_of(alert)}\n{text_of(alert)}", **alert.as_dict()}, ensure_ascii=False).encode()


def signature(secret: str, moment: str, body: bytes) -> str:
    """Hex HMAC-SHA256 under the secret of the moment (seconds since 1970), a dot, and the body: so that an old message cannot be sent again."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
