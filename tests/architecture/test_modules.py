"""What every Python file of the house keeps to: a docstring, a name that says something, a length one can read, no bare except."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import ROOMS, Module, module, modules

LONGEST = 450
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "lib", "stuff", "tools"}


def without_docstring(module: Module) -> bool:
    """True where the module's docstring is missing or empty; an empty __init__ of a tests folder needs none."""
    return not (ast.get_docstring(module.tree) or "").strip()


def says_nothing(module: Module) -> bool:
    """True where any part of the module's dotted name is one of the catch-all names."""
    return bool(NAMES_THAT_SAY_NOTHING & {word for part in module.name.split(".") for word in (part, *part.strip("_").split("_"))})


def swallows(module: Module) -> list[int]:
    """Lines with `except:`, or with `except BaseException` that does not raise again."""
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else set()
            raises = any(isinstance(inner, ast.Raise) for statement in node.body for inner in ast.walk(statement))
            if node.type is None or ("BaseException" in caught and not raises):
                found.append(node.lineno)
    return found


def prints(module: Module) -> list[int]:
    """Lines that call the built-in print."""
    return [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"print", "pprint"}
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_says_what_belongs_in_it(room):
    assert [module.path for module in modules(room) if without_docstring(module)] == []


def test_no_module_is_a_drawer_for_everything():
    assert [module.path for module in modules() if says_nothing(module)] == []


def test_no_file_is_too_long_to_read():
    assert [f"{module.path}: {module.lines}" for module in modules() if module.lines > LONGEST] == []


def test_nothing_swallows_every_error():
    assert [f"{module.path}:{line}" for module in modules() for line in swallows(module)] == []


def test_schemas_and_pipelines_do_not_print():
    assert [f"{module.path}:{line}" for module in modules("schemas", "pipelines") for line in prints(module)] == []


def test_offenders_are_caught():
    assert without_docstring(module("pipelines/a.py", "import os"))
    assert without_docstring(module("pipelines/a.py", '"""   """'))
    assert says_nothing(module("pipelines/read/xlsx_utils.py", ""))
    assert says_nothing(module("pipelines/common/__init__.py", ""))
    assert swallows(module("a.py", "try:\n    f()\nexcept:\n    raise")) == [3]
    assert swallows(module("a.py", "try:\n    f()\nexcept (KeyError, BaseException):\n    pass")) == [3]
    assert prints(module("a.py", "def f():\n    print('x')")) == [2]


def test_innocents_are_not():
    assert not without_docstring(module("a.py", '"""Dates as agencies write them."""'))
    assert not says_nothing(module("pipelines/parse/dates.py", ""))
    assert not swallows(module("a.py", "try:\n    f()\nexcept BaseException:\n    undo()\n    raise"))
    assert not prints(module("a.py", "console.print('x')"))
