"""`make accuracy`: writes random national days, reads them through the pipeline, prints how much came out right; exit 1 where a goal is missed."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from benchmarks.accuracy.day import national_day
from benchmarks.accuracy.formats import FORMATS
from benchmarks.accuracy.judge import judge
from benchmarks.accuracy.report import KINDS, Tally, as_json, causes, table


def run(seeds: range, formats: tuple[str, ...], *, share: float = 1.0, keep: Path | None = None, loud: bool = False) -> Tally:
    """All seeds' files judged. `keep`: a folder for every file that has a finding."""
    tally = Tally()
    began = time.perf_counter()
    for seed in seeds:
        for sent in national_day(seed, formats, share=share):
            verdict = judge(sent)
            tally.add(verdict)
            if keep is not None and verdict.findings:
                target = keep / str(seed) / sent.path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(sent.content)
        tally.seeds += 1
        tally.seconds = time.perf_counter() - began
        if loud:
            print(f"\rseed {seed}: {sum(tally.files.values())} files, {tally.cell_sum('wrong')} cells wrong", end="", file=sys.stderr, flush=True)
    if loud:
        print(file=sys.stderr)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(prog="make accuracy", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="how many days")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--formats", default=",".join(FORMATS), help="formats that are on")
    parser.add_argument("--share", type=float, default=0.5, help="part of the agencies that send")
    parser.add_argument("--keep", type=Path, help="folder for the files with findings, by seed")
    parser.add_argument("--causes", type=int, default=25, help="causes to print")
    parser.add_argument("--json", action="store_true", help="JSON on standard output")
    given = parser.parse_args()
    seeds = range(given.first, given.first + given.seeds)
    tally = run(seeds, tuple(given.formats.split(",")), share=given.share, keep=given.keep, loud=sys.stderr.isatty())
    missed = tally.missed()
    if given.json:
        print(json.dumps(as_json(tally, given.causes), ensure_ascii=False, indent=1))
        return int(bool(missed))
    print(table(tally))
    for count, cause, one in causes(tally, KINDS)[: given.causes]:
        print(f"\n{count} x {cause}\n    {one.path} {one.sheet}:{one.row} {one.written}\n    truth {one.truth}  loaded {one.loaded}")
    print("\n" + ("goals reached" if not missed else "goals missed: " + "; ".join(missed)))
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
