"""Whatever a benefit of any law pack asks, the facts read along its routes give the same answer as all facts would."""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import pkgutil

import pytest

from madang.core.registers.facts import _Loaded
from madang.core.registers.reading import read, whole_rows
from madang.core.registers.routes import routes_of, standard_routes
from madang.core.rules import Facts, Pack
from madang.core.rules.random_population import random_facts


def benefits():
    countries = importlib.import_module("madang.countries")
    for module in pkgutil.iter_modules(countries.__path__):
        name = f"{countries.__name__}.{module.name}.pack"
        if module.ispkg and module.name != "tests" and importlib.util.find_spec(name):
            pack = next(value for value in vars(importlib.import_module(name)).values() if isinstance(value, Pack))
            yield from (pytest.param(benefit, id=f"{module.name}-{benefit.name}") for benefit in pack.benefits)


@pytest.mark.parametrize("benefit", list(benefits()))
@pytest.mark.parametrize("seed", [1, 2])
def test_the_facts_along_the_routes_of_a_benefit_are_enough(benefit, seed):
    on = dt.date(2026, 3 * seed, 15)
    everything = random_facts(seed, 25, on, benefits=[benefit])
    for route in (routes_of(benefit), standard_routes(benefit.reads)):
        for subject in everything.tables["person"]:
            rows = whole_rows(read(route, [subject], _Loaded(everything)))
            enough = Facts({entity: rows[entity] for entity in rows if entity not in everything.unknown})
            assert benefit.evaluate(enough, subject, on) == benefit.evaluate(everything, subject, on)
