"""When two addresses mean the same picture: in other writing, in another size, in another place."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

NEAR: Final = "/**/"
"""Stands between an archive or folder and the name of a file that may lie anywhere in it."""

# `ferry-300x200.jpg`, `ferry_1024x683`, `ferry@2x`, `ferry-scaled`, `ferry-e1700000000000`
_SIZE: Final = re.compile(
    r"(?:[-_.]\d{2,5}x\d{2,5}|[-_]\d{2,4}w|@\d(?:\.\d)?x|[-_](?:scaled|large|medium|small|thumb"
    r"|thumbnail|original|full|hires)|-e\d{13})+(?=\.\w+$|$)",
    re.IGNORECASE,
)
# `/w640/`, `/640x427/`, `/fit-in/640x427/`, `/resize/640`, `/c_fill,w_640/`
_SIZE_FOLDER: Final = re.compile(
    r"/(?:fit-in/)?(?:w_?\d{2,4}|\d{2,5}x\d{2,5}|resize/\d{2,5}|width[=_-]?\d{2,4}"
    r"|(?:[a-z]{1,2}_[\w.:]+,)*[wh]_\d{2,4}(?:,[a-z]{1,2}_[\w.:]+)*)(?=/)",
    re.IGNORECASE,
)
_SHORTEST_NAME: Final = 5


class Keys(NamedTuple):
    """By what an address is known, from the exact one to what other sizes have in common; `name` is
    its file's. Empty where it has none."""

    exact: str
    plain: str = ""
    sizeless: str = ""
    name: str = ""


def keys_of(address: str) -> Keys:
    """The keys of a picture's address, or of the path that it lies at.

    >>> keys_of("https://Post.example/a/Ferry%20one-300x200.jpg?w=640").sizeless
    'post.example/a/ferry one.jpg'
    """
    if address.startswith(("data:", "cid:")):
        return Keys(address)
    rest = address
    query = ""
    try:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https"):
            rest = f"{(parts.hostname or '').lower()}{parts.path}"
            query = parts.query
    except ValueError:
        pass
    plain = written_alike(rest)
    sizeless = _SIZE_FOLDER.sub("", plain)
    folder, name = posixpath.split(sizeless)
    name = _SIZE.sub("", name) or name
    exact = f"{plain}?{unquote(query)}" if query else plain
    is_telling = len(name) >= _SHORTEST_NAME
    return Keys(exact, plain, f"{folder}/{name}" if folder else name, name if is_telling else "")


def written_alike(path: str) -> str:
    """A path as all of its writings have it: without percent-encoding, composed (NFC), in small
    letters."""
    return unicodedata.normalize("NFC", unquote(path)).casefold().replace("\0", "")
