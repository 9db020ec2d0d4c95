"""A job's stored preview in the user's language.

Previews from before the numbers were stored are shown as they are, in English.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from articles.admin.articles.list import date_in_words
from articles.admin.labels.formats import formats_in_words
from articles.admin.labels.issues import listed, message_of
from articles.editing.reconcile import part_name
from articles.models import Article


def in_words(report: dict[str, Any]) -> dict[str, Any]:
    """The preview with its sentences."""
    numbers = report.get("numbers")
    summary = _summary(report) if "story_count" in report else report.get("summary", "")
    if numbers:
        summary = _changes(numbers)
    files = [
        {
            **file,
            "stories": [_story(story) for story in file["stories"]],
            "format": formats_in_words(file.get("formats") or {}),
        }
        for file in report.get("files", ())
    ]
    counts = report.get("counts")
    kept_count = (
        counts.get("kept", 0) - counts.get("kept_published", 0) if isinstance(counts, dict) else 0
    )
    return {**report, "summary": summary, "files": files, "kept_count": kept_count}


def _summary(report: dict[str, Any]) -> str:
    stories, bullets, issues = (report[f"{name}_count"] for name in ("story", "bullet", "issue"))
    return listed(
        text % {"number": f"{number:,}"}
        for text, number in (
            (ngettext("%(number)s story", "%(number)s stories", stories), stories),
            (ngettext("%(number)s key point", "%(number)s key points", bullets), bullets),
            (ngettext("%(number)s issue", "%(number)s issues", issues), issues),
        )
    )


def _story(story: dict[str, Any]) -> dict[str, Any]:
    if "published_at" not in story:
        return story
    at = datetime.fromisoformat(story["published_at"])
    return {
        **story,
        "date": date_in_words(at, story["precision"]),
        "issues": [{**issue, "message": message_of(issue)} for issue in story["issues"]],
        "changes": [part_name(part) for part in story["changes"]],
        "kept": [part_name(part) for part in story["kept"]],
        "status_name": Article.Status(status).label if (status := story.get("status")) else "",
    }


def _changes(numbers: dict[str, Any]) -> str:
    """What a re-parse would change."""
    changed, kept, new, lost, recut, dumps = (
        numbers[name] for name in ("changed", "kept", "new", "lost", "recut", "dumps")
    )
    kept_published = numbers.get("kept_published", 0)
    kept -= kept_published
    parts = listed(f"{part_name(part)} {count:,}" for part, count in numbers["parts"].items())
    counted = [
        (ngettext("%(number)s story changes", "%(number)s stories change", changed), changed),
        (
            ngettext(
                "%(number)s part is kept as editors left it",
                "%(number)s parts are kept as editors left them",
                kept,
            ),
            kept,
        ),
        (
            ngettext(
                "%(number)s part of published stories stays as it is",
                "%(number)s parts of published stories stay as they are",
                kept_published,
            ),
            kept_published,
        ),
        (ngettext("%(number)s story is new", "%(number)s stories are new", new), new),
    ]
    if not kept_published:
        del counted[2]
    sentences = [text % {"number": f"{number:,}"} for text, number in counted]
    sentences[0] += f" ({parts})" if parts else ""
    if lost:
        text = ngettext(
            "%(number)s is no longer found and keeps its story",
            "%(number)s are no longer found and keep their stories",
            lost,
        )
        sentences.append(text % {"number": f"{lost:,}"})
    text = gettext("%(recut)s of %(dumps)s dumps are read differently")
    sentences.append(text % {"recut": f"{recut:,}", "dumps": f"{dumps:,}"})
    return gettext("; ").join(sentences)
