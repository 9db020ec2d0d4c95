"""The admin of import runs, during the run and after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.labels.issues import in_words, listed
from articles.ingest.pipeline.import_report import duration_in_words, size_in_words
from articles.ingest.storage.work_locks import is_at_work, is_interrupted
from articles.models import Clipping, Dump, ImportRun, StoryPicture

from .jobs import may_ask, state_of
from .reparse import ReparseAdmin
from .upload import UploadAdmin

MOST_DUMPS: Final = 50
"""Dumps listed on the page of a run; the list of dumps has all."""

MOST_ARTICLES: Final = 50
"""Articles listed, of those dumps."""

_BAR_LENGTH: Final = 1000.0


@dataclass(frozen=True, slots=True)
class Share:
    """A section of a bar, in thousandths of its length."""

    kind: str
    name: str
    count: int
    start: float
    length: float


def came_of(run: ImportRun) -> str:
    """A run's result in words: `5 created, 1 in quarantine`."""
    counts = [
        (gettext("created"), run.created_count),
        (gettext("updated"), run.updated_count),
        (gettext("in quarantine"), run.quarantined_count),
    ]
    phrases = [f"{count:,} {name}" for name, count in counts if count] or [gettext("nothing new")]
    if run.failed_count:
        phrases.append(gettext("%(number)s failed") % {"number": f"{run.failed_count:,}"})
    if run.undone_at:
        phrases.append(gettext("undone"))
    return listed(phrases)


@admin.register(ImportRun)
class ImportRunAdmin(UploadAdmin, ReparseAdmin):
    """Runs of the importer, and their results."""

    list_display = [
        "started_at",
        "kind",
        "how_it_is",
        "came_of_it",
        "line_count",
    ]
    list_filter = ["state", "kind"]
    ordering = ["-started_at"]
    sortable_by = ["started_at"]
    fields = [
        ("kind", "asked_by"),
        ("started_at", "finished_at", "undone_at"),
        "how_it_is",
        "speed",
        "pictures_shown",
        "inputs_shown",
        "options_shown",
        "parser_version",
    ]
    readonly_fields = ["how_it_is", "speed", "pictures_shown", "inputs_shown", "options_shown"]

    def context_of(self, row: ImportRun) -> dict[str, Any]:
        """The results; while the run goes on, the page refreshes itself."""
        return _context(row)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The run, and the actions that this user may start on it."""
        context = {"may_ask": may_ask(request), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The runs, and for users with the right to, a link to a new upload."""
        context = {"may_ask": may_ask(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    @admin.display(description=_("status"))
    def how_it_is(self, run: ImportRun) -> str:
        """The state; a row that says "running" without a process belongs to an interrupted run."""
        if is_interrupted(run):
            return gettext("interrupted; run the same command again to resume")
        return run.get_state_display()

    @admin.display(description=_("result"))
    def came_of_it(self, run: ImportRun) -> str:
        """The counts that are not 0, in words: as columns they would fit no page."""
        return came_of(run)

    @admin.display(description=_("speed"))
    def speed(self, run: ImportRun) -> str:
        """Articles in what time."""
        stories = run.created_count + run.updated_count + run.unchanged_count
        text = gettext("%(size)s in %(duration)s") % {
            "size": size_in_words(run.byte_count),
            "duration": duration_in_words(run.seconds),
        }
        if run.seconds <= 0:
            return text
        megabytes = run.byte_count / 1e6 / run.seconds
        return gettext("%(text)s: %(articles)s stories/s, %(megabytes)s MB/s") % {
            "text": text,
            "articles": f"{stories / run.seconds:,.0f}",
            "megabytes": f"{megabytes:,.1f}",
        }

    @admin.display(description=_("pictures"))
    def pictures_shown(self, run: ImportRun) -> str:
        """Those of the pages, by what became of them."""
        said = [
            f"{StoryPicture.State(state).label}: {count:,}"
            for state, count in sorted(run.picture_counts.items(), reverse=True)
            if state in StoryPicture.State.values
        ]
        return listed(said) if said else gettext("none")

    @admin.display(description=_("inputs"))
    def inputs_shown(self, run: ImportRun) -> SafeString:
        paths = ((path,) for path in run.inputs)
        return format_html_join(gettext(", "), "<bdi>{}</bdi>", paths)

    @admin.display(description=_("options"))
    def options_shown(self, run: ImportRun) -> str:
        """The options other than the paths."""
        options = ((name, value) for name, value in run.options.items() if value)
        return ", ".join(f"{name}: {_shown(value)}" for name, value in options)


def _context(run: ImportRun) -> dict[str, Any]:
    job = run.jobs.defer("report").order_by("-pk").first()
    pages = job.what.get("pages", []) if job else []
    own = Dump.objects.filter(pk__in=pages) if pages else Dump.objects.filter(first_run=run)
    dumps = own.only("name", "line_count", "byte_count")
    found = list(dumps.order_by("pk")[: MOST_DUMPS + 1])
    stories = Clipping.objects.filter(dump__in=found[:MOST_DUMPS], article__isnull=False)
    articles = stories.select_related("article").only("article__headline", "article__status")
    return {
        **(state_of(job) if job else {}),
        "is_running": is_at_work(run),
        "articles": articles.order_by("dump", "position")[:MOST_ARTICLES],
        "lines": list(
            _shares(
                [
                    ("article", gettext("in stories"), run.article_line_count),
                    ("chrome", gettext("page furniture and blank"), run.chrome_line_count),
                    ("quarantine", gettext("in quarantine"), run.quarantine_line_count),
                ]
            )
        ),
        "stories": list(
            _shares(
                [
                    ("created", gettext("created"), run.created_count),
                    ("updated", gettext("updated"), run.updated_count),
                    ("unchanged", gettext("unchanged"), run.unchanged_count),
                ]
            )
        ),
        "issues": list(_issues(run, has_dumps=bool(found))),
        "inputs_left_count": max(0, run.input_count - len(run.input_outcomes)),
        "failures_left_count": max(0, run.failed_count - len(run.failures)),
        "are_taken": bool(pages),
        "dumps": found[:MOST_DUMPS],
        "dumps_address": reverse("admin:articles_dump_changelist")
        + f"?first_run__id__exact={run.pk}",
        "has_more_dumps": len(found) > MOST_DUMPS and not pages,
    }


def _shares(counts: Sequence[tuple[str, str, int]]) -> Iterator[Share]:
    total = sum(count for _, _, count in counts)
    start = 0.0
    for kind, name, count in counts:
        length = _BAR_LENGTH * count / total if total else 0.0
        yield Share(kind, name, count, round(start, 2), round(length, 2))
        start += length


def _issues(run: ImportRun, *, has_dumps: bool) -> Iterator[tuple[str, int, str]]:
    """Each issue in words, its number, and the address of the articles that have it. The address
    is empty if all dumps of the run had been imported before: then the issues belong to the
    first run."""
    articles = reverse("admin:articles_article_changelist")
    for code, count in sorted(run.issue_counts.items(), key=lambda item: (-item[1], item[0])):
        query = urlencode({"issue": f"{run.pk}.{code}"})
        yield in_words(code), count, f"{articles}?{query}" if has_dumps else ""


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
