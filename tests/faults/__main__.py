"""The fault campaign by hand: `python -m tests.faults FOLDER --kills 200 --readers 8`. Prints what was done, how often, and what was lost."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path

from tests.faults.killing import Campaign, Killed
from tests.faults.reader import Readers
from tests.faults.victim import STAGES


def told(done: Killed, readers: Readers | None = None) -> str:
    """What was done, how often, what was lost."""
    lines = [f"kills                 {sum(done.kills.values())}: " + ", ".join(f"{stage} {done.kills[stage]}" for stage in STAGES)]
    lines.append(f"ended before the blow {done.escaped}")
    lines.append(f"refreshes that ended  {done.refreshes}, compared with the undisturbed home: {done.compared}")
    lines.append(f"files sent            {done.files}")
    lines.append(f"differences           {len(done.differences)} {done.differences[:5] or ''}")
    lines.append(f"leftovers             {done.leftovers or 'none'}")
    if readers is not None:
        looks = sum((met.looks for met in readers.met), Counter[str]())
        errors = [error for met in readers.met for error in met.errors]
        half_made = [one for met in readers.met for one in met.half_made]
        seen = readers.builds()
        lines.append(f"readers               {len(readers.met)}, looks {sum(looks.values())}: {dict(looks)}")
        lines.append(f"queries               {sum(met.queries for met in readers.met)}")
        lines.append(f"builds seen           {len(seen)}, of them with two contents: {sum(len(contents) > 1 for contents in seen.values())}")
        lines.append(f"errors                {len(errors)} {errors[:5] or ''}")
        lines.append(f"half builds           {len(half_made)} {half_made[:5] or ''}")
        lines.append(f"longest look, s       {max((met.longest_wait for met in readers.met), default=0):.2f}")
    return "\n".join(lines)


def main() -> int:
    """Run it; 0 where nothing was lost and no reader met anything."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--kills", type=int, default=200)
    words.add_argument("--readers", type=int, default=8)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--every", type=int, default=8, help="about how many kills between two comparisons")
    words.add_argument("--minutes", type=float, default=240)
    words.add_argument("--shell", help="DuckDB's command line, as one more way to read")
    given = words.parse_args()
    os.nice(5)
    began = time.monotonic()
    campaign = Campaign(given.folder, given.seed)
    with Readers(campaign.current, given.readers, given.seed, given.shell) as readers:
        while sum(campaign.done.kills.values()) < given.kills and time.monotonic() - began < 60 * given.minutes:
            left = given.kills - sum(campaign.done.kills.values())
            campaign.kill(min(given.every, left), every=10**6)
            print(f"{time.monotonic() - began:.0f} s\n{told(campaign.done)}\n", flush=True)
    print(told(campaign.done, readers))
    lost = campaign.done.differences or any(met.errors or met.half_made for met in readers.met)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
