"""A household as JSON is checked completely; whatever comes in, the answer is facts or a list of mistakes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.core.rules import Facts, FactsError
from madang.core.rules.schema import STANDARD

CHILD = {"id": 1, "born": "2019-03-02", "mother": 2}
MOTHER = {"id": 2, "born": "1990-01-01"}


def mistakes(data):
    with pytest.raises(FactsError) as error:
        Facts.from_json(data)
    return {one.path: one.text() for one in error.value.errors}


def test_a_household_is_read():
    facts = Facts.from_json({"on": "2026-05-01", "persons": [CHILD, MOTHER], "stays_abroad": []})
    assert facts.on.isoformat() == "2026-05-01"
    assert facts.tables["person"][1]["born"].year == 2019
    assert facts.tables["person"][1]["died"] is None


def test_a_list_left_out_is_unknown_and_an_empty_one_is_none():
    facts = Facts.from_json({"persons": [CHILD, MOTHER], "stays_abroad": []})
    assert "income" in facts.unknown
    assert "stay_abroad" not in facts.unknown
    assert Facts.from_json({"persons": [CHILD, MOTHER], "complete": True}).unknown == frozenset()


def test_rows_nothing_refers_to_need_no_id():
    facts = Facts.from_json({"persons": [MOTHER], "incomes": [{"person": 2, "amount": 5}, {"person": 2, "amount": 6}]})
    assert len(facts.tables["income"]) == 2


@pytest.mark.parametrize(
    ("data", "path", "says"),
    [
        ("{", "$", "not valid JSON"),
        ([], "$", "is an object"),
        ({"people": []}, "people", "Use one of: on, complete, persons"),
        ({"persons": {}}, "persons", "must be a list"),
        ({"persons": [7]}, "persons[0]", "must be an object"),
        ({"persons": [{"born": "2019-03-02"}]}, "persons[0].id", "whole number above 0"),
        ({"persons": [{"id": True}]}, "persons[0].id", "whole number above 0"),
        ({"persons": [MOTHER, MOTHER]}, "persons[1].id", "already used at persons[0]"),
        ({"persons": [{**MOTHER, "height": 170}]}, "persons[0].height", "Use one of: id, born"),
        ({"persons": [{**MOTHER, "born": "1990-02-30"}]}, "persons[0].born", "Write YYYY-MM-DD"),
        ({"persons": [{**MOTHER, "born": 19900230}]}, "persons[0].born", "Write YYYY-MM-DD"),
        ({"persons": [{**MOTHER, "born": "0001-01-01"}]}, "persons[0].born", "believable"),
        ({"persons": [{**MOTHER, "sex": "q"}]}, "persons[0].sex", "Use one of: f, m, x"),
        ({"persons": [{**MOTHER, "died": "1980-01-01"}]}, "persons[0].died", "before it begins"),
        ({"persons": [CHILD]}, "persons[0].mother", "no person with id 2"),
        ({"persons": [CHILD, {**MOTHER, "mother": 1}]}, "persons[0]", "its own ancestor"),
        ({"persons": [{**MOTHER, "mother": 2}]}, "persons[0]", "its own ancestor"),
        ({"persons": [MOTHER], "incomes": [{"person": 2, "amount": 1.5}]}, "incomes[0].amount", "smallest unit"),
        ({"persons": [MOTHER], "incomes": [{"person": 2, "amount": "9"}]}, "incomes[0].amount", "without decimals or quotes"),
        ({"persons": [MOTHER], "incomes": [{"person": 2, "amount": 10**16}]}, "incomes[0].amount", "too large"),
        ({"persons": [MOTHER], "incomes": [{"person": 2, "amount": 10**5000}]}, "incomes[0].amount", "too large"),
        ({"on": "yesterday"}, "on", "not a date"),
        ({"complete": "yes"}, "complete", "true or false"),
        ("[" * 100_000, "$", "not valid JSON"),
    ],
)  # fmt: skip
def test_a_mistake_is_answered_with_place_rule_and_remedy(data, path, says):
    found = mistakes(data)
    assert path in found, found
    assert says in found[path]


def test_every_mistake_is_reported_at_once():
    found = mistakes({"persons": [{"id": 1, "born": "x", "sex": "q"}, {"id": "two"}], "extra": 1})
    assert set(found) == {"extra", "persons[0].born", "persons[0].sex", "persons[1].id"}


def test_mistakes_are_said_in_the_readers_language():
    try:
        Facts.from_json({"persons": {}})
    except FactsError as error:
        assert error.errors[0].to_json(lambda message: message.upper())["rule"] == "THIS MUST BE A LIST."


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(["2020-02-29", "f", "1"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["id", "born", "mother", "person", "amount", "x", "sex"]) | st.text(max_size=5), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip
households = st.dictionaries(
    st.sampled_from([*STANDARD.by_plural, "on", "complete", "x"]),
    json_values | st.lists(json_values, max_size=4),
    max_size=5,
)


@given(households)
def test_nothing_that_can_be_sent_breaks_the_reader(data):
    for given_data in (data, json.dumps(data)):
        try:
            assert isinstance(Facts.from_json(given_data), Facts)
        except FactsError as error:
            assert error.errors
            assert all(one.text() for one in error.errors)


@given(st.binary(max_size=60) | st.text(max_size=60))
def test_no_text_breaks_the_reader(data):
    try:
        Facts.from_json(data)
    except FactsError as error:
        assert error.errors
