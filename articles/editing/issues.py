"""The issues that the parser raised on an article: which of them are still true of it as it is
stored, and which an editor has dismissed.

A clipping stores the parser's issues. Whenever an editor has saved the article, each issue is
checked against the stored article (`recheck`): one that no longer holds is settled as fixed, and
disappears from lists, counts and filters. A dismissed one is settled until somebody reopens it.
Both decisions are stored with a digest of the text that the issue is about, so that it does not
return when the story is imported, parsed or captured again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Any, Final, NamedTuple

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.utils import timezone

from articles import markup
from articles.ingest.storage.settled_issues import issue_digest
from articles.models import HAS_OPEN_ISSUE, Article, Clipping, IssueDecision
from articles.parsing.damage.findings import find_damage
from articles.parsing.lines.lines import clean, split_lines
from articles.parsing.types import Block, BlockKind, Bullet, Role, Span

from . import line_ties

Editor = AbstractBaseUser | AnonymousUser | None
Decision = IssueDecision.Decision

_SEAM: Final = 24
"""Letters on either side of a join of two lines; the join is found again by them."""


class Key(NamedTuple):
    """Identifies an issue of an article: its code, and a digest of the text that it is about."""

    code: str
    digest: str

    def __str__(self) -> str:
        return f"{self.code}:{self.digest}"


class RawLine(NamedTuple):
    """One line of a clipping: its number in the dump, its text, its role."""

    number: int
    text: str
    role: str


def lines_of(clipping: Clipping) -> list[RawLine]:
    """The lines of a clipping, as they are printed; invalid bytes are U+FFFD."""
    text = bytes(clipping.raw).decode(clipping.dump.encoding, errors="replace")
    roles = {
        number: role
        for first, last, role, _ in clipping.ledger
        for number in range(first, last + 1)
    }
    lines = []
    for line in split_lines(text):
        number = clipping.first_line + line.number - 1
        printed = text[line.start : line.end].rstrip("\r\n")
        lines.append(RawLine(number, printed, roles.get(number, "")))
    return lines


def key_of(issue: Mapping[str, Any], texts: Mapping[int, str]) -> Key:
    """An issue's key; `texts` are its clipping's lines by number."""
    return Key(issue["code"], issue_digest(issue["code"], texts.get(issue["line"], "")))


# --- checked again after each save


def recheck(articles: Iterable[int], *, by: Editor = None, current: Article | None = None) -> None:
    """Settles the issues of these articles that no longer hold, and reopens fixed ones that hold
    again. For articles without issues it needs one query, however many they are. `current` is the
    article, if it is one, as it is stored, with its rows, where it has just been read."""
    clippings = Clipping.objects.filter(article__in=list(articles)).exclude(issues=[])
    rows = clippings.select_related("dump").only(
        *("article", "first_line", "raw", "ledger", "parts", "issues", "dump__encoding")
    )
    found: dict[int, list[Clipping]] = defaultdict(list)
    for row in rows.order_by("pk"):
        if row.article_id is not None:
            found[row.article_id].append(row)
    if not found:
        return
    stored = Article.objects.prefetch_related("bullets", "captions").only(
        "headline", "body", "date_precision", "date_method"
    )
    for article in [current] if current else stored.filter(pk__in=found):
        with transaction.atomic(savepoint=False):
            _recheck(article, found[article.pk], by)


def _recheck(article: Article, clippings: Sequence[Clipping], by: Editor) -> None:
    story = _Story.of(article)
    holding: dict[Key, bool] = {}
    read = [_Evidence.of(clipping, story) for clipping in clippings]
    for clipping, evidence in zip(clippings, read, strict=True):
        for issue in clipping.issues:
            key = key_of(issue, evidence.texts)
            holding[key] = holding.get(key, False) or holds(issue, evidence, story)
    rows = {Key(row.code, row.digest): row for row in _decisions(article.pk)}
    new: list[IssueDecision] = []
    for key, is_held in holding.items():
        row = rows.get(key)
        if is_held and row is not None and row.decision == Decision.MENDED:
            row.delete()
            del rows[key]
        elif not is_held and row is None:
            rows[key] = _decided(article.pk, key, Decision.MENDED, by)
            new.append(rows[key])
    IssueDecision.objects.bulk_create(new, ignore_conflicts=True)
    decisions = {key: row.decision for key, row in rows.items()}
    for clipping, evidence in zip(clippings, read, strict=True):
        _mark(clipping, evidence.texts, decisions)


# --- dismissed by an editor


def dismiss(article: int, key: Key, *, by: Editor) -> bool:
    """Settles an issue as dismissed; False if the article has no such issue."""
    with transaction.atomic():
        clippings = _with(article, key)
        if not clippings:
            return False
        made = _decided(article, key, Decision.DISMISSED, by)
        IssueDecision.objects.bulk_create(
            [made],
            update_conflicts=True,
            unique_fields=["article", "code", "digest"],
            update_fields=["decision", "decided_by", "decided_at"],
        )
        _mark_all(clippings, article)
    return True


def reopen(article: int, key: Key, *, by: Editor) -> bool:
    """Reopens a dismissed issue; False if it was not dismissed."""
    with transaction.atomic():
        rows = IssueDecision.objects.filter(article=article, code=key.code, digest=key.digest)
        if not rows.filter(decision=Decision.DISMISSED).delete()[0]:
            return False
        _mark_all(_with(article, key), article)
    recheck([article], by=by)
    return True


def dismissed(article: int) -> dict[Key, IssueDecision]:
    """The issues of an article that were dismissed: by whom, and when."""
    rows = _decisions(article).filter(decision=Decision.DISMISSED).select_related("decided_by")
    return {Key(row.code, row.digest): row for row in rows}


def open_count(article: int) -> int:
    """How many open issues the article's clippings have."""
    rows = Clipping.objects.filter(HAS_OPEN_ISSUE, article=article).only("issues")
    return sum(len(row.open_issues) for row in rows)


