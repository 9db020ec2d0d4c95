"""The evidence beside an article's form: a clipping's raw lines, each with its role, the issues
found on it, and the part of the article that it became."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import markup
from articles.models import Article, Clipping
from articles.parsing.lines import split_lines
from articles.parsing.types import Role
from articles.remedies import Place, Remedy

from .issue_words import said

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
    Role.BULLET: _("bullet"),
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
    Remedy.DROP: _("Drop as page furniture"),
    Remedy.CLOSE_GAP: _("Close the gap"),
}

# An issue for which one remedy is the obvious one -> it, and what its button says.
_REMEDY_OF: Final = {
    "joined-paragraph": (Remedy.SPLIT, _("Split here again")),
    "repeated-bullet": (Remedy.DROP, _("Remove this key point")),
    "repeated-paragraph": (Remedy.DROP, _("Remove this paragraph")),
    "stray-space": (Remedy.CLOSE_GAP, _("Close the gap")),
    "unreadable-line": (Remedy.PARAGRAPH, _("Bring the line back")),
}

# A role whose line became one field of the form -> the field.
_FIELDS: Final = {
    Role.KICKER: "kicker",
    Role.HEADLINE: "headline",
    Role.UPDATED: "published_at",
    Role.BYLINE: "byline",
    Role.TOPICS: "tags",
}
_KINDS: Final[dict[markup.Kind, Role]] = {
    markup.Kind.OTHER: Role.PARAGRAPH,
    **{kind: Role(kind.value) for kind in markup.Kind if kind is not markup.Kind.OTHER},
}
_ENOUGH: Final = 0.6
"""Share of a line's words that a part must hold to be what the line became."""

