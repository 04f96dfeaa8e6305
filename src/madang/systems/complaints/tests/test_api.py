"""Open311 GeoReport v2, as the standard says it, and whatever else may be sent to it."""

import datetime as dt
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import etree
from PIL import Image

from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.models import ApiKey, Area, Category, Move, Report, Visibility

pytestmark = pytest.mark.django_db
V2 = "/complaints/open311/v2/"
BOTH = pytest.mark.parametrize("format", ["json", "xml"])
QUESTION = {
    "code": "POLE",
    "variable": True,
    "datatype": "singlevaluelist",
    "required": True,
    "order": 1,
    "description": "Which pole?",
    "values": [{"key": "A", "name": "Wood"}, {"key": "B", "name": "Steel"}],
}


@pytest.fixture
def key():
    return ApiKey.issue("a city's app")[1]


@pytest.fixture
def post(client, key, lamp):
    """Posts a request that is right, but for what the test changes."""

    def send(format="json", endpoint=V2, **changed):
        fields = {
            "api_key": key,
            "service_code": lamp.code,
            "lat": "35.16",
            "long": "129.16",
            "description": "It is dark.",
        }
        fields |= changed
        return client.post(
            f"{endpoint}requests.{format}", {name: value for name, value in fields.items() if value is not None}
        )

    return send


def published(words="It is dark.", **more):
    report = send_report(NewReport(words=words, **more)).report
    Report.objects.filter(pk=report.pk).update(published=True)
    report.refresh_from_db()
    return report


def errors(response):
    """The errors of an answer, whatever its format; it must have some, in the shape of the standard."""
    if response["Content-Type"].startswith("text/xml"):
        root = etree.fromstring(response.content)
        assert root.tag == "errors"
        found = [(int(one.findtext("code")), one.findtext("description")) for one in root.iter("error")]
    else:
        found = [(one["code"], one["description"]) for one in response.json()]
    assert found
    assert {code for code, _ in found} == {response.status_code}
    return [description for _, description in found]


def test_discovery_names_two_endpoints_in_both_formats(client):
    as_json = client.get("/complaints/open311/discovery.json")
    assert as_json["Content-Type"] == "application/json"
    endpoints = as_json.json()["endpoints"]
    assert [one["type"] for one in endpoints] == ["production", "test"]
    assert endpoints[0]["url"].endswith("/complaints/open311/v2")
    as_xml = client.get("/complaints/open311/discovery.xml")
    assert as_xml["Content-Type"] == "text/xml"
    assert as_xml.content.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    root = etree.fromstring(as_xml.content)
    assert [one.text for one in root.iter("url")] == [one["url"] for one in endpoints]
    assert [one.text for one in root.iter("format")] == ["text/xml", "application/json"] * 2


@BOTH
def test_services_are_listed_alike_in_both_formats(client, lamp, format):
    lamp.keywords = ["dark", "pole"]
    lamp.attributes = [QUESTION]
    lamp.save()
    response = client.get(f"{V2}services.{format}")
    assert response["Content-Type"] == {"json": "application/json", "xml": "text/xml"}[format] + "; charset=utf-8"
    if format == "json":
        (service,) = response.json()
    else:
        (element,) = etree.fromstring(response.content)
        service = {child.tag: child.text for child in element}
        service["metadata"] = {"true": True, "false": False}[service["metadata"]]
    assert service == {
        "service_code": "street-lamp",
        "service_name": "Street lamp",
        "description": "Street lamp",
        "metadata": True,
        "type": "realtime",
        "keywords": "dark, pole",
        "group": "roads",
    }


def test_names_are_told_in_the_language_of_the_reader(client, lamp):
    services = client.get(f"{V2}services.json", headers={"accept-language": "ko"}).json()
    assert services[0]["service_name"] == "가로등"


def test_at_a_point_only_what_somebody_answers_for_there(client, lamp, roads, water):
    box = {"type": "Polygon", "coordinates": [[[129, 35], [130, 35], [130, 36], [129, 36], [129, 35]]]}
    Area.objects.create(organisation=roads, name="Busan", geometry=box, groups=["roads"])
    Category.objects.create(code="tap", names={"en": "Tap"}, group="water", organisation=water)

    def codes(query):
        return [one["service_code"] for one in client.get(f"{V2}services.json{query}").json()]

    assert codes("") == codes("?lat=35.5&long=129.5") == ["street-lamp", "tap"]
    assert codes("?lat=37.5&long=131.5") == [
        "tap"
    ]  # the sea: nobody has drawn an area for water, so it is answered everywhere


