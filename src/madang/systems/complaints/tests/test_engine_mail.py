"""What an e-mail says, freed of what mail programs add; signatures of gateways."""

import io
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from madang.systems.complaints.engine.mail import MOST_BYTES, Mail, MailError, read_mail
from madang.systems.complaints.engine.signatures import signature, signature_holds


def message(body="The lamp is dark.", *, subject="Dark lamp", sender="Kim <Kim@Example.org>", **headers):
    made = EmailMessage()
    made["From"] = sender
    made["Subject"] = subject
    made["Message-ID"] = "<1@example.org>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(body)
    return made


def read(*arguments, **more):
    return read_mail(message(*arguments, **more).as_bytes())


def test_a_message_is_its_subject_and_its_words():
    mail = read()
    assert mail.words == "Dark lamp\n\nThe lamp is dark."
    assert mail.sender == "kim@example.org"
    assert mail.number == ""


@pytest.mark.parametrize(
    "rest",
    [
        "> We have your report",
        "On Mon, 3 Nov 2026 at 10:00, Centre <c@example.org> wrote:\n> words",
        "Pada Sen, 3 Nov 2026, Pusat menulis:\n> kata",
        "2026년 11월 3일 (화) 오전 10:00, 센터님이 작성:\n> 말",
        "-----Original Message-----\nFrom: Centre",
        "-- \nKim, Director of Everything",
        "________________________________\nFrom: Centre",
    ],
)
def test_quotes_and_signatures_are_left_out(rest):
    assert read(f"It is still dark.\n\n{rest}", subject="").words == "It is still dark."


def test_words_below_a_quote_are_found_too():
    assert read("> Is it repaired?\n\nNo, it is not.", subject="").words == "No, it is not."


@pytest.mark.parametrize(
    "subject", ["Re: News of report 2345A-BCDEF", "RE: FW: 2345a-bcdef", "회신: 신고 2345A-BCDEF 소식"]
)
def test_the_number_in_the_subject_names_the_report(subject):
    assert read("Still dark.", subject=subject).number.upper() == "2345ABCDEF"
    assert read("Still dark.", subject=subject).words == "Still dark."


def test_html_alone_is_read_as_text_and_its_script_is_not():
    made = message()
    made.set_content(
        "<style>p{}</style><p>The <b>lamp</b> is dark.</p><script>evil()</script><blockquote>old</blockquote>",
        subtype="html",
    )
    words = read_mail(made.as_bytes()).words
    assert "The lamp is dark." in words
    assert "evil" not in words
    assert "old" not in words


def test_pictures_come_along_and_other_files_do_not():
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG")
    made = message()
    made.add_attachment(out.getvalue(), "image", "jpeg", filename="lamp.jpg")
    made.add_attachment(b"MZ", "application", "octet-stream", filename="run.exe")
    made.add_attachment("name,number", filename="list.csv", subtype="csv")
    mail = read_mail(made.as_bytes())
    assert mail.images == (out.getvalue(),)
    assert mail.left_out == 2
    assert "number" not in mail.words


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, "automatic"),
        ({"Precedence": "bulk"}, "automatic"),
        ({"List_Id": "<news.example.org>"}, "automatic"),
        ({"Return_Path": "<>"}, "automatic"),
        ({"sender": "MAILER-DAEMON@example.org"}, "no_sender"),
        ({"sender": "nobody"}, "no_sender"),
        ({"sender": "a@example.org, b@example.org"}, "no_sender"),
        ({"body": " ", "subject": ""}, "empty"),
    ],
)
def test_what_can_be_no_report_is_named(changed, kind):
    with pytest.raises(MailError) as refused:
        read(**changed)
    assert refused.value.kind == kind


def test_a_message_too_large_is_refused_before_it_is_read():
    with pytest.raises(MailError, match="30 MB"):
        read_mail(bytes(MOST_BYTES + 1))


def test_a_wrong_or_unknown_charset_loses_no_message():
    raw = b"From: a@example.org\r\nContent-Type: text/plain; charset=no-such\r\n\r\n" + "가로등이 꺼졌어요".encode()
    assert read_mail(raw).words == "가로등이 꺼졌어요"
    assert "ab" in read_mail(b"From: a@example.org\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nab\xff\xfe").words


def test_the_same_message_has_the_same_key_and_another_senders_does_not():
    assert read().key == read("Dark. Sent again by a server.").key
    assert read().key != read(sender="lee@example.org").key


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"From: a@example.org\r\n", message().as_bytes()[:150]]))
def test_whatever_comes_it_is_a_message_or_a_named_refusal(junk, beginning):
    try:
        assert isinstance(read_mail(beginning + junk), Mail)
    except MailError as error:
        assert error.kind in {"no_sender", "automatic", "empty", "unreadable"}


def test_a_signature_holds_for_its_body_secret_and_time_alone():
    header = signature(b"body", "secret", 1_000_000)
    assert signature_holds(header, b"body", "secret", 1_000_010)
    assert signature_holds(header + ",v1=" + "0" * 64, b"body", "secret", 1_000_010)
    assert not signature_holds(header, b"other", "secret", 1_000_010)
    assert not signature_holds(header, b"body", "other", 1_000_010)
    assert not signature_holds(header, b"body", "", 1_000_010)
    assert not signature_holds(header, b"body", "secret", 1_000_301)
    assert not signature_holds(header.replace("t=1000000", "t=1000300"), b"body", "secret", 1_000_301)


@given(st.text(max_size=80), st.binary(max_size=20))
def test_no_invented_header_holds(header, body):
    assert not signature_holds(header, body, "secret", 1_000_000)
