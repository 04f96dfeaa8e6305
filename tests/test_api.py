"""Schemathesis against the OpenAPI document: whatever is sent, no answer is a failure of ours and none is undocumented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EXAMPLES = 25
CSRF = "c" * 32
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A request leaves the connection open, for the whole test is one transaction; Django's own client does the same."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def api(town, matters, one_connection) -> Any:
    """Our document, its operations carried out by the site itself."""
    from madang.site.wsgi import application

    return schemathesis.openapi.from_wsgi("/api/openapi.json", application)


def attack(operation: Any, mode: GenerationMode, offers: list[int], cookies: dict[str, str]) -> None:
    """Send many requests to one operation, valid ones and invalid ones, with and without the token against forgery."""

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(operation.as_strategy(generation_mode=mode), st.sampled_from([None, *offers]), st.booleans())
    def send(case: Any, offer: int | None, with_token: bool) -> None:
        if offer is not None and "offer_id" in (case.path_parameters or {}):
            case.path_parameters["offer_id"] = offer
        token = {"X-CSRFToken": CSRF} if with_token else {}
        answer = case.call(headers=token, cookies={**cookies, "csrftoken": CSRF})
        case.validate_response(answer, checks=CHECKS)

    send()


def takes_input(operation: Any) -> bool:
    """Whether there is anything about which a request could be wrong."""
    declared = operation.definition.raw
    return bool(declared.get("parameters") or declared.get("requestBody"))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("role", ["resident A", "resident B", "anonymous"])
def test_every_answer_of_the_api_is_documented(role, mode, api, town, matters):
    user = town.users[role]
    cookies = {}
    if user is not None:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookies["sessionid"] = client.cookies["sessionid"].value
    attacked = []
    for result in api.get_all_operations():
        operation = result.ok()
        if mode is GenerationMode.NEGATIVE and not takes_input(operation):
            continue
        try:
            attack(operation, mode, matters.offers, cookies)
        except Exception as error:
            error.add_note(f"{operation.label} as {role}")
            raise
        attacked.append(operation.label)
    assert "POST /api/offers/{offer_id}/confirm" in attacked
