"""The pictures that a page shows: where each may lie, by its `img` and the sources beside it.

Left out is what its markup calls something else than a picture of the story: marks of the site,
faces of writers, buttons, pixels that count readers.
"""

from __future__ import annotations

import base64
import hashlib
import html
import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit

from lxml import etree

from articles.parsing.marks import Element

LONGEST_ADDRESS: Final = 1000
"""Characters; an address that is longer is not remembered."""

MOST_ADDRESSES: Final = 8
"""Addresses of one picture: its sizes, formats and copies."""

SHORTEST_DATA: Final = 1000
"""Characters of an address that holds a picture itself."""

LONGEST_ALT: Final = 500
SMALLEST: Final = (100, 80)
"""Width and height in pixels below which it is an icon."""

_LAZY: Final = (
    *("data-src", "data-original", "data-lazy-src", "data-full-src", "data-orig-file"),
    *("data-large-file", "data-hi-res-src", "data-image", "data-url", "src"),
)
"""Where pages keep a picture's address until it is scrolled to, best first."""
_LAZY_SETS: Final = ("data-srcset", "data-lazy-srcset", "srcset")

# `a.jpg 640w, b.jpg 2x`; commas stand in addresses, too
_CANDIDATE: Final = re.compile(r"\s*(\S+?)(?:\s+([\d.]+)([wxh])\s*(?:,|$)|\s*(?:,(?=\s)|,?$))")
_MOST_CANDIDATES: Final = 40
_LONGEST_SET: Final = 20_000
_NOT_SHOWN: Final = re.compile(r"\.svgz?(?:[?#]|$)|^data:image/svg", re.IGNORECASE)
_DATA: Final = re.compile(
    r"data:image/(?!svg)[\w.+-]+(?:;(?!base64,)[\w.=+-]+)*(;base64)?,", re.IGNORECASE
)
_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|jfif)(?:[?#]|$)", re.IGNORECASE)
_OFFSET: Final = re.compile(r"@\d+$")
_UNSTORABLE: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_PIXELS: Final = re.compile(r"\s*(\d{1,5})(?:px)?\s*$")

_OWN_WORDS: Final = frozenset(
    {"logo", "icon", "icons", "emoji", "wp-smiley", "smiley", "avatar", "gravatar", "spacer"}
    | {"pixel", "tracker", "tracking", "sprite", "favicon", "placeholder", "badge", "captcha"}
)
"""Words of its class or id that say it is no picture of the story."""
_WORDS_AROUND: Final = frozenset(
    {"logo", "avatar", "avatars", "gravatar", "author", "authors", "byline", "bio", "share"}
    | {"sharing", "social", "sponsor", "sponsored", "advert", "advertisement", "ad", "ads"}
    | {"adsense", "newsletter", "emoji", "branding"}
)
_REACH: Final = 3
_OWN_PAGES: Final = ("attachment", "lightbox", "/gallery", "/photo", "/image", "/picture")
"""What the address has of a page that shows a picture of the story by itself."""

_TRACKERS: Final = re.compile(
    r"/(?:pixel|beacon|track|spacer|blank|transparent|1x1|clear)(?:[._/?-]|$)|[?&]utm_|/b\?c1=",
    re.IGNORECASE,
)
_MARKS: Final = re.compile(
    r"(?:^|[/_.-])(?:logo|favicon|apple-touch-icon|sprite|avatar|gravatar|placeholder)s?"
    r"(?:[/_.@\d-]|$)",
    re.IGNORECASE,
)


def bases_of(name: str, source: str, address: str) -> Bases:
    """The bases of the page that a record is, by its name, its input's and its own address."""
    if _OFFSET.search(name):  # pictures of web archives have addresses, and no paths
        return Bases(address)
    is_member = bool(source) and name.startswith(f"{source}/")
    inside = source if is_member else posixpath.dirname(source or name)
    return Bases(address, "" if address else name, inside, name)


def in_message(name: str, address: str) -> str:
    """What a picture of a message (`cid:…`) is called beside those of all others; `name` is the
    message's."""
    return f"{address}|{name}"


def is_storable(address: str) -> bool:
    """Whether an address can be remembered: neither too long nor with characters that no database
    takes."""
    return 0 < len(address) <= LONGEST_ADDRESS and _UNSTORABLE.search(address) is None


class Bases:
    """What the addresses of a page's pictures are resolved against: the page's own address, and the
    file that it lies in. `inside` is the archive or folder in which a copy may lie elsewhere."""

    __slots__ = ("address", "file", "inside", "name")

    def __init__(self, address: str = "", file: str = "", inside: str = "", name: str = "") -> None:
        self.name = name
        self.address = address
        self.file = file
        self.inside = inside

    def of_page(self, root: etree._Element) -> Bases:
        """The same for a page that says itself what its addresses are relative to."""
        address = self.address
        if not address:
            stated = (
                *(link.get("href") for link in root.iterfind(".//link[@rel='canonical']")),
                *(meta.get("content") for meta in root.iterfind(".//meta[@property='og:url']")),
            )
            address = next((one for one in stated if one and one.startswith("http")), "")
        base = root.find(".//base[@href]")
        if base is not None:
            with suppress(ValueError):
                address = urljoin(address, (base.get("href") or "").strip())
        return Bases(address, self.file, self.inside, self.name)

    def resolved(self, stated: str) -> list[str]:
        """The addresses that a stated one may mean, best first."""
        stated = stated.strip()
        if not stated or _NOT_SHOWN.search(stated):
            return []
        if stated[:5].lower() == "data:":
            if len(stated) < SHORTEST_DATA:  # shown until another is loaded
                return []
            return [key] if (key := data_key(stated)) else []
        if stated[:4].lower() == "cid:":
            # Two mails may call their pictures the same.
            return [one for one in (in_message(self.name, stated), stated) if is_storable(one)]
        if len(stated) > LONGEST_ADDRESS:
            return []
        found = [*self._in_files(stated), *self._on_the_web(stated)]
        return [address for address in found if is_storable(address)]

    def _in_files(self, stated: str) -> Iterator[str]:
        if not self.file:
            return
        path = re.split(r"[?#]", stated, maxsplit=1)[0]
        is_relative = not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/", path)
        if is_relative and path:
            folder = posixpath.dirname(self.file)
            yield posixpath.normpath(posixpath.join(folder, unquote(path)))

    def near(self, stated: str) -> str:
        """`…/**/name`: a copy anywhere in the archive or folder, if that name is there once."""
        path = re.split(r"[?#]", stated, maxsplit=1)[0]
        name = posixpath.basename(unquote(path.rstrip("/")))
        found = f"{self.inside}/**/{name}" if name and self.inside and ":" not in name else ""
        return found if is_storable(found) else ""

    def _on_the_web(self, stated: str) -> Iterator[str]:
        try:
            address = urljoin(self.address, stated)
            parts = urlsplit(address)
            _ = parts.port
        except ValueError:
            return
        if address.startswith("//"):
            address = f"https:{address}"
        elif parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return
        yield address.partition("#")[0]


def data_key(stated: str) -> str:
    """The name of a picture that stands in its address (`data:image/png;base64,…`): the SHA-256 of
    its bytes; empty where it holds none."""
    raw = data_of(stated)
    return f"data:{hashlib.sha256(raw).hexdigest()}" if raw else ""


def data_of(stated: str) -> bytes:
    """The bytes of such an address."""
    head = _DATA.match(stated)
    if head is None:
        return b""
    body = stated[head.end() :]
    if not head[1]:
        return unquote_to_bytes(body)
    if "%" in body:
        body = unquote(body)
    body = "".join(body.split()).rstrip("=")
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4))
    except ValueError:
        return b""


