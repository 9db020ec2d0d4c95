"""What can be measured of each line of a page that no known furniture frames.

The measures are numbers: the line's own looks, its neighbours', and its place on the page. They
hold no word of the page; the labeller weighs them (see classifier.py).
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final, NamedTuple

from articles.parsing.line_kinds import Hint, HintedLine, ends_sentence
from articles.parsing.lines.lines import CACHED_LINES
from articles.parsing.lines.signal_words import BY_WORDS, PAIRS, PERSON_WORDS, SIGN_NAMES, WORDS
from articles.parsing.lines.vocabulary import CLOSING_MARKS
from articles.parsing.lines.window import Nearby, distances

_SEEN: Final = 400
"""Characters of a line that are looked at; what a line is shows in fewer."""

_SHORT: Final = 60
"""Characters of a line that may well stand on further pages."""

_Measured = tuple[str, int, int, int, Sequence[float], list[str]]

_WORD: Final = re.compile(r"[^\W_](?:[\w'’.+-]*[^\W_])?|©")
# Closing quotes and brackets, behind which a sentence's stop hides
_CLOSING: Final = CLOSING_MARKS
# Scripts that put no spaces between words: Thai, Japanese, Chinese, Korean
_WIDE: Final = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Lao, Burmese, Khmer: of five signs to a word
_JOINED: Final = re.compile(r"[\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff]")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
# `10:45`, `10.45`, `10h45`
_CLOCK: Final = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
# `… the bench. The guild …`
_INNER_STOP: Final = re.compile(r"[.!?。][\"”’»]? *[\"“‘«]?(?<=[ 。])[^\W\d_a-z]")
_LINK: Final = re.compile(r"https?:|www\.|\.com\b|@\w|#\w")
_IN_LINKS: Final = ("@", "#", "http", "www.", ".com")
_QUOTES: Final = re.compile('["“”„«»]')
_BARS: Final = re.compile("[|›»•→]")
_DIGITS: Final = digits.encode()
_CAPITALS: Final = ascii_uppercase.encode()
_SMALL: Final = ascii_lowercase.encode()
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_FULL_STOPS: Final = ".。།։።៕។။"
_STOPS: Final = f"{_FULL_STOPS}!?…؟！？।۔"
_KINDS: Final = {name: number for number, name in enumerate(SIGN_NAMES)}
_NO_KINDS: Final = [0.0] * len(_KINDS)
_NO_SIGNS: Final[list[str]] = []
_SIGN_WORDS: Final = frozenset(WORDS)
_PAIR_OPENINGS: Final = frozenset(first for first, _ in PAIRS)
_PHOTO_WORDS: Final = frozenset(word for word, kind in WORDS.items() if kind == "photo")

_PROSE_WORDS: Final = 9
"""A line of this many words that ends as a sentence is counted as prose."""

MARKERS: Final = (
    *("related", "comment", "newsletter", "author", "share", "tags", "photo", "legal"),
    *("advert", "media"),
)
"""The signs that, on a short line, tell what the lines below it are: `Related stories`."""

_FAR: Final = 30

_NEAR_NEIGHBOUR: Final = itemgetter(0, 2, 3, 4, 5, 6, 7, 8, 11, 20, 23, 24)
_FAR_NEIGHBOUR: Final = 9
"""The measures of a line that count for those next to it, and how many of them for those beyond."""

_FEW_WORDS: Final = 3
_FAR_BELOW: Final = 4
_FAR_ABOVE: Final = 8
"""A line of so few words, farther than so many lines below prose and above it, is a menu's or a
foot's. Of the labelled pages' lines with text 39 in 100 are such lines, of their bodies' words
0.5 (in English news 0.02), and of their headlines 2: headlines stand above prose, so that there
the reach is longer."""


class Look(NamedTuple):
    """One line by itself: `wording` are its longer words, case folded, with spaces between,
    `cookies` how often a legal notice has that word, `size` is the number of words, `prose` is that
    of a line that reads as prose and else 0, `own` the measures, `signs` the names of the signs it
    gives.

    A page has one of each of its lines, so they are kept small. Looks of the same words share
    their measures and signs, which are not to be changed, therefore.
    """

    line_index: int
    wording: str
    cookies: int
    size: int
    prose: int
    own: Sequence[float]
    signs: list[str]

    @property
    def long_words(self) -> list[str]:
        """The words of more than three letters, in order."""
        return self.wording.split()

    def brief(self) -> list[float]:
        """The measures that count for the lines next to it, too."""
        return [*_NEAR_NEIGHBOUR(self.own), *self.own[-len(_KINDS) :]]


def looks_of(lines: Sequence[HintedLine], first: int, stop: int) -> list[Look]:
    """The looks of the lines with text from `first` to before `stop`."""
    return [look(k, lines[k]) for k in range(first, stop) if lines[k].hint is not Hint.BLANK]


def look(index: int, line: HintedLine) -> Look:
    """Measures a line that holds text."""
    text = line.value if line.hint is Hint.BULLET else line.text
    measure_line = _remembered if len(text) <= _SHORT else _measured
    evidence = line.credited.evidence if len(text) < 1000 else 0
    return Look(index, *measure_line(text, line.hint, line.line.indent, evidence))


def _measured(text: str, hint: int, indent: int, evidence: int) -> _Measured:
    """A line's looks without its place. All measures are floats: comparing a whole number with
    the trees' thresholds takes several times as long."""
    plain = text[:_SEEN]
    is_ascii = plain.isascii()
    printed = plain.split()
    count = len(printed) if len(text) <= _SEEN else text.count(" ") + 1
    size = count
    is_wide = len(text) > 12 * count and not text.isascii()
    if is_wide:
        size = max(count, len(_WIDE.findall(text)) // 2, len(_JOINED.findall(text)) // 5)
    bare = text[-8:].rstrip(_CLOSING)
    stop = bool(bare) and (bare[-1] in _STOPS or (is_wide and ends_sentence(text)))
    prose = size if stop and size >= _PROSE_WORDS else 0
    words, kinds, known, signs = _worded(plain)
    number = len(printed) or 1
    firsts = "".join([word[0] for word in printed])
    short = "".join([word[0] for word in printed if len(word) <= 3])
    digit_count = 0 if plain.isalpha() else _count_digits(plain)
    own: list[float] = [
        size,
        len(text),
        prose,
        _start(text[:1]),
        _end(text[-1:], stop=stop),
        _count(str.isupper, _CAPITALS, firsts) / number,
        _count(str.islower, _SMALL, firsts) / number,
        _count(str.islower, _SMALL, short) / number,
        hint - 1,
        digit_count / (len(plain) or 1),
        plain.count(",") if is_ascii else sum(map(plain.count, ",،、")),
        text.isupper(),
        len(plain) / number,
        indent,
        digit_count > 3 and _YEAR.search(plain) is not None,
        digit_count > 2 and _CLOCK.search(plain) is not None,
        any(map(plain.__contains__, _IN_LINKS)) and _LINK.search(plain) is not None,
        bool(words) and words[0] in BY_WORDS,
        0 if PERSON_WORDS.isdisjoint(words) else sum(map(PERSON_WORDS.__contains__, words)),
        known / (len(words) or 1),
        len(_INNER_STOP.findall(text)) if size > 5 else 0,
        plain.count('"') if is_ascii else len(_QUOTES.findall(plain)),
        "|" in plain or (not is_ascii and _BARS.search(plain) is not None),
        evidence,
        sum(map(_PHOTO_WORDS.__contains__, words[-6:])),
        plain.count("."),
        *kinds,
    ]
    wording = " ".join([w for w in words if len(w) > 3])
    cookies = sum([w.startswith("cookie") for w in words]) if "legal" in signs else 0
    return wording, cookies, size, prose, array("d", own), signs


_remembered: Final = lru_cache(maxsize=CACHED_LINES)(_measured)
"""For short lines: a menu stands on every page."""


def signs_of(text: str) -> list[str]:
    """The names of the signs that a text gives, as in `Look.signs`."""
    return _worded(text[:_SEEN])[3]


@lru_cache(maxsize=CACHED_LINES)
def _worded(plain: str) -> tuple[list[str], list[float], int, list[str]]:
    """A line's words, how often they give each sign, how many give one, and the signs' names.

    Remembered, for a line that is no text is asked for its signs again, and a menu stands on every
    page; not to be changed, therefore. `map` takes half the time of a loop over the words.
    """
    words = _WORD.findall(plain.casefold())
    single = [] if _SIGN_WORDS.isdisjoint(words) else list(filter(None, map(WORDS.get, words)))
    firsts = [k for k, word in enumerate(words[:-1]) if word in _PAIR_OPENINGS]
    paired = [PAIRS[pair] for k in firsts if (pair := (words[k], words[k + 1])) in PAIRS]
    if not single and not paired:
        return words, _NO_KINDS, 0, _NO_SIGNS
    kinds = _NO_KINDS[:]
    for kind in single:
        kinds[_KINDS[kind]] += 1
    for kind in paired:
        kinds[_KINDS[kind]] += 2
    return words, kinds, len(single), [name for name, at in _KINDS.items() if kinds[at]]


def _count(is_one: Callable[[str], bool], ascii_ones: bytes, text: str) -> int:
    """How many characters are of a kind, whose ASCII members are given too: bytes are counted many
    times faster."""
    if text.isascii():
        plain = text.encode("ascii")
        return len(plain) - len(plain.translate(None, ascii_ones))
    return sum(map(is_one, text))


def _count_digits(text: str) -> int:
    """How many characters are digits, those of other scripts and the raised ones too."""
    if text.isascii():
        return _count(str.isdigit, _DIGITS, text)
    others = "".join(_NOT_ASCII.findall(text))
    return sum(map(text.count, digits)) + sum(map(str.isdigit, others))


def _start(first: str) -> int:
    if first.isupper():
        return 0
    if first.islower():
        return 1
    if first.isdigit():
        return 2
    if first.isalpha():
        return 3
    found = "“\"„«‘'(©@#[|>+-".find(first)
    return 4 + max(found, -1) if first else 3


def _end(last: str, *, stop: bool) -> int:
    if stop:
        return 0 if last in _FULL_STOPS else 1 if last in _STOPS else 2
    if last.isalpha():
        return 3
    if last.isdigit():
        return 4
    return 6 + ':,;)]…|”"'.find(last)


def places_in_doubt(looks: Sequence[Look]) -> list[int]:
    """The places among a page's looks that are worth measuring: all but menus and feet."""
    prose = [look.prose for look in looks]
    return [
        k
        for k, (look, above, below) in enumerate(
            zip(looks, distances(prose), distances(prose[::-1])[::-1], strict=True)
        )
        if look.size > _FEW_WORDS or above <= _FAR_BELOW or below <= _FAR_ABOVE
    ]


def measure(
    lines: Sequence[HintedLine], looks: Sequence[Look], places: Sequence[int]
) -> Iterator[list[float]]:
    """For each of the places among a page's looks, which are in order, the numbers by which the
    labeller tells the body's lines; one after the other, for they take a hundred times as much
    memory as the line."""
    if not looks:
        return
    first, last, best = _main_block(looks)
    briefs = Nearby(looks, Look.brief, [-1.0] * len(looks[0].brief()))
    rows = zip(
        places,
        _standing(lines, looks, places, (first, last, best)),
        _wording(lines, looks, places, range(first, last + 1)),
        _below_markers(looks, places),
        strict=True,
    )
    for k, standing, wording, below in rows:
        yield [
            *looks[k].own,
            *map(float, (*standing, *wording, *below)),
            *briefs.of(k - 1),
            *briefs.of(k + 1),
            *briefs.of(k - 2)[:_FAR_NEIGHBOUR],
            *briefs.of(k + 2)[:_FAR_NEIGHBOUR],
        ]


def _standing(
    lines: Sequence[HintedLine],
    looks: Sequence[Look],
    places: Sequence[int],
    main_block: tuple[int, int, int],
) -> Iterator[list[float]]:
    """Each line's distances: from the page's ends, from its prose, and from its main block."""
    first, last, best = main_block
    n = len(looks)
    prose = [look.prose for look in looks]
    blanks = [min(lines[look.line_index].line.blanks_before, 5) for look in looks] + [5, 5]
    indents = [lines[look.line_index].line.indent for look in looks]
    block = [k for k in range(first, last + 1) if prose[k]]
    usual_blanks = _commonest(blanks[k] for k in block)
    usual_indent = _commonest(indents[k] for k in block)
    words_above = running(prose)
    lines_above = running([p > 0 for p in prose])
    size_above = running([look.size for look in looks])
    total = words_above[-1] or 1
    above = distances(prose)
    below = distances(prose[::-1])[::-1]
    for k in places:
        yield [
            *(k, n - 1 - k, k / n, n),
            *(words_above[k] / total, words_above[k + 1] / total, total, lines_above[n] / n),
            *(above[k], below[k]),
            *(blanks[k], blanks[k + 1], blanks[k - 1] if k else 5, blanks[k + 2]),
            *(blanks[k] - usual_blanks, indents[k] - usual_indent),
            *(k - first, k - last, first <= k <= last, best / total),
            words_above[min(n, k + 4)] - words_above[max(0, k - 3)] - prose[k],
            lines_above[min(n, k + 11)] - lines_above[max(0, k - 10)] - (prose[k] > 0),
            lines_above[min(n, k + 6)] - lines_above[k + 1],
            lines_above[k] - lines_above[max(0, k - 5)],
            size_above[min(n, k + 6)] - size_above[k + 1],
            size_above[k] - size_above[max(0, k - 5)],
        ]


def _wording(
    lines: Sequence[HintedLine], looks: Sequence[Look], places: Sequence[int], main_block: range
) -> Iterator[list[float]]:
    """How much of each line's wording stands elsewhere: as a whole line, in the prose of the main
    block, in the lines next to it."""
    prose = (set(looks[k].long_words) for k in main_block if looks[k].prose)
    vocabulary = Counter(chain.from_iterable(prose))
    texts = [hash(lines[look.line_index].text.casefold()) for look in looks]
    counts = Counter(texts)
    before: list[int] = []
    seen: dict[int, int] = {}
    for k, text in enumerate(texts):
        before.append(seen.get(text, k + 1))
        seen[text] = k
    near = Nearby[Look, set[str]](looks, lambda look: set(look.long_words), set())
    for k in places:
        look = looks[k]
        mine = look.long_words
        own_times = 1 if look.prose and k in main_block else 0
        times = [vocabulary.get(word, 0) for word in mine]
        number = len(mine) or 1
        own = near.of(k)
        yield [
            counts[texts[k]],
            k - before[k],
            sum([t > own_times for t in times]) / number,
            sum([t if t < 5 else 5 for t in times]) / number,
            len(mine),
            _overlap(own, near.of(k - 1)) if k else 0,
            _overlap(own, near.of(k + 1)) if k + 1 < len(looks) else 0,
            _overlap(own, near.of(k - 2)) if k > 1 else 0,
        ]


def _below_markers(looks: Sequence[Look], places: Iterable[int]) -> Iterator[list[float]]:
    """How far below the last short line with each of the markers a line stands."""
    marked = dict.fromkeys(MARKERS, -99)
    wanted = set(places)
    for k, look in enumerate(looks):
        if k in wanted:
            yield [k - at if k - at < _FAR else _FAR for at in marked.values()]
        if look.size <= 8 and not look.prose:
            for sign in look.signs:
                if sign in marked:
                    marked[sign] = k


def _main_block(looks: Sequence[Look]) -> tuple[int, int, int]:
    """The stretch with the most prose, lines that are none counted against it."""
    best = run = start = first = last = 0
    for k, look in enumerate(looks):
        if run <= 0:
            run, start = 0, k
        run += min(look.prose, 60) if look.prose else -6
        if run > best:
            best, first, last = run, start, k
    return first, last, best


def _overlap(words: set[str], others: set[str]) -> float:
    return len(words & others) / len(words) if words else 0.0


def running(values: Sequence[int]) -> list[int]:
    sums = [0]
    for value in values:
        sums.append(sums[-1] + value)
    return sums


def _commonest(values: Iterable[int]) -> int:
    counted = Counter(values)
    return counted.most_common(1)[0][0] if counted else 1
