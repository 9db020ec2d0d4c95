"""The differences between merging sources and merging topics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.models import ArticleTag, Attribution, Caption, Merge, Source, Topic, TopicAlias

from .merge import Merging


class Sources(Merging):
    """Sources: their attributions and captions move; their stories are found by their names."""

    kind = Merge.Kind.SOURCE
    model = Source
    links = Attribution
    row = "source_id"
    place = ("article_id", "role")
    part = "sources"
    missing = _("One of these sources is gone, or there is only one: choose again.")
    taken = _("Somebody has just used one of these sources: try again.")

    def captions(self, rows: Sequence[Any]) -> QuerySet[Caption]:
        """The captions that name any of these sources."""
        return Caption.objects.filter(source__in=rows)

    def aliases_of(self, row: Any) -> list[str]:
        """The aliases of a source."""
        return list(row.aliases)

    def add_aliases(self, kept: Any, others: Sequence[Any], names: list[str]) -> None:
        """Adds them to the kept source; the others keep theirs."""
        kept.aliases = [*kept.aliases, *names]
        kept.save(update_fields=["aliases"])

    def remove_aliases(self, kept: Any, merge: Merge) -> None:
        """Removes from the kept source what it got."""
        kept.aliases = [alias for alias in kept.aliases if alias not in merge.gained]
        kept.save(update_fields=["aliases"])

    def refresh(self, articles: Iterable[int], now: datetime) -> None:
        """Notes the change, and lets the articles be found by the name that they show now."""
        super().refresh(articles, now)
        search.refresh(articles)


class Topics(Merging):
    """Topics: their links move, and their names mean the kept one from then on."""

    kind = Merge.Kind.TOPIC
    model = Topic
    links = ArticleTag
    row = "tag_id"
    place = ("content_object_id",)
    part = "tags"
    missing = _("One of these topics is gone, or there is only one: choose again.")
    taken = _("Somebody has just used one of these topics: try again.")

    def aliases_of(self, row: Any) -> list[str]:
        """The aliases of a topic."""
        return list(TopicAlias.objects.filter(tag=row).values_list("name", flat=True))

    def add_aliases(self, kept: Any, others: Sequence[Any], names: list[str]) -> None:
        """An alias means one topic: whichever topic had one of the names as an alias loses it."""
        TopicAlias.objects.filter(tag__in=others).update(tag=kept)
        TopicAlias.objects.filter(name__in=names).delete()
        TopicAlias.objects.bulk_create(TopicAlias(name=name, tag=kept) for name in names)

    def remove_aliases(self, kept: Any, merge: Merge) -> None:
        """Those that the others had are theirs again, unless an editor has removed them."""
        aliases = TopicAlias.objects.filter(tag=kept)
        for other in merge.was:
            aliases.filter(name__in=other["aliases"]).update(tag=other["id"])
        aliases.filter(name__in=merge.gained).delete()

    @staticmethod
    def meant(names: Sequence[str]) -> list[str]:
        """The topics that these names mean, each once: an alias means its topic, unless there is a
        topic of exactly that name."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT typed, topic.name FROM unnest(%s::text[]) typed"
                " JOIN articles_topicalias alias ON alias.name = lower(typed)"
                " JOIN articles_topic topic ON topic.id = alias.tag_id WHERE NOT EXISTS"
                " (SELECT FROM articles_topic"
                " WHERE lower(name) = lower(typed) AND merged_into_id IS NULL)",
                [list(names)],
            )
            topics = dict(cursor.fetchall())
        return list(dict.fromkeys(topics.get(name, name) for name in names))


sources = Sources()
topics = Topics()
