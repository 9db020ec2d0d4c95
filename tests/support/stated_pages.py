"""Made-up pages of HTML that state something about themselves, or nothing, or what they should
not."""

from __future__ import annotations

import json

from . import judged_pages

ADDRESS = "https://sund.example/2025/05/06/tower-clock"
HEADLINE = "Tower clock of Sund strikes again"
TEXT = judged_pages.paragraphs(
    (
        "The clock in the tower of Sund struck noon on Tuesday for the first time in eleven years, "
        "and half of the town stood in the square to hear it.",
        "Elin Moberg, who mended the works in her barn, had not slept. “I was sure that it would "
        "stop at eleven,” she said, and then it did not.",
        "The town paid for the brass, and a school collected the money for the new hands, which "
        "are a metre longer than those that fell into the street.",
        "From now on the clock is to be wound by pupils, two a week, who have to climb 214 steps "
        "and come down again before the bell goes for class.",
    )
)
SCHEMA = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": HEADLINE,
    "author": [{"@type": "Person", "name": "Nils Aker"}, {"@type": "Person", "name": "Eva Dahl"}],
    "datePublished": "2025-05-06T14:20:00+02:00",
    "dateModified": "2025-05-08T09:00:00+02:00",
    "publisher": {"@type": "Organization", "name": "Sund Courier"},
    "articleSection": "Town life",
    "keywords": ["Clocks", "Brass, iron"],
    "description": "After eleven years of silence the tower clock is back, wound by pupils.",
    "inLanguage": "en-GB",
    "isAccessibleForFree": False,
}


def _page(head: str, story: str, *, title: str = f"{HEADLINE} | Sund Courier") -> str:
    return judged_pages.page(story, title=title, address=ADDRESS, head=head)


def _script(values: object) -> str:
    written = json.dumps(values).replace("</", "<\\/")
    return f'<script type="application/ld+json">{written}</script>'


def complete() -> str:
    """A page that states everything in JSON-LD, and prints the headline alone."""
    return _page(
        '<meta property="og:type" content="article">' + _script(SCHEMA),
        f"<article><h1>{HEADLINE}</h1>{TEXT}</article>",
    )


def meta_only() -> str:
    """A page that states what it does in elements `meta`."""
    head = f"""<meta property="og:title" content="{HEADLINE}">
<meta property="og:site_name" content="Sund Courier">
<meta name="author" content="Nils Aker"><meta property="og:type" content="article">
<meta property="article:published_time" content="2025-05-06">
<meta property="article:section" content="Town life"><meta name="keywords" content="clocks">
<meta name="description" content="The tower clock is back.">"""
    return _page(head, f"<article><h1>{HEADLINE}</h1>{TEXT}</article>")


def contradictory() -> str:
    """A page that prints another headline, author and day than it states."""
    story = f"""<article><h1>Clock of Sund heard again after years</h1>
<p class="byline">By <a rel="author" href="/a">Greta Holm</a></p>
<p class="date">Published 2 April 2025</p>{TEXT}</article>"""
    return _page(_script(SCHEMA), story)


def silent() -> str:
    """A page without any statement."""
    return f"""<html><body><main><article><h1>{HEADLINE}</h1>
<p class="byline">By Greta Holm</p><p>2 April 2025</p>{TEXT}</article></main></body></html>"""


def hostile() -> str:
    """A page whose statements are scripts, endless, or turn the direction of the text."""
    values = {
        **SCHEMA,
        "headline": HEADLINE,
        "author": {"@type": "Person", "name": "<script>alert(1)</script>Nils \u202eAker\u202c"},
        "articleSection": "\u2067Town\" onclick='alert(2)' life",
        "keywords": ["</script><img src=x onerror=alert(3)>", "bells " * 2000, "x" * 10_000],
        "description": 'The clock & "its" tower <b onmouseover=alert(4)>strike</b> ' * 300,
        "publisher": {"name": "Sund\u202e Courier\u2066"},
    }
    return _page(_script(values), f"<article><h1>{HEADLINE}</h1>{TEXT}</article>")
