"""Issuing, checking and taking back letters; every way to tamper with one."""

from __future__ import annotations

import asyncio
import dataclasses
import io
import random
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pyhanko.pdf_utils.generic import NameObject, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from madang.core import formats, pki
from madang.core.archive import publish
from madang.core.archive.models import LogEntry
from madang.core.documents import checking, issue_letter, letter_file, letter_response, revoke_letter
from madang.core.documents.checking import Verdict, check_code, check_file
from madang.core.documents.engine.seal_check import check_seal
from madang.core.documents.engine.typesetting import LetterError, typeset
from madang.core.documents.models import Letter
from madang.core.documents.storage import LetterDamagedError, keep_letter, path_of
from madang.core.documents.wording import advice, findings
from madang.core.pki.key_files import Keyring
from madang.core.pki.signing import FileSigner

pytestmark = pytest.mark.django_db


def run(command: str, *arguments: str) -> tuple[int, str]:
    """Exit code and output of a command."""
    out = StringIO()
    try:
        call_command(command, *arguments, stdout=out)
    except CommandError as error:
        return error.returncode, str(error)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def appended(pdf: bytes) -> bytes:
    """The file with a later revision that changes its title, as an editor would save it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.set_info(
        writer.add_object(writer.trailer["/Info"].__class__({NameObject("/Title"): pdf_string("You owe us")}))
    )
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def stranger(tmp_path) -> FileSigner:
    """Somebody who calls himself exactly as we do."""
    ours = pki.keyring()
    return FileSigner(Keyring(tmp_path / "stranger", ours.organisation, ours.country, ours.base_url, ours.log_origin))


def test_an_issued_letter_is_intact_before_and_after_it_is_published(letter):
    pdf = letter_file(letter)
    assert (check_file(pdf).verdict, check_file(pdf).standing) == (Verdict.INTACT, "waiting")
    publish()
    check = check_file(pdf)
    assert (check.verdict, check.standing, check.letter) == (Verdict.INTACT, "published", letter)
    assert check_code(letter.code).verdict is Verdict.INTACT
    assert run("log", "verify", "--database")[0] == 0


def test_any_changed_byte_is_seen(letter):
    pdf = letter_file(letter)
    chance = random.Random(21489)
    for at in [0, 9, len(pdf) - 1, *(chance.randrange(len(pdf)) for _ in range(60))]:
        changed = pdf[:at] + bytes([pdf[at] ^ (1 << chance.randrange(8))]) + pdf[at + 1 :]
        assert check_file(changed).verdict is Verdict.ALTERED, at


def test_a_revision_added_after_sealing_is_seen(letter):
    check = check_file(appended(letter_file(letter)))
    assert (check.verdict, check.seal.intact, check.seal.whole_file) == (Verdict.ALTERED, True, False)
    assert not check.seal.unchanged
    assert check_file(letter_file(letter) + b"\n").verdict is Verdict.ALTERED


def test_a_cut_off_file_is_seen(letter):
    assert check_file(letter_file(letter)[:20_000]).verdict in {Verdict.ALTERED, Verdict.UNKNOWN}
    assert check_file(letter_file(letter)[:-3_000]).verdict is Verdict.ALTERED


def test_the_seal_of_a_stranger_with_our_name_is_not_ours(letter, content, tmp_path):
    filled = dataclasses.replace(content, code="7K3MPQ9ZTB4WXA2D", verify_url="http://elsewhere/verify/")
    check = check_file(stranger(tmp_path).sign_pdf(typeset(filled, formats), reason="decision"))
    assert (check.verdict, check.seal.intact, check.seal.trusted, check.seal.ours) == (
        Verdict.UNKNOWN,
        True,
        False,
        False,
    )
    copied = dataclasses.replace(filled, code=letter.code)
    assert (
        check_file(stranger(tmp_path).sign_pdf(typeset(copied, formats), reason="decision")).verdict is Verdict.ALTERED
    )


def test_a_file_put_behind_our_back_among_the_letters_is_not_called_intact(letter, content, tmp_path):
    filled = dataclasses.replace(content, code="7K3MPQ9ZTB4WXA2D", verify_url="http://elsewhere/verify/")
    forged = stranger(tmp_path).sign_pdf(typeset(filled, formats), reason="decision")
    Letter.objects.create(
        code="7K3MPQ9ZTB4WXA2D", person=letter.person, kind="decision", language="ko", title="x", reference="x", agency="x",
        issued_on=letter.issued_on, sha256=keep_letter(forged), size=len(forged),
    )  # fmt: skip
    assert check_file(forged).verdict is Verdict.ALTERED
    publish()
    code, output = run("log", "verify", "--database")
    assert code == 1 and "is stored but was never recorded" in output


def test_an_unsealed_copy_and_other_files_are_unknown_or_altered(content, db):
    filled = dataclasses.replace(content, code="7K3MPQ9ZTB4WXA2D", verify_url="http://elsewhere/verify/")
    assert check_file(typeset(filled, formats)).verdict is Verdict.UNKNOWN
    for nonsense in (b"", b"hello", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\xff" * 1000):
        assert check_file(nonsense).verdict is Verdict.UNKNOWN


def test_our_own_seal_on_something_never_issued_is_not_called_intact(content, db):
    filled = dataclasses.replace(content, code="7K3MPQ9ZTB4WXA2D", verify_url="http://elsewhere/verify/")
    check = check_file(pki.signer().sign_pdf(typeset(filled, formats), reason="decision"))
    assert check.seal.holds and check.verdict is Verdict.UNKNOWN
    assert "no record of it" in advice(check) and [f.good for f in findings(check)].count(False) == 1


def test_a_letter_taken_back_says_so_and_unmarking_the_row_does_not_help(letter):
    with pytest.raises(ValueError):
        revoke_letter(letter, "  ")
    revoked = revoke_letter(letter, "wrong amount")
    assert revoke_letter(letter, "again").revoked_at == revoked.revoked_at
    publish()
    assert check_file(letter_file(letter)).verdict is Verdict.REVOKED
    assert check_code(letter.code).verdict is Verdict.REVOKED
    assert run("log", "verify", "--database")[0] == 0
    Letter.objects.update(revoked_at=None)
    assert check_code(letter.code).verdict is Verdict.REVOKED
    code, output = run("log", "verify", "--database")
    assert code == 1 and f"letter:{letter.pk} was altered after it was recorded: at" in output


def test_a_letter_sealed_before_its_certificate_was_replaced_stays_good(letter):
    keys = pki.keyring()
    old = keys.signing()
    keys.revoke_signing(old.serial, "superseded")
    assert keys.signing().serial != old.serial
    assert check_file(letter_file(letter)).verdict is Verdict.INTACT
    filled = typeset(
        dataclasses.replace(_content_of(letter), code="7K3MPQ9ZTB4WXA2D", verify_url="http://elsewhere/verify/"),
        formats,
    )
    assert check_file(pki.signer().sign_pdf(filled, reason="x")).seal.holds


def test_letters_are_sealed_and_checked_where_an_event_loop_runs_already(letter):
    filled = typeset(
        dataclasses.replace(_content_of(letter), code="7K3MPQ9ZTB4WXA2D", verify_url="http://elsewhere/verify/"),
        formats,
    )
    signer, authority = pki.signer(), checking.authority()

    async def page_of_a_live_stream() -> bool:
        return check_seal(signer.sign_pdf(filled, reason="x"), authority, timezone.now()).holds

    assert asyncio.run(page_of_a_live_stream())


def _content_of(letter):
    from madang.core.documents import LetterContent

    return LetterContent("en", letter.title, letter.reference, letter.agency, letter.issued_on, "A", ("b",))


def test_an_altered_or_lost_file_is_not_handed_out_and_is_named(letter):
    publish()
    path = path_of(letter.sha256)
    pdf = path.read_bytes()
    path.write_bytes(pdf[:1000] + b"x" + pdf[1001:])
    with pytest.raises(LetterDamagedError):
        letter_file(letter)
    code, output = run("log", "verify", "--database")
    assert code == 1 and f"letter:{letter.pk} was altered after it was recorded: sha256" in output
    assert check_code(letter.code).verdict is Verdict.ALTERED
    path.unlink()
    with pytest.raises(LetterDamagedError):
        letter_file(letter)


@pytest.mark.parametrize(
    ("column", "value"),
    [("title", "other"), ("person_id", None), ("code", "7K3MPQ9ZTB4WXA2D"), ("issued_on", "2020-01-01")],
)
def test_an_altered_row_is_named(letter, column, value, django_user_model):
    from madang.core.people.models import Person

    publish()
    if column == "person_id":
        value = Person.objects.create(national_number="2", given_name="B").pk
    Letter.objects.update(**{column: value})
    code, output = run("log", "verify", "--database")
    assert code == 1 and f"recorded: {column.removesuffix('_id')}" in output
    assert check_file(letter_file(letter)).verdict is Verdict.ALTERED


def test_the_same_issue_key_gives_the_same_letter(person, content):
    first = issue_letter(content, person=person, kind="decision", issue_key="decision:7")
    assert issue_letter(content, person=person, kind="decision", issue_key="decision:7") == first
    assert issue_letter(content, person=person, kind="decision") != first
    assert LogEntry.objects.filter(kind="letter").count() == 2


def test_an_incomplete_letter_leaves_nothing_behind(person, content, var):
    with pytest.raises(LetterError):
        issue_letter(dataclasses.replace(content, paragraphs=()), person=person, kind="decision")
    assert not Letter.objects.exists() and not LogEntry.objects.exists() and not (var / "letters").exists()


def test_nothing_about_the_person_stands_in_the_public_log(letter, var):
    publish()
    bundle = (var / "log/tile/entries/000.p/1").read_bytes()
    for personal in ("하늘", letter.title, letter.code, letter.reference):
        assert personal.encode() not in bundle
    assert letter.sha256.encode() in bundle


def test_a_letter_is_sent_as_a_private_pdf(letter):
    response = letter_response(letter, download=True)
    assert response.content == letter_file(letter) and response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="2026-000123-decision.pdf"'
    assert "no-store" in response["Cache-Control"] and response["X-Content-Type-Options"] == "nosniff"
    assert path_of(letter.sha256).stat().st_mode & 0o077 == 0


def test_the_command_says_it_in_words_and_in_its_exit_code(letter, tmp_path):
    publish()
    file = tmp_path / "letter.pdf"
    file.write_bytes(letter_file(letter))
    assert run("letters", "verify", str(file))[0] == 0
    code, output = run("letters", "revoke", letter.spaced_code, "--reason", "wrong")
    assert code == 0
    code, output = run("letters", "verify", str(file))
    assert code == 1 and output.startswith("revoked: This letter was taken back")
    file.write_bytes(appended(letter_file(letter)))
    assert run("letters", "verify", str(file))[0] == 1
    assert run("letters", "verify", str(tmp_path / "none"))[0] == 2
    assert run("letters", "revoke", "nonsense", "--reason", "x")[0] == 2


def upload(client, data: bytes, name: str = "letter.pdf"):
    return client.post("/verify/", {"file": SimpleUploadedFile(name, data, "application/pdf")})


def test_the_page_of_the_square_shows_the_letter_and_not_the_person(client, letter):
    publish()
    page = client.get(f"/verify/{letter.code}/")
    text = page.content.decode()
    assert page.status_code == 200 and "This code belongs to a genuine letter" in text
    assert "해남군청" in text and letter.reference in text
    for personal in ("하늘", letter.title, letter.person.national_number):
        assert personal not in text


def test_a_typed_code_leads_to_the_same_page(client, letter):
    page = client.post("/verify/", {"code": f" {letter.spaced_code.lower()} "})
    assert page.status_code == 302 and page["Location"] == f"/verify/{letter.code}/"
    assert client.get(f"/verify/{letter.spaced_code}/")["Location"] == f"/verify/{letter.code}/"


def test_an_uploaded_letter_is_intact_altered_revoked_or_unknown(client, letter):
    publish()
    pdf = letter_file(letter)
    assert "This letter is genuine and unchanged" in upload(client, pdf).content.decode()
    assert "This letter was altered" in upload(client, appended(pdf)).content.decode()
    assert "We have not issued this file" in upload(client, b"%PDF-1.7 something").content.decode()
    revoke_letter(letter, "wrong amount of Kim")
    text = upload(client, pdf).content.decode()
    assert "taken back and is no longer valid" in text and "wrong amount" not in text


def test_what_is_no_code_or_no_letter_is_answered_with_what_to_do(client, db):
    assert client.get("/verify/").status_code == 200
    page = client.post("/verify/", {"code": "12"})
    assert (
        page.status_code == 422
        and "16 letters and digits" in page.content.decode()
        and 'value="12"' in page.content.decode()
    )
    assert client.get("/verify/7K3MPQ9ZTB4WXA2D/").status_code == 404
    assert client.get("/verify/nonsense/").status_code == 404
    page = upload(client, b"GIF89a")
    assert page.status_code == 422 and "not a PDF file" in page.content.decode()
    assert "larger than 5 MB" in upload(client, b"%PDF" + b" " * (5 * 2**20)).content.decode()
    assert client.post("/verify/", {}).status_code == 422


def test_the_pages_speak_korean(client, letter):
    publish()
    text = client.get(f"/verify/{letter.code}/", headers={"Accept-Language": "ko"}).content.decode()
    assert '<html lang="ko"' in text and "genuine" not in text


def test_a_letter_recorded_in_a_transaction_that_fails_was_never_issued(person, content):
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        letter = issue_letter(content, person=person, kind="decision")
        raise RuntimeError
    assert check_code(letter.code).verdict is Verdict.UNKNOWN
    assert connection.in_atomic_block and not LogEntry.objects.exists()