@BOTH
def test_a_definition_holds_the_questions_with_their_values(client, lamp, format):
    lamp.attributes = [QUESTION]
    lamp.save()
    response = client.get(f"{V2}services/street-lamp.{format}")
    if format == "json":
        (attribute,) = response.json()["attributes"]
        assert attribute["values"][1] == {"key": "B", "name": "Steel"}
    else:
        root = etree.fromstring(response.content)
        assert root.tag == "service_definition"
        assert root.findtext("attributes/attribute/variable") == "true"
        assert [value.findtext("key") for value in root.iter("value")] == ["A", "B"]


@BOTH
def test_a_posted_request_is_a_report_with_its_case(post, lamp, format):
    response = post(
        format, address_string="2 Hill St", email="kim@example.org", first_name="Kim", phone="010-1234", device_id="d1"
    )
    assert response.status_code == 200
    report = Report.objects.get()
    told = (
        response.json()[0]["service_request_id"]
        if format == "json"
        else etree.fromstring(response.content).findtext("request/service_request_id")
    )
    assert told == report.tracking
    assert (report.words, report.category, report.lat, report.lon) == ("It is dark.", lamp, 35.16, 129.16)
    assert report.source == "open311"
    assert report.case.number
    assert [supporter.contact for supporter in report.supporters.all()] == ["kim@example.org"]
    assert "010-1234" not in str(Report.objects.values()) + str(Move.objects.values())


def test_answers_to_questions_come_with_the_request(post, lamp):
    lamp.attributes = [QUESTION, {"code": "SEEN", "datatype": "multivaluelist", "values": QUESTION["values"]}]
    lamp.save()
    assert errors(post())[0] == "attribute[POLE] is required."
    assert "must be one of: A, B" in errors(post(**{"attribute[POLE]": "C"}))[0]
    assert Report.objects.count() == 0
    assert post(**{"attribute[POLE]": "B", "attribute[SEEN][]": ["A", "B"]}).status_code == 200
    assert Report.objects.get().attributes == {"POLE": "B", "SEEN": ["A", "B"]}


def test_the_test_endpoint_checks_everything_and_keeps_nothing(post):
    response = post(endpoint="/complaints/open311/test/v2/")
    assert response.status_code == 200
    assert response.json()[0]["service_request_id"]
    assert Report.objects.count() == 0
    assert errors(post(endpoint="/complaints/open311/test/v2/", service_code="no-such"))


@BOTH
@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"api_key": None}, 403, "api_key was not provided"),
        ({"api_key": "guessed"}, 403, "not valid"),
        ({"service_code": None}, 400, "service_code was not provided"),
        ({"service_code": "no-such"}, 404, "There are: street-lamp"),
        ({"jurisdiction_id": "elsewhere.org"}, 404, "elsewhere.org"),
        ({"lat": None, "long": None}, 400, "The place is missing"),
        ({"lat": "35", "long": None}, 400, "both lat and long"),
        ({"lat": "95"}, 400, "-90 to 90"),
        ({"lat": "nan"}, 400, "-90 to 90"),
        ({"long": "east"}, 400, "-180 to 180"),
        ({"description": "x" * 4001}, 400, "4000"),
        ({"description": "a\x00b"}, 400, "NUL"),
        ({"email": "no address"}, 400, "email:"),
        ({"media_url": "javascript:alert(1)"}, 400, "http://"),
        ({"address_string": "x" * 301}, 400, "300"),
        ({"attribute[X]": "1"}, 400, "no question"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(post, changed, status, words, format):
    response = post(format, **changed)
    assert response.status_code == status
    assert any(words in each for each in errors(response))
    assert Report.objects.count() == 0


def photo(content=None, name="photo.jpg"):
    if content is None:
        out = io.BytesIO()
        Image.new("RGB", (300, 200), "red").save(out, "JPEG", comment=b"taken by Kim")
        content = out.getvalue()
    return SimpleUploadedFile(name, content, "image/jpeg")


def test_a_photo_that_comes_along_is_kept_without_what_it_tells(post, client):
    assert post(media=photo()).status_code == 200
    report = Report.objects.get()
    kept = report.photos.get()
    assert b"Kim" not in kept.file.read()
    Report.objects.update(published=False)
    assert client.get(f"/complaints/photos/{kept.pk}.jpg").status_code == 404
    Report.objects.update(published=True)
    shown = client.get(f"/complaints/photos/{kept.pk}.jpg")
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content)[:2] == b"\xff\xd8"
    media = client.get(f"{V2}requests/{report.tracking}.json").json()[0]["media_url"]
    assert media.endswith(f"/complaints/photos/{kept.pk}.jpg")


