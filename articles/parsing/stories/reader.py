"""Roles into articles: one story's lines are read from head to foot, each given its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Final

from articles.parsing.dates.datelines import agency_of, day_of, match_dateline
from articles.parsing.dates.labels import LabelledDate, dates_of_line
from articles.parsing.dates.printed_dates import is_whole_date
from articles.parsing.line_kinds import (
    BLANK,
    BULLET,
    COUNTER,
    FACT_LABEL,
    FURNITURE,
    RELATED,
    TEXT,
    TOPICS,
    UNREADABLE,
    UPDATED,
    HintedLine,
    ends_sentence,
    is_broken_off,
    is_capitals,
    is_heading,
    looks_like_byline,
    looks_like_crosshead,
    split_names,
    starts_small,
)
from articles.parsing.lines import vocabulary
from articles.parsing.lines.page_patterns import is_player_title, is_post_signature
from articles.parsing.lines.people import is_full_name
from articles.parsing.sources.credits import Evidence
from articles.parsing.types import Block, BlockKind, Bullet, Issue, Role, Span

from .bullets import unmarked_bullets
from .line_keeper import PLACED, LineKeeper
from .pull_quotes import with_pull_quotes
from .segment import has_words, same_words

_LONGEST_SENTENCE: Final = 5_000
"""Characters; what is longer is no broken sentence, and is not joined any further."""


_block = partial(tuple.__new__, Block)  # see lines.py
_SURE: Final = Block._field_defaults["confidence"]
_PARAGRAPH: Final = BlockKind.PARAGRAPH


@dataclass(slots=True)
class StoryReader(LineKeeper):
    """Reads one story's lines in order and keeps what it finds.

    `placed` gets every line's index exactly once; dates are words as printed.
    """

    headline: str = ""
    kicker: str = ""
    byline: str = ""
    is_byline_sure: bool = True
    dateline: str = ""
    dateline_day: LabelledDate | None = None
    dates: list[LabelledDate] = field(default_factory=list)
    top: int = 0  # where the headline stands: papers print the day of reading above it
    agency: str = ""
    bullets: list[Bullet] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    captions: dict[str, int] = field(default_factory=dict)
    """A caption's words -> its number in the body; below, that number -> its further places."""
    repeats: dict[int, list[Span]] = field(default_factory=dict)
    latest_caption: tuple[int, int] = (-1, -1)
    """Where the last caption line stood, and the caption's number in the body."""
    has_text: bool = False

    def read(self) -> None:
        """Reads the head, what stands between it and the text, and the text."""
        self.position = self.story.first
        self.top = self.story.first if self.story.headline is None else self.story.headline
        self.headline = self.lines[self.top].text
        while self._pass_blanks() <= self.story.head_last:
            self._read_head_line()
        while self._pass_blanks() <= self.story.last and self._read_top_line():
            pass
        while self._pass_blanks() <= self.story.last:
            self._read_body_line()
        self._finish()

    def _finish(self) -> None:
        for number, spans in self.repeats.items():
            block = self.body[number]
            self.body[number] = block._replace(spans=(*block.spans, *spans))
        self.body = with_pull_quotes(self.body)
        for block in self.body:
            if block.kind is BlockKind.PULL_QUOTE:
                for span in block.spans:
                    self.placed[span.first - 1] = PLACED[Role.PULL_QUOTE]

    # Head, what follows, text

    def _read_head_line(self) -> None:
        line = self.lines[self.position]
        if line.hint is TEXT and has_words(line.text, same_words(self.headline)):
            self._place(Role.HEADLINE)
        elif not self._read_furniture(line):
            if self._is_above_headline(line):
                self._read_kicker(line)
            elif self._is_date(line):
                self._read_date(line)
            elif line.hint is BULLET:
                self._add_bullet(line)
            elif self._is_byline(line):
                self._read_byline(line)
            else:
                self._add_caption(line)

    def _read_top_line(self) -> bool:
        """Reads one line between head and text; False where the text begins."""
        line = self.lines[self.position]
        if self._read_furniture(line):
            return True
        if line.hint is BULLET:
            self._add_bullet(line)
            return True
        if self._is_date(line):
            self._read_date(line)
            return True
        if self._is_byline(line):
            self._read_byline(line)
            return True
        run = 0 if self.bullets else unmarked_bullets(self.lines, self.position, self.story.last)
        for _ in range(run):
            self._add_bullet(self.lines[self.position])
        return run > 0

    def _read_body_line(self) -> None:
        line = self.lines[self.position]
        if self.position in self.rows:
            self._add_row()
        elif line.hint is not TEXT:
            if not self._read_furniture(line):
                self._read_marked_line(line)
        elif embedded := self._embedded(line):
            self._place(Role.CHROME, embedded)
        elif self._is_caption(line):
            self._add_caption(line)
        elif self._continues_sentence(line):
            self._join(line)
        elif self._is_crosshead(line):
            self._add_block(BlockKind.CROSSHEAD, Role.CROSSHEAD, line.text)
        else:
            self._add_paragraph(line)

    def _embedded(self, line: HintedLine) -> str:
        """What a line below the text's first is part of, empty for text: the title of a video, or
        the signature of a post that the page shows and the text does not quote."""
        if not self.has_text:
            return ""
        if is_player_title(line.text):
            return "player"
        if not is_post_signature(line.text):
            return ""
        is_quoted = self.above is not None and self.placed[self.above].role is Role.PARAGRAPH
        return "" if is_quoted else "embedded post"

    def _read_marked_line(self, line: HintedLine) -> None:
        if line.hint is FACT_LABEL:
            self._read_fact_box()
        elif line.hint is RELATED:
            self._read_related_link(line)
        elif line.hint is TOPICS:
            self.topics += split_names(line.value)
            self._place(Role.TOPICS)
        else:
            self._add_block(BlockKind.LIST_ITEM, Role.LIST_ITEM, line.value)

    def _add_row(self) -> None:
        cells, is_header = self.rows[self.position]
        self._add_block(BlockKind.LIST_ITEM, Role.LIST_ITEM, " ".join(filter(None, cells)))
        self.body[-1] = self.body[-1]._replace(cells=cells, is_header=is_header)
        self.has_text = True

    # Lines that may stand anywhere

    def _read_furniture(self, line: HintedLine) -> bool:
        if line.hint is TEXT:
            return False
        if line.hint is BLANK:
            self._place(Role.BLANK)
        elif line.hint in (FURNITURE, COUNTER):
            self._place(Role.CHROME, line.value)
        elif line.hint is UPDATED:
            self._read_date(line)
        elif line.hint is UNREADABLE:
            self.issues.append(Issue("unreadable-line", line.line.number, f"{line.value}."))
            self._place(Role.QUARANTINE, line.value)
        else:
            return False
        return True

    def _is_date(self, line: HintedLine) -> bool:
        return line.hint is TEXT and is_whole_date(line.text)

    def _read_date(self, line: HintedLine) -> None:
        self.dates += self._dates_of(line)
        self._place(Role.UPDATED)

    def _dates_of(self, line: HintedLine) -> list[LabelledDate]:
        above = "" if self.above is None else self.lines[self.above].text
        return dates_of_line(line.text, line.value, above=above, line=self.position)

    def _is_above_headline(self, line: HintedLine) -> bool:
        headline = self.story.headline
        return line.hint is TEXT and headline is not None and self.position < headline

    def _read_kicker(self, line: HintedLine) -> None:
        self.kicker = self.kicker or line.text.rstrip(" :|")
        self._place(Role.KICKER)

    def _is_byline(self, line: HintedLine) -> bool:
        if line.hint is not TEXT:
            return False
        above = None if self.above is None else self.lines[self.above]
        if above is not None and above.hint is UPDATED:
            text, credited = line.text, line.credited
            if text == self.byline or looks_like_byline(text) or credited.credit == text:
                return True
            headline = same_words(self.headline).split()
            if is_full_name(text) and set(headline).isdisjoint(same_words(text).split()):
                return True
        return bool(vocabulary.BYLINE.fullmatch(line.text)) and len(line.text) <= 80

    def _read_byline(self, line: HintedLine) -> None:
        match = vocabulary.BYLINE.fullmatch(line.text)
        self.byline = self.byline or (match["name"] if match else line.text)
        self._place(Role.BYLINE)

    # Bullets

    def _add_bullet(self, line: HintedLine) -> None:
        self.bullets.append(Bullet(line.value, (self._span(),)))
        self._place(Role.BULLET)

    # Captions

    def _is_caption(self, line: HintedLine) -> bool:
        if line.hint is not TEXT:
            return False
        if self.above is not None and self.lines[self.above].hint is COUNTER:
            return True
        evidence = line.credited.evidence
        if evidence is Evidence.ALONE:
            return self._is_below_caption()
        if self._has_credit_below(line):
            return True
        if evidence is Evidence.NONE:
            return False
        above = line.line.blanks_before
        if evidence is Evidence.STRONG:
            return above > 0 and not self._continues_sentence(line)
        return above >= 3

    def _is_below_caption(self) -> bool:
        return self.latest_caption[0] == self.position - 1

    def _has_credit_below(self, line: HintedLine) -> bool:
        """Whether a line that stands apart has a credit right under it and nothing else."""
        below = self.position + 1
        if not line.line.blanks_before or below > self.story.last:
            return False
        credit = self.lines[below]
        if credit.credited.evidence is not Evidence.ALONE or credit.line.blanks_before:
            return False
        return below < self.story.last and self.lines[below + 1].hint is BLANK

    def _add_credit(self, line: HintedLine) -> None:
        """The credit on the line below its caption."""
        number = self.latest_caption[1]
        block = self.body[number]
        self.body[number] = block._replace(credit=block.credit or line.credited.credit)
        self.repeats.setdefault(number, []).append(self._span())
        self._place(Role.CAPTION)

    def _add_caption(self, line: HintedLine) -> None:
        """A caption printed more than once is one caption with several places."""
        text, credit, evidence = line.credited
        if evidence is Evidence.ALONE:
            if self._is_below_caption():
                self._add_credit(line)
                return
            text, credit = line.text, ""
        if line.hint is BULLET:
            text = text[2:]
        if not credit and self.above is not None and text != line.text:
            credit = self.lines[self.above].credited.credit  # `Image source, AFP`
        number = self.captions.setdefault(same_words(text), len(self.body))
        if number < len(self.body):
            self.repeats.setdefault(number, []).append(self._span())
            if credit and not self.body[number].credit:
                self.body[number] = self.body[number]._replace(credit=credit)
        else:
            self.body.append(Block(BlockKind.CAPTION, text, credit, spans=(self._span(),)))
        self.latest_caption = self.position, number
        self._place(Role.CAPTION)

    # The text

    def _add_paragraph(self, line: HintedLine) -> None:
        text = line.text
        if not self.has_text:
            text = self._take_dateline(text)
            self.has_text = True
        self._add_block(BlockKind.PARAGRAPH, Role.PARAGRAPH, text)

    def _take_dateline(self, text: str) -> str:
        match = match_dateline(text)
        if match is None:
            return text
        self.dateline, self.agency = match["dateline"] or "", agency_of(match)
        self.dateline_day = LabelledDate(day_of(match), line=self.position)
        return text[match.end() :]

    def _continues_sentence(self, line: HintedLine) -> bool:
        """Whether the paragraph above ended in mid-sentence and this line continues it."""
        if not self.body or self.body[-1].kind is not _PARAGRAPH:
            return False
        above = self.body[-1]
        if self.above != above.spans[-1].last - 1 or ends_sentence(above.text):
            return False
        if len(above.text) > _LONGEST_SENTENCE or match_dateline(line.text):
            return False
        return is_broken_off(above.text, line.text)

    def _join(self, line: HintedLine) -> None:
        above = self.body[-1]
        message = "A sentence was broken in two by a line break; the halves were joined."
        self.issues.append(Issue("joined-paragraph", above.spans[0].first, message))
        spans = (*above.spans, self._span())
        self.body[-1] = above._replace(text=f"{above.text} {line.text}", spans=spans)
        self._place(Role.PARAGRAPH)

    def _is_crosshead(self, line: HintedLine) -> bool:
        if not looks_like_crosshead(line.text) or is_post_signature(line.text):
            return False
        below = self._text_below()
        if below is None or below.hint is not TEXT or starts_small(below.text):
            return False
        return is_capitals(line.text) or line.line.blanks_before > 0

    def _read_fact_box(self) -> None:
        """A label, a heading where the next line is no sentence, and a paragraph or bullets."""
        first = self.position
        self._place(Role.FACT_BOX)
        heading = ""
        texts: list[str] = []
        while self.position <= self.story.last:
            line = self.lines[self.position]
            if line.hint is BLANK:
                self._place(Role.BLANK)
            elif line.hint is TEXT and not texts and not heading and is_heading(line.text):
                heading = line.text
                self._place(Role.FACT_BOX)
            elif line.hint is BULLET or (line.hint is TEXT and not texts):
                texts.append(line.value)
                last = self.position
                self._place(Role.FACT_BOX)
                if line.hint is TEXT:
                    break
            else:
                break
        last = last if texts else first
        span = Span(self.lines[first].line.number, self.lines[last].line.number)
        text = " ".join(texts)
        self.body.append(Block(BlockKind.FACT_BOX, text, heading=heading, spans=(span,)))

    def _read_related_link(self, line: HintedLine) -> None:
        below = self._text_below()
        if line.value or below is None or below.hint is not TEXT:
            self._add_block(BlockKind.RELATED_LINK, Role.RELATED_LINK, line.value or line.text)
            return
        self._place(Role.RELATED_LINK)
        while self.lines[self.position].hint is BLANK:
            self._place(Role.BLANK)
        text = self.lines[self.position].text
        self._add_block(BlockKind.RELATED_LINK, Role.RELATED_LINK, text)

    def _add_block(self, kind: BlockKind, role: Role, text: str) -> None:
        self.body.append(_block((kind, text, "", "", (self._span(),), _SURE, (), False, None)))
        self._place(role)
