"""The pinned pointer: after a rollback refreshes go on, but the published file stays until a steward releases it. Here is only the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.steward.decisions import ROLLBACK, decided

if TYPE_CHECKING:
    from pipelines.build.inputs import BuildSettings, RegisterFrames
    from pipelines.home import Home
    from pipelines.ledger import Ledger


def pinned(ledger: Ledger) -> bool:
    """Whether a rollback is in force."""
    return decided(ledger.decisions(ROLLBACK)).pinned is not None


def newest_shows_all(home: Home, ledger: Ledger, registers: RegisterFrames, settings: BuildSettings) -> bool:
    """Whether the newest file that was built and checked already shows all that ledger, registers and settings say."""
    import duckdb

    from pipelines.build.difference import differs, fingerprints
    from pipelines.build.inputs import limits_of
    from pipelines.build.truth import truth_of

    newest = max(home.warehouse.glob("warehouse-*.duckdb"), default=None)
    if newest is None:
        return False
    try:
        return not differs(newest, truth_of(ledger), fingerprints(registers, settings), limits_of(settings))
    except (duckdb.Error, KeyError):
        return False
