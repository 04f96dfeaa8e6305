"""Core never names a system or a country, not even in a string; and no module is called after nothing in particular."""

from __future__ import annotations

import ast
from pathlib import Path

from madang.site.checks.finding import Finding, is_test, tracked_files

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common", "stuff"}


def check(root: Path) -> list[Finding]:
    """All findings about names."""
    source = root / "src" / "madang"
    findings = []
    for path in tracked_files(root):
        if path.suffix != ".py" or not path.is_relative_to(source):
            continue
        name = path.relative_to(root)
        if empty := EMPTY_NAMES & set(name.with_suffix("").parts):
            findings.append(
                Finding(str(name), f"{empty.pop()!r} says nothing", "name it after the one thing it is for")
            )
        if path.is_relative_to(source / "core") and not is_test(name):
            findings += _upward_names(path, str(name))
    return findings


def _upward_names(path: Path, name: str) -> list[Finding]:
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        return [Finding(f"{name}:{error.lineno}", f"cannot be read: {error.msg}", "mend it")]
    documentation = {
        id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, DOCUMENTED) and _has_text(node)
    }
    return [
        Finding(f"{name}:{node.lineno}", f"core names {node.value!r}", "let the higher floor register itself in core")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
        and node.value.startswith(("madang.systems", "madang.countries", "madang.site"))
        and node.value != "madang.site.settings"
    ]


DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def _has_text(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return bool(node.body) and isinstance(node.body[0], ast.Expr)
