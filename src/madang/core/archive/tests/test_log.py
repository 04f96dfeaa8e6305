"""Recording, publishing, serving and verifying, with the database."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import RequestFactory
from django.urls import resolve

from madang.core import pki
from madang.core.archive import append, publish, register_source, sources, views
from madang.core.archive.engine import proofs
from madang.core.archive.engine.notes import Verifier
from madang.core.archive.models import LogEntry
from madang.core.archive.sequencer import Sequencer, SequencerError

pytestmark = pytest.mark.django_db


def log(*arguments: str) -> tuple[int, str]:
    """Exit code and output of `madang log …`."""
    out = StringIO()
    try:
        call_command("log", *arguments, stdout=out)
    except CommandError as error:
        return error.returncode, str(error)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def things(count: int) -> None:
    for n in range(count):
        append("test.thing", {"n": n}, reference=str(n), subject_ids=[7])


def test_a_record_is_kept_or_lost_together_with_its_change():
    with pytest.raises(RuntimeError), transaction.atomic():
        append("test.thing", {"n": 0}, reference="0")
        raise RuntimeError
    assert publish() == 0
    append("test.thing", {"n": 0}, reference="0")
    assert (publish(), publish()) == (1, 0)


def test_the_published_log_verifies_and_shows_no_personal_data(var):
    append("test.decision", {"name": "김하나", "amount": 100_000}, subject_ids=[41], public={"sha256": "00ff"})
    publish()
    assert log("verify", "--database") == (0, "Intact: the log of 1 entry.\n")
    bundle = (var / "log/tile/entries/000.p/1").read_bytes()
    assert (
        "김하나".encode() not in bundle and b"100000" not in bundle and b"41" not in json.loads(bundle[2:])["subjects"]
    )
    assert json.loads(bundle[2:])["public"] == {"sha256": "00ff"}


def test_growing_in_many_steps_keeps_every_earlier_checkpoint_a_beginning_of_the_log(var):
    kept = var / "kept"
    for count in (1, 255, 44):
        things(count)
        publish()
        kept.write_bytes((var / "log/checkpoint").read_bytes())
    things(1)
    publish()
    assert log("verify", "--earlier", str(kept)) == (0, "Intact: the log of 301 entries.\n")
    assert not (var / "log/tile/entries/000.p").exists()


def test_every_altered_file_of_the_log_is_named(var):
    things(3)
    publish()
    for name in ("checkpoint", "tile/0/000.p/3", "tile/entries/000.p/3"):
        path = var / "log" / name
        before = path.read_bytes()
        path.write_bytes(before[:60] + bytes([before[60] ^ 1]) + before[61:])
        code, output = log("verify")
        assert code == 1 and name in output
        path.write_bytes(before)
    assert log("verify")[0] == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("payload", '{"n": 9}'),
        ("kind", "other"),
        ("salt", "00" * 32),
        ("salt", "zz"),
        ("leaf", "{}"),
        ("public", '{"a": 1}'),
    ],
)
def test_an_altered_record_in_the_database_is_named(column, value):
    things(2)
    publish()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE archive_logentry SET {column} = %s WHERE reference = '1'", [value])
    assert log("verify") == (0, "Intact: the log of 2 entries.\n")
    code, output = log("verify", "--database")
    assert code == 1 and "entry 1: the record of 1 " in output


def test_a_record_damaged_beyond_reading_is_named_and_hides_no_other(monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL itself refuses broken JSON")
    things(3)
    publish()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute("UPDATE archive_logentry SET payload = '{\"n\" 1}' WHERE reference = '1'")
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
    monkeypatch.setitem(sources, "test.thing", (lambda reference: {"n": int(reference) // 0}, None))
    code, output = log("verify", "--database")
    assert code == 1 and "entry 1: the record of 1 was altered" in output
    assert "entry 0: 0 was altered" in output and "entry 2: 2 was altered" in output


def test_a_stored_thing_altered_removed_or_never_recorded_is_named(monkeypatch):
    stored = {"0": {"n": 0}, "1": {"n": 1}}
    monkeypatch.setitem(sources, "test.thing", (stored.get, stored.keys))
    things(2)
    publish()
    assert log("verify", "--database")[0] == 0
    stored["0"] = {"n": 5}
    assert log("verify", "--database") == (
        1,
        "entry 0: 0 was altered after it was recorded: n\nAltered: the log of 2 entries.\n",
    )
    stored.update({"0": {"n": 0}, "2": {"n": 2}})
    assert log("verify", "--database") == (
        1,
        "2 (test.thing) is stored but was never recorded\nAltered: the log of 2 entries.\n",
    )
    del stored["1"], stored["2"]
    assert log("verify", "--database")[1].startswith("entry 1: 1 was removed after it was recorded")


def test_a_removed_record_is_named():
    things(3)
    publish()
    entry = LogEntry.objects.get(index=1)
    entry.subjects.all().delete()
    entry.delete()
    assert log("verify", "--database") == (
        1,
        "entry 1: the database has lost its record\nAltered: the log of 3 entries.\n",
    )


def test_what_waits_is_told_and_is_no_fault():
    things(1)
    publish()
    things(1)
    assert log("verify", "--database") == (0, "1 record waits to be published.\nIntact: the log of 1 entry.\n")


def test_a_damaged_log_is_not_continued(var):
    things(3)
    publish()
    path = var / "log/tile/0/000.p/3"
    path.write_bytes(bytes(96))
    things(1)
    with pytest.raises(SequencerError, match="madang log verify"):
        publish()
    assert not (var / "log/tile/0/000.p/4").exists()


def test_a_lost_log_is_rebuilt_exactly_and_only_when_asked(var):
    things(300)
    publish()
    files = {p: p.read_bytes() for p in (var / "log/tile").rglob("*") if p.is_file()}
    checkpoint = (var / "log/checkpoint").read_bytes()
    for path in [*files, var / "log/checkpoint"]:
        path.unlink()
    with pytest.raises(SequencerError, match="rebuild"):
        publish()
    assert log("rebuild") == (0, "300 entries.\n")
    assert (var / "log/checkpoint").read_bytes() == checkpoint
    assert all(path.read_bytes() == data for path, data in files.items())


def test_after_an_older_database_is_restored_the_log_goes_on_and_says_what_is_lost():
    things(3)
    publish()
    for entry in LogEntry.objects.filter(index__gte=1):
        entry.subjects.all().delete()
        entry.delete()
    things(1)
    with pytest.raises(SequencerError, match="older than the log"):
        publish()
    assert log("adopt") == (0, "2 entries.\n")
    assert publish() == 1
    code, output = log("verify", "--database")
    assert code == 0 and output.count("the payload was lost") == 2 and "4 entries" in output


def test_anybody_can_check_a_proof_with_the_public_key_alone():
    things(5)
    publish()
    code, text = log("prove", "3")
    entry = LogEntry.objects.get(index=3).leaf.encode()
    assert code == 0 and proofs.verify(text, entry, pki.keyring().log_verifiers())[0] == 3
    with pytest.raises(proofs.ProofError):
        proofs.verify(text.replace("index 3", "index 2"), entry, pki.keyring().log_verifiers())
    assert log("prove", "5")[0] == 2


def test_without_log_or_key_nothing_is_claimed(var, tmp_path):
    assert log("verify") == (2, f"There is no log at {var / 'log'}. Name its directory with --dir.")
    things(1)
    publish()
    assert log("verify", "--key", "nonsense")[0] == 2
    stranger = Verifier("elsewhere/log", 1, bytes(32)).vkey
    assert log("verify", "--key", stranger)[0] == 1
    (key,) = pki.keyring().log_verifiers()
    assert log("verify", "--key", key.vkey, "--dir", str(var / "log"))[0] == 0


def test_a_new_key_continues_the_log_and_old_checkpoints_stay_good(var):
    things(1)
    publish()
    (var / "kept").write_bytes((var / "log/checkpoint").read_bytes())
    pki.keyring().rotate_log_key()
    things(1)
    publish()
    assert log("verify", "--earlier", str(var / "kept"))[0] == 0
    newest = pki.keyring().log_verifiers()[0].vkey
    assert log("verify", "--key", newest)[0] == 0


def test_the_log_is_served_and_nothing_else_is(var):
    things(1)
    publish()
    request = RequestFactory().get("/")
    assert views.checkpoint(request).content == (var / "log/checkpoint").read_bytes()
    assert views.tile(request, "entries/000.p/1").content == (var / "log/tile/entries/000.p/1").read_bytes()
    assert views.keys(request).content.decode().strip() == pki.keyring().log_verifiers()[0].vkey
    for name in ("../../keys/log.pem", "entries/../../checkpoint", "0/001", "0/000.p/999", "0/%2e%2e/.lock"):
        with pytest.raises(Exception, match="no such file"):
            views.tile(request, name)
    assert resolve("/tile/0/x001/067.p/3", urlconf="madang.core.archive.urls").kwargs == {"name": "0/x001/067.p/3"}


def test_everybody_can_read_what_the_log_is_and_take_a_receipt(client):
    assert "Nothing has been recorded yet" in client.get("/log/").content.decode()
    things(5)
    publish()
    page = client.get("/log/").content.decode()
    assert pki.keyring().log_verifiers()[0].vkey in page and "Nothing has been recorded" not in page
    answer = client.get("/log/proof/4")
    entry = LogEntry.objects.get(index=4).leaf.encode()
    assert proofs.verify(answer.content.decode(), entry, pki.keyring().log_verifiers())[0] == 4
    assert client.get("/log/proof/5").status_code == 404


def test_money_as_an_inexact_number_and_oversized_records_are_refused():
    with pytest.raises(ValueError):
        append("test.thing", {"n": 2**60})
    with pytest.raises(TypeError):
        append("test.thing", {"n": object()})
    with pytest.raises(ValueError, match="too long"):
        append("test.thing", {}, public={"text": "x" * 70_000})
    assert not LogEntry.objects.exists()


def test_one_kind_has_one_source():
    with pytest.raises(ValueError):
        register_source("test.thing", lambda reference: None)


def test_a_second_sequencer_elsewhere_cannot_fork_the_log(var):
    things(2)
    publish()
    here = Sequencer.of_installation()
    elsewhere = Sequencer(var / "other", here.signer, here.verifiers)
    with pytest.raises(SequencerError):
        elsewhere.publish()
