"""Parts of pages that are kept once they are rendered: never older than what they show."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import translation

from articles.models import Article, Bullet, Caption, Correction, Source, Topic
from articles.public.cache_keys import fingerprint
from tests.support.builders import NOON, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def test_facts_have_one_name_and_other_facts_another():
    article = make_article()
    same, again = Article.objects.get(pk=article.pk), Article.objects.get(pk=article.pk)
    assert fingerprint(same, ["a"]) == fingerprint(again, ["a"])
    names = {fingerprint(same)}
    for facts in ([["a"], "b"], ["a", ["b"]], [{"a": "b"}], [None], [""], [], [again, again]):
        names.add(fingerprint(*facts))
    again.headline = "Another"
    names.add(fingerprint(again))
    assert len(names) == 9


def test_a_name_is_of_the_site_it_was_made_for(settings):
    before = fingerprint("a")
    settings.SITE_URL = "https://news.example.org"
    assert fingerprint("a") != before


CHANGES = {
    "the headline": lambda story: Article.objects.filter(pk=story.pk).update(headline="Another"),
    "the body": lambda story: Article.objects.filter(pk=story.pk).update(body="Another text."),
    "a key point": lambda story: Bullet.objects.filter(article=story).update(text="Another"),
    "a caption": lambda story: Caption.objects.filter(article=story).update(text="Another"),
    "a correction": lambda story: Correction.objects.create(article=story, text="Another"),
    "a topic's name": lambda story: Topic.objects.update(name="Another"),
    "a source's name": lambda story: Source.objects.update(name="Another"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_shows_on_the_storys_page_at_once(client, what):
    story = make_article(
        bullets=["A point"],
        captions=["A picture"],
        tags=["Oceans"],
        attributions=[("Reuters", "publisher")],
        body="![](caption:1)\n\nText.",
    )
    pages = [client.get(story.get_absolute_url()).content for _ in range(2)]
    assert pages[0] == pages[1]
    assert b"Another" not in pages[0]
    CHANGES[what](story)
    assert b"Another" in client.get(story.get_absolute_url()).content.partition(b"<main")[2]


@pytest.mark.parametrize(
    "what", ["the headline", "a key point", "a topic's name", "a source's name"]
)
def test_a_change_shows_in_a_list_at_once(client, what):
    story = make_article(
        bullets=["A point"], tags=["Oceans"], attributions=[("Reuters", "publisher")]
    )
    for address in ("/articles/", "/articles/?q=headline&sort=relevance"):
        client.get(address)
    CHANGES[what](story)
    for address in ("/articles/", "/articles/?q=headline&sort=relevance"):
        cards = client.get(address).content.partition(b'class="list-stories"')[2]
        assert b"Another" in cards, address


def test_a_story_that_comes_in_beside_another_shows_within_a_minute(client, monkeypatch):
    story = make_article(tags=["Oceans"], published_at=NOON)
    client.get(story.get_absolute_url())
    make_article(headline="Later on", tags=["Oceans"], published_at=NOON + timedelta(days=1))
    later = time.time() + 61
    monkeypatch.setattr("django.core.cache.backends.locmem.time.time", lambda: later)
    assert b"Later on" in client.get(story.get_absolute_url()).content


def test_what_is_kept_in_one_language_is_not_shown_in_another(client):
    story = make_article(bullets=["A point"])
    with translation.override("ar"):
        arabic = story.get_absolute_url()
    for address in (story.get_absolute_url(), "/articles/"):
        assert 'lang="en"' in client.get(address).content.decode()
    for address in (arabic, "/ar/articles/"):
        body = client.get(address).content.decode()
        assert "Key points" not in body
        assert "All stories" not in body
        assert 'dir="rtl"' in body
