"""Pictures that lie in files beside pages: which files they are, and how much of one is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from .limits import MIB
from .page_images import data_key, data_of
from .records import Picture, Record

LARGEST_PICTURE: Final = 20 * MIB
"""Bytes, as for pictures that editors upload."""

PICTURE_SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".jfif", ".png", ".webp", ".avif", ".gif"})
_FOLDERS: Final = re.compile(
    r"(?:^|/)(?:[^/]+[_-](?:files|dateien|fichiers|archivos|bestanden|pliki|file)|media|images?|img"
    r"|pictures|uploads)(?:/|$)",
    re.IGNORECASE,
)
"""Folders in which browsers put what a page shows, under names that may have no ending."""
_START: Final = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF....WEBP|....ftypavi[fs]", re.DOTALL
)
_DATA: Final = re.compile(
    rb"""["'(]?(data:image/(?!svg)[\w.+-]+;base64,[A-Za-z0-9+/=%\s]{200,})""", re.IGNORECASE
)
_MOST_DATA: Final = 200
"""Pictures that stand in the addresses of one page."""


def is_picture_name(path: str) -> bool:
    """Whether a file in a folder or archive may be a picture, by its name and its folder's."""
    place = PurePosixPath(path)
    suffix = place.suffix.lower()
    if suffix in PICTURE_SUFFIXES:
        return True
    is_odd = not suffix or len(suffix) > 6 or not suffix[1:].isalpha()
    return is_odd and _FOLDERS.search(str(place.parent)) is not None


def starts_as_picture(raw: bytes) -> bool:
    """Whether a file begins as a picture of a kind that can be stored."""
    return _START.match(raw) is not None


def pictures_in(record: Record) -> Iterator[Picture]:
    """The pictures that stand in a page's own text, in the addresses of its `img` elements."""
    raw = record.raw if record.page is None else record.page.encode("utf-8", "replace")
    if b"data:image/" not in raw:
        return
    for count, found in enumerate(_DATA.finditer(raw)):
        if count == _MOST_DATA:
            return
        stated = found[1].decode("ascii", "replace")
        if (key := data_key(stated)) and len(picture := data_of(stated)) <= LARGEST_PICTURE:
            yield Picture(record.name, picture, key)
