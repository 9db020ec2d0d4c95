"""The editors' desk."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import search
from articles.admin import bounded_paginator, forms
from articles.ingest.maintenance.reread import stored_content
from articles.ingest.storage.names import resolve_names
from articles.ingest.stories.content import Credit, digests_of
from articles.models import (
    Article,
    ArticleTag,
    Attribution,
    Clipping,
    Dump,
    ImportRun,
    Source,
    Topic,
)
from tests.support.builders import NOON, make_article, make_source
from tests.support.signing_in import sign_in

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
ADD = "/admin/articles/article/add/"


@pytest.fixture(autouse=True)
def _no_cached_topics() -> None:
    cache.clear()


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


class Form(HTMLParser):
    """The fields of a page's article form, as a browser would post them back unchanged."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.inputs: list[dict[str, str]] = []
        self._open = ""
        self.feed(page.partition('id="article_form"')[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in ("input", "select", "textarea") and found.get("type") not in ("hidden", "submit"):
            self.inputs.append(found)
        name, kind = found.get("name", ""), found.get("type", "")
        if tag == "textarea" or tag == "select":
            self._open = name
            self.fields[name] = ""
        elif tag == "option" and "selected" in found:
            self.fields[self._open] = found.get("value", "")
        elif tag == "input" and name and kind not in ("submit", "file"):
            self.fields |= _posted_value(found)

    def handle_data(self, data: str) -> None:
        if self.lasttag == "textarea" and self._open:
            self.fields[self._open] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self._open = ""
        self.lasttag = ""

    def posted(self, **changes: str) -> dict[str, str]:
        """What a browser posts: CRLF at the ends of lines, and the first LF of a text area gone."""
        fields = {name: value for name, value in self.fields.items() if "__prefix__" not in name}
        fields = {
            name: value.removeprefix("\n").replace("\n", "\r\n") for name, value in fields.items()
        }
        return fields | {"_save": "Save"} | changes


def _posted_value(found: dict[str, str]) -> dict[str, str]:
    is_sent = found.get("type") != "checkbox" or "checked" in found
    return {found["name"]: found.get("value", "")} if is_sent else {}


def tables(queries: CaptureQueriesContext) -> list[str]:
    """What each query reads, by its first table."""
    return [re.findall(r'(?:FROM|INTO) \(?.*?"(\w+)"', query["sql"])[-1] for query in queries]


def form_of(client: Client, article: Article) -> Form:
    return Form(client.get(change(article)).content.decode())


def messages_of(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def digests(article: Article) -> dict[str, str]:
    return digests_of(stored_content(article.pk)[0])


def full_article(**what_matters: Any) -> Article:
    return make_article(
        **{
            "headline": "Ferries stop",
            "body": 'One "line"\n\n## Two & three\n\n- a\n- b\n\n![](caption:1)',
            "bullets": ["First\nwith a second line", "Second", "Third"],
            "captions": ["A ferry", {"text": "A pier", "credit": "Reuters"}],
            "tags": ["Gulf", "gas market", "oil, crude"],
            "attributions": [("Reuters", "photo"), ("AP", "reporting")],
            "place": "Halifax",
            "published_at": datetime(2019, 2, 7, 10, 11, 12, tzinfo=UTC),
            "date_method": "stated",
            "date_text": "7 February 2019",
        }
        | what_matters
    )


def make_clipping(article: Article | None = None, **what_matters: Any) -> Clipping:
    raw = what_matters.pop("raw", "Ferries stop\r\n\r\nالعبارات\r\nShare this\r\n".encode())
    dump = Dump.objects.create(
        sha256=f"{Dump.objects.count():064}",
        name=what_matters.pop("name", "gazette.txt"),
        byte_count=len(raw),
        line_count=4,
        encoding=what_matters.pop("encoding", "utf-8"),
        first_run=ImportRun.objects.create(started_at=NOON),
    )
    return Clipping.objects.create(
        **{
            "dump": dump,
            "position": 1,
            "kind": "story",
            "article": article,
            "first_line": 11,
            "last_line": 14,
            "raw": raw,
            "ledger": [
                [11, 11, "headline", ""],
                [12, 12, "blank", ""],
                [13, 13, "paragraph", ""],
                [14, 14, "chrome", "share line"],
            ],
            "issues": [{"code": "undated", "line": 13, "message": "No date was found."}],
        }
        | what_matters
    )


# --- the list


def test_the_list_costs_the_same_queries_however_many_articles(admin_client: Client) -> None:
    admin_client.get(LIST)  # fills the cache of topics
    for number in range(12):
        make_clipping(make_article(tags=["Gulf"], bullets=["x"]), name=f"{number}.txt")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = admin_client.get(LIST)

    assert response.status_code == 200
    assert tables(queries) == [
        "django_session",
        "auth_user",
        "articles_article",  # how many, up to a bound
        "articles_article",  # the page
        "articles_clipping",  # its issues
    ]


def test_the_list_names_status_place_date_confidence_and_issues(admin_client: Client) -> None:
    make_clipping(full_article(status="in_review", confidence=0.834, date_precision="estimated"))

    page = admin_client.get(LIST).content.decode()

    for text in ("Ferries stop", "in review", "Halifax", "c. 7 Feb 2019", "83%", ">1<"):
        assert text in page


def test_an_undated_article_is_not_shown_with_a_date(admin_client: Client) -> None:
    make_article(date_precision="unknown")

    assert "undated</td>" in admin_client.get(LIST).content.decode()


def test_a_headline_is_written_over_several_lines_and_kept_in_one(admin_client: Client) -> None:
    article = make_article(headline="Ferries stop  in fog")
    untouched = form_of(admin_client, article).posted()
    admin_client.post(change(article), untouched)
    article.refresh_from_db()
    assert article.headline == "Ferries stop  in fog"  # what was not touched stays
    posted = form_of(admin_client, article).posted(headline="Ferries stop \r\n in fog\n")
    admin_client.post(change(article), posted)
    article.refresh_from_db()
    assert article.headline == "Ferries stop in fog"


def test_a_long_list_is_neither_counted_nor_skipped_beyond_a_bound(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_paginator, "MOST_COUNTED", 150)
    for _ in range(153):
        make_article()

    page = admin_client.get(f"{LIST}?p=2").content.decode()

    assert "the newest 150 stories" in page
    assert page.count('class="field-status') == 50
    assert 'class="question' not in page  # "select all" would act on rows that nobody saw
    assert admin_client.get(f"{LIST}?p=3").status_code == 302


def test_the_list_is_searched_by_words_as_readers_search(admin_client: Client) -> None:
    make_article(headline="Ferry stops in fog")
    make_article(headline="Lobsters march")

    page = admin_client.get(f"{LIST}?q=ferries").content.decode()

    assert "Ferry stops" in page
    assert "Lobsters" not in page


@pytest.mark.parametrize("words", ["%00", "%22", "-", "(:*%26", "%F0%9F"])
def test_odd_searches_find_what_they_find(admin_client: Client, words: str) -> None:
    make_article()

    assert admin_client.get(f"{LIST}?q={words}").status_code == 200


@pytest.mark.parametrize(
    ("choice", "headlines"),
    [
        ("status__exact=draft", ["Old draft"]),
        ("went_out=embargo", ["To come"]),
        ("went_out=week", ["New"]),
        ("went_out=year", ["New"]),
        ("went_out=earlier", ["Old draft", "Undated"]),
        ("went_out=undated", ["Undated"]),
        ("topic=gulf", ["New"]),
    ],
)
def test_the_list_is_filtered(admin_client: Client, choice: str, headlines: list[str]) -> None:
    now = timezone.now()
    make_article(headline="New", published_at=now - timedelta(days=1), tags=["Gulf"])
    make_article(headline="To come", published_at=now + timedelta(days=1))
    make_article(headline="Old draft", status="draft")
    make_article(headline="Undated", date_precision="unknown")

    response = admin_client.get(f"{LIST}?{choice}")

    assert sorted(str(article) for article in response.context["cl"].result_list) == headlines


@pytest.mark.parametrize(
    "address",
    [
        "articles/article/?topic=%00",
        "articles/article/?status__exact=%00",
        "articles/article/?%00=1",
        "articles/clipping/?kind__exact=%00",
        "articles/source/?kind__exact=%00",
        "articles/source/?q=%00",
        "articles/importrun/?state__exact=%00",
        "articles/topic/?q=a%00b",
        "autocomplete/?app_label=articles&model_name=attribution&field_name=source&term=%00",
    ],
)
def test_no_address_with_nul_breaks_a_list(admin_client: Client, address: str) -> None:
    make_clipping(make_article(attributions=[("AP", "photo")]))

    assert admin_client.get(f"/admin/{address}").status_code == 200


def test_deleting_a_topic_counts_its_articles_and_lists_none(admin_client: Client) -> None:
    articles = [make_article(tags=["Gulf"]) for _ in range(3)]
    topic = Topic.objects.get()
    address = reverse("admin:articles_topic_delete", args=[topic.pk])

    with CaptureQueriesContext(connection) as queries:
        page = admin_client.get(address).content.decode()

    assert "Stories that lose a topic: 3" in page
    assert tables(queries) == [
        "django_session",
        "auth_user",
        "articles_topic",
        "articles_articletag",
    ]
    assert admin_client.post(address, {"post": "yes"}).status_code == 302
    assert not Topic.objects.exists()
    assert Article.objects.filter(pk__in=[article.pk for article in articles]).count() == 3


def test_a_topics_link_names_itself_without_a_query(django_assert_num_queries: Any) -> None:
    make_article(tags=["Gulf"])
    link = ArticleTag.objects.get()
    with django_assert_num_queries(0):
        assert str(link) == f"topic {link.tag_id} of article {link.content_object_id}"


def test_the_topic_filter_offers_topics_of_unpublished_articles_too(admin_client: Client) -> None:
    make_article(status="in_review", tags=["Gulf"])

    assert "topic=gulf" in admin_client.get(LIST).content.decode()


def test_chosen_articles_are_published_and_counted(admin_client: Client) -> None:
    later = timezone.now() + timedelta(days=2)
    waiting = [make_article(status="in_review"), make_article(status="draft", published_at=later)]
    published = make_article()
    chosen = [article.pk for article in (*waiting, published)]

    response = admin_client.post(
        LIST,
        {"action": "publish_selected", "_selected_action": chosen, "confirmed": "yes"},
        follow=True,
    )

    assert messages_of(response) == (
        "2 stories published. 1 of them held back: readers will see them later."
        " 1 not changed: already published or rejected."
    )
    assert set(Article.objects.values_list("status", flat=True)) == {"published"}
    assert LogEntry.objects.filter(change_message="Published.").count() == 2


@pytest.mark.parametrize(
    ("action", "status", "after"),
    [
        ("withdraw_selected", "published", "withdrawn"),
        ("send_back_selected", "draft", "in_review"),
    ],
)
def test_chosen_articles_are_withdrawn_or_sent_back(
    admin_client: Client, action: str, status: str, after: str
) -> None:
    article = make_article(status=status)

    posted = {"action": action, "_selected_action": [article.pk], "confirmed": "yes"}
    admin_client.post(LIST, posted)

    article.refresh_from_db()
    assert article.status == after


# --- the form


def test_saving_a_form_as_it_came_changes_nothing(admin_client: Client) -> None:
    article = full_article()
    body, before = article.body, digests(article)
    rows = set(article.bullets.values_list("pk", flat=True))

    response = admin_client.post(change(article), form_of(admin_client, article).posted())

    assert response.status_code == 302
    article = Article.objects.get(pk=article.pk)
    assert article.body == body
    assert digests(article) == before
    assert set(article.bullets.values_list("pk", flat=True)) == rows
    assert article.date_method == "stated"
    assert LogEntry.objects.get().get_change_message() == "No fields changed."


def test_a_story_with_an_unknown_date_saves_as_it_came(admin_client: Client) -> None:
    undated = datetime(1970, 1, 1, tzinfo=UTC)
    article = full_article(published_at=undated, date_precision="unknown")
    before = digests(article)

    admin_client.post(change(article), form_of(admin_client, article).posted())

    assert digests(Article.objects.get(pk=article.pk)) == before


def test_the_form_of_an_article_costs_the_same_queries_however_many_rows(
    admin_client: Client,
) -> None:
    few = full_article()
    make_clipping(few)
    many = full_article(captions=[{"text": "x", "source": make_source("AFP")}] * 40)
    make_clipping(many)
    admin_client.get(change(few))  # Django remembers the content type

    with CaptureQueriesContext(connection) as for_few:
        admin_client.get(change(few))
    with CaptureQueriesContext(connection) as for_many:
        admin_client.get(change(many))

    assert tables(for_few) == [
        "django_session",
        "auth_user",
        "articles_article",
        "articles_bullet",
        "articles_correction",
        "articles_caption",
        "articles_attribution",
        "articles_articletag",
        "articles_clipping",
        "articles_article",  # the one before in the list
        "articles_article",  # the one after
        "articles_storypicture",  # pictures of its pages that are not here
        "articles_presence",  # that it is open here
        "articles_presence",  # and where else
    ]
    assert tables(for_many) == tables(for_few)


def test_two_hundred_bullets_and_two_hundred_captions_save(admin_client: Client) -> None:
    article = full_article(bullets=["b"] * 200, captions=["c"] * 200)
    form = form_of(admin_client, article)

    response = admin_client.post(change(article), form.posted(headline="Ferries sail"))

    assert response.status_code == 302
    article.refresh_from_db()
    assert article.headline == "Ferries sail"
    assert article.captions.count() == 200


def test_every_input_has_a_name_and_text_follows_its_own_direction(admin_client: Client) -> None:
    form = form_of(admin_client, full_article())
    labels = [field.get("aria-label", "") for field in form.inputs if "-" in field["name"]]

    assert "key point 1: text" in labels
    assert "caption 2: delete" in labels
    assert "new attribution: source" in labels
    assert not [f["name"] for f in form.inputs if "-" in f["name"] and not f.get("aria-label")]
    texts = {field["name"]: field for field in form.inputs if field.get("type", "text") == "text"}
    for name in ("headline", "body", "tags", "bullets-0-text", "captions-1-credit"):
        assert texts[name]["dir"] == "auto"


def test_a_saved_article_is_found_by_its_new_words(admin_client: Client) -> None:
    article = full_article()
    form = form_of(admin_client, article)

    admin_client.post(change(article), form.posted(**{"bullets-0-text": "Lobsters march"}))

    assert list(search.matching(Article.objects.all(), "lobster")) == [article]


def test_the_slug_is_filled_from_the_headline(admin_client: Client) -> None:
    empty = Form(admin_client.get(ADD).content.decode())

    assert "published_at_0" in empty.fields
    admin_client.post(ADD, empty.posted(headline="Ferries stop in fog", place="La Paz"))

    article = Article.objects.get()
    assert (article.slug, article.place_slug) == ("ferries-stop-in-fog", "la-paz")
    assert (article.status, article.date_method) == ("in_review", "editor")
    assert search.matching(Article.objects.all(), "fog").exists()


@pytest.mark.parametrize("precision", ["minute", "day", "estimated", "unknown"])
@pytest.mark.parametrize("moment", ["2019-02-07T10:11:12.345678", "2019-02-07T00:00:00"])
def test_a_date_that_nobody_touches_stays_to_the_second(
    admin_client: Client, precision: str, moment: str
) -> None:
    at = datetime.fromisoformat(f"{moment}+00:00")
    article = full_article(published_at=at, date_precision=precision)
    form = form_of(admin_client, article)
    shown = (form.fields["published_at_0"], form.fields["published_at_1"])
    assert shown == ("2019-02-07", f"{at:%H:%M:%S}" if precision == "minute" else "")

    for _ in range(2):
        admin_client.post(change(article), form.posted(headline="Ferries sail"))
        article.refresh_from_db()
        assert article.headline == "Ferries sail"
        assert (article.published_at, article.date_precision) == (at, precision)
        assert (article.date_method, article.date_text) == ("stated", "7 February 2019")
        form = form_of(admin_client, article)


@pytest.mark.parametrize("before", ["minute", "day", "estimated", "unknown"])
@pytest.mark.parametrize(
    ("typed", "at", "precision"),
    [
        (("2019-02-08", ""), "2019-02-08T00:00:00", "day"),
        (("2019-02-08", "00:00"), "2019-02-08T00:00:00", "minute"),
        (("2019-02-08", "16:05"), "2019-02-08T16:05:00", "minute"),
        (("2019-02-07", "09:30:00"), "2019-02-07T09:30:00", "minute"),
    ],
)
def test_a_new_date_is_the_editors_word_and_as_exact_as_it_was_typed(
    admin_client: Client, before: str, typed: tuple[str, str], at: str, precision: str
) -> None:
    article = full_article(date_precision=before)
    form = form_of(admin_client, article)

    admin_client.post(
        change(article), form.posted(published_at_0=typed[0], published_at_1=typed[1])
    )

    article.refresh_from_db()
    assert (article.date_method, article.date_precision) == ("editor", precision)
    assert article.published_at == datetime.fromisoformat(f"{at}+00:00")


@pytest.mark.parametrize(
    ("before", "posted", "at", "precision"),
    [
        ("minute", {"date_precision": "day"}, "2019-02-07T00:00:00", "day"),
        ("minute", {"date_precision": "estimated"}, "2019-02-07T10:11:12", "estimated"),
        ("estimated", {"date_precision": "day"}, "2019-02-07T00:00:00", "day"),
        ("day", {"date_precision": "unknown"}, "2019-02-07T10:11:12", "unknown"),
        (
            "unknown",
            {"date_precision": "estimated", "published_at_0": "2019-02-01"},
            "2019-02-01T00:00:00",
            "estimated",
        ),
        ("minute", {"published_at_1": ""}, "2019-02-07T00:00:00", "day"),
    ],
)
def test_a_precision_that_is_chosen_counts(
    admin_client: Client, before: str, posted: dict[str, str], at: str, precision: str
) -> None:
    article = full_article(date_precision=before)

    admin_client.post(change(article), form_of(admin_client, article).posted(**posted))

    article.refresh_from_db()
    assert (article.published_at.isoformat(), article.date_precision) == (f"{at}+00:00", precision)
    assert article.date_method == "editor"


def test_a_precision_of_a_minute_asks_for_the_time(admin_client: Client) -> None:
    article = full_article(date_precision="day")
    form = form_of(admin_client, article)

    answer = admin_client.post(change(article), form.posted(date_precision="minute"))

    assert "Enter the time" in answer.content.decode()
    article.refresh_from_db()
    assert article.date_precision == "day"


def test_the_zone_of_a_date_stands_beside_it(admin_client: Client) -> None:
    page = admin_client.get(change(full_article())).content.decode()
    assert "The time zone is UTC." in page


@pytest.mark.parametrize(("typed", "precision"), [("", "day"), ("16:05", "minute")])
def test_a_new_storys_date_is_as_exact_as_it_was_typed(
    admin_client: Client, typed: str, precision: str
) -> None:
    empty = Form(admin_client.get(ADD).content.decode())
    posted = empty.posted(
        headline="Ferries stop", published_at_0="2024-03-14", published_at_1=typed
    )

    admin_client.post(ADD, posted)

    assert Article.objects.get().date_precision == precision


def test_a_day_typed_for_an_undated_story_is_shown_as_a_day(
    admin_client: Client, client: Client
) -> None:
    article = full_article(date_precision="unknown", status="published")
    form = form_of(admin_client, article)

    admin_client.post(change(article), form.posted(published_at_0="2024-03-14"))

    page = client.get(article.get_absolute_url()).content.decode()
    assert '<time datetime="2024-03-14">14 March 2024</time>' in page
    assert "2024-03-14T" not in page


def test_topics_are_parted_by_commas_only(admin_client: Client) -> None:
    article = full_article()

    admin_client.post(change(article), form_of(admin_client, article).posted(tags="gas market"))

    assert [tag.name for tag in article.tags.all()] == ["gas market"]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("gas market", ["gas market"]),
        ('"oil, crude", gas', ["oil, crude", "gas"]),
        ('5" guns, the "Free" press', ['5" guns', 'the "Free" press']),
        ('"Free" press, gas', ['"Free" press', "gas"]),
        ('"""Free""", "a, ""b"""', ['"Free"', 'a, "b"']),
        ('"unclosed, gas', ['"unclosed', "gas"]),
        (" , gas,, gas ,", ["gas"]),
        ("", []),
    ],
)
def test_topics_read_as_typed_and_as_written_back(typed: str, names: list[str]) -> None:
    assert forms.read_topics(typed) == names
    assert forms.read_topics(forms.write_topics(names)) == sorted(names)


def test_a_topic_that_holds_quotes_survives_a_save(admin_client: Client) -> None:
    names = ['"', '"Free" press', '5" guns', 'a, "b"', "oil, crude"]
    article = full_article(tags=[])
    for number, name in enumerate(names):
        article.tags.add(Topic.objects.create(name=name, slug=f"topic-{number}"))

    admin_client.post(change(article), form_of(admin_client, article).posted())

    assert sorted(article.tags.names()) == names
    assert LogEntry.objects.get().get_change_message() == "No fields changed."


@pytest.mark.parametrize("name", ["x" * 101, "ﷺ" * 10])
def test_a_topic_too_long_to_keep_is_refused(admin_client: Client, name: str) -> None:
    article = full_article()

    response = admin_client.post(change(article), form_of(admin_client, article).posted(tags=name))

    assert "Too long for a topic" in response.content.decode()


# --- rows


def test_the_numbers_of_two_captions_can_be_swapped(admin_client: Client) -> None:
    article = full_article()
    form = form_of(admin_client, article)

    response = admin_client.post(
        change(article), form.posted(**{"captions-0-number": "2", "captions-1-number": "1"})
    )

    assert response.status_code == 302
    assert [caption.text for caption in article.captions.all()] == ["A pier", "A ferry"]


def test_two_captions_with_one_number_are_refused(admin_client: Client) -> None:
    article = full_article()
    form = form_of(admin_client, article)

    response = admin_client.post(change(article), form.posted(**{"captions-1-number": "1"}))

    assert "Two captions have the same number." in response.content.decode()


def test_rows_without_a_number_go_to_the_end(admin_client: Client) -> None:
    article = full_article()
    form = form_of(admin_client, article)
    added = {
        "bullets-TOTAL_FORMS": "4",
        "bullets-3-text": "Fourth",
        "bullets-3-position": "",
        "captions-TOTAL_FORMS": "3",
        "captions-2-text": "A gull",
        "captions-2-number": "",
    }

    admin_client.post(change(article), form.posted(**added))

    assert [bullet.text for bullet in article.bullets.all()][-1] == "Fourth"
    assert [caption.number for caption in article.captions.all()] == [1, 2, 3]


@pytest.mark.parametrize(
    ("status", "button", "after", "said"),
    [
        ("in_review", "_publish", "published", "Published."),
        ("withdrawn", "_publish", "published", "Published."),
        ("published", "_withdraw", "withdrawn", "Withdrawn."),
        ("draft", "_send_back", "in_review", "Sent to review."),
        (
            "published",
            "_publish",
            "published",
            "Not published: it is already published or rejected.",
        ),
    ],
)
def test_a_button_saves_and_moves_the_article(
    admin_client: Client, status: str, button: str, after: str, said: str
) -> None:
    article = full_article(status=status)
    form = form_of(admin_client, article)

    response = admin_client.post(
        change(article), form.posted(headline="New words") | {button: "1"}, follow=True
    )

    article.refresh_from_db()
    assert (article.status, article.headline) == (after, "New words")
    assert said in messages_of(response)


def test_an_article_is_offered_only_the_moves_it_can_make(admin_client: Client) -> None:
    article = full_article(status="published")

    page = admin_client.get(change(article)).content.decode()

    assert f'href="/admin/articles/article/{article.pk}/withdraw/"' in page
    assert 'name="_publish"' not in page


def test_publishing_with_a_date_in_the_future_says_embargo(admin_client: Client) -> None:
    article = full_article(status="in_review")
    form = form_of(admin_client, article)

    response = admin_client.post(
        change(article),
        form.posted(published_at_0="2199-03-18", published_at_1="09:30:00", _publish="1"),
        follow=True,
    )

    assert "Held back: readers will see it from 18 March 2199, 09:30." in messages_of(response)


def test_a_save_does_not_undo_a_colleagues_withdrawal(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = full_article(status="published")
    form = form_of(admin_client, article)
    from articles.admin import ArticleAdmin

    save_model = ArticleAdmin.save_model

    def withdrawn_meanwhile(*args: Any, **kwargs: Any) -> None:
        Article.objects.update(status="withdrawn")
        save_model(*args, **kwargs)

    monkeypatch.setattr(ArticleAdmin, "save_model", withdrawn_meanwhile)
    admin_client.post(change(article), form.posted(headline="New words"))

    article.refresh_from_db()
    assert (article.status, article.headline) == ("withdrawn", "New words")


def test_the_form_shows_where_the_story_came_from(admin_client: Client) -> None:
    article = full_article()
    clipping = make_clipping(article)

    page = admin_client.get(change(article)).content.decode()

    address = reverse("admin:articles_clipping_change", args=[clipping.pk])
    assert "“7 February 2019” (stated on the page)" in page
    assert f'<a href="{address}#line-13">Line 13</a>: No date was found.' in page
    assert f'<a href="{address}">gazette.txt, lines 11 to 14</a>' in page
    assert f'href="{article.get_absolute_url()}"' in page


def test_an_editor_who_may_only_look_is_offered_no_buttons(
    client: Client, django_user_model: type[User]
) -> None:
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("guest", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(user)
    article = full_article(status="in_review")

    page = client.get(change(article)).content.decode()

    assert "Ferries stop" in page
    assert 'name="_publish"' not in page
    assert client.post(change(article), {"_publish": "1"}).status_code == 403
    actions = {
        "action": "publish_selected",
        "_selected_action": [article.pk],
        "confirmed": "yes",
    }
    client.post(LIST, actions)
    article.refresh_from_db()
    assert article.status == "in_review"


# --- sources, dumps, clippings


def test_sources_are_found_by_alias_and_counted(admin_client: Client) -> None:
    make_source("Associated Press", aliases=["ap", "ap/file"])
    make_article(attributions=[("Associated Press", "photo"), ("Reuters", "photo")])

    response = admin_client.get("/admin/articles/source/?q=ap/file")

    assert [str(source) for source in response.context["cl"].result_list] == ["Associated Press"]
    assert '<td class="field-used">1</td>' in response.content.decode()


def test_aliases_are_kept_as_the_importer_looks_them_up(admin_client: Client) -> None:
    fields = {
        "name": "Associated Press",
        "slug": "ap",
        "kind": "agency",
        "aliases": "AP, AP/File,ap",
        "home_page": "https://apnews.com",
    }

    admin_client.post("/admin/articles/source/add/", fields)

    assert Source.objects.get().aliases == ["ap", "ap/file"]
    assert Source.objects.get().home_page == "https://apnews.com"


def test_articles_are_found_by_the_new_name_of_their_source(admin_client: Client) -> None:
    article = make_article(attributions=[("Bay Wire", "reporting")])
    source = Source.objects.get()
    address = reverse("admin:articles_source_change", args=[source.pk])
    posted = {"name": "Coastal Telegram", "slug": source.slug, "kind": source.kind, "aliases": ""}
    assert admin_client.post(address, posted).status_code == 302
    found = search.matching(Article.objects.all(), "telegram")
    assert [one.pk for one in found] == [article.pk]


def test_a_renamed_source_is_known_to_imports_by_its_old_name(admin_client: Client) -> None:
    source = make_source("Bay Wire", aliases=["bw"])
    address = reverse("admin:articles_source_change", args=[source.pk])
    posted = {"slug": source.slug, "kind": source.kind, "aliases": "bw"}

    for name in ("BAY WIRE", "Coastal Telegram"):
        admin_client.post(address, posted | {"name": name})

    source.refresh_from_db()
    assert (source.name, source.aliases) == ("Coastal Telegram", ["bw", "bay wire"])
    printed = make_article(attributions=[("Coastal Telegram", "photo")])
    content = replace(
        stored_content(printed.pk)[0], sources=frozenset({Credit("Bay Wire", "photo")})
    )
    assert resolve_names([content]).source("Bay Wire") == source


def test_sources_complete_as_one_types(admin_client: Client) -> None:
    source = make_source("Reuters")

    response = admin_client.get(
        "/admin/autocomplete/",
        {"term": "reu", "app_label": "articles", "model_name": "attribution"}
        | {"field_name": "source"},
    )

    assert response.json()["results"] == [{"id": str(source.pk), "text": "Reuters"}]


def test_a_clipping_shows_its_lines_with_number_role_and_issues(admin_client: Client) -> None:
    clipping = make_clipping()

    page = admin_client.get(f"/admin/articles/clipping/{clipping.pk}/change/").content.decode()

    rows = re.findall(r'<tr id="line-(\d+)" class="role-(\w*)"', page)
    assert rows == [("11", "headline"), ("12", "blank"), ("13", "paragraph"), ("14", "chrome")]
    assert '<span dir="auto">العبارات</span><p class="issue" data-issue="undated">No date' in page
    assert 'title="page furniture: share line">×' in page


def test_bytes_that_mean_nothing_show_as_replacement_characters(admin_client: Client) -> None:
    clipping = make_clipping(raw=b"caf\xe9\n<b>\n", last_line=12, ledger=[], issues=[])

    page = admin_client.get(f"/admin/articles/clipping/{clipping.pk}/change/").content.decode()

    assert "caf\ufffd" in page
    assert "&lt;b&gt;" in page


def test_quarantine_is_a_choice_of_the_clippings_list(admin_client: Client) -> None:
    make_clipping(kind="quarantine", reason="no story was found")
    make_clipping()

    page = admin_client.get("/admin/articles/clipping/?kind__exact=quarantine").content.decode()

    assert page.count('class="field-kind"') == 1
    assert "no story was found" in page


def test_a_dump_shows_its_clippings_in_order(admin_client: Client) -> None:
    article = make_article()
    clipping = make_clipping(article)
    Clipping.objects.create(
        dump=clipping.dump, position=0, kind="between", first_line=1, last_line=10, raw=b""
    )

    page = admin_client.get(f"/admin/articles/dump/{clipping.dump_id}/change/").content.decode()

    assert page.index("1 to 10") < page.index("11 to 14") < page.index(article.headline)


@pytest.mark.parametrize("model", ["dump", "clipping", "importrun"])
def test_nobody_adds_changes_or_deletes_what_came_in(admin_client: Client, model: str) -> None:
    clipping = make_clipping()
    pk = {
        "dump": clipping.dump_id,
        "clipping": clipping.pk,
        "importrun": clipping.dump.first_run_id,
    }
    page = f"/admin/articles/{model}/{pk[model]}"

    assert admin_client.get(f"/admin/articles/{model}/").status_code == 200
    assert admin_client.get(f"{page}/change/").status_code == 200
    assert admin_client.get(f"/admin/articles/{model}/add/").status_code == 403
    assert admin_client.post(f"{page}/change/", {}).status_code == 403
    assert admin_client.post(f"{page}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", ["dump", "clipping", "article", "source"])
@pytest.mark.parametrize("pk", ["0", "x", "99999999999999999999"])
def test_what_is_not_there_is_said_so(admin_client: Client, model: str, pk: str) -> None:
    response = admin_client.get(f"/admin/articles/{model}/{pk}/change/", follow=True)

    assert response.status_code in (200, 404)


# --- in a browser


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_editor_adds_a_bullet_names_a_source_and_publishes(
    live_server: LiveServer, page: Page
) -> None:
    make_source("Reuters")
    article = full_article(status="in_review", attributions=[])
    sign_in(page, live_server, change(article))

    page.click("text=Add another Key point")
    page.fill("#id_bullets-3-text", "العبارات تتوقف")
    page.click("text=Add another Attribution")
    page.click("#attributions-0 .select2-selection")
    page.fill(".select2-search__field", "reu")
    page.click(".select2-results__option:has-text('Reuters')")
    page.click("text=More")
    page.click("text=Save and publish")

    assert "Published." in page.inner_text(".messagelist")
    article.refresh_from_db()
    assert article.status == "published"
    assert [bullet.text for bullet in article.bullets.all()][-1] == "العبارات تتوقف"
    assert Attribution.objects.get().source == Source.objects.get(name="Reuters")


# --- rights, corrections, several at once


def member_of(group: str, django_user_model: type[User]) -> Client:
    user = django_user_model.objects.create_user(group.lower(), password="x", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def test_a_reporter_writes_and_may_not_publish(django_user_model: type[User]) -> None:
    reporter = member_of("Reporter", django_user_model)
    article = full_article(status="in_review")
    page = reporter.get(change(article)).content.decode()
    form = Form(page)

    assert 'name="_publish"' not in page
    assert 'name="_publish_next"' not in page
    assert reporter.post(change(article), form.posted(_publish="x")).status_code == 403
    assert reporter.post(change(article), form.posted(_publish_next="x")).status_code == 403
    article.refresh_from_db()
    assert article.status == "in_review"
    assert reporter.post(change(article), form.posted(headline="Ferries sail")).status_code == 302


@pytest.mark.parametrize(
    ("group", "status", "action", "becomes"),
    [
        ("Editor", "in_review", "publish_selected", "in_review"),
        ("Publisher", "in_review", "publish_selected", "published"),
        ("Editor", "published", "withdraw_selected", "published"),
        ("Publisher", "published", "withdraw_selected", "withdrawn"),
    ],
)
def test_only_who_has_the_right_moves_several(
    django_user_model: type[User], group: str, status: str, action: str, becomes: str
) -> None:
    article = make_article(status=status)
    posted = {"action": action, "_selected_action": [article.pk], "confirmed": "yes"}

    member_of(group, django_user_model).post(LIST, posted)

    article.refresh_from_db()
    assert article.status == becomes


def test_an_operator_sees_runs_and_changes_no_article(django_user_model: type[User]) -> None:
    operator = member_of("Operator", django_user_model)
    article = full_article()

    assert operator.get("/admin/articles/importrun/").status_code == 200
    assert operator.post(change(article), {"headline": "x"}).status_code == 403


def test_several_are_changed_only_after_a_page_has_said_what_will_happen(
    admin_client: Client,
) -> None:
    waiting = make_article(headline="Waiting", status="in_review")
    out = make_article(headline="Out already")
    posted: dict[str, Any] = {
        "action": "publish_selected",
        "_selected_action": [waiting.pk, out.pk],
    }

    page = admin_client.post(LIST, posted).content.decode()
    waiting.refresh_from_db()
    assert "1 story will be published." in page
    assert "1 will not change: already published or rejected." in page
    assert waiting.status == "in_review"

    admin_client.post(LIST, posted | {"confirmed": "yes"})
    waiting.refresh_from_db()
    assert waiting.status == "published"


def test_a_withdrawal_of_several_tells_readers_why(admin_client: Client, client: Client) -> None:
    article = make_article()
    posted = {
        "action": "withdraw_selected",
        "_selected_action": [article.pk],
        "confirmed": "yes",
        "notice": "The ferry <b>did</b> sail.",
    }

    admin_client.post(LIST, posted)

    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert "The ferry &lt;b&gt;did&lt;/b&gt; sail." in response.content.decode()


def test_topics_and_publisher_of_several_are_set_and_are_in_the_history(
    admin_client: Client,
) -> None:
    first = full_article(attributions=[("The Old Paper", "publisher"), ("AP", "reporting")])
    second = make_article()
    source = make_source("The New Paper")
    chosen = {"_selected_action": [first.pk, second.pk], "confirmed": "yes"}

    admin_client.post(
        LIST, chosen | {"action": "add_topics_to_selected", "topics": 'Ice, "oil, crude"'}
    )
    admin_client.post(
        LIST, chosen | {"action": "set_publisher_of_selected", "publisher": source.pk}
    )

    assert set(second.tags.names()) == {"Ice", "oil, crude"}
    assert set(first.tags.names()) >= {"Ice", "Gulf"}
    names = first.attributions.values_list("source__name", "role")
    assert set(names) == {("The New Paper", "publisher"), ("AP", "reporting")}
    assert set(search.matching(Article.objects.all(), '"new paper"')) == {first, second}
    said = [entry.get_change_message() for entry in LogEntry.objects.filter(object_id=second.pk)]
    assert sorted(said) == ["Added topics: Ice, oil, crude.", "Set the publisher: The New Paper."]


def test_a_correction_stands_above_the_story_with_its_date(
    admin_client: Client, client: Client
) -> None:
    article = full_article()
    form = form_of(admin_client, article)
    row = {
        "corrections-TOTAL_FORMS": "1",
        "corrections-0-id": "",
        "corrections-0-article": str(article.pk),
        "corrections-0-kind": "correction",
        "corrections-0-text": "An earlier version named the wrong pier.",
        "corrections-0-made_at_0": "2025-03-19",
        "corrections-0-made_at_1": "09:30",
    }

    assert admin_client.post(change(article), form.posted(**row)).status_code == 302

    page = client.get(article.get_absolute_url()).content.decode()
    assert "An earlier version named the wrong pier." in page
    assert "19 March 2025" in page
