"""Links that show an unpublished story to whoever has one, until their time is over."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from reversion.models import Version

from articles import publishing
from articles.editing import preview_tokens
from articles.models import Article
from articles.versions import history
from tests.support.builders import NOON, make_article
from tests.support.signing_in import sign_in

from .test_admin import change, member_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db


def link(article: Article, *, days: float = 1) -> str:
    until = timezone.now() + timedelta(days=days)
    return reverse("articles:preview", args=[preview_tokens.sign(article, until=until)])


def maker(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/preview/"


def test_a_token_is_good_until_its_time_and_not_a_second_longer() -> None:
    article = make_article(status="in_review")
    until = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    token = preview_tokens.sign(article, until=until)

    assert preview_tokens.read(token, now=until - timedelta(seconds=1)) == preview_tokens.Preview(
        article.pk, until
    )
    with pytest.raises(preview_tokens.ExpiredError):
        preview_tokens.read(token, now=until)


def test_a_link_outlives_an_update_of_the_site() -> None:
    article = make_article(status="in_review")
    until = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    said = {"article": article.pk, "until": int(until.timestamp()), "round": article.preview_round}
    token = signing.dumps(said, salt="articles.preview")  # as every version has signed them

    opened = preview_tokens.read(token, now=timezone.now())
    assert opened == preview_tokens.Preview(article.pk, until)


def test_no_token_outlives_the_longest_time(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article(status="in_review")
    token = preview_tokens.sign(article, until=timezone.now() + timedelta(days=400))
    monkeypatch.setattr(preview_tokens, "LONGEST", timedelta(seconds=-1))

    with pytest.raises(preview_tokens.ExpiredError):
        preview_tokens.read(token, now=timezone.now())


def test_a_token_of_another_make_is_none_of_ours() -> None:
    article = make_article(status="in_review")
    token = preview_tokens.sign(article, until=NOON)
    other = signing.dumps({"article": article.pk, "until": 2**33}, salt="elsewhere")
    for forged in ("x", token[:-1] + ("A" if token[-1] != "A" else "B"), other):
        with pytest.raises(preview_tokens.ForgedError):
            preview_tokens.read(forged, now=NOON)


@pytest.mark.parametrize("status", ["draft", "in_review", "published"])
def test_whoever_has_the_link_reads_the_story_as_readers_will(client: Client, status: str) -> None:
    article = make_article(
        headline="Under wraps",
        body="A secret paragraph.",
        bullets=["A point"],
        status=status,
        published_at=timezone.now() + timedelta(days=3),
    )

    response = client.get(link(article))

    page = response.content.decode()
    assert response.status_code == 200
    assert "A secret paragraph." in page
    assert "A point" in page
    assert "Preview." in page
    assert "This link expires at" in page
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in page
    assert "application/ld+json" not in page
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in response.headers


def test_a_link_whose_time_is_over_says_so_and_shows_nothing(client: Client) -> None:
    article = make_article(headline="Under wraps", status="in_review")

    response = client.get(link(article, days=-0.001))

    page = response.content.decode()
    assert response.status_code == 410
    assert "This preview has expired." in page
    assert "Under wraps" not in page
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_forged_link_and_one_to_a_deleted_story_find_nothing(client: Client) -> None:
    article = make_article(status="in_review")
    address = link(article)
    article.delete()

    assert client.get("/preview/x/").status_code == 404
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 405


def test_the_link_of_a_story_that_is_out_by_now_leads_to_it(client: Client) -> None:
    article = make_article()

    response = client.get(link(article))

    assert response.headers["Location"] == article.get_absolute_url()
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_withdrawn_story_has_no_preview(client: Client, admin_client: Client) -> None:
    article = make_article(body="A secret paragraph.", status="withdrawn")

    shown = client.get(link(article))
    made = admin_client.post(maker(article), {"hours": "24"}).content.decode()

    assert shown.status_code == 410
    assert "A secret paragraph." not in shown.content.decode()
    assert "preview-link" not in made
    assert "Send it back to review first" in made
    assert maker(article) not in admin_client.get(change(article)).content.decode()


LATER = timezone.now() + timedelta(days=300)
# From which status a link was made, what was done with the story then, and when it was to go out.
WAYS = {
    "draft, published": ("draft", "publish", NOON),
    "draft, handed in, published": ("draft", "send_back publish", NOON),
    "in review, published": ("in_review", "publish", NOON),
    "in review, held, published": ("in_review", "hold publish", NOON),
    "published, withdrawn": ("in_review", "publish withdraw", NOON),
    "withdrawn, back in review": ("in_review", "publish withdraw send_back", NOON),
    "withdrawn, back to a draft": ("draft", "publish withdraw send_back hold", NOON),
    "withdrawn, published again": ("draft", "publish withdraw publish", NOON),
    "under embargo": ("in_review", "publish", LATER),
    "embargo undone": ("in_review", "publish send_back", LATER),
    "embargo of an embargo": ("published", "send_back publish", LATER),
    "from an embargo, undone": ("published", "send_back", LATER),
    "from a withdrawn one": ("withdrawn", "send_back", NOON),
}


@pytest.mark.parametrize("several", [False, True], ids=["one", "several"])
@pytest.mark.parametrize("way", WAYS)
def test_a_link_ends_with_publication_and_withdrawal(
    client: Client, way: str, several: bool
) -> None:
    status, moves, published_at = WAYS[way]
    article = make_article(
        body="A secret paragraph.", status=status, published_at=published_at, slug="boats"
    )
    address = link(article)

    for move in moves.split():
        if several and move != "hold":  # of which there is one for a single story only
            chosen = Article.objects.filter(pk=article.pk)
            outcome = getattr(publishing, f"{move}_all")(chosen, now=timezone.now())
        else:
            article.refresh_from_db()
            outcome = getattr(publishing, move)(article, now=timezone.now())
        assert outcome.moved == (article.pk,)

    article.refresh_from_db()
    for prefix in ("", "/ar"):
        response = client.get(prefix + address)
        if article.is_visible():
            assert response.headers["Location"].endswith(f"/articles/{article.pk}/boats/")
        else:
            assert response.status_code == 410
        assert "A secret paragraph." not in response.content.decode()
        assert response.headers["Cache-Control"] == "private, no-store"
    if not article.is_visible() and article.status != "withdrawn":
        assert client.get(link(article)).status_code == 200  # a new one is good again


@pytest.mark.parametrize("moves", ["send_back", "hold", "send_back hold"])
def test_a_link_stays_while_the_story_is_only_worked_on(client: Client, moves: str) -> None:
    article = make_article(status="in_review" if moves == "hold" else "draft")
    address = link(article)

    for move in moves.split():
        getattr(publishing, move)(article, now=timezone.now())

    assert client.get(address).status_code == 200


def test_publication_that_is_undone_ends_links_too(client: Client) -> None:
    article = make_article(status="in_review", published_at=LATER)
    before = link(article)
    outcome = publishing.publish(article, now=timezone.now())
    article.refresh_from_db()
    embargoed = link(article)

    undone = publishing.undo_move(
        outcome.move, outcome.before, made_at=outcome.at, now=timezone.now()
    )

    assert undone == (article.pk,)
    assert client.get(before).status_code == client.get(embargoed).status_code == 410


def test_a_link_that_was_made_before_rounds_were_counted_is_good_no_more(client: Client) -> None:
    article = make_article(status="in_review")
    until = int((timezone.now() + timedelta(days=1)).timestamp())
    old = signing.dumps({"article": article.pk, "until": until}, salt=preview_tokens.SALT)

    assert client.get(reverse("articles:preview", args=[old])).status_code == 410


def test_a_link_to_an_embargoed_story_ends_with_the_embargo(
    client: Client, admin_client: Client
) -> None:
    out_at = timezone.now() + timedelta(hours=2)
    article = make_article(body="A secret paragraph.", published_at=out_at)
    made = admin_client.post(maker(article), {"hours": "168"}).content.decode()
    (address,) = re.findall(r'value="http://testserver(/preview/[^"]+)"', made)
    assert client.get(address).status_code == 200

    Article.objects.filter(pk=article.pk).update(published_at=NOON)  # it is out
    assert client.get(address).headers["Location"] == article.get_absolute_url()

    until = preview_tokens.read(address.split("/")[2], now=NOON).until
    assert until == out_at.replace(microsecond=0)


def test_a_restored_version_does_not_bring_a_link_back(admin_client: Client) -> None:
    article = make_article(body="A secret paragraph.", status="in_review")
    address = link(article)
    history.keep(article)
    version = Version.objects.get_for_object(article).get()
    for move in (publishing.publish, publishing.withdraw, publishing.send_back):
        move(article, now=timezone.now())

    history.restore(article, version, by=None)

    assert Client().get(address).status_code == 410


def test_a_preview_does_not_make_a_story_public(client: Client) -> None:
    article = make_article(headline="Under wraps", status="in_review")
    client.get(link(article))

    for address in (article.get_absolute_url(), f"/articles/{article.pk}.json"):
        assert client.get(address).status_code == 404
    for address in ("/", "/articles/", "/feeds/latest.rss", "/sitemap-0.xml"):
        assert "Under wraps" not in client.get(address).content.decode()


def test_an_editor_makes_a_link_which_is_in_the_history(admin_client: Client) -> None:
    article = make_article(status="in_review")
    assert maker(article) in admin_client.get(change(article)).content.decode()

    asked = admin_client.get(maker(article)).content.decode()
    made = admin_client.post(maker(article), {"hours": "24"})

    assert "/preview/" not in re.sub(re.escape(maker(article)), "", asked)
    found = re.search(r'value="(http://testserver/preview/[^"]+)"', made.content.decode())
    assert found
    assert Client().get(found[1]).status_code == 200
    assert LogEntry.objects.get().get_change_message().startswith("Made a preview link")
    assert "no-store" in made.headers["Cache-Control"]


@pytest.mark.parametrize("hours", ["", "0", "-1", "999999", "x"])
def test_a_link_is_good_for_one_of_the_times_offered(admin_client: Client, hours: str) -> None:
    made = admin_client.post(maker(make_article(status="draft")), {"hours": hours})

    assert made.status_code == 200
    assert "preview-link" not in made.content.decode()


def test_only_who_may_change_a_story_may_give_it_away(django_user_model: type[User]) -> None:
    article = make_article(status="in_review")

    assert member_of("Operator", django_user_model).get(maker(article)).status_code == 403
    assert (
        Client()
        .post(maker(article), {"hours": "24"})
        .headers["Location"]
        .startswith("/admin/login")
    )
    reporter = member_of("Reporter", django_user_model)
    assert reporter.post(maker(article), {"hours": "24"}).status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_a_link_opens_without_a_login_and_is_refused_after_its_time(
    live_server: LiveServer,
    page: Page,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    article = make_article(headline="Under wraps", body="A secret.", status="in_review")
    sign_in(page, live_server, change(article))
    if way == "mouse":
        page.get_by_role("link", name="Preview link").click()
        page.select_option("#id_hours", "1")
        page.get_by_role("button", name="Make a link").click()
    else:
        page.get_by_role("link", name="Preview link").focus()
        page.keyboard.press("Enter")
        page.locator("#id_hours").focus()
        page.keyboard.press("Home")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    address = page.locator("#preview-link").input_value()

    stranger = browser.new_context()
    other = stranger.new_page()
    other.goto(address)
    assert other.inner_text("h1") == "Under wraps"
    assert "This link expires at" in other.inner_text(".notice")

    later = timezone.now() + timedelta(hours=1, seconds=1)
    read = preview_tokens.read

    def read_later(token: str, **rest: Any) -> preview_tokens.Preview:
        return read(token, now=later)

    monkeypatch.setattr(preview_tokens, "read", read_later)
    answer = other.goto(address)
    assert answer is not None
    assert answer.status == 410
    assert other.inner_text("h1") == "This preview has expired."
    stranger.close()
