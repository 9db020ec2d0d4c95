"""A story without a body: what counts as one, and that each way to readers asks first."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test import Client

from articles.models import Article, Pin
from articles.models.body_text import BODY_TEXT_IN_SQL, has_text
from tests.support.builders import make_article

from .test_admin import LIST, Form, change, form_of, messages_of

pytestmark = pytest.mark.django_db

EMPTY = {
    "nothing": "",
    "blanks": " \n\t\n  \r\n",
    "no-break spaces": "\u00a0\n\u2003\u200b\ufeff",
    "a caption": "![](caption:1)",
    "a caption with words": "![Boats at the quay](caption:12)",
    "captions": "![](caption:1)\n\n ![](caption:2) \r\n\r\n![](caption:3)",
    "a crosshead": "## What happens next",
    "headings": "# One\n\n### Two ##\r\n\r\n##",
    "an empty fact box": "::: fact The lake in numbers\n:::",
    "an empty pointer": "::: related\n\n:::",
    "captions in an old Mac's lines": "![](caption:1)\r\r![](caption:2)\r## Next",
    "a ruler": "* * *\n\n---",
    "marks of a list and a quote": "- \n- \n> \n>",
    "dots and dashes": "… — . ‘ ’ « »",
    "Arabic punctuation": "، ؛ ؟",
    "entities": "&nbsp;&nbsp;\n\n&#160;",
    "a picture without a name": "![](quay.jpg)\n[](https://news.example/)",
    "marks of direction": "\u200f\u202b\u202c\u2068\u2069",
    "replaced characters": "\ufffd\ufffd",
}
FULL = {
    "a sentence": "The ferry sank.",
    "one word": "x",
    "one digit": "7",
    "Arabic": "غرقت العبارة.",
    "Thai": "เรือล่ม",
    "Chinese": "船沉了。",
    "an emoji": "\U0001f6a2",
    "a sum": "€",
    "a paragraph below a caption": "![](caption:1)\n\nThe ferry sank.",
    "a paragraph below a crosshead": "## Next\r\n\r\nThe ferry sank.",
    "a fact box with text": "::: fact The lake\nIt is deep.\n:::",
    "a pointer": "::: related\nThe other ferry\n:::",
    "a list": "- One",
    "a quote": "> It sank",
    "a caption inside a line": "See ![](caption:1) there",
    "a hash that is no heading": "#ferry sank",
    "a picture with a name": "![The quay](quay.jpg)",
    "a link": "[ferry](https://news.example/)",
    "text in an old Mac's lines": "## Next\rThe ferry sank.",
    "a code": "    ## indented code is off here",
    "an escape": r"\# sank",
    "last of many": "## Next\n\n" * 500 + "sank",
}


@pytest.mark.parametrize(
    ("body", "expected"),
    [(body, False) for body in EMPTY.values()] + [(body, True) for body in FULL.values()],
    ids=[*EMPTY, *FULL],
)
def test_python_and_the_database_agree_on_what_a_body_is(body: str, expected: bool) -> None:
    article = make_article(body=body)

    assert article.has_body is expected
    assert Article.objects.with_body().filter(pk=article.pk).exists() is expected
    assert Article.objects.without_body().filter(pk=article.pk).exists() is not expected


def test_they_agree_on_every_character_that_a_body_may_hold() -> None:
    """Each character alone, so that no locale of the database decides."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code FROM generate_series(1, 131071) AS code "
            "WHERE code NOT BETWEEN 55296 AND 57343 AND replace(chr(code), chr(13), chr(10)) ~ %s",
            [BODY_TEXT_IN_SQL],
        )
        found = {code for (code,) in cursor.fetchall()}

    codes = [code for code in range(1, 131072) if not 55296 <= code <= 57343]
    assert found == {code for code in codes if has_text(chr(code))}


@pytest.mark.parametrize(
    "line", ["## Next\n", "![](caption:1)\n", " ", "::: related\n", "![](", "&nbsp;"]
)
def test_a_long_body_is_reported_in_no_time(line: str) -> None:
    body = line * 30_000
    start = time.perf_counter()
    has_text(body)
    assert time.perf_counter() - start < 1
    make_article(body=body)
    start = time.perf_counter()
    Article.objects.with_body().count()
    assert time.perf_counter() - start < 2


# --- each way to readers asks first


def publish_page(article: Article, query: str = "") -> str:
    return f"/admin/articles/article/{article.pk}/publish/{query}"


@pytest.mark.parametrize("button", ["_publish", "_publish_next"])
@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
@pytest.mark.parametrize("body", ["", "\n \n", "![](caption:1)", "## Next", "::: fact Lake\n:::"])
def test_the_form_saves_and_asks_before_a_story_without_a_body_goes_out(
    admin_client: Client, button: str, status: str, body: str
) -> None:
    article = make_article(status=status, body=body)
    posted = form_of(admin_client, article).posted(headline="Changed")
    del posted["_save"]

    response = admin_client.post(change(article), posted | {button: "1"}, follow=True)

    article.refresh_from_db()
    assert (article.status, article.headline) == (status, "Changed")
    assert response.redirect_chain[-1][0].startswith(publish_page(article))
    page = response.content.decode()
    assert "It has no body." in page
    assert "Publish anyway" in page
    assert 'name="seen" value="no-body"' in page

    response = admin_client.post(response.redirect_chain[-1][0], {"seen": ["no-body"]}, follow=True)

    article.refresh_from_db()
    assert article.status == "published"
    assert "Published." in messages_of(response)


