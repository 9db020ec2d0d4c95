"""The quarantine desk's decisions: stored, and applied at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from articles.ingest.readers import errors_for
from articles.ingest.storage.differences import ArticleChange
from articles.ingest.storage.import_gate import BeingUndoneError
from articles.ingest.storage.locks import lock_all_stories
from articles.models import Article, Clipping, Dump, PlacementRule
from articles.models.image_files import discarding
from articles.parsing import (
    LONGEST_FURNITURE,
    PlacementKind,
    Role,
    furniture_form,
)
from articles.parsing.lines.lines import split_lines

from .reparse import ReparseResult, TakingPages, reparse
from .undo_import import edited_among

MOST_EVERYWHERE: Final = 50
"""Lines that one decision makes furniture everywhere; a stretch of more is no furniture."""


PAGES_TAKEN: Final = "pages taken as articles"
"""The words of the request in the row of a run."""


class PlacingError(Exception):
    """The lines cannot be placed like that; the message says why, and what can be done."""


@dataclass(frozen=True, slots=True)
class Decision:
    """An editor's decision on lines `first` to `last` of a clipping's dump. `everywhere`, only for
    page furniture, applies to each of these lines in every dump."""

    kind: PlacementKind
    first: int
    last: int
    everywhere: bool = False


@dataclass(slots=True)
class Placed:
    """The effect of a decision: the result of the re-parse, and the articles that changed."""

    result: ReparseResult
    changes: list[ArticleChange] = field(default_factory=list)
    article: int | None = None
    """The article that the lines are in now."""
    deleted_count: int = 0
    """Articles that were deleted, as nothing is left of what they came from."""


def place(clipping: Clipping, decision: Decision, *, by: Any, asked_by: str) -> Placed:
    """Stores a decision and parses the dump again with it.

    Earlier decisions about any of the lines are replaced. Raises `PlacingError`, and then nothing
    is stored.
    """
    check(clipping, decision)
    dump = clipping.dump
    before = list(_rules_of(dump))
    with transaction.atomic():
        rules = _keep(clipping, decision, by)
    try:
        placed = _parse_again(dump, f"lines {decision.first} to {decision.last}", asked_by)
    except BeingUndoneError as error:
        _restore(rules, before)
        raise PlacingError(_being_undone()) from error
    if placed.result.failed_count:
        _restore(rules, before)
        raise PlacingError(
            gettext("The parser failed on the dump; nothing was changed. Please report it.")
        )
    if decision.kind is not PlacementKind.CHROME:
        placed.article = _article_at(dump, decision)
        if placed.article is None:
            _restore(rules, before)
            _parse_again(dump, "an undone decision", asked_by)
            raise PlacingError(
                gettext(
                    "The parser finds no place for these lines there; choose other lines, or "
                    "make them a separate story."
                )
            )
    return placed


def take_back(rule: PlacementRule, dump: Dump, *, asked_by: str) -> Placed:
    """Deletes a decision and parses the dump again without it. Articles stay; but where the page
    was taken as an article, one that came of it alone, and that nobody has worked on, is deleted.
    Raises `PlacingError` while an import is being undone; the decision then stays, too."""
    key = rule.pk
    is_page = rule.kind == PlacementRule.Kind.PAGE
    articles = list(stories_of([dump.pk]).values_list("pk", flat=True)) if is_page else []
    rule.delete()
    try:
        placed = _parse_again(dump, "an undone decision", asked_by)
    except BeingUndoneError as error:
        rule.pk = key
        rule.save(force_insert=True)
        raise PlacingError(_being_undone()) from error
    placed.deleted_count = _delete_unfounded(articles)
    return placed


def _delete_unfounded(keys: Sequence[int]) -> int:
    """Deletes those of the articles that are in review, that no dump has any more and that nobody
    has worked on; how many these are."""
    with transaction.atomic():
        lock_all_stories()
        rows = Article.objects.filter(pk__in=keys, status=Article.Status.IN_REVIEW)
        unfounded = list(rows.filter(clippings=None).values_list("pk", flat=True))
        unfounded = sorted(set(unfounded) - edited_among(unfounded))
        with discarding(unfounded):
            Article.objects.filter(pk__in=unfounded).only("pk").delete()
    return len(unfounded)


def take_pages(dumps: Sequence[int], *, by: Any, asked_by: str) -> ReparseResult:
    """Takes the dumps with these keys as articles although they look like none, now and whenever
    they are parsed again. Raises `PlacingError` while an import is being undone; nothing is changed
    then."""
    try:
        return reparse(
            Dump.objects.filter(pk__in=dumps),
            dry_run=False,
            taking=TakingPages(by),
            asked=[PAGES_TAKEN],
            asked_by=asked_by,
            may_wait=False,
        )
    except BeingUndoneError as error:
        raise PlacingError(_being_undone()) from error


def stories_of(dumps: Sequence[int]) -> QuerySet[Article]:
    """The articles that these dumps have clippings of, the newest last."""
    stories = Clipping.objects.filter(dump__in=dumps, article__isnull=False)
    return Article.objects.filter(pk__in=stories.values("article")).order_by("pk")


def _being_undone() -> str:
    return gettext(
        "An import is being undone at the moment; nothing was changed. Try again in a few minutes."
    )


def check(clipping: Clipping, decision: Decision) -> None:
    """Raises `PlacingError` for a decision that is impossible for the lines."""
    first, last = decision.first, decision.last
    if not clipping.first_line <= first <= last <= clipping.last_line:
        raise PlacingError(
            gettext("Choose lines from %(first)s to %(last)s, the first before the last.")
            % {"first": clipping.first_line, "last": clipping.last_line}
        )
    waiting = waiting_lines(clipping)
    chosen = [number for number in waiting if first <= number <= last]
    if not chosen and decision.kind is not PlacementKind.CHROME:
        raise PlacingError(
            gettext("None of these lines is still to be sorted; choose lines marked “?”.")
        )
    if decision.kind is PlacementKind.ABOVE and waiting[0] < first:
        raise PlacingError(
            gettext(
                "To join the story above, the lines must begin with line %(line)s, so that "
                "none between is skipped."
            )
            % {"line": waiting[0]}
        )
    if decision.kind is PlacementKind.BELOW and waiting[-1] > last:
        raise PlacingError(
            gettext("To join the story below, the lines must end with line %(line)s.")
            % {"line": waiting[-1]}
        )
    if decision.everywhere:
        _check_furniture([text for _, text in _chosen_lines(clipping, decision)])


def waiting_lines(clipping: Clipping) -> list[int]:
    """The lines of a clipping that are in quarantine, by their numbers in the dump."""
    return [
        number
        for start, end, role, _ in clipping.ledger
        if role == Role.QUARANTINE
        for number in range(start, end + 1)
    ]


def lines_of(clipping: Clipping) -> list[tuple[int, str]]:
    """A clipping's lines, cleaned, with their numbers in the dump."""
    encoding = clipping.dump.encoding
    raw = bytes(clipping.raw).decode(encoding, errors_for(encoding))
    return [(clipping.first_line + line.number - 1, line.text) for line in split_lines(raw)]


