"""Charts say the same in the drawing and in the table."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from madang.look import charts


def drawn(chart):
    return etree.fromstring(str(chart.svg).encode())


def test_a_chart_has_a_name_and_a_description_for_those_who_cannot_see_it():
    svg = drawn(charts.bar("Children", [("Seoul", 3)], description="Seoul has three."))
    named = [svg.find(f"*[@id='{each}']").text for each in svg.get("aria-labelledby").split()]
    assert named == ["Children", "Seoul has three."]
    assert svg.get("role") == "img"


def test_two_charts_on_a_page_share_no_id():
    first, second = (drawn(charts.bar("Children", [("Seoul", 3)])) for _ in range(2))
    assert first.get("aria-labelledby") != second.get("aria-labelledby")


def test_names_cannot_smuggle_markup_into_a_page():
    chart = charts.bar("<script>", [("<img onerror=x>", 3)], description="</svg>")
    assert "<script" not in chart.svg
    assert "<img" not in chart.svg


def test_no_chart_carries_a_style_that_a_strict_policy_would_drop():
    for chart in (
        charts.bar("a", [("b", 1)]),
        charts.stacked_bar("a", ["x"], {"s": [1]}),
        charts.line("a", ["x", "y"], {"s": [1, 2]}),
        charts.choropleth("a", [("b", "M0 0h1v1z", 1)], (0, 0, 1, 1)),
    ):
        assert not re.search(r"style|onload|<script", chart.svg)


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=20))
def test_bars_are_as_long_as_their_figures(values):
    svg = drawn(charts.bar("a", [(str(index), value) for index, value in enumerate(values)]))
    widths = [float(bar.get("width").rstrip("%")) for bar in svg.findall("rect[@class='fill c1']")]
    top = max(values) or 1
    assert widths == pytest.approx([value / top * 100 for value in values], abs=0.001)


@given(st.data())
def test_a_stack_stays_inside_its_drawing(data):
    size = data.draw(st.integers(1, 30))
    column = st.lists(st.integers(0, 10**9), min_size=size, max_size=size)
    series = {f"s{index}": data.draw(column) for index in range(data.draw(st.integers(1, 6)))}
    svg = drawn(charts.stacked_bar("a", [str(index) for index in range(size)], series))
    for bar in svg.findall("rect"):
        assert float(bar.get("y")) >= 0
        assert float(bar.get("x").rstrip("%")) + float(bar.get("width").rstrip("%")) <= 100.001


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=40))
def test_a_line_stays_inside_its_drawing(values):
    svg = drawn(charts.line("a", [str(2000 + index) for index in range(len(values))], {"s": values}))
    numbers = [float(each) for each in re.findall(r"[\d.]+", svg.find("svg/path").get("d"))]
    assert all(0 <= x <= 100 for x in numbers[::2])
    assert all(0 <= y <= 260 for y in numbers[1::2])


@given(st.integers(1, 10**13))
def test_the_axis_reaches_the_highest_figure_in_few_round_steps(top):
    ticks = charts._ticks(top)
    assert ticks[0] == 0
    assert ticks[-1] >= top
    assert 2 <= len(ticks) <= 6


def test_the_table_holds_every_figure_of_the_drawing():
    chart = charts.stacked_bar("Cost", ["0", "1"], {"Before": [3, 4], "After": [5, 6]}, label="Age")
    assert chart.columns == ["Age", ("Before", "number"), ("After", "number")]
    assert chart.rows == [["0", "3", "5"], ["1", "4", "6"]]
    assert chart.legend == [("Before", "c1"), ("After", "c2")]


def test_equal_figures_get_the_same_shade_and_unknown_ones_none():
    assert charts.shades([5, None, 1, 5, 9]) == ["q2", "q0", "q1", "q2", "q4"]


@pytest.mark.parametrize(
    "broken",
    [
        lambda: charts.bar("a", []),
        lambda: charts.bar("a", [("b", -1)]),
        lambda: charts.line("a", ["x"], {"s": [1, 2]}),
        lambda: charts.stacked_bar("a", ["x"], {str(n): [1] for n in range(7)}),
    ],
)
def test_figures_that_cannot_be_drawn_honestly_are_refused(broken):
    with pytest.raises(ValueError, match=r"\w"):
        broken()


def test_a_percentage_fills_its_bar_only_at_a_hundred():
    svg = drawn(charts.bar("In time", [("Roads", 67)], whole=100))
    (bar,) = (one for one in svg.iter() if one.get("class") == "fill c1")
    assert float(bar.get("width").rstrip("%")) == 67
