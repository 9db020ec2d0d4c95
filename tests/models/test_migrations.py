"""A database from before topics had a table of their own is brought up to date, and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.models import ArticleTag, Topic, TopicAlias
from tests.support.builders import make_article

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
