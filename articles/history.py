"""An article's versions: what it was, who changed it, and the way back, its rows included.

Versions are kept by django-reversion. The importer keeps none: that would cost it more than the
import. Instead the stored state is kept just before an editor changes it, where no version has
it yet, so that the first version is the article as imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import reversion
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.utils import timezone
from reversion.models import Version
from taggit.models import Tag

from . import search
from .models import Article, ArticleTag, Attribution, Bullet, Caption, Clipping, Correction, Source
from .wording import Stretch, is_changed, word_changes

Editor = AbstractBaseUser | AnonymousUser | None

AS_IMPORTED: Final = "As imported"
AS_FOUND: Final = "As it was before the next change"
RESTORED: Final = "Restored the version of {:%Y-%m-%d %H:%M}"

# What a restored version does not bring back: the status moves by publishing alone, and the
# importer goes on knowing what it brought, so that it takes the restored parts for an editor's.
_NOT_RESTORED: Final = ("status", "imported_digests", "confidence", "created_at", "slug")

# A part's name for a person -> the columns that it is made of.
_COLUMNS: Final = {
    "Kicker": "kicker",
    "Headline": "headline",
    "Byline": "byline",
    "Dateline": "dateline",
    "Place": "place",
    "Body": "body",
    "Note to editors": "ednote",
    "Notice of withdrawal": "withdrawal_notice",
}


def register() -> None:
    """Tells django-reversion what an article is made of; called once, when the apps are ready."""
    if reversion.is_registered(Article):
        return
    for model in (Bullet, Caption, Attribution, ArticleTag, Correction):
        reversion.register(model)
    rows = ["bullets", "captions", "attributions", "article_tags", "corrections"]
    reversion.register(Article, exclude=["search"], follow=rows)


@dataclass(frozen=True, slots=True)
class Entry:
    """One version in the list: its key, when it was kept, by whom (or nobody), and why."""

    pk: int
    at: datetime
    by: str
    comment: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part that differs between two versions, word by word."""

    name: str
    stretches: list[Stretch]


@contextmanager
def recording(*, by: Editor, comment: str = "") -> Iterator[None]:
    """What is saved inside is one version, if anything is."""
    with reversion.create_revision():
        reversion.set_user(by)
        reversion.set_comment(comment)
        yield


def keep(article: Article) -> None:
    """Keeps the article as it is stored, unless its newest version is the same already."""
    newest = _versions(article).first()
    if newest is not None and state_of(newest) == current_state(article):
        return
    is_imported = newest is None and Clipping.objects.filter(article=article).exists()
    with recording(by=None, comment=AS_IMPORTED if is_imported else AS_FOUND):
        reversion.add_to_revision(article)


def entries(article: Article) -> list[Entry]:
    """The article's versions, the newest first."""
    return [
        Entry(
            version.pk,
            version.revision.date_created,
            version.revision.user.get_username() if version.revision.user else "",
            version.revision.get_comment(),
        )
        for version in _versions(article).select_related("revision__user")
    ]


def version_of(article: Article, pk: int) -> Version | None:
    """One version of this article; None where the key is of no version of it."""
    found: Version | None = _versions(article).filter(pk=pk).first()
    return found


def state_of(version: Version) -> dict[str, str]:
    """A version's parts in words, by name."""
    fields: dict[type, list[dict[str, Any]]] = {
        model: [] for model in (Bullet, Caption, Attribution, ArticleTag, Correction)
    }
    for other in version.revision.version_set.select_related("content_type"):
        model = other.content_type.model_class()
        if model in fields and str(_owner(other.field_dict)) == version.object_id:
            fields[model].append(other.field_dict)
    sources = Source.objects.in_bulk({row["source_id"] for row in fields[Attribution]})
    tags = Tag.objects.in_bulk({row["tag_id"] for row in fields[ArticleTag]})
    return _state(
        version.field_dict,
        bullets=[(row["position"], row["text"]) for row in fields[Bullet]],
        captions=[(row["number"], row["text"], row["credit"]) for row in fields[Caption]],
        sources=[
            f"{sources[row['source_id']]} ({row['role']})"
            for row in fields[Attribution]
            if row["source_id"] in sources
        ],
        topics=[tags[row["tag_id"]].name for row in fields[ArticleTag] if row["tag_id"] in tags],
        corrections=[row["text"] for row in fields[Correction]],
    )


def current_state(article: Article) -> dict[str, str]:
    """The stored article's parts in words, by name."""
    stored: Any = Article.objects.values().get(pk=article.pk)
    return _state(
        stored,
        bullets=list(article.bullets.values_list("position", "text")),
        captions=list(article.captions.values_list("number", "text", "credit")),
        sources=[
            f"{name} ({role})"
            for name, role in article.attributions.values_list("source__name", "role")
        ],
        topics=list(article.article_tags.values_list("tag__name", flat=True)),
        corrections=list(article.corrections.values_list("text", flat=True)),
    )


def compare(old: dict[str, str], new: dict[str, str]) -> list[PartChange]:
    """The parts that differ."""
    changes = (PartChange(name, word_changes(text, new[name])) for name, text in old.items())
    return [change for change in changes if is_changed(change.stretches)]


def restore(article: Article, version: Version, *, by: Editor) -> None:
    """Brings a version back as the newest one. What is there now is kept as a version first.

    Status, slug and what the importer remembers stay as they are.
    """
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        keep(article)
        stays = Article.objects.values(*_NOT_RESTORED).get(pk=article.pk)
        with recording(by=by, comment=RESTORED.format(version.revision.date_created)):
            version.revision.revert(delete=True)
            Article.objects.filter(pk=article.pk).update(**stays, modified_at=timezone.now())
            article.refresh_from_db()
            reversion.add_to_revision(article)
        search.refresh([article.pk])


def _versions(article: Article) -> Any:
    return Version.objects.get_for_object(article).order_by("-pk")


def _owner(row: dict[str, Any]) -> int:
    owner: int = row["content_object_id" if "content_object_id" in row else "article_id"]
    return owner


def _state(
    columns: dict[str, Any],
    *,
    bullets: list[tuple[int, str]],
    captions: list[tuple[int, str, str]],
    sources: list[str],
    topics: list[str],
    corrections: list[str],
) -> dict[str, str]:
    at: datetime = columns["published_at"]
    texts = {name: str(columns[column]) for name, column in _COLUMNS.items()}
    body = texts.pop("Body")
    return texts | {
        "Date": f"{at:%Y-%m-%d %H:%M} ({columns['date_precision']})",
        "Key points": "\n".join(text for _, text in sorted(bullets)),
        "Body": body,
        "Captions": "\n".join(
            f"{number}. {text}" + (f" ({credit})" if credit else "")
            for number, text, credit in sorted(captions)
        ),
        "Sources": "\n".join(sorted(sources)),
        "Topics": ", ".join(sorted(topics)),
        "Corrections": "\n".join(corrections),
    }
