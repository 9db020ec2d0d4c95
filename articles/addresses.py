"""Addresses of saved pages on the web, in the forms in which they are compared and searched.

What never tells two pages apart is left out of both: the scheme, `www.`, a default port, closing
slashes, `index.html` and `amp`, what links carry to be counted by, the fragment, and the order of
a query's parameters.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from contextlib import suppress
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

# `utm_source`, `fbclid`: what links carry to be counted by
_COUNTING: Final = re.compile(
    r"(?:utm_|at_|ns_|mc_|pk_)\w*|fbclid|gclid|dclid|msclkid|yclid|igshid|cmpid|_ga|amp|outputType",
    re.IGNORECASE,
)
# `/news/index.html`, `/news/ferry-aground/amp`
_TAIL: Final = re.compile(r"/(?:(?:index|default)\.\w{2,5}|amp)$", re.IGNORECASE)
_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
# `example.org`, `xn--bcher-kva.example`, `93.184.216.34`; a name without a dot is none
_HOST: Final = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{1,63}")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")

LONGEST_KEY: Final = 600
"""Characters of a key. An entry of PostgreSQL's index holds 2,700 bytes, and a letter takes four
at most."""
_COMPARED: Final = 560
"""Of longer keys only so many characters are kept; a digest of the whole follows."""


class PageAddress(NamedTuple):
    """An address without what never tells pages apart: its host, with a port that is not the usual
    one, the parts of its path, and its query, in order."""

    host: str
    port: str
    segments: tuple[str, ...]
    query: tuple[tuple[str, str], ...]


def read_address(stated: str) -> PageAddress | None:
    """The address; None of what is no http or https address.

    >>> read_address("http://www.Post.example:80/news/ferry/?utm_source=x&id=4#top")
    PageAddress(host='post.example', port='', segments=('news', 'ferry'), query=(('id', '4'),))
    """
    try:
        parts = urlsplit(stated.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    path = _TAIL.sub("", unquote(parts.path).rstrip("/"))
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = sorted(pair for pair in pairs if not _COUNTING.fullmatch(pair[0]))
    return PageAddress(host, port, tuple(filter(None, path.split("/"))), tuple(query))


def address_key(stated: str, *, with_query: bool = True) -> str:
    """The key that equal addresses share, with the host's names in reverse, so that the keys of a
    site stand together, its subdomains among them; empty for no address. Capitals do not count.

    >>> address_key("https://www.post.example/News/ferry.html?id=4")
    'example,post,)/news/ferry.html?id=4'
    """
    address = read_address(stated)
    if address is None:
        return ""
    key = f"{_site(address)})/{_rest(address, with_query=with_query)}"
    if len(key) > LONGEST_KEY:
        digest = hashlib.blake2b(key.encode(errors="replace"), digest_size=16).hexdigest()
        return f"{key[:_COMPARED]}#{digest}"
    return key


def without_counting(address: str) -> str:
    """The address without the parameters that links carry to be counted by.

    >>> without_counting("https://post.example/ferry?utm_source=x&id=4")
    'https://post.example/ferry?id=4'
    """
    parts = urlsplit(address)
    pairs = parts.query.split("&")
    kept = [pair for pair in pairs if not _COUNTING.fullmatch(pair.partition("=")[0])]
    return address if len(kept) == len(pairs) else parts._replace(query="&".join(kept)).geturl()


class AddressPattern(NamedTuple):
    """Which keys an address that was typed means: those that begin with one of `starts`, and the
    one that is `exact`."""

    starts: tuple[str, ...] = ()
    exact: str = ""


def read_pattern(typed: str) -> AddressPattern | None:
    """What an address in a search means; None for what is no address.

    A host means its pages and those of its subdomains, a host with a path the pages whose
    addresses begin so, a whole address that page. A `*` at the end makes a beginning of it.

    >>> read_pattern("www.post.example")
    AddressPattern(starts=('example,post,',), exact='')
    >>> read_pattern("post.example/news").starts
    ('example,post,)/news',)
    >>> read_pattern("https://post.example/news/ferry?utm_source=x").exact
    'example,post,)/news/ferry'
    """
    text = typed.strip().removeprefix("*.").removeprefix("//")
    is_beginning = text.endswith("*")
    text = text.removesuffix("*")
    is_whole = _SCHEME.match(text) is not None
    address = read_address(text if is_whole else f"https://{text}")
    if address is None or not _HOST.fullmatch(address.host) or re.search(r"[\s\"<>]", text):
        return None
    site, rest = _site(address), _rest(address)
    if not rest:
        return AddressPattern(starts=(f"{site})" if address.port else site,))
    key = f"{site})/{rest}"
    if not is_beginning and (is_whole or address.query):
        return AddressPattern(exact=address_key(text if is_whole else f"https://{text}"))
    if text.endswith("/"):
        return AddressPattern(starts=(f"{key}/", f"{key}?"), exact=key)
    return AddressPattern(starts=(key,))


def _site(address: PageAddress) -> str:
    """`news.example.org` as `org,example,news,`."""
    host = address.host.rstrip(".")
    with suppress(UnicodeError):  # of a name that nobody can register, which stays as it is
        host = host.encode("idna").decode()
    return f"{','.join(reversed(host.casefold().split('.')))},{address.port}"


def _rest(address: PageAddress, *, with_query: bool = True) -> str:
    path = "/".join(address.segments)
    query = f"?{urlencode(address.query)}" if with_query and address.query else ""
    folded = unicodedata.normalize("NFC", f"{path}{query}".casefold())
    return _CONTROLS.sub("", folded).encode(errors="ignore").decode()
