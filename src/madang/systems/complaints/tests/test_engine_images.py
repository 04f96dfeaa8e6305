"""Photos: whether a file really is one, and the same picture without anything but the picture."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from madang.systems.complaints.engine.images import LONGEST_SIDE, MOST_BYTES, ImageError, clean_image


def photo(size=(640, 480), kind="JPEG", colour=(200, 30, 30), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def with_place(**more):
    """A photo that says where and with what it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x010F] = "Samsung"  # Make
    exif[0x0112] = 6  # Orientation: turn right
    exif[0x9286] = "Secret comment of Kim"
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 33.0, 59.5), 3: "E", 4: (126.0, 58.0, 40.8)})
    return photo(exif=exif, comment=b"made by Kim", **more)


def refused(data):
    with pytest.raises(ImageError) as error:
        clean_image(data)
    return error.value.kind


def test_place_camera_and_comments_do_not_survive():
    before = with_place()
    assert Image.open(io.BytesIO(before)).getexif().get_ifd(0x8825)
    after = clean_image(before)
    read = Image.open(io.BytesIO(after.jpeg))
    assert not read.getexif()
    assert set(read.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for told in (b"Samsung", b"Kim", b"Exif", b"http", b"Photoshop"):
        assert told not in after.jpeg


def test_a_photo_taken_sideways_stands_upright():
    after = clean_image(with_place())
    assert (after.width, after.height) == (480, 640)


def test_texts_in_a_png_do_not_survive_and_clear_parts_become_white():
    told = PngInfo()
    told.add_text("Author", "Kim")
    after = clean_image(photo(kind="PNG", mode="RGBA", colour=(0, 0, 0, 0), pnginfo=told))
    assert b"Kim" not in after.jpeg
    assert Image.open(io.BytesIO(after.jpeg)).getpixel((5, 5)) == (255, 255, 255)


def test_what_is_hidden_behind_the_picture_stays_behind():
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("run.exe", b"MZ-evil")
    after = clean_image(photo() + hidden.getvalue())
    assert b"PK\x03\x04" not in after.jpeg
    assert b"evil" not in after.jpeg


def test_large_photos_are_made_smaller_and_small_ones_stay():
    large = clean_image(photo((4000, 3000)))
    assert (large.width, large.height) == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)
    assert (clean_image(photo()).width, clean_image(photo()).height) == (640, 480)


def test_the_same_file_gives_the_same_bytes():
    assert clean_image(with_place()) == clean_image(with_place())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_usual_kinds_are_taken(kind):
    assert clean_image(photo(kind=kind)).width == 640


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_unusual_colours_are_taken(mode):
    colour = {"LA": (9, 200), "RGBA": (1, 2, 3, 4)}.get(mode, 1)
    assert clean_image(photo(kind="PNG", mode=mode, colour=colour)).height == 480


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7\n1 0 obj",
        b"MZ\x90\x00",
        b"GIF89a" + bytes(100),
        "그냥 글".encode(),
    ],
)
def test_what_is_no_photo_is_refused_whatever_it_is_called(content):
    assert refused(content) == "no_photo"


def test_an_animation_or_drawing_of_another_kind_is_refused():
    assert refused(photo(kind="GIF", mode="P", colour=1)) == "no_photo"
    assert refused(photo(kind="TIFF")) == "no_photo"


def test_a_file_too_large_is_refused_before_it_is_looked_at():
    assert refused(photo() + bytes(MOST_BYTES)) == "too_large"
    assert refused(b"") == "empty"


def test_half_a_photo_is_refused():
    assert refused(photo((900, 900))[:-900]) == "damaged"


def test_a_small_file_that_claims_billions_of_pixels_is_refused_without_unpacking_it():
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(10**6)))
        + chunk(b"IEND", b"")
    )
    assert refused(bomb) == "too_many_pixels"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 400), st.binary(min_size=1, max_size=20))
def test_whatever_is_broken_it_is_a_picture_or_a_clear_refusal(kind, at, junk):
    data = bytearray(photo((40, 30), kind))
    at %= len(data)
    data[at : at + len(junk)] = junk
    try:
        assert clean_image(bytes(data)).jpeg[:2] == b"\xff\xd8"
    except ImageError as error:
        assert error.kind in {"no_photo", "damaged", "too_many_pixels"}
