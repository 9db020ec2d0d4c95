"""Databases from before topics had their own table, and before merged rows stayed, are migrated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from articles.editing import merging
from articles.models import ArticleTag, Attribution, Caption, Merge, Source, Topic, TopicAlias
from tests.support.builders import NOON, make_article, make_source, make_tag

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(name: str | None = None) -> Any:
    """The models as they are after this migration of ours, or after the last one."""
    executor = MigrationExecutor(connection)
    newest = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "articles"]
    executor.migrate([("articles", name)] if name else newest)
    return executor.loader.project_state([("articles", name)] if name else newest).apps


@pytest.fixture(autouse=True)
def _newest_afterwards() -> Iterator[None]:
    yield
    migrate()


def rights_of_tags(app: str, model: str) -> list[str]:
    codenames = [f"{action}_{model}" for action in ("add", "change", "delete", "view")]
    rights = Permission.objects.filter(content_type__app_label=app, codename__in=codenames)
    assert len(rights) == 4
    held = Group.objects.filter(permissions__in=rights, name="Desk")
    users = User.objects.filter(user_permissions__in=rights)
    return sorted([*held.values_list("name", flat=True), *users.values_list("username", flat=True)])


def test_topics_keep_keys_links_aliases_rights_and_log() -> None:
    story = make_article()
    old = migrate("0002_groups")
    tag = old.get_model("taggit", "Tag").objects.create(id=7, name="Ports", slug="ports")
    link = old.get_model("articles", "ArticleTag")
    link.objects.create(tag=tag, content_object_id=story.pk)
    old.get_model("articles", "TopicAlias").objects.create(tag=tag, name="havens")
    right = Permission.objects.get(content_type__app_label="taggit", codename="change_tag")
    group, user = Group.objects.create(name="Desk"), User.objects.create_user("anna")
    group.permissions.add(right)
    user.user_permissions.add(right)
    kind = ContentType.objects.get(app_label="taggit", model="tag")
    LogEntry.objects.create(user=user, content_type=kind, object_id="7", action_flag=CHANGE)

    migrate()

    topic = Topic.objects.get()
    assert (topic.pk, topic.name, topic.slug) == (7, "Ports", "ports")
    assert ArticleTag.objects.get().tag == topic
    assert TopicAlias.objects.get().tag == topic
    assert User.objects.get().has_perm("articles.change_topic")
    assert rights_of_tags("articles", "topic") == ["Desk", "anna"]
    assert rights_of_tags("taggit", "tag") == []
    assert LogEntry.objects.get().get_edited_object() == topic
    assert Topic.objects.create(name="Harbours").pk > 7

    old = migrate("0002_groups")

    tags = old.get_model("taggit", "Tag").objects.order_by("pk")
    assert list(tags.values_list("name", flat=True)) == ["Ports", "Harbours"]
    assert old.get_model("articles", "ArticleTag").objects.get().tag.pk == 7
    assert rights_of_tags("taggit", "tag") == ["Desk", "anna"]


# --- merges


def note(kind: str, kept: Any, other: dict[str, Any], *, hours: int) -> dict[str, Any]:
    """A merge as it was noted when the merged row was deleted."""
    return {
        "kind": kind,
        "kept_key": kept.pk,
        "kept_name": kept.name,
        "was": [{"moved": [], "doubles": []} | other],
        "gained": [other["name"].lower()],
        "made_at": NOON + timedelta(hours=hours),
    }


def test_merges_of_before_lead_on_and_can_be_undone(client: Client) -> None:
    one = make_article(attributions=[("Bay Wire", "photo")], tags=["Ports"])
    both = make_article(attributions=[("Bay Wire", "photo")], captions=[{"text": "A pier"}])
    wire, ports = make_source("Bay Wire", aliases=["baywire"]), make_tag("Ports")
    coast = make_source("Coast")
    Caption.objects.update(source=wire)
    TopicAlias.objects.bulk_create(TopicAlias(name=name, tag=ports) for name in ("docks", "havens"))
    baywire = {"id": 1001, "name": "Baywire", "slug": "baywire", "kind": "agency"}
    baywire |= {"aliases": ["bw"], "home_page": "https://bw.example/", "captions": []}
    moved = {
        "moved": [one.attributions.get().pk],
        "doubles": [[both.pk, "photo"]],
        "captions": [both.captions.get().pk],
    }
    docks = {"id": 2001, "name": "Docks", "slug": "docks", "aliases": ["havens"]}
    links = {"moved": [], "doubles": [one.pk]}
    merges = [
        note("source", wire, baywire | moved, hours=1),
        note("topic", ports, docks | links, hours=2),
        note("source", coast, baywire | {"id": 1002, "name": "Shore", "slug": "shore"}, hours=3),
        note("source", wire, baywire | {"id": 1003, "name": "Was", "slug": "was"}, hours=4)
        | {"undone_at": NOON},
        note("source", Source(pk=9999, name="Gone"), baywire | {"id": 1004}, hours=5),
    ]
    Source.objects.filter(pk=coast.pk).delete()
    merges.append(
        note("source", wire, baywire | {"id": coast.pk, "name": "Coast", "slug": "coast"}, hours=6)
    )
    old = migrate("0003_topic").get_model("articles", "Merge")
    old.objects.bulk_create(old(**values) for values in merges)

    migrate()

    names = (
        Source.all_rows.exclude(merged_into=None).order_by("name").values_list("name", flat=True)
    )
    assert list(names) == ["Baywire", "Coast", "Shore"]
    assert [*Source.objects.all()] == [wire]
    for slug in ("baywire", "coast", "shore"):
        assert client.get(f"/sources/{slug}/").headers["Location"] == "/sources/bay-wire/"
    assert client.get("/topics/docks/").headers["Location"] == "/topics/ports/"
    assert client.get("/sources/was/").status_code == 404

    migrate("0003_topic")
    notes = {row["id"]: row for was in old.objects.values_list("was", flat=True) for row in was}
    for values in merges:
        [row] = values["was"]
        assert notes[row["id"]] == {"captions": []} | row
    migrate()

    for merge in Merge.objects.filter(made_at__lt=NOON + timedelta(hours=3)):
        merging.undo(merge, now=NOON)
    source, topic = Source.objects.get(name="Baywire"), Topic.objects.get(name="Docks")
    assert (source.pk, source.kind, source.aliases) == (1001, "agency", ["bw"])
    assert source.home_page == "https://bw.example/"
    assert set(Attribution.objects.values_list("article", "source__name")) == {
        (one.pk, "Baywire"),
        (both.pk, "Bay Wire"),
        (both.pk, "Baywire"),
    }
    assert Caption.objects.get().source == source
    assert (topic.pk, {*one.tags.names()}) == (2001, {"Ports", "Docks"})
    assert list(topic.aliases.values_list("name", flat=True)) == ["havens"]
    assert not ports.aliases.exists()
