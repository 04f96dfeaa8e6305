"""Reasons people can read, in their language, and programs too."""

import datetime
import json

import pytest

from madang.core.rules import Facts
from madang.core.rules.random_population import Households, random_facts

from .sample_pack import ALLOWANCE, BENEFITS, PENSION

Date = datetime.date
MAY = Date(2026, 5, 4)
FACTS = Facts({"person": [{"id": 1, "born": Date(2019, 3, 2), "nationality": "VNM", "mother": 2}, {"id": 2}],
               "status": [{"id": 1, "person": 1, "code": "refugee", "since": Date(2020, 1, 1)}]}, complete=True)  # fmt: skip


def test_a_sentence_has_its_figures_and_its_articles():
    sentences = ALLOWANCE.explain(FACTS, 1, MAY).sentences()
    assert "born 2019-03-02, so 7 years old on 2026-05-31; the limit is 9 [Lex 4(1); Lex Addenda 2]" in sentences


def test_the_article_of_the_figure_changes_with_what_was_known():
    sentences = ALLOWANCE.explain(FACTS, 1, Date(2026, 2, 1), known_on=Date(2026, 2, 1)).sentences()
    assert "born 2019-03-02, so 6 years old on 2026-02-28; the limit is 8 [Lex 4(1); Lex Addenda 3]" in sentences


def test_a_group_shows_which_of_its_conditions_held():
    group = ALLOWANCE.explain(FACTS, 1, MAY).reasons[3]
    assert (group.name, group.group, group.verdict) == ("belongs", "any", True)
    assert [(child.name, child.verdict) for child in group.children] == [("national", False), ("refugee", True)]


def test_an_unknown_condition_names_what_is_missing():
    facts = Facts({"person": [{"id": 1, "nationality": "KOR"}]}, complete=True)
    explanation = ALLOWANCE.explain(facts, 1, MAY)
    born = explanation.reasons[0]
    assert born.verdict is None
    assert born.sentence() == "Cannot be answered yet. Missing: date of birth."
    assert [one.code for one in born.missing] == ["person.born"]


def test_a_refusal_says_why():
    facts = Facts(
        {"person": [{"id": 1, "born": Date(2019, 3, 2), "nationality": "KOR", "died": Date(2025, 1, 1)}]}, complete=True
    )
    explanation = ALLOWANCE.explain(facts, 1, MAY)
    assert explanation.verdict is False
    assert {reason.name: reason.sentence() for reason in explanation.reasons}["alive"] == "has died"
    assert explanation.parts == ()


def test_sentences_are_translated_and_figures_written_the_readers_way():
    korean = {"born on {born}": "{born}에 태어남"}
    explanation = ALLOWANCE.explain(FACTS, 1, MAY)
    text = explanation.reasons[0].sentence(
        lambda message: korean.get(message, message), lambda figure: f"{figure.value.year}년"
    )
    assert text == "2019년에 태어남"


def test_the_law_is_named_in_the_readers_language_if_it_has_a_title_there():
    cites = ALLOWANCE.explain(FACTS, 1, MAY).to_json(language="en")["conditions"][0]["cites"]
    assert (cites[0]["title"], cites[0]["article"], cites[0]["mark"]) == (
        "Act on everything",
        "10",
        "statute text read",
    )


def test_a_rate_is_shown_as_per_cent():
    facts = Facts({"person": [{"id": 1, "born": Date(1950, 1, 1)}]}, complete=True)
    explanation = PENSION.explain(facts, 1, MAY)
    assert explanation.to_json()["conditions"][1]["sentence"] == "counted income 0"


@pytest.mark.parametrize("benefit", BENEFITS, ids=lambda benefit: benefit.name)
def test_every_explanation_is_plain_json_and_agrees_with_the_answer(benefit):
    on = Households(3, MAY).day()
    facts = random_facts(3, 40, on, benefits=BENEFITS, unknown=0.1)
    for subject_id in facts.tables[benefit.of.entity_.name]:
        explanation = benefit.explain(facts, subject_id, on)
        data = json.loads(json.dumps(explanation.to_json()))
        outcome = benefit.evaluate(facts, subject_id, on)
        assert (data["verdict"], data["amount"], data["payee"]) == (outcome.verdict, outcome.amount, outcome.payee)
        verdicts = [condition["verdict"] for condition in data["conditions"]]
        expected = False if False in verdicts else None if None in verdicts else True
        assert data["verdict"] is expected
        if outcome.verdict and outcome.amount is not None:
            assert sum(part["amount"] for part in data["parts"]) == outcome.amount
        assert all(condition["cites"] for condition in data["conditions"] if "children" not in condition)
