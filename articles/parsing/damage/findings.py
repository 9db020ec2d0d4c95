"""Damage by text extraction, reported for a person; nothing here changes a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import Final

from articles.parsing.line_kinds import ends_sentence, goes_on
from articles.parsing.lines.vocabulary import CLOSING_MARKS, SENTENCE_STOPS
from articles.parsing.types import Block, BlockKind, Bullet, Issue

from .mojibake import explain_mojibake, may_be_mojibake
from .quotes import MARKS, check_quotes, left_hanging

_PARAGRAPH: Final = BlockKind.PARAGRAPH

_LONG_ENOUGH: Final = 40
"""Characters; what is shorter is rightly printed twice (`He did not reply.`), or no prose."""

_SENTENCE: Final = 85
"""Characters of a last paragraph that is surely a sentence."""

_PROSE: Final = 80
"""Characters of a paragraph that nobody writes twice; shorter ones are often page furniture."""

_CAPTION_WORDS: Final = 8
"""Words; what stands under several pictures in fewer is often only a credit."""

_FAR_APART: Final = 4
"""Lines; in a gallery the same caption stands under every picture, two or three lines apart."""

_LONGEST_QUOTATION: Final = 8
"""Paragraphs that a quotation may run over that is opened in the first of them only."""

_WORDS_THAT_LEAD_ON: Final = r"(?:about|and|an?|at|by|for|from|in|of|on|or|the|to|with)"
# `take orders from ” one source said`, `according to . The`: a linked name was lost
_LOST_TEXT: Final = re.compile(rf"\b{_WORDS_THAT_LEAD_ON} (?:[”’](?=\s)|[.,](?=\s|$))")
_LOOSE_STOPS: Final = (" ”", " ’", " .", " ,")
# `once and for all . US forces`, `the port , he said`; not ` ...`, ` .5` or `vs .`
_STRAY_SPACE: Final = re.compile(r"\w[”’\")]? [.,](?= [\w“‘\"]|$)")
# `[…]`, `(...)`, `[+812 chars]`: the page says itself that there is more
_MORE: Final = re.compile(r"[\[(](?:…|\.\.\.|\+\d+ chars)[\])]$")
# `... the master found, was not…`: dots after a word that no sentence ends with, or half a word
_DOTS: Final = re.compile(r" ?(?:…|\.{3,4})$")
_NO_LAST_WORD: Final = re.compile(
    r"(?:,|\b(?:not|only|such|most|more|this|these|his|her|our|your|my|said|would|can|could|may|"
    r"der|die|das|dem|den|des|ein|eine|einen|einem|einer|und|oder|mit|von|vom|zu|zum|zur|im|in|auf|"
    r"für|bei|aus|als|dass|nicht|sich|ist|hat|le|la|les|du|de|des|et|à|au|aux|un|une|que|qui|dans|"
    r"pour|sur|avec|el|los|las|del|y|o|en|por|para|con|una|su|se|في|من|على|إلى|أن|التي|الذي|مع|"
    r"[^\W\d_aeiouyAI]))$"
)

_GO_ON_ELSEWHERE: Final = re.compile(
    r"(?:^|[.…] )[(\[]?(?:read (?:more|on|full (?:story|article)|the (?:full|rest)[\w ]{0,40})|"
    r"(?:continue|keep) reading(?: the [\w ]{1,40})?|click here to (?:read|continue)[\w ]{0,40})"
    r"[\W_]{0,5}$|\bthe post .{1,150} appeared first on .{1,80}$",
    re.IGNORECASE,
)

_MARKS: Final = "“”‘’«»\"'.,;:!? "
_STOPS: Final = (".", "!", "…")
_CLOSING: Final = "“”‘’«»\"' "
_BEFORE_SENTENCE: Final = re.compile(
    rf"(?:\A|[{''.join(sorted(SENTENCE_STOPS))}])"
    rf"(?P<marks>[{re.escape(CLOSING_MARKS + _CLOSING)}]*)"
)
_FEW: Final = 20
"""Bullets for each of which the whole text may be looked through."""
_MOST_ALIKE: Final = 50
"""Paragraphs with a sentence that begins like a bullet; beyond so many they are not compared."""
_QUOTED: Final = '“"«„‘'

_LOST: Final = "Words seem to be missing before the mark in “{}”."
_SPACE: Final = "A space before the stop in “{}”."
_SHORT: Final = "The story seems cut short: its last paragraph ends in “{}”."
_ELSEWHERE: Final = "The story seems cut short: it ends with “{}”."
_SEVERAL: Final = "Another story may begin with “{}”."
_LONGEST_QUOTED: Final = 60
_PARAGRAPH_TWICE: Final = "This paragraph stands in the story before, on line {}."
_CAPTION_TWICE: Final = "This caption is printed again on line {}; it was kept once."
_BULLET_TWICE: Final = "This bullet repeats the text word for word (line {})."
_NAME_LINES: Final = frozenset({"repeated-paragraph", "repeated-caption", "repeated-bullet"})
_LINE: Final = re.compile(r"\bline (\d+)")


def find_damage(bullets: Iterable[Bullet], body: Iterable[Block]) -> list[Issue]:
    """The issues of an article's bullets and body."""
    bullets, body = list(bullets), list(body)
    blocks = [block for block in body if block.kind is not BlockKind.CROSSHEAD]
    texts = [block.text for block in blocks]
    whole = "\n".join([*(bullet.text for bullet in bullets), *texts])
    issues: list[Issue] = []
    # Checked for the whole story first, as most stories have nothing of the kind.
    if _may_be_broken(whole):
        for part in chain[Block | Bullet](bullets, blocks):
            issues += _of_text(part.text, _line_of(part))
    if any(map(whole.__contains__, MARKS)):
        for bullet in bullets:
            if any(map(bullet.text.__contains__, MARKS)):
                issues += _quotes([bullet], [bullet.text])
        issues += _quotes(blocks, texts)
    issues += _repeats(body)
    issues += _repeated_bullets(bullets, blocks, whole)
    issues += _cut_short(blocks)
    return issues


