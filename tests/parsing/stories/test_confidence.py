"""How sure the parser says it is, of articles and of blocks."""

import json
from importlib.resources import files

import pytest

from articles.ingest.readers.html import read_html
from articles.parsing import Block, BlockKind, article_as_json, parse
from articles.parsing.line_kinds import hint
from articles.parsing.lines.lines import split_lines
from articles.parsing.model.classifier import Reading
from articles.parsing.sources.registry import NO_SOURCES
from articles.parsing.stories.confidence import (
    ARTICLE_SIGNS,
    BLOCK_SIGNS,
    PAGE_SIGNS,
    block_signs,
    chance,
    odds_of_body,
    weights,
)
from articles.parsing.types import Span
from tests.parsing.stories.test_page_reader import TEXT, unknown_page
from tests.support import judged_pages
from tests.support.sample_pages import HEADLINE, PROSE, page, parse_one, spaced, story

LINES = [hint(line, NO_SOURCES) for line in split_lines("Share\n" + "A long line. " * 20 + "\nAd")]


def reading(*odds):
    body = frozenset(index for index, value in enumerate(odds) if value > 0)
    return Reading(0, len(odds) - 1, None, body, dict(enumerate(odds)))


def test_there_is_a_weight_for_every_sign_and_a_constant():
    assert {kind: len(numbers) for kind, numbers in weights().items()} == {
        "article": len(ARTICLE_SIGNS) + 1,
        "page": len(PAGE_SIGNS) + 1,
        "block": len(BLOCK_SIGNS) + 1,
    }


def test_the_weights_are_a_handful_of_numbers():
    kept = json.loads(
        files("articles.parsing.stories").joinpath("confidence.json").read_text("ascii")
    )
    assert all(isinstance(number, int | float) for numbers in kept.values() for number in numbers)


@pytest.mark.parametrize("kind", ["article", "page", "block"])
def test_a_confidence_lies_between_0_and_1(kind):
    signs = [1000.0] * (len(weights()[kind]) - 1)
    reported = {chance(kind, signs), chance(kind, [-sign for sign in signs])}
    assert reported <= {0.0, 1.0}


def test_a_long_doubtful_line_makes_a_body_doubtful_and_a_short_one_does_not():
    sure = odds_of_body(reading(-3.0, 3.0, -3.0), LINES)
    short = odds_of_body(reading(-0.2, 3.0, -3.0), LINES)
    long = odds_of_body(reading(-3.0, 0.2, -3.0), LINES)
    assert long < short <= sure


def test_a_block_is_the_surer_the_surer_the_labeller_is_of_its_line():
    block = Block(BlockKind.PARAGRAPH, "A long line.", spans=(Span(2, 2),))
    sure, unsure = (
        chance("block", block_signs(block, reading(-3.0, odds, -3.0), body=2.0))
        for odds in (3.0, 0.1)
    )
    assert sure > unsure


def test_a_caption_is_the_surer_the_less_the_labeller_takes_it_for_text():
    block = Block(BlockKind.CAPTION, "A long line.", spans=(Span(2, 2),))
    sure, unsure = (
        chance("block", block_signs(block, reading(-3.0, odds, -3.0), body=2.0))
        for odds in (-3.0, 0.5)
    )
    assert sure > unsure


def test_blocks_of_a_page_have_a_confidence_of_their_own():
    article = parse_one(unknown_page())
    assert {block.confidence for block in article.body} - {
        Block(BlockKind.PARAGRAPH, "").confidence
    }
    assert all(0 < block.confidence <= 1 for block in article.body)


def test_blocks_of_a_framed_story_have_what_such_blocks_have():
    assert {block.confidence for block in parse_one(story()).body} == {0.99}


def test_a_framed_story_is_surer_than_a_line_of_text():
    assert parse_one(page(HEADLINE, "", PROSE[0])).confidence < 0.6
    assert parse_one(story(*spaced(f"LISBON: {PROSE[0]}", *PROSE[1:]))).confidence >= 0.9


def test_a_page_that_shows_no_headline_is_less_sure():
    text = page(*spaced(*TEXT))
    assert parse_one(text).confidence < parse_one(page(HEADLINE, "", text)).confidence


def test_a_blocks_confidence_is_printed_when_asked_for():
    [article] = parse(unknown_page()).articles
    plain, reported = (
        article_as_json(article, "a.txt", with_confidence=on) for on in (False, True)
    )
    assert "confidence" not in plain["body"][0]
    assert reported["body"][0]["confidence"] == article.body[0].confidence


STORY_HTML = """<!doctype html><html><head><title>{title}</title>{head}</head><body>
<nav><a href="/">Home</a> <a href="/city">City</a></nav>
<article><h1>{headline}</h1><time datetime="2024-03-14">14 March 2024</time>{text}</article>
<footer><p>Imprint</p></footer></body></html>"""
DATED = '<meta property="article:published_time" content="2024-03-14T08:00:00+01:00">'


def confidence_of_html(*, title: str = HEADLINE, head: str = DATED, text: str = "") -> float:
    text = text or "".join(f"<p>{paragraph}</p>" for paragraph in PROSE)
    html = STORY_HTML.format(title=title, head=head, headline=HEADLINE, text=text)
    found = read_html(html.encode(), encoding="utf-8")
    [article] = parse(found.text, marks=found.marks, hints=found.hints, all_pages=True).articles
    return article.confidence


@pytest.mark.parametrize(
    "doubtful",
    [
        pytest.param({"title": "Fish prices at the pier this week"}, id="another title"),
        pytest.param({"head": ""}, id="a date that only the text has"),
        pytest.param({"text": f"<p>{PROSE[0]}</p><ul><li>Cod</li><li>Hake</li></ul>"}, id="lists"),
    ],
)
def test_a_page_of_html_is_surer_where_its_signs_agree(doubtful):
    assert confidence_of_html(**doubtful) < confidence_of_html()


def test_a_page_taken_for_an_article_by_hand_keeps_its_doubt():
    found = read_html(judged_pages.listing().encode(), encoding="utf-8")
    [article] = parse(found.text, marks=found.marks, hints=found.hints, all_pages=True).articles
    assert article.confidence < 0.5
