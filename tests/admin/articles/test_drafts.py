"""What an editor has typed outlives a lost session, a crash and a stale token."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from articles.admin.articles.drafts import COOKIE
from articles.models import Article, Bullet
from tests.support.builders import make_article, make_source
from tests.support.signing_in import sign_in

from .test_admin import change, form_of, full_article

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db
browser_test = pytest.mark.browser
stored = pytest.mark.django_db(transaction=True)

ID = "abc123def456"


# --- the server's word that a draft is saved


def test_a_save_names_its_draft_in_a_cookie(admin_client: Client) -> None:
    article = full_article()
    posted = form_of(admin_client, article).posted(kicker="Sea", draft=ID)

    response = admin_client.post(change(article), posted)

    assert response.status_code == 302
    assert response.cookies[COOKIE].value == ID
    assert response.cookies[COOKIE]["path"] == "/admin/"
    admin_client.post(change(article), posted | {"draft": "zzz123def456"})
    assert admin_client.cookies[COOKIE].value == f"{ID}.zzz123def456"


@pytest.mark.parametrize(
    "odd", ["", "short", "x" * 41, "a;b=c\r\nSet-Cookie", "../../../..", "É" * 9]
)
def test_an_odd_name_of_a_draft_is_not_written_anywhere(admin_client: Client, odd: str) -> None:
    article = full_article()
    posted = form_of(admin_client, article).posted(kicker="Sea", draft=odd)

    assert COOKIE not in admin_client.post(change(article), posted).cookies


def test_what_is_not_saved_is_not_confirmed(admin_client: Client, client: Client) -> None:
    article = full_article()
    form = form_of(admin_client, article)

    refused = admin_client.post(change(article), form.posted(headline="", draft=ID))
    assert refused.status_code == 200
    assert COOKIE not in refused.cookies
    assert f'data-draft="{ID}"' in refused.content.decode()

    Article.objects.update(headline="Theirs")
    met = admin_client.post(change(article), form.posted(headline="Mine", draft=ID))
    assert "Conflicting edits" in met.content.decode()
    assert COOKIE not in met.cookies

    logged_out = client.post(change(article), form.posted(draft=ID))
    assert logged_out.headers["Location"].startswith("/admin/login/?next=")
    assert COOKIE not in logged_out.cookies


# --- a token that is not valid any more


@pytest.fixture
def strict(admin_client: Client) -> Client:
    """An administrator's browser, of which tokens are asked."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = admin_client.cookies
    return client


def test_a_stale_token_answers_403_with_what_was_sent(admin_client: Client, strict: Client) -> None:
    article = full_article()
    odd = "It <script>sank</script> & “all”\n\nare saved."
    posted = form_of(admin_client, article).posted(body=odd, headline="Typed", tags="Sea, Ferries")
    posted["csrfmiddlewaretoken"] = "x" * 64

    response = strict.post(change(article), posted)

    page = response.content.decode()
    assert response.status_code == 403
    assert "The form was not accepted" in page
    assert "Nothing was saved" in page
    assert "It &lt;script&gt;sank&lt;/script&gt; &amp; “all”" in page
    assert "<script>sank" not in page
    assert "Sea, Ferries" in page
    assert "no-store" in response.headers["Cache-Control"]
    article.refresh_from_db()
    assert article.headline != "Typed"


def test_it_can_be_sent_again_with_a_new_token(admin_client: Client, strict: Client) -> None:
    article = full_article()
    posted = form_of(admin_client, article).posted(body="It sank.\n\nAll are saved.", kicker="")
    posted["csrfmiddlewaretoken"] = "x" * 64
    page = strict.post(change(article), posted).content.decode()
    expired = page[page.index('id="expired-form"') : page.index("Send it again")]
    found = {
        name: unescape(value.removeprefix("\n"))
        for name, value in re.findall(
            r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', expired, re.DOTALL
        )
    }
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', expired)
    assert token is not None
    assert found.keys() == {name for name in posted if name != "csrfmiddlewaretoken"}

    again = strict.post(change(article), found | {"csrfmiddlewaretoken": token[1]})

    assert again.status_code == 302
    article.refresh_from_db()
    assert article.body == "It sank.\n\nAll are saved."


