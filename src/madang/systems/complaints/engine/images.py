"""Photos: whether a file really is one, and the same picture without anything but the picture.

A photo tells more than it shows: where it was taken, when, with whose phone (EXIF, Exif GPS IFD; XMP; IPTC). So it is decoded,
turned upright, made no larger than a screen needs, and encoded anew. What comes out holds pixels and nothing else; whatever was
hidden in or behind the file stays behind. What a file is called says nothing about what it is: only decoding does.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 20 * 2**20
MOST_PIXELS = 60_000_000  # the largest phone cameras have 50 million; a file of 40 kB can claim billions
LONGEST_SIDE = 2048  # pixels kept: a street sign across the road is still readable
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")


class ImageError(ValueError):
    """Why a file is refused. kind: empty, too_large, no_photo, too_many_pixels or damaged; the message says what to do."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True)
class CleanImage:
    """A picture and nothing else. jpeg: JFIF, at most 2048 pixels on a side. sha256: of those bytes, hexadecimal."""

    jpeg: bytes
    width: int
    height: int
    sha256: str


def clean_image(data: bytes) -> CleanImage:
    """The picture in the file. The same file gives the same bytes.

    Raises:
        ImageError: it is empty, larger than 20 MB, no JPEG, PNG or WebP, has more than 60 million pixels, or is damaged.
    """
    if not data:
        raise ImageError("empty", "the file is empty; choose the photo again")
    if len(data) > MOST_BYTES:
        raise ImageError("too_large", f"the photo has {len(data) / 2**20:.0f} MB; send one of at most 20 MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise ImageError("too_many_pixels", "the photo has more than 60 million pixels; send a smaller one")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _encoded(_upright(picture))
    except ImageError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageError("too_many_pixels", "the photo has more than 60 million pixels; send a smaller one") from error
    except UnidentifiedImageError as error:
        raise ImageError("no_photo", "the file is no JPEG, PNG or WebP photo, whatever its name says") from error
    except Exception as error:  # a decoder meets whatever bytes anybody can think of
        raise ImageError("damaged", "the photo is damaged; send it again") from error


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as it was taken, flat on white, no larger than is kept."""
    picture.load()
    turned = ImageOps.exif_transpose(picture)
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        seen = turned.convert("RGBA")
        flat = Image.new("RGB", seen.size, "white")
        flat.paste(seen, mask=seen.getchannel("A"))
        return flat
    return turned.convert("RGB")


def _encoded(picture: Image.Image) -> CleanImage:
    bare = Image.new(
        "RGB", picture.size
    )  # a new picture has no `info`, so nothing of the old file can follow the pixels
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    jpeg = out.getvalue()
    return CleanImage(jpeg, bare.width, bare.height, hashlib.sha256(jpeg).hexdigest())
