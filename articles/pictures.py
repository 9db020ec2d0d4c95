"""Pictures: what an upload must be, how it is stored, and the versions that pages offer."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext
from PIL import Image, ImageOps

from .models import Caption

FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
"""What may be uploaded, told by content. SVG is not among them: it can hold scripts."""

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_PIXELS: Final = 80_000_000
"""A camera of today has 24 to 60 million. Unpacked, each takes 3 or 4 bytes of memory."""

QUALITY: Final = 92
"""Of stored JPEGs: high, as all versions that readers get are made from them."""


def checked(upload: File) -> UploadedFile:
    """The upload as it is to be stored, or a ValidationError that says what is wrong with it.

    It is written anew, as PNG where it came as PNG or has transparent places and as JPEG
    otherwise: upright, and without the notes that cameras and programs leave in files (EXIF, XMP,
    IPTC), which may say where somebody lives. Nothing but pixels and their colour profile stays.
    """
    if (upload.size or 0) > MOST_BYTES:
        limit = MOST_BYTES // 2**20
        text = gettext("The picture is larger than %(limit)s MB; send a smaller one.")
        raise ValidationError(text % {"limit": limit})
    data = upload.read()
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(_too_many(image.width, image.height))
            return _stored(image, PurePath(upload.name or "").stem)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_too_many()) from error
    except (OSError, ValueError, SyntaxError) as error:  # what Pillow raises for broken files
        raise ValidationError(
            gettext("This is no picture that can be read. It may be JPEG, PNG, WebP, AVIF or GIF.")
        ) from error


def _too_many(width: int = 0, height: int = 0) -> str:
    sizes = {"width": width, "height": height, "most": MOST_PIXELS // 10**6}
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
    upright = ImageOps.exif_transpose(image)
    has_holes = upright.has_transparency_data
    mode = "RGBA" if has_holes else "L" if upright.mode == "L" else "RGB"
    if upright.mode not in ("RGB", "RGBA", "L"):
        profile = None  # it described other colours than those that are stored
    pixels = upright.convert(mode)
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


def sources(name: str, width: int | None, height: int | None) -> list[tuple[str, str]]:
    """What a `picture` element offers of a stored picture: (type, srcset) for each file type, the
    smallest files first. Nothing where the picture is small or was never measured."""
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
    """Measures every caption's picture and makes its versions anew; how many could be read."""
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
