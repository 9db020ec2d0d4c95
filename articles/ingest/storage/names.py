"""Names of sources and topics to rows: one row a name, however it is spelt or abbreviated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models.functions import Lower
from django.utils.text import slugify

from articles.ingest.stories.content import Content, Credit
from articles.ingest.stories.known_sources import registry
from articles.models import Source, Topic, TopicAlias
from articles.parsing import KnownSource

from .locks import lock_names, use_names


@dataclass(frozen=True, slots=True)
class Names:
    """The rows of a batch's names, by each spelling that is in use."""

    sources: dict[str, Source]
    tags: dict[str, Topic]

    def learn_source(self, name: str, key: int) -> None:
        """Makes the row of a source known by its name, one that a stored article has."""
        if name not in self.sources:
            self.sources[name] = Source(pk=key, name=name)

    def learn_tag(self, name: str, key: int) -> None:
        """The same of a topic."""
        if name not in self.tags:
            self.tags[name] = Topic(pk=key, name=name)

    def source(self, name: str) -> Source:
        """The source of this name."""
        return self.sources[name]

    def tag(self, name: str) -> Topic:
        """The topic of this name."""
        return self.tags[name]

    def canonical(self, content: Content) -> Content:
        """The content with each name as its row has it, so that spellings do not differ; the very
        same one where they do not."""
        if all(self.sources[name].name == name for name, _ in content.sources) and all(
            self.tags[name].name == name for name in content.tags
        ):
            return content
        sources = frozenset(
            Credit(self.source(credit.source).name, credit.role) for credit in content.sources
        )
        tags = frozenset(self.tag(name).name for name in content.tags)
        return replace(content, sources=sources, tags=tags)


def resolve_names(contents: Iterable[Content]) -> Names:
    """Finds the rows of all names, and makes those that are missing. To be called in a transaction:
    until it ends nobody merges them away."""
    use_names()
    sources: dict[str, None] = {}
    publishers: set[str] = set()
    topics: dict[str, None] = {}
    for content in contents:
        sources |= dict.fromkeys(name for name, _ in sorted(content.sources))
        publishers |= {name for name, role in content.sources if role == "publisher"}
        topics |= dict.fromkeys(sorted(content.tags))
    return Names(_sources(_folded(sources), publishers), _tags(_folded(topics)))


def _folded(names: Iterable[str]) -> dict[str, str]:
    """Each name in small letters, as PostgreSQL makes them: its unique index compares these, and
    Python's differ for ß, ς and İ."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, lower(name) FROM unnest(%s::text[]) name", [list(names)])
        return dict(cursor.fetchall())


def _sources(wanted: dict[str, str], publishers: set[str]) -> dict[str, Source]:
    found = _known_sources(wanted)
    full_names = {name: _full_name(name) for name in wanted if name not in found}
    if not full_names:
        return found
    lock_names()
    lacking = _folded(full_names.values())
    rows = _known_sources(lacking)
    missing = {folded: name for name, folded in lacking.items() if name not in rows}
    published = {full_names[name] for name in publishers if name in full_names}
    add_sources(_new_source(name, is_publisher=name in published) for name in missing.values())
    rows = _known_sources(lacking)
    return found | rows | {printed: rows[name] for printed, name in full_names.items()}


def _full_name(name: str) -> str:
    """The registry's name of a source, which `AFP` and `Agence France-Presse` share."""
    known = registry().find_folded(name)
    return known.name if known else name


def _known_sources(wanted: dict[str, str]) -> dict[str, Source]:
    """Rows by each wanted spelling; a name counts for more than another row's alias."""
    folded = list(set(wanted.values()))
    by_alias = Source.objects.filter(aliases__overlap=folded).order_by("-pk")
    by_name = Source.objects.annotate(folded=Lower("name")).filter(folded__in=folded)
    rows = {alias: source for source in by_alias for alias in source.aliases}
    rows |= {source.folded: source for source in by_name}
    found = {name: rows[key] for name, key in wanted.items() if key in rows}
    return {source.name: source for source in found.values()} | found


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
    if "agency" in name.lower():
        return Source.Kind.AGENCY
    return Source.Kind.OTHER


def _tags(wanted: dict[str, str]) -> dict[str, Topic]:
    found = _known_tags(wanted)
    if not found.keys() >= set(wanted.values()):
        lock_names()
        found |= _known_tags(wanted)
    for name, folded in wanted.items():
        if folded not in found:
            found[folded] = Topic.objects.create(name=name)
    by_spelling = {name: found[folded] for name, folded in wanted.items()}
    return {tag.name: tag for tag in found.values()} | by_spelling


def _known_tags(wanted: dict[str, str]) -> dict[str, Topic]:
    """Topics by each folded spelling; a name counts for more than another topic's alias."""
    folded = set(wanted.values())
    by_name = Topic.objects.annotate(folded=Lower("name")).filter(folded__in=folded)
    by_alias = TopicAlias.objects.filter(name__in=folded).select_related("tag")
    rows = {alias.name: alias.tag for alias in by_alias}
    return rows | {tag.folded: tag for tag in by_name.order_by("-pk")}
