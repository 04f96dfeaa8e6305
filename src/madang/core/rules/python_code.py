"""Python source for expressions: one assignment per step, one loop for all questions about the same list.

Two kinds of code come from the same visitor. The complete code carries unknown (None) through every step. The quick
code gives up with ``return None`` at the first unknown fact, so that nothing after it needs to ask again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from . import dates, resolve
from .dates import cutoff_of
from .exact import RateNumerator, Rounded, Rounding, rounded_quotient
from .expressions import Literal, Moment, Node, ParameterValue
from .rows import Aggregate, Row

Compiled = Callable[..., tuple[Any, ...] | None]

NAMES = {
    "months_between_dates": dates.months_between_dates,
    "month_first": dates.month_first,
    "month_last": dates.month_last,
    "plus_months": dates.plus_months,
    "plus_days": dates.plus_days,
    "days_from": dates.days_from,
    "month_number": dates.month_number,
    "rounded_quotient": rounded_quotient,
    "band": resolve.band,
    "marginal": resolve.marginal,
    "NONE": (),
}


def lists_in(nodes: Sequence[Node]) -> list[Aggregate]:
    """Every question about a list in ``nodes``, inner ones first."""
    found = {one.uid: one for node in nodes for one in resolve.walk(node) if isinstance(one, Aggregate)}
    return list(found.values())


class Scope:
    """A block of code: the function, a guarded part of it, or the body of a loop over ``variable``."""

    def __init__(self, indent: int, variable: Any = None, parent: Scope | None = None) -> None:
        self.indent, self.variable, self.parent = indent, variable, parent
        self.lines: list[str] = []
        self.memo: dict[Any, str] = {}

    def add(self, line: str) -> None:
        """One line of code at this block's depth."""
        self.lines.append("    " * self.indent + line)