def test_passwords_and_files_are_left_out(strict: Client) -> None:
    posted = {
        "username": "editor",
        "password": "glacier-blanket",
        "new_password1": "glacier-blanket",
        "note": "Seen",
        "picture": SimpleUploadedFile("quay.jpg", b"glacier-blanket"),
    }

    page = strict.post("/admin/login/", posted).content.decode()

    assert "glacier-blanket" not in page
    assert "Seen" in page
    assert "quay.jpg" in page
    assert "Send it again" not in page


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_what_another_site_has_sent_is_neither_shown_nor_sent_again(
    strict: Client, origin: str
) -> None:
    article = full_article()

    response = strict.post(
        change(article), {"headline": "Call this number"}, headers={"origin": origin}
    )

    page = response.content.decode()
    assert response.status_code == 403
    assert "The form was not accepted" in page
    assert "Call this number" not in page
    assert "expired-form" not in page


def test_who_is_logged_out_may_copy_it_and_is_asked_to_log_in(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    article = full_article()

    page = strict.post(change(article), {"headline": "Typed", "body": "It sank."}).content.decode()

    assert "It sank." in page
    assert "Log in in another tab" in page
    assert "Send it again" not in page


@pytest.mark.parametrize("address", ["/", "/articles/", "/ar/articles/"])
def test_readers_get_a_page_that_explains(address: str) -> None:
    response = Client(enforce_csrf_checks=True).post(address, {"note": "Seen <b>it</b>"})

    assert response.status_code == 403
    assert "Seen &lt;b&gt;it&lt;/b&gt;" in response.content.decode()
    assert ("النموذج" in response.content.decode()) is address.startswith("/ar/")


def test_a_very_long_text_is_cut_and_cannot_be_sent_again(
    strict: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.public.views.expired_form.MOST_CHARACTERS", 1000)

    page = strict.post("/admin/", {"body": "sank " * 400}).content.decode()

    assert 0 < page.count("sank ") <= 200
    assert "too long to show" in page
    assert "Send it again" not in page


def test_a_broken_form_gets_the_page_too(strict: Client) -> None:
    response = strict.post(
        "/admin/", b"--x\r\nbroken", content_type="multipart/form-data; boundary"
    )

    assert response.status_code in (400, 403)


# --- in a browser


def drafts(page: Page) -> list[Any]:
    kept = page.evaluate(
        "Object.entries(localStorage).filter(([key]) => key.startsWith('desk-draft:'))"
    )
    return [(key, json.loads(text)) for key, text in kept]


def log_in(page: Page, name: str = "editor") -> None:
    page.fill("#id_username", name)
    page.fill("#id_password", "password")
    with page.expect_navigation():
        page.click("input[type=submit]")


def end_session(page: Page) -> None:
    Session.objects.all().delete()
    page.context.clear_cookies(name="sessionid")


@pytest.fixture
def article(transactional_db: None) -> Article:
    make_source("Reuters")
    return full_article(status="in_review", headline="The ferry", body="It sailed.")


@pytest.fixture
def desk(live_server: LiveServer, page: Page, article: Article) -> Page:
    sign_in(page, live_server, change(article))
    page.wait_for_selector(".cards .card")
    return page


@browser_test
@stored
@pytest.mark.parametrize("by", ["button", "Enter"])
def test_after_a_lost_session_the_text_is_offered_and_saved(
    desk: Page, article: Article, by: str
) -> None:
    count = article.bullets.count()
    caption = article.captions.all()[0].pk
    desk.fill("#id_kicker", "Sea")
    desk.locator(".card-text").first.fill("It sank off Tyre.")
    desk.fill("#id_tags", "Ferries, Sea")
    desk.select_option("#id_date_precision", "day")
    desk.click("text=Add another Key point")
    desk.fill(f"#id_bullets-{count}-text", "All are saved")
    desk.check("#id_captions-0-DELETE")
    desk.click("text=Add another Attribution")
    row = desk.locator("#attributions-group tr.form-row:not(.empty-form)").last
    row.locator(".select2-selection").click()
    desk.fill(".select2-search__field", "reu")
    desk.click(".select2-results__option:has-text('Reuters')")
    end_session(desk)

    with desk.expect_navigation():
        if by == "button":
            desk.click("button[name=_continue]")
        else:
            desk.press("#id_kicker", "Enter")
    assert "/admin/login/" in desk.url
    log_in(desk)

    assert desk.input_value("#id_kicker") != "Sea"
    notice = desk.locator("#desk-drafts .desk-notice")
    assert "did not save" in notice.inner_text()
    notice.get_by_role("button", name="Restore").click()
    assert desk.input_value("#id_kicker") == "Sea"
    assert desk.locator(".card-text").first.input_value() == "It sank off Tyre."
    assert "not saved" in notice.inner_text()
    with desk.expect_navigation():
        desk.click("button[name=_continue]")

    article.refresh_from_db()
    assert (article.kicker, article.body, article.date_precision) == (
        "Sea",
        "It sank off Tyre.",
        "day",
    )
    assert {tag.name for tag in article.tags.all()} == {"Ferries", "Sea"}
    assert article.bullets.count() == count + 1
    assert Bullet.objects.filter(article=article, text="All are saved").exists()
    assert not article.captions.filter(pk=caption).exists()
    assert article.attributions.filter(source__name="Reuters").exists()
    assert drafts(desk) == []
    assert desk.locator("#desk-drafts .desk-notice").count() == 0


@browser_test
@stored
def test_a_draft_goes_only_when_its_save_went_through(desk: Page) -> None:
    desk.fill("#id_kicker", "Sea")
    desk.fill("#id_headline", "")
    with desk.expect_navigation():
        desk.click("button[name=_continue]")  # refused: a story needs a headline
    assert desk.locator(".errornote").count() == 1
    assert len(drafts(desk)) == 1
    assert desk.locator("#desk-drafts .desk-notice").count() == 0

    desk.fill("#id_headline", "The ferry sank")
    desk.click(".bar-more summary")
    with desk.expect_navigation():
        desk.click("button[name=_save]")

    assert drafts(desk) == []


@browser_test
@stored
def test_a_reload_and_a_closed_tab_lose_nothing_and_discard_forgets(
    desk: Page, live_server: LiveServer, article: Article
) -> None:
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.locator(".card-text").first.fill("It sank.")
    desk.reload()
    desk.wait_for_selector("#desk-drafts .desk-notice")
    desk.wait_for_timeout(500)
    desk.close(run_before_unload=False)
    tab = desk.context.browser.contexts[-1].new_page() if desk.context.browser else desk
    tab.goto(f"{live_server.url}{change(article)}")
    assert tab.locator(".card-text").first.input_value() == "It sailed."
    notice = tab.locator("#desk-drafts .desk-notice")
    assert notice.count() == 1

    notice.get_by_role("button", name="Discard").click()

    assert drafts(tab) == []
    tab.reload()
    assert notice.count() == 0


@browser_test
@stored
def test_typing_before_answering_loses_neither_text(desk: Page) -> None:
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.fill("#id_kicker", "First")
    desk.wait_for_timeout(600)
    desk.reload()
    desk.fill("#id_kicker", "Second")
    desk.wait_for_timeout(600)
    desk.reload()

    assert desk.locator("#desk-drafts .desk-notice").count() == 2
    kept = {dict(map(lambda f: f[:2], draft["fields"]))["kicker"] for _, draft in drafts(desk)}
    assert kept == {"First", "Second"}


@browser_test
@stored
def test_the_story_was_saved_since_so_a_restored_text_meets_the_other(
    desk: Page, article: Article
) -> None:
    desk.locator(".card-text").first.fill("It sank.")
    desk.wait_for_timeout(600)
    end_session(desk)
    with desk.expect_navigation():
        desk.click("button[name=_continue]")
    Article.objects.update(body="It sailed on.", modified_at=timezone.now())
    log_in(desk)

    notice = desk.locator("#desk-drafts .desk-notice")
    assert "was saved since then" in notice.inner_text()
    notice.get_by_role("button", name="Restore").click()
    with desk.expect_navigation():
        desk.click("button[name=_continue]")

    assert "Conflicting edits" in desk.inner_text("h1")
    assert len(drafts(desk)) == 1
    desk.check("input[name=side-body][value=mine]")
    with desk.expect_navigation():
        desk.click("input[name=_continue]")
    article.refresh_from_db()
    assert article.body == "It sank."
    assert drafts(desk) == []


@browser_test
@stored
def test_the_form_of_a_new_story_is_kept_too(live_server: LiveServer, page: Page) -> None:
    sign_in(page, live_server, "/admin/articles/article/add/")
    page.fill("#id_headline", "A new ferry")
    page.get_by_role("button", name="Markdown").click()
    page.fill("#id_body", "It sails.\n\nIt is white.")
    end_session(page)
    with page.expect_navigation():
        page.click("button[name=_continue]")
    log_in(page)

    page.get_by_role("button", name="Restore").click()
    with page.expect_navigation():
        page.click("button[name=_continue]")

    made = Article.objects.get()
    assert (made.headline, made.body) == ("A new ferry", "It sails.\n\nIt is white.")
    assert drafts(page) == []


@browser_test
@stored
def test_one_users_text_is_never_offered_to_another(
    desk: Page, live_server: LiveServer, article: Article, django_user_model: type[User]
) -> None:
    desk.fill("#id_kicker", "Only mine")
    desk.wait_for_timeout(600)
    end_session(desk)
    with desk.expect_navigation():
        desk.click("button[name=_continue]")
    django_user_model.objects.create_superuser("other", password="password")
    log_in(desk, "other")
    assert "/change/" in desk.url
    assert desk.locator("#desk-drafts .desk-notice").count() == 0
    assert "Only mine" not in desk.content()

    with desk.expect_navigation():
        desk.click("#logout-form button")
    assert len(drafts(desk)) == 1  # the other's log-out leaves mine
    desk.goto(f"{live_server.url}{change(article)}")
    log_in(desk)
    assert desk.locator("#desk-drafts .desk-notice").count() == 1
    with desk.expect_navigation():
        desk.click("#logout-form button")

    assert drafts(desk) == []


@browser_test
@stored
def test_a_full_store_is_reported_and_nothing_breaks(desk: Page) -> None:
    desk.evaluate(
        """() => {
          Storage.prototype.setItem = () => { throw new DOMException("", "QuotaExceededError") };
        }"""
    )
    desk.fill("#id_kicker", "Sea")
    desk.wait_for_timeout(600)
    desk.fill("#id_byline", "By hand")
    desk.wait_for_timeout(600)

    assert desk.locator("#desk-drafts .desk-notice").count() == 1
    assert "no room" in desk.inner_text("#desk-drafts")
    with desk.expect_navigation():
        desk.click("button[name=_continue]")
    assert desk.input_value("#id_kicker") == "Sea"


@browser_test
@stored
def test_a_stale_token_shows_the_page_and_the_draft_is_kept(desk: Page, article: Article) -> None:
    desk.locator(".card-text").first.fill("It sank.")
    desk.context.clear_cookies(name="csrftoken")
    desk.evaluate(
        """() => document.querySelectorAll("[name=csrfmiddlewaretoken]")
            .forEach((one) => { one.value = "x".repeat(64) })"""
    )
    with desk.expect_navigation():
        desk.click("button[name=_continue]")
    desk.complaints.clear()  # type: ignore[attr-defined]  # the browser complains of the 403

    assert desk.locator("textarea[name=body]").input_value() == "It sank."
    assert len(drafts(desk)) == 1
    with desk.expect_navigation():
        desk.get_by_role("button", name="Send it again").click()

    article.refresh_from_db()
    assert article.body == "It sank."
    assert drafts(desk) == []


@browser_test
@stored
def test_what_is_older_than_a_month_goes(desk: Page) -> None:
    old = (timezone.now() - timedelta(days=31)).timestamp() * 1000
    desk.evaluate(
        """at => localStorage.setItem(
            "desk-draft:9:9:abc123def456", JSON.stringify({at, fields: []}))""",
        old,
    )
    desk.reload()

    assert drafts(desk) == []


def test_a_readers_page_has_no_part_in_it(client: Client) -> None:
    page = client.get(make_article(body="It sank.").get_absolute_url()).content.decode()

    assert "saved.js" not in page
