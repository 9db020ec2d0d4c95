"""The source lines beside an article's form: a clipping's raw lines, each with its role, its
issues, and the part of the article that it became."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import markup
from articles.admin.labels.issues import message_of
from articles.editing import issues, line_ties
from articles.editing.line_fixes import Place, Remedy
from articles.models import Article, Clipping, IssueDecision
from articles.parsing.types import Role

MOST_LINES: Final = 3000
"""Lines of a clipping on one page."""

ROLE_LETTERS: Final = {
    Role.KICKER: "K",
    Role.HEADLINE: "H",
    Role.UPDATED: "U",
    Role.BYLINE: "Y",
    Role.BULLET: "B",
    Role.CAPTION: "C",
    Role.PARAGRAPH: "P",
    Role.CROSSHEAD: "S",
    Role.FACT_BOX: "F",
    Role.RELATED_LINK: "R",
    Role.PULL_QUOTE: "Q",
    Role.LIST_ITEM: "L",
    Role.TOPICS: "T",
    Role.CHROME: "×",
    Role.BLANK: "",
    Role.QUARANTINE: "?",
}

ROLE_NAMES: Final = {
    Role.KICKER: _("kicker"),
    Role.HEADLINE: _("headline"),
    Role.UPDATED: _("date line"),
    Role.BYLINE: _("byline"),
    Role.BULLET: _("key point"),
    Role.CAPTION: _("caption"),
    Role.PARAGRAPH: _("paragraph"),
    Role.CROSSHEAD: _("crosshead"),
    Role.FACT_BOX: _("fact box"),
    Role.RELATED_LINK: _("related link"),
    Role.PULL_QUOTE: _("pull quote"),
    Role.LIST_ITEM: _("list item"),
    Role.TOPICS: _("topics"),
    Role.CHROME: _("page furniture"),
    Role.BLANK: _("blank"),
    Role.QUARANTINE: _("quarantine"),
}

REMEDY_NAMES: Final = {
    Remedy.PARAGRAPH: _("Paragraph"),
    Remedy.CROSSHEAD: _("Crosshead"),
    Remedy.BULLET: _("Key point"),
    Remedy.CAPTION: _("Caption"),
    Remedy.FACT_BOX: _("Fact box"),
    Remedy.RELATED_LINK: _("Related link"),
    Remedy.PULL_QUOTE: _("Pull quote"),
    Remedy.LIST_ITEM: _("List item"),
    Remedy.SPLIT: _("Split here"),
    Remedy.JOIN: _("Join to above"),
    Remedy.DROP: _("Remove"),
    Remedy.CLOSE_GAP: _("Remove space"),
}

_DISMISSED: Final = IssueDecision.Decision.DISMISSED
_LIST_MARK: Final = re.compile(r"^[•●▪‣*]\s+")

# As in static/articles/desk/block_kinds.js.
_KIND_LETTERS: Final = {
    markup.Kind.PARAGRAPH: "p",
    markup.Kind.CROSSHEAD: "s",
    markup.Kind.CAPTION: "c",
    markup.Kind.FACT_BOX: "f",
    markup.Kind.RELATED_LINK: "r",
    markup.Kind.PULL_QUOTE: "q",
    markup.Kind.LIST_ITEM: "l",
    markup.Kind.OTHER: "o",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """What can be done about an issue: a remedy and the label of its button. A remedy that is
    right in most cases is suggested; one that is wrong in most cases is only offered."""

    remedy: Remedy
    name: str | Promise
    is_suggested: bool


ADVICE: Final = {
    # Two lines were joined because the first does not end a sentence: that is right in nearly all
    # cases.
    "joined-paragraph": Advice(Remedy.SPLIT, _("Undo join"), is_suggested=False),
    # Many newspapers take their summary points from the text on purpose.
    "repeated-bullet": Advice(Remedy.DROP, _("Remove this key point"), is_suggested=False),
    # Nobody repeats a whole paragraph on purpose.
    "repeated-paragraph": Advice(Remedy.DROP, _("Remove this paragraph"), is_suggested=True),
    "stray-space": Advice(Remedy.CLOSE_GAP, _("Remove space"), is_suggested=True),
    # Unreadable text is garbage more often than content.
    "unreadable-line": Advice(Remedy.PARAGRAPH, _("Add as paragraph"), is_suggested=False),
}
"""By issue code. For other codes only an editor can decide."""

_ADDING: Final = frozenset(Remedy) - {Remedy.SPLIT, Remedy.JOIN, Remedy.DROP, Remedy.CLOSE_GAP}
"""Remedies for a line that is tied to no part; they change none."""


@dataclass(frozen=True, slots=True)
class LineIssue:
    """An issue: its code, its sentence, and its key.

    `advice` is what can be done about it at its line; `settled` is `dismissed`, `mended` or
    empty, and `decision` says by whom and when it was dismissed.
    """

    code: str
    message: str
    key: str
    settled: str = ""
    advice: Advice | None = None
    decision: IssueDecision | None = None

    @property
    def needs_nothing(self) -> bool:
        """Whether the parser is right in most of these cases, so that "Looks right" is the first
        button."""
        return self.advice is not None and not self.advice.is_suggested


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of a clipping as printed, with its role.

    `part` is the part of the article that the line became: `field:NAME`, `bullet:PK`,
    `caption:PK`, `block:INDEX` (the body's blocks, from 0), or empty: then the line can only be
    added.
    """

    number: int
    text: str
    role: str
    letter: str
    reason: str
    issues: tuple[LineIssue, ...]
    part: str = ""

    @property
    def title(self) -> str:
        """The role in words, with its reason if it has one."""
        if self.reason:
            return f"{self.role_name}: {gettext(self.reason)}"
        untied = gettext("not linked to a part of the story")
        return f"{self.role_name}: {untied}" if self.is_untied else self.role_name

    @property
    def is_untied(self) -> bool:
        """Whether the line was text of the story but can no longer be tied to any part."""
        return bool(self.role) and not self.part and self.role not in line_ties.NO_TEXT

    @property
    def open_issues(self) -> list[LineIssue]:
        """Issues that are neither fixed nor dismissed."""
        return [issue for issue in self.issues if not issue.settled]

    @property
    def role_name(self) -> str:
        return str(ROLE_NAMES[Role(self.role)]) if self.role else ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The contents of the panel beside the form: one clipping's lines, and the article's other
    clippings.

    `kinds` are the kinds of the body's blocks, a letter each: the scripts trust the lines' parts
    only if they read the same blocks. `further` are lines with issues that are on another page.
    """

    clipping: Clipping
    lines: Sequence[RawLine]
    lines_left_count: int
    others: Sequence[Clipping]
    kinds: str = ""
    further: Sequence[RawLine] = ()

    @property
    def first_issue_line(self) -> int | None:
        """The line of the first open issue."""
        return next((line.number for line in self.lines if line.open_issues), None)

    @property
    def legend(self) -> list[tuple[str, str, str]]:
        """The roles that occur: letter, role and name."""
        occurring = {line.role for line in self.lines}
        return [
            (letter, role.value, str(ROLE_NAMES[role]))
            for role, letter in ROLE_LETTERS.items()
            if letter and role.value in occurring
        ]


def evidence_for(
    article: Article, clippings: Sequence[Clipping], chosen: str, *, body: str | None = None
) -> Evidence | None:
    """The source lines of an article, of the clipping with the key `chosen` or of the newest.

    `body` is the body in the form, if it differs from the stored one.
    """
    if not clippings:
        return None
    clipping = next((one for one in clippings if str(one.pk) == chosen), clippings[-1])
    blocks = markup.to_blocks(article.body if body is None else body)
    lines = list(raw_lines(clipping))
    parts = line_ties.parts_of_lines(lines, clipping.parts, line_ties.stored_parts(article, blocks))
    lines = [_with_part(line, parts.get(line.number, "")) for line in lines]
    if any(issue.settled == _DISMISSED for line in lines for issue in line.issues):
        decisions = {str(key): row for key, row in issues.dismissed(article.pk).items()}
        lines = [_with_decisions(line, decisions) for line in lines]
    return Evidence(
        clipping,
        lines[:MOST_LINES],
        max(0, len(lines) - MOST_LINES),
        [one for one in clippings if one is not clipping],
        "".join(_KIND_LETTERS[block.kind] for block in blocks),
        [line for line in lines[MOST_LINES:] if line.issues],
    )


def _with_part(line: RawLine, part: str) -> RawLine:
    """The line with its part, and its issues with their remedies."""
    if not part and not line.issues:
        return line
    advised = tuple(
        replace(issue, advice=advice)
        if (advice := ADVICE.get(issue.code)) and (_is_part(part) or advice.remedy in _ADDING)
        else issue
        for issue in line.issues
    )
    return replace(line, part=part, issues=advised)


def _is_part(part: str) -> bool:
    return bool(part) and not part.startswith("field:")


def _with_decisions(line: RawLine, decisions: Mapping[str, IssueDecision]) -> RawLine:
    if not line.issues:
        return line
    issues = (replace(issue, decision=decisions.get(issue.key)) for issue in line.issues)
    return replace(line, issues=tuple(issues))


def place_of(lines: Sequence[RawLine], number: int) -> Place | None:
    """A line as remedies need it; None if it is not among these or is blank.

    A line that is tied to no part would be added below the nearest line above it that is in the
    body. If several lines became one part, the remedy applies between this line and the previous
    one, or the next one if this is the first.
    """
    at = next((n for n, line in enumerate(lines) if line.number == number), None)
    if at is None or not lines[at].text.strip():
        return None
    line = lines[at]
    above = (other.part for other in reversed(lines[:at]) if other.part.startswith("block:"))
    last = next(above, "")
    place = Place(
        text=_LIST_MARK.sub("", line.text.strip()),
        part=line.part if _is_part(line.part) else "",
        comes_at=int(last.partition(":")[2]) + 1 if last else 0,
    )
    joined = [n for n, other in enumerate(lines) if place.part and other.part == place.part]
    seam = (joined.index(at) or 1) if joined else 0
    if not 0 < seam < len(joined):
        return place
    upper, lower = (lines[n].text.strip() for n in joined[seam - 1 : seam + 1])
    return replace(place, seam=lower, above=upper)


def raw_lines(clipping: Clipping) -> Iterator[RawLine]:
    """The lines of a clipping, numbered as in its dump; undecodable bytes become U+FFFD."""
    lines = issues.lines_of(clipping)
    raised = {issue["line"] for issue in clipping.issues}
    texts = {line.number: line.text for line in lines if line.number in raised}
    by_line: dict[int, list[LineIssue]] = defaultdict(list)
    for issue in clipping.issues:
        key = str(issues.key_of(issue, texts))
        settled = issue.get("settled", "")
        by_line[issue["line"]].append(LineIssue(issue["code"], message_of(issue), key, settled))
    reasons = {
        number: reason
        for first, last, _, reason in clipping.ledger
        if reason
        for number in range(first, last + 1)
    }
    for number, text, role in lines:
        letter = ROLE_LETTERS.get(role, "")  # type: ignore[call-overload]
        reason = reasons.get(number, "")
        yield RawLine(number, text, role, letter, reason, tuple(by_line.get(number, ())))
