"""Reports near in place, time and meaning."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from madang.systems.complaints.engine.duplicates import Limits, Sighting, find_duplicates, grams, likeness_of_words
from madang.systems.complaints.engine.places import Point

TODAY = dt.date(2026, 5, 4)
HERE = Point(35.1628, 129.1603)


def metres_north(metres):
    return Point(HERE.lat + metres / 111_195, HERE.lon)


def seen(key, words, point=HERE, days=0, category="", vector=None):
    return Sighting(key, TODAY - dt.timedelta(days=days), words, category, point, vector)


HOLE = seen(0, "Deep pothole in front of the bakery, a motorcycle fell")


def test_the_same_hole_a_few_steps_away_is_found():
    found = find_duplicates(HOLE, [seen(1, "A pothole before the bakery. Motorcycles fall!", metres_north(20), days=2)])
    assert [one.key for one in found] == [1]
    assert found[0].metres is not None
    assert 19 < found[0].metres < 21


def test_the_same_words_in_another_street_are_another_report():
    assert find_duplicates(HOLE, [seen(1, HOLE.words, metres_north(600))]) == []


def test_another_matter_at_the_same_spot_is_another_report():
    assert find_duplicates(HOLE, [seen(1, "The street lamp does not burn at night")]) == []


def test_the_same_category_at_the_same_spot_is_enough_whatever_the_words():
    other = "ถนนเป็นหลุมลึก"
    assert find_duplicates(HOLE, [seen(1, other, metres_north(10))]) == []
    pothole = seen(0, HOLE.words, category="pothole")
    assert find_duplicates(pothole, [seen(1, other, metres_north(10), category="pothole")])
    assert not find_duplicates(pothole, [seen(1, other, metres_north(120), category="pothole")])


def test_vectors_find_the_same_meaning_in_another_language():
    here = Sighting(0, TODAY, HOLE.words, "", HERE, (0.6, 0.8))
    assert find_duplicates(here, [seen(1, "ถนนเป็นหลุมลึก", metres_north(10), vector=(0.59, 0.81))])
    assert not find_duplicates(here, [seen(1, "ถนนเป็นหลุมลึก", metres_north(10), vector=(-0.8, 0.6))])


def test_an_old_report_is_not_the_same():
    assert find_duplicates(HOLE, [seen(1, HOLE.words, days=61)]) == []


def test_without_a_place_the_words_must_be_nearly_the_same():
    assert find_duplicates(seen(0, HOLE.words, None), [seen(1, HOLE.words, None)])
    assert not find_duplicates(seen(0, HOLE.words, None), [seen(1, "A pothole somewhere in the city", None)])


def test_the_likeliest_comes_first_and_nothing_is_its_own_duplicate():
    known = [seen(1, HOLE.words, metres_north(80)), seen(2, HOLE.words, metres_north(5)), HOLE]
    assert [one.key for one in find_duplicates(HOLE, known)] == [2, 1]


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_symmetric_and_between_nothing_and_one(one, other):
    there, back = likeness_of_words(grams(one), grams(other)), likeness_of_words(grams(other), grams(one))
    assert abs(there - back) < 1e-9
    assert 0 <= there <= 1


@given(st.text(alphabet="abcdefgh 가나다", min_size=3, max_size=60).filter(str.strip))
def test_case_and_spacing_make_no_difference(words):
    assert likeness_of_words(grams(words), grams(f"  {words.upper()}  ")) > 0.999


@given(st.floats(0, 499), st.integers(0, 60))
def test_farther_and_older_is_never_likelier(metres, days):
    limits = Limits(least=0)
    base = find_duplicates(HOLE, [seen(1, HOLE.words, metres_north(metres), days)], limits)[0].score
    for farther, older in ((metres + 0.9, days), (metres, min(60, days + 1))):
        again = find_duplicates(HOLE, [seen(1, HOLE.words, metres_north(farther), older)], limits)
        assert not again or again[0].score <= base
