"""The form of a story on the desk: remedies at its raw lines, blocks and rows by keyboard and by
mouse, pictures, the story as it reads, and all of it without scripts."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import markup
from articles.admin.articles.source_lines import evidence_for
from articles.editing.line_fixes import Place, Remedy, mend
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article, Clipping
from articles.versions import history
from tests.support.builders import make_article, make_picture
from tests.support.keyboard import Keyboard
from tests.support.signing_in import sign_in

from .test_admin import change, form_of, make_clipping, messages_of
from .test_review_queue import DUMP, HEADLINE, body_of, imported, in_queue

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import Browser, Locator, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db

BODY = "One two.\n\nThree four.\n\n![](caption:1)\n\n::: fact Facts\nFive.\n:::"


def story() -> Article:
    return make_article(
        body=BODY,
        bullets=["A point"],
        captions=[{"text": "A boat", "credit": "Reuters"}],
        status="in_review",
    )


def rows(article: Article) -> tuple[list[str], list[tuple[int, str, str]]]:
    captions = article.captions.order_by("number").values_list("number", "text", "credit")
    return list(article.bullets.values_list("text", flat=True)), list(captions)


# --- remedies


@pytest.mark.parametrize(
    ("remedy", "part", "body"),
    [
        ("crosshead", "block:0", BODY.replace("One", "## One")),
        ("pull_quote", "block:1", BODY.replace("Three", "> Three")),
        ("list_item", "block:1", BODY.replace("Three", "- Three")),
        ("related_link", "block:0", BODY.replace("One two.", "::: related\nOne two.\n:::")),
        ("paragraph", "block:3", BODY.replace("::: fact Facts\nFive.\n:::", "Facts Five.")),
        ("join", "block:1", BODY.replace(".\n\nThree", ". Three")),
        ("drop", "block:1", BODY.replace("Three four.\n\n", "")),
        ("paragraph", "", BODY.replace("Three", "Printed \\*line\\*\n\nThree")),
    ],
)
def test_a_remedy_changes_the_body_and_no_row(remedy: str, part: str, body: str) -> None:
    article = story()
    before = rows(article)

    assert mend(article, Remedy(remedy), Place("Printed *line*", part=part, comes_at=1))

    article.refresh_from_db()
    assert article.body == body
    assert rows(article) == before


def test_a_paragraph_becomes_a_caption_with_its_credit() -> None:
    article = make_article(body="One.\n\nNets dry\\*. (AFP)", captions=["A boat"])

    assert mend(article, Remedy.CAPTION, Place("", part="block:1"))

    assert article.body == "One.\n\n![](caption:2)"
    assert rows(article)[1] == [(1, "A boat", ""), (2, "Nets dry*.", "AFP")]


def test_a_caption_becomes_a_paragraph_where_it_stood() -> None:
    article = story()
    part = f"caption:{article.captions.get().pk}"

    assert mend(article, Remedy.PARAGRAPH, Place("", part=part))

    assert article.body == BODY.replace("![](caption:1)", "A boat (Reuters)")
    assert rows(article)[1] == []


def test_a_bullet_becomes_a_paragraph_and_a_paragraph_a_bullet() -> None:
    article = story()

    assert mend(article, Remedy.PARAGRAPH, Place("", part=f"bullet:{article.bullets.get().pk}"))
    assert article.body == f"A point\n\n{BODY}"
    assert mend(article, Remedy.BULLET, Place("", part="block:1"))

    assert article.body == f"A point\n\n{BODY.removeprefix('One two.').strip()}"
    assert rows(article)[0] == ["One two."]


def test_a_dropped_caption_leaves_no_mark_in_the_body() -> None:
    article = story()

    assert mend(article, Remedy.DROP, Place("", part=f"caption:{article.captions.get().pk}"))

    assert article.body == BODY.replace("![](caption:1)\n\n", "")
    assert rows(article)[1] == []


def test_a_part_is_split_where_the_second_line_begins_and_a_gap_is_closed() -> None:
    article = make_article(body="One two\\* three four . Five")

    assert mend(article, Remedy.SPLIT, Place("One", part="block:0", seam="three four . Five"))
    assert mend(article, Remedy.CLOSE_GAP, Place("", part="block:1"))

    assert article.body == "One two\\*\n\nthree four. Five"


@pytest.mark.parametrize(
    ("remedy", "place"),
    [
        ("join", Place("x", part="block:0")),
        ("join", Place("x", part="block:3")),
        ("split", Place("x", part="block:0", seam="not in it")),
        ("split", Place("x", part="bullet:1")),
        ("paragraph", Place("x", part="block:0")),
        ("drop", Place("x", part="block:99")),
        ("drop", Place("x", part="caption:0")),
        ("drop", Place("x")),
        ("close_gap", Place("x", part="block:0")),
    ],
)
def test_what_cannot_be_done_changes_nothing(remedy: str, place: Place) -> None:
    article = story()
    before, modified_at = rows(article), article.modified_at

    assert not mend(article, Remedy(remedy), place)

    article.refresh_from_db()
    assert (article.body, rows(article), article.modified_at) == (BODY, before, modified_at)


# --- without scripts


def line_of(article: Article, text: str) -> int:
    clippings = list(Clipping.objects.filter(article=article).select_related("dump"))
    evidence = evidence_for(article, clippings, "")
    assert evidence is not None
    return next(line.number for line in evidence.lines if line.text.strip().startswith(text))


def press(client: Client, article: Article, **posted: str) -> str:
    fields = form_of(client, article).posted(**posted)
    del fields["_save"]
    response = client.post(in_queue(article), fields, follow=True)
    return f"{response.redirect_chain[-1][0]} {messages_of(response)}"


def test_an_issue_has_a_button_that_saves_the_form_and_mends_it(admin_client: Client) -> None:
    article = imported()
    count = len(markup.to_blocks(article.body))
    page = admin_client.get(in_queue(article)).content.decode()
    button = re.search(r'name="_mend" value="(split:\d+)" form="article_form"', page)
    assert button

    reported = press(admin_client, article, _mend=button[1], headline="Typed meanwhile")

    article.refresh_from_db()
    assert len(markup.to_blocks(article.body)) == count + 1
    assert article.headline == "Typed meanwhile"
    assert f"#line-{button[1].partition(':')[2]}" in reported
    assert "Done, and saved." in reported


def test_any_line_is_named_by_its_number_and_becomes_what_is_chosen(admin_client: Client) -> None:
    article = imported()
    line = line_of(article, "Follow")

    press(admin_client, article, _mend="chosen", _line=str(line), _remedy="crosshead")
    again = press(admin_client, article, _mend="chosen", _line="99999", _remedy="drop")

    article.refresh_from_db()
    heads = [one.text for one in markup.to_blocks(article.body) if one.kind == "crosshead"]
    assert "Follow" in heads
    assert "cannot be done here. Your other changes are saved." in again


@pytest.mark.parametrize("asked", ["", "explode:3", "drop:", "drop:-1", "drop:٣", "chosen"])
def test_a_remedy_that_is_none_saves_as_if_it_were_not_asked(
    admin_client: Client, asked: str
) -> None:
    article = imported()
    body = article.body

    reported = press(admin_client, article, _mend=asked)

    article.refresh_from_db()
    assert article.body == body
    assert "changed successfully" in reported


def test_who_may_only_look_mends_nothing(client: Client, django_user_model: type[User]) -> None:
    user = django_user_model.objects.create_user("looker", password="x", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(user)
    article = story()
    make_clipping(article)

    response = client.post(change(article), {"_mend": "drop:1"})

    assert response.status_code == 403
    assert '"_mend"' not in client.get(change(article)).content.decode()


def test_among_two_hundred_captions_a_remedy_takes_a_handful_of_queries() -> None:
    article = make_article(body="One.\n\nTwo.", captions=["c"] * 200)

    with CaptureQueriesContext(connection) as queries:
        assert mend(article, Remedy.CAPTION, Place("", part="block:1"))

    assert len(queries) <= 8
    assert article.captions.count() == 201


# --- the story as it reads


READING = "/admin/articles/article/reading/"


def test_a_form_is_shown_as_it_will_read_and_not_saved(admin_client: Client, media: Path) -> None:
    article = make_article(
        body="One.\n\n![](caption:1)",
        bullets=["A point"],
        captions=[{"text": "A boat", "image": make_picture()}, "A pier"],
    )
    posted = form_of(admin_client, article).posted(
        body="One\0 *new* one.\n\n![](caption:1)",
        headline="Not saved",
        **{"captions-1-DELETE": "on"},
    )

    page = admin_client.post(READING, posted).content.decode()

    assert "<em>new</em>" in page
    assert "Not saved" in page
    assert "A point" in page
    assert article.captions.get(number=1).image.url in page
    assert "A pier" not in page
    article.refresh_from_db()
    assert article.headline != "Not saved"


@pytest.mark.parametrize("total", ["", "-1", "99999999999999", "3", "x"])
def test_a_broken_form_is_shown_as_far_as_it_goes(admin_client: Client, total: str) -> None:
    posted = {"body": "Hello.", "captions-TOTAL_FORMS": total, "captions-0-number": "٣"}

    response = admin_client.post(READING, posted)

    assert response.status_code == 200
    assert "Hello." in response.content.decode()


def test_the_reading_is_for_editors_and_comes_by_post(
    admin_client: Client, client: Client, django_user_model: type[User]
) -> None:
    assert admin_client.get(READING).status_code == 405
    assert Client(enforce_csrf_checks=True).post(READING).status_code == 403
    nobody = Client()
    nobody.force_login(django_user_model.objects.create_user("nobody", is_staff=True))
    assert nobody.post(READING, {"body": "x"}).status_code == 403


# --- in the browser


@pytest.fixture
def desk(
    live_server: LiveServer,
    page: Page,
    transactional_db: None,
    media: Path,
) -> Page:
    """The form of an imported story, opened from the queue."""
    article = imported()
    sign_in(page, live_server, in_queue(article))
    page.wait_for_selector(".cards .card")
    return page


@pytest.fixture
def plain_desk(
    browser: Browser,
    live_server: LiveServer,
    transactional_db: None,
) -> Iterator[Page]:
    """The same without scripts."""
    article = imported()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    sign_in(page, live_server, in_queue(article))
    yield page
    context.close()


def saved() -> Article:
    return Article.objects.get(headline=HEADLINE)


def save(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".messagelist")


def save_by_mouse(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".bar-acts [name=_continue]").click()


def paragraph(page: Page) -> tuple[int, markup.Block]:
    blocks = body_of(page)
    return next(
        (n, one)
        for n, one in enumerate(blocks)
        if one.kind is blocks[n + 1].kind is markup.Kind.PARAGRAPH
    )


def card(page: Page, at: int) -> Locator:
    return page.locator(".card").nth(at)


def line(page: Page, text: str) -> Locator:
    return page.locator(".evidence-lines tr", has_text=text[:40]).first


browser_test = pytest.mark.browser
stored = pytest.mark.django_db(transaction=True)


@browser_test
@stored
@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_all_stories_of_a_dump_are_reviewed_and_published_one_after_another(
    page: Page,
    live_server: LiveServer,
    django_user_model: type[User],
    client: Client,
    transactional_db: None,
    by: str,
) -> None:
    cache.clear()  # the desk's first page keeps its figures for a minute
    options = ImportOptions(captured_at=date(2025, 3, 18), publisher="The Harbour Gazette")
    run_import([str(DUMP.parent / "harbour-gazette-2025-03-18.txt")], options)
    waiting = set(Article.objects.filter(status="in_review").values_list("headline", flat=True))
    editor = django_user_model.objects.create_superuser("editor", password="password")
    page.goto(f"{live_server.url}/admin/login/?next=/admin/")
    hands = Keyboard(page)
    if by == "keyboard":
        hands.type("editor")
        hands.press("Tab")
        hands.type("password")
        hands.follow("Enter")
        hands.tab_to(".desk-figure a")
        hands.follow("Enter")
        hands.tab_to("#result_list tbody th a")
        hands.follow("Enter")
    else:
        page.fill("#id_username", "editor")
        page.fill("#id_password", "password")
        page.click("input[type=submit]")
        page.get_by_role("link", name="stories to review").click()
        page.locator("#result_list tbody tr").first.locator("th a").click()

    reviewed = set()
    for _ in waiting:
        page.wait_for_selector(".cards .card")
        reviewed.add(page.input_value("#id_headline"))
        before = page.url
        if by == "keyboard":
            hands.press("e", "ArrowDown")
            assert page.locator(".evidence-lines tr.chosen").count() == 1
            hands.press("Escape", "p")  # out of the lines first, where p does not publish
        else:
            page.locator(".evidence-lines tr.role-headline").first.click()
            assert page.locator(".evidence-lines tr.chosen").count() == 1
            page.get_by_role("button", name="Publish and next").click()
        page.wait_for_url(lambda url, before=before: url != before)

    assert "last story of the list" in page.inner_text(".messagelist")
    assert reviewed == waiting
    assert len(waiting) == 5
    assert set(Article.objects.values_list("status", flat=True)) == {"published"}
    for article in Article.objects.all():
        newest = history.entries(article)[0]
        assert newest.by == editor.get_username()
        assert client.get(article.get_absolute_url()).status_code == 200


@browser_test
@stored
@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_at_its_raw_line_a_paragraph_becomes_a_caption(desk: Page, by: str) -> None:
    at, before = paragraph(desk)
    blocks = markup.to_blocks(saved().body)
    captions = list(saved().captions.values_list("number", "text"))

    if by == "keyboard":
        hands = Keyboard(desk)
        hands.to_part(before.text[:30])
        assert desk.evaluate("document.activeElement.value") == before.text
        assert desk.locator(".evidence-lines tr.lit").count() == 1
        hands.to_line(before.text[:30])
        hands.press("Shift+C")
        hands.save()
    else:
        line(desk, before.text).click()
        desk.get_by_role("group", name="change to").get_by_role("button", name="Caption").click()
        save_by_mouse(desk)

    number = len(captions) + 1
    blocks[at] = markup.Block(markup.Kind.CAPTION, "", number=number)
    assert markup.to_blocks(saved().body) == blocks
    stored_now = list(saved().captions.values_list("number", "text"))
    assert stored_now == [*captions, (number, markup.plain(before.text))]


@browser_test
@stored
@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_captions_change_places_and_the_body_follows(desk: Page, by: str) -> None:
    before = [caption.text for caption in saved().captions.all()]
    marks = [one.number for one in markup.to_blocks(saved().body) if one.kind == "caption"]
    assert marks == [1, 2]

    if by == "keyboard":
        hands = Keyboard(desk)
        hands.to_part(before[1][:30])
        hands.press("Alt+ArrowUp")
        hands.save()
    else:
        row = desk.locator("#captions-group tr.form-row:not(.empty-form)")
        row.nth(1).locator(".row-handle").drag_to(row.nth(0).locator("td.field-number"))
        save_by_mouse(desk)

    assert [caption.text for caption in saved().captions.all()] == before[::-1]
    marks = [one.number for one in markup.to_blocks(saved().body) if one.kind == "caption"]
    assert marks == [2, 1]


@browser_test
@stored
@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_a_caption_moves_in_the_body(desk: Page, by: str) -> None:
    before = body_of(desk)
    captions = list(saved().captions.values_list("number", "text"))
    at = next(n for n, one in enumerate(before) if one.kind == "caption" and n)

    if by == "keyboard":
        hands = Keyboard(desk)
        hands.to_part(before[at - 1].text[:30])  # the block above, and on from there
        hands.tab_to(".card-caption select")
        hands.press("Alt+ArrowUp")
        hands.save()
    else:
        card(desk, at).hover()
        card(desk, at).locator(".card-handle").drag_to(card(desk, at - 1).locator(".card-body"))
        save_by_mouse(desk)

    moved = [*before[: at - 1], before[at], before[at - 1], *before[at + 1 :]]
    assert markup.to_blocks(saved().body) == moved
    assert list(saved().captions.values_list("number", "text")) == captions


@browser_test
@stored
@pytest.mark.parametrize("by", ["keyboard", "dragging", "buttons"])
def test_bullets_are_put_in_another_order(desk: Page, by: str) -> None:
    first, second, third = [bullet.text for bullet in saved().bullets.all()]
    row = desk.locator("#bullets-group tr.form-row:not(.empty-form)")

    if by == "keyboard":
        hands = Keyboard(desk)
        hands.to_part(third[:30])
        hands.press("Alt+ArrowUp", "Alt+ArrowUp")
        hands.save()
    elif by == "dragging":
        row.nth(2).locator(".row-handle").drag_to(row.nth(0).locator("td.field-position"))
        save_by_mouse(desk)
    else:
        row.nth(2).get_by_role("button", name="up").click()
        row.nth(1).get_by_role("button", name="up").click()
        save_by_mouse(desk)

    assert [bullet.text for bullet in saved().bullets.all()] == [third, first, second]


@browser_test
@stored
@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_a_block_is_split_and_saved_and_joined_and_saved(desk: Page, by: str) -> None:
    at, whole = paragraph(desk)
    before = body_of(desk)
    hands = Keyboard(desk)

    if by == "keyboard":
        hands.to_part(whole.text[:30])
        hands.press("Control+Home", *["Control+ArrowRight"] * 3, "Alt+Enter")
        hands.save()
    else:
        card(desk, at).locator(".card-text").click()  # in its middle
        card(desk, at).get_by_role("button", name="Split at the cursor").click()
        save_by_mouse(desk)
    halves = markup.to_blocks(saved().body)
    assert [*halves[:at], *halves[at + 2 :]] == [*before[:at], *before[at + 1 :]]
    one, other = halves[at : at + 2]
    assert one.kind is other.kind is whole.kind
    assert one.text
    assert other.text
    assert "".join((one.text + other.text).split()) == "".join(whole.text.split())

    desk.wait_for_selector(".cards .card")
    if by == "keyboard":
        hands.to_part(before[at + 1].text[:30])  # the line itself is tied to neither half
        hands.press("Shift+Tab")
        hands.tab_to(".card-text", back=True)
        hands.press("Alt+Backspace")
        hands.save()
    else:
        card(desk, at + 1).hover()
        card(desk, at + 1).get_by_role("button", name="Join to the block above").click()
        save_by_mouse(desk)
    blocks = markup.to_blocks(saved().body)
    assert blocks[at].text == f"{one.text} {other.text}"
    assert [*blocks[:at], whole, *blocks[at + 1 :]] == before
    if by == "keyboard":  # split between two words
        assert blocks == before


@browser_test
@stored
@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_a_block_is_moved_and_made_another_kind(desk: Page, by: str) -> None:
    at, whole = paragraph(desk)
    before = body_of(desk)

    if by == "keyboard":
        hands = Keyboard(desk)
        hands.to_part(whole.text[:30])
        hands.press("Alt+ArrowDown", "Shift+Tab")
        hands.type("Pull")  # goes through the choices, as it does in any browser
        hands.save()
    else:
        card(desk, at).hover()
        card(desk, at).get_by_role("button", name="Move down").click()
        card(desk, at + 1).locator("select").select_option("pull_quote")
        save_by_mouse(desk)

    quoted = markup.Block(markup.Kind.PULL_QUOTE, whole.text)
    blocks = markup.to_blocks(saved().body)
    assert blocks == [*before[:at], before[at + 1], quoted, *before[at + 2 :]]


@browser_test
@stored
def test_by_keyboard_the_way_through_the_kinds_changes_nothing_but_its_end(desk: Page) -> None:
    at, whole = paragraph(desk)
    before = body_of(desk)
    bullets = saved().bullets.count()
    hands = Keyboard(desk)

    hands.to_part(whole.text[:30])
    hands.press("Shift+Tab", "End")  # the last of them: a key point
    assert body_of(desk) == before
    hands.press("Home", "ArrowDown", "Enter")
    assert body_of(desk)[at] == markup.Block(markup.Kind.CROSSHEAD, whole.text)
    hands.press("Shift+Tab", "ArrowDown", "Control+s")
    desk.wait_for_selector(".messagelist")

    assert markup.to_blocks(saved().body)[at] == markup.Block(markup.Kind.LIST_ITEM, whole.text)
    assert saved().bullets.count() == bullets


@browser_test
@stored
def test_one_key_goes_to_the_issue_and_a_button_undoes_the_join(desk: Page) -> None:
    count = len(body_of(desk))

    desk.keyboard.press("i")
    issue = desk.locator("tr.chosen .issue")
    assert "broken in two" in issue.inner_text()
    issue.get_by_role("button", name="Undo join").click()

    assert len(body_of(desk)) == count + 1
    assert desk.locator("tr.chosen .issue.issue-done").count() == 1
    save(desk)
    assert len(markup.to_blocks(saved().body)) == count + 1
    assert desk.locator("[data-issue=joined-paragraph]").count() == 0


@browser_test
@stored
def test_one_key_says_that_a_joined_sentence_looks_right_and_the_form_stays(desk: Page) -> None:
    at, _ = paragraph(desk)
    card(desk, at).locator(".card-text").fill("Typed, not saved.")
    before = body_of(desk)

    desk.keyboard.press("Escape")
    desk.keyboard.press("i")
    desk.keyboard.press("m")

    issue = desk.locator("tr.chosen .issue.issue-settled")
    issue.get_by_text("Dismissed by editor").wait_for()
    assert body_of(desk) == before
    assert [row.decision for row in saved().issue_decisions.all()] == ["dismissed"]
    issue.get_by_role("button", name="Undo").click()
    desk.locator("tr.chosen .issue:not(.issue-settled)").wait_for()
    assert not saved().issue_decisions.exists()
    desk.keyboard.press("d")
    issue.get_by_text("Dismissed by editor").wait_for()
    desk.keyboard.press("Control+s")
    desk.wait_for_selector(".messagelist")
    assert [row.decision for row in saved().issue_decisions.all()] == ["dismissed"]
    assert desk.locator(".bar-issues").count() == 0


@browser_test
@stored
def test_a_line_goes_through_every_kind_and_ends_as_it_was(desk: Page) -> None:
    _, before = paragraph(desk)
    whole = body_of(desk)
    line(desk, before.text).click()

    for key, kind in {
        "S": "crosshead",
        "L": "list_item",
        "Q": "pull_quote",
        "F": "fact_box",
        "R": "related_link",
        "C": "caption",
        "P": "paragraph",
    }.items():
        desk.keyboard.press(f"Shift+{key}")
        assert [one.kind for one in body_of(desk)].count(markup.Kind(kind)) >= 1
        assert len(body_of(desk)) == len(whole)
    assert body_of(desk) == whole
    desk.keyboard.press("Shift+B")
    assert len(body_of(desk)) == len(whole) - 1
    assert desk.locator("#bullets-group tr.form-row:not(.empty-form)").count() == 4
    desk.keyboard.press("Shift+P")
    desk.keyboard.press("Shift+X")
    assert desk.locator("tr.chosen").count() == 1
    save(desk)

    assert len(markup.to_blocks(saved().body)) == len(whole) - 1
    assert saved().bullets.count() == 3


@browser_test
@stored
def test_what_was_dropped_comes_back_by_one_key(desk: Page) -> None:
    whole = body_of(desk)
    _, before = paragraph(desk)
    caption = saved().captions.first()
    assert caption is not None

    for text, undo in ((before.text, "u"), (caption.text, "button"), (caption.text, "u")):
        line(desk, text).locator("th").click()
        desk.keyboard.press("Shift+X")
        assert len(body_of(desk)) == len(whole) - 1
        if undo == "u":
            desk.keyboard.press("u")
        else:
            desk.locator(".bar-undo button").click()
        assert body_of(desk) == whole
    save(desk)

    assert markup.to_blocks(saved().body) == whole
    assert saved().captions.count() == 2


@browser_test
@stored
def test_a_picture_is_dropped_on_its_caption(desk: Page) -> None:
    data = base64.b64encode(make_picture(width=900, height=600).read()).decode()
    row = desk.locator("#captions-group tr.form-row:not(.empty-form)").first
    carrier = desk.evaluate_handle(
        """data => {
            const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
            const carrier = new DataTransfer();
            carrier.items.add(new File([bytes], "harbour.png", { type: "image/png" }));
            return carrier;
        }""",
        data,
    )

    row.locator("td.field-text").dispatch_event("dragover", {"dataTransfer": carrier})
    assert "row-takes-picture" in (row.get_attribute("class") or "")
    row.locator("td.field-text").dispatch_event("drop", {"dataTransfer": carrier})
    row.get_by_text("harbour.png, 900 × 600; saved with the story.").wait_for()
    desk.keyboard.type("The harbour at noon")
    save(desk)

    caption = saved().captions.get(number=1)
    assert (caption.image_width, caption.image_height) == (900, 600)
    assert caption.alt_text == "The harbour at noon"
    shown = desk.locator("#captions-group .picture-input img").first
    shown.scroll_into_view_if_needed()
    assert shown.get_attribute("src") == caption.image.url.replace(".png", "/400w.webp")
    assert desk.evaluate("img => img.decode().then(() => img.naturalWidth)", shown.element_handle())


@browser_test
@stored
def test_the_story_is_shown_as_it_reads_while_it_is_written(desk: Page) -> None:
    at, _ = paragraph(desk)
    desk.keyboard.press("v")
    desk.locator("#reading .headline", has_text=HEADLINE).wait_for()

    card(desk, at).locator(".card-text").fill("Rewritten *just* now.")

    desk.locator("#reading p", has_text="Rewritten just now.").wait_for()
    assert desk.locator("#reading .crosshead").first.bounding_box()["height"] > 10  # type: ignore[index]
    desk.keyboard.press("Escape")
    desk.keyboard.press("v")
    assert desk.locator("#evidence").is_visible()
    assert saved().body.find("Rewritten") == -1


@browser_test
@stored
def test_a_question_mark_shows_the_keys(desk: Page) -> None:
    desk.keyboard.press("?")

    assert desk.locator("dialog#keys").is_visible()
    assert "publish and open the next" in desk.locator("dialog#keys").inner_text()
    desk.keyboard.press("Escape")
    assert not desk.locator("dialog#keys").is_visible()


@browser_test
@stored
def test_without_scripts_an_issue_is_mended_and_a_picture_sent(
    plain_desk: Page, media: Path
) -> None:
    count = len(markup.to_blocks(saved().body))

    plain_desk.get_by_role("button", name="Undo join").click()
    assert "Done, and saved." in plain_desk.inner_text(".messagelist")
    plain_desk.locator("#id_captions-0-image").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": make_picture().read()}
    )
    plain_desk.get_by_role("button", name="Publish and next").click()
    # Its picture has no alternative text.
    plain_desk.get_by_role("button", name="Publish anyway").click()
    plain_desk.wait_for_load_state()

    assert len(markup.to_blocks(saved().body)) == count + 1
    assert saved().captions.get(number=1).image_width == 6
    assert saved().status == "published"
