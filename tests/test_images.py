"""Pictures of captions: what may be uploaded, what is stored of it, and what pages offer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
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

from articles import images
from articles.models import Caption
from tests.admin.articles.test_admin import change, form_of
from tests.support.builders import make_article, make_picture

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
    file = images.checked(upload(data, name))
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
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "Not a readable image",
        ),
        (b"%PDF-1.7 not a picture", "Not a readable image"),
        (file_of()[:300], "Not a readable image"),
        (file_of("PNG")[:40], "Not a readable image"),
        (file_of("TIFF"), "Not a readable image"),
        (b"\0" * (20 * 2**20 + 1), "larger than 20 MB"),
    ],
    ids=["svg", "pdf", "cut JPEG", "cut PNG", "TIFF", "large"],
)
def test_what_is_no_picture_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        images.checked(upload(data, "harbour.jpg"))


@pytest.mark.parametrize(
    ("kind", "size", "how", "most"),
    [
        ("PNG", (4300, 4200), {}, 18),
        ("PNG", (14_000, 14_000), {}, 25),
        ("JPEG", (6000, 4200), {}, 25),
        ("JPEG", (5000, 4010), {"progressive": True}, 20),
        ("WEBP", (4000, 3010), {}, 12),
        ("AVIF", (4600, 3050), {"speed": 10}, 14),
        ("GIF", (4300, 4200), {}, 18),
    ],
)
def test_more_pixels_than_memory_should_hold_are_refused_unread(
    kind: str, size: tuple[int, int], how: dict[str, Any], most: int
) -> None:
    mode = {"PNG": "1", "GIF": "L"}.get(kind, "RGB")
    data = file_of(kind, size=size, mode=mode, **how)
    with pytest.raises(ValidationError, match=f" too large; {most} million pixels"):
        images.checked(upload(data))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured by Linux")
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_of_a_usual_camera_takes_less_than_300_mb(kind: str, tmp_path: Path) -> None:
    """In a process of its own, which does nothing else: taken in, turned, and all versions made."""
    size = {"JPEG": (6000, 4000), "PNG": (4900, 3600)}[kind]
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT
    mode = "RGB" if kind == "JPEG" else "RGBA"
    (tmp_path / "upload.bin").write_bytes(file_of(kind, size=size, mode=mode, exif=exif.tobytes()))
    script = Path(__file__).parent / "support" / "image_memory.py"
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "upload.bin")],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ
        | {"MEDIA_ROOT": str(tmp_path), "DJANGO_SETTINGS_MODULE": "newsroom.settings"},
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    count, kilobytes = map(int, done.stdout.split())
    assert count == len(list(tmp_path.rglob("*w.avif"))) + len(list(tmp_path.rglob("*w.webp"))) > 2
    assert kilobytes < 300_000


@pytest.mark.django_db
def test_versions_are_made_of_a_reduced_picture_and_look_like_it(media: Path) -> None:
    picture = Image.new("RGB", (4000, 2000), "navy")
    picture.paste("gold", (0, 0, 2000, 2000))
    data = BytesIO()
    picture.save(data, "JPEG", quality=90)
    caption = Caption(article=make_article(), number=1, text="Boats")
    caption.image.save("boats.jpg", ContentFile(data.getvalue()))
    versions = sorted(media.rglob("*w.webp"))
    assert len(versions) >= 2
    for version in versions:
        with Image.open(version) as found:
            width, height = found.size
            assert f"{width}w.webp" == version.name
            assert abs(width - 2 * height) <= 2
            left, right = (found.convert("RGB").getpixel((width * at // 4, 5)) for at in (1, 3))
            assert isinstance(left, tuple)
            assert isinstance(right, tuple)
            assert left[0] > 200 > 60 > right[0]


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

    file = images.checked(upload(file_of("PNG", exif=exif.tobytes()), "harbour.png"))

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

    assert "Not a readable image." in response.content.decode()
    article.refresh_from_db()
    assert article.headline != "Changed"
    assert not media.exists()
