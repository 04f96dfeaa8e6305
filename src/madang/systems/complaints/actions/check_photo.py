"""Check a photo that somebody sent."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from madang.systems.complaints.engine.images import MOST_BYTES, CleanImage, ImageError, clean_image


def check_photo(data: bytes) -> CleanImage:
    """The picture of the file and nothing else: no place, no time, no camera. Writes nothing.

    Raises ValidationError of the field `photo` with the rule and the remedy.
    """
    try:
        return clean_image(data)
    except ImageError as error:
        told = {
            "empty": _("The photo is empty. Choose it again."),
            "too_large": _("The photo is too large. Send one of at most %(n)d MB.") % {"n": MOST_BYTES >> 20},
            "too_many_pixels": _("The photo has too many pixels. Send one of at most 60 million."),
            "no_photo": _("This file is no photo, whatever its name says. Send a JPEG, PNG or WebP."),
            "damaged": _("The photo is damaged. Take it again, or choose another."),
        }
        raise ValidationError({"photo": told[error.kind]}) from error
