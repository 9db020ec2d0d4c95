"""What the page of a clipping states about itself, each statement with what became of it.

Statements are those that the import stored with the dump; nothing is read again. Where a page
states nothing of a field but prints it, the printed line is shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import Q
from django.forms import BaseForm
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.labels.issues import listed
from articles.ingest.maintenance.stored_dump import hints_of_json
from articles.ingest.stories.content import digest_of
from articles.models import Article, Attribution, Clipping, Source
from articles.parsing import PageHints, Role

from .source_lines import RawLine
from .stated_dates import adds_time, in_words, inputs_of, is_same_day, is_same_time
from .statement import MOST_SHOWN, Fate, Statement

_LONGEST: Final = {"headline": 500, "byline": 300, "language": 10}
"""Characters that the fields hold."""

_PRINTED: Final = {
    "headline": Role.HEADLINE,
    "authors": Role.BYLINE,
    "published_at": Role.UPDATED,
    "keywords": Role.TOPICS,
}
_PARTS: Final = {
    "headline": "headline",
    "authors": "byline",
    "published_at": "dates",
    "keywords": "tags",
}
_OF_ALL: Final = frozenset({"publisher", "language", "kinds", "is_paywalled"})
"""Statements that are true of every story of a page."""


def statements_of(
    article: Article, clipping: Clipping, lines: Sequence[RawLine], form: BaseForm | None
) -> list[Statement]:
    """The statements of a clipping's page, compared with the article; of a plain text the language
    alone that it was found to be in. With a `form` that can be saved they can be taken for its
    fields."""
    stored = clipping.dump.hints
    if not stored and not is_page(clipping):
        return []
    found = list(_Comparison(article, clipping, hints_of_json(stored), lines, form).rows())
    if is_page(clipping) or stored.keys() - {"language", "origins"}:
        return found
    return [row for row in found if row.key == "language"]


def is_page(clipping: Clipping) -> bool:
    """Whether a clipping that `loading.clippings_of` loaded is of a page, not of a plain text."""
    return bool(getattr(clipping, "is_of_page", False))


class _Comparison:
    """The statements of a page beside an article."""

    def __init__(
        self,
        article: Article,
        clipping: Clipping,
        hints: PageHints,
        lines: Sequence[RawLine],
        form: BaseForm | None,
    ) -> None:
        self._article, self._clipping, self._hints = article, clipping, hints
        self._form = form
        self._fields: Mapping[str, Any] = form.fields if form is not None else {}
        self._is_own = self._is_of_this_story()
        self._printed: dict[str, RawLine] = {}
        for line in lines:
            if line.role and line.text.strip():
                self._printed.setdefault(line.role, line)

    def rows(self) -> Iterator[Statement]:
        compare = {
            "headline": self._headline,
            "title": self._title,
            "authors": self._authors,
            "published_at": self._published,
            "modified_at": self._updated,
            "publisher": self._publisher,
            "section": self._section,
            "keywords": self._topics,
            "description": self._description,
            "language": self._language,
            "address": self._address,
            "kinds": self._kinds,
            "is_paywalled": self._paywall,
        }
        for key, row_of in compare.items():
            row = row_of() or self._as_printed(key)
            if row is not None:
                yield row

    # --- one field each

    def _headline(self) -> Statement | None:
        value = self._hints.headline
        is_same = _folded(value) == _folded(self._article.headline)
        return self._of_text("headline", value, "headline", is_same=is_same)

    def _title(self) -> Statement | None:
        """The page's title, where it is neither a part of the headline nor the other way round."""
        value = self._hints.title
        title, headline = _folded(value), _folded(self._article.headline)
        if title in headline or headline in title:
            return None
        return self._of_text("title", value, "headline", is_same=False)

    def _authors(self) -> Statement | None:
        names = self._hints.authors or tuple(filter(None, [self._hints.signature]))
        origin = "authors" if self._hints.authors else "signature"
        if not names and self._hints.agencies:
            agency = self._hints.agencies[0]
            return self._of_source("authors", "agencies", agency, Attribution.Role.REPORTING)
        byline = _folded(self._article.byline)
        is_same = all(_folded(name) in byline for name in names)
        value = ", ".join(names)
        return self._of_text("authors", value, "byline", is_same=is_same, origin=origin)

    def _published(self) -> Statement | None:
        at = self._hints.published_at
        if at is None:
            return None
        is_same = is_same_time(at, self._article)
        fills = (
            inputs_of(at, self._fields.get("published_at"))
            if not is_same or adds_time(at, self._article)
            else {}
        )
        return self._row("published_at", in_words(at), "published_at", is_same, fills)

    def _updated(self) -> Statement | None:
        at = self._hints.modified_at
        if at is None:
            return None
        is_same = is_same_time(at, self._article)
        if not is_same and is_same_day(at, self._clipping.updated_at):
            return self._unfilled("modified_at", in_words(at), gettext("shown as the update"))
        fills = {} if is_same else inputs_of(at, self._fields.get("published_at"))
        field = "published_at" if is_same else ""
        return self._row("modified_at", in_words(at), field, is_same, fills)

    def _publisher(self) -> Statement | None:
        name = self._hints.publisher
        return self._of_source("publisher", "publisher", name, Attribution.Role.PUBLISHER)

    def _section(self) -> Statement | None:
        return self._of_topics("section", [self._hints.section] if self._hints.section else [])

    def _topics(self) -> Statement | None:
        return self._of_topics("keywords", self._hints.keywords)

    def _description(self) -> Statement | None:
        value = self._hints.description
        if not value:
            return None
        bullets = {_folded(bullet.text) for bullet in self._article.bullets.all()}
        is_same = _folded(value) in bullets
        is_free = not is_same and self._form is not None
        fills = {"bullet": value} if is_free else {}
        return self._row("description", value, "bullets" if is_same else "", is_same, fills)

    def _language(self) -> Statement | None:
        value = self._hints.language
        own = self._article.language.partition("-")[0].casefold()
        is_same = value.partition("-")[0].casefold() == own
        return self._of_text("language", value, "language", is_same=is_same)

    def _address(self) -> Statement | None:
        if not self._hints.address:
            return None
        said = gettext("the story is recognised by it") if self._clipping.address_digest else ""
        return self._unfilled("address", self._hints.address, said)

    def _kinds(self) -> Statement | None:
        kinds = [kind.rpartition("/")[2] for kind in self._hints.kinds]
        value = listed(dict.fromkeys(kinds))
        said = gettext("weighed for the kind of page")
        return self._unfilled("kinds", value, said) if value else None

    def _paywall(self) -> Statement | None:
        if not self._hints.is_paywalled:
            return None
        return self._unfilled("is_paywalled", gettext("only for subscribers"), "")

    # --- rows

    def _of_text(
        self, key: str, value: str, field: str, *, is_same: bool, origin: str = ""
    ) -> Statement | None:
        if not value:
            return None
        fills = {}
        if not is_same and field in self._fields:
            fills = {"inputs": {field: value[: _LONGEST[field]]}}
        return self._row(key, value, field, is_same, fills, origin=origin)

    def _of_topics(self, key: str, names: Sequence[str]) -> Statement | None:
        if not names:
            return None
        own = {_folded(tag.tag.name) for tag in self._article.article_tags.all()}
        missing = [name for name in names if _folded(name) not in own]
        fills = {"topics": missing} if missing and "tags" in self._fields else {}
        is_section = key == "section" and missing
        return self._row(key, listed(names), "" if is_section else "tags", not missing, fills)

    def _of_source(self, key: str, origin: str, name: str, role: str) -> Statement | None:
        """A statement that names a source; one that is known can be taken."""
        if not name:
            return None
        names = {
            folded
            for row in self._article.attributions.all()
            if row.role == role
            for folded in map(_folded, (row.source.name, *row.source.aliases))
        }
        is_same = _folded(name) in names
        fills: dict[str, Any] = {}
        if not is_same and self._form is not None:
            known = Source.objects.filter(
                Q(name__iexact=name) | Q(aliases__contains=[_folded(name)]), merged_into=None
            ).first()
            fills = {"source": [known.pk, known.name, str(role)]} if known else {}
        return self._row(key, name, "attributions", is_same, fills, origin=origin)

    def _row(
        self,
        key: str,
        value: str,
        field: str,
        is_same: bool,
        fills: Mapping[str, Any],
        *,
        origin: str = "",
    ) -> Statement:
        why, line = "", 0
        if is_same and field:
            fate = Fate.TAKEN
            said = gettext("taken as %(field)s") % {"field": _field_name(field)}
        elif not field or not (self._is_own or key in _OF_ALL):
            fate, said = Fate.UNUSED, gettext("not used")
            why = "" if self._is_own else gettext("the page states it of another story")
        else:
            fate, said = Fate.DIFFERS, gettext("differs from the field now")
            why, line = self._why(key, field)
        return Statement(
            key,
            _cut(value),
            self._origin(origin or key),
            fate,
            said,
            why=why,
            why_line=line,
            fills=json.dumps(fills, ensure_ascii=False) if fills else "",
        )

    def _unfilled(self, key: str, value: str, said: str) -> Statement:
        fate = Fate.TAKEN if said else Fate.UNUSED
        origin = self._origin(key)
        return Statement(key, _cut(value), origin, fate, said or gettext("not used"))

    def _as_printed(self, key: str) -> Statement | None:
        """What the page prints of a field of which it states nothing."""
        role = _PRINTED.get(key)
        line = self._printed.get(role) if role else None
        if line is None:
            return None
        is_edited = self._is_edited(_PARTS[key])
        field = {"authors": "byline", "keywords": "tags"}.get(key, key)
        said = (
            gettext("differs from the field now")
            if is_edited
            else gettext("taken as %(field)s") % {"field": _field_name(field)}
        )
        return Statement(
            key,
            _cut(line.text.strip()),
            "",
            Fate.DIFFERS if is_edited else Fate.TAKEN,
            said,
            line=line.number,
            why=gettext("an editor changed the field") if is_edited else "",
        )

    def _why(self, key: str, field: str) -> tuple[str, int]:
        """Why a field is not what is stated, and the line that shows it."""
        if key in _PARTS and self._is_edited(_PARTS[key]):
            return gettext("an editor changed the field"), 0
        printed = self._printed.get(_PRINTED[key]) if key in _PRINTED else None
        if printed is not None:
            return gettext("the page prints another"), printed.number
        if field in ("headline", "byline") and not getattr(self._article, field):
            return gettext("the field is empty"), 0
        return "", 0

    # --- facts

    def _is_of_this_story(self) -> bool:
        """Of several stories of a page its statements are that one's whose headline they state."""
        hints, article = self._hints, self._article
        if not hints.headline or _folded(hints.headline) == _folded(article.headline):
            return True
        stories = Clipping.objects.filter(dump=self._clipping.dump_id, kind=Clipping.Kind.STORY)
        return not stories.exclude(pk=self._clipping.pk).exists()

    def _is_edited(self, part: str) -> bool:
        article = self._article
        imported = article.imported_digests.get(part)
        if imported is None:
            return False
        current: Any = {
            "headline": (article.headline, article.kicker),
            "byline": article.byline,
            "dates": (
                article.published_at,
                article.date_text,
                article.date_precision,
                article.date_method,
            ),
            "tags": frozenset(tag.tag.name for tag in article.article_tags.all()),
        }[part]
        return bool(digest_of(current) != imported)

    def _origin(self, key: str) -> str:
        unnamed = {"kinds": "markup", "title": "title"}.get(key, "record")
        origin = self._hints.origins.get(key, unnamed)
        own = {
            "record": gettext("its record"),
            "address": gettext("its address"),
            "markup": gettext("its markup"),
        }
        return own.get(origin, origin)


def _field_name(field: str) -> str:
    """A field's or a relation's name as the form has it."""
    names = {"bullets": _("key point"), "attributions": _("source"), "tags": _("topics")}
    own: Any = Article._meta.get_field(field) if field not in names else None
    return str(names[field] if own is None else own.verbose_name)


def _folded(text: str) -> str:
    """A text for comparison: the same whatever its case, spaces and form of apostrophes."""
    return " ".join(text.casefold().replace("’", "'").split())


def _cut(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN].rstrip()}…"
