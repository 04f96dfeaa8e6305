"""What everybody may see: the list, the map, the figures and the files."""

import csv
import datetime as dt
import io
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from madang.systems.complaints.actions.count_figures import count_figures
from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.models import Area, Category, Clock, Report, Satisfaction, Visibility
from madang.systems.complaints.pages.public_index import PublicIndex

pytestmark = pytest.mark.django_db


def sent(words="It is dark.", *, days=0, **changed):
    """A published report of some days ago, with what the test changes written straight to its row."""
    fields = {name: changed.pop(name) for name in ("category", "lat", "lon", "address", "contact") if name in changed}
    report = send_report(NewReport(words=words, **fields)).report
    at = timezone.now() - dt.timedelta(days=days)
    Report.objects.filter(pk=report.pk).update(reported_at=at, **{"published": True, **changed})
    report.refresh_from_db()
    return report


def page(client, name, **query):
    response = client.get(reverse(f"complaints:{name}"), query)
    assert response.status_code == 200
    return response.content.decode()


def marks(client, box="129,35,130,36", zoom=10, **query):
    response = client.get(reverse("complaints:marks"), {"box": box, "zoom": zoom, **query})
    assert response.status_code == 200
    return response.json()["features"]


def test_the_list_shows_what_is_published_and_nothing_else(client, lamp):
    sent("Published words.")
    sent("Withheld words.", published=False)
    sent("Secret words.", visibility=Visibility.SECRET)
    sent("Telephone 010-1234-5678.", public_words="Telephone ■■■.")
    shown = page(client, "public")
    assert "Published words." in shown
    assert "Telephone ■■■." in shown
    for hidden in ("Withheld", "Secret words", "010-1234-5678"):
        assert hidden not in shown


def test_the_list_is_filtered_by_state_category_and_agency(client, lamp, water):
    Category.objects.create(code="tap", names={"en": "Tap"}, group="water", organisation=water)
    sent("Lamp.", category="street-lamp")
    sent("Dripping.", category="tap")
    sent("Done.", category="tap", state="closed")
    assert "Done." not in page(client, "public")
    assert "Done." in page(client, "public", state="closed")
    everything = page(client, "public", state="all")
    assert all(words in everything for words in ("Lamp.", "Dripping.", "Done."))
    assert "Lamp." not in page(client, "public", category="tap")
    assert "Dripping." not in page(client, "public", agency="roads")
    assert "Nothing here" in page(client, "public", category="no-such")