def _chosen_lines(clipping: Clipping, decision: Decision) -> list[tuple[int, str]]:
    """Those of the decision's lines that are in quarantine."""
    waiting = {n for n in waiting_lines(clipping) if decision.first <= n <= decision.last}
    return [(number, text) for number, text in lines_of(clipping) if number in waiting]


def _check_furniture(texts: Sequence[str]) -> None:
    if len(texts) > MOST_EVERYWHERE:
        raise PlacingError(
            gettext(
                "%(number)s lines are too many to ignore always (at most %(most)s); choose "
                "fewer, or mark them only here."
            )
            % {"number": len(texts), "most": MOST_EVERYWHERE}
        )
    if longest := next((text for text in texts if len(text) > LONGEST_FURNITURE), ""):
        raise PlacingError(
            gettext(
                "“%(text)s…” is too long to ignore always (at most %(most)s characters); "
                "mark it only here."
            )
            % {"text": longest[:60], "most": LONGEST_FURNITURE}
        )


def _keep(clipping: Clipping, decision: Decision, by: Any) -> list[PlacementRule]:
    dump = clipping.dump
    first, last = decision.first, decision.last
    overlapping = _rules_of(dump).filter(first_line__lte=last, last_line__gte=first)
    overlapping.delete()
    kind = PlacementRule.Kind(decision.kind.value)
    # Of furniture everywhere, too, because a dump without a story is judged only by its own rules.
    rules = [
        PlacementRule(kind=kind, sha256=dump.sha256, first_line=first, last_line=last, made_by=by)
    ]
    if decision.everywhere:
        forms = {furniture_form(text) for _, text in _chosen_lines(clipping, decision)}
        known = set(PlacementRule.objects.filter(text__in=forms).values_list("text", flat=True))
        rules += [PlacementRule(kind=kind, text=form, made_by=by) for form in sorted(forms - known)]
    return PlacementRule.objects.bulk_create(rules)


def _restore(rules: Sequence[PlacementRule], before: Sequence[PlacementRule]) -> None:
    with transaction.atomic():
        PlacementRule.objects.filter(pk__in=[rule.pk for rule in rules]).delete()
        PlacementRule.objects.bulk_create(before, ignore_conflicts=True)


def _rules_of(dump: Dump) -> Any:
    return PlacementRule.objects.filter(sha256=dump.sha256)


def _article_at(dump: Dump, decision: Decision) -> int | None:
    found: int | None = (
        Clipping.objects.filter(
            dump=dump,
            kind=Clipping.Kind.STORY,
            first_line__lte=decision.last,
            last_line__gte=decision.first,
        )
        .values_list("article", flat=True)
        .first()
    )
    return found


def _parse_again(dump: Dump, asked: str, asked_by: str) -> Placed:
    changes: list[ArticleChange] = []
    result = reparse(
        Dump.objects.filter(pk=dump.pk),
        dry_run=False,
        asked=[f"{dump.name}, {asked}"],
        asked_by=asked_by,
        may_wait=False,
        listener=lambda event: changes.append(event) if isinstance(event, ArticleChange) else None,
    )
    return Placed(result, changes)
