"""Names of sources and topics to rows: one row a name, however it is spelt or abbreviated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models.functions import Lower
from django.utils.text import slugify
from taggit.models import Tag

from articles.models import Source
from articles.parsing import KnownSource

from .content import Content, Credit
from .registry import registry


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
    full_names = {folded: _full_name(wanted[folded]) for folded in wanted if folded not in found}
    if not full_names:
        return found
    lacking = {name.casefold(): name for name in full_names.values()}
    rows = _known_sources(lacking)
    add_sources(
        _new_source(name, is_publisher=folded in publishers)
        for folded, name in lacking.items()
        if folded not in rows
    )
    rows = _known_sources(lacking)
    return found | rows | {short: rows[name.casefold()] for short, name in full_names.items()}


def _full_name(name: str) -> str:
    """The registry's name of a source, which `AFP` and `Agence France-Presse` share."""
    known = registry().find_folded(name)
    return known.name if known else name


def _known_sources(wanted: dict[str, str]) -> dict[str, Source]:
    """Rows by name and by alias; a name counts for more than another row's alias."""
    names = list(wanted)
    by_alias = Source.objects.filter(aliases__overlap=names).order_by("-pk")
    by_name = Source.objects.annotate(folded=Lower("name")).filter(folded__in=names)
    found = {alias: source for source in by_alias for alias in source.aliases if alias in wanted}
    found |= {source.name.casefold(): source for source in by_name}
    return found | {source.name.casefold(): source for source in found.values()}


def add_sources(rows: Iterable[Source]) -> None:
    """Writes new rows, each with a slug that is free."""
    rows = list(rows)
    slugs = _free_slugs(row.name for row in rows)
    for row in rows:
        row.slug = slugs[row.name]
    # An editor may have made the same one a moment ago: that one stays.
    Source.objects.bulk_create(rows, ignore_conflicts=True)


def source_of(known: KnownSource) -> Source:
    """A row, not yet written, for a source of the registry."""
    return Source(name=known.name, kind=known.kind, aliases=aliases_of(known), home_page=known.home)


def aliases_of(known: KnownSource) -> list[str]:
    """A known source's aliases as rows have them: in lower case, without the name itself."""
    forms = {form.casefold() for form in known.printed} - {known.name.casefold()}
    return sorted(forms)


def _new_source(name: str, *, is_publisher: bool) -> Source:
    """A row for a name that has none: the registry's where it knows the name."""
    if known := registry().find_folded(name):
        return source_of(known)
    return Source(name=name, kind=_kind(name, is_publisher=is_publisher))


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
    if "agency" in name.casefold():
        return Source.Kind.AGENCY
    return Source.Kind.OTHER


def _tags(wanted: dict[str, str]) -> dict[str, Tag]:
    rows = Tag.objects.annotate(folded=Lower("name")).filter(folded__in=list(wanted))
    found = {tag.name.casefold(): tag for tag in rows.order_by("-pk")}
    for folded, name in wanted.items():
        if folded not in found:
            found[folded] = Tag.objects.create(name=name)
    return found
