"""The options of an import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from articles.models import Article


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The caller's options. `status` is the first status of new articles; without a `language`
    theirs is that of the page's markup, or English. `fields` are pairs of a role (one of
    `readers.ROLES`) and the name of the field of JSON or a table that has it, `records` is the path
    of the records in a file of JSON. `update_published` updates published articles, too.
    `all_pages` takes every page for an article. `pictures` brings those along that lie beside the
    pages, `fetch_pictures` asks the web for the others. `asked_by` names the caller."""

    captured_at: date | datetime | None = None
    publisher: str = ""
    tags: tuple[str, ...] = ()
    status: str = Article.Status.IN_REVIEW
    language: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    records: str = ""
    dry_run: bool = False
    update_published: bool = False
    all_pages: bool = False
    pictures: bool = True
    fetch_pictures: bool = False
    asked_by: str = ""
