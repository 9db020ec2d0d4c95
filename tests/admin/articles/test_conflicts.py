"""Two editors on one article: nobody's work is lost, and nobody's is saved over unseen."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Attribution
from articles.versions import history
from tests.support.accessibility import violations
from tests.support.builders import make_article, make_source
from tests.support.keyboard import Keyboard
from tests.support.signing_in import sign_in

from .test_admin import Form, change, form_of, full_article, member_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db

PAGE = "Conflicting edits"


def is_page(response: Any) -> bool:
    return response.status_code == 200 and PAGE in response.content.decode()


def choices(response: Any) -> dict[str, str]:
    """The parts of a page of choices, and the side chosen already."""
    return {choice.name: choice.side for choice in response.context["choices"]}


class Choosing(Form):
    """The form of the page of choices; its radios are left to `answer`."""

    def __init__(self, page: str) -> None:
        super().__init__(page.replace('id="conflict-form"', 'id="article_form"'))
        self.fields = {n: v for n, v in self.fields.items() if not n.startswith("side-")}

    def answer(self, **sides: str) -> dict[str, str]:
        return self.posted(**{f"side-{part}": side for part, side in sides.items()})


def bullets(article: Article) -> list[str]:
    return list(article.bullets.values_list("text", flat=True))


def collide(client: Client, article: Article, theirs: dict[str, str], mine: dict[str, str]) -> Any:
    """Both open the form; a colleague saves, then I do."""
    first, second = form_of(client, article), form_of(client, article)
    assert client.post(change(article), first.posted(**theirs)).status_code == 302
    return client.post(change(article), second.posted(**mine))


def test_the_second_save_shows_both_versions_and_saves_neither_over_the_other(
    admin_client: Client,
) -> None:
    article = full_article()

    response = collide(admin_client, article, {"body": "By the first"}, {"body": "By the second"})

    page = response.content.decode()
    assert is_page(response)
    assert choices(response) == {"body": ""}
    assert "By the <mark>first</mark>" in page
    assert "By the <mark>second</mark>" in page
    assert "<strong><bdi>admin</bdi></strong> changed this story at" in page
    article.refresh_from_db()
    assert article.body == "By the first"


@pytest.mark.django_db(transaction=True)
def test_a_save_waits_for_one_that_has_begun_and_then_sees_it(admin_client: Client) -> None:
    article = full_article()
    posted = form_of(admin_client, article).posted(kicker="By the second")

    def save() -> Any:
        try:
            return admin_client.post(change(article), posted)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as editor:
        with transaction.atomic():
            Article.objects.select_for_update().get(pk=article.pk)
            saving = editor.submit(save)
            wait_for_a_lock()
            Article.objects.filter(pk=article.pk).update(kicker="By the first")
            assert not saving.done()
        response = saving.result(timeout=30)

    assert is_page(response)
    article.refresh_from_db()
    assert article.kicker == "By the first"


def wait_for_a_lock() -> None:
    """Returns once another connection waits for a row."""
    for _ in range(300):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.1)
    pytest.fail("nothing waits")


@pytest.mark.parametrize(("side", "body"), [("mine", "By the second"), ("theirs", "By the first")])
def test_the_side_chosen_is_saved_and_both_are_in_the_history(
    admin_client: Client, side: str, body: str
) -> None:
    article = full_article()
    response = collide(
        admin_client,
        article,
        {"body": "By the first", "kicker": "Theirs alone"},
        {"body": "By the second", "byline": "Mine alone"},
    )
    assert choices(response) == {"body": "", "kicker": "theirs"}

    answer = Choosing(response.content.decode()).answer(body=side, kicker="theirs")
    assert admin_client.post(change(article), answer).status_code == 302

    article.refresh_from_db()
    assert (article.body, article.kicker, article.byline) == (body, "Theirs alone", "Mine alone")
    bodies = [version.columns["body"] for version in history.newest_versions(article)]
    assert "By the first" in bodies


def test_an_answer_without_a_side_is_asked_again(admin_client: Client) -> None:
    article = full_article()
    response = collide(admin_client, article, {"body": "First"}, {"body": "Second"})

    again = admin_client.post(change(article), Choosing(response.content.decode()).answer())

    assert is_page(again)
    assert "Please choose a side" in again.content.decode()
    article.refresh_from_db()
    assert article.body == "First"


def test_a_third_save_while_one_chooses_is_not_saved_over_either(admin_client: Client) -> None:
    article = full_article()
    response = collide(admin_client, article, {"body": "First"}, {"body": "Second"})
    third = form_of(admin_client, article).posted(body="Third")
    admin_client.post(change(article), third)

    answer = Choosing(response.content.decode()).answer(body="mine")
    again = admin_client.post(change(article), answer)

    assert is_page(again)
    assert "changed once more" in again.content.decode()
    article.refresh_from_db()
    assert article.body == "Third"
    answer = Choosing(again.content.decode()).answer(body="mine")
    assert admin_client.post(change(article), answer).status_code == 302
    article.refresh_from_db()
    assert article.body == "Second"


@pytest.mark.parametrize(
    ("side", "left"),
    [("theirs", ["First\nwith a second line", "Third"]), ("mine", None)],
)
def test_a_bullet_that_a_colleague_deleted_is_chosen_like_any_part(
    admin_client: Client, side: str, left: list[str] | None
) -> None:
    article = full_article()
    response = collide(
        admin_client, article, {"bullets-1-DELETE": "on"}, {"bullets-1-text": "Second, mended"}
    )
    assert choices(response) == {"bullets": ""}

    answer = Choosing(response.content.decode()).answer(bullets=side)
    assert admin_client.post(change(article), answer).status_code == 302

    assert bullets(article) == (left or ["First\nwith a second line", "Second, mended", "Third"])


def test_a_bullet_that_both_deleted_is_gone_without_a_question(admin_client: Client) -> None:
    article = full_article()

    response = collide(
        admin_client, article, {"bullets-1-DELETE": "on"}, {"bullets-1-DELETE": "on"}
    )

    assert response.status_code == 302
    assert bullets(article) == ["First\nwith a second line", "Third"]


def test_a_row_that_changed_without_the_form_is_seen_too(admin_client: Client) -> None:
    article = full_article()
    form = form_of(admin_client, article)
    article.bullets.filter(text="Second").update(text="Second, by a script")
    Attribution.objects.filter(article=article, role="photo").update(source=make_source("AFP"))

    response = admin_client.post(change(article), form.posted(headline="Ferries sail"))

    assert choices(response) == {"bullets": "theirs", "attributions": "theirs"}
    assert "AFP" in response.content.decode()
    answer = Choosing(response.content.decode()).answer(bullets="theirs", attributions="mine")
    assert admin_client.post(change(article), answer).status_code == 302
    article.refresh_from_db()
    assert article.headline == "Ferries sail"
    assert "Second, by a script" in bullets(article)
    assert set(article.attributions.values_list("source__name", "role")) == {
        ("Reuters", "photo"),
        ("AP", "reporting"),
    }


def test_captions_of_both_sides_are_put_together_with_their_numbers(admin_client: Client) -> None:
    article = full_article()
    response = collide(
        admin_client,
        article,
        {"captions-0-DELETE": "on", "captions-1-text": "A pier at dawn"},
        {"captions-0-text": "A ferry at dusk"},
    )

    answer = Choosing(response.content.decode()).answer(captions="mine")
    assert admin_client.post(change(article), answer).status_code == 302

    assert list(article.captions.values_list("number", "text", "credit")) == [
        (1, "A ferry at dusk", ""),
        (2, "A pier", "Reuters"),
    ]


def test_an_import_that_came_between_is_nobodys_doing(admin_client: Client) -> None:
    article = full_article()
    admin_client.post(change(article), form_of(admin_client, article).posted(kicker="Mine"))
    form = form_of(admin_client, article)
    Article.objects.update(body="By an import", modified_at=timezone.now())

    response = admin_client.post(change(article), form.posted(body="Mine"))

    assert "This story was changed while you had it open." in response.content.decode()


def test_a_story_withdrawn_meanwhile_is_not_published_unasked(admin_client: Client) -> None:
    article = full_article(status="in_review")
    form = form_of(admin_client, article)
    Article.objects.update(status="withdrawn")

    response = admin_client.post(change(article), form.posted(_publish="1"))

    assert is_page(response)
    assert "It is <strong>withdrawn</strong> now" in response.content.decode()
    article.refresh_from_db()
    assert article.status == "withdrawn"


def test_a_refused_save_publishes_nothing(admin_client: Client) -> None:
    article = full_article(status="in_review")
    form = form_of(admin_client, article)
    Article.objects.update(body="Changed meanwhile")

    admin_client.post(change(article), form.posted(_publish="1", body="Mine"))

    article.refresh_from_db()
    assert (article.status, article.body) == ("in_review", "Changed meanwhile")


def test_a_save_that_bears_no_sign_of_what_was_seen_is_asked(admin_client: Client) -> None:
    article = full_article()
    for seen in ("", "x", "[]", '{"body": 3}'):
        posted = form_of(admin_client, article).posted(seen=seen, body="Blind")
        assert is_page(admin_client.post(change(article), posted)), seen
    article.refresh_from_db()
    assert article.body != "Blind"


def test_a_change_of_nothing_asks_nothing(admin_client: Client) -> None:
    article = make_article(body="Text.  ", captions=[{"text": "x", "source": make_source("AFP")}])
    stale = form_of(admin_client, article)
    admin_client.post(change(article), form_of(admin_client, article).posted())

    assert admin_client.post(change(article), stale.posted(kicker="New")).status_code == 302


# --- a colleague has deleted it


def delete(client: Client, article: Article) -> Any:
    address = reverse("admin:articles_article_delete", args=[article.pk])
    return client.post(address, {"post": "yes"})


def deleted(client: Client, article: Article, mine: dict[str, str]) -> Any:
    """The form is open; a colleague deletes the article; I save."""
    form = form_of(client, article)
    assert delete(client, article).status_code == 302
    return client.post(change(article), form.posted(**mine))


class Keeping(Form):
    """The form of the page that keeps what was typed."""

    def __init__(self, page: str) -> None:
        super().__init__(page.replace('id="deleted-form"', 'id="article_form"'))


def test_a_save_of_a_deleted_article_shows_what_was_typed_and_saves_it_as_a_new_one(
    admin_client: Client,
) -> None:
    article = full_article()
    before = history.current_state(article)
    mine = {"headline": "Ferries\u2019 end", "bullets-1-text": "Second, by me"}
    mine |= {"captions-0-DELETE": "on", "bullets-0-position": "9", "bullets-2-position": "0"}

    response = deleted(admin_client, article, mine | {"_publish": "1"})

    page = response.content.decode()
    assert response.status_code == 200
    assert "<strong><bdi>admin</bdi></strong> deleted this story at" in page
    assert "Second, by me" in page
    assert not Article.objects.exists()
    posted = Keeping(page).posted(_continue="1")
    del posted["_save"]
    assert admin_client.post(reverse("admin:articles_article_add"), posted).status_code == 302
    new = Article.objects.get()
    captions = "2. A pier (Reuters)"
    points = "Third\nSecond, by me\nFirst\nwith a second line"
    assert history.current_state(new) == before | {
        "Headline": "Ferries\u2019 end",
        "Key points": points,
        "Captions": captions,
    }
    assert new.status == "in_review"  # as all that is new, whatever was pressed
    assert new.slug == article.slug


def test_what_was_chosen_between_two_versions_is_kept_too(admin_client: Client) -> None:
    article = full_article()
    asked = collide(admin_client, article, {"body": "By the first"}, {"body": "By the second"})
    assert delete(admin_client, article).status_code == 302

    answer = Choosing(asked.content.decode()).answer(body="mine")
    page = admin_client.post(change(article), answer).content.decode()

    assert "By the second" in page
    assert "By the first" not in page
    assert "Save it as a new story" in page


def test_an_article_that_never_was_or_an_empty_save_claims_no_deletion(
    admin_client: Client, client: Client, django_user_model: type[User]
) -> None:
    article = full_article()
    posted = form_of(admin_client, article).posted(headline="Mine")
    never = "/admin/articles/article/99999999/change/"

    page = admin_client.post(never, posted).content.decode()
    assert "This story no longer exists." in page
    assert "Mine" in page
    assert admin_client.post(never, {}).status_code == 302
    assert member_of("Operator", django_user_model).post(never, posted).status_code == 403


# --- in the browser


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_two_editors_meet_and_the_second_chooses(
    live_server: LiveServer,
    page: Page,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    monkeypatch.setattr("articles.editing.presence.BEAT_SECONDS", 0.3)
    article = full_article(status="in_review")
    second = browser.new_context()
    other = second.new_page()
    sign_in(page, live_server, change(article), "anna")
    sign_in(other, live_server, change(article), "ben")
    # Ben gets the notice on opening; Anna, who has it open already, with her next signal.
    assert "anna (since" in other.inner_text("#others-notice")
    page.wait_for_selector("#others-notice:visible")
    assert "ben (since" in page.inner_text("#others-notice")

    other.fill("#id_headline", "Ferries stop for good")
    other.fill("#id_kicker", "By Ben")
    other.fill("#id_bullets-1-text", "Second, by Ben")
    other.get_by_text("More", exact=True).click()
    other.get_by_role("button", name="Save and close").click()
    other.wait_for_selector(".messagelist")
    page.wait_for_selector("#changed-notice:visible")

    hands = Keyboard(page)
    if way == "mouse":
        page.fill("#id_headline", "Ferries stop on Monday")
        page.fill("#id_bullets-1-text", "Second, by Anna")
        page.locator("[name=_continue]").click()
    else:
        hands.tab_to("#id_headline")
        hands.retype("Ferries stop on Monday")
        hands.tab_to("#id_bullets-1-text")
        hands.retype("Second, by Anna")
        hands.save()
    page.wait_for_selector("#conflict-form")
    assert "ben changed this story" in page.inner_text("#content-main")
    assert page.locator("[name=side-kicker][value=theirs]").is_checked()
    article.refresh_from_db()
    assert article.headline == "Ferries stop for good"
    if way == "mouse":
        page.locator("[name=side-headline][value=mine]").check()
        page.locator("[name=side-bullets][value=theirs]").check()
        page.get_by_role("button", name="Save and continue editing").click()
    else:
        hands.tab_to("[name=side-headline]")
        hands.press("ArrowDown")
        hands.tab_to("[name=side-bullets]")
        hands.press("Space", "Enter")
    page.wait_for_selector(".messagelist")

    article.refresh_from_db()
    assert (article.headline, article.kicker) == ("Ferries stop on Monday", "By Ben")
    assert bullets(article)[1] == "Second, by Ben"
    assert article.status == "in_review"
    newest, before, *_ = history.entries(article)
    assert (newest.by, before.by) == ("anna", "ben")
    assert newest.changed == ("Headline",)
    assert page.input_value("#id_headline") == "Ferries stop on Monday"
    second.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_who_has_a_deleted_article_open_is_reported_and_keeps_it_by_keyboard(
    live_server: LiveServer,
    page: Page,
    client: Client,
    django_user_model: type[User],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("articles.editing.presence.BEAT_SECONDS", 0.3)
    article = full_article(status="in_review")
    sign_in(page, live_server, change(article), "anna")
    page.wait_for_selector("#id_headline")
    hands = Keyboard(page)
    hands.tab_to("#id_headline")
    hands.retype("Ferries stop on Monday")
    ben = django_user_model.objects.create_superuser("ben", password="password")
    client.force_login(ben)
    assert delete(client, article).status_code == 302
    page.wait_for_selector("#gone-notice:visible")

    hands.save()
    page.wait_for_selector("#deleted-form")
    assert "ben deleted this story" in page.inner_text("#content-main")
    assert "Ferries stop on Monday" in page.inner_text("#deleted-form")
    assert violations(page) == []
    hands.tab_to("[name=_continue]")
    hands.follow("Enter")

    new = Article.objects.get()
    assert new.headline == "Ferries stop on Monday"
    assert bullets(new) == ["First\nwith a second line", "Second", "Third"]
    assert page.input_value("#id_headline") == new.headline


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_who_types_and_leaves_is_warned_and_who_only_looked_is_not(
    live_server: LiveServer, page: Page
) -> None:
    sign_in(page, live_server, change(full_article()))
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.click("#id_headline")
    page.goto(f"{live_server.url}/admin/")
    assert asked == []

    page.go_back()
    page.locator("#id_headline").press_sequentially("x")  # and the field is not left
    page.evaluate("window.location.href = '/admin/'")
    page.wait_for_url("**/admin/")
    assert asked == ["beforeunload"]
