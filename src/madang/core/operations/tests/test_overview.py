"""The operator's page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from madang.core.operations import last_backup
from madang.core.operations.heartbeat import beat
from madang.core.people.models import Assignment, Organisation, Role, User

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def address():
    return reverse("operations:overview")


@pytest.fixture
def staff():
    """A user with one role."""

    def made(role):
        organisation, _ = Organisation.objects.get_or_create(code="centre", defaults={"titles": {"en": "Data centre"}})
        user = User.objects.create_user(f"{role}-1")
        Assignment.objects.create(user=user, organisation=organisation, role=role)
        return user

    return made


def test_the_operator_sees_health_workers_and_backups(client, address, staff, data_folder):
    beat()
    last_backup.remember(data_folder, made=True, proved=True)
    client.force_login(staff(Role.OPERATOR), backend=BACKEND)
    page = client.get(address).content.decode()
    assert "gave a sign of life" in page
    assert "late" not in page.replace("later", "")


def test_a_missing_backup_is_an_alarm(client, address, staff):
    client.force_login(staff(Role.OPERATOR), backend=BACKEND)
    page = client.get(address).content.decode()
    assert "madang backup create" in page
    assert "madang backup verify" in page


def test_only_operators_may_look(client, address, staff, resident):
    assert client.get(address).status_code == 302
    for user in (resident, staff(Role.OFFICER), staff(Role.PLANNER)):
        client.force_login(user, backend=BACKEND)
        assert client.get(address).status_code == 403


def test_the_page_is_korean_for_koreans(client, address, staff):
    client.force_login(staff(Role.OPERATOR), backend=BACKEND)
    page = client.get(address, headers={"accept-language": "ko"}).content.decode()
    assert "마지막 백업" in page
    assert "no worker has ever run" not in page


def test_an_unreadable_note_counts_as_no_backup(data_folder):
    (data_folder / "backup.json").write_text("[1]")
    assert last_backup.read(data_folder) == last_backup.LastBackup()


def test_proving_keeps_when_the_last_one_was_made(data_folder):
    last_backup.remember(data_folder, made=True)
    made = last_backup.read(data_folder).made_at
    last_backup.remember(data_folder, proved=True)
    kept = last_backup.read(data_folder)
    assert kept.made_at == made
    assert kept.proved_at is not None
    assert dt.datetime.now(dt.UTC) - kept.proved_at < dt.timedelta(minutes=5)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_the_page_has_no_barrier_and_fits_the_screen(visit, address, staff, language, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    beat()
    page = visit(address, as_user=staff(Role.OPERATOR), language=language, width=width, scheme=scheme)
    found = axe.Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
