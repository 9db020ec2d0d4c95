"""An article's versions, with its rows: what it was, who changed it, and how to restore it.

django-reversion stores the versions. The importer makes none: that would cost more than the import
itself. Instead the stored state becomes a version just before an editor changes it, unless a
version has it already, so the first version is the article as imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, pairwise, repeat
from typing import Any, Final

import reversion
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from reversion.models import Version

from articles import publishing, search
from articles.models import (
    Article,
    ArticleTag,
    Attribution,
    Bullet,
    Caption,
    Clipping,
    Correction,
    Source,
    Topic,
)
from articles.models.image_files import discarding

from . import stored
from .missing_names import replace_missing_names
from .stored import RELATIONS, ROWS, Editor
from .word_diff import Stretch, is_changed, word_changes

AS_IMPORTED: Final = gettext_noop("As imported")
AS_FOUND: Final = gettext_noop("As it was before the next change")
SAVED: Final = gettext_noop("Edited")
RESTORED: Final = "Restored the version of {:%Y-%m-%d %H:%M}"

# Not restored: the status and the round of preview links, which only publishing changes; whether a
# headline may be shown, which is a separate decision; and the importer's digests, so that the
# importer treats the restored parts as an editor's.
_NOT_RESTORED: Final = (
    *("status", "preview_round", "hides_headline", "imported_digests", "confidence"),
    *("live_from", "went_live_at"),
    *("created_at", "slug"),
)

# A run's comments; the person who asked for it follows the colon.
UPDATED: Final = "Updated by run {run}: {asked_by}"
UNDONE: Final = "Update by run {run} undone: {asked_by}"
_OF_RUNS: Final = {
    re.compile(r"Updated by run (?P<run>\d+): (?P<who>.*)"): gettext_noop(
        "Updated by import %(run)s"
    ),
    re.compile(r"Update by run (?P<run>\d+) undone: (?P<who>.*)"): gettext_noop(
        "Update by import %(run)s undone"
    ),
}

MOST_COMPARED: Final = 50
"""Versions for which the list says what they changed."""

# A part's name for a person -> the columns that it is made of.
_COLUMNS: Final = {
    _("Kicker"): "kicker",
    _("Headline"): "headline",
    _("Byline"): "byline",
    _("Dateline"): "dateline",
    _("Place"): "place",
    _("Body"): "body",
    _("Language"): "language",
    _("Note to editors"): "ednote",
    _("Notice of withdrawal"): "withdrawal_notice",
}


def register() -> None:
    """Tells django-reversion what an article is made of; called once, when the apps are ready."""
    if reversion.is_registered(Article):
        return
    for model in ROWS:
        reversion.register(model)
    reversion.register(Article, exclude=["search"], follow=RELATIONS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One version in the list: its key, when it was kept, by whom (or nobody), why, and the parts
    that differ from the version before."""

    pk: int
    at: datetime
    by: str
    comment: str
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part that differs between two versions, word by word."""

    name: str
    stretches: list[Stretch]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An article with its rows at one moment, as columns by name; sources with their roles."""

    version: int
    columns: dict[str, Any]
    bullets: list[dict[str, Any]]
    captions: list[dict[str, Any]]
    sources: list[tuple[str, str]]
    topics: list[str]
    corrections: list[dict[str, Any]]

    def state(self) -> dict[str, str]:
        """Its parts in words, by name."""
        at: datetime = self.columns["published_at"]
        texts = {str(name): str(self.columns[column]) for name, column in _COLUMNS.items()}
        body = texts.pop(gettext("Body"))
        return texts | {
            gettext("Date"): f"{at:%Y-%m-%d %H:%M} ({_precision(self.columns)})",
            gettext("Key points"): "\n".join(row["text"] for row in self.bullets),
            gettext("Body"): body,
            gettext("Captions"): "\n".join(map(_caption, self.captions)),
            gettext("Sources"): "\n".join(
                sorted({f"{name} ({_role(role)})" for name, role in self.sources})
            ),
            gettext("Topics"): ", ".join(sorted(set(self.topics))),
            gettext("Corrections"): "\n".join(row["text"] for row in self.corrections),
        }