_SAME_ROLE: Final = 0.25
"""What it counts that line and part have the same role: a bullet may repeat a paragraph."""

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class LineIssue:
    """A thing to look at: its code, and the sentence for a person."""

    code: str
    message: str

    @property
    def remedy(self) -> Remedy | None:
        """What would mend it, where that is plain."""
        found = _REMEDY_OF.get(self.code)
        return found[0] if found else None

    @property
    def remedy_name(self) -> str:
        """What the button says that mends it."""
        return str(_REMEDY_OF[self.code][1])


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of a clipping as it was printed, with what the importer took it for.

    `part` is what of the article the line became: `field:NAME`, `bullet:PK`, `caption:PK`,
    `block:INDEX` (the body's blocks, from 0), or nothing.
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
        """The role in words, with the reason if there is one."""
        return f"{self.role_name}: {gettext(self.reason)}" if self.reason else self.role_name

    @property
    def role_name(self) -> str:
        """The role in words."""
        return str(ROLE_NAMES[Role(self.role)]) if self.role else ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands beside the form: one clipping's lines, and the article's other clippings."""

    clipping: Clipping
    lines: Sequence[RawLine]
    lines_left_count: int
    others: Sequence[Clipping]

    @property
    def issue_count(self) -> int:
        """How many things a person should look at."""
        return sum(len(line.issues) for line in self.lines)

    @property
    def first_issue_line(self) -> int | None:
        """The line that the first of them is about."""
        return next((line.number for line in self.lines if line.issues), None)

    @property
    def legend(self) -> list[tuple[str, str, str]]:
        """The roles that occur: letter, role and name."""
        found = {line.role for line in self.lines}
        return [
            (letter, role.value, str(ROLE_NAMES[role]))
            for role, letter in ROLE_LETTERS.items()
            if letter and role.value in found
        ]


def evidence_for(article: Article, clippings: Sequence[Clipping], chosen: str) -> Evidence | None:
    """The evidence for an article; of its clippings the `chosen` key, or else the newest."""
    if not clippings:
        return None
    clipping = next((one for one in clippings if str(one.pk) == chosen), clippings[-1])
    lines = list(raw_lines(clipping))
    shown = list(with_parts(lines[:MOST_LINES], article))
    others = [one for one in clippings if one is not clipping]
    return Evidence(clipping, shown, max(0, len(lines) - MOST_LINES), others)


def place_of(lines: Sequence[RawLine], number: int) -> Place | None:
    """A line as a remedy needs it; None where it is not among these or is blank.

    A line that is in no part would come back below the nearest line above it that is in the body.
    Of several lines that became one part, the seam is at this one, or if it is the first, the next.
    """
    at = next((n for n, line in enumerate(lines) if line.number == number), None)
    if at is None or not lines[at].text.strip():
        return None
    line = lines[at]
    above = (other.part for other in reversed(lines[:at]) if other.part.startswith("block:"))
    joined = [other for other in lines if other.part == line.part and other.text.strip()]
    seam = line if line is not joined[0] else joined[1] if joined[1:] else None
    last = next(above, "")
    return Place(
        text=line.text.strip(),
        part=line.part,
        comes_at=int(last.partition(":")[2]) + 1 if last else 0,
        seam=seam.text.strip() if seam else "",
    )


def raw_lines(clipping: Clipping) -> Iterator[RawLine]:
    """The lines of a clipping, numbered as in its dump; bytes that mean nothing show as U+FFFD."""
    text = bytes(clipping.raw).decode(clipping.dump.encoding, errors="replace")
    issues: dict[int, list[LineIssue]] = defaultdict(list)
    for issue in clipping.issues:
        issues[issue["line"]].append(LineIssue(issue["code"], said(issue)))
    roles = {
        number: (role, reason)
        for first, last, role, reason in clipping.ledger
        for number in range(first, last + 1)
    }
    for line in split_lines(text):
        number = clipping.first_line + line.number - 1
        role, reason = roles.get(number, ("", ""))
        yield RawLine(
            number,
            text[line.start : line.end].rstrip("\r\n"),
            role,
            ROLE_LETTERS.get(role, ""),
            reason,
            tuple(issues[number]),
        )


# --- which part of the article a line became


@dataclass(frozen=True, slots=True)
class _Part:
    key: str
    role: Role
    words: Counter[str]


def with_parts(lines: Iterable[RawLine], article: Article) -> Iterator[RawLine]:
    """The lines, each with the part of the article that it became, as far as it can be told.

    Told by the words, so that it holds after an editor has changed, moved or joined parts.
    """
    parts = list(_parts(article))
    holders: dict[str, set[int]] = defaultdict(set)
    for place, part in enumerate(parts):
        for word in part.words:
            holders[word].add(place)
    for line in lines:
        yield replace(line, part=_part_of(line, parts, holders))


def _part_of(line: RawLine, parts: Sequence[_Part], holders: dict[str, set[int]]) -> str:
    if line.role in _FIELDS:
        return f"field:{_FIELDS[Role(line.role)]}"
    words = _words(line.text)
    if not words or line.role in ("", Role.BLANK):
        return ""
    shared: Counter[int] = Counter()
    for word, count in words.items():
        for place in holders.get(word, ()):
            shared[place] += min(count, parts[place].words[word])
    total = words.total()
    scores = {
        place: count / total + (_SAME_ROLE if parts[place].role == line.role else 0)
        for place, count in shared.items()
        if count >= _ENOUGH * min(total, parts[place].words.total()) and count * 3 >= total
    }
    return parts[max(scores, key=lambda place: (scores[place], -place))].key if scores else ""


def _parts(article: Article) -> Iterator[_Part]:
    for bullet in article.bullets.all():
        yield _Part(f"bullet:{bullet.pk}", Role.BULLET, _words(bullet.text))
    for caption in article.captions.all():
        words = _words(f"{caption.text} {caption.credit}")
        yield _Part(f"caption:{caption.pk}", Role.CAPTION, words)
    for place, block in enumerate(markup.to_blocks(article.body)):
        if block.kind is not markup.Kind.CAPTION:
            words = _words(f"{block.heading} {block.text}")
            yield _Part(f"block:{place}", _KINDS[block.kind], words)


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))
