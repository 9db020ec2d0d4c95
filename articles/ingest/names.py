"""Names of sources and topics to rows: one row a name, however it is spelt or abbreviated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models.functions import Lower
from django.utils.text import slugify
from taggit.models import Tag

from articles.models import Source
from articles.parsing.vocabulary import AGENCIES

from .content import Content, Credit


@dataclass(frozen=True, slots=True)
class Names:
    """The rows of a batch's names, by case-folded name or alias."""

    sources: dict[str, Source]
    tags: dict[str, Tag]

    def learn(self, source_or_tag: Source | Tag) -> None:
        """Makes a row known by its name, one that a stored article has."""
        if isinstance(source_or_tag, Source):
            self.sources.setdefault(source_or_tag.name.casefold(), source_or_tag)
        else:
            self.tags.setdefault(source_or_tag.name.casefold(), source_or_tag)

    def source(self, name: str) -> Source:
        """The source of this name."""
        return self.sources[name.casefold()]

    def tag(self, name: str) -> Tag:
        """The topic of this name."""
        return self.tags[name.casefold()]

    def canonical(self, content: Content) -> Content:
        """The content with each name as its row has it, so that spellings do not differ."""
        sources = frozenset(
            Credit(self.source(credit.source).name, credit.role) for credit in content.sources
        )
        tags = frozenset(self.tag(name).name for name in content.tags)
        return replace(content, sources=sources, tags=tags)


def resolve_names(contents: Iterable[Content]) -> Names:
    """Finds the rows of all names, and makes those that are missing."""
    sources: dict[str, str] = {}
    topics: dict[str, str] = {}
    publishers: set[str] = set()
    for content in contents:
        for name, role in content.sources:
            sources.setdefault(name.casefold(), name)
            if role == "publisher":
                publishers.add(name.casefold())
        for name in content.tags:
            topics.setdefault(name.casefold(), name)
    return Names(_sources(sources, publishers), _tags(topics))


def _sources(wanted: dict[str, str], publishers: set[str]) -> dict[str, Source]:
    found = _known_sources(wanted)
    missing = [name for folded, name in wanted.items() if folded not in found]
    if missing:
        slugs = _free_slugs(missing)
        Source.objects.bulk_create(
            (
                Source(
                    name=name,
                    slug=slugs[name],
                    kind=_kind(name, is_publisher=name.casefold() in publishers),
                    aliases=sorted({alias.casefold() for alias in AGENCIES.get(name, ())}),
                )
                for name in missing
            ),
            ignore_conflicts=True,  # an editor may have made the same one a moment ago
        )
        found = _known_sources(wanted)
    return found


def _known_sources(wanted: dict[str, str]) -> dict[str, Source]:
    """Rows by name and by alias; a name counts for more than another row's alias."""
    names = list(wanted)
    by_alias = Source.objects.filter(aliases__overlap=names).order_by("-pk")
    by_name = Source.objects.annotate(folded=Lower("name")).filter(folded__in=names)
    found = {alias: source for source in by_alias for alias in source.aliases if alias in wanted}
    found |= {source.name.casefold(): source for source in by_name}
    return found | {source.name.casefold(): source for source in found.values()}


def _free_slugs(names: Iterable[str]) -> dict[str, str]:
    taken = set(Source.objects.values_list("slug", flat=True))
    slugs = {}
    for name in names:
        stem = slugify(name, allow_unicode=True)[:70] or "source"
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        taken.add(slug)
        slugs[name] = slug
    return slugs


def _kind(name: str, *, is_publisher: bool) -> str:
    if is_publisher:
        return Source.Kind.PUBLISHER
    if "agency" in name.casefold() or name in AGENCIES:
        return Source.Kind.AGENCY
    return Source.Kind.OTHER


def _tags(wanted: dict[str, str]) -> dict[str, Tag]:
    rows = Tag.objects.annotate(folded=Lower("name")).filter(folded__in=list(wanted))
    found = {tag.name.casefold(): tag for tag in rows.order_by("-pk")}
    for folded, name in wanted.items():
        if folded not in found:
            found[folded] = Tag.objects.create(name=name)
    return found
