"""Pages in the shapes of real ones, put together from their parts."""

from articles.ingest.stories.known_sources import registry
from articles.parsing import ParsedArticle, ParsedDump, parse

HEADLINE = "Glass workshop reopens in old tram depot"
PROSE = (
    "The last furnace had been cold for nine years when the first bubble was blown again.",
    "Four apprentices have signed on, and the waiting list is longer than the bench.",
    "Visitors may watch from the gallery on Thursdays.",
)


def page(*lines: str) -> str:
    """Lines to text; no line end after the last, as in saved pages."""
    return "\n".join(lines)


def story(
    *body: str,
    headline: str = HEADLINE,
    head: tuple[str, ...] = ("Short Url", "Updated 3 May 2021", "Follow"),
    top: tuple[str, ...] = (),
) -> str:
    """A story whose headline is printed twice around the page furniture of `head`."""
    return page(headline, "", *head, "", headline, "", *top, *(body or spaced(*PROSE)))


def spaced(*paragraphs: str) -> list[str]:
    """Paragraphs with a blank line between them."""
    lines = [line for paragraph in paragraphs for line in (paragraph, "")]
    return lines[:-1]


def parse_one(text: str) -> ParsedArticle:
    """The one article of a text; more or fewer fail the test."""
    parsed = parse(text, registry=registry())
    assert len(parsed.articles) == 1, [article.headline for article in parsed.articles]
    return parsed.articles[0]


def kinds(article: ParsedArticle) -> list[str]:
    """The kinds of the body's blocks, in order."""
    return [block.kind.value for block in article.body]


def paragraphs(article: ParsedArticle) -> list[str]:
    """The texts of the body's paragraphs."""
    return [block.text for block in article.body if block.kind == "paragraph"]


def roles(parsed: ParsedDump) -> list[str]:
    """The role of every line, in order."""
    return [entry.role.value for entry in parsed.ledger for _ in range(entry.first, entry.last + 1)]
