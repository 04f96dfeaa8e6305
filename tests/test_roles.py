"""Every address of the site, as everybody: nothing fails, and nobody sees or touches what is another person's."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

MARK = "qzxmark"
OWN = ("offer_id", "case_id", "message_id", "code")  # parameters that name something of person A
NOT_LISTED = "x"
NEED_OTHERS = ("/sign-in/national-id/", "/health/ready")

pytestmark = pytest.mark.django_db


def addresses(resolver: URLResolver | None = None, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the site with its route written out."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        else:
            yield route, pattern


def filled(route: str, pattern: URLPattern, matters) -> Iterator[str]:
    """The route with the ids of person A put in, each in turn; with something of the right kind where none fits."""
    values = {
        "offer_id": matters.offers,
        "case_id": matters.cases,
        "message_id": matters.messages,
        "code": matters.letters,
        "verb": ["decide", "countersign", "hand-back", "note", "transfer", NOT_LISTED],
        "register": ["residence"],
        "fact": ["residence.area", "no.such"],
        "name": ["child-allowance", "0/000"],
        "index": [0, 10**9],
    }
    names = pattern.pattern.converters
    for chosen in itertools.product(*(values.get(name, matters.persons) for name in names)):
        path = route
        for value in chosen:
            path = f"{path[: path.index('<')]}{value}{path[path.index('>') + 1 :]}"
        yield path


def text(answer: HttpResponseBase) -> str:
    """Everything an answer says, headers included."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.headers} {answer.cookies} {body.decode('utf-8', 'replace')}".lower()


def walk(client: Client, user, matters) -> Iterator[tuple[str, str, bool, HttpResponseBase]]:
    """(method, path, whether it names something of person A, answer) for GET and POST of every address."""
    asked = {
        "person": matters.persons[1],
        "child": matters.persons[1],
        "userCode": "KRa-mother",
        "about": matters.persons[1],
    }
    sent = {
        "outcome": "granted",
        "words": "w",
        "reason": "r",
        "case": matters.cases[0],
        "cases": matters.cases,
        "claimed": "11110",
    }

    def sign_in() -> None:
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    sign_in()
    for route, pattern in addresses():
        own = any(name in OWN for name in pattern.pattern.converters) and not route.startswith("/verify/")
        for path in filled(route, pattern, matters):
            for method, data in (("get", {}), ("get", asked), ("post", sent)):
                if data is asked and pattern.pattern.converters:
                    continue  # the address itself names something of person A
                yield method, path, own, getattr(client, method)(path, data)
                if path == "/sign-out/":
                    sign_in()


def fails(path: str, answer: HttpResponseBase) -> bool:
    """A failure of ours. That another part is down is an answer: the national ID and the worker do not run here."""
    return answer.status_code >= 500 and not (answer.status_code == 503 and path in NEED_OTHERS)


def state_of_a(matters) -> dict[str, object]:
    """What nobody else may change."""
    from madang.core.cases.models import Case, Decision, HistoryEntry
    from madang.core.notices.models import Message
    from madang.core.services.models import Award, Confirmation, Offer

    own = Case.objects.filter(pk__in=matters.cases)  # anybody may open a case of their own, such as a report
    return {
        "offers": list(Offer.objects.order_by("pk").values_list("pk", "state", "reason")),
        "cases": list(own.order_by("pk").values_list("pk", "state", "assignee", "organisation")),
        "counts": [model.objects.count() for model in (Confirmation, Award, Decision)],
        "history": HistoryEntry.objects.filter(case__in=own).count(),
        "messages": list(Message.objects.filter(pk__in=matters.messages).order_by("pk").values_list("pk", "read_at")),
    }


STRANGERS = (
    "anonymous",
    "resident B",
    "officer of another organisation",
    "supervisor of another organisation",
    "planner",
    "registrar",
    "auditor",
    "operator",
)


@pytest.mark.parametrize("role", STRANGERS)
def test_nobody_sees_or_changes_what_is_another_persons(role, town, matters):
    client = Client(raise_request_exception=False)
    before = state_of_a(matters)
    user = town.users[role]
    wrong = []
    for method, path, own, answer in walk(client, user, matters):
        if fails(path, answer):
            wrong.append(f"{method} {path} fails with {answer.status_code}")
        if MARK in text(answer):
            wrong.append(f"{method} {path} shows facts of person A")
        refused = {302, 401, 403, 404, 405} if user is None else {403, 404, 405}
        if own and not path.startswith("/api/"):
            if answer.status_code not in refused:
                wrong.append(f"{method} {path} answers {answer.status_code}")
            if answer.status_code == 302 and not answer["Location"].startswith("/sign-in/"):
                wrong.append(f"{method} {path} leads to {answer['Location']}")
        elif own and answer.status_code not in {401, 404, 405, 422}:
            wrong.append(f"{method} {path} answers {answer.status_code}")
    assert wrong == []
    assert state_of_a(matters) == before


@pytest.mark.parametrize("role", ["resident A", "officer"])
def test_those_entitled_see_it_and_nothing_fails_for_them(role, town, matters):
    client = Client(raise_request_exception=False)
    user = town.users[role]
    failed, seen = [], set()
    for method, path, _own, answer in walk(client, user, matters):
        if fails(path, answer):
            failed.append(f"{method} {path} fails with {answer.status_code}")
        if MARK in text(answer):
            seen.add(f"{method} {path}")
    assert failed == []
    page = f"get /cases/{matters.cases[0]}/" if role == "resident A" else f"get /desk/cases/{matters.cases[0]}/"
    assert page in seen  # the mark is there to be seen, so that its absence elsewhere means something


def test_what_does_not_exist_answers_like_what_is_not_yours(town, matters):
    client = Client()
    client.force_login(town.users["resident B"], backend="django.contrib.auth.backends.ModelBackend")
    for address, own in (
        ("/for-you/{}/decline/", matters.open),
        ("/cases/{}/", matters.cases[0]),
        ("/letters/{}/", matters.letters[0]),
        ("/my-data/?person={}", matters.persons[1]),
        ("/api/offers/{}", matters.open),
    ):
        nothing = ("9" if isinstance(own, int) else "X") * len(str(own))  # as long, for pages repeat their address
        one, other = client.get(address.format(own)), client.get(address.format(nothing))
        assert one.status_code == other.status_code == 404, address
        assert len(one.content) == len(other.content), address
