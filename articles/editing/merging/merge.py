"""Merges and undoes merges, of sources and topics alike; kinds.py has the differences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext

from articles.ingest.maintenance.rename import names_change
from articles.models import Article, Caption, Merge

from .plan import MergeError, Plan, one_transaction


class _Link(NamedTuple):
    """A story's link to a row. A story has at most one link a row and `place`: its own key, and
    the link's role if links have roles."""

    key: int
    row: int
    place: tuple[Any, ...]


class Merging:
    """Merges rows of one model.

    `links` is the model of their links to stories, `row` its foreign key to a row, `place` its
    columns that make a link unique for a row, the story's key first; `part` is the part of an
    article that the links make up.
    """

    kind: Merge.Kind
    model: Any
    links: Any
    row: str
    place: tuple[str, ...]
    part: Literal["sources", "tags"]
    missing: str | Promise
    taken: str | Promise

    def plan(self, kept: Any, others: Sequence[Any]) -> Plan:
        """The effect of merging the others into the kept one; nothing is changed."""
        moved, doubles = self._links_of(kept, others)
        return Plan(
            len(moved),
            len(doubles),
            self.captions(others).count(),
            len({link.place[0] for link in (*moved, *doubles)}),
            tuple(self.new_aliases(kept, others)),
        )

    def merge(self, kept: Any, others: Sequence[Any], *, now: datetime, by: str = "") -> Merge:
        """Merges the others into the kept one. Raises `MergeError`."""
        with one_transaction(taken=str(self.taken)):
            return self._merge({kept.pk, *(other.pk for other in others)}, kept.pk, now=now, by=by)

    def _merge(self, keys: set[int], kept_key: int, *, now: datetime, by: str) -> Merge:
        rows = self._locked(keys)
        if len(keys) < 2 or rows.keys() != keys:
            raise MergeError(str(self.missing))
        kept = rows.pop(kept_key)
        others = list(rows.values())
        moved, doubles = self._links_of(kept, others)
        gained = self.new_aliases(kept, others)
        was = [self._changes(other, moved, doubles) for other in others]
        articles = {link.place[0] for link in (*moved, *doubles)}
        with names_change(self.part, sorted(articles)):
            self.links.objects.filter(pk__in=[link.key for link in doubles]).delete()
            self.links.objects.filter(pk__in=[link.key for link in moved]).update(
                **{self.row: kept.pk}
            )
        captions = self.captions(others)
        articles |= set(captions.values_list("article", flat=True))
        captions.update(source=kept.pk)
        self.add_aliases(kept, others, gained)
        self.model.objects.filter(pk__in=rows).update(merged_into=kept, merged_at=now)
        self.refresh(articles, now)
        return Merge.objects.create(
            kind=self.kind,
            kept_key=kept.pk,
            kept_name=kept.name,
            was=was,
            gained=gained,
            made_at=now,
            made_by=by,
        )

    def restore(self, merge: Merge, *, now: datetime) -> None:
        """Undoes a merge, in a transaction. Raises `MergeError`."""
        kept = self._locked({merge.kept_key}).get(merge.kept_key)
        merged = self.model.all_rows.filter(pk__in=[other["id"] for other in merge.was])
        if kept is None or merged.filter(merged_into=kept).count() < len(merge.was):
            raise MergeError(
                gettext("%(name)s no longer exists: undo its later merge first.")
                % {"name": merge.kept_name}
            )
        links = self.links.objects.filter(**{self.row: kept.pk}).order_by()
        moved = links.filter(pk__in=[key for other in merge.was for key in other["moved"]])
        doubles = [place for other in merge.was for place in other["doubles"]]
        stories = {f"{self.place[0]}__in": [place[0] for place in doubles]}
        existing = set(links.filter(**stories).values_list(*self.place))
        articles = {place[0] for place in existing}
        articles |= set(moved.values_list(self.place[0], flat=True))
        captioned: set[int] = set()
        self.remove_aliases(kept, merge)
        merged.update(merged_into=None, merged_at=None)
        with names_change(self.part, sorted(articles)):
            for other in merge.was:
                row = {self.row: other["id"]}
                links.filter(pk__in=other["moved"]).update(**row)
                self.links.objects.bulk_create(
                    self.links(**row, **dict(zip(self.place, place, strict=True)))
                    for place in other["doubles"]
                    if tuple(place) in existing
                )
                captions = self.captions([kept]).filter(pk__in=other["captions"])
                captioned |= set(captions.values_list("article", flat=True))
                captions.update(source=other["id"])
        self.refresh(articles | captioned, now)

    def captions(self, rows: Sequence[Any]) -> QuerySet[Caption]:
        """The captions that name any of these rows; none, unless the kind says otherwise."""
        return Caption.objects.none()

    def aliases_of(self, row: Any) -> list[str]:
        """The aliases of a row, in lower case."""
        raise NotImplementedError

    def add_aliases(self, kept: Any, others: Sequence[Any], names: list[str]) -> None:
        """Gives the kept row the others' aliases and these names."""
        raise NotImplementedError

    def remove_aliases(self, kept: Any, merge: Merge) -> None:
        """Takes from the kept row the aliases that it got by a merge."""
        raise NotImplementedError

    def new_aliases(self, kept: Any, others: Sequence[Any]) -> list[str]:
        """Names and aliases of the others that the kept row lacks; names are lower-cased by
        PostgreSQL, as the importer compares them."""
        rows = self.model.objects.filter(pk__in=[kept.pk, *(other.pk for other in others)])
        folded = dict(rows.annotate(folded=Lower("name")).values_list("pk", "folded"))
        names = [name for row in others for name in (folded.get(row.pk, ""), *self.aliases_of(row))]
        has = {"", folded.get(kept.pk, ""), *self.aliases_of(kept)}
        return [name for name in dict.fromkeys(names) if name not in has]

    def refresh(self, articles: Iterable[int], now: datetime) -> None:
        """Notes a change of articles, whose pages show the name."""
        Article.objects.filter(pk__in=articles).update(modified_at=now)

    def _locked(self, keys: Iterable[int]) -> dict[int, Any]:
        rows = self.model.objects.select_for_update(no_key=True).filter(pk__in=keys)
        return {row.pk: row for row in rows.order_by("pk")}

    def _links_of(self, kept: Any, others: Sequence[Any]) -> tuple[list[_Link], list[_Link]]:
        """The others' links that move, and duplicates of those a story has already."""
        links = self.links.objects.order_by("pk")
        of_others = links.filter(**{f"{self.row}__in": [other.pk for other in others]})
        stories = {f"{self.place[0]}__in": of_others.order_by().values(self.place[0])}
        places = set(links.filter(**{self.row: kept.pk}, **stories).values_list(*self.place))
        moved: list[_Link] = []
        doubles: list[_Link] = []
        for key, row, *place in of_others.values_list("pk", self.row, *self.place):
            link = _Link(key, row, tuple(place))
            (doubles if link.place in places else moved).append(link)
            places.add(link.place)
        return moved, doubles

    def _changes(
        self, other: Any, moved: Sequence[_Link], doubles: Sequence[_Link]
    ) -> dict[str, Any]:
        """What a merge changes of this row; for `restore` and the page of the merge."""
        return {
            "id": other.pk,
            "name": other.name,
            "aliases": self.aliases_of(other),
            "moved": [link.key for link in moved if link.row == other.pk],
            "doubles": [link.place for link in doubles if link.row == other.pk],
            "captions": list(self.captions([other]).values_list("pk", flat=True)),
        }
