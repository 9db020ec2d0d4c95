"""Compares three versions of an article: as imported, as edited, as the parser reads it now.

The importer leaves an editor's parts alone; here an editor chooses either side, part by part. A
part taken from the parser is the importer's again. For a part that stays the editor's, the system
stores that the editor has seen the parser's text, until the parser's text changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.ingest.maintenance.reread import make_names, read_again, settle, stored_content
from articles.ingest.storage.published_updates import content_of
from articles.ingest.stories.content import (
    GROWING_PARTS,
    PARTS,
    CaptionText,
    Content,
    digest_of,
    digests_of,
)
from articles.models import Article, Attribution, Disagreement
from articles.versions import history
from articles.versions.stored import Editor
from articles.versions.word_diff import Stretch, word_changes

from . import issues

LABELS: Final = {
    "headline": _("Headline and kicker"),
    "byline": _("Byline"),
    "dateline": _("Dateline and place"),
    "dates": _("Date"),
    "bullets": _("Key points"),
    "body": _("Body"),
    "captions": _("Captions"),
    "sources": _("Sources"),
    "tags": _("Topics"),
}


class Side(StrEnum):
    """Whose words a part gets."""

    EDITOR = "editor"
    PARSER = "parser"


class State(StrEnum):
    """How the three versions differ."""

    SAME = "same"
    EDITED = "edited"
    """An editor changed it, and the parser reads it as it did before."""
    READ_ANEW = "read_anew"
    """No editor changed it, and the parser reads it differently: a re-parse would update it."""
    HELD = "held"
    """The same of a story that is published: an import leaves it as it is."""
    DISPUTED = "disputed"
    """An editor changed it, and the parser reads it differently now."""


class StaleError(Exception):
    """The article, or the parser's reading of it, has changed since the editor saw it."""


class ApartError(Exception):
    """The body refers to captions by number; taken from two sides the numbers would not match."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part in three versions, in words; `imported` is None if that text is not stored."""

    name: str
    label: str
    state: State
    imported: str | None
    editors: list[Stretch]
    parsers: list[Stretch]


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """All parts, and a seal (a digest) of what was shown, which `take` checks."""

    parts: list[Part]
    seal: str
    unread_count: int

    @property
    def differing(self) -> list[Part]:
        """The parts that offer a choice; disputed ones first."""
        found = [part for part in self.parts if part.state is not State.SAME]
        first = (State.DISPUTED, State.HELD)
        return sorted(found, key=lambda part: first.index(part.state) if part.state in first else 2)

    @property
    def same(self) -> list[Part]:
        """The parts that are the same in all three versions."""
        return [part for part in self.parts if part.state is State.SAME]


def look(article: Article) -> ThreeWay | None:
    """The versions; None if the article was not imported, or the parser no longer finds it."""
    reading = read_again(article.pk)
    if reading is None:
        return None
    editors, imported = stored_content(article.pk)
    remembered = _remembered(article, editors, reading.content, imported)
    parts = [_part(name, editors, reading.content, imported, remembered) for name in PARTS]
    if article.is_public:
        parts = [
            replace(part, state=State.HELD) if part.state is State.READ_ANEW else part
            for part in parts
        ]
    return ThreeWay(parts, _seal(editors, reading.content), reading.unread_count)


def take(article: Article, sides: Mapping[str, Side], *, seal: str, by: Editor) -> ThreeWay | None:
    """Gives each part named its side, as one version; says what stands then.

    Raises `StaleError` where either text has changed since the seal was given, or the status since
    the article was read, and `ApartError`
    where body and captions would not fit each other; nothing is written then.
    """
    reading = read_again(article.pk)
    if reading is None:
        raise StaleError
    with transaction.atomic():
        make_names(reading)
        editors, _ = stored_content(article.pk)  # locked from here on
        status = Article.objects.values_list("status", flat=True).get(pk=article.pk)
        if _seal(editors, reading.content) != seal or status != article.status:
            raise StaleError
        taken = [part for part in PARTS if sides.get(part) is Side.PARSER]
        left = [part for part in PARTS if sides.get(part) is Side.EDITOR]
        _check_fit(editors, reading.content, taken)
        if taken:
            history.keep(article)
            with history.recording(by=by, comment=said(taken, left, is_public=article.is_public)):
                settle(article.pk, reading, taken=taken, left=left)
                history.add(article)
            issues.recheck([article.pk], by=by)
        elif left:
            settle(article.pk, reading, taken=(), left=left)
        _forget(article.pk, (*taken, *left))
    return look(article)


def part_name(part: str) -> str:
    return str(LABELS[part]).lower() if part in LABELS else part


