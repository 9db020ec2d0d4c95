"""A picture's files go with its last use, when that is committed, and answer nobody any more."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from reversion.models import Version

from articles.editing.actions.deletions import forget_old
from articles.models import Article, Caption, DeskAction, image_files
from articles.versions import history
from tests.admin.articles.test_admin import change, form_of
from tests.support.builders import make_article, make_picture

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db(transaction=True)


def pictured(name: str = "harbour.png", **what_matters: Any) -> Article:
    caption = {"text": "Nets", "image": make_picture(name, width=500, height=300)}
    return make_article(captions=[caption, "No picture"], **what_matters)


def files(media: Path) -> set[str]:
    return {path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file()}


def image_of(article: Article) -> str:
    return str(Caption.objects.filter(article=article).exclude(image="").get().image.name)


def delete_row(client: Client, article: Article) -> None:
    posted = form_of(client, article).posted(**{"captions-0-DELETE": "on"})
    client.post(change(article), posted)


def clear_image(client: Client, article: Article) -> None:
    posted = form_of(client, article).posted(**{"captions-0-image-clear": "on"})
    client.post(change(article), posted)


def replace_image(client: Client, article: Article) -> None:
    photo = ContentFile(make_picture(width=9, height=9).read(), "other.png")
    client.post(change(article), form_of(client, article).posted() | {"captions-0-image": photo})


def delete_story(client: Client, article: Article) -> None:
    client.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"})
    a_day_passes()


def delete_in_list(client: Client, article: Article) -> None:
    chosen = {"action": "delete_selected", "_selected_action": str(article.pk), "post": "yes"}
    client.post("/admin/articles/article/", chosen)
    a_day_passes()


def a_day_passes() -> None:
    """As long as a deletion can be undone, the files stay."""
    DeskAction.objects.update(made_at=timezone.now() - timedelta(days=1, minutes=1))
    forget_old(now=timezone.now())


def restore_a_version_without(client: Client, article: Article) -> None:
    """A version of a time at which the caption had no picture yet."""
    name = image_of(article)
    Caption.objects.filter(article=article).update(image="")
    history.keep(article)
    Caption.objects.filter(article=article, number=1).update(image=name)
    version = Version.objects.get_for_object(article).get()
    client.post(f"/admin/articles/article/{article.pk}/history/{version.pk}/restore/")


DOORS: dict[str, Callable[[Client, Article], None]] = {
    "caption deleted": delete_row,
    "picture cleared": clear_image,
    "picture replaced": replace_image,
    "story deleted": delete_story,
    "stories deleted in the list": delete_in_list,
    "version without it restored": restore_a_version_without,
}


@pytest.mark.parametrize("door", DOORS)
def test_the_files_go_with_the_last_use(admin_client: Client, media: Path, door: str) -> None:
    article, other = pictured(), pictured()
    gone, stays = image_of(article), image_of(other)
    folder = Path(gone).with_suffix("").as_posix()
    assert {gone, f"{folder}/400w.avif", f"{folder}/400w.webp"} <= files(media)

    DOORS[door](admin_client, article)

    left = files(media)
    assert gone not in left
    assert not any(name.startswith(f"{folder}/") for name in left)
    assert not (media / folder).exists()
    assert stays in left
    assert f"{Path(stays).with_suffix('').as_posix()}/400w.avif" in left
    assert Client().get(f"/media/{gone}").status_code == 404
    if door == "picture replaced":
        assert image_of(article) in left


def test_the_files_of_a_deleted_story_stay_as_long_as_it_can_come_back(
    admin_client: Client, media: Path
) -> None:
    article = pictured()
    name = image_of(article)

    admin_client.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"})
    aged(media)

    assert name not in image_files.sweep(now=timezone.now())
    assert name in files(media)
    a_day_passes()
    assert name not in files(media)


@pytest.mark.parametrize("door", DOORS)
def test_a_picture_that_another_caption_shows_stays(
    admin_client: Client, media: Path, door: str
) -> None:
    article, other = pictured(), pictured()
    name = image_of(article)
    Caption.objects.filter(article=other, number=2).update(image=name)
    before = files(media)

    DOORS[door](admin_client, article)
    assert before <= files(media)

    Caption.objects.filter(article=other, number=1).update(image="")
    delete_story(admin_client, other)
    assert name not in files(media)


@pytest.mark.parametrize("where", ["the same story", "another story"])
def test_a_caption_that_moved_keeps_its_picture(
    admin_client: Client, media: Path, where: str
) -> None:
    article = pictured()
    name = image_of(article)
    home = article if where == "the same story" else make_article()
    with image_files.discarding([article.pk]), transaction.atomic():
        Caption.objects.filter(article=article, number=1).delete()
        Caption.objects.create(article=home, number=7, image=name)

    assert name in files(media)


def test_nothing_goes_where_the_change_is_taken_back(media: Path) -> None:
    article = pictured()
    before = files(media)

    with (  # noqa: PT012
        pytest.raises(RuntimeError),
        image_files.discarding([article.pk]),
        transaction.atomic(),
    ):
        Article.objects.filter(pk=article.pk).delete()
        raise RuntimeError
    with transaction.atomic():
        with image_files.discarding([article.pk]):
            article.captions.all().delete()
        assert files(media) == before  # not before it is committed
        transaction.set_rollback(True)

    assert files(media) == before


def test_a_form_that_is_refused_takes_nothing_away(admin_client: Client, media: Path) -> None:
    article = pictured()
    name = image_of(article)
    posted = form_of(admin_client, article).posted(
        **{"captions-0-image-clear": "on", "headline": ""}
    )

    admin_client.post(change(article), posted)

    assert name in files(media)
    assert image_of(article) == name


def test_a_restored_version_whose_picture_is_gone_says_so(
    admin_client: Client, media: Path
) -> None:
    article = pictured(status="published")
    history.keep(article)
    version = Version.objects.get_for_object(article).get()
    clear_image(admin_client, article)

    restored = admin_client.post(
        f"/admin/articles/article/{article.pk}/history/{version.pk}/restore/", follow=True
    )

    assert "1 picture of it has since been removed" in restored.content.decode()
    page = Client().get(article.get_absolute_url())
    assert page.status_code == 200
    assert "figure-absent" in page.content.decode()
    assert Client().get(f"/articles/{article.pk}.json").status_code == 200
    assert form_of(admin_client, article).posted()["captions-0-text"] == "Nets"


def test_only_files_of_pictures_are_removed(media: Path) -> None:
    (media / "captions").mkdir(parents=True)
    for name in ("secret.txt", "captions/../secret.txt", "/etc/hostname", "captions"):
        (media / "secret.txt").write_text("stays")
        assert image_files.discard_unused([name]) == 0
    assert (media / "secret.txt").exists()


def test_pictures_that_differ_in_their_ending_only_do_not_take_each_others_versions(
    media: Path,
) -> None:
    for name in ("captions/old.png", "captions/old.jpg", "captions/old/400w.avif"):
        (media / name).parent.mkdir(parents=True, exist_ok=True)
        (media / name).write_bytes(b"picture")
    make_article(captions=[{"image": "captions/old.jpg"}])

    image_files.discard_unused(["captions/old.png", "captions/old.jpg"])

    assert files(media) == {"captions/old.jpg", "captions/old/400w.avif"}


def test_a_file_that_cannot_be_removed_is_left_to_the_command(
    admin_client: Client, media: Path, caplog: pytest.LogCaptureFixture
) -> None:
    article = make_article(captions=[{"image": "captions/is/a-folder"}])
    (media / "captions/is/a-folder/inside").mkdir(parents=True)

    delete_story(admin_client, article)

    assert not Article.objects.filter(pk=article.pk).exists()
    assert "run clean_pictures" in caplog.text


def aged(media: Path) -> None:
    for name in files(media):
        at = time.time() - 2 * 3600
        os.utime(media / name, (at, at))


def test_what_was_left_behind_is_swept(media: Path) -> None:
    kept, lost = pictured(), pictured()
    gone = image_of(lost)
    Caption.objects.filter(article=lost).delete()  # by none of the doors
    (media / "other").mkdir()
    (media / "other/file.txt").write_text("stays")
    aged(media)
    young = pictured()
    Caption.objects.filter(article=young).update(image="")
    before = files(media)
    said = StringIO()

    call_command("clean_pictures", "--dry-run", stdout=said)
    assert files(media) == before
    assert said.getvalue().splitlines()[-1] == "unused 3"
    assert gone in said.getvalue()

    call_command("clean_pictures", stdout=StringIO())
    folder = Path(gone).with_suffix("").as_posix()
    assert before - files(media) == {gone, f"{folder}/400w.avif", f"{folder}/400w.webp"}
    assert image_of(kept) in files(media)


def test_there_need_be_no_folder_of_pictures(settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "nothing"
    assert image_files.sweep(now=timezone.now()) == []
