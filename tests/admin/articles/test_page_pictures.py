"""The form says which pictures of a story's pages are not here, and why."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, ImportRun
from tests.support.importing import importing
from tests.support.pictured_pages import figure, page, picture, unpacked

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("media")
def test_the_form_names_the_pictures_that_did_not_come(
    tmp_path: Path, admin_client: Client
) -> None:
    members = {
        "a.html": page(
            figure("a_files/here.jpg", "Here."),
            figure("https://post.example/<gone>.jpg", "Gone."),
            figure("a_files/tiny.jpg", "Tiny."),
        ),
        "a_files/here.jpg": picture(1),
        "a_files/tiny.jpg": picture(2, size=(60, 40)),
    }
    result = importing(unpacked(tmp_path / "saved", members))
    form = admin_client.get(
        reverse("admin:articles_article_change", args=[Article.objects.get().pk])
    ).content.decode()
    assert "2 pictures of the page are not here" in form
    assert "https://post.example/&lt;gone&gt;.jpg" in form
    assert "smaller than 100 × 80 pixels" in form
    assert "a_files/here.jpg" not in form.partition("page-pictures")[2].partition("</details>")[0]
    run = admin_client.get(reverse("admin:articles_importrun_change", args=[result.run]))
    assert "stored: 1" in run.content.decode()
    assert ImportRun.objects.get().picture_counts == {"stored": 1, "missing": 1, "refused": 1}
