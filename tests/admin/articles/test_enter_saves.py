"""Enter and single keys: what saves, and what never publishes by a slip."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from articles.models import Article, Pin
from tests.support.builders import make_article
from tests.support.signing_in import sign_in

from .test_admin import LIST, change, form_of, full_article
from .test_review_queue import HEADLINE, QUEUE, imported, in_queue

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db
browser_test = pytest.mark.browser
stored = pytest.mark.django_db(transaction=True)

PUBLIC = {"_publish", "_publish_next", "_withdraw", "_send_back", "_hold", "merge", "index"}


class Buttons(HTMLParser):
    """The names of each form's submit buttons in the order of the page, by the form's id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._form = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._form = given.get("id") or given.get("action") or "form"
        kind = given.get("type", "submit" if tag == "button" else "")
        if tag in ("input", "button") and kind == "submit":
            form = given.get("form") or self._form
            self.found.setdefault(form or "", []).append(given.get("name") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = ""


@pytest.mark.parametrize("status", Article.Status.values)
def test_the_first_button_of_a_storys_form_saves(admin_client: Client, status: str) -> None:
    article = full_article(status=status)

    for address in (change(article), "/admin/articles/article/add/"):
        buttons = Buttons(admin_client.get(address).content.decode()).found["article_form"]
        assert buttons[0] == "_continue"
        # A published story is withdrawn on a page of its own, which a link leads to.
        is_out = status == "published" and address == change(article)
        assert bool(PUBLIC & set(buttons)) is not is_out


def test_the_first_button_of_a_conflict_saves(admin_client: Client) -> None:
    article = full_article(status="in_review")
    form = form_of(admin_client, article)
    Article.objects.update(headline="Theirs")
    posted = form.posted(headline="Mine", _publish_next="1")

    page = admin_client.post(change(article), posted).content.decode()

    assert Buttons(page).found["conflict-form"] == ["_save", "_publish_next"]


def test_the_first_button_of_the_list_of_pins_saves(admin_client: Client) -> None:
    Pin.objects.create(article=make_article(), position=2)

    page = admin_client.get("/admin/articles/pin/").content.decode()

    assert Buttons(page).found["changelist-form"][0] == "_save"


def test_the_first_button_of_a_list_runs_no_action_that_does_not_ask(admin_client: Client) -> None:
    article = make_article(status="in_review", body="It sank.")
    page = admin_client.get(LIST).content.decode()
    assert Buttons(page).found["changelist-form"] == ["index"]

    chosen = {"action": "publish_selected", "_selected_action": [article.pk], "index": "0"}
    admin_client.post(LIST, chosen)

    article.refresh_from_db()
    assert article.status == "in_review"


# --- in a browser

FIELDS = [
    "#id_kicker",
    "#id_headline",
    "#id_byline",
    "#id_tags",
    "#id_published_at_0",
    "#id_published_at_1",
    "#id_dateline",
    "#id_place",
    "#id_slug",
    "#id_language",
    "#id_bullets-0-position",
    "#id_captions-0-number",
    "#id_captions-0-credit",
    "#id_captions-0-alt_text",
    "#id_captions-0-DELETE",
    ".card input[type=text]",
    "[name=_line]",
]


def status_of(page: Page) -> str:
    return Article.objects.get(headline=HEADLINE).status


def count_posts(page: Page) -> list[str]:
    posts: list[str] = []
    page.on(
        "request",
        lambda request: (
            request.method == "POST"
            and "/change/" in request.url
            and posts.append(request.post_data or "")
        ),
    )
    return posts


@pytest.fixture
def desk(live_server: LiveServer, page: Page, transactional_db: None) -> Page:
    sign_in(page, live_server, in_queue(imported()))
    page.wait_for_selector(".cards .card")
    return page


@browser_test
@stored
@pytest.mark.parametrize("has_scripts", [True, False])
def test_enter_in_a_field_saves_and_publishes_nothing(
    live_server: LiveServer, browser: Any, has_scripts: bool
) -> None:
    address = in_queue(imported())
    context = browser.new_context(java_script_enabled=has_scripts)
    page = context.new_page()
    sign_in(page, live_server, address)
    # Without scripts a number of a raw line belongs to the form, too; there are no cards.
    left_out = {"[name=_line]"} if has_scripts else {".card input[type=text]", "#id_headline"}
    for selector in FIELDS:
        if selector in left_out:
            continue
        page.locator(selector).first.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator(".messagelist .success").count() == 1, selector
        assert status_of(page) == "in_review", selector
        assert "/change/" in page.url
        if selector == "#id_captions-0-DELETE":
            assert page.locator(selector).count() == 1
    context.close()


@browser_test
@stored
def test_enter_in_the_list_of_pins_saves_the_place(live_server: LiveServer, page: Page) -> None:
    pin = Pin.objects.create(article=make_article(), position=2)
    sign_in(page, live_server, "/admin/articles/pin/")
    page.check("input.action-select")
    page.select_option("select[name=action]", "delete_selected")
    page.fill("#id_form-0-position", "4")

    with page.expect_navigation():
        page.press("#id_form-0-position", "Enter")

    pin.refresh_from_db()
    assert pin.position == 4


@browser_test
@stored
def test_p_counts_only_where_nothing_is_typed_and_no_line_has_the_focus(desk: Page) -> None:
    posts = count_posts(desk)
    for selector in (
        "#id_kicker",
        "#id_bullets-0-text",
        "#id_date_precision",
        ".card select",
        ".card-text",
        "#id_captions-0-image",
    ):
        desk.locator(selector).first.focus()
        desk.keyboard.press("p")
    desk.evaluate(
        """() => {
          const box = document.createElement("div");
          box.contentEditable = "true";
          box.id = "typed";
          box.innerHTML = "<b>x</b>";
          document.body.append(box);
        }"""
    )
    desk.locator("#typed").focus()
    desk.keyboard.press("p")
    desk.keyboard.press("Escape")
    desk.locator(".evidence-lines tr.role-paragraph").first.click()
    desk.keyboard.press("p")
    desk.locator(".line-remedies button").first.focus()
    desk.keyboard.press("p")
    desk.locator("#evidence").evaluate("pane => pane.querySelector('.evidence-lines').focus()")
    desk.keyboard.press("p")
    desk.wait_for_timeout(200)
    assert posts == []
    assert status_of(desk) == "in_review"


@browser_test
@stored
def test_a_slip_of_the_keyboard_publishes_nothing(desk: Page) -> None:
    posts = count_posts(desk)
    send = """([target, options]) => document.querySelector(target).dispatchEvent(
        new KeyboardEvent("keydown", {bubbles: true, cancelable: true, ...options}))"""
    slips: list[dict[str, Any]] = [
        {"key": "p", "shiftKey": True},  # with Caps Lock
        {"key": "P", "shiftKey": True},
        {"key": "P"},  # Caps Lock alone
        {"key": "p", "altKey": True},
        {"key": "p", "ctrlKey": True},
        {"key": "p", "metaKey": True},
        {"key": "p", "isComposing": True},
        {"key": "p", "keyCode": 229},
        {"key": "p", "repeat": True},
        {"key": "Enter", "ctrlKey": True, "repeat": True},
        {"key": "Enter", "ctrlKey": True, "shiftKey": True},
        {"key": "Enter", "ctrlKey": True, "altKey": True},
    ]
    for slip in slips:
        desk.evaluate(send, ["body", slip])
    line = ".evidence-lines tr.role-paragraph"
    desk.locator(line).first.click()
    for slip in [{"key": "p"}, *slips]:
        desk.locator(line).first.focus()
        desk.evaluate(send, [line, slip])
    desk.keyboard.press("Escape")
    desk.keyboard.press("?")
    desk.keyboard.press("p")
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("Escape")
    desk.locator(".datetimeshortcuts a").nth(1).click()
    desk.evaluate(send, ["body", {"key": "p"}])
    desk.wait_for_timeout(200)
    assert posts == []


@browser_test
@stored
def test_shift_p_at_a_line_makes_a_paragraph_with_caps_lock_too(desk: Page) -> None:
    line = desk.locator(".evidence-lines tr.role-crosshead").first
    kinds = ".card-crosshead"
    before = desk.locator(kinds).count()
    line.click()
    line.evaluate(
        """row => row.dispatchEvent(new KeyboardEvent("keydown",
            {bubbles: true, cancelable: true, key: "p", shiftKey: true}))"""
    )
    assert desk.locator(kinds).count() == before - 1
    assert status_of(desk) == "in_review"


@browser_test
@stored
def test_p_publishes_once_and_undo_returns_the_story(desk: Page, live_server: LiveServer) -> None:
    posts = count_posts(desk)
    desk.keyboard.press("Escape")
    desk.keyboard.down("p")
    desk.wait_for_selector(".message-undo")
    desk.keyboard.down("p")  # still held down on the next story
    desk.keyboard.up("p")
    assert len([post for post in posts if "_publish_next" in post]) == 1
    assert status_of(desk) == "published"
    assert HEADLINE in desk.inner_text(".messagelist")

    with desk.expect_navigation():
        desk.get_by_role("button", name="Undo").click()

    assert status_of(desk) == "in_review"
    assert re.search(r"/change/", desk.url)
    assert QUEUE.split("=")[0] in desk.url