def said(taken: Sequence[str], left: Sequence[str], *, is_public: bool) -> str:
    """The decision as a sentence; in a story that `is_public` the parts left are no editor's."""
    ours = (
        gettext("kept the published %(parts)s")
        if is_public
        else gettext("kept the editor's %(parts)s")
    )
    sides = ((gettext("Took the parser's %(parts)s"), taken), (ours, left))
    clauses = [
        clause % {"parts": gettext(", ").join(map(part_name, parts))}
        for clause, parts in sides
        if parts
    ]
    sentence = gettext("; ").join(clauses)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def forget_what_is_settled(article: int) -> None:
    """After an editor's save: a part that now equals the parser's is no longer disputed."""
    row = Disagreement.objects.filter(article=article).first()
    if row is None:
        return
    now = digests_of(stored_content(article)[0])
    _forget(article, [part for part, digest in row.parts.items() if now[part] == digest])


def _forget(article: int, decided: Iterable[str]) -> None:
    row = Disagreement.objects.filter(article=article).first()
    if row is None:
        return
    parts = {part: digest for part, digest in row.parts.items() if part not in set(decided)}
    if not parts:
        row.delete()
    elif parts != row.parts:
        row.parts = parts
        row.save(update_fields=["parts"])


def _seal(editors: Content, parsers: Content) -> str:
    return digest_of([digests_of(editors), digests_of(parsers)].__repr__())


def _check_fit(editors: Content, parsers: Content, taken: Sequence[str]) -> None:
    if ("body" in taken) == ("captions" in taken):
        return
    one, other = ([caption.number for caption in side.captions] for side in (editors, parsers))
    if one != other:
        raise ApartError


def _part(
    name: str,
    editors: Content,
    parsers: Content,
    imported: Mapping[str, str],
    remembered: Mapping[str, Any],
) -> Part:
    ours, theirs = getattr(editors, name), getattr(parsers, name)
    was = in_words(name, remembered[name]) if name in remembered else None
    own, read = in_words(name, ours), in_words(name, theirs)
    return Part(
        name,
        str(LABELS[name]),
        _state(name, ours, theirs, imported.get(name)),
        was,
        word_changes(own if was is None else was, own),
        word_changes(own if was is None else was, read),
    )


def _state(name: str, ours: Any, theirs: Any, imported: str | None) -> State:
    if ours == theirs or (name in GROWING_PARTS and theirs < ours):
        return State.SAME
    if in_words(name, ours) == in_words(name, theirs) and name != "captions":
        return State.SAME
    if digest_of(ours) == imported:
        return State.READ_ANEW
    if digest_of(theirs) == imported or name in GROWING_PARTS:
        return State.EDITED
    return State.DISPUTED


def _remembered(
    article: Article, editors: Content, parsers: Content, imported: Mapping[str, str]
) -> dict[str, Any]:
    """The parts as last imported, as far as they still exist somewhere: in the rows, the parser's
    reading, or one of the article's versions."""
    found: dict[str, Any] = {}
    sources: Iterable[Content] = (editors, parsers)
    for content in sources:
        _remember(found, content, imported)
    if len(found) < len(PARTS):
        for version in history.newest_versions(article):
            _remember(found, content_of(article.pk, version), imported)
    return found


def _remember(found: dict[str, Any], content: Content, imported: Mapping[str, str]) -> None:
    for name in PARTS:
        value = getattr(content, name)
        if name not in found and digest_of(value) == imported.get(name):
            found[name] = value


def in_words(name: str, value: Any) -> str:
    """A part's value as a person reads it."""
    match name:
        case "headline":
            headline, kicker = value
            return f"{kicker}\n{headline}" if kicker else headline
        case "dateline":
            printed, place = value
            return f"{printed} ({place})" if place and place != printed else printed
        case "dates":
            printed = f", “{value.text}”" if value.text else ""
            precision = Article.DatePrecision(value.precision).label
            return f"{value.published_at:%Y-%m-%d %H:%M} ({precision}{printed})"
        case "bullets":
            return "\n".join(f"• {text}" for text in value)
        case "captions":
            return "\n".join(_caption(caption) for caption in value)
        case "sources":
            roles = dict(Attribution.Role.choices)
            return "\n".join(sorted(f"{credit.source} ({roles[credit.role]})" for credit in value))
        case "tags":
            return ", ".join(sorted(value))
    return str(value)


def _caption(caption: CaptionText) -> str:
    credit = f" ({caption.credit})" if caption.credit else ""
    picture = gettext(" [with a picture]") if caption.picture else ""
    return f"{caption.number}. {caption.text}{credit}{picture}"


__all__ = [
    "ApartError",
    "Part",
    "Side",
    "StaleError",
    "State",
    "ThreeWay",
    "forget_what_is_settled",
    "look",
    "take",
]