def addresses_of(node: etree._Element, bases: Bases) -> tuple[str, ...]:
    """Where the picture of an `img` may lie, the largest size first."""
    sized: list[tuple[float, str]] = []
    # libxml2 takes `source` for an element that holds what follows it.
    parent = node.getparent()
    while parent is not None and parent.tag == "source":
        parent = parent.getparent()
    if parent is not None and parent.tag == "picture":
        for source in parent.iter("source"):
            if not (source.get("type") or "").startswith("image/svg"):
                sized += _sizes(source)
        parent = parent.getparent()
    sized += _sizes(node)
    sized.sort(key=lambda one: -one[0])
    stated = [address for _, address in sized]
    if parent is not None and parent.tag == "a" and _PICTURE.search(parent.get("href") or ""):
        stated.insert(0, parent.get("href") or "")
    stated += [address for name in _LAZY if (address := node.get(name))]
    found: dict[str, None] = {}
    for one in dict.fromkeys(stated):
        for address in bases.resolved(one):
            found.setdefault(address)
    addresses = tuple(found)[: MOST_ADDRESSES - 1]
    is_inner = not addresses or addresses[0].startswith(("data:", "cid:"))
    near = "" if is_inner else bases.near(next(iter(stated)))
    return (*addresses, near) if near else addresses


