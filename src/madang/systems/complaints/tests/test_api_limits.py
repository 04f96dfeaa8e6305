"""What comes too often, and points where nobody answers."""

import pytest

from madang.core.cases.models import Case
from madang.systems.complaints.models import ApiKey, Area, Report

pytestmark = pytest.mark.django_db
ADDRESS = "/complaints/open311/v2/requests.json"


@pytest.fixture
def key():
    return ApiKey.issue("a city's app")[1]


@pytest.fixture
def fields(key, lamp):
    return {"api_key": key, "service_code": lamp.code, "lat": "35.16", "long": "129.16", "description": "Dark."}


@pytest.mark.slow
def test_of_10_000_posts_in_a_minute_from_one_address_some_are_accepted_and_none_of_those_is_lost(client, fields):
    accepted, refused = [], 0
    for _ in range(10_000):
        response = client.post(ADDRESS, fields, REMOTE_ADDR="203.0.113.9")
        if response.status_code == 200:
            accepted.append(response.json()[0]["service_request_id"])
        else:
            assert response.status_code == 429
            assert 1 <= int(response["Retry-After"]) <= 60
            assert response.json()[0]["code"] == 429
            refused += 1
    assert accepted
    assert refused > 9_000
    assert sorted(accepted) == sorted(Report.objects.values_list("tracking", flat=True))
    assert Case.objects.count() == len(accepted)
    elsewhere = client.post(ADDRESS, fields, REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 200


def test_a_flood_is_refused_in_the_format_that_was_asked_for(client, fields):
    for _ in range(1000):
        response = client.post("/complaints/open311/v2/requests.xml", {"api_key": "guessed"})
        if response.status_code == 429:
            break
    assert response.status_code == 429
    assert response["Content-Type"].startswith("text/xml")
    assert b"<code>429</code>" in response.content


def test_who_reads_is_not_counted_among_those_who_send(client, fields):
    for _ in range(130):
        client.post(ADDRESS, {"api_key": "guessed"})
    assert client.get(ADDRESS).status_code == 200


def test_a_point_in_the_sea_is_refused_with_the_remedy(client, fields, roads):
    box = {"type": "Polygon", "coordinates": [[[129, 35], [129.3, 35], [129.3, 35.3], [129, 35.3], [129, 35]]]}
    Area.objects.create(organisation=roads, name="Busan", geometry=box)
    response = client.post(ADDRESS, fields | {"lat": "34.2", "long": "131.0"})
    assert response.status_code == 400
    assert response.json()[0]["description"].startswith("lat: No agency answers for this place.")
    assert Report.objects.count() == 0
    assert client.post(ADDRESS, fields).status_code == 200


def test_hidden_letters_are_taken_out_of_what_is_sent(client, fields):
    client.post(ADDRESS, fields | {"description": "The\u200b lamp \u202eis dark\u202c."})
    assert Report.objects.get().words == "The lamp is dark."
