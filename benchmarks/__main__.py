"""`make bench`: runs the benchmarks of this folder (or those named) and prints one table."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable

import benchmarks
from benchmarks.measure import CommandError, Row


def found() -> dict[str, Callable[[], list[Row]]]:
    """Benchmark name -> its run(), from every module of this folder that has both NAME and run."""
    modules = (importlib.import_module(f"benchmarks.{entry.name}") for entry in pkgutil.iter_modules(benchmarks.__path__) if entry.name != "__main__")
    return {module.NAME: module.run for module in modules if hasattr(module, "NAME") and hasattr(module, "run")}


def table(rows: list[tuple[str, Row]]) -> str:
    """The rows as text, one line each, under one header."""
    width = max([len(row.what) for _, row in rows] + [4])
    side = max([len(name) for name, _ in rows] + [9])
    lines = [f"{'benchmark':<{side}}  {'what':<{width}}  {'seconds':>8}  {'baseline':>8}  {'ratio':>7}  {'peak MB':>8}"]
    for name, row in rows:
        peak = f"{row.peak_mb:8.0f}" if row.peak_mb is not None else f"{'':>8}"
        lines.append(f"{name:<{side}}  {row.what:<{width}}  {row.seconds:8.3f}  {row.baseline_seconds:8.3f}  {row.ratio:6.2f}x  {peak}")
    return "\n".join(lines)


def main(asked: list[str]) -> int:
    """Runs what was asked for (all where nothing was); 0, or 1 where one failed, or 2 for an unknown name."""
    known = found()
    unknown = sorted(set(asked) - known.keys())
    if unknown:
        print(f"no benchmark named {', '.join(unknown)}; there are: {', '.join(sorted(known))}", file=sys.stderr)
        return 2
    rows: list[tuple[str, Row]] = []
    failed = False
    for name in asked or sorted(known):
        print(f"running {name} ...", file=sys.stderr, flush=True)
        try:
            rows += [(name, row) for row in known[name]()]
        except CommandError as error:
            print(f"{name} failed: {error}", file=sys.stderr)
            failed = True
    if rows:
        print(table(rows))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
