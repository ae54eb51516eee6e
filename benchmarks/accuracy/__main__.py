"""`make accuracy`: writes random national days, reads them through the pipeline, prints how much came out right; exit 1 where a goal is missed.

Settings as name=value: seeds=100 first=1 formats=xlsx,csv share=0.4 (part of the agencies that send) keep=FOLDER (for the files with findings)
causes=25 (to print) words=unseen (headers that nobody taught). `json` alone: JSON on standard output.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks.accuracy.day import national_day
from benchmarks.accuracy.formats import FORMATS
from benchmarks.accuracy.judge import judge
from benchmarks.accuracy.report import KINDS, Tally, as_json, causes, table

DEFAULTS = {"seeds": "100", "first": "1", "formats": ",".join(FORMATS), "share": "0.4", "keep": "", "causes": "25", "words": "usual", "json": ""}


def run(
    seeds: Iterable[int], formats: tuple[str, ...], *, share: float = 1.0, keep: Path | None = None, loud: bool = False, unseen: bool = False
) -> Tally:
    """All seeds' files judged. `keep`: a folder for every file that has a finding."""
    tally = Tally()
    began = time.perf_counter()
    for seed in seeds:
        for sent in national_day(seed, formats, share=share, unseen=unseen):
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


def main(asked: list[str]) -> int:
    """Runs as asked for; 0, or 1 where a goal is missed, or 2 for an unknown setting."""
    given = dict(DEFAULTS)
    for part in asked:
        name, _, value = part.partition("=")
        if name not in DEFAULTS:
            print(f"no setting named {name}; there are: {', '.join(DEFAULTS)}", file=sys.stderr)
            return 2
        given[name] = value or "yes"
    first = int(given["first"])
    keep = Path(given["keep"]) if given["keep"] else None
    formats = tuple(given["formats"].split(","))
    tally = run(
        range(first, first + int(given["seeds"])),
        formats,
        share=float(given["share"]),
        keep=keep,
        loud=sys.stderr.isatty(),
        unseen=given["words"] == "unseen",
    )
    missed = tally.missed()
    shown = int(given["causes"])
    if given["json"]:
        print(json.dumps(as_json(tally, shown), ensure_ascii=False, indent=1))
        return int(bool(missed))
    print(table(tally))
    for count, cause, one in causes(tally, KINDS)[:shown]:
        print(f"\n{count} x {cause}\n    {one.path} {one.sheet}:{one.row} {one.written}\n    truth {one.truth}  loaded {one.loaded}")
    print("\n" + ("goals reached" if not missed else "goals missed: " + "; ".join(missed)))
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
