"""A reader's way through the site in a browser, with scripts and without: a search, filters and
their chips, pages there and back, a story, a related one, and the same in Arabic."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from tests.support.builders import make_article, make_picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    cache.clear()
    trains = make_article(headline="Trains stay in", tags=["Trains"], body="No train went out.")
    for number in range(45):
        make_article(
            headline=f"Ferry number {number:02}",
            tags=["Ferries", "Trade"] if number % 2 else ["Ferries"],
            place="Tyre" if number % 3 else "Sur",
            attributions=[("Harbour Gazette", "publisher")],
            body=f"The ferry went out as [the trains]({trains.get_absolute_url()}) stayed."
            "\n\n::: related\nTrains stay in\n:::",
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


def narrowed_by(page):
    """The address's path, and what it narrows the list by, without the place in the list."""
    parts = urlsplit(page.url)
    query = {name: value for name, [value] in parse_qs(parts.query).items()}
    return parts.path, {name: query[name] for name in query if name not in ("after", "before")}


def chips(page):
    return page.locator(".chip")


def in_arabic(text):
    with translation.override("ar"):
        return gettext(text)


def unfold(page, summary):
    """Opens what is folded; on a wide page some of it never is."""
    fold = page.get_by_text(summary, exact=True)
    if fold.is_visible() and not fold.locator("xpath=..").get_attribute("open"):
        fold.click()


def test_a_reader_does_everything_with_a_list_in_two_languages(reader, site):
    """Searches, filters, removes a chip, pages there and back, switches to Arabic, and does all of
    it again there. The address says each time what is shown: opened again, it shows the same."""
    reader.goto(f"{site}/articles/")
    reader.get_by_label("Words").fill("ferry")
    reader.get_by_label("Words").press("Enter")
    expect(chips(reader)).to_have_count(1)
    expect(reader).to_have_title("“ferry” · Newsroom")

    unfold(reader, "Narrow by topic, source, place")
    reader.get_by_role("complementary").get_by_role("link", name="Tyre").click()
    expect(chips(reader)).to_have_count(2)
    unfold(reader, "Dates and pictures")
    reader.get_by_label("From").fill("2025-01-01")
    reader.get_by_role("button", name="Show stories").click()
    expect(chips(reader)).to_have_count(3)
    wanted = {"q": "ferry", "place": "tyre", "from": "2025-01-01"}
    assert narrowed_by(reader)[1].items() >= wanted.items()

    reader.get_by_role("link", name="From 1 January 2025").click()
    expect(chips(reader)).to_have_count(2)
    assert "from" not in narrowed_by(reader)[1]
    expect(reader.get_by_text("30 stories", exact=True)).to_be_visible()

    first = reader.locator(".list-stories h3, .list-stories h2").all_inner_texts()
    reader.get_by_role("link", name="Earlier stories").click()
    expect(reader.get_by_role("link", name="Later stories")).to_be_visible()
    further = reader.locator(".list-stories h3, .list-stories h2").all_inner_texts()
    assert not set(first) & {text for text in further if "Ferry" in text}
    reader.reload()
    expect(chips(reader)).to_have_count(2)
    assert reader.locator(".list-stories h3, .list-stories h2").all_inner_texts() == further

    # In Arabic: the same stories by the same filters, at the same place in the list.
    reader.locator("#languages").get_by_role("link").click()
    expect(reader.locator("html")).to_have_attribute("dir", "rtl")
    expect(chips(reader)).to_have_count(2)
    assert narrowed_by(reader)[0] == "/ar/articles/"
    assert "after=" in reader.url
    stories = reader.get_by_role("link", name="Ferry number")
    expect(stories).to_have_count(10)

    reader.get_by_role("link", name=in_arabic("Later stories")).click()
    expect(stories).to_have_count(20)
    chips(reader).filter(has_text="Tyre").click()
    expect(chips(reader)).to_have_count(1)
    assert narrowed_by(reader) == ("/ar/articles/", {"q": "ferry"})

    words = reader.get_by_label(in_arabic("Words"))
    words.fill("ferry place:Sur")
    reader.get_by_role("button", name=in_arabic("Show stories")).click()
    expect(chips(reader)).to_have_count(2)
    expect(stories).to_have_count(15)
    unfold(reader, in_arabic("Narrow by topic, source, place"))
    reader.get_by_role("complementary").get_by_role("link", name="Trade").click()
    expect(chips(reader)).to_have_count(3)
    expect(stories).to_have_count(7)
    reader.get_by_role("link", name=in_arabic("Clear all")).click()
    expect(chips(reader)).to_have_count(0)
    assert narrowed_by(reader) == ("/ar/articles/", {})

    # What a story leads to is in Arabic, too, whether it is written in it or found for it.
    for link in ("the trains", "Trains stay in"):
        reader.goto(f"{site}/ar/articles/?q=ferry")
        stories.first.click()
        reader.locator(".body").get_by_role("link", name=link).click()
        expect(heading(reader)).to_have_text("Trains stay in")
        assert re.fullmatch(rf"{site}/ar/articles/\d+/trains-stay-in/", reader.url)
    reader.locator("#languages").get_by_role("link").click()
    expect(reader.locator("html")).to_have_attribute("dir", "ltr")
    assert re.fullmatch(rf"{site}/articles/\d+/trains-stay-in/", reader.url)


def test_what_scripts_do_in_place_they_leave_out_where_there_are_none(reader, site, request):
    """Else the two ways above might be the same one."""
    has_scripts = "without" not in request.node.name
    loaded = []
    reader.on("request", lambda asked: loaded.append((asked.resource_type, asked.url)))
    reader.goto(f"{site}/articles/")
    reader.get_by_role("link", name="Earlier stories").click()
    expect(reader.get_by_role("link", name="Later stories")).to_be_visible()
    kinds = [kind for kind, address in loaded if "after=" in address]
    assert kinds == (["xhr"] if has_scripts else ["document"])


@pytest.mark.parametrize("language", ["", "/ar"])
def test_a_picture_stands_beside_its_story_in_whichever_order_the_list_is(
    live_server, page, media, language
):
    cache.clear()
    picture = {"text": "Boats", "image": make_picture(width=1200, height=800)}
    make_article(headline="Boats go out", body="Boats went out.", captions=[picture])
    for order in ("newest", "relevance"):
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{live_server.url}{language}/articles/?q=boats&sort={order}")
            image = page.locator(".card-picture").bounding_box()
            headline = page.locator(".card-headline").bounding_box()
            assert image["width"] <= 170, (order, width)
            assert image["y"] < headline["y"] + headline["height"], (order, width)
