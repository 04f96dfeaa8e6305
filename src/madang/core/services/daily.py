"""The day's scan: laws come into force, people grow older, and nobody has to start anything by hand."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from madang.core.services.models import ScanRun
from madang.core.services.packs import active_pack


def begin_the_days_scan() -> bool:
    """Queue today's scan unless it was begun already; an unfinished one is continued. Returns whether it was queued.

    Two workers may queue it twice: the second finds nothing left to do.
    """
    names = {benefit.name for benefit in active_pack().benefits}
    done = ScanRun.objects.filter(on=timezone.localdate(), finished_at__isnull=False, benefit__in=names)
    if set(done.values_list("benefit", flat=True)) == names:
        return False
    scan_today.enqueue()
    return True


@task()
def scan_today() -> None:
    """Scan for every benefit that today's scan has not finished yet."""
    from madang.core.services.scan import scan  # brings DuckDB, which the web server need not load

    today = timezone.localdate()
    done = set(ScanRun.objects.filter(on=today, finished_at__isnull=False).values_list("benefit", flat=True))
    if names := [benefit.name for benefit in active_pack().benefits if benefit.name not in done]:
        scan(names, today)
