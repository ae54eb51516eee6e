"""The repository as the architecture tests see it: its Python files as syntax trees, its tracked files. No test is here."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("schemas", "pipelines", "assets", "examples", "benchmarks")
LEFTOVERS = {".git", ".venv", "var", "build", "dist", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "htmlcov"}


@dataclass(frozen=True)
class Module:
    """One Python file: its path within the repository, its dotted name, its tree."""

    path: str
    name: str
    tree: ast.Module
    lines: int

    def imports(self) -> Iterator[tuple[int, str]]:
        """Every import anywhere in the file, also inside functions: (line, absolute dotted name).

        `from a.b import c` gives both a.b and a.b.c; `importlib.import_module("a")` and `__import__("a")` give a.
        """
        package = self.name if self.path.endswith("__init__.py") else self.name.rpartition(".")[0]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield node.lineno, alias.name
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    parents = package.split(".")
                    parents = parents[: len(parents) - node.level + 1]
                    base = ".".join([*parents, *([base] if base else [])])
                yield node.lineno, base
                for alias in node.names:
                    yield node.lineno, f"{base}.{alias.name}"
            elif isinstance(node, ast.Call) and node.args and _called(node) in {"import_module", "__import__"}:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield node.lineno, first.value


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def module(path: str, source: str) -> Module:
    """A module from its text, so that the tests can be tested on offenders."""
    dotted = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return Module(path, dotted, ast.parse(source, path), source.count("\n") + 1)


@cache
def modules(*rooms: str) -> tuple[Module, ...]:
    """Every Python file of the rooms named (all of ROOMS and tests where none is), by path."""
    paths = sorted(path for room in rooms or (*ROOMS, "tests") for path in (ROOT / room).rglob("*.py"))
    return tuple(module(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths)


@cache
def tracked() -> tuple[str, ...]:
    """The files that git tracks and that exist; in a copy without git, every file that no tool left there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return tuple(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return tuple(sorted(path.as_posix() for path in found if not LEFTOVERS & set(path.parts)))
