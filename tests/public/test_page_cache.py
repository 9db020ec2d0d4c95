"""Whole pages that are kept: a change of anything they show changes page and tag at once."""

from datetime import timedelta

import pytest
from django.core.cache import cache, caches
from django.utils import timezone

from articles import publishing
from articles.models import Article, Attribution, Bullet, Caption, Correction, Pin, Source, Topic
from tests.support.builders import NOON, make_article

pytestmark = pytest.mark.django_db

ADDRESSES = {
    "story": "/articles/12/boats-go-out/",
    "list": "/articles/",
    "topic": "/topics/oceans/",
    "source": "/sources/reuters/",
    "place": "/places/tyre/",
    "day": "/archive/2025/03/18/",
    "search": "/articles/?q=boats",
    "front": "/",
    "list in Arabic": "/ar/articles/",
    "story in Arabic": "/ar/articles/12/boats-go-out/",
}
CARDS = [kind for kind in ADDRESSES if not kind.startswith("story")]


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def story():
    make_article(pk=11, headline="The quay is empty", published_at=NOON - timedelta(hours=1))
    return make_article(
        pk=12,
        headline="Boats go out",
        bullets=["A point"],
        captions=["A picture"],
        tags=["Oceans"],
        attributions=[("Reuters", "publisher")],
        place="Tyre",
        body="![](caption:1)\n\nText.\n\n::: related\nThe quay is empty\n:::",
        published_at=NOON,
    )


def of_story(**values):
    return lambda: Article.objects.filter(pk=12).update(**values)


