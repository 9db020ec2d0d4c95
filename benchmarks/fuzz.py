"""Parses texts that nobody has thought of, for as long as is asked, and says what broke.

    nice python benchmarks/fuzz.py [--minutes 10] [--seed N]

The texts are put together by Hypothesis from the shapes of dumps: headlines, furniture, bullets,
captions, dates, prose, odd signs, in any order. Of each it is asked that every line stands in the
ledger once, that what a block holds stands where it says, that parsing again gives the same, that
nothing raises, and that two stories in one dump are both found. Ends with status 1 at a finding.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from articles.ingest.stories.known_sources import registry  # noqa: E402
from articles.parsing import ParsedDump, article_as_json, ledger_as_json, parse  # noqa: E402

CAPTURED = date(2025, 3, 18)
ROUND = 500
"""Texts between two looks at the clock."""


def one_of(pieces: str, parted_by: str = " | ") -> st.SearchStrategy[str]:
    """One of the pieces of a text."""
    return st.sampled_from(
        [piece for line in pieces.split("\n") for piece in line.split(parted_by)]
    )


WORDS = one_of(
    """the a of harbour furnace council said that reopens ferry winter on Tuesday and in Lisbon with
glass 40 1,200 “we never” will guild master AFP Reuters NEW YORK keeper’s boats — for den der
Glocke à l’heure мост в городе القارب على البحر 船が 港 é ß ﬁ""",
    " ",
)
PHRASE = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
SENTENCE = st.lists(WORDS, min_size=6, max_size=45).map(lambda words: " ".join(words) + ".")
QUOTED = SENTENCE.map(lambda text: f"“{text[:-1]},” said the keeper.")
FURNITURE = one_of(
    """Short Url | Follow | Share | Advertisement | -------- | You are here | Home | READ MORE
 date 2022-05-25 You are here | Log in | Facebook | Sign up for our newsletter | FASTFACT | 1 / 3
© 2025 Coast Tribune. All rights reserved. | 2 of 3 | Most read"""
)
DATED = one_of(
    """Updated 3 May 2021 | Updated 14 sec ago | vor 2 Stunden | Publié il y a 2 heures | yesterday
تم التحديث قبل ساعتين | hace 3 horas | Published November 20th, 2019 - 07:29 GMT | 31.02.2020"""
)
HEADS = one_of("OPINION | Analysis | By Ida Brandt | IDA BRANDT | Von Ida Brandt | AFP | (Reuters)")
CAPTION = st.tuples(SENTENCE, st.sampled_from([" (AFP)", " (Reuters/File)", " Reuters", "\n(AP)"]))
MARKED = st.tuples(st.sampled_from(["  • ", "- ", "* ", "– ", "•", "-"]), PHRASE)
DATELINES = one_of("LISBON: |NEW YORK CITY:|WASHINGTON (AP) — |BERLIN -- |DEAR ABBY: ", "|")
ODD = st.one_of(
    st.sampled_from("\u200b\ufeff\u00a0\u2028\x0c\x00\ud7ff•.,…"),
    one_of("() | [] | “” | (((( | A. | \u202eabc | Â£5 | caf\ufffd | e\u0301\u0301"),
    st.sampled_from(["x" * 300, "a" * 5_001, "\U0001f600" * 9]),
)
LINE = st.one_of(
    *(PHRASE, SENTENCE, QUOTED, FURNITURE, DATED, HEADS, ODD, st.text(max_size=60)),
    *(CAPTION.map("".join), MARKED.map("".join), st.tuples(DATELINES, SENTENCE).map("".join)),
    *(PHRASE.map(str.title), PHRASE.map(str.upper)),
    *(PHRASE.map("READ MORE: {}".format), PHRASE.map("Topics: {}".format)),
)
BREAK = st.sampled_from(
    ["\n", "\n\n", "\n\n", "\n\n\n\n", "\r\n", "\r\n\r\n", "\n \n", "\n\u00a0\n", "\r"]
)
TEXT = st.lists(st.tuples(LINE, BREAK), max_size=80).map(
    lambda pieces: "".join(part for piece in pieces for part in piece)
)
STORY = st.tuples(PHRASE, st.lists(SENTENCE, min_size=2, max_size=8), st.booleans())

totals: Counter[str] = Counter()


class BrokenRuleError(Exception):
    """What must hold of every text and did not."""


def must(holds: bool, what: str) -> None:
    """Raises a BrokenRuleError unless it holds."""
    if not holds:
        raise BrokenRuleError(what)


def looked_at(text: str) -> ParsedDump:
    """The text's parse, after all that must hold of any."""
    parsed = parse(text, captured_at=CAPTURED, registry=registry())
    placed = [n for entry in parsed.ledger for n in range(entry.first, entry.last + 1)]
    must(placed == list(range(1, parsed.line_count + 1)), "every line is in the ledger once")
    must(parsed.offsets[-1] == len(text), "the offsets end where the text does")
    spans = [article.lines for article in parsed.articles]
    must(all(one.last < other.first for one, other in pairwise(spans)), "no articles overlap")
    for article in parsed.articles:
        must(bool(article.headline), "every article has a headline")
        must(0 <= article.confidence <= 1, "a confidence lies between 0 and 1")
        places = [block.spans for block in (*article.body, *article.bullets)]
        must(all(places), "every block says where it stood")
        numbers = [number for spans in places for span in spans for number in span]
        numbers += [issue.line for issue in article.issues]
        inside = range(article.lines.first, article.lines.last + 1)
        must(all(number in inside for number in numbers), "what an article holds stands in it")
        article_as_json(article, "a.txt", with_confidence=True)
    ledger_as_json(parsed, "a.txt")
    again = parse(text, captured_at=CAPTURED, registry=registry())
    must(again == parsed, "parsing again gives the same")
    totals.update(texts=1, articles=len(parsed.articles), lines=parsed.line_count)
    return parsed


def any_text(text: str) -> None:
    """Whatever the text, it is taken apart."""
    looked_at(text)


def two_stories(first: tuple[str, list[str], bool], second: tuple[str, list[str], bool]) -> None:
    """Two framed stories in one dump are the same two stories as in two."""
    one, other = framed(f"Quay {first[0]}", *first[1:]), framed(f"Pier {second[0]}", *second[1:])
    alone = [looked_at(text).articles for text in (one, other)]
    both = looked_at(f"{one}\n\n\n{other}").articles
    if all(len(articles) == 1 for articles in alone):
        found = [(article.headline, [block.text for block in article.body]) for article in both]
        wanted = [(a.headline, [block.text for block in a.body]) for (a,) in alone]
        must(found == wanted, "two stories in one dump are both found")
        totals.update(pairs=1)


def framed(headline: str, body: list[str], spaced: bool) -> str:
    """A story in the real dump's shape."""
    head = f"{headline}\n\nShort Url\nUpdated 3 May 2021\nFollow\n\n{headline}\n\n"
    return head + ("\n\n" if spaced else "\n").join(body)


def main() -> int:
    """Runs until the time is over or something breaks."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes
    number = options.seed
    while time.monotonic() < end:
        number += 1
        some = settings(
            max_examples=ROUND,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        seed(number)(some(given(TEXT)(any_text)))()
        seed(number)(some(given(STORY, STORY)(two_stories)))()
        print(
            f"seed {number}: " + ", ".join(f"{n:,} {name}" for name, n in totals.items()),
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