def doubt_one_story(begins: Iterable[tuple[int, str]]) -> Iterator[Issue]:
    """That a story may be several: on these lines, of these numbers and texts, another may begin.
    Said once, of the first."""
    for line, text in begins:
        words = text
        if len(text) > _LONGEST_QUOTED:
            words = text[:_LONGEST_QUOTED].rpartition(" ")[0] + "…"
        yield Issue("may-be-several", line, _SEVERAL.format(words))
        return


def renumbered(issue: Issue, number_of: Callable[[int], int]) -> Issue:
    """The issue with its line numbers, also those in its message, replaced."""
    message = issue.message
    if issue.code in _NAME_LINES:
        message = _LINE.sub(lambda match: f"line {number_of(int(match[1]))}", message)
    return Issue(issue.code, number_of(issue.line) if issue.line else 0, message)


def _line_of(part: Block | Bullet) -> int:
    return part.spans[0].first if part.spans else 0


def _may_be_broken(text: str) -> bool:
    """Whether `_of_text` can find anything in a text that holds this one's lines; False is
    certain."""
    if any(map(text.__contains__, _LOOSE_STOPS)):
        return True
    return not text.isascii() and may_be_mojibake(text)


def _of_text(text: str, line: int) -> Iterator[Issue]:
    if any(map(text.__contains__, _LOOSE_STOPS)):
        if match := _LOST_TEXT.search(text):
            yield Issue("lost-text", line, _LOST.format(match[0]))
        elif match := _STRAY_SPACE.search(text):
            before = text[max(0, match.start() - 20) : match.start()].rpartition(" ")[2]
            yield Issue("stray-space", line, _SPACE.format(before + match[0]))
    if explained := explain_mojibake(text):
        yield Issue("mojibake", line, explained)


def _quotes(parts: Sequence[Block | Bullet], texts: Sequence[str]) -> Iterator[Issue]:
    """Quotation marks that are wrong, but not where a later paragraph closes what one opens."""
    low = any("„" in text for text in texts)
    found = {
        number: issue
        for number, (text, following) in enumerate(zip(texts, [*texts[1:], ""], strict=True))
        if (issue := check_quotes(text, following, low=low))
    }
    for number in list(found):
        if number in found and left_hanging(texts[number], low=low) > 0:
            for below in range(number + 1, min(number + _LONGEST_QUOTATION, len(texts))):
                if left_hanging(texts[below], low=low) < 0:
                    del found[number]
                    found.pop(below, None)
                    break
    for number, (code, message) in found.items():
        if code == "wrong-quote" or not _is_scrap(parts[number]):
            yield Issue(code, _line_of(parts[number]), message)


def _is_scrap(part: Block | Bullet) -> bool:
    """Whether a line of the body is no sentence and not long either: a row of a table, a hard
    wrapped line or `“more`. Its quotation marks are closed on another line, or nowhere."""
    if isinstance(part, Bullet) or part.kind is BlockKind.CAPTION:
        return False
    return len(part.text) < _SENTENCE and not ends_sentence(part.text)


def _repeats(blocks: Sequence[Block]) -> Iterator[Issue]:
    """Captions and paragraphs of a story that stand in it twice; what is there more often, or in
    company of many other such lines, is the page's furniture, or a table."""
    for block in blocks:
        if block.kind is BlockKind.CAPTION and len(block.spans) > 1:
            yield from _repeated_caption(block)
    texts = [block.text for block in blocks]
    if len(set(texts)) == len(texts):
        return
    seen: dict[str, list[int]] = {}
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.PARAGRAPH and len(block.text) >= _PROSE:
            seen.setdefault(block.text, []).append(number)
    for text, places in seen.items():
        if len(places) != 2 or not _is_written(text) or not _among_prose(blocks, places[1]):
            continue
        first, again = (_line_of(blocks[number]) for number in places)
        yield Issue("repeated-paragraph", again, _PARAGRAPH_TWICE.format(first))


