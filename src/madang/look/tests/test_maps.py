"""Maps of places: the picture, the list, and the figures for the script."""

import json
import re

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from madang.look.maps import LISTED, Mark, feature_collection, place_map

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]]}
places = st.builds(
    Mark, st.floats(-90, 90), st.floats(-180, 180), st.text(max_size=20), st.just("/x/"), st.integers(1, 10**6)
)


def dots(svg):
    return [(float(x), float(y)) for x, y in re.findall(r'class="map-dot" cx="([-\d.]+)" cy="([-\d.]+)"', svg)]


def height(svg):
    return float(re.search(r'viewBox="0 0 1000 (\d+)"', svg)[1])


def test_north_is_up_and_east_is_right():
    drawn = place_map("t", [Mark(1, 0, "north"), Mark(0, 1, "east"), Mark(0, 0, "corner")], areas=[SQUARE])
    (north, east, corner) = dots(drawn.svg)
    assert north[1] < corner[1] == east[1]
    assert east[0] > corner[0] == north[0]


def test_what_is_shown_is_the_marks_else_the_areas_else_the_world():
    assert place_map("t", [Mark(5, 5, "m")], areas=[SQUARE]).box == pytest.approx((4.996, 4.996, 5.004, 5.004))
    assert place_map("t", [], areas=[SQUARE]).box == pytest.approx((-0.6, -0.6, 10.6, 10.6))
    assert place_map("t", []).box[0] == -180


@given(st.lists(places, max_size=8))
def test_every_mark_lies_in_the_picture(marks):
    drawn = place_map("t", marks)
    assert len(dots(drawn.svg)) == len(marks)
    for x, y in dots(drawn.svg):
        assert -1 <= x <= 1001
        assert -1 <= y <= height(drawn.svg) + 1


@given(st.text())
def test_no_markup_gets_through_a_label(text):
    svg = place_map(text, [Mark(0, 0, text)], description=text).svg
    assert "<script" not in svg.lower()
    assert svg.count("<") == svg.count(">")


def test_the_script_gets_geojson_with_longitude_first():
    (feature,) = feature_collection([Mark(35.1, 129.1, "Lamp", "/r/", 3)])["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [129.1, 35.1]}
    assert feature["properties"] == {"label": "Lamp", "url": "/r/", "count": 3}


def render(drawn, **more):
    from django_cotton.compiler_regex import CottonCompiler

    words = " ".join(f'{name}="{value}"' for name, value in more.items())
    return Template(CottonCompiler().process(f'<c-map :map="map" {words} />')).render(Context({"map": drawn}))


def test_the_component_holds_the_picture_the_list_and_what_the_script_needs():
    page = render(place_map("Lamps", [Mark(35.1, 129.1, "Lamp <1>", "/r/")]), pick="lat,lon")
    assert "<svg" in page
    assert '<a href="/r/">Lamp &lt;1&gt;</a>' in page
    data = re.search(r'data-marks="([^"]*)"', page)[1].replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    assert json.loads(data)["features"][0]["properties"]["label"] == "Lamp <1>"
    assert 'data-pick="lat,lon"' in page


def test_a_long_list_ends_and_says_how_many_more_there_are():
    page = render(place_map("Lamps", [Mark(35, 129, f"Lamp {n}", "/r/") for n in range(LISTED + 7)]))
    assert page.count("<li>") == LISTED
    assert "7 more places are on the map." in page
