"""The permanent promise: the Python form and the population form of a rule always agree."""

import datetime

import pytest

from madang.core.rules.agreement import disagreements
from madang.core.rules.population_tables import connect
from madang.core.rules.random_population import Households, random_facts

from .sample_pack import BENEFITS

Date = datetime.date


@pytest.fixture(scope="module")
def connection():
    return connect(memory="1GB")


@pytest.mark.parametrize("benefit", BENEFITS, ids=lambda benefit: benefit.name)
@pytest.mark.parametrize("seed", range(12))
def test_both_forms_agree_on_random_households(benefit, seed, connection):
    on = Households(seed, Date(2026, 5, 15)).day()
    facts = random_facts(seed, 120, on, benefits=BENEFITS, unknown=(0.0, 0.04, 0.15)[seed % 3])
    known_on = (None, on, Date(2026, 2, 1))[seed // 3 % 3]
    assert disagreements(benefit, facts, on, known_on, connection=connection) == []


@pytest.mark.parametrize("benefit", BENEFITS, ids=lambda benefit: benefit.name)
@pytest.mark.parametrize("on", [Date(2024, 2, 29), Date(2026, 1, 1), Date(2025, 2, 28), Date(2018, 12, 31)])
def test_both_forms_agree_on_days_that_matter(benefit, on, connection):
    facts = random_facts(on.toordinal(), 120, on, benefits=BENEFITS)
    assert disagreements(benefit, facts, on, connection=connection) == []
