"""Whether the text below a place goes on with the text above it, or is of something else.

A story uses its words again. So a word's uses near each other are a chain, and where many chains
end and others begin, with few that go on across, one story ends and the next begins.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise
from typing import Final

from articles.parsing.line_kinds import HintedLine

from .features import Look

_WORD: Final = 5
"""Letters that a word of a chain has at least."""

_STEM: Final = 7
"""Letters by which words are compared: endings differ."""

_VALLEY: Final = 12
"""Lines above and below a place among which the place with the most chains is looked for."""

_COMMON: Final = 15
"""Lines; a word on more of them is the page's furniture or says nothing of the subject."""

_BREAK: Final = 40
"""Lines without a word end its chain."""

_NEAR: Final = 20
_CLOSE: Final = 12
"""Lines within which chains above and below a place are counted."""

_STORY: Final = 40
_HEAD: Final = 6
"""Lines above and below a place whose wording is compared, and those in which a headline stands."""

_LONGEST_HEADLINE: Final = 25
"""Words."""

_DIGITS: Final = re.compile(r"\d+")


def measure_continuity(
    lines: Sequence[HintedLine],
    looks: Sequence[Look],
    printed: Sequence[Sequence[str]],
    places: Sequence[int],
) -> list[list[float]]:
    """For each of the places among the looks the numbers that tell whether the text goes on;
    `printed` are the longer words of each look."""
    words = [{word[:_STEM] for word in some if len(word) >= _WORD} for some in printed]
    rows = zip(
        places,
        _chains(words, places),
        _furniture(lines, looks, places),
        strict=True,
    )
    return [[*chains, *furniture, *_subject(looks, words, k)] for k, chains, furniture in rows]


def _chains(words: Sequence[set[str]], places: Sequence[int]) -> list[list[float]]:
    """How many chains cross each place, and how many end above and begin below it."""
    n = len(words)
    begun, ended, crossing, weight = ([0] * (n + 1) for _ in range(4))
    for first, last, length in _found_chains(words):
        begun[first] += 1
        ended[last] += 1
        crossing[first + 1] += 1
        crossing[last + 1 if last < n else n] -= 1
        weight[first + 1] += length
        weight[last + 1 if last < n else n] -= length
    begun_before = [0, *accumulate(begun)]
    ended_before = [0, *accumulate(ended)]
    crossing, weight = list(accumulate(crossing)), list(accumulate(weight))

    def row(k: int) -> list[float]:
        above = ended_before[k] - ended_before[max(0, k - _NEAR)]
        below = begun_before[min(n, k + _NEAR)] - begun_before[k]
        ends = ended_before[k] - ended_before[max(0, k - _CLOSE)]
        begins = begun_before[min(n, k + _CLOSE)] - begun_before[k]
        across, heavy = crossing[k], weight[k]
        peak_above = max(crossing[max(0, k - _VALLEY) : k], default=0)
        peak_below = max(crossing[k + 1 : k + _VALLEY + 1], default=0)
        return [
            across / (above + below + 1),
            across,
            heavy / (heavy + above + below + 1),
            above,
            below,
            min(ends, begins) / (across + 1),
            (across + 1) / (min(peak_above, peak_below) + 1),
            min(peak_above, peak_below) - across,
            across - min(crossing[max(0, k - _VALLEY) : k + _VALLEY + 1], default=0),
        ]

    return [row(k) for k in places]


def _found_chains(words: Sequence[set[str]]) -> Iterator[tuple[int, int, int]]:
    """The first and last line of each chain, and how many lines have its word.

    >>> list(_found_chains([{"harbour"}, {"boats"}, {"harbour", "boats"}]))
    [(0, 2, 2), (1, 2, 2)]
    """
    counts = Counter(chain.from_iterable(words))
    kept = {word for word, count in counts.items() if 2 <= count <= _COMMON}
    used: dict[str, list[int]] = defaultdict(list)
    for k, some in enumerate(words):
        for word in some & kept:
            used[word].append(k)
    for at in used.values():
        first, length = at[0], 1
        for k, following in pairwise([*at, at[-1] + _BREAK + 1]):
            if following - k <= _BREAK:
                length += 1
                continue
            if length > 1:
                yield first, k, length
            first, length = following, 1


def _furniture(
    lines: Sequence[HintedLine], looks: Sequence[Look], places: Sequence[int]
) -> list[list[float]]:
    """How much of each place's foot above and head below stands elsewhere, too: pages of one
    publisher end and begin alike."""
    texts = [_DIGITS.sub("0", lines[look.line_index].text.casefold()) for look in looks]
    counts = Counter(texts)
    rows: list[list[float]] = []
    for k in places:
        head, foot = texts[k : k + _HEAD - 1], texts[max(0, k - _HEAD) : k]
        above = set(texts[max(0, k - _STORY) : k])
        rows.append(
            [
                counts[texts[k]],
                counts[texts[k - 1]] if k else 0,
                sum(counts[text] > 1 for text in head),
                sum(counts[text] > 1 for text in foot),
                # a headline printed twice, and lines that were printed above
                sum(
                    looks[at].size > 3 and texts[at] in texts[at + 1 : at + 10]
                    for at in range(k, min(len(texts), k + 4))
                ),
                sum(looks[k + number].size > 2 and t in above for number, t in enumerate(head[:4])),
            ]
        )
    return rows


def _subject(looks: Sequence[Look], words: Sequence[set[str]], k: int) -> list[float]:
    """Whether the lines at the head are of the story below rather than of the one above."""
    n = len(looks)
    above = Counter(chain.from_iterable(words[max(0, k - _STORY) : k]))
    below = Counter(chain.from_iterable(words[k + 1 : k + _STORY]))

    def leaning(at: int) -> float:
        mine = words[at]
        return sum(min(below[w], 4) - min(above[w], 4) for w in mine) / (len(mine) or 1)

    best, reach, size = -1.0, -1, 0
    for at in range(k, min(n, k + _HEAD)):
        if len(words[at]) >= 2 and looks[at].size <= _LONGEST_HEADLINE and leaning(at) > best:
            best, reach, size = leaning(at), at - k, looks[at].size
    prose = next((at - k for at in range(k, min(n, k + 15)) if looks[at].prose), -1)
    shared = len(above.keys() & below.keys()) / (min(len(above), len(below)) or 1)
    return [best, reach, size, leaning(k), shared, prose]
