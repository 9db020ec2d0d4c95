"""Issues that editors have settled stay settled when the same story comes in again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final

from articles.ingest.stories.split import ParsedClipping
from articles.models import IssueDecision
from articles.parsing import Issue
from articles.parsing.lines.lines import clean, split_lines

Decisions = Mapping[tuple[str, str], str]
"""By an issue's code and digest, what was decided."""

OF_THE_STORY: Final = frozenset({"undated", "no-headline"})
"""Codes of issues that are about the story and not about the text of their line."""

_NONE: Final[Decisions] = {}


def issue_digest(code: str, text: str) -> str:
    """What an issue is known by besides its code: 16 hexadecimal digits of its line's text."""
    words = "" if code in OF_THE_STORY else clean(text).casefold()
    return blake2b(words.encode("utf-8", "replace"), digest_size=8).hexdigest()


def decisions_on(articles: Iterable[int]) -> dict[int, dict[tuple[str, str], str]]:
    """The decisions on the issues of these articles, by article."""
    found: dict[int, dict[tuple[str, str], str]] = defaultdict(dict)
    keys = list(articles)
    if keys:
        rows = IssueDecision.objects.filter(article__in=keys)
        for article, code, digest, decision in rows.values_list(
            "article", "code", "digest", "decision"
        ):
            found[article][code, digest] = decision
    return found


def issue_as_json(issue: Issue) -> dict[str, Any]:
    """An issue as dumps and clippings keep it."""
    return {"code": issue.code, "line": issue.line, "message": issue.message}


def issues_of_clipping(
    clipping: ParsedClipping, encoding: str, decisions: Decisions = _NONE
) -> list[dict[str, Any]]:
    """The issues of a clipping as its row stores them; those that were settled before stay so."""
    issues = [issue_as_json(issue) for issue in clipping.issues]
    if issues and decisions:
        texts = line_texts(clipping.raw, encoding)
        for issue in issues:
            text = text_at(texts, issue["line"] - clipping.first_line)
            decision = decisions.get((issue["code"], issue_digest(issue["code"], text)))
            if decision is not None:
                issue["settled"] = decision
    return issues


def as_raised(issues: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A clipping's issues as the parser raised them."""
    return [{k: v for k, v in issue.items() if k != "settled"} for issue in issues]


def line_texts(raw: bytes, encoding: str) -> list[str]:
    """The lines of a clipping, cleaned; bytes that mean nothing are U+FFFD."""
    return [line.text for line in split_lines(raw.decode(encoding, errors="replace"))]


def text_at(texts: Sequence[str], index: int) -> str:
    """A line's text; nothing where there is no such line."""
    return texts[index] if 0 <= index < len(texts) else ""
