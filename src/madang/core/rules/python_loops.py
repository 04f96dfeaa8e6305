"""The loops of the Python form: one for all questions about the same to-many relation of the same row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .rows import Aggregate

if TYPE_CHECKING:
    from .python_code import Emitter

EMPTY = {"count": "0", "sum": "0", "any": "False"}


@dataclass
class Tally:
    """Names of what one question keeps while the loop runs."""

    node: Aggregate
    result: str
    doubt: str
    best: str
    best_id: str
    default: str
    doubtful: bool = False
    certain: bool = True  # the value of a row is never unknown


def emit_loop(code: Emitter, nodes: list[Aggregate]) -> dict[int, str]:
    """Write the loop that answers ``nodes`` and return the name of each result by the node's uid."""
    from .python_code import Scope

    first = nodes[0]
    defaults = [code.emit(node.default) if node.default is not None else "" for node in nodes]
    rows, owner_unknown = _rows(code, first)
    tallies = [
        Tally(node, code.fresh(), code.fresh("u"), code.fresh("b"), code.fresh("i"), default)
        for node, default in zip(nodes, defaults, strict=True)
    ]
    outer = code.scope
    inner = Scope(outer.indent + 1, first.variable, outer)
    row = code.fresh("row")
    shadowed = code.rows.get(first.variable)
    code.rows[first.variable] = row
    code.scope = inner
    for tally in tallies:
        _body(code, tally, row, alone=len(tallies) == 1)
    code.scope = outer
    del code.rows[first.variable]
    if shadowed is not None:
        code.rows[first.variable] = shadowed
    # Written after the body, because the body may have hoisted steps that do not depend on the row.
    for tally in tallies:
        outer.add(f"{tally.result} = {EMPTY.get(tally.node.op, 'None')}")
        if tally.doubtful or owner_unknown:
            outer.add(f"{tally.doubt} = {owner_unknown or 'False'}")
        if tally.node.op in ("min", "max", "latest"):
            outer.add(f"{tally.best} = {tally.best_id} = None")
    outer.add(f"for {row} in {rows}:")
    outer.lines += inner.lines
    names = {}
    for tally in tallies:
        names[tally.node.uid] = outer.memo[tally.node.uid] = _result(code, tally, bool(owner_unknown))
    return names


def _result(code: Emitter, tally: Tally, owner_doubtful: bool) -> str:
    found = tally.result
    certain = tally.certain
    if tally.node.default is not None:
        found = f"({tally.default} if {tally.best_id} is None else {tally.result})"
        certain = certain and tally.default in code.nonnull
    if not tally.doubtful and not owner_doubtful:
        return code.assign(found, nonnull=certain)
    unknown = f"{tally.result} is not True and {tally.doubt}" if tally.node.op == "any" else tally.doubt
    return code.assign(f"None if {unknown} else {found}")


def _rows(code: Emitter, node: Aggregate) -> tuple[str, str]:
    """Code of the rows to loop over, and of "the owner or the whole entity is unknown" ("" if that cannot be)."""
    index_key = ("index", node.source.name, node.relation.name)
    index = code.top.memo.get(index_key)
    if index is None:
        index = code.fresh("x")
        line = f"    {index} = lists[{node.source.name!r}, {node.relation.name!r}]"
        code.top.lines[:0] = [line, f"    if {index} is None: return None"] if code.quick else [line]
        code.top.memo[index_key] = index
    steps = len(node.row.path_)
    if steps == 0:
        key, absent = f"{code.rows[node.row.variable_]}['id']", ""
    else:
        key, absent = code.key_of(node.row, steps)
    known = steps == 0 or key in code.nonnull
    if code.quick and known:
        return f"{index}.get({key}, NONE)", ""
    none = f"{index} is None" if known else f"{index} is None or {key} is None"
    lost = "" if known else f" or ({key} is None and not {absent})" if absent else f" or {key} is None"
    return f"NONE if {none} else {index}.get({key}, NONE)", f"{index} is None{lost}"


def _body(code: Emitter, tally: Tally, row: str, alone: bool) -> None:
    node, doubt, result = tally.node, tally.doubt, tally.result
    where = code.emit(node.where)
    value = code.emit(node.value) if node.value is not None else ""
    by = code.emit(node.by) if node.by is not None else ""
    steps: list[str]
    if node.op == "any":
        steps = [f"{result} = True", *(["break"] if alone else [])]
    elif node.op == "count":
        steps = [f"{result} += 1"]
    elif node.op == "latest":
        newer = f"{tally.best_id} is None or {by} > {tally.best} or ({by} == {tally.best} and {row}['id'] > {tally.best_id})"
        steps = _unless_unknown(
            code, tally, by, newer, f"{tally.best}, {tally.best_id}, {result} = {by}, {row}['id'], {value}"
        )
        tally.certain = value in code.nonnull
    elif node.op == "sum":
        steps = _unless_unknown(code, tally, value, "", f"{result} += {value}")
    else:
        better = f"{tally.best_id} is None or {value} {'<' if node.op == 'min' else '>'} {result}"
        steps = _unless_unknown(code, tally, value, better, f"{tally.best_id}, {result} = True, {value}")
    if where == "True":
        for line in steps:
            code.scope.add(line)
        return
    code.scope.add(f"if {where}:")
    for line in steps:
        code.scope.add(f"    {line}")
    if where not in code.nonnull:
        tally.doubtful = True
        code.scope.add(f"elif {where} is None:")
        code.scope.add(f"    {doubt} = True")


def _unless_unknown(code: Emitter, tally: Tally, name: str, condition: str, step: str) -> list[str]:
    """Lines that do ``step`` where ``condition`` holds, and note a doubt where ``name`` is unknown."""
    if name in code.nonnull:
        return [f"if {condition}:", f"    {step}"] if condition else [step]
    tally.doubtful = True
    return [
        f"if {name} is None:",
        f"    {tally.doubt} = True",
        f"elif {condition}:" if condition else "else:",
        f"    {step}",
    ]
