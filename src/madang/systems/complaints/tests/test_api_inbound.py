"""E-mails and text messages that gateways send in."""

import io
import json
import mailbox
import time
from email.message import EmailMessage

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.engine.signatures import signature
from madang.systems.complaints.models import ApiKey, Report

pytestmark = pytest.mark.django_db
SECRET = "a shared secret"


@pytest.fixture(autouse=True)
def secret(settings):
    settings.INBOUND_SECRET = SECRET


def mail(words="The lamp is dark.", *, subject="Dark lamp", sender="kim@example.org", number=1, picture=b""):
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = sender, subject, f"<{number}@example.org>"
    made.set_content(words)
    if picture:
        made.add_attachment(picture, "image", "jpeg", filename="a.jpg")
    return made.as_bytes()


@pytest.fixture
def post(client):
    def send(kind, body, *, secret=SECRET, at=None, header=None):
        header = signature(body, secret, int(at or time.time())) if header is None else header
        return client.post(
            f"/complaints/inbound/{kind}", body, content_type="message/rfc822", headers={"X-Madang-Signature": header}
        )

    return send


def text(number="m1", words="The lamp is dark."):
    return json.dumps({"id": number, "text": words}).encode()


def test_an_email_becomes_a_report_and_its_address_gets_the_answers(post):
    response = post("email", mail())
    report = Report.objects.get()
    assert response.json()["tracking"] == report.tracking
    assert report.number in response.json()["reply"]
    assert (report.words, report.source) == ("Dark lamp\n\nThe lamp is dark.", "email")
    assert report.supporters.get().contact == "kim@example.org"
    assert "kim@example.org" not in json.dumps(list(report.moves.values()), default=str)


@pytest.mark.parametrize(("kind", "body"), [("email", mail()), ("sms", text())])
def test_a_message_that_comes_again_is_answered_as_the_first_time(post, kind, body):
    first, again = post(kind, body).json(), post(kind, body, at=time.time() - 5).json()
    assert first["tracking"] == again["tracking"]
    assert (first["new"], again["new"]) == (True, False)
    assert Report.objects.count() == 1


def test_a_photo_in_an_email_is_kept_and_what_is_none_is_left_out(post):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG")
    post("email", mail(picture=out.getvalue()))
    post("email", mail(picture=b"<svg>", number=2))
    assert [report.photos.count() for report in Report.objects.order_by("reported_at")] == [1, 0]


def test_a_reply_of_the_reporter_is_added_to_the_report_and_of_a_stranger_is_not(post, lamp):
    report = send_report(NewReport(words="Dark.", contact="kim@example.org", category=lamp.code)).report
    subject = f"Re: News of report {report.number}"
    body = mail("It is still dark.", subject=subject, number=2)
    assert post("email", body).json()["tracking"] == report.tracking
    assert post("email", body).json()["new"] is False
    assert [move.words for move in report.moves.filter(verb="added")] == ["It is still dark."]
    assert (
        post("email", mail("Mine too.", subject=subject, sender="lee@example.org", number=3)).json()["tracking"]
        != report.tracking
    )


def test_a_reply_to_an_answer_puts_the_report_back_into_work(post, lamp):
    report = send_report(NewReport(words="Dark.", contact="kim@example.org", category=lamp.code)).report
    Report.objects.filter(pk=report.pk).update(state="answered")
    post("email", mail("Not at all.", subject=f"Re: {report.number}", number=2))
    report.refresh_from_db()
    assert report.state == "in_progress"


def test_a_text_message_becomes_a_report_without_any_number_of_a_telephone(post):
    response = post("sms", text())
    report = Report.objects.get()
    assert report.source == "sms"
    assert report.tracking in response.json()["reply"]
    assert report.supporters.count() == 0


@pytest.mark.parametrize("kind", ["email", "sms"])
def test_without_the_secret_nobody_gets_anything_in(post, client, settings, kind):
    body = {"email": mail(), "sms": text()}[kind]
    for wrong in (
        post(kind, body, secret="guessed"),
        post(kind, body, header=""),
        post(kind, body, at=time.time() - 400),
        post(kind, body, header=signature(body + b" ", SECRET, int(time.time()))),
    ):
        assert wrong.status_code == 403
        assert wrong.json()["code"] == "signature"
    assert Report.objects.count() == 0
    assert client.get(f"/complaints/inbound/{kind}").status_code == 405
    settings.INBOUND_SECRET = ""
    assert post(kind, body).status_code == 404


def test_who_guesses_signatures_is_slowed_down(post):
    codes = [post("sms", text(), header="t=1,v1=0").status_code for _ in range(30)]
    assert codes[0] == 403
    assert codes[-1] == 429
    assert post("sms", text()).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b"{}",
        b'{"id": 1, "text": "x"}',
        b'{"id": "", "text": "x"}',
        b'{"id": "a", "text": " "}',
        b"[" * 100_000,
    ],
)
def test_a_text_message_that_is_none_is_refused_with_the_rule(post, body):
    response = post("sms", body)
    assert response.status_code == 422
    assert response.json()["detail"]
    assert Report.objects.count() == 0


def test_an_email_that_is_no_report_is_refused_for_good(post):
    response = post("email", b"Auto-Submitted: auto-replied\r\n" + mail())
    assert (response.status_code, response.json()["code"]) == (422, "automatic")


def test_a_large_message_is_read_and_one_too_large_is_not(post):
    noise = bytes(range(256)) * 30_000
    assert post("email", mail(picture=noise)).status_code == 200
    assert post("email", bytes(31 * 2**20)).status_code == 413


def test_a_maildir_is_taken_in_once_and_refusals_are_marked(tmp_path, capsys):
    box = mailbox.Maildir(tmp_path / "box")
    box.add(mail())
    box.add(mail("Second.", number=2))
    box.add(b"From: MAILER-DAEMON@example.org\r\n\r\nbounce")
    with pytest.raises(CommandError, match="1 refused"):
        call_command("complaints_connect", "mail", str(tmp_path / "box"))
    assert Report.objects.count() == 2
    assert list((tmp_path / "box" / "new").iterdir()) == []
    call_command("complaints_connect", "mail", str(tmp_path / "box"))
    assert Report.objects.count() == 2
    assert sorted(message.get_flags() for message in box) == ["D", "S", "S"]


def test_one_message_comes_in_through_a_pipe(monkeypatch):
    class Pipe:
        buffer = io.BytesIO(mail())

    monkeypatch.setattr("sys.stdin", Pipe)
    call_command("complaints_connect", "mail")
    assert Report.objects.get().source == "email"


def test_a_key_is_shown_once_and_ends_when_it_is_revoked(capsys):
    call_command("complaints_connect", "key", "City app", contact="dev@example.org")
    key = capsys.readouterr().out.strip()
    assert ApiKey.known(key).contact == "dev@example.org"
    assert key not in str(ApiKey.objects.values())
    call_command("complaints_connect", "key", "City app", revoke=True)
    assert ApiKey.known(key) is None
    with pytest.raises(CommandError, match="no key in use"):
        call_command("complaints_connect", "key", "City app", revoke=True)