def test_older_pages_begin_where_the_last_one_ended(client, lamp):
    numbers = [sent(f"Report {n:02}.", days=n // 3).number for n in range(45)]
    seen, query = [], {}
    for _ in range(3):
        response = client.get(reverse("complaints:public"), query)
        shown = [report.number for report, _tone in response.context["reports"]]
        seen += shown
        query = dict(
            pair.split("=")
            for pair in response.context["older"].lstrip("?").replace("%3A", ":").replace("%2B", "+").split("&")
            if pair
        )
    assert sorted(seen) == sorted(numbers)
    assert response.context["older"] == ""


@pytest.mark.parametrize(
    "after",
    ["x", "2026-01-01_1", "0001-01-01T00:00:00+00:00_1", "2026-01-01T00:00:00+00:00_99999999999999999999", "\x00"],
)
def test_a_place_in_the_list_that_is_none_shows_the_beginning(client, lamp, after):
    sent("Newest.")
    assert "Newest." in page(client, "public", after=after)


@pytest.mark.parametrize("name", ["public", "map", "statistics"])
def test_every_page_is_there_before_the_first_report_and_in_korean(client, name):
    page(client, name)
    response = client.get(reverse(f"complaints:{name}"), headers={"accept-language": "ko"})
    assert 'lang="ko"' in response.content.decode()


def test_the_map_is_a_picture_and_a_list_without_scripts(client, lamp, roads):
    box = {"type": "Polygon", "coordinates": [[[129, 35], [130, 35], [130, 36], [129, 36], [129, 35]]]}
    Area.objects.create(organisation=roads, name="Busan", geometry=box)
    alone = sent(category="street-lamp", lat=35.9, lon=129.9)
    for n in range(5):
        sent(category="street-lamp", lat=35.1 + n / 100_000, lon=129.1)
    shown = page(client, "map")
    assert "6 reports have a place." in shown
    assert shown.count('class="map-dot"') == 2
    assert 'class="map-area"' in shown
    assert ">5 reports<" in shown
    assert reverse("complaints:report", args=[alone.tracking]) in shown


def test_marks_gather_from_afar_and_part_from_near(client, lamp):
    for n in range(5):
        sent(category="street-lamp", lat=35.1, lon=129.1 + n / 1000)
    (one,) = marks(client, zoom=8)
    assert one["properties"]["count"] == 5
    assert len(marks(client, zoom=18, box="129.09,35.09,129.12,35.11")) == 5
    assert marks(client, box="130,35,131,36") == []


def test_marks_are_filtered_as_the_list_is(client, lamp, water):
    Category.objects.create(code="tap", names={"en": "Tap"}, group="water", organisation=water)
    sent(category="street-lamp", lat=35.1, lon=129.1)
    sent(category="tap", lat=35.2, lon=129.2)
    sent(category="tap", lat=35.3, lon=129.3, state="closed")
    assert len(marks(client)) == 2
    assert len(marks(client, state="all")) == 3
    assert [mark["properties"]["label"] for mark in marks(client, category="tap")] == ["Tap"]
    assert len(marks(client, agency="roads")) == 1


def test_the_map_follows_every_change_at_once(client, lamp):
    def change(**fields):
        Report.objects.filter(pk=report.pk).update(updated_at=timezone.now(), **fields)

    report = sent(category="street-lamp", lat=35.1, lon=129.1)
    assert len(marks(client)) == 1
    sent(category="street-lamp", lat=35.5, lon=129.5)
    assert len(marks(client)) == 2
    change(published=False)
    assert len(marks(client)) == 1
    change(published=True, lat=35.8)
    assert {mark["geometry"]["coordinates"][1] for mark in marks(client)} == {35.5, 35.8}
    change(state="closed")
    assert len(marks(client)) == 1


def test_secret_reports_are_never_in_the_index(lamp):
    sent(lat=35.1, lon=129.1, visibility=Visibility.SECRET)
    assert PublicIndex().points().pk.size == 0


@pytest.mark.parametrize(
    ("box", "zoom"),
    [
        ("", "10"),
        ("a,b,c,d", "10"),
        ("1,2,3", "10"),
        ("nan,0,1,1", "10"),
        ("5,0,1,1", "10"),
        ("0,0,1,1", ""),
        ("0,0,1,1", "99"),
        ("0,0,1,1", "-1"),
        ("0,0,1,1", "²"),
    ],
)
def test_a_part_of_the_map_that_is_none_is_refused_with_the_rule(client, box, zoom):
    response = client.get(reverse("complaints:marks"), {"box": box, "zoom": zoom})
    assert response.status_code == 400
    assert "box=west,south,east,north" in response.json()["detail"]


def test_however_deep_somebody_asks_there_are_no_more_marks_than_a_screen_holds(client, lamp):
    for n in range(60):
        sent(category="street-lamp", lat=35.1 + n / 1e5, lon=129.1)
    assert len(marks(client, box="-180,-80,180,80", zoom=19)) == 1


def test_areas_are_told_as_geojson(client, roads):
    box = {"type": "Polygon", "coordinates": [[[129, 35], [130, 35], [130, 36], [129, 36], [129, 35]]]}
    Area.objects.create(organisation=roads, name="Busan", geometry=box)
    (feature,) = client.get(reverse("complaints:areas")).json()["features"]
    assert feature["geometry"] == box
    assert feature["properties"] == {"name": "Busan", "agency": "Roads Office"}


def answered(report, days, *, late=False):
    started = timezone.localdate() - dt.timedelta(days=30)
    ended = started + dt.timedelta(days=days)
    due = ended - dt.timedelta(days=1) if late else ended
    Clock.objects.filter(report=report, rule="answer").update(
        started_on=started, due_on=due, ended_on=ended, ended_by="answered"
    )


def test_figures_tell_how_fast_each_agency_answers(client, lamp):
    for days, late in ((2, False), (4, False), (12, True)):
        answered(sent(category="street-lamp"), days, late=late)
    waits = sent(category="street-lamp", times_reopened=1)
    Clock.objects.filter(report=waits, rule="answer").update(due_on=timezone.localdate() - dt.timedelta(days=1))
    sent(category="street-lamp")  # still has time: in no share
    Satisfaction.objects.create(report=waits, stars=4)
    count_figures()
    (row,) = client.get(reverse("complaints:statistics"), {"format": "json"}).json()["agencies"]
    assert row["agency"] == "Roads Office"
    assert (row["received"], row["in_time"], row["late"], row["days"]) == (5, 2, 2, 4)
    assert (row["share_in_time"], row["share_reopened"], row["content"]) == (0.5, 0.2, 4.0)
    shown = page(client, "statistics")
    assert "Roads Office" in shown
    assert "50%" in shown
    assert "<svg" in shown


def test_secret_reports_are_in_no_figure(client, lamp):
    sent(category="street-lamp", visibility=Visibility.SECRET)
    assert count_figures().values["agencies"] == {}


def content(response):
    return b"".join(response.streaming_content).decode()


def test_the_csv_holds_the_chosen_reports_and_no_formula(client, lamp):
    sent("=HYPERLINK(1)", category="street-lamp", lat=35.1, lon=129.1)
    sent("Line one\nline two", state="closed")
    response = client.get(reverse("complaints:csv"), {"state": "all"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(content(response))))
    assert [row["description"] for row in rows] == ["Line one\nline two", "'=HYPERLINK(1)"]
    assert rows[1]["service_code"] == "street-lamp"
    assert float(rows[1]["lat"]) == 35.1
    assert len(list(csv.DictReader(io.StringIO(content(client.get(reverse("complaints:csv"))))))) == 1


def test_the_geojson_is_valid_and_knows_reports_without_a_place(client, lamp):
    sent(category="street-lamp", lat=35.1, lon=129.1)
    sent("Somewhere.")
    sent("Secret words.", visibility=Visibility.SECRET)
    told = json.loads(content(client.get(reverse("complaints:geojson"))))
    assert [feature["geometry"] for feature in told["features"]] == [
        None,
        {"type": "Point", "coordinates": [129.1, 35.1]},
    ]
    assert "Secret" not in json.dumps(told)


def test_files_are_read_piece_by_piece_and_lose_none(client, lamp, monkeypatch):
    monkeypatch.setattr("madang.systems.complaints.pages.public_figures.BATCH", 4)
    numbers = {sent(days=n // 5).tracking for n in range(14)}
    rows = list(csv.DictReader(io.StringIO(content(client.get(reverse("complaints:csv"))))))
    assert len(rows) == 14
    assert {row["service_request_id"] for row in rows} == numbers


def test_the_email_for_the_answer_is_in_no_public_place(client, lamp):
    report = sent(category="street-lamp", lat=35.1, lon=129.1, contact="kim@example.org")
    places = [reverse(f"complaints:{name}") for name in ("public", "map", "statistics", "csv", "geojson")]
    places += [
        reverse("complaints:marks") + "?box=129,35,130,36&zoom=18",
        reverse("complaints:report", args=[report.tracking]),
    ]
    places += ["/complaints/open311/v2/requests.json", f"/complaints/open311/v2/requests/{report.tracking}.xml"]
    for address in places:
        response = client.get(address)
        told = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"kim@example" not in told, address
