"""Questions that belong to a category, and whether answers fit them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.systems.complaints.engine.attributes import Problem, check_answers, w3_moment

COLOURS = [{"key": "R", "name": "Red"}, {"key": "G", "name": "Green"}]
QUESTIONS = [
    {"code": "told", "variable": False, "datatype": "string", "required": False},
    {"code": "colour", "variable": True, "datatype": "singlevaluelist", "required": True, "values": COLOURS},
    {"code": "colours", "variable": True, "datatype": "multivaluelist", "required": False, "values": COLOURS},
    {"code": "height", "variable": True, "datatype": "number", "required": False},
    {"code": "since", "variable": True, "datatype": "datetime", "required": False},
    {"code": "name", "variable": True, "datatype": "string", "required": False},
]


def problems(**answers):
    return check_answers(QUESTIONS, {"colour": ["R"], **answers})[1]


def test_answers_that_fit_are_kept():
    given = {
        "colour": ["R"],
        "colours": ["R", "G"],
        "height": ["-1.5"],
        "since": ["2026-01-01T00:00:00Z"],
        "name": [" a "],
    }
    kept, wrong = check_answers(QUESTIONS, given)
    assert wrong == []
    assert kept == {
        "colour": "R",
        "colours": ["R", "G"],
        "height": "-1.5",
        "since": "2026-01-01T00:00:00Z",
        "name": "a",
    }


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({"colour": []}, "missing"),
        ({"colour": ["  "]}, "missing"),
        ({"colour": ["R", "G"]}, "one_only"),
        ({"colour": ["B"]}, "not_listed"),
        ({"colours": ["R", "B"]}, "not_listed"),
        ({"height": ["high"]}, "no_number"),
        ({"height": ["nan"]}, "no_number"),
        ({"since": ["yesterday"]}, "no_datetime"),
        ({"since": ["2026-01-01T00:00:00"]}, "no_datetime"),
        ({"name": ["x" * 301]}, "too_long"),
        ({"told": ["x"]}, "unknown"),
        ({"other": ["x"]}, "unknown"),
    ],
)
def test_what_does_not_fit_is_named_with_its_rule(answers, rule):
    (problem,) = problems(**answers)
    assert (problem.code, problem.rule) == (next(iter(answers)), rule)


def test_who_errs_in_a_list_is_told_what_it_holds():
    assert problems(colour=["B"]) == [Problem("colour", "not_listed", "R, G")]


@given(st.dictionaries(st.sampled_from(["colour", "height", "x"]), st.lists(st.text(max_size=8), max_size=3)))
def test_whatever_is_sent_each_answer_is_kept_or_named(answers):
    kept, wrong = check_answers(QUESTIONS, answers)
    named = {problem.code for problem in wrong}
    for code, given_ in answers.items():
        assert code in kept or code in named or not any(text.strip() for text in given_)


def test_moments_need_their_offset():
    east = dt.timezone(dt.timedelta(hours=7))
    assert w3_moment("1994-11-05T08:15:30-05:00") == dt.datetime(1994, 11, 5, 13, 15, 30, tzinfo=dt.UTC)
    assert w3_moment("2010-01-01T00:00:00 07:00") == dt.datetime(2010, 1, 1, tzinfo=east)
    assert w3_moment("2010-01-01T00:00Z") is not None
    assert [w3_moment(text) for text in ("", "2010-01-01", "2010-01-01T00:00:00", "01-01-2010", "x" * 99)] == [None] * 5