@pytest.mark.parametrize("content", [b"<html><script>", b"%PDF-1.7", b"", b"\xff\xd8\xff\xe0" + bytes(50)])
def test_a_wrong_type_under_a_right_name_is_refused_whole(post, content):
    assert errors(post(media=photo(content)))[0].startswith("media:")
    assert Report.objects.count() == 0


def test_a_photo_of_more_than_20_mb_is_refused_with_the_limit(post):
    response = post(media=photo(bytes(20 * 2**20 + 1)))
    assert response.status_code == 400
    assert "20 MB" in errors(response)[0]
    assert post(media=photo(bytes(22 * 2**20))).status_code == 413
    assert Report.objects.count() == 0


@BOTH
def test_a_request_is_found_by_its_id_and_by_its_token(client, lamp, format):
    report = published(category=lamp.code, lat=35.16, lon=129.16, address="2 Hill St")
    by_id = client.get(f"{V2}requests/{report.number}.{format}")
    by_token = client.get(f"{V2}tokens/{report.tracking}.{format}")
    if format == "json":
        (found,) = by_id.json()
        assert by_token.json() == [{"service_request_id": report.tracking, "token": report.tracking}]
    else:
        found = {child.tag: child.text for child in etree.fromstring(by_id.content)[0]}
        assert etree.fromstring(by_token.content).findtext("request/service_request_id") == report.tracking
        found["lat"] = float(found["lat"])
    assert found["service_request_id"] == report.tracking
    assert (found["status"], found["service_code"], found["address"]) == ("open", "street-lamp", "2 Hill St")
    assert found["description"] == "It is dark."
    assert found["lat"] == 35.16
    assert found["agency_responsible"] == "Roads Office"
    assert dt.datetime.fromisoformat(found["requested_datetime"]).tzinfo


def test_words_and_place_are_told_only_once_they_are_published(client, lamp):
    report = published("Kim of flat 3 did it.", lat=35.16, lon=129.16)
    Report.objects.update(published=False)
    assert client.get(f"{V2}requests.json").json() == []
    (found,) = client.get(f"{V2}requests/{report.tracking}.json").json()
    assert found["status"] == "open"
    assert found["description"] is found["lat"] is found["address"] is None


@BOTH
@pytest.mark.parametrize("asked", ["requests/{}", "tokens/{}", "requests"])
def test_a_secret_report_answers_like_none_at_all(client, asked, format):
    report = published("The mayor takes money.")
    Report.objects.update(visibility=Visibility.SECRET)
    query = f".{format}?service_request_id={report.tracking}"
    secret = client.get(V2 + asked.format(report.tracking) + query)
    none = client.get(V2 + asked.format("ZZZZZZZZZZ") + query.replace(report.tracking, "ZZZZZZZZZZ"))
    assert secret.status_code == none.status_code
    assert secret.content.replace(report.tracking.encode(), b"ZZZZZZZZZZ") == none.content


@pytest.fixture
def several(lamp, water):
    """Three published reports: today's, one of last month that is closed, one of last year."""
    tap = Category.objects.create(code="tap", names={"en": "Tap"}, group="water", organisation=water)
    rows = []
    for days, category in ((0, lamp), (30, tap), (400, lamp)):
        report = published(f"{days} days ago", category=category.code)
        at = timezone.now() - dt.timedelta(days=days)
        Report.objects.filter(pk=report.pk).update(
            reported_at=at, updated_at=at, state="closed" if days == 30 else "forwarded"
        )
        rows.append(report)
    return rows


def ago(days):
    return (timezone.now() - dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [0, 1]),
        ({"status": "open"}, [0]),
        ({"status": "closed"}, [1]),
        ({"status": "open,closed"}, [0, 1]),
        ({"status": ""}, [0, 1]),
        ({"service_code": "tap"}, [1]),
        ({"service_code": "tap, street-lamp"}, [0, 1]),
        ({"service_code": "no-such"}, []),
        ({"start_date": ago(10)}, [0]),
        ({"end_date": ago(10)}, [1]),
        ({"start_date": ago(410), "end_date": ago(390)}, [2]),
        ({"updated_after": ago(31), "updated_before": ago(29)}, [1]),
        ({"page_size": "1"}, [0]),
        ({"page_size": "1", "page": "2"}, [1]),
        ({"jurisdiction_id": ""}, [0, 1]),
        ({"jurisdiction_id": "127.0.0.1"}, [0, 1]),
    ],
)
def test_the_list_is_filtered_as_asked(client, several, query, expected):
    found = [one["service_request_id"] for one in client.get(f"{V2}requests.json", query).json()]
    assert found == [several[index].tracking for index in expected]


