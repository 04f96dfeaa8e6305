"""Numbers of reports: what people mistype is found, what they write differently is understood."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from madang.systems.complaints.engine.tracking import ALPHABET, LENGTH, clean_tracking, new_tracking, shown_tracking

numbers = st.randoms(use_true_random=False).map(lambda chance: new_tracking(chance.choice))


@given(numbers)
def test_a_number_is_read_however_it_is_spaced(number):
    assert clean_tracking(f" {shown_tracking(number).lower()} ") == number
    assert len(number) == LENGTH


@given(numbers, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_found(number, at, sign):
    wrong = number[:at] + sign + number[at + 1 :]
    assert clean_tracking(wrong) == (number if wrong == number else None)


@given(numbers)
def test_two_signs_that_changed_places_are_found(number):
    for one, other in itertools.combinations(range(LENGTH), 2):
        signs = list(number)
        signs[one], signs[other] = signs[other], signs[one]
        if signs[one] != signs[other]:
            assert clean_tracking("".join(signs)) is None


@given(st.text(max_size=30))
def test_what_is_no_number_never_fails(text):
    assert clean_tracking(text) is None or len(text) >= LENGTH
