"""Cache keys for rendered parts of pages, made from everything that the part shows.

The key is made from the values themselves, as the database has just returned them. So a cached part
is never older than what is shown beside it: another headline leads to another key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.db.models import Model


def fingerprint(*facts: Any) -> str:
    """The key of these facts: rows with all their loaded columns, dataclasses, lists of such, and
    plain values. It also covers the settings that pages show."""
    digest = blake2b(digest_size=16)
    for fact in (settings.SITE_URL, settings.SITE_NAME, settings.MEDIA_URL, *facts):
        for piece in _pieces(fact):
            digest.update(piece.encode("utf-8", "surrogatepass"))
            digest.update(b"\0")
    return digest.hexdigest()


def _pieces(fact: Any) -> Iterator[str]:
    if isinstance(fact, Model):
        # Columns and annotations; what begins with _ is Django's own, such as related rows.
        yield type(fact).__name__
        yield repr([item for item in vars(fact).items() if item[0][0] != "_"])
    elif isinstance(fact, (list, tuple)):
        yield str(len(fact))
        for part in fact:
            yield from _pieces(part)
    elif is_dataclass(fact):
        yield type(fact).__name__
        for field in fields(fact):
            yield field.name
            yield from _pieces(getattr(fact, field.name))
    elif isinstance(fact, Mapping):
        yield from _pieces(list(fact.items()))
    else:
        yield repr(fact)
