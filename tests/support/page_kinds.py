"""A small site with every kind of page that a reader can meet, each with all that it may hold."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path

from articles import search
from articles.models import Article, Correction
from newsroom import urls as site
from tests.support.builders import NOON, make_article, make_capture, make_picture

BODY = """![](caption:1)

Boats went out *at dawn*, said [the harbour](https://harbour.example/boats), and came in late.

## In the afternoon

> Nobody had seen so many boats.

- Forty went out
- Thirty-nine came in

![](caption:2)

::: fact The harbour
It has **two** quays.

The older one is of 1902.
:::

::: related
Boats stay in
:::

::: related
A story that the archive has not
:::

1. First the nets
2. Then the fish
"""

ARABIC_BODY = """![](caption:1)

خرجت القوارب عند الفجر وعادت متأخرة.

## بعد الظهر

> لم ير أحد مثل هذا العدد من القوارب.

::: fact الميناء
له رصيفان، أقدمهما من عام 1902.
:::

::: related
قصة ليست في الأرشيف
:::
"""


def make_site() -> dict[str, str]:
    """Fills the database with stories; the address of each kind of page, by what it is.

    Uploads pictures: a test that calls this uses the fixture `media`.
    """
    make_article(headline="Boats stay in", tags=["Oceans"], published_at=NOON)
    reported = _full_story()
    arabic = _arabic_story()
    withdrawn = make_article(
        headline="Boats sink",
        status="withdrawn",
        withdrawal_notice="No boat sank.\n\nWe are sorry.",
        published_at=NOON,
    )
    undated = make_article(
        headline="Boats of no day", date_precision="unknown", body="Boats went out once."
    )
    plain = make_article(headline="Boats, plainly", body="", published_at=NOON - timedelta(days=40))
    _river()
    search.gather_words()
    return {
        "front": "/",
        "list": "/articles/",
        "list, narrowed": "/articles/?tag=oceans&place=tyre&from=2020-01-01&to=2030-01-01&photo=1",
        "list, further on": f"/articles/?after={NOON - timedelta(days=3):%Y%m%dT%H%M%S%f}Z-1",
        "search": "/articles/?q=boats",
        "search by relevance": "/articles/?q=boats&sort=relevance",
        "search by address": "/articles/?q=boats+url:gazette.example",
        "search that finds nothing": "/articles/?q=zebras",
        "search with a slip": "/articles/?q=harbuor",
        "article": reported.get_absolute_url(),
        "article in Arabic": arabic.get_absolute_url(),
        "article without a date": undated.get_absolute_url(),
        "article without a text": plain.get_absolute_url(),
        "article withdrawn": withdrawn.get_absolute_url(),
        "topic": "/topics/oceans/",
        "topic, narrowed": "/topics/oceans/?q=boats",
        "source": "/sources/harbour-gazette/",
        "place": "/places/tyre/",
        "archive": "/archive/",
        "year": "/archive/2025/",
        "month": "/archive/2025/03/",
        "day": "/archive/2025/03/18/",
        "not there": "/nothing-here/",
        # Of `urlpatterns` below.
        "refused": "/refused/",
        "forbidden": "/forbidden/",
        "broken": "/broken/",
    }


def _full_story() -> Article:
    article = make_article(
        headline="Boats go out and come in again",
        kicker="Sea",
        byline="By Ines Corkum and Bo Lind",
        dateline="TYRE, Lebanon",
        place="Tyre",
        body=BODY,
        bullets=["Forty boats went out", "One is missed"],
        captions=[
            {"text": "The harbour", "credit": "AFP"},
            {
                "text": "Nets dry",
                "credit": "Reuters",
                "image": make_picture(width=60, height=40),
                "alt_text": "Nets on a quay",
            },
            "Left over",
        ],
        tags=["Oceans", "Trade"],
        attributions=[
            ("Reuters", "reporting"),
            ("AFP", "photo"),
            ("Harbour Gazette", "publisher"),
        ],
        date_precision="estimated",
        date_text="14 sec ago",
        published_at=NOON + timedelta(minutes=1),
    )
    for kind in Correction.Kind.values:
        Correction.objects.create(article=article, kind=kind, text="Forty, not four.", made_at=NOON)
    address = "https://www.gazette.example/sea/2025/boats-go-out-and-come-in-again-with-the-tide/"
    make_capture(article, address, captured_at=NOON + timedelta(days=9))
    search.refresh([article.pk])
    return article


def _arabic_story() -> Article:
    article = make_article(
        headline="القوارب تخرج وتعود",
        language="ar",
        kicker="البحر",
        byline="إيناس قرقم",
        dateline="صور، لبنان",
        place="صور",
        body=ARABIC_BODY,
        bullets=["خرج أربعون قارباً"],
        captions=[{"text": "الميناء", "credit": "رويترز"}],
        tags=["بحار"],
        attributions=[("Reuters", "reporting"), ("جريدة الميناء", "publisher")],
        published_at=NOON + timedelta(minutes=2),
    )
    updated = {"updated_at": NOON + timedelta(days=1), "is_update_timed": True}
    make_capture(article, "https://mina.example/بحر/القوارب-تخرج", captured_at=NOON, **updated)
    return article


def _river() -> None:
    """Stories enough for every part of the front page and more than one page of a list."""
    for number in range(50):
        make_article(
            headline=f"Story number {number} of the harbour",
            tags=[("Oceans", "Trade", "Weather", "Ferries")[number % 4]],
            attributions=[("Harbour Gazette", "publisher")],
            place=("Tyre", "Sidon")[number % 2],
            bullets=["The harbour is open"] if number % 3 else [],
            captions=[{"image": make_picture(), "alt_text": "A boat"}] if number % 5 == 0 else [],
            body="The harbour was open all day, and boats came and went.",
            date_precision=("minute", "day")[number % 2],
            published_at=NOON - timedelta(hours=6 * number),
        )


# --- the site's addresses, and some where an error is met


def refused(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("No sense in that.")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("Broken on purpose.")


WITHOUT_LANGUAGE = ("/refused/", "/forbidden/", "/broken/")

urlpatterns = [
    path("refused/", refused),
    path("forbidden/", forbidden),
    path("broken/", broken),
    *site.urlpatterns,
]
