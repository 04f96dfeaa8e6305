"""The loops of the Python form: one per question about a to-many relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .rows import Aggregate

if TYPE_CHECKING:
    from .python_form import Program


def emit_loop(program: Program, node: Aggregate) -> str:
    """Write the loop for ``node`` and return the name of its result."""
    from .python_form import Scope

    default = program.emit(node.default) if node.default is not None else ""
    rows, owner_unknown = _rows(program, node)
    result, doubt = program.fresh(), program.fresh("u")
    best, best_id = program.fresh("b"), program.fresh("i")
    outer = program.scope
    empty = {"count": "0", "sum": "0", "any": "False"}.get(node.op, "None")
    inner = Scope(outer.indent + 1, node.variable, outer)
    row = program.fresh("row")
    shadowed = program.rows.get(node.variable)
    program.rows[node.variable] = row
    program.scope = inner
    _body(program, node, row, result, doubt, best, best_id)
    program.scope = outer
    if shadowed is not None:
        program.rows[node.variable] = shadowed
    # Written after the body, because the body may have hoisted steps that do not depend on the row.
    outer.add(f"{result} = {empty}")
    outer.add(f"{doubt} = {owner_unknown}")
    if node.op in ("min", "max", "latest"):
        outer.add(f"{best} = {best_id} = None")
    outer.add(f"for {row} in {rows}:")
    outer.lines += inner.lines
    unknown = f"{result} is not True and {doubt}" if node.op == "any" else doubt
    found = f"({default} if {best_id} is None else {result})" if node.default is not None else result
    return program.assign(f"None if {unknown} else {found}")


def _rows(program: Program, node: Aggregate) -> tuple[str, str]:
    """Code of the rows to loop over, and of "the owner or the whole entity is unknown"."""
    index_key = ("index", node.source.name, node.relation.name)
    index = program.top.memo.get(index_key)
    if index is None:
        index = program.fresh("x")
        program.top.lines.insert(0, f"    {index} = facts.many({node.source.name!r}, {node.relation.name!r})")
        program.top.memo[index_key] = index
    steps = len(node.row.path_)
    if steps == 0:
        owner = f"{program.rows[node.row.variable_]}['id']"
        return f"NONE if {index} is None else {index}.get({owner}, NONE)", f"{index} is None"
    key, absent = program.key_of(node.row, steps)
    lost = f"({key} is None and not {absent})" if absent else f"{key} is None"
    return f"NONE if {index} is None or {key} is None else {index}.get({key}, NONE)", f"{index} is None or {lost}"


def _body(program: Program, node: Aggregate, row: str, result: str, doubt: str, best: str, best_id: str) -> None:
    where = program.emit(node.where)
    value = program.emit(node.value) if node.value is not None else ""
    by = program.emit(node.by) if node.by is not None else ""
    scope = program.scope
    steps: list[str]
    if node.op == "any":
        steps = [f"{result} = True", "break"]
    elif node.op == "count":
        steps = [f"{result} += 1"]
    elif node.op == "sum":
        steps = [f"if {value} is None:", f"    {doubt} = True", "else:", f"    {result} += {value}"]
    elif node.op == "latest":
        newer = f"{best_id} is None or {by} > {best} or ({by} == {best} and {row}['id'] > {best_id})"
        steps = [f"if {by} is None:", f"    {doubt} = True", f"elif {newer}:",
                 f"    {best}, {best_id}, {result} = {by}, {row}['id'], {value}"]  # fmt: skip
    else:
        sign = "<" if node.op == "min" else ">"
        steps = [f"if {value} is None:", f"    {doubt} = True", f"elif {best_id} is None or {value} {sign} {result}:",
                 f"    {best_id} = True", f"    {result} = {value}"]  # fmt: skip
    if where == "True":
        for line in steps:
            scope.add(line)
        return
    scope.add(f"if {where}:")
    for line in steps:
        scope.add(f"    {line}")
    if where not in program.nonnull:
        scope.add(f"elif {where} is None:")
        scope.add(f"    {doubt} = True")
