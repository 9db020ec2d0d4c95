"""Sources and topics that an old version names and that no longer exist: merged or deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import uuid4

from articles.models import Article, ArticleTag, Attribution, Caption, Merge, Source, Topic

Kind = Merge.Kind

_NAMED: Final[dict[Kind, Any]] = {Kind.SOURCE: Source, Kind.TOPIC: Topic}


def successors(kind: Kind, keys: Iterable[int]) -> dict[int, int | None]:
    """Those of the keys that no longer exist, each with the key of the row that it was merged into
    (following later merges), or None if it was deleted."""
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


def create_placeholders(kind: Kind, keys: Iterable[int]) -> None:
    """Makes rows under keys that no longer exist, so that links to them can be written. Call it in
    a transaction that ends with `replace_placeholders`, which deletes them again."""
    names = {key: f"gone-{uuid4().hex}" for key in keys}
    _NAMED[kind]._default_manager.bulk_create(
        _NAMED[kind](pk=key, name=name, slug=name) for key, name in names.items()
    )


def replace_placeholders(article: Article, kind: Kind, ends: Mapping[int, int | None]) -> int:
    """Replaces placeholder rows by the rows they were merged into, and deletes the placeholders.
    Returns how many of the article's links were left out because their row was deleted."""
    if kind == Kind.SOURCE:
        for key, end in ends.items():
            Caption.objects.filter(article=article, source=key).update(source=end)
        links, name = Attribution.objects.filter(article=article), "source_id"
        linked = {(row.source_id, row.role): row.pk for row in links}
    else:
        links, name = ArticleTag.objects.filter(content_object=article), "tag_id"
        linked = {(row.tag_id, ""): row.pk for row in links}
    left_out = 0
    for (key, role), pk in list(linked.items()):
        if key not in ends:
            continue
        end = ends[key]
        left_out += end is None
        if end is None or (end, role) in linked:
            links.filter(pk=pk).delete()
        else:
            links.filter(pk=pk).update(**{name: end})
            linked[end, role] = pk
    _NAMED[kind]._default_manager.filter(pk__in=ends).delete()
    return left_out


def _there(kind: Kind, keys: Iterable[int]) -> set[int]:
    rows = _NAMED[kind]._default_manager.filter(pk__in=set(keys)).order_by()
    return set(rows.values_list("pk", flat=True))


def _end(key: int, steps: Mapping[int, int]) -> int:
    """The row that a row's merges lead to in the end; stops if the merges form a circle."""
    seen = {key}
    while key in steps and steps[key] not in seen:
        key = steps[key]
        seen.add(key)
    return key
