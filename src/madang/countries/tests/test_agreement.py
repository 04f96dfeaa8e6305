"""The permanent promise for every benefit of every pack: Python form and population form always agree.

20,000 made-up households in all, each on a date of its own seed and with a date of knowledge of its own.
"""

import datetime
import json
from importlib import import_module

import pytest

from madang.core.rules.agreement import disagreements
from madang.core.rules.population_tables import connect
from madang.core.rules.random_population import Households, random_facts
from madang.core.rules.stored import in_full, stored

Date = datetime.date
PACKS = {code: import_module(f"madang.countries.{code}.pack").PACK for code in ("kr", "ph", "th", "vn", "my")}
HOUSEHOLDS = 1_000
#: One day to draw around for each of four seeds of a pack: 5 packs x 4 seeds x 1,000 households.
AROUND = {
    "kr": (Date(2026, 3, 20), Date(2022, 4, 1), Date(2019, 4, 1), Date(2029, 12, 31)),
    "ph": (Date(2026, 6, 1), Date(2022, 9, 1), Date(2025, 4, 30), Date(2026, 11, 22)),
    "th": (Date(2026, 10, 1), Date(2018, 10, 1), Date(2016, 10, 1), Date(2024, 2, 29)),
    "vn": (Date(2025, 7, 1), Date(2026, 2, 28), Date(2026, 11, 22), Date(2028, 2, 29)),
    "my": (Date(2024, 1, 1), Date(2024, 12, 31), Date(2025, 6, 15), Date(2026, 11, 22)),
}
assert HOUSEHOLDS * sum(len(days) for days in AROUND.values()) >= 20_000


@pytest.fixture(scope="module")
def connection():
    return connect(memory="1GB")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("code", PACKS)
def test_both_forms_agree_for_every_benefit(code, seed, connection):
    pack = PACKS[code]
    around = AROUND[code][seed]
    facts = random_facts(seed, HOUSEHOLDS, around, benefits=pack.benefits, unknown=(0.0, 0.03, 0.12, 0.03)[seed])
    on = Households(seed, around).day() if seed % 2 else around
    known_on = (None, around, None, on)[seed]
    for benefit in pack.benefits:
        assert disagreements(benefit, facts, on, known_on, connection=connection) == []


@pytest.mark.parametrize("code", PACKS)
def test_the_made_up_households_reach_every_answer(code):
    pack, around = PACKS[code], AROUND[code][0]
    drawn = [random_facts(seed, 150, around, benefits=pack.benefits, unknown=0.05) for seed in range(6)]
    for benefit in pack.benefits:
        verdicts = {benefit.evaluate(facts, one, around).verdict for facts in drawn for one in facts.tables["person"]}
        assert verdicts == {True, False, None}, benefit.name


@pytest.mark.parametrize("code", PACKS)
def test_what_is_kept_of_an_explanation_gives_all_of_it_back_but_the_sentences(code):
    pack, around = PACKS[code], AROUND[code][0]
    facts = random_facts(7, 60, around, benefits=pack.benefits, unknown=0.05)
    for benefit in pack.benefits:
        subjects = facts.tables[benefit.of.entity_.name]
        for explanation in (benefit.explain(facts, one, around) for one in subjects):
            kept = json.loads(json.dumps(stored(explanation)))
            assert in_full(kept) == without_sentences(json.loads(json.dumps(explanation.to_json())))


def without_sentences(value):
    if isinstance(value, dict):
        return {name: without_sentences(one) for name, one in value.items() if name != "sentence"}
    return [without_sentences(one) for one in value] if isinstance(value, list) else value