def _precision(columns: dict[str, Any]) -> str:
    return str(dict(Article.DatePrecision.choices).get(columns["date_precision"], ""))


def _role(role: str) -> str:
    return str(dict(Attribution.Role.choices).get(role, role))


def _caption(row: dict[str, Any]) -> str:
    credit = f" ({row['credit']})" if row["credit"] else ""
    picture = (
        f" [{row['image']}: {row['alt_text'] or gettext('not told in words')}]"
        if row["image"]
        else ""
    )
    return f"{row['number']}. {row['text']}{credit}{picture}"


@contextmanager
def recording(*, by: Editor, comment: str = "") -> Iterator[None]:
    """Everything saved inside becomes one version; nothing saved, no version."""
    with reversion.create_revision():
        reversion.set_user(by)
        reversion.set_comment(comment)
        yield


def keep(article: Article, *, current: Article | None = None) -> int:
    """Stores a version of the article as it is, unless its newest version is the same already, and
    returns the version's key; `current` is the article with its rows, where it has just been
    read."""
    newest = _versions(article).first()
    current = current or stored.read([article.pk])[0]
    if newest is not None and state_of(newest) == snapshot_of(current).state():
        return int(newest.pk)
    is_imported = newest is None and Clipping.objects.filter(article=article).exists()
    comment = AS_IMPORTED if is_imported else AS_FOUND
    return stored.write([current], {article.pk: comment})[article.pk]


def record(article: int, *, by: Editor, comment: str) -> Article:
    """Adds a version of the article as it is stored; returns the article with its rows."""
    [current] = stored.read([article])
    stored.write([current], {article: comment}, by=by)
    return current


def add(article: Article) -> None:
    """Adds the article, as it is stored, to the version that is being recorded."""
    article.refresh_from_db()
    reversion.add_to_revision(article)


def entries(article: Article) -> list[Entry]:
    """The article's versions, newest first; the first `MOST_COMPARED` say what they changed."""
    versions = list(_versions(article).select_related("revision__user"))
    states = [snapshot.state() for snapshot in snapshots(versions[: MOST_COMPARED + 1])]
    changed = [
        tuple(name for name in new if new[name] != old[name]) for new, old in pairwise(states)
    ]
    return [
        Entry(
            version.pk,
            version.revision.date_created,
            _who(version.revision),
            _in_words(version.revision.get_comment()),
            parts,
        )
        for version, parts in zip(versions, chain(changed, repeat(())), strict=False)
    ]


def version_of(article: Article, pk: int) -> Version | None:
    """One version of this article; None if the key belongs to no version of it."""
    found: Version | None = _versions(article).filter(pk=pk).first()
    return found


def state_of(version: Version) -> dict[str, str]:
    """A version's parts in words, by name."""
    return snapshots([version])[0].state()


def newest_versions(article: Article, count: int = 30) -> list[Snapshot]:
    """The newest versions with their rows, newest first, in four queries."""
    return snapshots(_versions(article).select_related("revision")[:count])


