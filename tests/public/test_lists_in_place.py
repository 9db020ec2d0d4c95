"""Lists and the search box in a real browser: with scripts and without, by keyboard alone."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.support.builders import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    cache.clear()
    for number in range(45):
        make_article(
            headline=f"Ferry number {number}" if number % 2 else f"Train number {number}",
            tags=["Ferries"] if number % 2 else ["Trains"],
            place="Tyre" if number % 3 else "Sur",
        )
    return live_server.url


def heading(page):
    return page.get_by_role("heading", level=1)


def test_a_list_is_narrowed_and_paged_in_place(page, site):
    page.goto(f"{site}/articles/")
    page.evaluate("window.isSamePage = true")
    page.get_by_label("Words").fill("ferry")
    page.get_by_role("button", name="Show stories").click()
    expect(page.get_by_role("link", name="Words “ferry”")).to_be_visible()
    expect(page).to_have_url(f"{site}/articles/?q=ferry")
    expect(page).to_have_title("“ferry” · Newsroom")
    expect(page.locator("#list-status")).to_have_text("Stories: 22 stories")

    page.get_by_role("link", name="Earlier stories").click()
    expect(page.get_by_role("link", name="Later stories")).to_be_visible()
    assert "after=" in page.url
    expect(heading(page)).to_be_focused()

    page.get_by_label("Order").select_option("By relevance")
    expect(page).to_have_url(f"{site}/articles/?q=ferry&sort=relevance")
    page.get_by_role("link", name="remove this filter").click()
    expect(page).to_have_url(f"{site}/articles/?sort=relevance")
    assert page.evaluate("window.isSamePage")

    page.go_back()
    expect(page.get_by_role("link", name="Words “ferry”")).to_be_visible()
    expect(page.get_by_role("banner")).to_have_count(1)


def test_without_scripts_the_same_can_be_done(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/articles/")
    page.get_by_label("Words").fill("ferry place:Tyre")
    page.get_by_role("button", name="Show stories").click()
    expect(page.get_by_role("link", name="Place Tyre")).to_be_visible()
    expect(page.get_by_label("Words")).to_have_value("ferry")
    page.get_by_label("Words").fill("ferry number")
    page.get_by_role("button", name="Show stories").click()
    expect(page.get_by_role("link", name="Place Tyre")).to_be_visible()
    page.get_by_role("link", name="Place Tyre").click()
    expect(page.get_by_text("22 stories")).to_be_visible()
    page.get_by_role("link", name="Earlier stories").click()
    expect(page.get_by_role("link", name="Later stories")).to_be_visible()
    context.close()


def test_suggestions_work_by_keyboard_alone(page, site):
    page.goto(f"{site}/")
    box = page.get_by_role("combobox", name="Search the archive")
    box.focus()
    page.keyboard.type("ferr")
    expect(page.get_by_role("listbox")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("group", name="Topics")).to_be_visible()
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("option", name="Ferries")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-0")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Ferries")
    assert page.url == f"{site}/topics/ferries/"


def test_what_is_typed_is_searched_for_where_nothing_is_chosen(page, site):
    page.goto(f"{site}/")
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.type("train")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("23 stories")).to_be_visible()
