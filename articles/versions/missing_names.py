"""Sources and topics that an old version names and that are there no longer: merged, or deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import uuid4

from taggit.models import Tag

from articles.models import Article, ArticleTag, Attribution, Caption, Merge, Source

Kind = Merge.Kind

_NAMED: Final[dict[Kind, Any]] = {Kind.SOURCE: Source, Kind.TOPIC: Tag}


def became(kind: Kind, keys: Iterable[int]) -> dict[int, int | None]:
    """Of these keys those that are there no longer, each with the key that it was merged into,
    merges of merges included, or none where it was deleted."""
    wanted = set(keys)
    missing = wanted - _there(kind, wanted)
    if not missing:
        return {}
    steps: dict[int, int] = {}
    merges = Merge.objects.filter(kind=kind, undone_at=None).order_by("made_at", "pk")
    for kept, was in merges.values_list("kept_key", "was"):
        steps |= {other["id"]: kept for other in was}
    ends = {key: _end(key, steps) for key in missing}
    there = _there(kind, ends.values())
    return {key: end if end in there else None for key, end in ends.items()}


def stand_in(kind: Kind, keys: Iterable[int]) -> None:
    """Makes rows under keys that are there no longer, so that what names them can be written; in
    a transaction, at the end of which `settle` has taken them away again."""
    names = {key: f"gone-{uuid4().hex}" for key in keys}
    _NAMED[kind]._default_manager.bulk_create(
        _NAMED[kind](pk=key, name=name, slug=name) for key, name in names.items()
    )


def settle(article: Article, kind: Kind, ends: Mapping[int, int | None]) -> int:
    """Has the article name what stand-ins have become, each once, and takes the stand-ins away.
    How many of its links named what was deleted: these are left out."""
    if kind == Kind.SOURCE:
        for key, end in ends.items():
            Caption.objects.filter(article=article, source=key).update(source=end)
        links, name = Attribution.objects.filter(article=article), "source_id"
        told = {(row.source_id, row.role): row.pk for row in links}
    else:
        links, name = ArticleTag.objects.filter(content_object=article), "tag_id"
        told = {(row.tag_id, ""): row.pk for row in links}
    left_out = 0
    for (key, role), pk in list(told.items()):
        if key not in ends:
            continue
        end = ends[key]
        left_out += end is None
        if end is None or (end, role) in told:
            links.filter(pk=pk).delete()
        else:
            links.filter(pk=pk).update(**{name: end})
            told[end, role] = pk
    _NAMED[kind]._default_manager.filter(pk__in=ends).delete()
    return left_out


def _there(kind: Kind, keys: Iterable[int]) -> set[int]:
    rows = _NAMED[kind]._default_manager.filter(pk__in=set(keys)).order_by()
    return set(rows.values_list("pk", flat=True))


def _end(key: int, steps: Mapping[int, int]) -> int:
    """Where a row's merges lead; no further than once round."""
    seen = {key}
    while key in steps and steps[key] not in seen:
        key = steps[key]
        seen.add(key)
    return key