def snapshots(versions: Iterable[Version]) -> list[Snapshot]:
    """Versions with the rows that were stored with them, in four queries."""
    versions = list(versions)
    rows: dict[tuple[int, str], dict[type, list[dict[str, Any]]]] = {}
    for other in Version.objects.filter(revision__in=[v.revision_id for v in versions]):
        # By the cache of content types, which a join would pass by.
        model = ContentType.objects.get_for_id(other.content_type_id).model_class()
        if model in ROWS:
            owner = (other.revision_id, str(_owner(other.field_dict)))
            rows.setdefault(owner, {}).setdefault(model, []).append(other.field_dict)
    kept = [rows.get((version.revision_id, version.object_id), {}) for version in versions]
    credits = [row["source_id"] for of in kept for row in of.get(Attribution, ())]
    topics = [row["tag_id"] for of in kept for row in of.get(ArticleTag, ())]
    # A row that was merged since then goes by the name of the one it was merged into.
    sources, tags = Source.objects.by_key(credits), Topic.objects.by_key(topics)
    return [
        Snapshot(
            version.pk,
            version.field_dict,
            bullets=sorted(of.get(Bullet, ()), key=lambda row: (row["position"], row["id"])),
            captions=sorted(of.get(Caption, ()), key=lambda row: (row["number"], row["id"])),
            sources=[
                (sources[row["source_id"]].name, row["role"])
                for row in of.get(Attribution, ())
                if row["source_id"] in sources
            ],
            topics=[
                tags[row["tag_id"]].name for row in of.get(ArticleTag, ()) if row["tag_id"] in tags
            ],
            corrections=sorted(of.get(Correction, ()), key=lambda row: row["id"]),
        )
        for version, of in zip(versions, kept, strict=True)
    ]


def current_state(article: Article) -> dict[str, str]:
    """The stored article's parts in words, by name."""
    return snapshot_of(stored.read([article.pk])[0]).state()


def snapshot_of(article: Article) -> Snapshot:
    """An article in hand with its rows, which are read once each unless they are in hand, too."""
    return Snapshot(
        0,
        _columns(article, without="search"),
        bullets=[_columns(row) for row in article.bullets.all()],
        captions=[_columns(row) for row in article.captions.all()],
        sources=[(row.source.name, row.role) for row in article.attributions.all()],
        topics=[row.tag.name for row in article.article_tags.all()],
        corrections=[_columns(row) for row in article.corrections.all()],
    )


def _columns(row: Any, *, without: str = "") -> dict[str, Any]:
    fields = (field for field in row._meta.concrete_fields if field.name != without)
    return {field.attname: getattr(row, field.attname) for field in fields}


def compare(old: dict[str, str], new: dict[str, str]) -> list[PartChange]:
    changes = (PartChange(name, word_changes(text, new[name])) for name, text in old.items())
    return [change for change in changes if is_changed(change.stretches)]


def restore(article: Article, version: Version, *, by: Editor) -> int:
    """Restores a version as the newest one. The current state is stored as a version first.

    Status, slug and the importer's digests stay as they are. Sources and topics that were merged
    since then are replaced by what they were merged into. Returns how many links were left out
    because their source or topic was deleted.
    """
    with discarding([article.pk]), transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        keep(article)
        stays = Article.objects.values(*_NOT_RESTORED).get(pk=article.pk)
        version.revision.revert(delete=True)
        left_out = replace_missing_names(article)
        Article.objects.filter(pk=article.pk).update(**stays, modified_at=timezone.now())
        publishing.reschedule([article.pk], now=timezone.now())
        record(article.pk, by=by, comment=RESTORED.format(version.revision.date_created))
        search.refresh([article.pk])
    return left_out


def _versions(article: Article) -> Any:
    return Version.objects.get_for_object(article).order_by("-pk")


def _in_words(comment: str) -> str:
    """The comment of a version; our own comments are translated to the editor's language."""
    restored = RESTORED.partition("{")[0]
    if comment.startswith(restored):
        at = {"at": comment.removeprefix(restored)}
        return gettext("Restored the version of %(at)s") % at
    for pattern, words in _OF_RUNS.items():
        if match := pattern.fullmatch(comment):
            return gettext(words) % {"run": match["run"]}
    return gettext(comment) if comment else ""


def _who(revision: Any) -> str:
    """Who made a version: a user, or the person who asked for the run that did."""
    if revision.user:
        return str(revision.user.get_username())
    comment = revision.get_comment()
    matches = (pattern.fullmatch(comment) for pattern in _OF_RUNS)
    return next((match["who"] for match in matches if match), "")


def _owner(row: dict[str, Any]) -> int:
    owner: int = row["content_object_id" if "content_object_id" in row else "article_id"]
    return owner
