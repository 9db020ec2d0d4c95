"""Each address of the desk, and who may go there: the four groups, and staff without any right.

An address that is not in the table fails a test, as does an action of a list. Beside it what holds
for all of them: a GET changes nothing, and a POST needs the form's token.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from articles.editing import merging
from articles.ingest import jobs
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article, Clipping, Dump, ImportRun, Pin, PlacementRule, Presence
from articles.versions import history
from tests.support.builders import NOON, make_article, make_source, make_tag
from tests.support.sample_pages import page as lines_of
from tests.support.sample_pages import story

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db

NOBODY = frozenset[str]()
WRITE = frozenset({"Reporter", "Editor", "Publisher"})
NAME = frozenset({"Editor", "Publisher"})  # sources and topics, and merges
INTAKE = frozenset({"Editor", "Publisher", "Operator"})
LOOK = WRITE | INTAKE
STAFF = LOOK | {"no group"}
PUBLISH = frozenset({"Publisher"})

POSTED = "POST"
GOT = "GET"


@dataclass(frozen=True)
class World:
    """A row of everything that has a page."""

    article: Any
    version: Any
    clipping: Any
    waiting: Any
    dump: Any
    run: Any
    job: Any
    rule: Any
    merge: Any
    pin: Any
    source: Any
    tag: Any
    user: Any
    group: Any


@pytest.fixture
def world(
    settings: SettingsWrapper, tmp_path: Path, django_user_model: Any, admin_user: Any
) -> World:
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    path = tmp_path / "page.txt"
    stray = ("Ferry timetable", "", "First boat at six, last at nine")
    path.write_text(lines_of(*stray, "", "Join the club", "", story()))
    run_import([str(path)], ImportOptions())
    article = Article.objects.get()
    history.keep(article)
    make_article(status="in_review")
    merge = merging.sources.merge(make_source("Kept"), [make_source("Gone")], now=NOON)
    files = [SimpleUploadedFile("page.txt", path.read_bytes())]
    job = jobs.upload(files, {"captured_at": "", "publisher": "", "topics": []}, by=admin_user)
    dump = Dump.objects.get()
    rule = PlacementRule.objects.create(kind="chrome", text="sign up")
    return World(
        article=article,
        version=history.entries(article)[0],
        clipping=Clipping.objects.get(kind="story"),
        waiting=Clipping.objects.filter(kind="quarantine")[0],
        dump=dump,
        run=ImportRun.objects.get(),
        job=job,
        rule=rule,
        merge=merge,
        pin=Pin.objects.create(article=article, position=2),
        source=make_source("Kept"),
        tag=make_tag("Ice"),
        user=django_user_model.objects.create_user("somebody"),
        group=Group.objects.get_or_create(name="Editor")[0],  # a flush takes the groups
    )


@dataclass(frozen=True)
class Page:
    """How an address is asked for, what its parts are in a world, and which groups may."""

    may: frozenset[str]
    method: str = GOT
    parts: Callable[[World], dict[str, Any]] = lambda world: {}
    query: dict[str, str] | None = None


def of(row: str, **more: str) -> Callable[[World], dict[str, Any]]:
    """The parts of an address about a row."""
    return lambda world: {
        "pk": getattr(world, row).pk,
        **{part: getattr(world, name).pk for part, name in more.items()},
    }


def _content_type(world: World) -> dict[str, Any]:
    kind = ContentType.objects.get_for_model(Article)
    return {"content_type_id": kind.pk, "object_id": world.article.pk}


def _stock(
    label: str,
    row: str,
    *,
    look: frozenset[str],
    add: frozenset[str] = NOBODY,
    delete: frozenset[str] = NOBODY,
) -> dict[str, Page]:
    """The addresses that every model has."""
    parts: Callable[[World], dict[str, Any]] = lambda world: {"object_id": getattr(world, row).pk}  # noqa: E731
    return {
        f"{label}_changelist": Page(look),
        f"{label}_add": Page(add),
        f"{label}_change": Page(look, parts=parts),
        f"{label}_history": Page(look, parts=parts),
        f"{label}_delete": Page(delete, parts=parts),
    }


TABLE: dict[str, Page] = {
    "desk": Page(STAFF),
    "index": Page(STAFF),
    "login": Page(STAFF),
    "logout": Page(STAFF, POSTED),
    "password_change": Page(STAFF),
    "password_change_done": Page(STAFF),
    "jsi18n": Page(STAFF),
    "view_on_site": Page(STAFF, parts=_content_type),
    "app_list": Page(LOOK, parts=lambda world: {"app_label": "articles"}),
    "autocomplete": Page(
        LOOK,
        query={"app_label": "articles", "model_name": "articletag", "field_name": "tag"},
    ),
    **_stock("articles_article", "article", look=LOOK, add=WRITE, delete=PUBLISH),
    "articles_article_calendar": Page(LOOK),
    "articles_article_correct": Page(WRITE, parts=of("article")),
    "articles_article_withdraw": Page(PUBLISH, parts=of("article")),
    "articles_article_presence": Page(WRITE, POSTED, of("article")),
    "articles_article_issues": Page(WRITE, POSTED, of("article")),
    "articles_article_publish": Page(PUBLISH, parts=of("article")),
    "articles_article_autosave": Page(WRITE),
    "articles_article_actions": Page(LOOK),
    "articles_article_undo": Page(STAFF, POSTED),
    "articles_article_attention": Page(WRITE, parts=of("article")),
    "articles_article_three_way": Page(LOOK, parts=of("article")),
    "articles_article_preview": Page(WRITE, parts=of("article")),
    "articles_article_reading": Page(LOOK, POSTED),
    "articles_article_compare": Page(LOOK, parts=of("article"), query={"from": "now", "to": "now"}),
    "articles_article_restore": Page(WRITE, POSTED, of("article", version="version")),
    **_stock("articles_dump", "dump", look=LOOK),
    "articles_dump_download": Page(LOOK, parts=of("dump")),
    **_stock("articles_clipping", "clipping", look=LOOK),
    "articles_quarantine": Page(LOOK),
    "articles_clipping_place": Page(INTAKE, parts=of("waiting")),
    "articles_take_pages": Page(INTAKE, POSTED),
    "articles_rule_back": Page(INTAKE, POSTED, of("rule")),
    **_stock("articles_importrun", "run", look=INTAKE),
    "articles_upload": Page(INTAKE),
    "articles_job": Page(INTAKE, parts=of("job")),
    "articles_job_look": Page(INTAKE, POSTED, of("job")),
    "articles_job_go": Page(INTAKE, POSTED, of("job")),
    "articles_job_stop": Page(INTAKE, POSTED, of("job")),
    "articles_run_reparse": Page(INTAKE, POSTED, of("run")),
    **_stock("articles_source", "source", look=LOOK, add=NAME, delete=PUBLISH),
    "articles_source_merge": Page(NAME),
    **_stock("articles_topic", "tag", look=LOOK, add=WRITE, delete=PUBLISH),
    "articles_topic_merge": Page(NAME),
    **_stock("articles_merge", "merge", look=NAME),
    **_stock("articles_pin", "pin", look=NAME, add=PUBLISH, delete=PUBLISH),
    "articles_merge_undo": Page(NAME, POSTED, of("merge")),
    **_stock("auth_user", "user", look=NOBODY),
    "auth_user_invite": Page(NOBODY),
    "auth_user_link": Page(NOBODY, parts=of("user")),
    "auth_user_welcome": Page(STAFF, parts=lambda world: {"uidb64": "MQ", "token": "used-up"}),
    "help": Page(STAFF),
    "auth_user_password_change": Page(NOBODY, parts=lambda world: {"id": world.user.pk}),
    **_stock("auth_group", "group", look=NOBODY),
}

# Who may write what these pages say when they are posted, where fewer may than may look.
POSTS: dict[str, frozenset[str]] = {
    "articles_article_change": WRITE,
    "articles_article_add": WRITE,
    "articles_article_delete": PUBLISH,
    "articles_article_three_way": WRITE,
    "articles_article_preview": WRITE,
    "articles_article_publish": PUBLISH,
    "articles_dump_change": NOBODY,
    "articles_clipping_change": NOBODY,
    "articles_clipping_place": INTAKE,
    "articles_importrun_change": NOBODY,
    "articles_upload": INTAKE,
    "articles_source_change": NAME,
    "articles_source_add": NAME,
    "articles_source_delete": PUBLISH,
    "articles_source_merge": NAME,
    "articles_pin_change": PUBLISH,
    "articles_pin_add": PUBLISH,
    "articles_pin_delete": PUBLISH,
    "articles_topic_change": NAME,
    "articles_topic_add": WRITE,
    "articles_topic_delete": PUBLISH,
    "articles_topic_merge": NAME,
    "articles_merge_change": NOBODY,
}

# What may be done with chosen rows of a list.
ACTIONS: dict[str, dict[str, frozenset[str]]] = {
    "articles.article": {
        "mark_ready_selected": NAME,
        "ask_selected": WRITE,
        "reject_selected": NAME,
        "publish_selected": PUBLISH,
        "withdraw_selected": PUBLISH,
        "send_back_selected": PUBLISH,
        "add_topics_to_selected": WRITE,
        "set_publisher_of_selected": WRITE,
        "reparse_selected": INTAKE,
        "delete_selected": PUBLISH,
    },
    "articles.source": {"merge_selected": NAME, "delete_selected": PUBLISH},
    "articles.topic": {"merge_selected": NAME, "delete_selected": PUBLISH},
    "articles.pin": {"delete_selected": PUBLISH},
    **{
        f"articles.{model}": {"delete_selected": NOBODY}
        for model in ("dump", "clipping", "importrun", "merge")
    },
    "auth.user": {"delete_selected": NOBODY},
    "auth.group": {"delete_selected": NOBODY},
}


def addresses(resolver: Any = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Name and route of each address of the desk."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        elif "admin/" in route:
            yield pattern.name or "", route


def address_of(name: str, world: World) -> str:
    """Where a page of the table is in this world."""
    prefix = "" if name in ("desk", "help") else "admin:"
    return reverse(f"{prefix}{name}", kwargs=TABLE[name].parts(world))


def of_group(group: str, django_user_model: Any) -> Client:
    user = django_user_model.objects.create_user(f"of {group}", is_staff=True)
    if group != "no group":
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def test_every_address_of_the_desk_is_in_the_table() -> None:
    unnamed = [route for name, route in addresses() if not name]

    assert {name for name, _ in addresses() if name} == set(TABLE)
    # What is left has no page: a row's bare address leads to its form, a former address of topics
    # to the present one, any other is not found.
    no_pages = ("<path:object_id>/", "(?P<rest>.*)", "(?P<url>.*)$")
    assert all(route.endswith(no_pages) for route in unnamed)


@pytest.mark.parametrize("group", sorted(STAFF))
def test_each_page_is_for_its_groups_and_answers_403_to_others(
    world: World, django_user_model: Any, group: str
) -> None:
    client = of_group(group, django_user_model)
    wrong = []
    for name, page in TABLE.items():
        if name == "logout":  # would end the session
            continue
        ask = partial(client.post, data={}) if page.method == POSTED else client.get
        address = address_of(name, world)
        response = ask(address, query_params=page.query or {})
        # A list of no models is not found.
        refused = response.status_code == 403 or (
            name == "app_list" and response.status_code == 404
        )
        if refused is (group in page.may):
            wrong.append((name, response.status_code))
    assert not wrong


@pytest.mark.parametrize("group", sorted(STAFF))
def test_what_is_posted_to_a_page_is_refused_to_who_may_only_look(
    world: World, django_user_model: Any, group: str
) -> None:
    client = of_group(group, django_user_model)
    for name, may in POSTS.items():
        response = client.post(address_of(name, world), {})
        assert (response.status_code != 403) is (group in may), (name, response.status_code)


def test_every_action_of_a_list_is_in_the_table() -> None:
    assert {
        model._meta.label_lower: {name for _, name, _ in desk._get_base_actions()}
        for model, desk in admin.site._registry.items()
    } == {model: set(actions) for model, actions in ACTIONS.items()}


@pytest.mark.parametrize("group", sorted(STAFF))
def test_each_action_is_shown_to_its_groups_and_answers_403_to_others(
    world: World, django_user_model: Any, group: str
) -> None:
    client = of_group(group, django_user_model)
    for label, actions in ACTIONS.items():
        model = apps.get_model(label)
        address = reverse(f"admin:{label.replace('.', '_')}_changelist")
        key = model._default_manager.order_by("pk").values_list("pk", flat=True)[0]
        page = client.get(address).content.decode()
        for action, may in actions.items():
            assert (f'<option value="{action}">' in page) is (group in may), (label, action)
            response = client.post(address, {"action": action, "_selected_action": [key]})
            assert (response.status_code != 403) is (group in may), (label, action)


def contents() -> dict[str, list[Any]]:
    """All rows of all tables, but for who is there at the moment."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model not in (Session, Presence)
    }


def test_no_get_changes_anything(world: World, admin_client: Client) -> None:
    before = contents()

    for name, page in TABLE.items():
        response = admin_client.get(address_of(name, world), query_params=page.query or {})
        if page.method == POSTED:
            assert response.status_code in (403, 405), name
        assert contents() == before, name


def test_no_post_is_taken_without_the_token_of_a_form(world: World, admin_user: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin_user)
    before = contents()

    for name in TABLE:
        assert strict.post(address_of(name, world), {}).status_code == 403, name

    assert contents() == before


def test_without_a_login_no_page_is_shown(world: World, client: Client) -> None:
    # A link by which somebody who cannot log in yet sets a password.
    for name in set(TABLE) - {"login", "logout", "auth_user_welcome"}:
        response = client.get(address_of(name, world))
        assert response.status_code == 302, name
        assert "/admin/login/" in response.headers["Location"], name
