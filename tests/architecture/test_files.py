"""What the repository's files may hold: the layout that was asked for, no machine's paths, no registry's address, locks that are locks."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.architecture.source import ROOT, tracked

ASKED_FOR = ("pyproject.toml", "pipelines", "assets", "schemas", "tests", "workspace.yaml", "README.md")
MAY_STAND_BESIDE = {"config", "docs", "deploy", "benchmarks", "examples", "requirements", "Makefile", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"}
"""Files and folders whose name begins with a dot may stand there too."""

# Written in pieces, so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile(
    r"(?<![\w.$}~-])/(?:"
    + "|".join(["ro" + r"ot/", "ho" + r"me/\w+/", "wo" + "rk/", "Us" + r"ers/\w+/", "t" + r"mp/\w"])
    + r")|[A-Z]:\\"
    + "Us"
    + r"ers\\"
)
REGISTRY_HOSTS = re.compile(
    r"(?:py"
    + r"pi\.org|python"
    + r"hosted\.org|registry\."
    + r"npmjs|deb\."
    + r"debian\.org|ana"
    + r"conda\.org|proxy\."
    + r"golang|crates\."
    + r"io)",
    re.IGNORECASE,
)
LOCKS = ("requirements/run.txt", "requirements/dev.txt")


def text_files() -> list[tuple[str, str]]:
    """The tracked files that are UTF-8 text without NUL bytes: (path, text)."""
    found = []
    for name in tracked():
        data = (ROOT / name).read_bytes()
        if b"\0" in data:
            continue
        try:
            found.append((name, data.decode("utf-8")))
        except UnicodeDecodeError:
            continue  # an agency's file in a legacy encoding
    return found


def mentions(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in text_files()
        for number, line in enumerate(text.split("\n"), start=1)
        if pattern.search(line)
    ]


def test_the_top_level_is_what_was_asked_for():
    for name in ASKED_FOR:
        assert (ROOT / name).exists(), f"{name} is missing"
    tops = {name.partition("/")[0] for name in tracked()}
    assert {top for top in tops if not top.startswith(".")} - set(ASKED_FOR) - MAY_STAND_BESIDE == set()


def test_no_tracked_file_names_a_path_of_one_machine():
    assert mentions(MACHINE_PATHS) == []


def test_no_tracked_file_names_a_package_registry():
    assert mentions(REGISTRY_HOSTS) == []


@pytest.mark.parametrize(
    "line", ["cd /" + "root/x", "see '/" + "work/main'", "/" + "home/lan/tonghop", "file:///" + "tmp/inbox", "C:" + "\\Users\\lan"]
)
def test_a_machine_path_is_caught(line):
    assert MACHINE_PATHS.search(line)


@pytest.mark.parametrize("line", ["docs/root/x", "https://example.vn/home/tin", "$HOME/work/x", "/srv/tonghop", "path/to/tmp/x", "./tmp/x"])
def test_other_paths_are_not(line):
    assert not MACHINE_PATHS.search(line)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_with_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=[^\s#])", re.sub(r"^#.*\n|^ +#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(entries) > 50
    for entry in entries:
        first = entry.split("\n")[0]
        assert re.fullmatch(r"[a-z0-9._-]+(?:\[[a-z0-9,_-]+\])?==[^\s;]+(?: ; .+)? \\", first), first
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), f"{first} has no hash"


def pins(lock: str) -> dict[str, str]:
    """package -> version of a lock."""
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[.*\])?==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))


def test_the_dev_lock_holds_the_run_lock_and_the_build_backend():
    run, dev = pins(LOCKS[0]), pins(LOCKS[1])
    assert {name: dev.get(name) for name in run} == run
    assert {"hatchling", "editables", "dagster", "duckdb", "polars", "pandera"} <= run.keys()
    assert run["duckdb"] == "1.5.5"
    assert {"pytest", "ruff", "mypy", "hypothesis"} <= dev.keys()


def test_dagster_finds_the_definitions():
    workspace = yaml.safe_load((ROOT / "workspace.yaml").read_text(encoding="utf-8"))
    (location,) = workspace["load_from"]
    assert location["python_module"]["module_name"] == "assets.definitions"
    assert (ROOT / location["python_module"]["working_directory"]).resolve() == ROOT
