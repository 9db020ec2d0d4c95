"""What a new parse changes, in words: old and new of each part, short enough to read in a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from articles.ingest.stories.content import Content
from articles.models import PUBLIC_STATUSES

from .working_set import WorkingArticle

_LONGEST: Final = 120
"""Characters of an old or new text that are shown."""


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part, and the first lines in which old and new differ; `more` lines differ besides."""

    part: str
    old: str
    new: str
    more: int = 0

    def __str__(self) -> str:
        more = f" (and {self.more} more)" if self.more else ""
        return f"{self.part}: {self.old or 'nothing'} -> {self.new or 'nothing'}{more}"


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """An article that changes, or that is new, or of which parts stay against what the parser
    would say now: an editor's, or all if it `is_public`. `article` is None where it has no id yet.
    """

    article: int | None
    headline: str
    changes: tuple[PartChange, ...] = ()
    kept: tuple[PartChange, ...] = ()
    is_new: bool = False
    is_public: bool = False

    def lines(self) -> list[str]:
        """The article, and then each part that changes or stays, in words."""
        name = f"article {self.article}" if self.article else "a new article"
        why = "kept, for it is published" if self.is_public else "kept as an editor left it"
        return [
            f"{name}, {self.headline}",
            *(f"  {part}" for part in self.changes),
            *(f"  {why}, {part}" for part in self.kept),
        ]


def change_of(working_article: WorkingArticle) -> ArticleChange | None:
    """What a batch does to one article; None when it leaves it as it is."""
    content = working_article.content
    if working_article.stored is None:
        return ArticleChange(working_article.key, content.headline[0], is_new=True)
    before = working_article.stored
    changes = tuple(
        _part_change(part, getattr(before, part), getattr(content, part))
        for part in sorted(working_article.changed)
        if getattr(before, part) != getattr(content, part)
    )
    kept = _kept(before, working_article.kept)
    if not changes and not kept:
        return None
    is_public = working_article.status in PUBLIC_STATUSES
    return ArticleChange(
        working_article.key, before.headline[0], changes, kept, is_public=is_public
    )


def _kept(before: Content, kept: Mapping[str, object]) -> tuple[PartChange, ...]:
    return tuple(
        _part_change(part, getattr(before, part), new) for part, new in sorted(kept.items())
    )


def _part_change(part: str, old: Any, new: Any) -> PartChange:
    old_lines, new_lines = _lines(part, old), _lines(part, new)
    gone = [line for line in old_lines if line not in new_lines]
    come = [line for line in new_lines if line not in old_lines]
    if not gone and not come:  # the same lines in another order
        gone, come = old_lines, new_lines
    more = max(0, len(gone) - 1) + max(0, len(come) - 1)
    return PartChange(part, _short(gone), _short(come), more)


def _lines(part: str, value: Any) -> list[str]:
    """A part's value as lines a person can read."""
    match part:
        case "headline":
            return [line for line in value if line]
        case "dateline":
            return [value[0]] if value[0] else []
        case "dates":
            return [f"{value.published_at:%Y-%m-%d %H:%M} ({value.precision}, “{value.text}”)"]
        case "captions":
            return [f"{caption.text} ({caption.credit})" for caption in value]
        case "sources":
            return sorted(f"{credit.source} ({credit.role})" for credit in value)
        case "body":
            return [line for line in value.splitlines() if line.strip()]
        case "byline":
            return [value] if value else []
    return sorted(value) if isinstance(value, frozenset) else list(value)


def _short(lines: list[str]) -> str:
    text = lines[0] if lines else ""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
