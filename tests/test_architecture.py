"""The budgets of the source, and what README must name: nothing grows because nothing stopped it."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import click
import pytest

from kgbuild.cli import commands as kgbuild

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "kgbuild"
MODULES = sorted(SOURCE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
SCRIPTS = sorted(path for name in ("scripts", "benchmarks") for path in (ROOT / name).glob("*.py"))
README = (ROOT / "README.md").read_text(encoding="utf-8")

LINES_OF_A_MODULE = 300
LINES_OF_A_TEST = 500
"""Tests hold tables of examples, which are read one by one."""
LINES_OF_A_FUNCTION = 50
PARAMETERS = 5
NESTING = 3
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "common", "core", "base", "manager", "process", "handle", "data"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def depth(node: ast.AST) -> int:
    """How many blocks stand inside each other; an ``elif`` is as deep as its ``if``."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.ClassDef):
            continue
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        deepest = max(deepest, depth(child) + (isinstance(child, BLOCKS) and not is_elif))
    return deepest


def parameters(function: Function) -> int:
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return sum(argument.arg not in {"self", "cls"} for argument in named)


@pytest.mark.parametrize("path", [*MODULES, *TESTS, *SCRIPTS], ids=shown)
def test_a_module_is_short(path: Path) -> None:
    limit = LINES_OF_A_TEST if path in TESTS else LINES_OF_A_MODULE
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= limit


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_function_is_short_flat_and_takes_few_parameters(path: Path) -> None:
    too_much = [
        (function.name, lines, parameters(function), depth(function))
        for function in functions(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LINES_OF_A_FUNCTION
        or parameters(function) > PARAMETERS
        or depth(function) > NESTING
    ]
    assert too_much == []


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_module_is_named_by_what_it_holds(path: Path) -> None:
    assert not {path.stem, path.parent.name} & NAMES_THAT_SAY_NOTHING


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_whatever_is_public_has_a_docstring(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public: list[ast.Module | ast.ClassDef | Function] = [tree]
    holders: list[ast.Module | ast.ClassDef] = [
        tree,
        *(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_"),
    ]
    for holder in holders:
        public += [
            node for node in holder.body if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")
        ]
    assert [getattr(node, "name", "the module") for node in public if not ast.get_docstring(node)] == []


IGNORE = re.compile(r"#\s*(?:type:\s*ignore|noqa)\b")
REASONED_IGNORE = re.compile(
    r"#\s*(?:type:\s*ignore\[[\w, -]+\]|noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)\s+(?:#|-|--)\s*\S+ \S+"
)


@pytest.mark.parametrize("path", [*MODULES, *TESTS, *SCRIPTS], ids=shown)
def test_every_ignore_names_its_code_and_its_reason(path: Path) -> None:
    with path.open("rb") as file:
        comments = [token.string for token in tokenize.tokenize(file.readline) if token.type == tokenize.COMMENT]
    assert [text for text in comments if IGNORE.search(text) and not REASONED_IGNORE.search(text)] == []


def commands(group: click.Group, prefix: str = "kgbuild") -> Iterator[str]:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        yield f"{prefix} {name}"
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")


@pytest.mark.parametrize("command", [*commands(kgbuild)])
def test_readme_names_every_command(command: str) -> None:
    assert f"`{command}" in README


CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")
"""The form of a problem's code."""


MAKERS = re.compile(r"(?i)problem|^_?warn|flaw")
"""How functions are called that make a problem; a run over real pages shows that none is missed."""


def codes(path: Path) -> Iterator[str]:
    """Codes of problems: arguments of `Problem` and of what makes one (`MAKERS`), or those named ``code``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if MAKERS.search(ast.unparse(node.func).rsplit(".", 1)[-1]):
            given = (argument.value for argument in node.args if isinstance(argument, ast.Constant))
            yield from [value for value in given if is_code(value)][:1]
        for keyword in node.keywords:
            if keyword.arg == "code" and isinstance(keyword.value, ast.Constant) and is_code(keyword.value.value):
                yield keyword.value.value


def is_code(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and CODE.fullmatch(value) is not None


CODES = sorted({code for path in MODULES for code in codes(path)})


@pytest.mark.parametrize("code", CODES)
def test_readme_explains_every_code_of_a_problem(code: str) -> None:
    assert f"`{code}`" in README


def test_readme_explains_no_code_that_no_problem_has() -> None:
    section = README.partition("## Problems")[2].partition("\n## ")[0]
    explained = set(re.findall(rf"^\| `({CODE.pattern})`", section, re.MULTILINE))
    assert explained == set(CODES)


def test_readme_gives_a_line_to_every_dependency() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = project.partition("\ndependencies = [")[2].partition("]")[0]
    names = re.findall(r'"([\w-]+)', listed)
    assert names
    assert [name for name in names if f"| {name} |" not in README] == []