def _with(article: int, key: Key) -> list[Clipping]:
    rows = Clipping.objects.filter(article=article).exclude(issues=[]).select_related("dump")
    return [
        row
        for row in rows.order_by("pk").select_for_update(of=("self",))
        if key.code in {issue["code"] for issue in row.issues}
        and key in {key_of(issue, _texts(row)) for issue in row.issues}
    ]


def _texts(clipping: Clipping) -> dict[int, str]:
    return {line.number: line.text for line in lines_of(clipping)}


def _decisions(article: int) -> Any:
    return IssueDecision.objects.filter(article=article)


def _decided(article: int, key: Key, decision: str, by: Editor) -> IssueDecision:
    return IssueDecision(
        article_id=article,
        code=key.code,
        digest=key.digest,
        decision=decision,
        decided_by_id=by.pk if by is not None else None,
        decided_at=timezone.now(),
    )


def _mark_all(clippings: Iterable[Clipping], article: int) -> None:
    decisions = {Key(row.code, row.digest): row.decision for row in _decisions(article)}
    for clipping in clippings:
        _mark(clipping, _texts(clipping), decisions)


def _mark(clipping: Clipping, texts: Mapping[int, str], decisions: Mapping[Key, str]) -> None:
    """Stores the decision on each issue, if it differs from the stored one."""
    issues = []
    for issue in clipping.issues:
        raised = {name: value for name, value in issue.items() if name != "settled"}
        decision = decisions.get(key_of(issue, texts))
        issues.append(raised | ({"settled": str(decision)} if decision else {}))
    if issues != clipping.issues:
        clipping.issues = issues
        # The row may be deleted: an import may have read its dump again meanwhile.
        Clipping.objects.filter(pk=clipping.pk).update(issues=issues)


# --- whether an issue holds


@dataclass(frozen=True, slots=True)
class _Story:
    """An article as it is stored: its parts, their words by key, and the damage that they have now,
    as pairs of a code and the key of the part."""

    article: Article
    parts: line_ties.StoredParts
    words: Mapping[str, str]
    damage: frozenset[tuple[str, str]]
    whole: str
    """The words of all parts, each on a line of its own."""

    @classmethod
    def of(cls, article: Article) -> _Story:
        body = markup.to_blocks(article.body)
        parts = line_ties.stored_parts(article, body)
        bullets = [Bullet(row.text) for row in article.bullets.all()]
        keys = [f"bullet:{row.pk}" for row in article.bullets.all()]
        blocks, block_keys = _blocks(article, body)
        keys += block_keys
        # As if each part were on a line of its own, whose number identifies it.
        lines = ((Span(number, number),) for number in count(1))
        bullets = [bullet._replace(spans=next(lines)) for bullet in bullets]
        blocks = [block._replace(spans=next(lines)) for block in blocks]
        found = find_damage(bullets, blocks)
        damage = frozenset((issue.code, keys[issue.line - 1]) for issue in found if issue.line)
        texts = [part.text for part in chain[Bullet | Block](bullets, blocks)]
        words = dict(zip(keys, texts, strict=True))
        whole = "\n".join(["", *words.values(), ""])
        return cls(article, parts, words, damage, whole)


def _blocks(article: Article, body: Sequence[markup.Block]) -> tuple[list[Block], list[str]]:
    """The body in the parser's form, with captions at their positions and the others below."""
    captions = {row.number: row for row in article.captions.all()}
    blocks, keys = [], []
    for place, block in enumerate(body):
        if block.kind is not markup.Kind.CAPTION:
            is_other = block.kind is markup.Kind.OTHER
            kind = BlockKind.PARAGRAPH if is_other else BlockKind(block.kind.value)
            text = clean(markup.plain(block.text))
            if text:
                blocks.append(Block(kind, text, heading=clean(markup.plain(block.heading))))
                keys.append(f"block:{place}")
        elif (row := captions.pop(block.number, None)) is not None:
            blocks.append(Block(BlockKind.CAPTION, row.text, row.credit))
            keys.append(f"caption:{row.pk}")
    for row in captions.values():
        blocks.append(Block(BlockKind.CAPTION, row.text, row.credit))
        keys.append(f"caption:{row.pk}")
    return blocks, keys


