"""The one HTTP API: routers of core and of the systems, one OpenAPI document at /api/openapi.json."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from madang.core.operations.limits import TooManyError
from madang.core.portal.api import router as explain
from madang.core.registers.api import router as data_tracker
from madang.core.services.api import router as offers
from madang.site.systems import add_system_routers

INVALID = {
    "type": "object",
    "required": ["detail"],
    "properties": {
        "detail": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["loc", "msg", "type"],
                "properties": {"loc": {"type": "array"}, "msg": {"type": "string"}, "type": {"type": "string"}},
            },
        }
    },
}


class MadangAPI(NinjaAPI):
    """Says of every operation that takes input that it may answer 422; ninja itself leaves that out."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The OpenAPI document."""
        document = super().get_openapi_schema(**options)
        for operations in document["paths"].values():
            for operation in operations.values():
                if operation.get("parameters") or operation.get("requestBody"):
                    operation["responses"].setdefault(
                        422, {"description": "Invalid input", "content": {"application/json": {"schema": INVALID}}}
                    )
        return document


api = MadangAPI(
    title="Madang",
    version="1",
    description="Digital government: offers, explanations, access to one's own data, and the interfaces of every system.",
    urls_namespace="api",
    docs_url=None,  # its page loads scripts of a third party; any OpenAPI viewer reads openapi.json
)


@api.exception_handler(AuthenticationError)
def unauthenticated(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """401 in the shape of every other refusal."""
    return api.create_response(
        request, {"code": "sign-in", "detail": "Sign in first; see docs/sign-in.md."}, status=401
    )


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What ninja itself refuses, in the shapes the document names: a body that is no JSON, a session without its token."""
    if error.status_code == 400:
        detail = [{"loc": ["body"], "msg": "Send a body of JSON.", "type": "json_invalid"}]
        return api.create_response(request, {"detail": detail}, status=422)
    problem = {"code": "csrf", "detail": "Send the csrftoken cookie again in the header X-CSRFToken."}
    return api.create_response(request, problem, status=error.status_code)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422 with the place and the rule of every mistake; never the value that was sent."""
    detail = [{"loc": list(one["loc"]), "msg": one["msg"], "type": one["type"]} for one in error.errors]
    return api.create_response(request, {"detail": detail}, status=422)


@api.exception_handler(TooManyError)
def too_many(request: HttpRequest, error: TooManyError) -> HttpResponse:
    """429 that says when to try again (RFC 6585 section 4)."""
    problem = {"code": "too-many", "detail": f"Too many requests in a short time. Try again in {error.retry_after} s."}
    response = api.create_response(request, problem, status=429)
    response["Retry-After"] = str(error.retry_after)
    return response


api.add_router("", offers)
api.add_router("", explain)
api.add_router("/data-tracker", data_tracker)
add_system_routers(api)
