"""Small counts: not shown, and not to be found from what is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from madang.core.services.planning.counts import Counts
from madang.core.services.planning.disclosure import few, shown_groups, shown_total


def people(now, then=None, gain=0, lose=0):
    return Counts(people=now, cost=now * 10, people_then=now if then is None else then, gain=gain, lose=lose)


def test_nobody_and_five_are_shown_and_one_to_four_are_not():
    shown = shown_groups({"none": people(0), "few": people(4), "some": people(5), "many": people(90)})
    assert {name: one.people for name, one in shown.items()} == {"none": 0, "few": None, "some": None, "many": 90}
    assert shown["few"].cost is None and shown["some"].cost is None


def test_a_difference_of_a_few_people_is_not_shown_though_the_group_is_large():
    shown = shown_groups({"a": people(50, 52, gain=2), "b": people(60, 70, gain=10), "c": people(80)})
    assert shown["a"].people == 50 and shown["a"].people_then is None
    assert shown["b"].people_then is None  # or those of the first would be found from the total
    assert shown["c"].people_then == 80


def test_in_the_total_gains_and_losses_do_not_betray_each_other():
    shown = shown_total(people(100, 110, gain=13, lose=3))
    assert (shown.people, shown.people_then, shown.gain, shown.lose) == (100, 110, None, None)


group = st.builds(
    lambda stay, gain, lose: Counts(people=stay + lose, people_then=stay + gain, gain=gain, lose=lose),
    st.integers(0, 12),
    st.integers(0, 12),
    st.integers(0, 12),
)


@given(st.lists(group, max_size=8))
def test_what_is_hidden_together_is_nobody_or_several_groups_of_five_people_at_least(groups):
    shown = shown_groups(dict(enumerate(groups)))
    total = sum(groups, Counts())
    now = [place for place, one in shown.items() if one.people is None]
    then = [place for place, one in shown.items() if one.people_then is None]
    assert not any(few(groups[place].people) for place in shown if place not in now)
    assert not any(
        few(groups[place].people_then) or few(groups[place].affected) for place in shown if place not in then
    )
    # Unless the whole population is too small, in which case the total is hidden as well.
    if now and not few(total.people):
        assert not few(sum(groups[place].people for place in now))
        assert len(now) > 1 or sum(one.people > 0 for one in groups) == 1
    if then and not few(total.people_then) and not few(total.affected):
        assert not few(sum(groups[place].people_then for place in then))
        assert not few(sum(groups[place].affected for place in then))
