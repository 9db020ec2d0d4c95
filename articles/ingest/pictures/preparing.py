"""A picture that came along, made into one that can be stored: checked and encoded again as an
editor's upload is, under limits, and left out where it is no photograph."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from articles import images
from articles.ingest.readers.page_images import SMALLEST
from articles.ingest.resource_limits import read_guarded
from articles.models import Caption
from articles.models.image_files import FOLDER

LARGEST_RATIO: Final = 6
"""How many times as wide as high, or as high as wide: rules and ribbons are more."""

TOO_SMALL: Final = "it is smaller than {} × {} pixels".format(*SMALLEST)
TOO_NARROW: Final = f"one side is more than {LARGEST_RATIO} times the other"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture that can be stored: the name that it goes by in the storage, and its measures."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a picture is left out; one that `is_broken` somebody should know of."""

    reason: str
    is_broken: bool = False


def prepare(raw: bytes, digest: str, *, is_written: bool = True) -> Prepared | Refused:
    """Checks the picture and stores it with its smaller versions, under a name made of the digest:
    the same bytes are stored once, whoever brings them. A dry run writes nothing."""

    def work() -> Iterator[Prepared | Refused]:
        yield _prepared(raw, digest, is_written=is_written)

    with translation.override("en"):  # what the importer says is in English
        return next(read_guarded(work(), lambda reason: Refused(reason, is_broken=True)))


def _prepared(raw: bytes, digest: str, *, is_written: bool) -> Prepared | Refused:
    try:
        with Image.open(io.BytesIO(raw), formats=images.FORMATS) as image:
            width, height = image.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Refused("it has more pixels than any photograph", is_broken=True)
    except (OSError, ValueError, SyntaxError):  # what Pillow raises for broken files
        return Refused("it cannot be read as a picture", is_broken=True)
    if width < SMALLEST[0] or height < SMALLEST[1]:
        return Refused(TOO_SMALL)
    if max(width, height) > LARGEST_RATIO * min(width, height):
        return Refused(TOO_NARROW)
    try:
        upload = images.checked(SimpleUploadedFile("picture", raw))
    except ValidationError as error:
        return Refused(" ".join(error.messages), is_broken=True)
    data = upload.read()
    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
    ending = (upload.name or "").rpartition(".")[2]
    name = f"{FOLDER}/{digest[:2]}/{digest[:24]}.{ending}"
    if is_written:
        write(name, data, width, height)
    return Prepared(name, width, height)


def write(name: str, data: bytes, width: int, height: int) -> None:
    """Stores a file and its smaller versions. One of that name which no caption shows is what an
    import left that was killed, and perhaps not whole."""
    if default_storage.exists(name):
        if Caption.objects.filter(image=name).exists():
            return
        default_storage.delete(name)
    default_storage.save(name, ContentFile(data))
    caption: Any = Caption(image_width=width, image_height=height)
    caption.image.name = name
    caption.image.save_all()