def test_a_body_that_is_written_in_the_same_save_is_not_asked_about(admin_client: Client) -> None:
    article = make_article(status="in_review", body="")
    posted = form_of(admin_client, article).posted(body="The ferry sank.", _publish="1")

    admin_client.post(change(article), posted)

    article.refresh_from_db()
    assert article.status == "published"


def test_a_body_that_is_taken_out_in_the_same_save_is_asked_about(admin_client: Client) -> None:
    article = make_article(status="in_review", body="The ferry sank.")
    posted = form_of(admin_client, article).posted(body="## Next", _publish="1")

    response = admin_client.post(change(article), posted)

    article.refresh_from_db()
    assert article.status == "in_review"
    assert response.headers["Location"] == publish_page(article)


def test_a_new_story_without_a_body_is_saved_and_asked_about(admin_client: Client) -> None:
    form = Form(admin_client.get("/admin/articles/article/add/").content.decode())
    posted = form.posted(headline="New", slug="new", _publish="1")

    response = admin_client.post("/admin/articles/article/add/", posted)

    article = Article.objects.get()
    assert article.status == "in_review"
    assert response.headers["Location"] == publish_page(article)


def test_looking_at_the_question_publishes_nothing(admin_client: Client) -> None:
    article = make_article(status="in_review")

    admin_client.get(publish_page(article))
    admin_client.head(publish_page(article))

    article.refresh_from_db()
    assert article.status == "in_review"


def test_after_the_answer_comes_the_next_story_of_the_list(admin_client: Client) -> None:
    first = make_article(headline="First", confidence=0.1, status="in_review")
    second = make_article(headline="Second", confidence=0.2, status="in_review")
    filters = "?_changelist_filters=status__exact%3Din_review"
    posted = form_of(admin_client, first).posted(_publish_next="1")
    del posted["_save"]

    asked = admin_client.post(change(first) + filters, posted).headers["Location"]
    answered = admin_client.post(asked, {"seen": ["no-body"]}).headers["Location"]

    assert answered == change(second) + filters


def test_a_story_that_is_published_already_is_not_published_again(admin_client: Client) -> None:
    article = make_article()

    response = admin_client.post(publish_page(article), follow=True)

    assert "It is already published." in messages_of(response)


def test_several_are_asked_about_with_the_count(admin_client: Client) -> None:
    bare = [make_article(headline=f"Bare {number}", status="in_review") for number in range(3)]
    full = [make_article(status="draft", body="It sank.") for _ in range(27)]
    out = make_article(headline="Bare and out")
    chosen = {
        "action": "publish_selected",
        "_selected_action": [article.pk for article in (*bare, *full, out)],
    }

    page = admin_client.post(LIST, chosen).content.decode()

    assert "3 of 30 stories have no body" in page
    assert "Bare 2" in page
    assert "Publish the 27 with a body" in page
    assert not Article.objects.filter(pk__in=chosen["_selected_action"][:30], status="published")

    confirmed = chosen | {"confirmed": "yes", "bodiless_count": "3", "only_with_body": "yes"}
    admin_client.post(LIST, confirmed)
    published = Article.objects.filter(status="published").exclude(pk=out.pk)
    assert set(published) == set(full)

    admin_client.post(LIST, chosen | {"confirmed": "yes", "bodiless_count": "3"})
    assert Article.objects.filter(status="published").count() == 31


def test_it_asks_again_where_another_story_has_lost_its_body(admin_client: Client) -> None:
    article = make_article(status="in_review", body="It sank.")
    chosen = {"action": "publish_selected", "_selected_action": [article.pk]}
    assert "no body" not in admin_client.post(LIST, chosen).content.decode()
    Article.objects.update(body="")

    page = admin_client.post(LIST, chosen | {"confirmed": "yes", "bodiless_count": "0"})

    assert "1 of 1 stories has no body" in page.content.decode()
    article.refresh_from_db()
    assert article.status == "in_review"


def test_a_story_without_a_body_is_pinned_only_when_the_box_is_ticked(
    admin_client: Client,
) -> None:
    article = make_article(body="![](caption:1)")
    posted = {"article": article.pk, "position": 1, "until_0": "", "until_1": ""}

    page = admin_client.post("/admin/articles/pin/add/", posted).content.decode()

    assert "This story has no body." in page
    assert '<input type="checkbox" name="without_body"' in page
    assert not Pin.objects.exists()

    admin_client.post("/admin/articles/pin/add/", posted | {"without_body": "on"})
    assert Pin.objects.get().article == article


def test_a_story_with_a_body_is_pinned_without_a_question(admin_client: Client) -> None:
    article = make_article(body="It sank.")
    page = admin_client.get(f"/admin/articles/pin/add/?article={article.pk}").content.decode()
    assert '<input type="hidden" name="without_body"' in page

    admin_client.post("/admin/articles/pin/add/", {"article": article.pk, "position": 1})

    assert Pin.objects.get().article == article
    page = admin_client.get(f"/admin/articles/pin/{Pin.objects.get().pk}/change/").content.decode()
    assert "without_body" not in page
