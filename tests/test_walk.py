"""The way through the whole house, in a real browser: dump, list, article, desk, and back."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article

DUMP = Path(__file__).parents[1] / "fixtures" / "dumps" / "andean-weekly-2022-08-11.txt"
HEADLINE = "Herders of the high pass lend their glacier a blanket"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    """A site with one dump imported and published, all but one story that waits for review."""
    run_import(
        [str(DUMP)],
        ImportOptions(
            captured_at=date(2022, 8, 11), publisher="The Andean Weekly", status="published"
        ),
    )
    Article.objects.filter(headline=HEADLINE).update(status=Article.Status.IN_REVIEW)
    return live_server.url


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_superuser("editor", password="glacier-blanket")


def log_in(page, site):
    page.goto(f"{site}/admin/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("glacier-blanket")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_reader_goes_from_the_list_to_a_story_and_sees_its_parts(page, site):
    page.goto(f"{site}/articles/")
    story = "Cable car to El Alto adds a night service for nurses and bakers"
    page.get_by_role("link", name=story).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(story)
    expect(page.get_by_text("Key points")).to_be_visible()
    expect(page.get_by_role("link", name="The Andean Weekly").first).to_be_visible()
    assert page.locator("article p").count() > 3


def test_an_editor_mends_a_story_and_publishes_it_and_readers_see_it(page, site, editor):
    page.goto(f"{site}/articles/")
    expect(page.get_by_role("link", name=HEADLINE)).to_have_count(0)

    log_in(page, site)
    page.goto(f"{site}/admin/articles/article/")
    page.get_by_role("link", name=HEADLINE).click()
    page.get_by_label("Headline", exact=False).first.fill("Glacier under a blanket")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_text("published", exact=False).first).to_be_visible()

    page.goto(f"{site}/articles/")
    page.get_by_role("link", name="Glacier under a blanket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Glacier under a blanket")
    article = page.get_by_role("article")
    for text in (
        "Ten hectares of ice have been covered with sawdust since May",  # a bullet
        "Villagers spread sawdust over the tongue",  # a caption
        "Andes Wire",  # its credit
        "Ocongate, Peru",  # the dateline
        "A metre and a half",  # a crosshead
        "The Yanaqucha glacier",  # a fact box
        "The glacier that keeps a diary",  # a related link
        "9 August 2022",  # the date
        "Climate",  # a topic
    ):
        expect(article.get_by_text(text, exact=False).first).to_be_visible()


def test_a_story_can_be_found_by_a_word_of_its_body(page, site):
    page.goto(site)
    search = page.get_by_role("combobox", name="Search the archive")
    search.fill("varieties potato")
    search.press("Enter")
    expect(page.get_by_role("link", name="Potato bank sends")).to_be_visible()
    expect(page.get_by_role("link", name="Cable car to El Alto")).to_have_count(0)