# What is changed, how, and on which of the pages it shows.
EVERYWHERE = list(ADDRESSES)
STORY = ["story", "story in Arabic"]
CHANGES = {
    "headline": (of_story(headline="Boats come home"), EVERYWHERE),
    "kicker": (of_story(kicker="At sea"), EVERYWHERE),
    "byline": (of_story(byline="By Nadia Haddad"), STORY),
    "dateline": (of_story(dateline="TYRE, Lebanon"), STORY),
    "language": (of_story(language="fr"), EVERYWHERE),
    "hour": (of_story(published_at=NOON + timedelta(minutes=1)), STORY),
    "certainty of the date": (of_story(date_precision="estimated"), EVERYWHERE),
    "body": (of_story(body="Other text."), STORY),
    "place's name": (of_story(place="Sour"), EVERYWHERE),
    "bullet": (lambda: Bullet.objects.update(text="Another point"), EVERYWHERE),
    "one bullet more": (lambda: Bullet.objects.create(article_id=12, text="More"), STORY),
    "bullets' order": (lambda: Bullet.objects.create(article_id=12, position=0), STORY),
    "caption": (lambda: Caption.objects.update(text="Another picture"), STORY),
    "credit": (lambda: Caption.objects.update(credit="AFP"), STORY),
    "topic's name": (lambda: Topic.objects.update(name="The seas"), EVERYWHERE),
    "source's name": (lambda: Source.objects.update(name="The agency"), EVERYWHERE),
    "source's part": (lambda: Attribution.objects.update(role="photo"), EVERYWHERE),
    "correction": (lambda: Correction.objects.create(article_id=12, text="It was two."), STORY),
    "story pointed to": (lambda: Article.objects.filter(pk=11).update(slug="another"), STORY),
    "story pointed to withdrawn": (
        lambda: publishing.withdraw(Article.objects.get(pk=11), now=timezone.now()),
        STORY,
    ),
    "new story": (
        lambda: make_article(
            pk=13,
            headline="Boats in the harbour",
            tags=["Oceans"],
            attributions=[("Reuters", "publisher")],
            place="Tyre",
            published_at=NOON + timedelta(hours=2),
        ),
        CARDS,
    ),
    "withdrawal": (
        lambda: publishing.withdraw(Article.objects.get(pk=12), now=timezone.now()),
        [kind for kind in CARDS if kind not in {"topic", "source", "place"}],  # gone with it
    ),
    "embargo": (
        of_story(published_at=timezone.now() + timedelta(days=365)),
        ["list", "search", "front"],
    ),
    "pin": (lambda: Pin.objects.create(article_id=11, position=1), ["front"]),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_another_page_and_another_tag_at_once(client, story, what):
    change, kinds = CHANGES[what]
    before = {kind: client.get(ADDRESSES[kind]) for kind in kinds}
    for kind, page in before.items():
        tag = {"If-None-Match": page.headers["ETag"]}
        assert client.get(ADDRESSES[kind], headers=tag).status_code == 304, kind
    change()
    for kind, page in before.items():
        tag = {"If-None-Match": page.headers["ETag"]}
        after = client.get(ADDRESSES[kind], headers=tag)
        assert after.status_code == 200, kind
        assert after.content.partition(b"<main")[2] != page.content.partition(b"<main")[2], kind
        assert after.headers["ETag"] != page.headers["ETag"], kind


@pytest.mark.parametrize("kind", ADDRESSES)
def test_a_new_language_shows_at_once(client, story, settings, kind):
    before = client.get(ADDRESSES[kind])
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic"), ("fr", "French")]
    after = client.get(ADDRESSES[kind], headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert 'hreflang="fr"' in after.content.decode()
    assert 'hreflang="fr"' not in before.content.decode()


@pytest.mark.parametrize("kind", ADDRESSES)
def test_tomorrow_it_is_made_anew_for_the_date_in_the_masthead(client, story, kind, monkeypatch):
    before = client.get(ADDRESSES[kind])
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    after = client.get(ADDRESSES[kind], headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.templates


@pytest.mark.parametrize("kind", ADDRESSES)
def test_a_kept_page_is_the_page_that_was_made(client, admin_client, story, kind):
    made = client.get(ADDRESSES[kind])
    kept = client.get(ADDRESSES[kind])
    assert made.templates
    assert not kept.templates  # nothing was rendered
    assert kept.content == made.content
    assert kept.headers == made.headers
    assert not admin_client.get(ADDRESSES[kind]).templates  # it is the same for the desk
    caches["pages"].clear()
    again = client.get(ADDRESSES[kind])
    assert again.templates
    assert again.headers == made.headers  # every process gives a page the same tag


def test_a_part_of_a_list_is_not_mixed_up_with_the_page(client, story):
    part = {"HX-Request": "true"}
    pages = [client.get("/articles/?photo=1", headers=headers) for headers in ({}, part) * 2]
    assert pages[0].content == pages[2].content
    assert pages[1].content == pages[3].content
    assert b"<html" in pages[0].content
    assert b"<html" not in pages[1].content
    assert "HX-Push-Url" not in pages[2].headers
    assert pages[3].headers["HX-Push-Url"] == "/articles/?photo=1"


def test_addresses_are_not_mixed_up(client, story):
    for address in ("/articles/", "/articles/?sort=", "/articles/?x=1", "/ar/articles/"):
        for _ in range(2):
            page = client.get(address).content.decode()
            assert ('aria-current="page"' in page) == (address in {"/articles/", "/ar/articles/"})


def test_a_preview_is_not_kept(client, admin_client, story):
    Article.objects.filter(pk=12).update(status="in_review")
    for _ in range(2):
        assert admin_client.get(ADDRESSES["story"]).templates
    assert client.get(ADDRESSES["story"]).status_code == 404


def test_who_writes_templates_sees_them_at_once(client, story, settings):
    settings.DEBUG = True
    for _ in range(2):
        assert client.get("/articles/").templates


def test_a_page_that_has_the_time_it_was_asked_for_is_not_kept(client):
    for _ in range(25):
        make_article(headline="Boats")
    for _ in range(2):
        assert client.get("/articles/?q=boats&sort=relevance").templates
    later = client.get("/articles/?q=boats&sort=relevance").context["next_address"]
    assert client.get(later).templates
    assert not client.get(later).templates
