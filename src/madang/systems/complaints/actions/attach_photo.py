"""Attach a photo to a report."""

from __future__ import annotations

from django.core.files.base import ContentFile

from madang.systems.complaints.engine.images import CleanImage
from madang.systems.complaints.models import Photo, Report

MOST = 5  # photos of one report


def attach_photo(report: Report, image: CleanImage) -> Photo | None:
    """Keep the picture with the report. The same picture again is the same photo; beyond five none is kept (None)."""
    known = report.photos.filter(sha256=image.sha256).first()
    if known is not None:
        return known
    if report.photos.count() >= MOST:
        return None
    photo = Photo(report=report, sha256=image.sha256, width=image.width, height=image.height)
    photo.file.save("photo.jpg", ContentFile(image.jpeg), save=False)
    photo.save(force_insert=True)
    return photo
