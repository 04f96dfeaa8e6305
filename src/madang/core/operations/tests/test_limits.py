"""How often something may be done from one address."""

import os
import subprocess
import sys
import time

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from madang.core.operations import limits
from madang.core.operations.limits import Limit, TooManyError, address_of, forget, limited, take
from madang.core.operations.models import Allowance

pytestmark = pytest.mark.django_db
FIVE = Limit("test.five", times=5, seconds=60)


@pytest.fixture
def clock(monkeypatch):
    """Sets the time, in seconds."""
    now = [1_000_000.0]
    monkeypatch.setattr(limits.time, "time_ns", lambda: round(now[0] * 1e9))
    return now


def admitted(limit, who, tries):
    count = 0
    for _ in range(tries):
        try:
            take(limit, who)
            count += 1
        except TooManyError:
            pass
    return count


def test_as_many_as_the_limit_says_come_through_at_once(clock):
    assert admitted(FIVE, "10.0.0.1", 100) == 5


def test_a_refusal_says_when_and_then_it_is_true(clock):
    admitted(FIVE, "10.0.0.1", 5)
    with pytest.raises(TooManyError) as refused:
        take(FIVE, "10.0.0.1")
    assert refused.value.retry_after == 12
    clock[0] += 11
    assert admitted(FIVE, "10.0.0.1", 1) == 0
    clock[0] += 1
    assert admitted(FIVE, "10.0.0.1", 2) == 1


def test_over_a_long_time_the_rate_holds_however_often_it_is_tried(clock):
    count = 0
    for _ in range(600):
        count += admitted(FIVE, "10.0.0.1", 3)
        clock[0] += 1
    assert 50 <= count <= 55


def test_one_sender_takes_nothing_from_another_nor_one_limit_from_another(clock):
    admitted(FIVE, "10.0.0.1", 9)
    assert admitted(FIVE, "10.0.0.2", 9) == 5
    assert admitted(Limit("test.other", 5, 60), "10.0.0.1", 9) == 5


def test_a_refusal_writes_nothing(clock, django_assert_num_queries):
    admitted(FIVE, "10.0.0.1", 5)
    with django_assert_num_queries(1), pytest.raises(TooManyError):
        take(FIVE, "10.0.0.1")


def test_no_address_is_stored_and_what_no_longer_limits_is_forgotten(clock):
    take(FIVE, "203.0.113.77")
    assert "203.0.113.77" not in str(list(Allowance.objects.values()))
    forget()
    assert Allowance.objects.count() == 1
    clock[0] += 61
    forget()
    assert Allowance.objects.count() == 0


ASK = """
import django
django.setup()
from madang.core.operations.limits import Limit, TooManyError, take
admitted = 0
for _ in range(20):
    try:
        take(Limit("test.five", 5, 3600), "10.0.0.1")
        admitted += 1
    except TooManyError:
        pass
print(admitted)
"""


def test_processes_that_ask_at_once_admit_together_what_one_would(tmp_path):
    """On a database of files: that of the tests lies in memory, where no other process can see it."""
    settings = {"MADANG_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "madang.site.settings"}
    here = {key: value for key, value in os.environ.items() if key != "MADANG_DATABASE_URL"} | settings
    here["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    migrate = [sys.executable, "-m", "django", "migrate", "operations", "-v0"]
    subprocess.run(migrate, env=here, check=True)
    asking = [subprocess.Popen([sys.executable, "-c", ASK], env=here, stdout=subprocess.PIPE) for _ in range(3)]
    assert sum(int(each.communicate()[0]) for each in asking) == 5


@pytest.mark.parametrize(
    ("sent", "proxies", "address"),
    [
        ({"REMOTE_ADDR": "10.1.2.3"}, 0, "10.1.2.3"),
        ({"REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_FOR": "6.6.6.6"}, 0, "10.1.2.3"),
        ({"REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 9.8.7.6"}, 1, "9.8.7.6"),
        ({"REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_FOR": "9.8.7.6, 10.0.0.9"}, 2, "9.8.7.6"),
        ({"REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_FOR": ""}, 1, "10.1.2.3"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, 0, "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": "::ffff:10.1.2.3"}, 0, "10.1.2.3"),
        ({"REMOTE_ADDR": ""}, 0, "unknown"),
    ],
)
def test_an_address_counts_only_as_far_as_our_own_proxies_wrote_it(settings, sent, proxies, address):
    settings.TRUSTED_PROXIES = proxies
    assert address_of(RequestFactory().get("/", **sent)) == address


def test_a_page_beyond_its_limit_says_when_to_try_again_and_does_nothing():
    done = []
    page = limited(Limit("test.page", 1, 60))(lambda request: done.append(1) or HttpResponse("done"))
    factory = RequestFactory()
    assert page(factory.post("/")).status_code == 200
    refused = page(factory.post("/"))
    assert refused.status_code == 429
    assert 55 <= int(refused["Retry-After"]) <= 60
    assert page(factory.get("/")).status_code == 200
    assert len(done) == 2


def test_time_goes_on_of_itself():
    short = Limit("test.short", 1, 0.05)
    take(short, "a")
    time.sleep(0.06)
    take(short, "a")
