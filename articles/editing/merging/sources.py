"""Merges sources: attributions and captions move, names become aliases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models.functions import Lower
from django.utils.translation import gettext

from articles import search
from articles.ingest.maintenance.rename import names_change
from articles.models import Article, Attribution, Caption, Merge, Source

from .plan import MergeError, Plan, one_transaction


class _Link(NamedTuple):
    key: int
    article: int
    role: str
    source: int


def plan(kept: Source, others: Sequence[Source]) -> Plan:
    """The effect of merging the others into the kept source; nothing is changed."""
    moved, doubles = _sorted_out(kept, others)
    return Plan(
        len(moved),
        len(doubles),
        Caption.objects.filter(source__in=others).count(),
        len({link.article for link in (*moved, *doubles)}),
        tuple(_gained(kept, others)),
    )


def merge(kept: Source, others: Sequence[Source], *, now: datetime, by: str = "") -> Merge:
    """Merges the others into the kept source. Raises `MergeError`."""
    with one_transaction(taken=gettext("Somebody has just used one of these sources: try again.")):
        return _merge(kept, others, now=now, by=by)


def _merge(kept: Source, others: Sequence[Source], *, now: datetime, by: str) -> Merge:
    wanted = {kept.pk, *(other.pk for other in others)}
    rows = {
        row.pk: row
        for row in Source.objects.select_for_update(no_key=True)
        .filter(pk__in=wanted)
        .order_by("pk")
    }
    if len(wanted) < 2 or rows.keys() != wanted:
        raise MergeError(
            gettext("One of these sources is gone, or there is only one: choose again.")
        )
    kept = rows.pop(kept.pk)
    others = list(rows.values())
    moved, doubles = _sorted_out(kept, others)
    gained = _gained(kept, others)
    was = [_was(other, moved, doubles) for other in others]
    articles = sorted({link.article for link in (*moved, *doubles)})
    captioned = set(Caption.objects.filter(source__in=others).values_list("article", flat=True))
    with names_change("sources", articles):
        Attribution.objects.filter(pk__in=[link.key for link in doubles]).delete()
        Attribution.objects.filter(pk__in=[link.key for link in moved]).update(source=kept)
    Caption.objects.filter(source__in=others).update(source=kept)
    kept.aliases = [*kept.aliases, *gained]
    kept.save(update_fields=["aliases"])
    Source.objects.filter(pk__in=rows).delete()
    touched = {*articles, *captioned}
    Article.objects.filter(pk__in=touched).update(modified_at=now)  # its page names the source
    search.refresh(touched)
    return Merge.objects.create(
        kind=Merge.Kind.SOURCE,
        kept_key=kept.pk,
        kept_name=kept.name,
        was=was,
        gained=gained,
        made_at=now,
        made_by=by,
    )


def _sorted_out(kept: Source, others: Sequence[Source]) -> tuple[list[_Link], list[_Link]]:
    """The others' attributions that move, and duplicates of those an article has already."""
    taken = Attribution.objects.filter(source=kept, article__attributions__source__in=others)
    has = set(taken.order_by().values_list("article_id", "role").distinct())
    moved: list[_Link] = []
    doubles: list[_Link] = []
    links = Attribution.objects.filter(source__in=others).order_by("pk")
    for link in map(_Link._make, links.values_list("pk", "article_id", "role", "source_id")):
        (doubles if (link.article, link.role) in has else moved).append(link)
        has.add((link.article, link.role))
    return moved, doubles


def _gained(kept: Source, others: Sequence[Source]) -> list[str]:
    """Aliases that the kept source lacks, lower-cased by PostgreSQL, as the importer compares."""
    folded = dict(
        Source.objects.filter(pk__in=[kept.pk, *(other.pk for other in others)])
        .annotate(folded=Lower("name"))
        .values_list("pk", "folded")
    )
    names = [name for other in others for name in (folded.get(other.pk, ""), *other.aliases)]
    has = {"", folded.get(kept.pk, ""), *kept.aliases}
    return [name for name in dict.fromkeys(names) if name not in has]


def _was(other: Source, moved: Sequence[_Link], doubles: Sequence[_Link]) -> dict[str, Any]:
    """All that is needed to restore a source; for `articles.editing.merging.undo_merge`."""
    fields = ("name", "slug", "kind", "aliases", "home_page")
    return {
        "id": other.pk,
        **{field: getattr(other, field) for field in fields},
        "moved": [link.key for link in moved if link.source == other.pk],
        "doubles": [[link.article, link.role] for link in doubles if link.source == other.pk],
        "captions": list(Caption.objects.filter(source=other).values_list("pk", flat=True)),
    }
