"""Pictures of captions: what may be uploaded, what is stored of it, and what pages offer."""

from __future__ import annotations

import re
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from PIL import Image

from articles import pictures
from articles.models import Caption

from .builders import make_article, make_picture
from .test_admin import change, form_of

if TYPE_CHECKING:
    pass

GPS, ORIENTATION, TURNED_RIGHT = 0x8825, 0x0112, 6


def file_of(kind: str = "JPEG", *, size: tuple[int, int] = (60, 40), **how: Any) -> bytes:
    data = BytesIO()
    mode = how.pop("mode", "RGB")
    Image.new(mode, size, "navy" if mode == "RGB" else 0).save(data, kind, **how)
    return data.getvalue()


def upload(data: bytes, name: str = "harbour.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def stored(data: bytes, name: str = "harbour.jpg") -> tuple[str | None, Image.Image]:
    file = pictures.checked(upload(data, name))
    return file.name, Image.open(file)


def with_notes() -> bytes:
    """A photo as a phone leaves it: lying on its side, and saying where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT
    exif[GPS] = {1: "N", 2: (33.0, 16.0, 0.0)}
    return file_of(
        exif=exif.tobytes(), comment=b"Ann's house", xmp=b"<x:xmpmeta>33.2705</x:xmpmeta>"
    )


# --- what may be uploaded


@pytest.mark.parametrize(
    ("kind", "name", "stored_as"),
    [
        ("JPEG", "a.jpg", ("JPEG", "a.jpg")),
        ("JPEG", "a.png", ("JPEG", "a.jpg")),
        ("PNG", "a.jpeg", ("PNG", "a.png")),
        ("WEBP", "a.webp", ("JPEG", "a.jpg")),
        ("AVIF", "no ending", ("JPEG", "no ending.jpg")),
        ("GIF", "a.gif", ("JPEG", "a.jpg")),
    ],
)
def test_a_picture_is_what_its_content_says(
    kind: str, name: str, stored_as: tuple[str, str]
) -> None:
    file_name, image = stored(file_of(kind), name)

    assert (image.format, file_name) == stored_as


def test_a_picture_with_transparent_places_keeps_them() -> None:
    file_name, image = stored(file_of("WEBP", mode="RGBA"), "seal.webp")

    assert (file_name, image.mode) == ("seal.png", "RGBA")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no picture"),
        (b"%PDF-1.7 not a picture", "no picture"),
        (file_of()[:300], "no picture"),
        (file_of("PNG")[:40], "no picture"),
        (file_of("TIFF"), "no picture"),
        (b"\0" * (20 * 2**20 + 1), "larger than 20 MB"),
    ],
    ids=["svg", "pdf", "cut JPEG", "cut PNG", "TIFF", "large"],
)
def test_what_is_no_picture_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        pictures.checked(upload(data, "harbour.jpg"))


@pytest.mark.parametrize("size", [(9000, 9000), (20_000, 20_000)])
def test_more_pixels_than_memory_should_hold_are_refused_unread(size: tuple[int, int]) -> None:
    with pytest.raises(ValidationError, match="80 million pixels"):
        pictures.checked(upload(file_of("PNG", size=size, mode="1")))


# --- what is stored


def test_a_photo_is_stored_upright_and_says_no_longer_where_it_was_taken() -> None:
    came = Image.open(BytesIO(with_notes()))
    assert came.size == (60, 40)
    assert came.getexif().get_ifd(GPS)

    _, image = stored(with_notes())

    assert image.size == (40, 60)
    assert not image.getexif()
    assert not {"exif", "xmp", "comment", "photoshop"} & image.info.keys()


def test_a_png_keeps_no_notes_either() -> None:
    exif = Image.Exif()
    exif[GPS] = {1: "N", 2: (33.0, 16.0, 0.0)}

    file = pictures.checked(upload(file_of("PNG", exif=exif.tobytes()), "harbour.png"))

    assert b"eXIf" not in file.read()


@pytest.mark.django_db
def test_two_pictures_of_one_name_have_versions_of_their_own(media: Path) -> None:
    make_article(
        captions=[
            {"text": "One", "image": make_picture("harbour.png", width=500, height=300)},
            {"text": "Two", "image": make_picture("harbour.png", width=500, height=300)},
        ]
    )

    names = {path.relative_to(media).as_posix() for path in media.rglob("*.avif")}

    assert len(names) == 2
    assert all(re.fullmatch(r"captions/\d{4}/\d\d/harbour-\w{8}/400w\.avif", n) for n in names)


# --- what pages offer


@pytest.mark.django_db
def test_a_story_offers_its_picture_in_several_widths_and_formats(
    client: Client, media: Path
) -> None:
    article = make_article(
        captions=[{"text": "Nets", "image": make_picture(width=1700, height=1000)}]
    )

    for address in (article.get_absolute_url(), "/articles/"):
        page = client.get(address).content.decode()
        versions = re.findall(r"(/media/[^\s\"]+\.(avif|webp)) (\d+)w", page)

        assert [(kind, width) for _, kind, width in versions] == [
            (kind, width) for kind in ("avif", "webp") for width in ("400", "800", "1600")
        ], address
        assert 'width="1700" height="1000"' in page
        for name, kind, width in versions:
            with Image.open(media / name.removeprefix("/media/")) as version:
                assert version.format == kind.upper()
                assert abs(version.width - int(width)) <= 1
                assert version.height == int(int(width) * 1000 / 1700)
                assert not version.getexif()


@pytest.mark.django_db
def test_a_small_picture_is_shown_as_it_is(client: Client, media: Path) -> None:
    article = make_article(captions=[{"text": "Nets", "image": make_picture()}])

    page = client.get(article.get_absolute_url()).content.decode()

    assert "<source" not in page
    assert 'width="6" height="4"' in page


@pytest.mark.django_db
def test_versions_that_were_lost_are_made_anew(media: Path) -> None:
    article = make_article(captions=[{"image": make_picture(width=500, height=300)}, "No picture"])
    Caption.objects.filter(number=1).update(image_width=None, image_height=None)
    make_article(captions=[{"text": "Gone", "image": "captions/gone.jpg"}])
    versions = list(media.rglob("400w.*"))
    for version in versions:
        version.unlink()
    said = StringIO()

    call_command("render_pictures", stdout=said)

    assert said.getvalue().strip() == "pictures 1"
    assert len(versions) == 2
    assert all(version.exists() for version in versions)
    # From the table, as a caption in hand measures a picture whose measures are not kept.
    measures = article.captions.filter(number=1).values_list("image_width", "image_height")
    assert measures.get() == (500, 300)


# --- on the desk


@pytest.mark.django_db
def test_a_picture_is_sent_with_the_form_and_kept_when_it_is_saved_again(
    admin_client: Client, media: Path
) -> None:
    article = make_article(captions=["Nets"])
    photo = ContentFile(with_notes(), "IMG_0001.JPG")
    posted = form_of(admin_client, article).posted(**{"captions-0-alt_text": "Nets on a wall"})

    admin_client.post(change(article), posted | {"captions-0-image": photo})
    admin_client.post(change(article), form_of(admin_client, article).posted())

    caption = article.captions.get()
    assert re.fullmatch(r"captions/\d{4}/\d\d/img_0001-\w{8}\.jpg", caption.image.name)
    assert article.captions.values_list("image_width", "image_height").get() == (40, 60)
    assert caption.alt_text == "Nets on a wall"


@pytest.mark.django_db
def test_a_file_that_is_no_picture_is_named_at_its_row_and_nothing_is_saved(
    admin_client: Client, media: Path
) -> None:
    article = make_article(captions=["Nets"])
    posted = form_of(admin_client, article).posted(headline="Changed")
    drawing = ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.png")

    response = admin_client.post(change(article), posted | {"captions-0-image": drawing})

    assert "This is no picture that can be read." in response.content.decode()
    article.refresh_from_db()
    assert article.headline != "Changed"
    assert not media.exists()
