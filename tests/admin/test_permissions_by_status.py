"""The rights table by status: what readers see changes by nobody who may not publish.

Each way that the desk has to change a story is tried by each group while the story is a draft, in
review, under embargo, published and withdrawn. Before and after it is compared what is stored of
the story, and what readers get: its page, as data, in feeds, lists and the interface. That a way is
one at all is shown by whoever may take it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from articles.editing import merging, reconcile
from articles.ingest import jobs
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.ingest.stories import split
from articles.models import Article, Clipping, ImportRun, Job, PlacementRule, Source
from articles.parsing import parse
from articles.versions import history
from tests.support.builders import NOON, make_source, make_tag
from tests.support.sample_pages import page as lines_of
from tests.support.sample_pages import story

from .articles.test_admin import Form, change, form_of, member_of
from .imports.test_upload_and_quarantine import work
from .test_permissions_table import INTAKE, NAME, PUBLISH, WRITE

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db

GROUPS = ("Reporter", "Editor", "Operator", "Publisher", "no group")
LATER = datetime(2099, 1, 1, tzinfo=UTC)
STATUSES = {
    "draft": {"status": "draft"},
    "in review": {"status": "in_review"},
    "embargoed": {"status": "published", "published_at": LATER},
    "published": {"status": "published"},
    "withdrawn": {"status": "withdrawn", "withdrawal_notice": "It was wrong."},
}
PUBLIC = {"embargoed", "published", "withdrawn"}
LIST = "/admin/articles/article/"


@dataclass(frozen=True)
class Desk:
    """A story with all that there is to one, and the rows of the desk that are about it; `forms`
    are the story's, as an administrator got them, by its status."""

    article: Article
    version: Any
    stray: Any
    rule: Any
    merge: Any
    source: Any
    tag: Any
    path: Path
    admin: Client
    forms: dict[str, Form] = field(default_factory=dict)

    def form(self) -> Form:
        """The story's. It is got once a status: what is tried is refused, or undone."""
        status = Article.objects.values_list("status", "published_at").get(pk=self.article.pk)
        key = str(status)
        if key not in self.forms:
            self.forms[key] = form_of(self.admin, self.article)
        return self.forms[key]


