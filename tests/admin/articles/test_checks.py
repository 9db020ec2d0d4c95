"""What is said before a story is published: each kind of finding, its way to mend, and going on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from articles.editing.checks import findings_of
from articles.models import Article, Topic
from tests.support.builders import make_article, make_tag

from .test_admin import LIST, change, form_of, make_clipping, messages_of

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db


def publish_page(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/publish/"


def press_publish(client: Client, article: Article) -> Response:
    posted = form_of(client, article).posted(_publish="1")
    del posted["_save"]
    return client.post(change(article), posted)


def codes(article: Article) -> list[str]:
    return [finding.code for finding in findings_of(article)]


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Ferry sinks", []),
        ("7", ["headline"]),
        ("[Untitled]", ["headline"]),
        ("بلا عنوان", ["headline"]),
        ("Sans titre", ["headline"]),
        ("The Gazette", ["headline"]),
        ("Headline news from the ferry", []),
        ("Titel und Thesen", []),
        ("無題の船", []),
    ],
)
def test_a_headline_that_says_nothing_is_found(headline: str, expected: list[str]) -> None:
    article = make_article(
        headline=headline, body="It sank.", attributions=[("The Gazette", "publisher")]
    )

    assert codes(article) == expected


def test_each_kind_of_finding_leads_to_its_place(admin_client: Client) -> None:
    article = make_article(
        status="in_review",
        body="",
        date_precision="unknown",
        captions=[{"text": "The quay", "image": "quay.jpg", "alt_text": " "}],
    )
    issues = [{"code": "may-be-several", "line": 13, "message": "It may be several stories."}]
    more = {"code": "stray-space", "line": 13, "message": "So."}
    clipping = make_clipping(article, issues=[*issues, more])
    assert codes(article) == ["no-body", "no-date", "no-alt-text", "issues"]

    page = admin_client.get(publish_page(article)).content.decode()

    for anchor in ("id_body", "id_published_at_0", "id_captions-0-alt_text"):
        assert f'href="{change(article)}#{anchor}"' in page
    assert f'href="{change(article)}?clipping={clipping.pk}#line-13"' in page
    response = press_publish(admin_client, article)
    assert response.headers["Location"] == publish_page(article)
    assert Article.objects.get().status == "in_review"
    form = admin_client.get(change(article)).content.decode()
    for anchor in ("id_body", "id_published_at_0", "id_captions-0-alt_text"):
        assert f'id="{anchor}"' in form


def test_what_came_up_since_is_said_before_the_story_goes_out(admin_client: Client) -> None:
    article = make_article(status="in_review", body="It sank.", date_precision="unknown")
    Article.objects.filter(pk=article.pk).update(body="")

    page = admin_client.post(publish_page(article), {"seen": ["no-date"]}).content.decode()

    assert "Something else needs a look now." in page
    assert "It has no body." in page
    assert Article.objects.get().status == "in_review"
    admin_client.post(publish_page(article), {"seen": ["no-date", "no-body"]})
    assert Article.objects.get().status == "published"


def test_a_new_topic_that_looks_like_a_slip_is_replaced_by_one_press(admin_client: Client) -> None:
    make_article(tags=["Middle East", "Mining"])
    article = make_article(status="in_review", body="It sank.", tags=["Middle Est", "Moorings"])
    assert codes(article) == ["new-topic"]
    page = admin_client.get(publish_page(article)).content.decode()
    assert "The topic “Middle Est” is new. Did you mean “Middle East”?" in page
    [finding] = findings_of(article)
    assert finding.mend is not None

    after: Any = admin_client.post(
        publish_page(article), {"mend": finding.mend.value}, follow=True
    ).content.decode()

    assert sorted(tag.name for tag in article.tags.all()) == ["Middle East", "Moorings"]
    assert Topic.objects.filter(name="Middle Est").exists()
    assert "Did you mean" not in after
    assert Article.objects.get(pk=article.pk).status == "in_review"
    act = after.partition('name="act" value="')[2].partition('"')[0]
    admin_client.post("/admin/articles/article/undo/", {"act": act})
    assert sorted(tag.name for tag in article.tags.all()) == ["Middle Est", "Moorings"]


@pytest.mark.parametrize("value", ["", "topic", "topic:x:y", "topic:1:99999", "other:1:2"])
def test_an_odd_mend_changes_nothing(admin_client: Client, value: str) -> None:
    article = make_article(status="in_review", body="It sank.", tags=["Ice"])

    response = admin_client.post(publish_page(article), {"mend": value})

    assert response.status_code == 302
    assert [tag.name for tag in article.tags.all()] == ["Ice"]


def test_topics_that_others_have_or_that_differ_are_none_of_it() -> None:
    make_tag("Middle East")  # no story has it
    make_article(tags=["Gold", "Iran"])
    article = make_article(body="It sank.", tags=["Middle Est", "Gold", "Iraq"])

    assert codes(article) == []


def test_the_question_before_several_counts_each_kind(admin_client: Client) -> None:
    keys = [
        make_article(status="in_review", body="It sank.", date_precision=precision).pk
        for precision in ("unknown", "unknown", "day")
    ]
    picture = {"text": "The quay", "image": "quay.jpg"}
    keys.append(make_article(status="in_review", body="It sank.", captions=[picture]).pk)
    chosen: dict[str, Any] = {"action": "publish_selected", "_selected_action": keys}

    page = admin_client.post(LIST, chosen).content.decode()

    assert "Without a date (2 stories)" in page
    assert "With a picture without alternative text (1 story)" in page
    assert "With issues" not in page
    done: Any = admin_client.post(LIST, chosen | {"confirmed": "yes"}, follow=True)
    assert "4 stories published." in messages_of(done)