class Emitter:
    """Writes one function for several expressions. quick: give up at the first unknown fact.

    always: computed on every call. guarded: computed unless the first of ``always`` is false, else None.
    """

    def __init__(self, subject: Row, always: Sequence[Node], guarded: Sequence[Node], *, quick: bool) -> None:
        self.quick = quick
        self.constants: list[Any] = []
        self.slots: dict[Any, tuple[int, Node, bool]] = {}
        self._names = 0
        self.nonnull: set[str] = {"on", "period_start", "period_end"}
        self.top = self.scope = Scope(1)
        self.rows = {subject.variable_: "subject"}
        self.lists = lists_in(always)
        results = [self.emit(node) for node in always]
        if guarded:
            outer = self.scope
            self.scope = Scope(2, parent=outer)
            self.lists = lists_in(guarded)
            names = [self.emit(node) for node in guarded]
            outer.add(f"if {results[0]} is False:")
            outer.add(f"    return ({', '.join([*results, *['None'] * len(guarded)])},)")
            outer.lines += [line[4:] for line in self.scope.lines]
            self.scope = outer
            results += names
        self.top.add(f"return ({', '.join(results)},)")
        head = [
            "def compiled(facts, subject, on, period_start, period_end, P):",
            "    tables, lists = facts.tables, facts.lists",
        ]
        self.source = "\n".join(head + self.top.lines) + "\n"

    def function(self) -> Compiled:
        """The compiled function."""
        space: dict[str, Any] = {**NAMES, **{f"K{place}": value for place, value in enumerate(self.constants)}}
        exec(compile(self.source, "<rule>", "exec"), space)  # noqa: S102  source is ours, generated from typed nodes
        compiled: Compiled = space["compiled"]
        return compiled

    def demand(self, name: str) -> None:
        """In quick code: give up if ``name`` is unknown."""
        if self.quick and name not in self.nonnull:
            self.scope.add(f"if {name} is None: return None")
            self.nonnull.add(name)

    # Naming and scopes

    def fresh(self, prefix: str = "v") -> str:
        """A new local name."""
        self._names += 1
        return f"{prefix}{self._names}"

    def constant(self, value: Any) -> str:
        """A name for a constant object."""
        self.constants.append(value)
        return f"K{len(self.constants) - 1}"

    def scope_of(self, free: frozenset[Any]) -> Scope:
        """The outermost block, within the current guard, where everything in ``free`` is in sight."""
        scope = self.scope
        while scope.variable is not None and scope.variable not in free and scope.parent is not None:
            scope = scope.parent
        return scope

    def remembered(self, key: Any) -> str | None:
        """The local name already holding ``key``, if in sight."""
        scope: Scope | None = self.scope
        while scope is not None:
            if key in scope.memo:
                return scope.memo[key]
            scope = scope.parent
        return None

    def emit(self, node: Node) -> str:
        """Write the code that computes ``node`` and return the local name of its value."""
        known = self.remembered(node.uid)
        if known is not None:
            return known
        if not node.free and not isinstance(node, Literal | Moment):
            return self.computed_before(node)
        home, self.scope = self.scope, self.scope_of(node.free)
        try:
            name = getattr(self, f"visit_{type(node).__name__.lower()}")(node)
            self.scope.memo[node.uid] = name
        finally:
            self.scope = home
        return name

    def computed_before(self, node: Node) -> str:
        """A step that speaks about no row: worked out once for each period, not on each call."""
        name = self.fresh("p")
        place = self.slots.setdefault(node.uid, (len(self.slots), node, True))[0]
        self.top.lines.insert(0, f"    {name} = P[{place}]")
        self.top.memo[node.uid] = name
        if self.quick:
            self.nonnull.add(name)  # a program with an unknown constant does not use its quick code
        return name

    def assign(self, code: str, nonnull: bool = False, prefix: str = "v") -> str:
        """Assign ``code`` to a new name in the current block."""
        name = self.fresh(prefix)
        self.scope.add(f"{name} = {code}")
        if nonnull:
            self.nonnull.add(name)
        return name

    def strict(self, parts: Sequence[str], code: str) -> str:
        """``code``, or unknown if any of ``parts`` is."""
        doubtful = [part for part in dict.fromkeys(parts) if part not in self.nonnull]
        if not doubtful:
            return self.assign(code, nonnull=True)
        return self.assign(f"None if {' or '.join(f'{part} is None' for part in doubtful)} else {code}")

    # Rows

    def row_of(self, row: Row, steps: int) -> tuple[str, str]:
        """Names of the row ``steps`` relations away and of its known absence ('' if it cannot be known absent)."""
        if steps == 0:
            return self.rows[row.variable_], ""
        relation = row.path_[steps - 1]
        key, absent = self.key_of(row, steps)
        memo = ("row", row.variable_, tuple(one.name for one in row.path_[:steps]))
        name = self.remembered(memo)
        if name is None:
            home, self.scope = self.scope, self.scope_of(frozenset({row.variable_}))
            found = f"tables[{relation.to!r}].get({key})"
            name = self.assign(found if key in self.nonnull else f"None if {key} is None else {found}", prefix="r")
            if not absent:
                self.demand(name)
            self.scope.memo[memo] = name
            self.scope = home
        return name, absent

    def key_of(self, row: Row, steps: int) -> tuple[str, str]:
        """Names of the id held by relation number ``steps`` and of its known absence."""
        relation = row.path_[steps - 1]
        path = tuple(one.name for one in row.path_[:steps])
        memo = ("key", row.variable_, path)
        known = self.remembered(memo)
        if known is not None:
            return known, self.remembered(("absent", row.variable_, path)) or ""
        before, absent = self.row_of(row, steps - 1)
        home, self.scope = self.scope, self.scope_of(frozenset({row.variable_}))
        code = f"{before}[{relation.name!r}]"
        certain = steps == 1 or before in self.nonnull
        key = self.assign(code if certain else f"None if {before} is None else {code}", prefix="k")
        if not relation.optional and not absent:
            self.demand(key)
        self.scope.memo[memo] = key
        if relation.optional:
            gone = f"{before} is not None and {key} is None"
            absent = self.assign(f"{absent} or ({gone})" if absent else gone, nonnull=True, prefix="a")
        if absent:
            self.scope.memo["absent", row.variable_, path] = absent
        self.scope = home
        return key, absent

    def fact(self, node: Any) -> tuple[str, str, str]:
        """Names of the row and its known absence, and the code of the column."""
        row, absent = self.row_of(node.row, len(node.row.path_))
        return row, absent, f"{row}[{node.fact.name!r}]"

    def visit_factof(self, node: Any) -> str:
        row, _, code = self.fact(node)
        name = self.assign(code if not node.row.path_ or row in self.nonnull else f"None if {row} is None else {code}")
        self.demand(name)
        return name

    def visit_refof(self, node: Any) -> str:
        if not node.row.path_:
            return self.assign(f"{self.rows[node.row.variable_]}['id']", nonnull=True)
        return self.key_of(node.row, len(node.row.path_))[0]

    def visit_exists(self, node: Any) -> str:
        key, absent = self.key_of(node.row, len(node.row.path_))
        return self.assign(f"True if {key} is not None else (False if {absent} else None)")

    def visit_absent(self, node: Any) -> str:
        row, absent, code = self.fact(node)
        here = f"{code} is None" if node.fact.optional else f"(None if {code} is None else False)"
        return self._through(row, absent, here, "True", nonnull=node.fact.optional)

    def visit_orelse(self, node: Any) -> str:
        default = self.emit(node.parts[0])
        row, absent, code = self.fact(node)
        here = f"({default} if {code} is None else {code})" if node.fact.optional else code
        return self._through(row, absent, here, default, nonnull=node.fact.optional and default in self.nonnull)

    def _through(self, row: str, absent: str, here: str, if_absent: str, nonnull: bool) -> str:
        if row in self.rows.values() or row in self.nonnull:
            return self.assign(here, nonnull=nonnull)
        gone = f"({if_absent} if {absent} else None)" if absent else "None"
        return self.assign(f"{here} if {row} is not None else {gone}")

    # Values

    def visit_literal(self, node: Literal) -> str:
        if node.value is None:
            return "None"
        code = repr(node.value) if isinstance(node.value, bool | int | str) else self.constant(node.value)
        self.nonnull.add(code)
        return code

    def visit_moment(self, node: Moment) -> str:
        return node.name

    def slot(self, node: Any) -> str:
        """The code of a resolved parameter."""
        place = self.slots.setdefault(resolve.slot(node), (len(self.slots), node, False))[0]
        return f"P[{place}]"

    def visit_parametervalue(self, node: ParameterValue) -> str:
        parameter = node.parameter
        code, parts = self.slot(node), []
        if node.day is not None:
            parts.append(self.emit(node.day))
            code = f"{code}.at({parts[0]})"
        if node.key is not None:
            parts.append(self.emit(node.key))
            return self.strict(parts, f"{code}.get({parts[-1]}, {resolve.plain(parameter, parameter.default)!r})")
        if parameter.default is not None:
            return self.strict(parts, code)
        name = self.assign(code if parts[0] in self.nonnull else f"None if {parts[0]} is None else {code}")
        self.demand(name)
        return name

    def visit_scalevalue(self, node: Any) -> str:
        x = self.emit(node.x)
        return self.strict([x], f"{'marginal' if node.marginal else 'band'}({self.slot(node)}, {x})")

    def visit_ratenumerator(self, node: RateNumerator) -> str:
        return self.emit(node.parts[0])

    def visit_arithmetic(self, node: Any) -> str:
        left, right = (self.emit(part) for part in node.parts)
        return self.strict([left, right], f"{left} {node.op} {right}")

    def visit_compare(self, node: Any) -> str:
        cutoff = cutoff_of(node)
        if cutoff is None:
            return self.visit_arithmetic(node)
        born, limit = self.emit(node.parts[0].parts[0]), self.emit(cutoff)
        return self.strict([born, limit], f"{born} {'<=' if node.op in ('>=', '>') else '>'} {limit}")

    def visit_rounded(self, node: Rounded) -> str:
        (value,) = (self.emit(part) for part in node.parts)
        divisor = node.denominator * node.to
        times = f" * {node.to}" if node.to != 1 else ""
        if node.how is Rounding.FLOOR:
            return self.strict([value], f"{value} // {divisor}{times}")
        if node.how is Rounding.DOWN:
            return self.strict([value], f"({value} // {divisor} if {value} >= 0 else -(-{value} // {divisor})){times}")
        if node.how is Rounding.HALF_UP:
            up, down = f"({value} * 2 + {divisor})", f"({divisor} - {value} * 2)"
            return self.strict(
                [value], f"({up} // {2 * divisor} if {value} >= 0 else -({down} // {2 * divisor})){times}"
            )
        return self.strict([value], f"rounded_quotient({value}, {divisor}, {self.constant(node.how)}){times}")

    def visit_both(self, node: Node) -> str:
        return self._kleene(node, "False", "and")

    def visit_either(self, node: Node) -> str:
        return self._kleene(node, "True", "or")

    def _kleene(self, node: Node, decides: str, word: str) -> str:
        names = [self.emit(part) for part in node.parts]
        doubtful = [name for name in names if name not in self.nonnull]
        if not doubtful:
            return self.assign(f" {word} ".join(names), nonnull=True)
        decided = " or ".join(f"{name} is {decides}" for name in names)
        unknown = " or ".join(f"{name} is None" for name in doubtful)
        other = "True" if decides == "False" else "False"
        return self.assign(f"{decides} if {decided} else None if {unknown} else {other}")

    def visit_not(self, node: Node) -> str:
        (name,) = (self.emit(part) for part in node.parts)
        return self.strict([name], f"not {name}")

    def visit_among(self, node: Any) -> str:
        (name,) = (self.emit(part) for part in node.parts)
        return self.strict([name], f"{name} in {self.constant(frozenset(node.values))}")

    def visit_select(self, node: Node) -> str:
        condition, yes, no = (self.emit(part) for part in node.parts)
        code = f"{yes} if {condition} else {no}"
        if condition in self.nonnull:
            return self.assign(code, nonnull=yes in self.nonnull and no in self.nonnull)
        return self.assign(f"None if {condition} is None else {code}")

    def visit_extreme(self, node: Any) -> str:
        names = [self.emit(part) for part in node.parts]
        return self.strict(names, f"{node.op}({', '.join(names)})")

    def visit_firstknown(self, node: Node) -> str:
        names = [self.emit(part) for part in node.parts]
        code = names[-1]
        for name in reversed(names[:-1]):
            code = f"{name} if {name} is not None else {code}"
        return self.assign(code)

    def visit_age(self, node: Any) -> str:
        names = [self.emit(part) for part in node.parts]
        start, end = names
        if node.unit == "months":
            return self.strict(names, f"months_between_dates({start}, {end})")
        early = f"({end}.month, {end}.day) < ({start}.month, {start}.day)"
        return self.strict(names, f"{end}.year - {start}.year - ({early})")

    def visit_daysbetween(self, node: Node) -> str:
        names = [self.emit(part) for part in node.parts]
        return self.strict(names, f"days_from({', '.join(names)})")

    def visit_datepart(self, node: Any) -> str:
        (name,) = (self.emit(part) for part in node.parts)
        return self.strict([name], f"month_number({name})" if node.part == "month_index" else f"{name}.{node.part}")

    def visit_monthedge(self, node: Any) -> str:
        (name,) = (self.emit(part) for part in node.parts)
        return self.strict([name], f"month_{node.edge}({name})")

    def visit_moved(self, node: Any) -> str:
        names = [self.emit(part) for part in node.parts]
        return self.strict(names, f"plus_{node.unit}({', '.join(names)})")

    def visit_aggregate(self, node: Aggregate) -> str:
        from .python_loops import emit_loop

        names = emit_loop(self, self.partners(node))
        return names[node.uid]

    def partners(self, node: Aggregate) -> list[Aggregate]:
        """``node`` and the other questions about the same list that can be answered in the same loop."""
        group = [node]
        for other in self.lists:
            alike = other.list_key == node.list_key and other.free <= node.free | set(self.rows)
            if not alike or self.remembered(other.uid) is not None or self.scope_of(other.free) is not self.scope:
                continue
            if not any(one.uid == other.uid or one.uid in other.inside or other.uid in one.inside for one in group):
                group.append(other)
        return group
