"""How often each page asks the database: at most twelve times, session and user included, whatever the town holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

LIMIT = 12
NOT_PAGES = ("/api/", "/look/", "/pki/", "/log/tile", "/health/")
TRANSACTION = re.compile(r"BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK")  # no question to the database
A_FEW = 6  # of things of the same kind

pytestmark = pytest.mark.django_db


@dataclass
class Somebody:
    """A user, and the ids of what has a page of its own for them, by the name in the address."""

    user: object
    things: dict[str, list] = field(default_factory=dict)


@pytest.fixture
def town(settings, tmp_path) -> dict[str, Somebody]:
    """The demo town after its letters were sent: its busiest resident, a parent, and every kind of staff."""
    settings.VAR_DIR = tmp_path / "var"
    from django.db.models import Count

    from madang.core.cases.letters import send_due_letters
    from madang.core.people.models import Assignment, Person, User
    from madang.site.demo.town import load_town

    load_town(300)
    send_due_letters()
    residents = {
        "the busiest resident": Person.objects.annotate(n=Count("letters") * 9 + Count("cases")).order_by("-n").first(),
        "a parent of several": Person.objects.annotate(n=Count("wards")).order_by("-n", "pk").first(),
    }
    people = {
        title: User.objects.get_or_create(person=person, defaults={"username": title})[0]
        for title, person in residents.items()
    }
    for post in Assignment.objects.select_related("user").order_by("pk"):
        people.setdefault(str(post.role), post.user)
    return {title: Somebody(user, _things_of(user)) for title, user in people.items()}


def _things_of(user) -> dict[str, list]:
    """Ids of what the user can open: their own as a resident, every kind of case as staff."""
    from madang.core.cases.models import Case
    from madang.core.documents.models import Letter
    from madang.core.notices.models import Message
    from madang.core.payments.models import PaymentFile
    from madang.core.registers.declarations import tables
    from madang.core.services.models import Offer
    from madang.core.services.packs import active_pack

    of_each_kind = defaultdict(list)
    for case in Case.objects.order_by("-pk"):
        of_each_kind[case.kind, case.state].append(case.pk)
    own = Case.objects.filter(applicant=user.person).values_list("pk", flat=True)
    declared = [(register.name, fact) for register, table in tables() for fact in list(table.facts)[:1]]
    return {
        "offer_id": list(Offer.objects.filter(payee=user.person).values_list("pk", flat=True)[:A_FEW]),
        "case_id": sorted({*own[:A_FEW], *(pk for kind in of_each_kind.values() for pk in kind[:2])}),
        "message_id": list(Message.objects.filter(person=user.person).values_list("pk", flat=True)[:1]),
        "code": list(Letter.objects.filter(person=user.person).values_list("code", flat=True)[:1]),
        "file_id": list(PaymentFile.objects.values_list("pk", flat=True)[:1]),
        "name": [benefit.name for benefit in active_pack().benefits],
        "register": [register for register, _fact in declared],
        "fact": [fact for _register, fact in declared],
    }


def patterns(resolver: URLResolver | None = None, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the site with its route written out."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield route, pattern


def addresses(somebody: Somebody) -> Iterator[tuple[str, str]]:
    """(route, address) of every page; a route with parameters once for each thing that fits."""
    for route, pattern in patterns():
        names = list(pattern.pattern.converters)
        if route.startswith(NOT_PAGES):
            continue
        for values in zip(*(somebody.things.get(name, []) for name in names), strict=False) if names else [()]:
            address = route
            for value in values:
                address = re.sub(r"<[^>]*>", str(value), address, count=1)
            yield route, address


def questions(client: Client, address: str) -> tuple[int, list[str]]:
    """Status, and the statements that the page took once everything that is kept between pages is there."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
    statements = [query["sql"] for query in asked.captured_queries]
    return answer.status_code, [sql for sql in statements if not TRANSACTION.match(sql)]


def test_no_page_asks_the_database_more_than_twelve_times(town):
    most: dict[str, int] = defaultdict(int)
    over: list[str] = []
    for title, somebody in town.items():
        client = Client(raise_request_exception=False)
        client.force_login(somebody.user, backend="django.contrib.auth.backends.ModelBackend")
        for route, address in addresses(somebody):
            status, asked = questions(client, address)
            if status != 200:
                continue
            most[route] = max(most[route], len(asked))
            if len(asked) > LIMIT:
                over.append(
                    f"{address} for {title}: {len(asked)} queries\n  " + "\n  ".join(sql[:160] for sql in asked)
                )
    assert over == [], "\n".join(over)
    walked = {
        "/for-you/",
        "/cases/<int:case_id>/",
        "/my-data/",
        "/for-you/<int:offer_id>/facts/",
        "/letters/<slug:code>/",
    }
    walked |= {
        "/desk/",
        "/desk/cases/<int:case_id>/",
        "/staff/registers/",
        "/staff/payments/",
        "/planner/",
        "/operations/",
    }
    walked |= {
        "/my-data/dispute/<slug:register>/<str:fact>/",
        "/my-data/reads/",
        "/messages/",
        "/services/<slug:name>/",
    }
    assert walked <= set(most)  # each was seen by somebody, so that a short walk does not pass for a good one
