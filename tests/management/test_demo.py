"""`manage.py demo`: a site that shows what there is, and stays as it is when it is run again."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import publishing
from articles.models import Article, Caption, Clipping, Correction

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _development(settings: SettingsWrapper) -> None:
    settings.DEBUG = True


def run() -> str:
    out = StringIO()
    call_command("demo", stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_demo_shows_every_side_and_can_be_run_again(client: Client, media: Path) -> None:
    reported = run()

    waiting = Article.objects.filter(status="in_review")
    assert waiting.filter(clippings__issues__contains=[{"code": "lost-text"}]).exists()
    assert waiting.filter(clippings__issues__contains=[{"code": "unbalanced-quotes"}]).exists()
    assert Clipping.objects.filter(kind="quarantine").exists()
    assert Article.objects.filter(status="published", went_live_at__gt=timezone.now()).count() == 1
    assert Article.objects.filter(status="published", language="ar").count() == 2
    assert (
        "withdrawn"
        in client.get(Article.objects.get(status="withdrawn").get_absolute_url()).content.decode()
    )
    corrected = Correction.objects.get().article
    assert Correction.objects.get().text in client.get(
        corrected.get_absolute_url()
    ).content.decode().replace("&#x27;", "'")
    pictures = Caption.objects.exclude(image="")
    assert len(pictures) == 9
    assert all(picture.alt_text and picture.image_width for picture in pictures)
    assert "<picture" in client.get("/").content.decode()
    for address in ("/\n", "/admin/articles/article/?status__exact=in_review", "/upload/"):
        assert address in reported

    # Run again it leaves what editors did.
    Article.objects.filter(status="withdrawn").update(status="published")
    articles = Article.objects.order_by("pk").values_list("pk", "status", "published_at")
    before = list(articles)
    run()
    assert list(articles.all()) == before
    assert Correction.objects.count() == 1


def test_a_demo_that_was_broken_off_is_completed_by_the_next(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*args: object, **rest: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(publishing, "withdraw", break_off)  # the last of what it adds
        with pytest.raises(KeyboardInterrupt):
            run()
    assert not Correction.objects.exists()
    assert not Caption.objects.exclude(image="").exists()

    run()
    assert Correction.objects.count() == 1
    assert Caption.objects.exclude(image="").count() == 9
    assert Article.objects.filter(status="withdrawn").count() == 1