def _is_written(text: str) -> bool:
    """Whether a paragraph is a story's own prose: no question, no teaser that ends in dots, and
    nothing that goes on from a line above it."""
    if not (text[0].isupper() or text[0] in _QUOTED) or _DOTS.search(text):
        return False
    return ends_sentence(text) and text[-1] != "?"


def _among_prose(blocks: Sequence[Block], number: int) -> bool:
    """Whether prose stands right above or below a block. Teasers have titles around them."""
    beside = [*blocks[max(0, number - 1) : number], *blocks[number + 1 : number + 2]]
    return any(
        block.kind is BlockKind.PARAGRAPH
        and len(block.text) >= _LONG_ENOUGH
        and ends_sentence(block.text)
        for block in beside
    )


def _repeated_caption(block: Block) -> Iterator[Issue]:
    if len(block.text) < _LONG_ENOUGH or block.text.count(" ") < _CAPTION_WORDS - 1:
        return
    for above, below in zip(block.spans, block.spans[1:], strict=False):
        if below.first - above.last >= _FAR_APART:
            yield Issue("repeated-caption", _line_of(block), _CAPTION_TWICE.format(below.first))
            return


def _repeated_bullets(
    bullets: Sequence[Bullet], blocks: Sequence[Block], whole: str
) -> Iterator[Issue]:
    """Bullets that the text repeats; `whole` is all of both."""
    candidates = [(bullet, bullet.text.strip(_MARKS)) for bullet in bullets]
    candidates = [(bullet, words) for bullet, words in candidates if len(words) >= _LONG_ENOUGH]
    if len(candidates) <= _FEW:
        candidates = [(bullet, words) for bullet, words in candidates if whole.count(words) >= 2]
    if not candidates:
        return
    openings = _opened_by(blocks, {words[:_LONG_ENOUGH] for _, words in candidates})
    for bullet, words in candidates:
        for block in openings.get(words[:_LONG_ENOUGH], ())[:_MOST_ALIKE]:
            if words in block.text and _is_sentence_of(words, block.text):
                line = _line_of(block)
                yield Issue("repeated-bullet", _line_of(bullet), _BULLET_TWICE.format(line))
                break


def _opened_by(blocks: Iterable[Block], openings: Set[str]) -> Mapping[str, list[Block]]:
    """The paragraphs by those of the wanted openings that one of their sentences could have."""
    found: dict[str, list[Block]] = {opening: [] for opening in openings}
    for block in blocks:
        if block.kind is not _PARAGRAPH:
            continue
        for match in _BEFORE_SENTENCE.finditer(block.text):
            for start in range(match.start("marks"), match.end() + 1):
                others = found.get(block.text[start : start + _LONG_ENOUGH])
                if others is not None and (not others or others[-1] is not block):
                    others.append(block)
    return found


def _is_sentence_of(words: str, text: str) -> bool:
    """Whether words that stand in a text are a whole sentence of it, and no title or question."""
    before, _, after = text.partition(words)
    return after.lstrip(_CLOSING)[:1] in _STOPS and (
        not before.strip(_CLOSING) or ends_sentence(before.rstrip(_CLOSING))
    )


def _cut_short(blocks: Sequence[Block]) -> Iterator[Issue]:
    """A story that is cut short, by its last paragraph or by a pointer to where it continues.

    Below other prose, or alone: the last lines of a page are often what other stories begin with.
    """
    prose = [number for number, block in enumerate(blocks) if block.kind is _PARAGRAPH]
    if not prose:
        return
    last = blocks[prose[-1]]
    line = last.spans[-1].last if last.spans else 0
    end = last.text[-30:].lstrip()
    tail = last.text[-250:]
    # The pattern is tried only where one of the words is that each of its wordings holds.
    small = tail.lower()
    pointed = any(map(small.__contains__, ("read", "k here", "appeared")))
    if pointed and _GO_ON_ELSEWHERE.search(tail):
        yield Issue("cut-short", line, _ELSEWHERE.format(end))
    elif len(last.text) >= _SENTENCE and _breaks_off(last.text) and _below_prose(blocks, prose):
        yield Issue("cut-short", line, _SHORT.format(end))


def _below_prose(blocks: Sequence[Block], prose: Sequence[int]) -> bool:
    if len(prose) == 1:
        return True
    if any(_DOTS.search(blocks[number].text) for number in prose[-4:-1]):
        return False
    above = blocks[prose[-1] - 1]
    is_prose = above.kind is BlockKind.PARAGRAPH and len(above.text) >= _LONG_ENOUGH
    return is_prose and ends_sentence(above.text)


def _breaks_off(text: str) -> bool:
    """Whether a text stops at a word that no sentence ends with, or says that there is more."""
    if text[-1] in "])" and _MORE.search(text):
        return True
    words = _DOTS.sub("", text) if text.endswith(("…", "...")) else text
    if ends_sentence(words) or "©" in words:
        return False
    return goes_on(words) or (words != text and _NO_LAST_WORD.search(words[-12:]) is not None)
