"""What extraction broke, told to a person; nothing here changes a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from .mojibake import explain_mojibake
from .quotes import check_quotes
from .roles import ends_sentence
from .types import Block, BlockKind, Bullet, Issue

_LONG_ENOUGH: Final = 40
"""Characters; shorter paragraphs are rightly printed twice (`He did not reply.`)."""

_FAR_APART: Final = 4
"""Lines; in a gallery the same caption stands under every picture, two or three lines apart."""

_MARKS_OR_BROKEN: Final = re.compile(r"[“”„\"«»‘À-ð\ufffd]")
_WORDS_THAT_LEAD_ON: Final = r"(?:about|and|an?|at|by|for|from|in|of|on|or|the|to|with)"
# `take orders from ” one source said`, `according to . The`: a linked name was lost
_LOST_TEXT: Final = re.compile(rf"\b{_WORDS_THAT_LEAD_ON} (?:[”’](?=[\s\w])|[.,](?=\s|$))")
# `once and for all . US forces`, `the port , he said`; not ` ...`, ` .5` or `vs .`
_STRAY_SPACE: Final = re.compile(r"\w[”’\")]? [.,](?= [\w“‘\"]|$)")
# `... of the matter...`, `[…]`, `Read more`, `Continue reading →`
_BROKEN_OFF: Final = re.compile(r"(?:(?:…|\.\.\.)[\])]?|\[\+\d+ chars\])$")
_SMALL_WORD_AT_END: Final = re.compile(r"(?:\s|^)[^\W\d_A-Z][^\W\d_A-Z’'-]*$")
_WHOLE_SENTENCE: Final = re.compile(r"\w{3}[.!?][”\"’)]? [A-Z“\"]")
_GO_ON_ELSEWHERE: Final = re.compile(
    r"(?:^|[.…] )[(\[]?(?:read (?:more|on|full (?:story|article)|the (?:full|rest)[\w ]{0,40})|"
    r"(?:continue|keep) reading(?: the [\w ]{1,40})?|click here to (?:read|continue)[\w ]{0,40})"
    r"[\W_]{0,5}$|\bthe post .{1,150} appeared first on .{1,80}$",
    re.IGNORECASE,
)

_MARKS: Final = "“”‘’«»\"'.,;:!? "

_LOST: Final = "Words seem to be missing before the mark in “{}”."
_SPACE: Final = "A space before the stop in “{}”."
_SHORT: Final = "The story seems cut short: its last paragraph ends in “{}”."
_ELSEWHERE: Final = "The story seems cut short: it ends with “{}”."
_PARAGRAPH_TWICE: Final = "This paragraph stands in the story before, on line {}."
_CAPTION_TWICE: Final = "This caption is printed again on line {}; it was kept once."
_BULLET_TWICE: Final = "This bullet repeats the text word for word (line {})."


def find_damage(bullets: Iterable[Bullet], body: Iterable[Block]) -> list[Issue]:
    """The issues of an article's bullets and body."""
    bullets = list(bullets)
    blocks = [block for block in body if block.kind is not BlockKind.CROSSHEAD]
    texts = [block.text for block in blocks]
    issues: list[Issue] = []
    for bullet in bullets:
        issues += _of_text(bullet.text, "", _line_of(bullet))
    for block, following in zip(blocks, [*texts[1:], ""], strict=False):
        issues += _of_text(block.text, following, _line_of(block))
    issues += _repeats(blocks)
    issues += _repeated_bullets(bullets, blocks)
    issues += _cut_short(blocks)
    return issues


def _line_of(part: Block | Bullet) -> int:
    return part.spans[0].first if part.spans else 0


def _of_text(text: str, following: str, line: int) -> Iterator[Issue]:
    if " ”" in text or " ’" in text or " ." in text or " ," in text:
        if match := _LOST_TEXT.search(text):
            yield Issue("lost-text", line, _LOST.format(match[0]))
        elif match := _STRAY_SPACE.search(text):
            before = text[max(0, match.start() - 20) : match.start()].rpartition(" ")[2]
            yield Issue("stray-space", line, _SPACE.format(before + match[0]))
    if _is_plain(text):
        return
    if found := check_quotes(text, following):
        yield Issue(found[0], line, found[1])
    if explained := explain_mojibake(text):
        yield Issue("mojibake", line, explained)


def _is_plain(text: str) -> bool:
    """Whether a text has neither quotation marks nor letters that could be broken ones."""
    if text.isascii():
        return '"' not in text
    return not _MARKS_OR_BROKEN.search(text)


def _repeats(blocks: Sequence[Block]) -> Iterator[Issue]:
    seen: dict[str, int] = {}
    for block in blocks:
        line = _line_of(block)
        if block.kind is BlockKind.CAPTION:
            for above, below in zip(block.spans, block.spans[1:], strict=False):
                if below.first - above.last >= _FAR_APART:
                    yield Issue("repeated-caption", line, _CAPTION_TWICE.format(below.first))
                    break
        elif block.kind is BlockKind.PARAGRAPH and len(block.text) >= _LONG_ENOUGH:
            before = seen.setdefault(block.text, line)
            if before != line:
                yield Issue("repeated-paragraph", line, _PARAGRAPH_TWICE.format(before))


def _repeated_bullets(bullets: Sequence[Bullet], blocks: Sequence[Block]) -> Iterator[Issue]:
    if not bullets:
        return
    lines: dict[str, int] = {}
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            lines.setdefault(block.text.strip(_MARKS), _line_of(block))
    for bullet in bullets:
        words = bullet.text.strip(_MARKS)
        if len(words) >= _LONG_ENOUGH and words in lines:
            yield Issue("repeated-bullet", _line_of(bullet), _BULLET_TWICE.format(lines[words]))


def _cut_short(blocks: Sequence[Block]) -> Iterator[Issue]:
    """A story that breaks off, by its last paragraph or by a pointer to where it goes on."""
    prose = [block for block in blocks if block.kind is BlockKind.PARAGRAPH]
    if not prose:
        return
    last = prose[-1]
    line = last.spans[-1].last if last.spans else 0
    end = last.text[-30:].lstrip()
    tail = last.text[-250:]
    # The pattern is tried only where one of the words is that each of its wordings holds.
    pointed = any(word in tail.lower() for word in ("read", "k here", "appeared"))
    if pointed and _GO_ON_ELSEWHERE.search(tail):
        yield Issue("cut-short", line, _ELSEWHERE.format(end))
    elif _breaks_off(last.text) or (len(last.text) >= 60 and _BROKEN_OFF.search(last.text[-20:])):
        yield Issue("cut-short", line, _SHORT.format(end))


def _breaks_off(text: str) -> bool:
    """Prose, by its length or a whole sentence in it, that stops at a word in small letters.

    The last lines of a page are often headlines, names or addresses, which need no end.
    """
    if ends_sentence(text) or not (text[-1] in ",–—-" or _SMALL_WORD_AT_END.search(text[-40:])):
        return False
    return "©" not in text and (len(text) >= 160 or _WHOLE_SENTENCE.search(text) is not None)
