"""A reader's way through the site in a browser, with scripts and without: a search, a filter, a
page further on, a story, a related one, and the same in Arabic."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.builders import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    cache.clear()
    make_article(headline="Trains stay in", tags=["Trains"], body="No train went out.")
    for number in range(45):
        make_article(
            headline=f"Ferry number {number:02}",
            tags=["Ferries", "Trade"] if number % 2 else ["Ferries"],
            place="Tyre" if number % 3 else "Sur",
            attributions=[("Harbour Gazette", "publisher")],
            body="The ferry went out.\n\n::: related\nTrains stay in\n:::",
        )
    return live_server.url


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def reader(request, browser):
    """A page; the test fails where its console shows an error."""
    context = browser.new_context(java_script_enabled=request.param, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(10_000)
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not complaints


def heading(page):
    return page.get_by_role("heading", level=1)


def test_a_reader_searches_narrows_pages_and_reads_on(reader, site):
    reader.goto(site)
    box = reader.get_by_label("Search the archive")
    box.fill("ferry")
    box.press("Enter")
    expect(reader.get_by_text("45 stories", exact=True)).to_be_visible()

    # A filter beside the list, and another by the form; both can be lifted.
    fold = reader.get_by_text("Narrow by topic, source, place")
    if fold.is_visible():
        fold.click()
    reader.get_by_role("complementary").get_by_role("link", name="Trade").click()
    expect(reader.get_by_text("22 stories", exact=True)).to_be_visible()
    reader.get_by_label("Words").fill("ferry place:Tyre")
    reader.get_by_role("button", name="Show stories").click()
    expect(reader.get_by_text("15 stories", exact=True)).to_be_visible()
    reader.get_by_role("link", name="Place Tyre").click()
    expect(reader.get_by_text("22 stories", exact=True)).to_be_visible()

    # Further on, and a story of that page.
    reader.get_by_role("link", name="Earlier stories").click()
    expect(reader.get_by_role("link", name="Later stories")).to_be_visible()
    story = reader.get_by_role("link", name="Ferry number")
    name = story.first.inner_text()
    story.first.click()
    expect(heading(reader)).to_have_text(name)

    # Its related link leads to our own story; what leads on stands beside it.
    reader.locator(".related").get_by_role("link", name="Trains stay in").click()
    expect(heading(reader)).to_have_text("Trains stay in")
    expect(reader.get_by_text("No train went out.")).to_be_visible()

    # The same page in Arabic: from right to left, the story as it is.
    reader.locator("#languages").get_by_role("link").click()
    expect(reader.locator("html")).to_have_attribute("dir", "rtl")
    expect(heading(reader)).to_have_text("Trains stay in")
    assert "/ar/articles/" in reader.url