def test_ids_in_the_question_override_everything_else(client, several):
    query = {
        "service_request_id": f"{several[2].number}, {several[1].tracking},none",
        "status": "open",
        "start_date": ago(1),
    }
    found = [one["service_request_id"] for one in client.get(f"{V2}requests.json", query).json()]
    assert found == [several[1].tracking, several[2].tracking]


@BOTH
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"status": "fixed"}, "open, closed"),
        ({"start_date": "01-02-2026"}, "W3C"),
        ({"start_date": "2026-01-01T00:00:00"}, "offset"),
        ({"start_date": "0001-01-01T00:00:00+14:00"}, "W3C"),
        ({"end_date": "9999-12-31T23:59:59-14:00"}, "W3C"),
        ({"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}, "before the start"),
        ({"start_date": "2025-01-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}, "90 days"),
        ({"page": "0"}, "whole number"),
        ({"page_size": "5000"}, "from 1 to 1000"),
        ({"page": "²"}, "whole number"),
        ({"service_code": "\x00"}, "NUL"),
        ({"service_request_id": "\x00"}, "NUL"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(client, query, words, format):
    response = client.get(f"{V2}requests.{format}", query)
    assert response.status_code == 400
    assert words in errors(response)[0]


@BOTH
@pytest.mark.parametrize("path", ["services", "services/street-lamp", "requests", "requests/ABC", "tokens/ABC"])
def test_an_unknown_jurisdiction_is_not_found_and_the_known_one_is_named(client, lamp, path, format):
    response = client.get(f"{V2}{path}.{format}", {"jurisdiction_id": "other.org"})
    assert response.status_code == 404
    assert "There is: 127.0.0.1" in errors(response)[0]


@BOTH
@pytest.mark.parametrize(
    "path", ["services/no-such", "services/%00", "requests/no-such", "requests/%00", "tokens/no-such", "tokens/%00"]
)
def test_what_does_not_exist_is_said_in_the_shape_of_the_standard(client, path, format):
    response = client.get(f"{V2}{path}.{format}")
    assert response.status_code == 404
    assert errors(response)


def test_another_format_and_another_method_are_answered_too(client):
    assert "Ask for .xml or .json" in errors(client.get(f"{V2}services.yaml"))[0]
    refused = client.delete(f"{V2}requests.json")
    assert refused.status_code == 405
    assert refused["Allow"] == "GET, HEAD, POST"
    assert errors(refused) == ["Use GET, HEAD, POST here."]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe=\xff", "application/x-www-form-urlencoded"),
        (b"no parts", "multipart/form-data; boundary=x"),
        (b"no parts", "multipart/form-data"),
        (json.dumps({"service_code": "x"}).encode(), "application/json"),
        (b"&".join(b"a%d=1" % n for n in range(2000)), "application/x-www-form-urlencoded"),
        (b"a=" + b"x" * 6_000_000, "application/x-www-form-urlencoded"),
        (b"", ""),
    ],
)
def test_a_body_that_is_no_form_is_no_failure_of_ours(body, kind):
    response = Client().generic("POST", f"{V2}requests.json", body, kind)
    assert response.status_code in {400, 403}
    assert errors(response)


def test_texts_that_xml_cannot_hold_are_shown_all_the_same(client, lamp):
    report = published("Bell")
    Report.objects.update(words="Bell \x07 & <b>")
    root = etree.fromstring(client.get(f"{V2}requests/{report.tracking}.xml").content)
    assert root.findtext("request/description") == "Bell \ufffd & <b>"


def test_the_last_public_words_of_an_agency_are_the_status_notes(client, lamp):
    report = published(category=lamp.code)
    for position, (words, public) in enumerate(
        [("We look.", True), ("It is repaired.", True), ("Internal.", False)], 10
    ):
        Move.objects.create(report=report, position=position, verb="note", words=words, public=public)
    assert client.get(f"{V2}requests.json").json()[0]["status_notes"] == "It is repaired."


def test_a_joined_request_stands_where_the_other_stands(client, lamp):
    first, second = published(category=lamp.code), published(category=lamp.code)
    Report.objects.filter(pk=second.pk).update(state="joined", joined_to=first)
    assert client.get(f"{V2}requests.json?status=closed").json() == []
    Report.objects.filter(pk=first.pk).update(state="closed")
    assert len(client.get(f"{V2}requests.json?status=closed").json()) == 2
    (found,) = client.get(f"{V2}requests/{second.tracking}.json").json()
    assert (found["status"], found["status_notes"]) == ("closed", f"Joined with report {first.number}.")


def test_the_list_takes_the_same_statements_however_long_it_is(client, lamp, django_assert_max_num_queries):
    for _ in range(12):
        published(category=lamp.code)
    with django_assert_max_num_queries(6):
        assert len(client.get(f"{V2}requests.json").json()) == 12
