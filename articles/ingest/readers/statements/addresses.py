"""Addresses that a page states: only those on the public web count."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import urljoin, urlsplit

from .archived import archived_page
from .statement import LONGEST_ADDRESS

_HOST: Final = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}\.?")
_PRIVATE: Final = re.compile(
    r"(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|onion)\.?$"
)
_ODD: Final = re.compile(r"[\x00-\x20\x7f-\xa0<>\"'`{}|\\^\u2028\u2029\u200b-\u200f\u202a-\u202e]")


def public_address(stated: str, base: str = "") -> str:
    """The address where it is one of the public web, resolved against `base`; else empty. Of a page
    that a web archive holds, it is the page's own.

    >>> public_address("//post.example/a", "https://post.example/")
    'https://post.example/a'
    >>> public_address("http://127.0.0.1/admin"), public_address("javascript:alert(1)")
    ('', '')
    """
    if not stated or len(stated) > LONGEST_ADDRESS or _ODD.search(stated):
        return ""
    if (archived := archived_page(stated)) is not None:
        return public_address(archived.page) if archived.page else ""
    try:
        address = urljoin(base, stated) if base else stated
        if address.startswith("//"):
            address = f"https:{address}"
        parts = urlsplit(address)
        host = (parts.hostname or "").casefold()
        _ = parts.port
    except ValueError:
        return ""
    if parts.scheme.casefold() not in ("http", "https") or parts.username or parts.password:
        return ""
    return address if _is_public(host) else ""


def host_of(address: str) -> str:
    """The host that an address names, without `www.`."""
    try:
        return (urlsplit(address).hostname or "").casefold().removeprefix("www.").rstrip(".")
    except ValueError:
        return ""


def _is_public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        pass
    if not _HOST.fullmatch(host) or _PRIVATE.search(host):
        return False
    return not host.rstrip(".").rpartition(".")[2].isdigit()  # `127.1`, `0x7f.1` are addresses too
