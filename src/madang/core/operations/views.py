"""Health for load balancers and service managers. Public, so it says only which part is well, never why or where."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from madang.core.operations.health import check_all


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """200 while the process answers. Touches nothing: restart the process when this fails."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, worker, disk and log are well, else 503: send no visitors here and call the operator."""
    checks = check_all()
    well = all(check.ok for check in checks)
    body = {"status": "ok" if well else "unavailable", "checks": {check.name: check.ok for check in checks}}
    return JsonResponse(body, status=200 if well else 503)
