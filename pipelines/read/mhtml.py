"""Web archives (mhtml, what spreadsheet programs save as a single file web page) into grids: the tables of their pages, in order."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from pipelines.grid import Document, Unreadable
from pipelines.read.decode import in_utf8
from pipelines.read.flow import Flow
from pipelines.read.html import add_page
from pipelines.read.limits import Limits

_MOST_PARTS = 2000


def read_mhtml(content: bytes, limits: Limits) -> Document:
    """A grid a table of every page inside. Raises Unreadable: CORRUPT_FILE, TRUNCATED_FILE, UNSUPPORTED_ENCODING, TOO_LARGE."""
    try:
        message = email.message_from_bytes(content.lstrip(), policy=email.policy.compat32)
        parts = [part for _, part in zip(range(_MOST_PARTS), message.walk(), strict=False) if part.get_content_type() == "text/html"]
        pages = [_page(part) for part in parts]
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        raise Unreadable("CORRUPT_FILE", f"damaged web archive: {error}") from error
    boundary = message.get_boundary()
    if boundary and f"--{boundary}--".encode(errors="replace") not in content:
        raise Unreadable("TRUNCATED_FILE", "a web archive without its last boundary")
    if not pages:
        raise Unreadable("UNSUPPORTED_FORMAT", "mhtml without a page")
    flow = Flow(limits)
    for page in pages:
        add_page(page, flow)
    return Document("mhtml", flow.grids())


def _page(part: Message) -> bytes:
    """A page as UTF-8; what its header says of its encoding is believed only where its bytes tell nothing."""
    payload = part.get_payload(decode=True)
    page = payload if isinstance(payload, bytes) else b""
    try:
        return in_utf8(page)[0]
    except Unreadable:
        declared = part.get_content_charset()
        if not declared or declared.startswith("utf"):
            raise
        return page.decode(declared).encode("utf-8")
