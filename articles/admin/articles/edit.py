"""What the article form shows beside its fields: status buttons, source lines, and links to the
articles before and after it in the list it was opened from."""

from __future__ import annotations

from collections.abc import Container, Mapping
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.admin import ModelAdmin
from django.forms import Media
from django.forms.widgets import MediaAsset
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from articles.editing.checks import findings_of
from articles.models import Article
from articles.publishing import Move

from .action_labels import BUTTONS
from .links import address_of
from .loading import clippings_of
from .next_previous import FILTERS, neighbours
from .page_pictures import lacking
from .publish import moves_of
from .source_lines import REMEDY_NAMES, evidence_for
from .stated import is_page, statements_of

# Django adds these scripts to every form, but they have no function in the form of an article with
# a slug: they fill a new slug and select list rows. One of them is the largest of all.
FOR_NEW: Final = frozenset({"actions", "urlify", "prepopulate", "xregexp"})


KEYS: Final = {Move.MARK_READY: "y", Move.ASK: "a", Move.REJECT: "j"}
"""Keys of buttons for status changes; that of publishing is in the template."""


def buttons(admin: ModelAdmin, request: HttpRequest, article: Article | None) -> dict[str, Any]:
    """A button for each status change that is possible and that this user may make."""
    moves = moves_of(admin, request, article, now=timezone.now())
    return {
        # Withdrawing asks for a notice first, on a page of its own.
        "moves": [
            (f"_{move}", BUTTONS[move], KEYS.get(move, "") if article is not None else "")
            for move in moves
            if move is not Move.WITHDRAW
        ],
        **_asked(admin, request, article, can_withdraw=Move.WITHDRAW in moves),
        "can_publish": article is not None and Move.PUBLISH in moves,
    }


def _asked(
    admin: ModelAdmin, request: HttpRequest, article: Article | None, *, can_withdraw: bool
) -> dict[str, str]:
    """The pages of a story that readers see: for a correction, and for its withdrawal."""
    if article is None or not article.is_visible():
        return {}
    links = {}
    if admin.has_change_permission(request, article):
        links["correct"] = address_of(request, "admin:articles_article_correct", article.pk)
    if can_withdraw:
        links["withdraw"] = address_of(request, "admin:articles_article_withdraw", article.pk)
    return links


def surroundings(
    admin: ModelAdmin, request: HttpRequest, article: Article, context: Mapping[str, Any]
) -> dict[str, Any]:
    """The source lines beside the form, and links to the neighbouring articles."""
    clippings = clippings_of(article)
    around = neighbours(admin, request, article)
    form = context["adminform"].form
    body = form["body"].value() if "body" in form.fields else None
    chosen = request.GET.get("clipping", "")
    evidence = evidence_for(article, clippings, chosen, body=body)
    editable = form if "headline" in form.fields else None
    return {
        "media": without_scripts(context["media"], FOR_NEW if article.slug else ()),
        "evidence": evidence,
        "is_page": evidence is not None and is_page(evidence.clipping),
        "stated": statements_of(article, evidence.clipping, evidence.lines, editable)
        if evidence
        else [],
        "page_pictures": lacking(article),
        "remedies": REMEDY_NAMES.items(),
        "findings": findings_of(article, with_topics=False) if not article.is_public else [],
        "issue_count": sum(len(clipping.open_issues) for clipping in clippings),
        "before": _address_of(request, around.before),
        "after": _address_of(request, around.after),
    }


def without_scripts(media: Media, names: Container[str]) -> Media:
    """The media without the scripts of these names (`xregexp` means xregexp.min.js)."""
    known: Any = media  # of its lists only the private names are there
    scripts = [script for script in known._js if _name_of(script) not in names]
    return Media(css=known._css, js=scripts)


def _name_of(script: str | MediaAsset) -> str:
    path = script.path if isinstance(script, MediaAsset) else script
    return PurePosixPath(path).name.split(".")[0]


def _address_of(request: HttpRequest, key: int | None) -> str | None:
    if key is None:
        return None
    address = reverse("admin:articles_article_change", args=[key])
    filters = request.GET.get(FILTERS)
    return f"{address}?{urlencode({FILTERS: filters})}" if filters else address
