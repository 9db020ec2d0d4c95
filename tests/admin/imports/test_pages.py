"""Pages that are no articles, on the desk: their groups, and taking them as articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from articles.admin.imports import pages
from articles.ingest.maintenance.reparse import reparse
from articles.ingest.maintenance.undo_import import undo
from articles.ingest.maintenance.verify import verify
from articles.models import Article, Clipping, Dump, ImportRun, Job, PlacementRule
from tests.support import judged_pages
from tests.support.builders import NOON
from tests.support.importing import importing
from tests.support.sample_pages import page, story

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/clipping/quarantine/"
TAKE = "/admin/articles/clipping/take-pages/"
STRAY = page("Ferry timetable", "", "First boat at six, last at nine", "", story())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two listings, a product's page, a forum's, and a dump with lines outside its story."""
    for name, text in {
        "region.html": judged_pages.listing(),
        "sport.html": judged_pages.listing()
        .replace("Region", "Sport")
        .replace("region", "sport")
        .replace("the ", "our own ")
        .replace("for ", "of late for "),
        "product.html": judged_pages.product(),
        "forum.html": judged_pages.forum(),
        "stray.txt": STRAY,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    importing(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def held(name: str) -> Clipping:
    return Clipping.objects.get(dump__name__endswith=name, kind=Clipping.Kind.QUARANTINE)


def names_held() -> set[str]:
    names = Clipping.objects.filter(kind=Clipping.Kind.QUARANTINE).values_list("dump__name")
    return {Path(name).name for (name,) in names}


def take(client: Client, *names: str, **fields: Any) -> Any:
    chosen = [held(name).pk for name in names]
    return client.post(TAKE, {"clipping": chosen, **fields}, follow=True)


def groups(client: Client, **filters: Any) -> list[str]:
    return [group.name for group in client.get(LIST, filters).context["groups"]]


def work() -> None:
    for task in DBTaskResult.objects.filter(status="READY"):
        task.task.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
    DBTaskResult.objects.all().delete()


@pytest.mark.usefixtures("folder")
def test_the_groups_are_counted_and_each_shows_its_pages(admin_client: Client) -> None:
    assert groups(admin_client) == ["2 listing pages", "1 forum page", "1 product", "1 other"]
    for group in admin_client.get(LIST).context["groups"]:
        shown = admin_client.get(group.address)
        assert len(shown.context["clippings"]) == group.size
    assert groups(admin_client, page_kind="forum") == groups(admin_client)
    product = held("product.html").dump_id
    assert groups(admin_client, dump=product, page_kind="product") == ["1 product"]
    shown = admin_client.get(LIST, {"page_kind": "other"}).content.decode()
    assert "stray.txt" in shown
    assert 'name="clipping"' not in shown


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("count", [1, 2, 3, 11, 100])
def test_the_groups_have_every_plural_of_arabic(count: int) -> None:
    with translation.override("ar"):
        words = str(pages.PAGE_KINDS["listing"] % {"count": count, "number": count})
    assert "listing" not in words
    assert str(count) in words or count < 3


@pytest.mark.usefixtures("folder")
def test_pages_are_taken_as_articles_and_wait_for_review(admin_client: Client) -> None:
    answer = take(admin_client, "region.html", "product.html")

    made = Article.objects.filter(clippings__dump__name__endswith=".html")
    assert [article.status for article in made] == ["in_review"] * 2
    text = answer.content.decode()
    assert "2 pages were taken as articles. This gave 2 stories:" in text
    for article in made:
        assert reverse("admin:articles_article_change", args=[article.pk]) in text
    assert names_held() == {"sport.html", "forum.html", "stray.txt"}
    assert not any(verdict.faults for verdict in verify(Dump.objects.all()))


def test_the_decision_is_kept_by_a_reparse_and_by_a_reimport(
    admin_client: Client, folder: Path
) -> None:
    take(admin_client, "product.html")
    before = list(Article.objects.order_by("pk").values_list("pk", "headline"))

    result = reparse(Dump.objects.all(), dry_run=False)
    again = importing(folder)

    assert (result.resplit_count, result.lost_count, result.new_count) == (0, 0, 0)
    assert (again.counts.created, again.counts.unchanged) == (0, len(before))
    assert list(Article.objects.order_by("pk").values_list("pk", "headline")) == before
    run = Dump.objects.get(name__endswith="product.html").first_run
    undo(run, now=NOON)
    importing(folder)
    assert "product.html" not in names_held()


@pytest.mark.usefixtures("folder")
def test_lines_of_a_taken_page_can_be_placed_and_it_stays_an_article(admin_client: Client) -> None:
    take(admin_client, "forum.html")
    dump = Dump.objects.get(name__endswith="forum.html")
    rule = PlacementRule(kind="chrome", sha256=dump.sha256, first_line=1, last_line=1)
    rule.save()
    reparse(Dump.objects.all(), dry_run=False)
    assert dump.clippings.filter(kind=Clipping.Kind.STORY).count() == 1
    admin_client.post(reverse("admin:articles_rule_back", args=[rule.pk]))
    assert dump.clippings.filter(kind=Clipping.Kind.STORY).count() == 1


@pytest.mark.usefixtures("folder")
def test_all_pages_of_a_group_are_taken_and_no_others(admin_client: Client) -> None:
    answer = admin_client.post(TAKE, {"all": "1", "page_kind": "listing"}, follow=True)
    assert "2 pages were taken as articles" in answer.content.decode()
    assert names_held() == {"product.html", "forum.html", "stray.txt"}
    admin_client.post(TAKE, {"all": "1", "page_kind": "other"})
    assert "stray.txt" in names_held()


@pytest.mark.usefixtures("folder")
def test_many_pages_are_left_to_the_worker(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_AT_ONCE", 1)
    answer = admin_client.post(TAKE, {"all": "1", "page_kind": "listing"}, follow=True)
    job = Job.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("admin:articles_job", args=[job.pk])
    assert "The worker takes 2 pages as articles." in answer.content.decode()
    assert {"region.html", "sport.html"} < names_held()

    work()

    job.refresh_from_db()
    assert (job.state, job.run and job.run.created_count) == (Job.State.DONE, 2)
    shown = admin_client.get(reverse("admin:articles_job", args=[job.pk]), follow=True)
    for article in Article.objects.filter(clippings__dump__in=job.what["pages"]):
        assert reverse("admin:articles_article_change", args=[article.pk]) in shown.content.decode()
    assert PlacementRule.objects.filter(kind="page", made_by=job.asked_by).count() == 2


@pytest.mark.usefixtures("folder")
def test_a_single_page_is_taken_on_its_own_page(admin_client: Client) -> None:
    place = reverse("admin:articles_clipping_place", args=[held("forum.html").pk])
    assert "Take as an article" in admin_client.get(place).content.decode()
    stray = reverse("admin:articles_clipping_place", args=[held("stray.txt").pk])
    assert "Take as an article" not in admin_client.get(stray).content.decode()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("is_edited", [False, True])
def test_undone_a_page_is_in_quarantine_and_its_story_gone_unless_edited(
    admin_client: Client, is_edited: bool
) -> None:
    take(admin_client, "forum.html")
    article = Article.objects.get(clippings__dump__name__endswith="forum.html")
    if is_edited:
        Article.objects.filter(pk=article.pk).update(headline="An editor's")
    rule = PlacementRule.objects.get(kind="page")
    undo_it = reverse("admin:articles_rule_back", args=[rule.pk])
    assert undo_it in admin_client.get(LIST).content.decode()

    answer = admin_client.post(undo_it, follow=True)

    assert ("Its story is deleted" in answer.content.decode()) is not is_edited
    assert Article.objects.filter(pk=article.pk).exists() is is_edited
    assert "forum.html" in names_held()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("fields", [{}, {"clipping": ["x", "9" * 30]}, {"clipping": ["1" * 18]}])
def test_nothing_selected_takes_nothing(admin_client: Client, fields: dict[str, Any]) -> None:
    answer = admin_client.post(TAKE, fields, follow=True)
    assert "Choose at least one page" in answer.content.decode()
    assert not PlacementRule.objects.exists()


@pytest.mark.usefixtures("folder")
def test_passages_outside_stories_are_not_taken(admin_client: Client) -> None:
    take(admin_client, "stray.txt")
    assert not PlacementRule.objects.exists()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("group", "may"), [("Reporter", False), ("Editor", True)])
def test_only_who_may_decide_takes_pages(django_user_model: Any, group: str, may: bool) -> None:
    user = django_user_model.objects.create_user(group.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    assert client.get(TAKE).status_code == 403
    assert ('name="clipping"' in client.get(LIST).content.decode()) is may
    take(client, "forum.html")
    assert ("forum.html" in names_held()) is not may


def test_a_page_of_which_no_story_can_be_made_stays_and_says_so(
    admin_client: Client, tmp_path: Path
) -> None:
    (tmp_path / "product.html").write_text(judged_pages.product(), encoding="utf-8")
    importing(tmp_path)
    Clipping.objects.update(raw=b"\n")
    Dump.objects.update(original=None)
    answer = take(admin_client, "product.html")
    assert "No story was found" in answer.content.decode()
    assert ImportRun.objects.filter(kind="reparse").count() == 1
