"""What everybody may see: the list, the map and the figures of published reports, their photos, and all of it as files."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from madang.core.people.models import User
from madang.systems.complaints.models import Photo, Report


@require_safe
def photo(request: HttpRequest, number: int) -> HttpResponseBase:
    """One photo: for everybody once its report is published, before that for the officers who work on it."""
    found = get_object_or_404(Photo, pk=number)
    public = Report.objects.public().filter(pk=found.report_id).exists()
    if not public:
        user = request.user
        if not (isinstance(user, User) and Report.objects.of_staff(user).filter(pk=found.report_id).exists()):
            raise Http404
    response = FileResponse(found.file.open(), content_type="image/jpeg")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=3600" if public else "private, no-store"
    return response
