"""Points, areas, who answers for them, and clusters on a map."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.systems.complaints.engine.places import (
    Body,
    PlaceError,
    Point,
    cluster,
    distance_m,
    responsible_for,
    shape,
)

lats, lons = st.floats(-80, 80), st.floats(-179, 179)
points = st.builds(Point, lats, lons)


def box(west, south, east, north, *holes):
    rings = [[[west, south], [east, south], [east, north], [west, north], [west, south]]]
    rings += [[[w, s], [e, s], [e, n], [w, n], [w, s]] for w, s, e, n in holes]
    return shape({"type": "Polygon", "coordinates": rings})


def test_a_degree_of_latitude_is_about_111_kilometres():
    assert distance_m(Point(0, 0), Point(1, 0)) == pytest.approx(111_195, abs=1)


def test_seoul_to_busan_is_325_kilometres():
    assert distance_m(Point(37.5665, 126.9780), Point(35.1796, 129.0756)) == pytest.approx(325_000, rel=0.01)


@given(points, points, points)
def test_distance_is_symmetric_and_no_detour_is_shorter(one, two, three):
    assert distance_m(one, two) == pytest.approx(distance_m(two, one))
    assert distance_m(one, three) <= distance_m(one, two) + distance_m(two, three) + 1e-3


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (0, 181), (math.nan, 0), (0, math.inf)])
def test_what_is_nowhere_on_earth_is_refused(lat, lon):
    with pytest.raises(PlaceError, match="must be a number from"):
        Point(lat, lon)


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_a_box_holds_exactly_what_is_within_it(lat, lon):
    inside = abs(lat) < 0.5 and abs(lon) < 0.5
    if abs(abs(lat) - 0.5) > 1e-9 and abs(abs(lon) - 0.5) > 1e-9:
        assert box(-0.5, -0.5, 0.5, 0.5).holds(Point(lat, lon)) == inside


def test_a_hole_belongs_to_somebody_else():
    ring = box(0, 0, 3, 3, (1, 1, 2, 2))
    assert ring.holds(Point(0.5, 0.5))
    assert not ring.holds(Point(1.5, 1.5))
    assert ring.distance_m(Point(1.5, 1.5)) == pytest.approx(55_600, rel=0.01)


def test_islands_are_one_area():
    first = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
    second = [[[5, 5], [6, 5], [6, 6], [5, 6], [5, 5]]]
    islands = shape({"type": "MultiPolygon", "coordinates": [first, second]})
    assert islands.holds(Point(0.5, 0.5))
    assert islands.holds(Point(5.5, 5.5))
    assert not islands.holds(Point(3, 3))


def test_the_distance_to_an_area_is_that_to_its_edge():
    area = box(129.0, 35.0, 129.1, 35.1)
    assert area.distance_m(Point(35.05, 129.05)) == 0
    assert area.distance_m(Point(35.101, 129.05)) == pytest.approx(111.2, abs=0.2)


@pytest.mark.parametrize(
    ("geometry", "what"),
    [
        (None, "no JSON object"),
        ({"type": "Point", "coordinates": [1, 2]}, "Polygon or MultiPolygon"),
        ({"type": "Polygon"}, "coordinates"),
        ({"type": "Polygon", "coordinates": []}, "no ring"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}, "at least four"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}, "not closed"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [0, 91], [1, 1], [0, 0]]]}, "outside the world"),
        ({"type": "Polygon", "coordinates": [["a", "b", "c", "a"]]}, "RFC 7946"),
        ({"type": "MultiPolygon", "coordinates": 7}, "RFC 7946"),
    ],
)
def test_a_broken_area_is_refused_with_the_reason(geometry, what):
    with pytest.raises(PlaceError, match=what):
        shape(geometry)


WEST, EAST = Body(1, box(129.0, 35.0, 129.1, 35.1)), Body(2, box(129.1, 35.0, 129.2, 35.1))
CITY = Body(9, box(128.0, 34.0, 130.0, 36.0))
ROADS = Body(5, box(128.0, 34.0, 130.0, 36.0), frozenset({"roads"}))


def test_the_most_local_body_answers_and_the_others_see_it():
    found = responsible_for(Point(35.05, 129.05), [CITY, EAST, WEST])
    assert (found.responsible, found.also) == (1, (9,))


def test_a_body_for_this_matter_alone_comes_before_the_local_one():
    assert responsible_for(Point(35.05, 129.05), [CITY, WEST, ROADS], "roads").responsible == 5
    assert responsible_for(Point(35.05, 129.05), [CITY, WEST, ROADS], "waste").responsible == 1


def test_near_a_boundary_both_neighbours_see_it_and_one_answers():
    found = responsible_for(Point(35.05, 129.0998), [WEST, EAST])
    assert (found.responsible, found.also) == (1, (2,))


def test_far_from_a_boundary_the_neighbour_is_left_alone():
    assert responsible_for(Point(35.05, 129.09), [WEST, EAST]).also == ()


def test_a_pier_outside_every_area_goes_to_the_nearest():
    found = responsible_for(Point(34.995, 129.05), [WEST, EAST])
    assert found.responsible == 1
    assert found.distance_m == pytest.approx(556, abs=2)


def test_the_open_sea_is_nobodys():
    assert responsible_for(Point(30.0, 131.0), [WEST, EAST]).responsible is None


@given(st.lists(st.tuples(st.floats(34, 36), st.floats(128, 130)), max_size=60), st.floats(10, 50_000))
def test_no_point_is_lost_in_clusters(places, cell):
    found = cluster([lat for lat, _ in places], [lon for _, lon in places], cell_m=cell)
    assert sum(one.count for one in found) == len(places)
    assert [one.count for one in found] == sorted((one.count for one in found), reverse=True)
    for one in found:
        for member in one.members:
            lat, lon = places[member]
            assert distance_m(Point(lat, lon), Point(one.lat, one.lon)) < 1.5 * cell + 1


def test_twelve_reports_of_one_flood_are_one_cluster():
    found = cluster([35.1601 + n / 1e5 for n in range(12)] + [35.3], [129.1601] * 12 + [129.3], cell_m=500)
    assert [one.count for one in found] == [12, 1]


def test_a_cell_without_width_is_refused():
    with pytest.raises(PlaceError, match="above zero"):
        cluster([1.0], [1.0], cell_m=0)
