"""Categories from words."""

import random

import numpy as np
import pytest

from madang.systems.complaints.engine.measuring import calibration_error, measure
from madang.systems.complaints.engine.routing import KeywordRouter, Router, RouterError
from madang.systems.complaints.engine.training import Example, TrainingError, train

THINGS = {
    "pothole": ["a deep hole in the road", "the asphalt is broken", "길에 구멍이 났어요", "ถนนเป็นหลุม"],
    "lamp": ["the street lamp is dark", "no light at night", "가로등이 꺼졌어요", "ไฟถนนดับ"],
    "waste": ["rubbish lies everywhere", "the bin is full", "쓰레기가 쌓였어요", "ขยะเต็มถัง"],
}
PLACES = ["near the market", "by the school", "at the river", "역 앞", "หน้าตลาด", "in my street", "behind the mosque"]


@pytest.fixture(scope="module")
def examples():
    draw = random.Random(7)
    made = []
    for _ in range(360):
        code = draw.choice(list(THINGS))
        made.append(Example(f"{draw.choice(THINGS[code])} {draw.choice(PLACES)} {draw.randrange(99)}", (code,)))
    return made


@pytest.fixture(scope="module")
def router(examples):
    return train(examples).router


@pytest.mark.parametrize(
    ("words", "code"),
    [("HOLE in the road!!", "pothole"), ("가로등이 꺼졌네요", "lamp"), ("ขยะเต็มมาก", "waste")],
)
def test_what_it_has_learnt_it_finds_in_other_words(router, words, code):
    best = router.propose(words)[0]
    assert best.category == code
    assert best.probability > 0.5


def test_a_proposal_says_what_spoke_for_it(router):
    because = router.propose("the street lamp is dark")[0].because
    assert because
    assert all(part in "the street lamp is dark" for part in because)


def test_the_best_comes_first_and_each_is_a_probability(router):
    found = router.propose("rubbish by the dark lamp", most=3)
    assert len(found) == 3
    assert all(0 <= one.probability <= 1 for one in found)
    assert router.belongs_to("rubbish by the dark lamp")[0] in THINGS


@pytest.mark.parametrize("words", ["", "   ", "x", "🙂" * 5000, "\x00"])
def test_strange_words_get_proposals_too(router, words):
    assert len(router.propose(words)) == 3


def test_stored_as_plain_arrays_it_proposes_the_same(router, tmp_path):
    np.savez(tmp_path / "model.npz", **router.to_arrays())
    with np.load(tmp_path / "model.npz", allow_pickle=False) as stored:
        again = Router.from_arrays(dict(stored))
    assert again.propose("가로등이 꺼졌네요") == router.propose("가로등이 꺼졌네요")
    assert again.examples == 360


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda arrays: arrays.pop("bias"), "lacks 'bias'"),
        (lambda arrays: arrays.update(version=np.array(99)), "version 99"),
        (lambda arrays: arrays.update(weights=arrays["weights"][:, :1]), "do not fit together"),
        (lambda arrays: arrays.update(bias=arrays["bias"] * np.nan), "figures that are none"),
    ],
)
def test_a_broken_model_is_refused_with_the_reason(router, spoil, what):
    arrays = router.to_arrays()
    spoil(arrays)
    with pytest.raises(RouterError, match=what):
        Router.from_arrays(arrays)


def test_the_same_examples_give_the_same_model(examples, router):
    again = train(examples).router
    assert again.grams == router.grams
    assert np.array_equal(again.weights, router.weights)


def test_training_says_how_good_it_is_on_what_it_has_not_seen(examples):
    measured = train(examples).measured
    assert measured.first > 0.95
    assert measured.among_three == 1
    assert measured.calibration_error < 0.1


def test_calibration_error_is_the_distance_from_what_came_true():
    chances = np.array([0.9] * 10)
    assert calibration_error(chances, np.array([True] * 9 + [False])) == pytest.approx(0)
    assert calibration_error(chances, np.array([True] * 5 + [False] * 5)) == pytest.approx(0.4)


def test_measures_are_those_of_a_table_counted_by_hand():
    chances = np.array([[0.9, 0.6, 0.1, 0.0], [0.2, 0.3, 0.1, 0.4], [0.4, 0.3, 0.2, 0.1]])
    belongs = np.array([[1, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]], dtype=bool)
    found = measure(chances, chances.max(axis=1), belongs)
    assert (found.first, found.among_three) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert found.micro_f1 == pytest.approx(2 * 2 / (4 + 4))


def test_training_tells_its_progress_to_the_end(examples):
    told = []
    train(examples, progress=lambda done, of: told.append((done, of)))
    assert told == [(n, 12) for n in range(1, 13)]


def test_a_category_with_few_reports_is_left_to_keywords(examples):
    assert train([*examples, Example("a goat on the roof", ("goat",))]).router.categories == (
        "lamp",
        "pothole",
        "waste",
    )


def test_nothing_is_learnt_from_one_category():
    with pytest.raises(TrainingError, match="two are needed"):
        train([Example(f"hole {n}", ("pothole",)) for n in range(50)])


def test_probabilities_are_honest_where_the_words_decide_nothing():
    draw = random.Random(3)
    coin = train([Example(f"something is wrong {draw.randrange(10)}", (draw.choice("ab"),)) for _ in range(400)]).router
    assert 0.35 < coin.propose("something is wrong 4")[0].probability < 0.65


KEYWORDS = KeywordRouter(
    {"lamp": ["street lamp", "lamp", "가로등", "ไฟถนน"], "waste": ["rubbish", "쓰레기"], "none": []}
)


def test_keywords_find_a_category_in_any_language():
    assert KEYWORDS.propose("The Street  Lamps are dark")[0].category == "lamp"
    assert KEYWORDS.propose("학교앞가로등이 꺼짐")[0].category == "lamp"
    assert KEYWORDS.propose("ช่วยซ่อมไฟถนนด้วย")[0].category == "lamp"


def test_a_keyword_within_another_word_is_none():
    assert KEYWORDS.propose("a clamp on my car") == []


def test_keywords_of_two_categories_share_the_probability():
    found = KEYWORDS.propose("rubbish under the lamp")
    assert {one.category for one in found} == {"lamp", "waste"}
    assert sum(one.probability for one in found) <= 0.5


def test_no_keyword_gives_no_proposal():
    assert KEYWORDS.propose("the bus came late") == []
