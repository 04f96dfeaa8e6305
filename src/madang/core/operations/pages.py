"""The operator's page: is everything well, who works, what waits, and when was the last backup."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from madang.core.events.models import Event
from madang.core.operations import last_backup
from madang.core.operations.health import check_all
from madang.core.operations.models import WorkerBeat
from madang.core.people.models import Role
from madang.core.people.permissions import staff_required

BACKUP_LATE = dt.timedelta(days=2)  # a nightly backup has failed twice
PROOF_LATE = dt.timedelta(days=190)  # the drill is due twice a year


@staff_required(Role.OPERATOR)
@require_safe
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Everything at one glance. Shows machines and figures, never a fact about a person."""
    now = timezone.now()
    tasks = DBTaskResult.objects
    failed_lately = tasks.filter(status=TaskResultStatus.FAILED, finished_at__gte=now - dt.timedelta(days=1))
    backup = last_backup.read(Path(settings.VAR_DIR))
    return render(
        request,
        "operations/overview.html",
        {
            "checks": check_all(),
            "workers": WorkerBeat.objects.order_by("host", "process"),
            "waiting": tasks.ready().count(),
            "running": tasks.filter(status=TaskResultStatus.RUNNING).count(),
            "failed": failed_lately.count(),
            "undelivered": Event.objects.filter(delivered_at=None).count(),
            "backup": backup,
            "backup_late": backup.made_at is None or now - backup.made_at > BACKUP_LATE,
            "proof_late": backup.proved_at is None or now - backup.proved_at > PROOF_LATE,
            "breadcrumbs": [("/", _("Start")), (None, _("Operations"))],
        },
    )
