"""A name for everything that a part of a page shows, by which the part is kept once it is rendered.

The name is made of the values themselves, as they came from the database a moment ago. So a part
that is kept can be no older than what is shown beside it: another headline is another name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.db.models import Model


def fingerprint(*facts: Any) -> str:
    """The name of these facts: rows with all that was asked for of them, dataclasses, lists of
    such, and plain values. Of the settings, it has what stands in pages."""
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