def _sizes(node: etree._Element) -> Iterator[tuple[float, str]]:
    for name in _LAZY_SETS:
        listed = (node.get(name) or "").strip()
        if not listed or (len(listed) > _LONGEST_SET and not listed.startswith("data:")):
            continue
        if listed.startswith("data:"):
            yield 0.0, listed.partition(" ")[0].rstrip(",")
            continue
        for count, found in enumerate(_CANDIDATE.finditer(listed)):
            if count == _MOST_CANDIDATES:
                break
            try:
                size = float(found[2] or 1) * (1000 if found[3] == "x" else 1)
            except ValueError:
                size = 0.0
            yield size, html.unescape(found[1])


def is_of_story(node: etree._Element, element: Element) -> bool:
    """Whether an `img` may be a picture of the story, by what its markup says. `element` is the one
    around it."""
    if node.get("role") == "presentation" and not node.get("alt"):
        return False
    for name, least in zip(("width", "height"), SMALLEST, strict=True):
        size = _PIXELS.match(node.get(name) or "")
        if size and int(size[1]) < least and int(size[1]):
            return False
    own = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
    if not _OWN_WORDS.isdisjoint(re.split(r"[\s_-]+", own[:300])):
        return False
    source = (node.get("src") or "")[:LONGEST_ADDRESS]
    if not source.startswith("data:") and (_TRACKERS.search(source) or is_mark(source)):
        return False
    for steps, around in enumerate(element.around()):
        if steps >= _REACH or around.tag in ("article", "main", "body"):
            break
        if not _WORDS_AROUND.isdisjoint(around.words):
            return False
    return _leads_to_no_story(node)


def is_mark(address: str) -> bool:
    """Whether an address is that of a site's own mark, by its name.

    >>> is_mark("https://post.example/static/logo-600x60.png"), is_mark("/2025/ferry.jpg")
    (True, False)
    """
    return _MARKS.search(urlsplit_path(address)) is not None


def urlsplit_path(address: str) -> str:
    """The path of an address, without what asks for it."""
    return re.split(r"[?#]", address, maxsplit=1)[0]


def _leads_to_no_story(node: etree._Element) -> bool:
    """Whether a picture is no link, or one that leads to itself in large. Others lead to other
    stories."""
    parent = node.getparent()
    for _ in range(_REACH):
        if parent is None or parent.tag == "a":
            break
        parent = parent.getparent()
    if parent is None or parent.tag != "a":
        return True
    href = (parent.get("href") or "").strip()
    if not href or href.startswith(("#", "javascript:", "data:")) or _PICTURE.search(href):
        return True
    return any(word in href.lower() for word in _OWN_PAGES)