@dataclass(frozen=True, slots=True)
class _Evidence:
    """A clipping's lines by number, and the part that each is tied to."""

    texts: Mapping[int, str]
    roles: Mapping[int, str]
    parts: Mapping[int, str]

    @classmethod
    def of(cls, clipping: Clipping, story: _Story) -> _Evidence:
        lines = lines_of(clipping)
        return cls(
            {line.number: line.text for line in lines},
            {line.number: line.role for line in lines},
            line_ties.parts_of_lines(lines, clipping.parts, story.parts),
        )

    def below(self, number: int) -> str:
        """The next line with text below a line, cleaned; empty if it has another role."""
        below = number + 1
        while self.roles.get(below) == Role.BLANK:
            below += 1
        is_same = self.roles.get(below) == self.roles.get(number)
        return clean(self.texts[below]) if is_same and below in self.texts else ""


def holds(issue: Mapping[str, Any], evidence: _Evidence, story: _Story) -> bool:
    """Whether an issue still holds for the stored article. One that cannot be checked, such as one
    of another version of the parser, holds until it is dismissed."""
    check = CHECKS.get(issue["code"])
    return check is None or check(issue["code"], issue["line"], evidence, story)


def _is_damaged(code: str, line: int, evidence: _Evidence, story: _Story) -> bool:
    """The part still has the damage. If the line is tied to no part, a damaged part that contains
    the line or is contained in it counts: an editor has split or joined it."""
    part = evidence.parts.get(line, "")
    if part in story.words:
        return (code, part) in story.damage
    words = clean(evidence.texts.get(line, ""))
    return any(
        found == code and (story.words[key] in words or words in story.words[key])
        for found, key in story.damage
    )


def _is_cut_short(code: str, line: int, evidence: _Evidence, story: _Story) -> bool:
    """The story still ends with the words at which it was cut short."""
    if not any(found == code for found, _ in story.damage):
        return False
    words = clean(evidence.texts.get(line, ""))[-_SEAM:]
    return any(found == code and story.words[key].endswith(words) for found, key in story.damage)


def _is_joined(code: str, line: int, evidence: _Evidence, story: _Story) -> bool:
    """The two halves are still in one part, one directly after the other."""
    above, below = clean(evidence.texts.get(line, "")), evidence.below(line)
    seam = f"{above[-_SEAM:]} {below[:_SEAM]}"
    if not below:
        return False
    return seam in story.words.get(evidence.parts.get(line, ""), "") or seam in story.whole


def _is_still_out(code: str, line: int, evidence: _Evidence, story: _Story) -> bool:
    words = clean(markup.plain(markup.escape(evidence.texts.get(line, ""))))
    return f"\n{words}\n" not in story.whole


def _is_kept_once(code: str, line: int, evidence: _Evidence, story: _Story) -> bool:
    """The caption that was printed more than once still exists."""
    return evidence.parts.get(line, "") in story.words


def _is_undated(code: str, line: int, evidence: _Evidence, story: _Story) -> bool:
    return not story.article.is_dated


def _is_dated_by_the_page(code: str, line: int, evidence: _Evidence, story: _Story) -> bool:
    """No editor has decided which of two dates is the story's."""
    return story.article.date_method != Article.DateMethod.EDITOR


def _has_no_headline(code: str, line: int, evidence: _Evidence, story: _Story) -> bool:
    """The headline is still the opening of the text, which the parser put there."""
    opening = story.article.headline.rstrip("…")
    return not opening or opening in clean(evidence.texts.get(line, ""))


def _has_doubtful_headline(code: str, line: int, evidence: _Evidence, story: _Story) -> bool:
    """The headline is still the line that may be another."""
    return clean(evidence.texts.get(line, "")) == clean(story.article.headline)


def _may_be_several(code: str, line: int, evidence: _Evidence, story: _Story) -> bool:
    """Text from the line on is still in the story."""
    return any(number >= line and part in story.words for number, part in evidence.parts.items())


CHECKS: Final[Mapping[str, Callable[[str, int, _Evidence, _Story], bool]]] = {
    "cut-short": _is_cut_short,
    "dates-differ": _is_dated_by_the_page,
    "doubtful-headline": _has_doubtful_headline,
    "joined-paragraph": _is_joined,
    "lost-text": _is_damaged,
    "may-be-several": _may_be_several,
    "mojibake": _is_damaged,
    "no-headline": _has_no_headline,
    "repeated-bullet": _is_damaged,
    "repeated-caption": _is_kept_once,
    "repeated-paragraph": _is_damaged,
    "side-by-side-columns": _may_be_several,
    "stray-space": _is_damaged,
    "unbalanced-quotes": _is_damaged,
    "undated": _is_undated,
    "unreadable-line": _is_still_out,
    "wrong-quote": _is_damaged,
}
"""By code, the check of whether an issue holds."""
