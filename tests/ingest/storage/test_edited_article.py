"""A dump imported, edited in the desk's form in every part, and imported again, newer."""

import pytest

from articles.models import Article
from tests.admin.articles.test_admin import change, form_of, messages_of
from tests.ingest.stories.test_recapture import EARLY, LATE, TOGETHER, parts, take

__all__ = ["take"]

# What an editor types, part by part, into the form of the article that EARLY makes.
TYPED = {
    "headline": {"headline": "Furnace lit again"},
    "byline": {"byline": "The desk"},
    "dateline": {"dateline": "PORTO", "place": "Porto"},
    "dates": {"published_at_0": "2021-05-02", "published_at_1": "08:00:00"},
    "body": {"body": "The desk wrote this again.\r\n\r\n![](caption:1)\r\n\r\nAnd this, too."},
    "bullets": {"bullets-0-text": "The desk's point\r\nin two lines"},
    "captions": {"captions-0-text": "The desk's caption."},
    "sources": {"attributions-0-DELETE": "on"},
    "tags": {"tags": "Heat, Ovens"},
}


def edit(client, **typed):
    """Saves the form as a browser does, with these fields changed."""
    article = Article.objects.get()
    response = client.post(change(article), form_of(client, article).posted(**typed), follow=True)
    assert "was changed successfully" in messages_of(response), response.context["errors"]


@pytest.mark.django_db
def test_what_an_editor_typed_in_every_part_stands_when_a_newer_capture_comes(take, admin_client):
    take(EARLY, 4)
    before = parts(Article.objects.get())
    edit(admin_client, **{name: text for typed in TYPED.values() for name, text in typed.items()})
    edited = parts(Article.objects.get())
    assert {part for part in edited if edited[part] == before[part]} == set()
    assert take(LATE, 10) == "created 0, updated 0, unchanged 1, kept 9, quarantined 0"
    assert parts(Article.objects.get()) == edited
    assert Article.objects.get().clippings.count() == 2
    assert take(LATE, 10) == "created 0, updated 0, unchanged 1, kept 9, quarantined 0"


@pytest.mark.django_db
@pytest.mark.parametrize("part", TYPED)
def test_what_an_editor_typed_in_one_part_stands_and_the_others_are_new(take, admin_client, part):
    take(EARLY, 4)
    edit(admin_client, **TYPED[part])
    edited = parts(Article.objects.get())
    kept = TOGETHER.get(part, {part})
    assert take(LATE, 10) == f"created 0, updated 1, unchanged 0, kept {len(kept)}, quarantined 0"
    now = parts(Article.objects.get())
    assert {name for name in now if now[name] == edited[name]} == kept


@pytest.mark.django_db
def test_a_save_without_a_change_keeps_nothing_back(take, admin_client):
    take(EARLY, 4)
    edit(admin_client)
    before = parts(Article.objects.get())
    assert take(LATE, 10) == "created 0, updated 1, unchanged 0, kept 0, quarantined 0"
    now = parts(Article.objects.get())
    assert {name for name in now if now[name] == before[name]} == set()
