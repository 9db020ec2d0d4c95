"""Cards as lists show them: never as a story no longer is."""

import pytest
from django.utils.translation import override

from articles import publishing
from articles.public.cards import newest_cards
from tests.support.builders import NOON, make_article, make_picture, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return make_article(
        headline="Boats go out",
        bullets=["Early"],
        tags=["Oceans"],
        attributions=[("Reuters", "reporting")],
        published_at=NOON,
    )


def shown(client):
    return client.get("/articles/").content.decode()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda story: story.bullets.update(text="Late"), "Late"),
        (lambda story: type(story).objects.update(headline="Boats come in"), "Boats come in"),
        (lambda story: story.tags.add("Art"), "Art"),
        (lambda story: make_source("Reuters").__class__.objects.update(name="R"), "<bdi>R</bdi>"),
        (lambda story: type(story).objects.update(kicker="At sea"), "At sea"),
        (lambda story: type(story).objects.update(date_precision="estimated"), "estimated"),
        (lambda story: type(story).objects.update(place="Sur", place_slug="sur"), "/places/sur/"),
    ],
    ids=["bullet", "headline", "topic", "source", "kicker", "date", "place"],
)
def test_whatever_changes_in_a_story_its_card_changes(client, story, change, expected):
    assert expected not in shown(client).partition('<div class="list-stories">')[2]
    change(story)
    assert expected in shown(client).partition('<div class="list-stories">')[2]


def test_a_picture_that_comes_in_is_on_the_card(client, media, story):
    assert "<img" not in shown(client)
    story.captions.create(number=1, text="Boats", image=make_picture())
    assert "<img" in shown(client)


def test_a_story_that_is_withdrawn_leaves_the_list(client, story):
    assert "Boats go out" in shown(client)
    publishing.withdraw(story, now=NOON)
    assert "Boats go out" not in shown(client)


def test_each_language_has_cards_of_its_own(client, story):
    assert "18 March 2025" in client.get("/").content.decode()
    with override("ar"):
        assert "18 March 2025" not in client.get("/ar/").content.decode()


def test_the_prepared_query_gives_what_the_plain_one_does(story, media):
    from django.db.models.expressions import RawSQL

    from articles.models import Article
    from articles.public.cards import cards as plain

    story.captions.create(number=1, text="Boats", image=make_picture(), alt_text="Two boats")
    one = newest_cards(RawSQL("SELECT id FROM articles_article", []))[0]
    other = plain(Article.objects.all())[0]
    for name in ("topics", "sources", "first_bullet", "opening", "picture"):
        assert getattr(one, name) == getattr(other, name)
    assert one.published_at == other.published_at
    assert one.get_deferred_fields() == other.get_deferred_fields()
