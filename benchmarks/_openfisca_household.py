"""Run inside OpenFisca's environment: one household, its own way. Prints JSON with results and microseconds of CPU."""

import json
import statistics
import sys
import time

from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_country_template import CountryTaxBenefitSystem

SYSTEM = CountryTaxBenefitSystem()
SITUATION = json.load(sys.stdin)
TIMES = 300


def built(trace):
    simulation = SimulationBuilder().build_from_entities(SYSTEM, SITUATION)
    simulation.trace = trace
    return simulation


def median(work, prepare):
    times = []
    for _ in range(TIMES):
        given = prepare()
        started = time.process_time()
        work(given)
        times.append(time.process_time() - started)
    return statistics.median(times) * 1e6


def calculate(simulation):
    return simulation.calculate("disposable_income", "2017-01")


def with_reasons(_):
    simulation = built(trace=True)
    calculate(simulation)
    return simulation.tracer.computation_log.lines()


print(json.dumps({
    "value": float(calculate(built(trace=False))[0]),
    "calculate": median(calculate, lambda: built(trace=False)),
    "build_and_calculate": median(lambda _: calculate(built(trace=False)), lambda: None),
    "build_calculate_and_reasons": median(with_reasons, lambda: None),
}))  # fmt: skip
