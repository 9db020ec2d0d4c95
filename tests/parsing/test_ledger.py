"""Every line of every text has exactly one place, and no text makes the parser fail."""

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.parsing import article_as_json, ledger_as_json, parse
from tests.support.sample_pages import HEADLINE, PROSE
from tests.support.wrapped_texts import FERRY, wrapped

# Lines that mean something, in orders that nobody would print.
PIECES = (
    *("", "", " ", "\u00a0", HEADLINE, HEADLINE, "Ferry timetable shrinks", *PROSE),
    *("Short Url", "Follow", "Updated 3 May 2021", "Updated 14 sec ago", "--------"),
    *("  • Bench full", "- Bench full", "FASTFACT", "The depot in figures", "READ MORE"),
    *("READ MORE: Ferry timetable", "COLD FOR NINE YEARS", "LISBON: It was cold.", "1 / 3"),
    *(
        "The furnace. (Reuters)",
        "Topics: Crafts",
        "IDA BRANDT",
        "and",
        "officials of the guild and",
    ),
    *("\ufeff", "•", "()", "“”", "x" * 250, "عنوان الخبر هنا"),
)
FULL = (
    "The ferry that has linked Otter Island with the mainland",
    "since 1931 will stop running in May, its owner said on the",
    "    evening of the council’s meeting in the old net loft of",
    "> and nobody on the island had been told of it by then, the",
    "  * a list of everything that the harbour needs in the sum-",
    "mer, and of what it has had since the winter before [12]the",
)
PAGE_EDGES = ("\f", "3", "Page 3 of 4", "14/03/2024, 18:05        Island Post", "References", "T")
WRAPPED = tuple(wrapped(FERRY, width) for width in (40, 60, 72))
lines = st.lists(st.sampled_from(PIECES) | st.text(max_size=40), max_size=60)
ends = st.sampled_from(["\n", "\r\n", "\r"])


def assert_every_line_once(text):
    parsed = parse(text, captured_at=date(2025, 3, 18))
    placed = [n for entry in parsed.ledger for n in range(entry.first, entry.last + 1)]
    assert placed == list(range(1, parsed.line_count + 1))
    spans = [(article.lines.first, article.lines.last) for article in parsed.articles]
    assert all(first <= last for first, last in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))
    for entry in parsed.ledger:
        if entry.article is not None:
            first, last = spans[entry.article - 1]
            assert first <= entry.first <= entry.last <= last
    assert parsed.offsets[-1] == len(text)
    return parsed


@settings(max_examples=400)
@given(lines, ends)
def test_every_line_stands_in_the_ledger_once(texts, end):
    assert_every_line_once(end.join(texts))


@given(st.text())
def test_any_text_at_all_can_be_parsed(text):
    assert_every_line_once(text)


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from((*PIECES, *FULL, *PAGE_EDGES)) | st.sampled_from((FERRY.plain, *WRAPPED)),
        max_size=12,
    ),
    ends,
)
def test_every_line_of_a_wrapped_text_stands_in_the_ledger_once(texts, end):
    text = "\n".join([*texts, WRAPPED[0], *reversed(texts)]).replace("\n", end)
    parsed = assert_every_line_once(text)
    for article in parsed.articles:
        for part in (*article.bullets, *article.body):
            assert all(first <= last <= parsed.line_count for first, last in part.spans)


@given(lines)
def test_every_block_says_where_it_stood(texts):
    parsed = assert_every_line_once("\n".join(texts))
    for article in parsed.articles:
        for block in (*article.body, *article.bullets):
            assert block.spans
            for span in block.spans:
                assert article.lines.first <= span.first <= span.last <= article.lines.last


@given(lines)
def test_parsing_again_gives_the_same(texts):
    text = "\n".join(texts)
    assert parse(text) == parse(text)


def test_the_report_has_the_keys_that_callers_rely_on():
    parsed = parse("\n".join([HEADLINE, "", *PROSE]))
    found = article_as_json(parsed.articles[0], "a.txt")
    assert list(found) == [
        *("dump", "index", "lines", "headline", "kicker", "byline", "dateline", "updated"),
        "published",
        *("bullets", "body", "sources", "topics", "url", "language", "page_kind"),
        *("origins", "confidence", "issues"),
    ]
    assert found["origins"] == {"headline": "line 1"}
    assert ledger_as_json(parsed, "a.txt") == {
        "dump": "a.txt",
        "line_count": 5,
        "ledger": [[1, 1, "headline", 1], [2, 2, "blank", 1], [3, 5, "paragraph", 1]],
    }
