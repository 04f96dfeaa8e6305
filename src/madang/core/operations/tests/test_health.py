"""Health: what a load balancer sees, what an operator sees."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import RequestFactory
from django.utils import timezone

from madang.core.operations import health, views
from madang.core.operations.due import run_due
from madang.core.operations.heartbeat import beat
from madang.core.operations.models import WorkerBeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def ready():
    response = views.ready(RequestFactory().get("/health/ready"))
    return response.status_code, json.loads(response.content)


def test_an_installation_with_a_living_worker_is_ready():
    beat()
    assert ready() == (200, {"status": "ok", "checks": {"database": True, "worker": True, "disk": True, "log": True}})


def test_without_a_worker_it_is_not_ready():
    status, body = ready()
    assert status == 503
    assert body["checks"]["worker"] is False


def test_a_silent_worker_counts_as_gone():
    beat()
    WorkerBeat.objects.update(beat_at=timezone.now() - dt.timedelta(seconds=health.BEAT_LATE + 1))
    assert ready()[0] == 503


def test_the_round_of_jobs_gives_the_sign_of_life():
    run_due(everything=True)
    assert health.check_worker().ok


def test_a_worker_has_one_sign_of_life_however_long_it_runs():
    beat()
    started = WorkerBeat.objects.get().started_at
    beat()
    assert WorkerBeat.objects.get().started_at == started


def test_workers_silent_for_a_day_are_forgotten():
    long_ago = timezone.now() - dt.timedelta(days=2)
    WorkerBeat.objects.create(worker="old", host="gone", process=1, started_at=long_ago, beat_at=long_ago)
    beat()
    assert not WorkerBeat.objects.filter(worker="old").exists()


def test_the_public_answer_names_no_paths_and_no_errors(data_folder):
    (data_folder / "log").mkdir()
    (data_folder / "log" / "checkpoint").write_text("nonsense")
    status, body = ready()
    assert status == 503
    assert str(data_folder) not in json.dumps(body)
    assert all(isinstance(ok, bool) for ok in body["checks"].values())


def test_a_damaged_checkpoint_is_seen(data_folder):
    (data_folder / "log").mkdir()
    (data_folder / "log" / "checkpoint").write_bytes(b"\xff\xfe")
    assert health.check_log().ok is False


def test_a_full_disk_is_seen(monkeypatch):
    monkeypatch.setattr(health, "DISK_LEFT", 2**63)
    assert health.check_disk().ok is False


def test_live_answers_without_the_database(django_db_blocker):
    with django_db_blocker.block():
        assert views.live(RequestFactory().get("/health/live")).status_code == 200


def test_health_answers_only_reading_requests():
    assert views.ready(RequestFactory().post("/health/ready")).status_code == 405


def test_the_command_says_why_and_ends_with_one():
    out = StringIO()
    with pytest.raises(CommandError, match="not well: worker") as caught:
        call_command("health", stdout=out)
    assert caught.value.returncode == 1
    assert "start one with `madang worker`" in out.getvalue()


def test_the_command_speaks_json():
    beat()
    out = StringIO()
    call_command("health", json=True, stdout=out)
    assert [check["name"] for check in json.loads(out.getvalue())] == ["database", "worker", "disk", "log"]
