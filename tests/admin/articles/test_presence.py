"""Two editors at one article hear of each other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from articles.editing import presence
from articles.models import Article, Presence
from tests.support.builders import NOON, make_article

from .test_admin import change, form_of, full_article, member_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(django_user_model: type[User]) -> User:
    return django_user_model.objects.create_superuser("anna", password="x")


@pytest.fixture
def ben(django_user_model: type[User]) -> User:
    return django_user_model.objects.create_superuser("ben", password="x")


def at_the_desk(user: User, **kind: bool) -> Client:
    client = Client(**kind)  # type: ignore[arg-type]
    client.force_login(user)
    return client


def signs(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/presence/"


def test_an_editor_is_there_until_some_time_after_the_last_sign(anna: User, ben: User) -> None:
    article = make_article()
    presence.enter(article, anna, now=NOON)
    presence.beat(article, anna, now=NOON + timedelta(minutes=5))

    soon = NOON + timedelta(minutes=6)
    assert presence.others(article, ben, now=soon) == [presence.Other("anna", NOON)]
    assert presence.others(article, anna, now=soon) == []
    assert presence.others(make_article(), ben, now=soon) == []
    assert presence.others(article, ben, now=NOON + timedelta(minutes=7)) == []


def test_who_leaves_is_gone_at_once_and_so_are_the_forgotten(anna: User, ben: User) -> None:
    article, old = make_article(), make_article()
    presence.enter(old, anna, now=NOON - timedelta(days=2))
    presence.enter(article, anna, now=NOON)

    presence.leave(article, anna, now=NOON)

    assert not Presence.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_sign_for_a_story_that_is_deleted_just_then_is_nothing(anna: User) -> None:
    article = make_article()
    Article.objects.get(pk=article.pk).delete()

    presence.beat(article, anna, now=NOON)

    assert not Presence.objects.exists()


def test_the_second_to_open_a_story_is_reported_of_the_first_without_a_script(
    anna: User, ben: User
) -> None:
    article = full_article()

    first = at_the_desk(anna).get(change(article))
    second = at_the_desk(ben).get(change(article))

    assert first.context["others"] == []
    assert [other.name for other in second.context["others"]] == ["anna"]
    assert "<bdi>anna</bdi> (since" in second.content.decode()


def test_a_sign_answers_who_else_is_there_and_whether_it_was_saved(anna: User, ben: User) -> None:
    article = full_article()
    desk, other = at_the_desk(anna), at_the_desk(ben)
    version = desk.get(change(article)).context["opened_version"]
    assert desk.post(signs(article), {"version": version}).json() == {"others": [], "changed": ""}

    other.post(change(article), form_of(other, article).posted(body="By Ben"))
    said = desk.post(signs(article), {"version": version}).json()

    assert [found["name"] for found in said["others"]] == ["ben"]
    article.refresh_from_db()
    assert said["changed"] == timezone.localtime(article.modified_at).strftime("%H:%M")
    other.post(signs(article), {"left": "1"})
    assert desk.post(signs(article), {"version": version}).json()["others"] == []


def test_a_sign_is_a_post_with_a_token_and_the_right_to_change(
    anna: User, django_user_model: type[User]
) -> None:
    article = full_article()

    assert at_the_desk(anna).get(signs(article)).status_code == 405
    strict = at_the_desk(anna, enforce_csrf_checks=True)
    assert strict.post(signs(article)).status_code == 403
    assert member_of("Operator", django_user_model).post(signs(article)).status_code == 403
    assert Client().post(signs(article)).status_code == 302
    gone = at_the_desk(anna).post("/admin/articles/article/99999999/presence/")
    assert gone.json()["is_gone"]
    assert not Presence.objects.exists()


def test_who_only_looks_is_not_announced(anna: User, django_user_model: type[User]) -> None:
    article = full_article()
    assert member_of("Operator", django_user_model).get(change(article)).status_code == 200

    assert at_the_desk(anna).get(change(article)).context["others"] == []
