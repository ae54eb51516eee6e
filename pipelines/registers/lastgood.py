"""A spoilt register never stops a run: a copy of the last sound set is kept in the home and stands in for the files at fault.

Here belongs keeping and choosing copies. Which files are at fault is for `checks` to say.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Set
from dataclasses import replace
from pathlib import Path

from pipelines.registers.checks import check_sources
from pipelines.registers.registers import ConfigError, ConfigFault, Registers, assemble
from pipelines.registers.tables import BY_NAME, HOME, OVERRIDABLE, SHIPPED, Sources, gather

_POINTER = "last_good"
_SET = re.compile(r"[0-9a-f]{64}|\.aside-.+")
_PLACES = {SHIPPED: "shipped", HOME: "home"}


def load_last_good(
    home_cache_dir: Path, config_dir: Path, overrides_dir: Path | None, fields: Mapping[str, Set[str]]
) -> tuple[Registers, list[ConfigFault]]:
    """The registers that may be used now, and the faults of the files as they stand (empty where they are sound).

    A sound set is copied to `home_cache_dir` under its hash. With faults, the files at fault are taken from that copy, or, if the rest does
    not agree with them, the whole copy is; before there ever was one, a fault of the home's rows leaves that file out, and a fault of
    `config_dir` turns to the registers that came with the program. Raises ConfigError where nothing sound is left.
    """
    sources = gather(config_dir, overrides_dir)
    mark = _mark(sources, fields)
    if _pointer(home_cache_dir) == mark and _copy(home_cache_dir, sources.content_hash) is not None:
        return assemble(sources), []
    faults = check_sources(sources, fields)
    if not faults:
        _keep(home_cache_dir, sources, mark)
        return assemble(sources), []
    for candidate in _candidates(home_cache_dir, sources, faults):
        if not check_sources(candidate, fields):
            return assemble(candidate), faults
    raise ConfigError(faults)


def _candidates(cache: Path, sources: Sources, faults: list[ConfigFault]) -> list[Sources]:
    """Sets to try, the one nearest to the files as they stand first."""
    pointer = _pointer(cache)
    good = _copy(cache, pointer.split()[0]) if pointer else None
    at_fault = {fault.file for fault in faults}
    home_at_fault = {file for file in sources.home if f"{HOME}/{file}" in at_fault}
    without = {file: content for file, content in sources.home.items() if file not in home_at_fault}
    candidates = []
    if good is not None:
        shipped = dict(sources.shipped) | {file: content for file, content in good.shipped.items() if file in at_fault}
        home = without | {file: content for file, content in good.home.items() if file in home_at_fault}
        candidates += [Sources(shipped, home), good]
    candidates.append(replace(sources, home=without))
    own = gather(Path(__file__).resolve().parent.parent.parent / "config")
    candidates += [Sources(own.shipped, without), Sources(own.shipped)]
    return candidates


def _mark(sources: Sources, fields: Mapping[str, Set[str]]) -> str:
    """What a clean check was made of: the files and the field names that they were held against."""
    names = "\n".join(f"{dataset}:{','.join(sorted(held))}" for dataset, held in sorted(fields.items()))
    return f"{sources.content_hash} {hashlib.sha256(names.encode()).hexdigest()}"


def _pointer(cache: Path) -> str:
    try:
        return (cache / _POINTER).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def _copy(cache: Path, content_hash: str) -> Sources | None:
    """The kept set of that hash; None where it is missing or no longer what was kept."""
    if not content_hash:
        return None
    folder = cache / content_hash
    held = {}
    for where, names in ((SHIPPED, tuple(BY_NAME)), (HOME, OVERRIDABLE)):
        files = [folder / _PLACES[where] / f"{name}.csv" for name in names]
        held[where] = {file.name: file.read_bytes() for file in files if file.is_file()}
    kept = Sources(held[SHIPPED], held[HOME])
    return kept if kept.content_hash == content_hash else None


def _keep(cache: Path, sources: Sources, mark: str) -> None:
    """Write the set aside and rename it into place, then point to it; sets no longer pointed to are removed."""
    cache.mkdir(parents=True, exist_ok=True)
    folder = cache / sources.content_hash
    if _copy(cache, sources.content_hash) is None:
        aside = Path(tempfile.mkdtemp(prefix=".aside-", dir=cache))
        for where, files in ((SHIPPED, sources.shipped), (HOME, sources.home)):
            (aside / _PLACES[where]).mkdir()
            for file, content in files.items():
                (aside / _PLACES[where] / file).write_bytes(content)
        if folder.exists():
            shutil.rmtree(folder)
        aside.rename(folder)
    pointer = cache / f".{_POINTER}.{os.getpid()}"
    pointer.write_text(mark + "\n", encoding="utf-8")
    pointer.replace(cache / _POINTER)
    for old in cache.iterdir():
        # Only what this module made: the folder may hold other things.
        if old != folder and old.is_dir() and _SET.fullmatch(old.name):
            shutil.rmtree(old, ignore_errors=True)
