"""Secret reports: what is kept, and that nothing of it links a person with a report."""

import datetime as dt
import io
import logging
import re

import pytest
from django.apps import apps
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from madang.core.archive.models import LogEntry
from madang.core.cases.models import Case, HistoryEntry
from madang.core.operations.due import run_due
from madang.systems.complaints.actions.answer_report import answer_report
from madang.systems.complaints.actions.close_report import close_report
from madang.systems.complaints.actions.hold_report import hold_report
from madang.systems.complaints.actions.open_mailbox import open_mailbox
from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.actions.take_in_held_reports import take_in_held_reports
from madang.systems.complaints.actions.write_message import write_message
from madang.systems.complaints.models import HeldReport, Mailbox, Message, Report, Satisfaction, State

pytestmark = pytest.mark.django_db
WORDS = "The head of the office takes money for permits."
ADDRESS = "203.0.113.77"
BROWSER = "Tellingbrowser/77"


@pytest.fixture(autouse=True)
def fast_hashes(settings):
    """The slow hash of production takes half a second a mailbox."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def today(monkeypatch):
    """Moves the day on: `today(1)` makes it tomorrow, at noon."""
    start = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)

    def move(days, **time):
        moment = (start + dt.timedelta(days=days)).replace(**time)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    move(0)
    return move


def secret(words=WORDS, **more):
    return hold_report(NewReport(words=words, visibility="secret", **more))


def test_a_secret_report_waits_until_its_day_is_over(today, roads):
    held = secret()
    assert take_in_held_reports() == 0
    assert not Case.objects.exists() and not LogEntry.objects.exists()
    today(1)
    assert take_in_held_reports() == 1
    assert not HeldReport.objects.exists()
    report = Report.objects.get()
    assert (report.tracking, report.visibility, report.published) == (held.tracking, "secret", False)
    assert (report.case.applicant, report.case.subject, report.supporters.count()) == (None, None, 0)
    assert take_in_held_reports() == 0


def test_the_clocks_of_a_secret_report_run_from_the_day_it_was_sent(today, lamp):
    sent_on = timezone.localdate()
    secret(category="street-lamp")
    today(5)
    take_in_held_reports()
    assert {clock.started_on for clock in Report.objects.get().clocks.all()} == {sent_on}


def test_every_moment_of_a_secret_report_is_the_midnight_its_day_began(today, lamp):
    today(0, hour=15, minute=47, second=11)
    secret(category="street-lamp")
    today(1)
    take_in_held_reports()
    report = Report.objects.get()
    moments = [report.reported_at, report.updated_at, report.case.opened_at]
    moments += [move.at for move in report.moves.all()]
    moments += list(HistoryEntry.objects.filter(case=report.case).values_list("at", flat=True))
    assert {timezone.localtime(moment).time() for moment in moments} == {dt.time()}


def test_neither_numbers_nor_order_tell_which_came_first(today, monkeypatch):
    sent = [secret(f"{WORDS} {number}").tracking for number in range(24)]
    stored = list(HeldReport.objects.order_by("pk").values_list("tracking", flat=True))
    assert stored != sent
    today(1)
    take_in_held_reports()
    by_case = list(Report.objects.order_by("case_id").values_list("tracking", flat=True))
    by_record = [entry.payload["report"] for entry in LogEntry.objects.filter(kind="complaint").order_by("pk")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT tracking FROM complaints_report")
        as_stored = [row[0] for row in cursor.fetchall()]
    for order in (by_case, by_record, as_stored):
        assert sorted(order) == sorted(sent)
        assert order != sent


def test_a_secret_report_is_refused_wherever_a_name_could_come_along(resident, settings):
    for more in ({"person": resident.person}, {"contact": "a@example.org"}, {"external_id": "7"}):
        with pytest.raises(Exception, match="cannot hold a name"):
            secret(**more)
    with pytest.raises(Exception, match="on its own page"):
        send_report(NewReport(words=WORDS, visibility="secret"))


def test_the_mailbox_opens_with_both_and_with_nothing_less(today):
    held = secret()
    assert isinstance(open_mailbox(held.tracking, held.passphrase), HeldReport)
    today(1)
    take_in_held_reports()
    written = f" {held.tracking[:5].lower()}-{held.tracking[5:]} "
    assert isinstance(open_mailbox(written, held.passphrase.lower().replace("-", " ")), Mailbox)
    other = secret("Another one.")
    for tracking, passphrase in (
        (held.tracking, other.passphrase),
        (held.tracking, ""),
        ("", held.passphrase),
        ("2222222222", held.passphrase),
    ):
        assert open_mailbox(tracking, passphrase) is None


def test_letters_go_both_ways_and_the_reporters_arrive_when_the_day_is_over(today, officer, lamp):
    secret(category="street-lamp")
    today(1)
    take_in_held_reports()
    report, mailbox = Report.objects.get(), Mailbox.objects.get()
    write_message(mailbox, "Which permits?", by=officer)
    write_message(mailbox, "For shops.", by=None)
    assert [letter.words for letter in mailbox.messages.filter(delivered=True)] == ["Which permits?"]
    today(2)
    take_in_held_reports()
    assert [letter.words for letter in mailbox.messages.filter(delivered=True)] == ["Which permits?", "For shops."]
    assert report.case.history.filter(verb="reporter-wrote").get().words == "For shops."


def test_a_secret_reporter_rates_and_reopens_through_the_mailbox(today, officer, lamp):
    secret(category="street-lamp")
    today(1)
    take_in_held_reports()
    report, mailbox = Report.objects.get(), Mailbox.objects.get()
    close_report(report.pk, by=officer, words="Nothing was found.")
    write_message(mailbox, "Look again, please.", by=None, stars=1, reopens=True)
    assert not Satisfaction.objects.exists()
    today(2)
    take_in_held_reports()
    report.refresh_from_db()
    assert (report.state, report.times_reopened) == (State.IN_PROGRESS, 1)
    assert Satisfaction.objects.get().stars == 1


def test_a_category_that_ends_overnight_keeps_no_secret_report_back(today, lamp):
    secret(category="street-lamp")
    secret("Another one.")
    lamp.active = False
    lamp.save()
    today(1)
    assert take_in_held_reports() == 2
    assert set(Report.objects.values_list("words", flat=True)) == {WORDS, "Another one."}


def everything_stored():
    """Every row of every table as JSON, and every file."""
    rows = [row for model in apps.get_models() if model._meta.managed for row in model._default_manager.all()]
    return serializers.serialize("json", rows)


def every_file(folder):
    return b"".join(str(path).encode() + path.read_bytes() for path in folder.rglob("*") if path.is_file())


def photo():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", comment=b"Tellingcamera")
    return SimpleUploadedFile("Tellingname.jpg", out.getvalue(), "image/jpeg")


@pytest.mark.django_db(transaction=True)
def test_nothing_that_is_stored_logged_mailed_or_answered_links_the_person(
    client, resident, officer, roads, lamp, today, settings, tmp_path, caplog, mailoutbox
):
    """A signed-in resident sends secretly; then everything the installation holds is turned over."""
    caplog.set_level(logging.DEBUG)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "var" / "files"},
        },
    }
    client.force_login(resident, backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies["sessionid"].value
    moment = today(0, hour=15, minute=47, second=11, microsecond=123456)
    sessions_before = everything_stored().count(session)
    outside = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": BROWSER}

    page = client.get(reverse("complaints:secret"), **outside)
    assert page.status_code == 200 and resident.person.full_name not in page.content.decode()
    assert "csrf" not in page.content.decode().lower() and not page.cookies
    answer = client.post(
        reverse("complaints:secret"), {"words": WORDS, "category": "street-lamp", "photos": [photo()]}, **outside
    )
    assert answer.status_code == 200 and not answer.cookies
    assert answer["Cache-Control"] == "no-store" and answer["Referrer-Policy"] == "no-referrer"
    found = re.findall(r"<strong class=\"num\">([^<]+)<", answer.content.decode())
    number, passphrase = found
    same_day = everything_stored()

    today(1, hour=0, minute=5)
    run_due(everything=True)
    today(1, hour=10, minute=31, second=7)
    report = Report.objects.get()
    assert report.number == number
    key = {"tracking": number, "passphrase": passphrase}
    opened = client.post(reverse("complaints:mailbox"), key, **outside)
    assert opened.status_code == 200 and WORDS in opened.content.decode() and not opened.cookies
    ticket = re.search(r'name="opened" value="([^"]+)"', opened.content.decode())[1]
    wrote = client.post(reverse("complaints:mailbox"), {"opened": ticket, "words": "More words."}, **outside)
    assert wrote.status_code == 200 and not wrote.cookies
    written = [moment, timezone.now()]
    today(1, hour=16)
    answer_report(report.pk, by=officer, words="We look into it.")
    today(2, hour=0, minute=5)
    run_due(everything=True)
    assert Message.objects.get().delivered
    later = everything_stored()

    # 1. No table and no file holds the passphrase, the address, the browser, or a secret row with the person or the session.
    files = every_file(tmp_path / "var").decode("latin-1")
    plain = passphrase.replace("-", "")
    logs = caplog.text
    mails = "".join(mail.subject + mail.body + str(mail.to) for mail in mailoutbox)
    for place in (same_day, later, files, logs, mails):
        for telling in (passphrase, plain, ADDRESS, BROWSER, "Tellingname", "Tellingcamera"):
            assert telling not in place
    assert later.count(session) == sessions_before
    for model in apps.get_app_config("complaints").get_models():
        for field in model._meta.get_fields():
            if getattr(field, "related_model", None) is not None and field.many_to_one:
                for row in model._default_manager.all():
                    assert getattr(row, field.attname) != resident.person_id or field.related_model is not type(
                        resident.person
                    )
                    assert field.name != "user" or getattr(row, field.attname) in {None, officer.pk}

    # 2. No moment of what the reporter did: neither to the minute, nor as seconds since the epoch.
    for place in (same_day, later, files, logs):
        for at in written:
            assert at.strftime("%H:%M:%S") not in place
            for told in (at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M"), str(int(at.timestamp()))):
                assert told not in _without_allowances(place)

    # 3. Nothing that goes out: every page and interface that could name it answers as if it did not exist.
    client.logout()
    for address in (
        reverse("complaints:report", args=[report.tracking]),
        f"/complaints/open311/v2/requests/{report.tracking}.json",
        f"/api/complaints/open311/v2/requests/{report.tracking}.json",
        f"/complaints/photos/{report.photos.get().pk}.jpg",
    ):
        assert client.get(address).status_code == 404, address
    for address in ("/complaints/open311/v2/requests.json", "/complaints/", "/complaints/reports/"):
        said = client.get(address).content.decode()
        assert WORDS not in said and report.tracking not in said and number not in said
    out = tmp_path / "export.csv"
    call_command("complaints", "export", str(out))
    assert WORDS not in out.read_text() and report.tracking not in out.read_text()


def _without_allowances(dump):
    """The limiter keeps a keyed hash for a minute, under the same name for every form, with the moment until which it counts."""
    return re.sub(r'\{"model": "operations\.allowance".*?\}\}', "", dump)
