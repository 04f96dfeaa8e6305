"""Files of other 311 systems."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.systems.complaints.engine.exchange import ExchangeError, Incoming, Refused, read, rows_of

GEOREPORT = {
    "service_request_id": "638344",
    "status": "open",
    "service_name": "Sidewalk and Curb Issues",
    "service_code": "006",
    "description": "The curb is broken",
    "requested_datetime": "2010-04-14T06:37:38-08:00",
    "updated_datetime": "2010-04-14T06:37:38-08:00",
    "address": "8TH AVE and JUDAH ST",
    "lat": 37.762221815,
    "long": -122.4651145,
}
TRAFFY = (
    "type,org,description,ticket_id,coords,address,timestamp,state\n"
    "\"ทางเท้า,สายไฟ\",เขต,สายไฟห้อย,2023-HUHM7N,\"['100.51431', '13.71883']\",ถนน,2023-05-16 07:58:33.147314+00,รอรับเรื่อง\n"
)


def test_a_georeport_answer_is_read():
    (report,) = read(rows_of(json.dumps([GEOREPORT]), "json"))
    assert isinstance(report, Incoming)
    assert (report.external_id, report.categories, report.state) == ("638344", ("006",), "received")
    assert report.point is not None
    assert report.point.lon == pytest.approx(-122.4651145)
    assert report.reported_at == dt.datetime(2010, 4, 14, 14, 37, 38, tzinfo=dt.UTC)


def test_traffy_tickets_are_read_longitude_first():
    (report,) = read(rows_of(TRAFFY, "csv"))
    assert isinstance(report, Incoming)
    assert report.categories == ("ทางเท้า", "สายไฟ")
    assert report.point is not None
    assert report.point.lat == pytest.approx(13.71883)


def test_open_data_of_new_york_is_read():
    text = (
        "Unique Key,Created Date,Agency,Complaint Type,Descriptor,Incident Address,Status,Latitude,Longitude\n"
        "59894720,01/05/2024 03:07:12 PM,DOT,Street Condition,Pothole,1 BROADWAY,Closed,40.70,-74.01\n"
    )
    (report,) = read(rows_of(text, "csv"))
    assert isinstance(report, Incoming)
    assert (report.words, report.state, report.organisation) == ("Pothole", "closed", "DOT")
    assert report.reported_at.hour == 15


def test_a_geojson_feature_is_read():
    feature = {
        "type": "Feature",
        "id": 7,
        "geometry": {"type": "Point", "coordinates": [129.1, 35.1]},
        "properties": {"summary": "hole", "created": "2026-05-04T00:00:00Z"},
    }
    (report,) = read(rows_of(json.dumps({"type": "FeatureCollection", "features": [feature]}), "json"))
    assert isinstance(report, Incoming)
    assert (report.external_id, report.words) == ("7", "hole")
    assert report.point is not None


def test_columns_can_be_named():
    text = "nr;text;when\n1;hole;2026-05-04\n"
    (report,) = read(rows_of(text, "csv"), {"nr": "external_id", "text": "words", "when": "reported_at"})
    assert isinstance(report, Incoming)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"service_request_id": ""}, "external_id is empty"),
        ({"description": " "}, "words is empty"),
        ({"description": "x" * 10_001}, "at most 10000"),
        ({"requested_datetime": "yesterday"}, "reported_at is 'yesterday'; give a time as"),
        ({"requested_datetime": ""}, "reported_at is empty"),
        ({"requested_datetime": "0001-01-01"}, "reported_at is '0001-01-01'"),
        ({"requested_datetime": "9999-12-31T23:59:59-12:00"}, "reported_at is '9999"),
        ({"status": "limbo"}, "state is 'limbo'; known are"),
        ({"lat": 99}, "latitude is 99.0"),
        ({"lat": "north"}, "no numbers of degrees"),
        ({"long": ""}, "one of latitude and longitude is missing"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_the_reason(change, what):
    (refused,) = read(rows_of(json.dumps([{**GEOREPORT, **change}]), "json"))
    assert isinstance(refused, Refused)
    assert refused.number == 1
    assert any(what in problem for problem in refused.problems)


def test_every_problem_of_a_row_is_told_at_once():
    (refused,) = read(rows_of(json.dumps([{**GEOREPORT, "description": "", "status": "limbo", "lat": 99}]), "json"))
    assert isinstance(refused, Refused)
    assert len(refused.problems) == 3


def test_no_row_is_lost():
    rows = [GEOREPORT, {**GEOREPORT, "description": ""}, GEOREPORT, {**GEOREPORT, "service_request_id": "2"}]
    found = list(read(rows_of(json.dumps(rows), "json")))
    assert [type(one).__name__ for one in found] == ["Incoming", "Refused", "Refused", "Incoming"]


def test_a_row_with_a_stray_comma_is_refused():
    text = "id,words,created\n1,hole, in the road,2026-05-04\n2,lamp,2026-05-04\n"
    first, second = read(rows_of(text, "csv"))
    assert isinstance(first, Refused)
    assert isinstance(second, Incoming)


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("{", "json", "no JSON"),
        ("[1, 2]", "json", "no list of reports"),
        ("a,b\n1,2\n", "csv", "no column gives external_id; name it with --map"),
        ("", "csv", "no column gives"),
    ],
)
def test_a_file_that_is_none_is_told(text, kind, what):
    with pytest.raises(ExchangeError, match=what):
        list(read(rows_of(text, kind)))


def test_an_unknown_column_or_field_is_told():
    with pytest.raises(ExchangeError, match="there is no column 'nr'"):
        list(read(rows_of("id\n1\n", "csv"), {"nr": "external_id"}))
    with pytest.raises(ExchangeError, match="'colour' is no field"):
        list(read(rows_of("id\n1\n", "csv"), {"id": "colour"}))


def test_nowhere_is_no_place():
    (report,) = read(rows_of(json.dumps([{**GEOREPORT, "lat": 0, "long": 0}]), "json"))
    assert isinstance(report, Incoming)
    assert report.point is None


anything = st.one_of(
    st.none(), st.text(max_size=20), st.floats(), st.integers(), st.lists(st.integers(), max_size=3), st.booleans()
)


@given(st.lists(st.dictionaries(st.sampled_from([*GEOREPORT, "coords", "closed_at"]), anything), max_size=5))
def test_whatever_stands_in_rows_each_is_read_or_refused(rows):
    rows = [GEOREPORT, *rows]
    found = list(read(rows_of(json.dumps(rows), "json")))
    assert len(found) == len(rows)
    assert all(isinstance(one, Incoming) or one.problems for one in found)


@given(st.text(max_size=200), st.sampled_from(["csv", "json"]))
def test_whatever_stands_in_a_file_it_is_read_or_refused(text, kind):
    try:
        list(read(rows_of(text, kind)))
    except ExchangeError as error:
        assert str(error)
