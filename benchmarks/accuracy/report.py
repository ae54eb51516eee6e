"""Verdicts added up by dataset and format, against the goals; as text and as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.accuracy.judge import OUTCOMES, Finding, Verdict

RIGHT_GOAL = 0.995
WRONG_GOAL = 0.0001
ROW_FATES = ("loaded", "held", "quarantined", "missing", "extra")
COUNTED = ("right", "wrong", "blank_told", "blank_untold", "held", "quarantined", "missing")
"""Outcomes of cells that hold a value; cells that nobody can read are counted apart."""


@dataclass
class Tally:
    """Sums over many files."""

    cells: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    rows: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    files: Counter[tuple[str, str]] = field(default_factory=Counter)
    unaccounted: int = 0
    wrongly_loaded: int = 0
    findings: list[Finding] = field(default_factory=list)
    seeds: int = 0
    seconds: float = 0.0

    def add(self, verdict: Verdict) -> None:
        """Adds one file."""
        kind = verdict.sent.format
        for (dataset, outcome), count in verdict.cells.items():
            self.cells[(dataset, kind, outcome)] += count
        for (dataset, fate), count in verdict.rows.items():
            self.rows[(dataset, kind, fate)] += count
        self.files[(kind, verdict.status)] += 1
        self.unaccounted += not verdict.is_accounted
        self.wrongly_loaded += any(finding.kind == "file" and finding.truth != "loaded" for finding in verdict.findings)
        self.findings += verdict.findings

    def cell_sum(self, outcome: str) -> int:
        """Cells of an outcome, over all."""
        return sum(count for (_, _, one), count in self.cells.items() if one == outcome)

    def row_sum(self, fate: str) -> int:
        """Rows of a fate, over all."""
        return sum(count for (_, _, one), count in self.rows.items() if one == fate)

    @property
    def total(self) -> int:
        """Cells that hold a value a careful reader takes."""
        return sum(self.cell_sum(outcome) for outcome in COUNTED)

    def missed(self) -> list[str]:
        """The goals that were not reached."""
        total = self.total or 1
        right, wrong, extra = self.cell_sum("right") / total, self.cell_sum("wrong") / total, self.row_sum("extra")
        out = [f"cells right {right:.3%}, goal {RIGHT_GOAL:.1%}"] if right < RIGHT_GOAL else []
        out += [f"cells wrong {wrong:.3%}, goal at most {WRONG_GOAL:.2%}"] if wrong > WRONG_GOAL else []
        out += [f"{extra} extra rows"] if extra else []
        out += [f"{self.unaccounted} files not accounted for"] if self.unaccounted else []
        out += [f"{self.wrongly_loaded} files loaded that must be held or refused"] if self.wrongly_loaded else []
        return out


def causes(tally: Tally, kinds: tuple[str, ...]) -> list[tuple[int, str, Finding]]:
    """Findings of the kinds, put together by cause: how many, the cause, the first of them."""
    count: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Finding] = {}
    for finding in tally.findings:
        if finding.kind in kinds:
            name = (finding.kind, f"{finding.dataset} {finding.cause}")
            count[name] += 1
            first.setdefault(name, finding)
    return [(number, f"{kind}: {cause}", first[(kind, cause)]) for (kind, cause), number in count.most_common()]


def _line(name: str, kind: str, cells: Counter[str], rows: Counter[str]) -> str:
    total = sum(cells[outcome] for outcome in COUNTED) or 1
    shares = [f"{cells['right'] / total:9.3%}", f"{cells['wrong']:6}", f"{cells['blank_told']:6}", f"{cells['blank_untold']:7}"]
    unread = [f"{cells['held'] + cells['quarantined'] + cells['missing']:8}", f"{cells['refused_told']:5}", f"{cells['refused_untold']:6}"]
    return f"{name:<15} {kind:<6} {total:>9} {' '.join(shares)} {' '.join(unread)}   " + " ".join(f"{rows[fate]:>7}" for fate in ROW_FATES)


def table(tally: Tally) -> str:
    """The table for the terminal."""
    head = (
        f"{'dataset':<15} {'format':<6} {'cells':>9} {'right':>9} {'wrong':>6} {'told':>6} {'untold':>7} {'not read':>8} {'bad':>5} {'unsaid':>6}   "
    )
    lines = [head + " ".join(f"{fate[:7]:>7}" for fate in ROW_FATES)]
    pairs = sorted({(dataset, kind) for dataset, kind, _ in (*tally.cells, *tally.rows)})
    for dataset, kind in pairs:
        cells = Counter({outcome: tally.cells[(dataset, kind, outcome)] for outcome in OUTCOMES})
        lines.append(_line(dataset, kind, cells, Counter({fate: tally.rows[(dataset, kind, fate)] for fate in ROW_FATES})))
    whole = Counter({outcome: tally.cell_sum(outcome) for outcome in OUTCOMES})
    lines.append(_line("all", "", whole, Counter({fate: tally.row_sum(fate) for fate in ROW_FATES})))
    lines.append("files: " + ", ".join(f"{kind} {status} {count}" for (kind, status), count in sorted(tally.files.items())))
    lines.append(f"{tally.seeds} seeds, {sum(tally.files.values())} files, {tally.seconds:.0f} s")
    return "\n".join(lines)


def as_json(tally: Tally, examples: int) -> dict[str, Any]:
    """All figures and the first `examples` of each cause."""
    rows = [
        {"dataset": dataset, "format": kind, "outcome": outcome, "cells": count} for (dataset, kind, outcome), count in sorted(tally.cells.items())
    ]
    fates = [{"dataset": dataset, "format": kind, "fate": fate, "rows": count} for (dataset, kind, fate), count in sorted(tally.rows.items())]
    files = [{"format": kind, "status": status, "files": count} for (kind, status), count in sorted(tally.files.items())]
    told = [{"count": count, "cause": cause, "example": asdict(one)} for count, cause, one in causes(tally, KINDS)[:examples]]
    return {
        "seeds": tally.seeds,
        "seconds": round(tally.seconds, 1),
        "cells": rows,
        "rows": fates,
        "files": files,
        "missed": tally.missed(),
        "causes": told,
    }


KINDS = ("fault", "wrong", "extra", "file", "missing", "held", "quarantined", "blank_untold", "blank_told", "refused_untold")
