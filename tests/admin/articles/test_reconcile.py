"""An article three ways: imported, the editor's, the parser's now; and taking either side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.editing import reconcile
from articles.editing.reconcile import Side, State
from articles.ingest.maintenance.reparse import reparse
from articles.ingest.stories import split
from articles.models import Article, Disagreement, Dump, Topic
from articles.parsing import ParsedArticle, parse
from articles.versions import history
from tests.support.builders import make_picture
from tests.support.keyboard import Keyboard
from tests.support.signing_in import sign_in

from .test_admin import change, form_of, full_article, member_of
from .test_review_queue import imported

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

Change = Callable[[ParsedArticle], ParsedArticle]


@pytest.fixture
def improve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Change], None]]:
    """A parser that has become another one: `change` makes of each article a new one."""

    def use(change: Change) -> None:
        def parse_anew(text: str, **rest: Any) -> Any:
            parsed = parse(text, **rest)
            return replace(parsed, articles=tuple(map(change, parsed.articles)))

        monkeypatch.setattr(split, "parse", parse_anew)

    return use  # type: ignore[return-value]


def louder(article: ParsedArticle) -> ParsedArticle:
    return replace(article, headline=f"{article.headline}!", body=article.body[:-1])


def save(client: Client, article: Article, **changes: str) -> None:
    response = client.post(change(article), form_of(client, article).posted(**changes))
    assert response.status_code == 302


def address(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/parser/"


def states(article: Article) -> dict[str, State]:
    ways = reconcile.look(article)
    assert ways is not None
    return {part.name: part.state for part in ways.differing}


def seal_of(article: Article) -> str:
    ways = reconcile.look(article)
    assert ways is not None
    return ways.seal


@pytest.mark.django_db
def test_a_story_as_imported_is_the_same_all_round() -> None:
    assert states(imported()) == {}


@pytest.mark.django_db
def test_each_part_says_who_changed_it(admin_client: Client, improve: Any) -> None:
    article = imported()
    save(admin_client, article, headline="The editor's", byline="By the editor")
    improve(louder)

    assert states(article) == {
        "headline": State.DISPUTED,
        "byline": State.EDITED,
        "body": State.READ_ANEW,
    }
    ways = reconcile.look(article)
    assert ways is not None
    headline = ways.differing[0]
    assert headline.imported == "Herders of the high pass lend their glacier a blanket"
    assert "".join(s.text for s in headline.editors if s.change != "taken_out") == "The editor's"


@pytest.mark.django_db
def test_a_part_taken_is_the_importers_again_and_one_left_is_the_editors(
    admin_client: Client, improve: Any
) -> None:
    article = imported()
    bullet_count = article.bullets.count()
    save(
        admin_client,
        article,
        **{"headline": "The editor's", "bullets-0-text": "The editor's point"},
    )
    improve(lambda a: replace(louder(a), bullets=a.bullets[1:]))
    reparse(Dump.objects.all(), dry_run=False)
    assert set(Disagreement.objects.get().parts) == {"headline", "bullets"}

    sides = {"headline": Side.PARSER, "bullets": Side.EDITOR}
    reconcile.take(article, sides, seal=seal_of(article), by=None)

    article.refresh_from_db()
    assert article.headline.endswith("blanket!")
    assert article.bullets.first().text == "The editor's point"  # type: ignore[union-attr]
    assert not Disagreement.objects.exists()
    # What the parser says after that is the importer's to bring, or the editor's to refuse.
    improve(lambda a: replace(a, headline="Read once more", bullets=a.bullets[2:]))
    reparse(Dump.objects.all(), dry_run=False)
    article.refresh_from_db()
    assert article.headline == "Read once more"
    assert article.bullets.count() == bullet_count
    assert set(Disagreement.objects.get().parts) == {"bullets"}


@pytest.mark.django_db
def test_all_parts_come_from_the_parser_rows_and_names_included(
    admin_client: Client, improve: Any
) -> None:
    article = imported()
    before = history.current_state(article)
    save(
        admin_client,
        article,
        **{
            "headline": "Mine",
            "dateline": "MINE",
            "published_at_0": "2020-01-01",
            "body": "Mine",
            "bullets-0-DELETE": "on",
            "captions-0-text": "Mine",
            "tags": "Mine",
            "attributions-0-DELETE": "on",
        },
    )
    assert set(states(article)) >= {"headline", "dates", "body", "bullets", "captions", "tags"}

    sides = dict.fromkeys(reconcile.LABELS, Side.PARSER)
    reconcile.take(article, sides, seal=seal_of(article), by=None)

    assert history.current_state(article) == before
    assert states(article) == {}


@pytest.mark.django_db
def test_what_was_taken_can_be_undone_from_the_history(admin_client: Client, improve: Any) -> None:
    article = imported()
    save(admin_client, article, headline="The editor's")
    improve(louder)
    page = admin_client.get(address(article))
    posted = {"seal": page.context["ways"].seal, "side-headline": "parser", "side-body": "parser"}

    response = admin_client.post(address(article), posted, follow=True)

    assert "Took the parser's headline and kicker, body." in unescape(response.content.decode())
    newest, before, *_ = history.entries(article)
    assert (newest.by, newest.comment) == ("admin", "Took the parser's headline and kicker, body.")
    assert newest.changed == ("Headline", "Body")
    admin_client.post(f"/admin/articles/article/{article.pk}/history/{before.pk}/restore/")
    article.refresh_from_db()
    assert article.headline == "The editor's"
    reparse(Dump.objects.all(), dry_run=False)
    article.refresh_from_db()
    assert article.headline == "The editor's"


@pytest.mark.django_db
def test_nothing_is_taken_of_what_the_editor_did_not_see(
    admin_client: Client, improve: Any
) -> None:
    article = imported()
    improve(louder)
    posted = {"seal": seal_of(article), "side-headline": "parser"}
    Article.objects.update(byline="Meanwhile")

    response = admin_client.post(address(article), posted, follow=True)

    assert "Nothing was saved" in response.content.decode()
    article.refresh_from_db()
    assert not article.headline.endswith("!")


@pytest.mark.django_db
def test_a_body_is_not_parted_from_the_captions_it_numbers(
    admin_client: Client, improve: Any
) -> None:
    article = imported()
    save(admin_client, article, body="Mine, and ![](caption:1)")
    captions = article.captions.count()
    improve(lambda a: replace(a, body=tuple(b for b in a.body if b.kind.value != "caption")))
    posted = {"seal": seal_of(article), "side-captions": "parser"}

    response = admin_client.post(address(article), posted, follow=True)

    assert "from the same side" in response.content.decode()
    assert article.captions.count() == captions


@pytest.mark.django_db
def test_a_picture_stays_with_its_caption_when_the_parsers_are_taken(
    admin_client: Client, improve: Any, media: Any
) -> None:
    article = imported()
    caption = article.captions.get(number=1)
    caption.image.save("glacier.png", make_picture())
    article.captions.filter(pk=caption.pk).update(credit="Mine", alt_text="Ice")

    reconcile.take(article, {"captions": Side.PARSER}, seal=seal_of(article), by=None)

    taken = article.captions.get(text=caption.text)
    assert (taken.alt_text, taken.credit) == ("Ice", caption.credit)
    assert taken.image.name == caption.image.name


@pytest.mark.django_db
def test_the_form_notes_a_disagreement_until_an_editor_agrees(
    admin_client: Client, improve: Any
) -> None:
    article = imported()
    headline = article.headline
    save(admin_client, article, headline="The editor's")
    improve(louder)
    reparse(Dump.objects.all(), dry_run=False)
    note = "The parser now reads this differently from an edit: headline and kicker"
    assert note in admin_client.get(change(article)).content.decode()
    listed = admin_client.get("/admin/articles/article/?parser=disagrees").context["cl"]
    assert [found.pk for found in listed.result_list] == [article.pk]

    save(admin_client, article, headline=f"{headline}!")

    assert note not in admin_client.get(change(article)).content.decode()
    listed = admin_client.get("/admin/articles/article/?parser=disagrees").context["cl"]
    assert not listed.result_list


@pytest.mark.django_db
def test_a_dry_run_notes_nothing(admin_client: Client, improve: Any) -> None:
    article = imported()
    save(admin_client, article, headline="The editor's")
    improve(louder)

    reparse(Dump.objects.all(), dry_run=True)

    assert not Disagreement.objects.exists()


@pytest.mark.django_db
def test_the_list_of_disagreements_asks_no_more_than_any_list(admin_client: Client) -> None:
    counts = []
    for query in ("", "?parser=disagrees"):
        admin_client.get(f"/admin/articles/article/{query}")
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(f"/admin/articles/article/{query}")
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 12


@pytest.mark.django_db
def test_looking_writes_nothing(admin_client: Client, improve: Any) -> None:
    article = imported()
    improve(louder)
    before = Article.objects.values().get(pk=article.pk)

    assert admin_client.get(address(article)).status_code == 200

    assert Article.objects.values().get(pk=article.pk) == before
    assert history.entries(article) == []


@pytest.mark.django_db
def test_a_source_that_nobody_knew_is_made_when_it_is_taken_not_when_it_is_seen(
    admin_client: Client, improve: Any
) -> None:
    article = imported()
    improve(lambda a: replace(a, topics=("A topic of its own",)))
    assert states(article) == {"tags": State.READ_ANEW}
    assert not Topic.objects.filter(name="A topic of its own").exists()

    reconcile.take(article, {"tags": Side.PARSER}, seal=seal_of(article), by=None)

    assert list(article.tags.names()) == ["A topic of its own"]
    assert states(article) == {}


@pytest.mark.django_db
def test_a_story_written_here_has_nothing_to_compare(admin_client: Client) -> None:
    article = full_article()

    page = admin_client.get(address(article)).content.decode()

    assert "written here, not imported" in page
    assert admin_client.get("/admin/articles/article/99999/parser/").status_code == 404


@pytest.mark.django_db
def test_who_may_not_change_an_article_takes_nothing(
    django_user_model: type[User], improve: Any
) -> None:

    article = imported()
    improve(louder)
    operator = member_of("Operator", django_user_model)

    page = operator.get(address(article))
    posted = {"seal": seal_of(article), "side-headline": "parser"}

    assert page.status_code == 200
    assert "Take the parser" not in page.content.decode()
    assert operator.post(address(article), posted).status_code == 403
    article.refresh_from_db()
    assert not article.headline.endswith("!")


# --- in the browser


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_the_parsers_part_is_taken(
    live_server: LiveServer, page: Page, improve: Any, way: str
) -> None:

    article = imported()
    theirs = {"headline": "The editor's", "body": "The editor's own."}
    Article.objects.filter(pk=article.pk).update(**theirs)
    improve(louder)
    reparse(Dump.objects.all(), dry_run=False)
    assert Disagreement.objects.get(article=article).parts.keys() == theirs.keys()
    sign_in(page, live_server, change(article))
    page.wait_for_selector("#id_headline")

    if way == "mouse":
        page.get_by_role("link", name="Compare and choose").click()
        page.locator("[name=side-headline][value=parser]").check()
        page.locator("[name=side-body][value=editor]").check()
        page.get_by_role("button", name="Save the choices").click()
    else:
        hands = Keyboard(page)
        hands.tab_to("#desk-notices a")
        hands.follow("Enter")
        hands.tab_to("[name=side-headline]")
        hands.press("ArrowDown", "ArrowDown")
        hands.tab_to("[name=side-body]")
        hands.press("ArrowDown", "Enter")
    page.wait_for_selector(".messagelist")

    article.refresh_from_db()
    assert article.headline.endswith("blanket!")
    assert article.body == "The editor's own."
    assert history.entries(article)[0].changed == ("Headline",)
    assert "Took the parser's headline" in page.inner_text(".messagelist")
    assert not Disagreement.objects.exists()
