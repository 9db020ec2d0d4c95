"""What an import is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from articles.models import Article


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the caller asked for. `status` is what new articles begin with; without a `language`
    theirs is the one that the page's markup names, or English. `fields` are pairs of what a field
    of JSON or a table is (one of `readers.ROLES`) and its name. `update_published` brings published
    articles up to date, too. `asked_by` says who."""

    captured_at: date | datetime | None = None
    publisher: str = ""
    tags: tuple[str, ...] = ()
    status: str = Article.Status.IN_REVIEW
    language: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    dry_run: bool = False
    update_published: bool = False
    asked_by: str = ""
