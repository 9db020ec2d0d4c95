"""Pictures: what an upload must be, how it is stored, and the versions that pages offer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext
from pictures import utils
from pictures.models import PillowPicture
from PIL import Image, ImageOps

from articles.models import Caption

FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
"""What may be uploaded, detected by content. SVG is not among them: it can contain scripts."""

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_PIXELS: Final = {
    "JPEG": 25_000_000,
    "PNG": 18_000_000,
    "WEBP": 12_000_000,
    "AVIF": 14_000_000,
    "GIF": 18_000_000,
}
"""Pixels of an upload, read from its first bytes. Most cameras have 12 to 24 million, in JPEG.

A process that takes such a picture in and makes its versions stays below 300 MB, the site's own 90
among them. At worst a pixel takes 8 bytes in JPEG (10 where it is progressive), 11 in PNG, 16 in
WebP, 14 in AVIF with deep colours: the unpacked picture has 4, and what unpacks, turns or converts
it has the rest.
"""
MOST_PROGRESSIVE: Final = 20_000_000

_ORIENTATION: Final = 0x0112
_LYING: Final = 5
"""Orientations from this one on are turned by 90 degrees, so that width and height swap."""

QUALITY: Final = 92
"""Quality of stored JPEGs: high, as all versions that readers get are made from them."""


def checked(upload: File) -> UploadedFile:
    """The upload as it will be stored. Raises a ValidationError that says what is wrong with it.

    It is encoded again, as PNG if it was PNG or has transparency and otherwise as JPEG: upright,
    and without the metadata that cameras and programs leave in files (EXIF, XMP, IPTC), which may
    reveal where somebody lives. Only the pixels and their colour profile remain.
    """
    if (upload.size or 0) > MOST_BYTES:
        limit = MOST_BYTES // 2**20
        text = gettext("The picture is larger than %(limit)s MB; send a smaller one.")
        raise ValidationError(text % {"limit": limit})
    data = upload.read()
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            most = _most_pixels(image)
            if image.width * image.height > most:
                raise ValidationError(_too_many(most, image.width, image.height))
            return _stored(image, PurePath(upload.name or "").stem)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_too_many(max(MOST_PIXELS.values()))) from error
    except (OSError, ValueError, SyntaxError) as error:  # what Pillow raises for broken files
        raise ValidationError(
            gettext("Not a readable image. Use JPEG, PNG, WebP, AVIF or GIF.")
        ) from error


def _most_pixels(image: Image.Image) -> int:
    if image.format == "JPEG" and "progressive" in image.info:
        return MOST_PROGRESSIVE
    return MOST_PIXELS.get(image.format or "", MOST_PIXELS["JPEG"])  # MPO: two JPEGs in a file


def _too_many(most: int, width: int = 0, height: int = 0) -> str:
    sizes = {"width": width, "height": height, "most": most // 10**6}
    if not width:
        return gettext("The picture is too large; %(most)s million pixels may be sent.") % sizes
    return (
        gettext(
            "The picture of %(width)s × %(height)s pixels is too large; %(most)s million pixels "
            "may be sent."
        )
        % sizes
    )


def _stored(image: Image.Image, stem: str) -> UploadedFile:
    came_as = image.format
    profile = image.info.get("icc_profile")
    has_holes = image.has_transparency_data
    mode = "RGBA" if has_holes else "L" if image.mode == "L" else "RGB"
    if image.mode not in ("RGB", "RGBA", "L"):
        profile = None  # it described other colours than those that are stored
    # Two copies at once are held at most; the older one is let go of before the next is made.
    ImageOps.exif_transpose(image, in_place=True)
    pixels = image
    if image.mode != mode:
        pixels = image.convert(mode)
        image.close()
    pixels.info.clear()  # PNG would write notes again that it finds here
    file = io.BytesIO()
    if has_holes or came_as == "PNG":
        pixels.save(file, "PNG", icc_profile=profile)
        return _upload(stem, "png", file)
    pixels.save(file, "JPEG", quality=QUALITY, icc_profile=profile, optimize=True)
    return _upload(stem, "jpg", file)


def _upload(stem: str, ending: str, file: io.BytesIO) -> UploadedFile:
    kind = {"jpg": "image/jpeg", "png": "image/png"}[ending]
    return SimpleUploadedFile(f"{stem or 'picture'}.{ending}", file.getvalue(), kind)


def make_versions(
    *,
    storage: tuple[str, list[Any], dict[str, Any]],
    file_name: str,
    sender: tuple[str, str, str] | None,
    new: Sequence[tuple[str, list[Any], dict[str, Any]]] | None = None,
    old: Sequence[tuple[str, list[Any], dict[str, Any]]] | None = None,
) -> None:
    """Writes the new versions of a stored picture and removes the old ones, as django-pictures asks
    of a `PROCESSOR`.

    The library's own makes each from the whole picture, 16 bytes a pixel; here all are made from
    the largest version.
    """
    if new:
        versions: list[Any] = [utils.reconstruct(*version) for version in new]
        with (
            utils.reconstruct(*storage).open(file_name) as file,
            Image.open(file, formats=FORMATS) as image,
        ):
            _reduce(image, max(version.width for version in versions))
            reduced = PillowPicture.pre_process(image)
            for version in versions:
                version.save(reduced)
    for version in old or ():
        utils.reconstruct(*version).delete()


def _reduce(image: Image.Image, width: int) -> None:
    """Reduces a picture to this width at most; a JPEG is not even decoded in full."""
    if image.mode not in ("RGB", "RGBA", "L"):
        return  # its pixels are indices of colours, which cannot be averaged
    turned = image.getexif().get(_ORIENTATION, 1) >= _LYING
    size = (image.height, width) if turned else (width, image.height)
    image.thumbnail(size, reducing_gap=3.0)


def sources(name: str, width: int | None, height: int | None) -> list[tuple[str, str]]:
    """What a `picture` element offers of a stored picture: (type, srcset) for each file type, the
    smallest files first. Empty if the picture is small or was never measured."""
    if not (name and width and height):
        return []
    field: Any = Caption._meta.get_field("image")
    versions = field.attr_class.get_picture_files(
        file_name=name, img_width=width, img_height=height, storage=default_storage, field=field
    )
    return [
        (
            f"image/{file_type.lower()}",
            ", ".join(f"{by_width[one].url} {one}w" for one in sorted(by_width)),
        )
        for file_type, by_width in versions[None].items()
        if by_width
    ]


def render_all() -> int:
    """Measures every caption's picture and renders its versions again; returns how many were
    readable."""
    field: Any = Caption._meta.get_field("image")
    count = 0
    columns = ("image", "image_width", "image_height")
    for caption in Caption.objects.exclude(image="").only(*columns).order_by("pk").iterator():
        field.update_dimension_fields(caption, force=True)
        measures = {"image_width": caption.image_width, "image_height": caption.image_height}
        Caption.objects.filter(pk=caption.pk).update(**measures)
        if caption.image_width:
            caption.image.save_all()
            count += 1
    return count
