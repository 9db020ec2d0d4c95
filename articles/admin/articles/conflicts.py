"""Conflicts between two editors of one article. The second save leads to a page with both
versions, part by part; if the article was deleted meanwhile, to a page that keeps the second
editor's work."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.permissions import who_may
from articles.models import Article, Source
from articles.versions.word_diff import Stretch, word_changes

from .form_state import Forms, Posted, Row, Rows, rows_written

CHOSEN: Final = "shown"
"""Input of the conflict page: the digests of the stored state that it showed."""
SIDE: Final = "side-"
MINE, THEIRS = "mine", "theirs"

LABELS: Final = {
    "headline": _("Headline and slug"),
    "published_at": _("Date"),
    "dateline": _("Dateline and place"),
    "tags": _("Topics"),
    "ednote": _("Note to editors"),
    "bullets": _("Key points"),
    "attributions": _("Sources"),
}
SUBMITS: Final = {
    "_publish_next": _("Publish and next"),
    "_publish": _("Save and publish"),
    "_withdraw": _("Save and withdraw"),
    "_send_back": _("Save and send to review"),
    "_hold": _("Save as draft"),
    "_continue": _("Save and continue editing"),
    "_save": _("Save"),
}
_MOVES: Final = ("_publish_next", "_publish", "_withdraw", "_send_back", "_hold")


@dataclass(frozen=True, slots=True)
class Choice:
    """A part that differs between both versions. `stretches` is the difference from theirs to
    mine; `side` is the current choice, which is theirs if only they changed the part."""

    name: str
    label: str
    stretches: list[Stretch]
    side: str
    is_mine_untouched: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """A save beside the article: the stored state, the posted state, and the state that the
    editor opened."""

    article: Article
    stored: Posted
    posted: Posted
    seen: Mapping[str, str]

    @property
    def moved_on(self) -> list[str]:
        """The parts that were stored by somebody else since this editor opened the article."""
        now = self.stored.digests()
        return [part for part in now if now[part] != self.seen.get(part)]

    @property
    def disputed(self) -> list[str]:
        """Those of them that this save would change."""
        now, mine = self.stored.digests(), self.posted.digests()
        return [part for part in self.moved_on if mine[part] != now[part]]

    def seal(self) -> str:
        """Digests of the stored state, for a hidden input of the form."""
        return json.dumps(self.stored.digests() | {"status": self.article.status})


def seal_of(article: Article, forms: Forms) -> str:
    """The digests for an editor who opens the article now."""
    return Meeting(article, forms.stored(), Posted({}, {}), {}).seal()


def seal_form(article: Article | None, context: Mapping[str, Any]) -> None:
    """Writes the digests of the opened state into the form."""
    form = context["adminform"].form
    if article is None or "seen" not in form.fields or form.is_bound:
        return
    formsets = {
        inline.formset.prefix: inline.formset
        for inline in context["inline_admin_formsets"]
        if inline.has_change_permission
    }
    form.initial["seen"] = seal_of(article, Forms(form, formsets))


def page_before_save(
    admin: ModelAdmin, request: HttpRequest, object_id: str, article: Article | None
) -> HttpResponse | None:
    """The page that a save must show first: both versions if the save would overwrite a newer
    change, or an explanation if the article was deleted or published meanwhile. None if the save
    can go on.

    The article is locked until the save ends: of two simultaneous saves one waits and then sees
    the other's result.
    """
    if not admin.has_change_permission(request, article):
        return _refuse(admin, request, article)
    if article is None:
        return _keep_what_is_typed(admin, request, object_id)
    return _meet(admin, request, article)


def _meet(admin: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse | None:
    """The conflict page, or None if no choice is left: then the post fits the article as it is
    now."""
    forms = Forms.of(admin, request, article)
    seen = _read_seal(request.POST.get("seen", ""))
    posted = forms.read(request.POST, request.FILES)
    meeting = Meeting(article, forms.stored(), posted, seen)
    has_moved = seen.get("status", article.status) != article.status
    is_news = has_moved and any(name in request.POST for name in _MOVES)
    if not meeting.moved_on and not is_news:
        return None
    sides = {part: request.POST.get(f"{SIDE}{part}", "") for part in meeting.disputed}
    is_answer = CHOSEN in request.POST
    is_current = _read_seal(request.POST.get(CHOSEN, "")) == _read_seal(meeting.seal())
    is_complete = all(side in (MINE, THEIRS) for side in sides.values())
    if (meeting.disputed or is_news) and not (is_answer and is_current and is_complete):
        return _ask_which(admin, request, meeting, sides, is_current=is_current)
    request.POST = _settled(request.POST, meeting, sides)  # type: ignore[assignment]
    return None


def _refuse(
    admin: ModelAdmin, request: HttpRequest, article: Article | None
) -> HttpResponse | None:
    """The page for a save of an article that was published meanwhile, by a user who may not
    change published ones: it shows the posted text, to be read and passed on. None in all other
    cases."""
    if article is None or "headline" not in request.POST:
        return None
    if not admin.has_change_permission(request):
        return None
    posted = Forms.of(admin, request, Article()).read(request.POST, request.FILES)
    names = _source_names([posted])
    context = {
        **admin.admin_site.each_context(request),
        "title": gettext("Not saved"),
        "article": article,
        "opts": admin.opts,
        "who_may_change": who_may(),
        "parts": [(_label(part), _in_words(part, posted, names)) for part in posted.digests()],
    }
    template = "admin/articles/article/not_saved.html"
    return TemplateResponse(request, template, context, status=403)


def _keep_what_is_typed(
    admin: ModelAdmin, request: HttpRequest, object_id: str
) -> HttpResponse | None:
    """The page for a save of a deleted article: it shows the posted text, to be read and saved
    as a new article. None if nothing of an article was posted."""
    if "headline" not in request.POST:
        return None
    posted = Forms.of(admin, request, Article()).read(request.POST, request.FILES)
    names = _source_names([posted])
    parts = [(_label(part), _in_words(part, posted, names)) for part in posted.digests()]
    acts = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Article), object_id=object_id
    ).filter(action_flag=DELETION)
    context = {
        **admin.admin_site.each_context(request),
        "title": gettext("This story was deleted"),
        "opts": admin.opts,
        "parts": [(label, text) for label, text in parts if text],
        "last": acts.select_related("user").order_by("-action_time").first(),
        "carried": _as_new(admin, request, posted).items(),
        "has_captions": bool(posted.rows.get("captions", Rows([], [])).rows),
        "add_address": reverse("admin:articles_article_add"),
        "may_add": admin.has_add_permission(request),
    }
    return TemplateResponse(request, "admin/articles/article/deleted.html", context)


def _as_new(admin: ModelAdmin, request: HttpRequest, posted: Posted) -> Row:
    """The inputs that post the same content as a new article."""
    inputs: Row = {}
    for formset_class, _inline in admin.get_formsets_with_inlines(request):
        prefix = formset_class.get_default_prefix()
        rows = posted.rows.get(prefix, Rows([], []))
        inputs |= rows_written(prefix, rows, Rows([], []))
    for row in posted.fields.values():
        inputs |= row
    return inputs


def _ask_which(
    admin: ModelAdmin,
    request: HttpRequest,
    meeting: Meeting,
    sides: Mapping[str, str],
    *,
    is_current: bool,
) -> HttpResponse:
    article = meeting.article
    is_answer = CHOSEN in request.POST
    pressed = next((name for name in SUBMITS if name in request.POST), "_save")
    # Enter presses the first button, which is to be one that only saves.
    buttons = dict.fromkeys(("_save", pressed) if pressed in _MOVES else (pressed, "_save"))
    context = {
        **admin.admin_site.each_context(request),
        "title": gettext("Conflicting edits"),
        "article": article,
        "opts": admin.opts,
        "choices": _choices(meeting, sides if is_answer and is_current else {}),
        "last": _last_act(article),
        "has_moved": meeting.seen.get("status", article.status) != article.status,
        "is_again": is_answer and not is_current,
        "is_unanswered": is_answer and is_current,
        "pictures": [picture.name for _, [picture, *_] in request.FILES.lists()],
        "carried": list(_carried(request.POST)),
        "seal": meeting.seal(),
        "submits": [(name, SUBMITS[name]) for name in buttons],
        "pressed": pressed,
    }
    return TemplateResponse(request, "admin/articles/article/conflict.html", context)


def _read_seal(text: str) -> dict[str, str]:
    """The digests in a hidden input. Empty if the input is not one of ours: then the editor saw
    nothing."""
    try:
        digests = json.loads(text)
    except ValueError:
        return {}
    return digests if isinstance(digests, dict) else {}


def _settled(post: QueryDict, meeting: Meeting, sides: Mapping[str, str]) -> QueryDict:
    """The post applied to the article as it is now, with the chosen sides, and with rows that
    match the stored ones."""
    settled = post.copy()
    for part in meeting.moved_on:
        side = meeting.posted if sides.get(part) == MINE else meeting.stored
        if part in side.fields:
            for name, value in side.fields[part].items():
                settled[name] = value
            continue
        for name in [name for name in settled if name.startswith(f"{part}-")]:
            del settled[name]
        for name, value in rows_written(part, side.rows[part], meeting.stored.rows[part]).items():
            settled[name] = value
    settled["seen"] = meeting.seal()
    return settled


def _carried(post: QueryDict) -> Iterable[tuple[str, str]]:
    """The inputs that the page posts again beside the choices: everything posted except the
    buttons."""
    for name, values in post.lists():
        is_ours = name == CHOSEN or name.startswith(SIDE) or name == "csrfmiddlewaretoken"
        if not is_ours and name not in SUBMITS:
            for value in values:
                yield name, str(value).replace("\r\n", "\n")


def _choices(meeting: Meeting, sides: Mapping[str, str]) -> list[Choice]:
    mine = meeting.posted.digests()
    names = _source_names([meeting.posted, meeting.stored])
    found = []
    for part in meeting.disputed:
        is_untouched = mine[part] == meeting.seen.get(part)
        before, after = (_in_words(part, side, names) for side in (meeting.stored, meeting.posted))
        side = sides.get(part) or (THEIRS if is_untouched else "")
        found.append(Choice(part, _label(part), word_changes(before, after), side, is_untouched))
    return found


def _label(part: str) -> str:
    name = str(getattr(Article._meta.get_field(part), "verbose_name", part))
    return str(LABELS.get(part) or capfirst(name))


def _source_names(sides: Iterable[Posted]) -> dict[str, str]:
    keys = {
        row["source"]
        for side in sides
        for rows in side.rows.values()
        for row in rows.rows
        if row.get("source", "").isdecimal() and len(row["source"]) < 19
    }
    return {str(pk): str(source) for pk, source in Source.objects.in_bulk(list(keys)).items()}


def _in_words(part: str, side: Posted, names: Mapping[str, str]) -> str:
    if part in side.fields:
        return "\n".join(filter(None, side.fields[part].values()))
    rows: Rows = side.rows[part]
    return "\n".join(_row_in_words(row, names) for row in rows.rows)


def _row_in_words(row: Row, names: Mapping[str, str]) -> str:
    """A row in one line: its text, then the other values in brackets; a credit equal to its
    source appears once."""
    words = {
        name: names.get(value, value) if name == "source" else value
        for name, value in row.items()
        if value and name != "position" and not name.endswith("-clear")
    }
    number = f"{words.pop('number')}. " if "number" in words else ""
    if words.get("source") == words.get("credit"):
        words.pop("source", "")
    text = words.pop("text", "") or words.pop("source", "")
    rest = f" ({', '.join(words.values())})" if words else ""
    return f"{number or '• '}{text}{rest}"


def _last_act(article: Article) -> LogEntry | None:
    """The last recorded change of the article; None if an import made it."""
    acts = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Article), object_id=str(article.pk)
    )
    acts = acts.filter(action_time__gte=article.modified_at)  # it is noted after the save
    return acts.select_related("user").order_by("-action_time").first()
