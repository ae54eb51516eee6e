"""The law of replay on as many random histories as are asked for: `python -m tests.properties.campaign 200 --seed 1`. No test is here."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from tests.properties.histories import law_broken, random_steps


def main() -> int:
    """Prints each history that breaks the law, with its seed, and a summary; exit 1 where one did."""
    asked = argparse.ArgumentParser()
    asked.add_argument("histories", type=int)
    asked.add_argument("--seed", type=int, default=1, help="the first history's seed; the others follow")
    asked.add_argument("--steps", type=int, default=14, help="most steps of a history")
    given = asked.parse_args()
    broken, files, steps_done = [], 0, Counter[str]()
    began = time.monotonic()
    for seed in range(given.seed, given.seed + given.histories):
        steps = random_steps(seed, given.steps)
        with tempfile.TemporaryDirectory(prefix="history-") as place:
            try:
                faults, life = law_broken(Path(place), steps)
                files += len(life.sent)
            except Exception:  # noqa: BLE001 a history that breaks the program breaks the law
                faults = [traceback.format_exc()]
        steps_done.update(name for name, _ in steps)
        if faults:
            broken.append(seed)
            print(f"history {seed}: {steps}\n  " + "\n  ".join(faults), flush=True)
        done = seed - given.seed + 1
        print(f"{done} histories, {files} files, {len(broken)} broken, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(f"{given.histories} histories, {files} files, steps {dict(steps_done.most_common())}; broken: {broken or 'none'}")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
