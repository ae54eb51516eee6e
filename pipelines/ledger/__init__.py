"""The ledger: what was delivered, how it was read, which submissions count, what stewards decided and what was published.

The rows that go in and out are in `rows`; importing this package loads no database library, opening a ledger (`Ledger.open`) does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.ledger.rows import (
    Build,
    Decision,
    Delivery,
    DeliveryStatus,
    Outcome,
    Reading,
    Run,
    Sighting,
    Standing,
    Submission,
    TableRead,
)

if TYPE_CHECKING:
    from pipelines.ledger.book import Ledger
    from pipelines.ledger.connect import LedgerError, LedgerMissing, LedgerTooNew

_LAZY = {"Ledger": "book", "LedgerError": "connect", "LedgerMissing": "connect", "LedgerTooNew": "connect"}

__all__ = [
    "Build",
    "Decision",
    "Delivery",
    "DeliveryStatus",
    "Ledger",
    "LedgerError",
    "LedgerMissing",
    "LedgerTooNew",
    "Outcome",
    "Reading",
    "Run",
    "Sighting",
    "Standing",
    "Submission",
    "TableRead",
]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(f"pipelines.ledger.{_LAZY[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
