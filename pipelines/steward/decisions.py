"""Which decisions are in force, and what of them bears on a delivery. Pure over the ledger's decisions, which are never changed, only answered.

The last decision of an action on a subject stands; one whose payload says `undo` takes it back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipelines.clock import local_now
from pipelines.ledger.rows import Decision

if TYPE_CHECKING:
    from pipelines.ledger import Ledger

ASSIGN, RETRACT, RELEASE = "assign", "retract", "release"
CONFIRM, FORGET = "map_confirm", "map_forget"
ROLLBACK = "rollback"
BACKUP, VERIFY, EXPORT = "backup", "verify", "config_export"
UNDO = "undo"


class StewardRefused(ValueError):
    """What a steward asked for cannot be done; the message says why and what can."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What stewards say of one delivery: its agency, its reporting date, and the header fingerprints confirmed for it. `marks` are decision ids."""

    agency_code: str | None = None
    reported_on: dt.date | None = None
    confirmed: frozenset[str] = frozenset()
    marks: tuple[int, ...] = ()

    @property
    def suffix(self) -> str:
        """What a reading of this delivery adds to its name: a short hash of what was decided; empty where nothing was."""
        said = (self.agency_code, self.reported_on.isoformat() if self.reported_on else None, self.marks)
        return "" if said == (None, None, ()) else hashlib.sha256(repr(said).encode()).hexdigest()[:6]


NOTHING_ASSIGNED = Assignment()


@dataclass(frozen=True)
class Decided:
    """All decisions in force. `ever_released` also has the submissions whose release was taken back: their series are judged again."""

    assignments: Mapping[str, Assignment] = field(default_factory=dict)
    retracted: Mapping[str, Decision] = field(default_factory=dict)
    released: frozenset[str] = frozenset()
    ever_released: frozenset[str] = frozenset()
    pinned: Decision | None = None

    def of(self, delivery_id: str) -> Assignment:
        """What was decided on the reading of a delivery."""
        return self.assignments.get(delivery_id, NOTHING_ASSIGNED)


def decided(decisions: Iterable[Decision]) -> Decided:
    """What is in force after all `decisions`, given in the order in which they were made."""
    assignments: dict[str, Assignment] = {}
    last: dict[tuple[str, str], Decision] = {}
    pinned: Decision | None = None
    for one in decisions:
        undone = bool(one.payload.get(UNDO))
        if one.action == ASSIGN:
            assignments[one.subject] = _assigned(assignments.get(one.subject, NOTHING_ASSIGNED), one.payload, undone)
        elif one.action in (CONFIRM, FORGET):
            for delivery_id in one.payload.get("deliveries", ()):
                assignments[delivery_id] = _mapped(assignments.get(delivery_id, NOTHING_ASSIGNED), one)
        elif one.action == ROLLBACK:
            pinned = None if undone else one
        last[one.action, one.subject] = one

    def standing(action: str) -> dict[str, Decision]:
        return {subject: one for (what, subject), one in last.items() if what == action and not one.payload.get(UNDO)}

    return Decided(
        assignments,
        standing(RETRACT),
        frozenset(standing(RELEASE)),
        frozenset(subject for what, subject in last if what == RELEASE),
        pinned,
    )


def _assigned(before: Assignment, payload: Mapping[str, Any], undone: bool) -> Assignment:
    """A later assignment adds to an earlier one: what it does not name stays."""
    if undone:
        return replace(before, agency_code=None, reported_on=None)
    day = payload.get("date")
    return replace(
        before,
        agency_code=payload.get("agency") or before.agency_code,
        reported_on=dt.date.fromisoformat(day) if day else before.reported_on,
    )


def _mapped(before: Assignment, one: Decision) -> Assignment:
    fingerprint = str(one.payload["fingerprint"])
    confirmed = before.confirmed | {fingerprint} if one.action == CONFIRM else before.confirmed - {fingerprint}
    return replace(before, confirmed=confirmed, marks=(*before.marks, one.id or 0))


def record(ledger: Ledger, action: str, subject: str, why: str, who: str | None = None, payload: Mapping[str, Any] | None = None) -> Decision:
    """Write a decision into the ledger, of now; `who` is the login name where none is given. Raises StewardRefused without a reason."""
    if not why.strip():
        raise StewardRefused("a decision needs a reason: say why")
    decision = Decision(local_now(), (who or login_name()).strip(), why.strip(), action, subject, dict(payload or {}))
    return replace(decision, id=ledger.record_decision(decision))


def login_name() -> str:
    """Who is at the keyboard, as the operating system knows them; 'unknown' where it does not."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
