"""The import law: schemas <- pipelines <- assets, dagster only in assets, command lines only in assets."""

from __future__ import annotations

import pytest

from tests.architecture.source import ROOMS, Module, module, modules

MAY_IMPORT = {
    "schemas": {"schemas"},
    "pipelines": {"schemas", "pipelines"},
    "assets": {"schemas", "pipelines", "assets", "examples"},
    "examples": {"examples"},
    "benchmarks": {"schemas", "pipelines", "assets", "examples", "benchmarks"},
}
"""examples writes files as an agency would and knows nothing of the pipeline; only the command line knows examples."""

OUR_ROOMS = {*ROOMS, "tests"}
COMMAND_LINES = {"argparse", "click", "typer", "optparse", "getopt"}


def forbidden(module: Module) -> list[str]:
    """The imports of one module that the law refuses, as 'path:line name'."""
    room = module.name.partition(".")[0]
    found = []
    for line, name in module.imports():
        top = name.partition(".")[0]
        crosses = top in OUR_ROOMS and top not in MAY_IMPORT[room]
        orchestrates = (top == "dagster" or top.startswith("dagster_")) and room != "assets"
        commands = top in COMMAND_LINES and room != "assets"
        if crosses or orchestrates or commands:
            found.append(f"{module.path}:{line} imports {name}")
    return sorted(set(found))


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room):
    in_room = modules(room)
    assert in_room, f"{room}/ has no module"
    assert [line for module in in_room for line in forbidden(module)] == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("schemas/a.py", "import pipelines.read"),
        ("schemas/a.py", "from pipelines import read"),
        ("pipelines/a.py", "def f():\n    import dagster as dg"),
        ("pipelines/a.py", "from dagster_pandera import x"),
        ("pipelines/a.py", "import importlib\nimportlib.import_module('dagster')"),
        ("pipelines/read/a.py", "from ...assets import cli"),
        ("pipelines/read/a.py", "if True:\n    from assets.cli import main"),
        ("pipelines/read/a.py", "from examples import national_day"),
        ("pipelines/a.py", "import click"),
        ("examples/a.py", "from pipelines.grid import Grid"),
        ("benchmarks/a.py", "import argparse"),
        ("schemas/a.py", "from tests.architecture import source"),
    ],
)
def test_an_offender_is_caught(path, source):
    assert forbidden(module(path, source))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("pipelines/read/a.py", "from ..grid import Grid\nfrom schemas import issues\nimport polars as pl"),
        ("assets/cli.py", "import click\ndef refresh():\n    import dagster\n    from examples import national_day"),
        ("pipelines/a.py", "x = 'import dagster'"),
    ],
)
def test_what_is_allowed_passes(path, source):
    assert forbidden(module(path, source)) == []
