"""The fifty tasks, beside the one that all provinces hold, that are open past their deadline: who holds each, and how it stands there.

States: 'open' and 'not_started' are plain, 'submitted' waits for acceptance, 'done_late' and 'done_on_time' are done at that holder.
"""

from __future__ import annotations

EVERYWHERE = ("open", "open", "not_started", "open", "submitted")
"""How the task of all provinces stands at those that have not finished it, in turn."""

_ALONE_CENTRAL = (
    *("BKHCN",) * 4,
    *("BNNMT",) * 4,
    *("BCT", "BCT", "BCT", "BXD", "BXD", "BXD", "BTC", "BTC", "BTC", "BYT", "BYT", "BGDDT", "BGDDT"),
    *("BNV", "BVHTTDL", "BDTTG", "NHNN", "TTXVN", "VOV", "BNG", "BQP"),
)
_ALONE_PROVINCIAL = ("H26", "H29", "H05", "H24", "H15", "H01", "H60", "H36", "H52", "H44", "H17")

_SHARED: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("BCA", "BTP"), ("open", "open")),
    (("BTC", "BCT"), ("open", "submitted")),
    (("BYT", "BCA"), ("open", "open")),
    (("BNNMT", "BXD"), ("submitted", "open")),
    (("BKHCN", "BGDDT"), ("open", "not_started")),
    (("BKHCN", "BCA", "BQP"), ("open", "open", "open")),
    (("VPCP", "BNV", "BTP"), ("open", "submitted", "open")),
    (("BNNMT", "H29"), ("open", "open")),
    (("BXD", "H26"), ("open", "open")),
    (("NHNN", "BTC"), ("done_late", "open")),
)
"""The last is done at one holder and overdue at the other: it is overdue."""


def _alone() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    turn = ("open", "open", "submitted", "open", "not_started", "open", "open")
    return tuple(((code,), (turn[position % len(turn)],)) for position, code in enumerate((*_ALONE_CENTRAL, *_ALONE_PROVINCIAL)))


PLAN = (*_alone(), *_SHARED)