@pytest.fixture
def desk(
    settings: SettingsWrapper,
    tmp_path: Path,
    admin_client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    path = tmp_path / "page.txt"
    path.write_text(lines_of("Ferry timetable", "", "First boat at six, last at nine", "", story()))
    run_import([str(path)], ImportOptions(publisher="The Gazette", tags=("Ice",)))
    article = Article.objects.get()
    admin_client.post(change(article), form_of(admin_client, article).posted(byline="By Ana"))
    merge = merging.sources.merge(
        Source.objects.get(name="The Gazette"), [make_source("Gazette (old)")], now=NOON
    )
    used = {"source": Source.objects.get(name="The Gazette"), "role": "publisher"}
    assert article.attributions.filter(**used).exists()
    # From now on the parser reads the headline otherwise.
    louder = partial(_louder, parse)
    monkeypatch.setattr(split, "parse", louder)
    return Desk(
        article=article,
        version=history.entries(article)[-1],
        stray=Clipping.objects.filter(kind="quarantine")[0],
        rule=PlacementRule.objects.create(kind="chrome", text="sign up"),
        merge=merge,
        source=used["source"],
        tag=make_tag("Ice"),
        path=path,
        admin=admin_client,
    )


def _louder(parse: Any, text: str, **rest: Any) -> Any:
    parsed = parse(text, **rest)
    return replace(
        parsed, articles=tuple(replace(a, headline=f"{a.headline}!") for a in parsed.articles)
    )


def stored(desk: Desk) -> Any:
    """What is stored of the story, with its sources and topics by the names they have."""
    article = Article.objects.filter(pk=desk.article.pk).first()
    if article is None:
        return None
    columns = (
        *("slug", "status", "published_at", "live_from", "date_precision"),
        *("withdrawal_notice", "language"),
    )
    return [getattr(article, column) for column in columns], history.current_state(article)


def shown(desk: Desk) -> list[tuple[str, bytes]]:
    """What readers get."""
    cache.clear()
    reader = Client()
    addresses = (
        desk.article.get_absolute_url(),
        f"/articles/{desk.article.pk}.json",
        "/",
        "/articles/",
        "/feeds/latest.rss",
        "/api/articles/",
        "/topics/ice/",
        "/sources/the-gazette/",
        "/sitemap.xml",
    )
    return [(address, reader.get(address).content) for address in addresses]


@contextmanager
def undone_afterwards() -> Iterator[None]:
    """Rolls back what is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- the ways


def by_form(**changes: str) -> Callable[[Client, Desk], Any]:
    """Posts the story's form as an editor's browser would, with these fields changed."""

    def attack(client: Client, desk: Desk) -> Any:
        return client.post(change(desk.article), desk.form().posted(**changes))

    return attack


def by_address(name: str, **posted: str) -> Callable[[Client, Desk], Any]:
    def attack(client: Client, desk: Desk) -> Any:
        return client.post(reverse(f"admin:{name}", args=[desk.article.pk]), posted)

    return attack


def by_action(action: str, **posted: Any) -> Callable[[Client, Desk], Any]:
    def attack(client: Client, desk: Desk) -> Any:
        chosen = {"action": action, "_selected_action": [desk.article.pk], "confirmed": "yes"}
        values = {name: give(desk) if callable(give) else give for name, give in posted.items()}
        return client.post(LIST, chosen | values | {"post": "yes"})

    return attack


def restore(client: Client, desk: Desk) -> Any:
    names = [desk.article.pk, desk.version.pk]
    return client.post(reverse("admin:articles_article_restore", args=names))


def take_the_parsers(client: Client, desk: Desk) -> Any:
    ways = reconcile.look(Article.objects.get(pk=desk.article.pk))
    assert ways is not None
    posted = {"seal": ways.seal, "side-headline": "parser"}
    return client.post(reverse("admin:articles_article_three_way", args=[desk.article.pk]), posted)


def carry_out(client: Client, job: Job) -> None:
    """Confirms a job, with the box ticked, and has the worker do it."""
    ticked = {"publisher": "", "topics": "", "captured_at": "", "update_published": "on"}
    work()  # looks it through
    client.post(reverse("admin:articles_job_look", args=[job.pk]), ticked)
    work()
    client.post(reverse("admin:articles_job_go", args=[job.pk]), ticked)
    work()


def upload(client: Client, desk: Desk) -> None:
    sent = SimpleUploadedFile("again.txt", desk.path.read_bytes() + b"\n")
    ticked = {"publisher": "", "topics": "", "captured_at": "", "update_published": "on"}
    client.post(reverse("admin:articles_upload"), {"files": [sent], **ticked})
    if job := Job.objects.order_by("pk").last():
        carry_out(client, job)


def confirm_what_a_publisher_ticked(client: Client, desk: Desk) -> None:
    """The job was made by somebody who may publish, and box ticked; this user confirms it."""
    sent = SimpleUploadedFile("again.txt", desk.path.read_bytes() + b"\n")
    ticked = {"publisher": "", "topics": "", "captured_at": "", "update_published": "on"}
    desk.admin.post(reverse("admin:articles_upload"), {"files": [sent], **ticked})
    job = Job.objects.latest("pk")
    assert jobs.updates_published(job)
    work()
    client.post(reverse("admin:articles_job_go", args=[job.pk]))
    work()


def reparse_a_run(client: Client, desk: Desk) -> None:
    imported = ImportRun.objects.earliest("pk")
    client.post(reverse("admin:articles_run_reparse", args=[imported.pk]))
    if job := Job.objects.order_by("pk").last():
        carry_out(client, job)


def reparse_the_story(client: Client, desk: Desk) -> None:
    by_action("reparse_selected")(client, desk)
    if job := Job.objects.order_by("pk").last():
        carry_out(client, job)


def place_lines_into_it(client: Client, desk: Desk) -> Any:
    stray = desk.stray
    posted = {"first": stray.first_line, "last": stray.last_line, "what": "below"}
    return client.post(reverse("admin:articles_clipping_place", args=[stray.pk]), posted)


def rename(model: str, row: str) -> Callable[[Client, Desk], Any]:
    def attack(client: Client, desk: Desk) -> Any:
        address = reverse(f"admin:{model}_change", args=[getattr(desk, row).pk])
        fields = _all_fields(desk.admin.get(address).content.decode())
        return client.post(address, fields | {"name": "Another name"})

    return attack


def _all_fields(page: str) -> dict[str, str]:
    """The fields of a name's form."""
    form = Form(page.replace('id="source_form"', 'id="article_form"').replace(
        'id="topic_form"', 'id="article_form"'
    ))  # fmt: skip
    return form.posted()


def merge_away(label: str, row: str, make: Any) -> Callable[[Client, Desk], Any]:
    """Merges the story's source or topic into one that no story has."""

    def attack(client: Client, desk: Desk) -> Any:
        gone, kept = getattr(desk, row), make("Somebody else")
        posted = {
            "pk": [kept.pk, gone.pk],
            "keep": kept.pk,
            "merge": "yes",
            "shown": f"{kept.pk}<{gone.pk}",
        }
        return client.post(reverse(f"admin:{label}_merge"), posted)

    return attack


def undo_a_merge(client: Client, desk: Desk) -> Any:
    return client.post(reverse("admin:articles_merge_undo", args=[desk.merge.pk]))


def delete_the_topic(client: Client, desk: Desk) -> Any:
    address = reverse("admin:articles_topic_delete", args=[desk.tag.pk])
    return client.post(address, {"post": "yes"})


def delete_topics(client: Client, desk: Desk) -> Any:
    posted = {"action": "delete_selected", "_selected_action": [desk.tag.pk], "post": "yes"}
    return client.post("/admin/articles/topic/", posted)


def rule_back(client: Client, desk: Desk) -> Any:
    return client.post(reverse("admin:articles_rule_back", args=[desk.rule.pk]))


# Each way -> who may take it while no reader sees the story; nobody where it then does nothing.
WAYS: dict[str, tuple[Callable[[Client, Desk], Any], frozenset[str]]] = {
    **{
        f"form: {name}": (by_form(**{name: text}), WRITE)
        for name, text in {
            "headline": "Another headline",
            "kicker": "Another kicker",
            "byline": "Another byline",
            "body": "Another body.",
            "dateline": "ELSEWHERE",
            "place": "Elsewhere",
            "slug": "another-address",
            "tags": "Fire",
            "language": "ar",
            "published_at_0": "2019-01-01",
            "date_precision": "estimated",
            "withdrawal_notice": "Another notice",
            "attributions-0-DELETE": "on",
        }.items()
    },
    "form: to a later date": (by_form(published_at_0="2098-01-01"), WRITE),
    "form: hold back": (by_form(live_from_0="2098-01-01", live_from_1="00:00:00"), WRITE),
    "form: publish": (by_form(_publish="1"), PUBLISH),
    "form: withdraw": (by_form(_withdraw="1"), frozenset()),
    "form: a remedy": (by_form(_mend="drop:9"), frozenset()),
    "restore a version": (restore, WRITE),
    "take the parser's": (take_the_parsers, WRITE),
    "correct": (
        by_address("articles_article_correct", kind="correction", text="It was ten."),
        WRITE,
    ),
    "withdraw with a notice": (
        by_address("articles_article_withdraw", notice="Wrong."),
        frozenset(),
    ),
    "delete": (by_address("articles_article_delete", post="yes"), PUBLISH),
    "action: add topics": (by_action("add_topics_to_selected", topics="Fire"), WRITE),
    "action: set publisher": (
        by_action("set_publisher_of_selected", publisher=lambda desk: make_source("Other").pk),
        WRITE,
    ),
    "action: publish": (by_action("publish_selected"), PUBLISH),
    "action: withdraw": (by_action("withdraw_selected"), frozenset()),
    "action: send back": (by_action("send_back_selected"), PUBLISH),
    "action: delete": (by_action("delete_selected"), PUBLISH),
    "upload": (upload, INTAKE),
    "confirm another's upload": (confirm_what_a_publisher_ticked, INTAKE),
    "re-parse a run": (reparse_a_run, INTAKE),
    "re-parse the story": (reparse_the_story, INTAKE),
    "place lines": (place_lines_into_it, INTAKE),
    "take back a rule": (rule_back, frozenset()),
    "rename its source": (rename("articles_source", "source"), NAME),
    "rename its topic": (rename("articles_topic", "tag"), NAME),
    "merge its source": (merge_away("articles_source", "source", make_source), NAME),
    "merge its topic": (merge_away("articles_topic", "tag", make_tag), NAME),
    "undo a merge": (undo_a_merge, frozenset()),
    "delete its topic": (delete_the_topic, PUBLISH),
    "action: delete topics": (delete_topics, PUBLISH),
}
# What does nothing for readers, or stored parts, in some statuses: there is nothing to be shown.
IDLE = {
    "form: publish": {"embargoed", "published"},
    "form: withdraw": {"draft", "in review", "embargoed", "withdrawn"},
    "form: a remedy": set(STATUSES),
    "action: publish": {"embargoed", "published"},
    "action: withdraw": {"draft", "in review", "embargoed", "withdrawn"},
    "withdraw with a notice": {"draft", "in review", "embargoed", "withdrawn"},
    "action: send back": {"in review", "published"},
    "place lines": PUBLIC,  # it has no box to tick
    "take back a rule": set(STATUSES),
    "undo a merge": set(STATUSES),
    "form: withdrawal_notice": set(),
}


# What changes other rows as well, by right: each is undone before the next is tried.
WIDER = {
    *("upload", "confirm another's upload", "re-parse a run", "re-parse the story"),
    *("place lines", "take back a rule", "undo a merge"),
    *("rename its source", "rename its topic", "merge its source", "merge its topic"),
}


@pytest.mark.parametrize("status", STATUSES)
def test_what_readers_see_is_changed_by_those_alone_who_may_publish(
    desk: Desk, django_user_model: Any, status: str
) -> None:
    clients = {group: member_of(group, django_user_model) for group in GROUPS[:-1]}
    clients["no group"] = Client()
    clients["no group"].force_login(django_user_model.objects.create_user("none", is_staff=True))
    Article.objects.filter(pk=desk.article.pk).update(**STATUSES[status])
    before, page_before = stored(desk), shown(desk)
    wrong = []

    def refused(way: str, attack: Any, groups: Any) -> None:
        for group in groups:
            attack(clients[group], desk)
            if stored(desk) != before:
                wrong.append((way, group, "changed it"))

    for way, (attack, may_before) in WAYS.items():
        may = PUBLISH if status in PUBLIC else may_before
        if way in WIDER:
            with undone_afterwards():
                refused(way, attack, clients.keys() - may)
                if shown(desk) != page_before:
                    wrong.append((way, "somebody", "changed what readers get"))
        else:
            refused(way, attack, clients.keys() - may)
        for group in may:
            with undone_afterwards():
                attack(clients[group], desk)
                if (stored(desk) != before) is (status in IDLE.get(way, ())):
                    wrong.append((way, group, "should be able to"))
    if shown(desk) != page_before:
        wrong.append(("any way", "somebody", "changed what readers get"))
    assert not wrong
